/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.addVeth;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.await;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.endpoint;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.ip;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.peer;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.play;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.port;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.wish;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.withWorkers;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.linux.Errno;

/** What an audit finds wrong with the sockets of an endpoint, and what is no fault of theirs. */
@ExtendWith(KernelPrerequisite.class)
class EndpointAuditKernelTest {
    private static final String UNDERLAY = "198.18.2.1";

    /** What a test does while the endpoint is up. */
    private interface Script {
        void play(Reconciler reconciler, EndpointPath path) throws Exception;
    }

    private static void playWithEndpoint(final Script script) throws Exception {
        play(scene -> {
            addVeth("u0", UNDERLAY + "/24", 1500);
            try (var reconciler = new Reconciler((port, factory) -> () -> { })) {
                reconciler.want(withWorkers(1, wish(endpoint("underlay", UNDERLAY),
                    port("ta", 1, List.of("198.51.100.1/25"), peer("far", "198.18.2.2", "203.0.113.0/24")))));
                await().until(() -> reconciler.ports().containsKey("ta")
                    && reconciler.ports().get("ta").status().operStatus() == OperStatus.UP);
                script.play(reconciler, path(reconciler));
            }
        });
    }

    private static OperStatus oper(final Reconciler reconciler) {
        return reconciler.endpoints().get("underlay").status().operStatus();
    }

    private static EndpointPath path(final Reconciler reconciler) {
        return reconciler.endpoints().get("underlay").path();
    }

    /** Has everything compared once: what is asked is answered before a comparison. */
    private static void audit(final Reconciler reconciler) {
        reconciler.ask(() -> null).thenCompose(done -> reconciler.ask(() -> null)).join();
    }

    /** The kernel says EACCES about an address behind such a rule. */
    @Test
    void socketsOutliveAQuestionThatTheKernelRefuses() throws Exception {
        playWithEndpoint((reconciler, before) -> {
            ip("rule add pref 10 lookup local");
            ip("rule add pref 5 to " + UNDERLAY + " prohibit");
            ip("rule delete pref 0");
            audit(reconciler);
            assertSame(before, path(reconciler));
            assertEquals(OperStatus.UP, oper(reconciler));

            ip("rule delete pref 5");
            ip("address delete " + UNDERLAY + "/24 dev u0");
            await().until(() -> oper(reconciler) == OperStatus.FAILED);
        });
    }

    /** The kernel says EINVAL or EACCES about an address that is gone. */
    @ParameterizedTest
    @ValueSource(strings = { "blackhole", "prohibit" })
    void addressThatIsGoneIsMissedBehindAnyRoute(final String kind) throws Exception {
        playWithEndpoint((reconciler, before) -> {
            ip("route add " + kind + " 198.18.0.0/16");
            audit(reconciler);
            assertSame(before, path(reconciler));
            ip("address delete " + UNDERLAY + "/24 dev u0");
            await().until(() -> oper(reconciler) == OperStatus.FAILED);
        });
    }

    /** As long as a call of a worker is waited for. */
    @Test
    void socketsOutliveAWorkerThatIsSlow() throws Exception {
        playWithEndpoint((reconciler, before) -> {
            final var busy = new CountDownLatch(1);
            final var resume = new CountDownLatch(1);
            final var held = CompletableFuture.runAsync(() -> assertDoesNotThrow(
                () -> before.workers().workers().get(0).call(() -> {
                    busy.countDown();
                    before.lane(0).sender().refuseSegmentation(Errno.EIO);
                    return resume.await(1, TimeUnit.MINUTES);
                })));
            assertTrue(busy.await(10, TimeUnit.SECONDS));
            audit(reconciler);
            resume.countDown();
            held.handle((done, tooLong) -> null).join();
            assertSame(before, path(reconciler));
            await().until(() -> reconciler.endpoints().get("underlay").status().offloads().stream()
                .anyMatch(offload -> offload.reason().contains("EIO")));
            assertEquals(OperStatus.UP, oper(reconciler));
            assertSame(before, path(reconciler));
        });
    }
}
