/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.HERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.THERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.await;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.endpoint;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.peer;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.play;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.port;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.wish;
import static org.opendaylight.coalescer.runtime.SendFaultKernelTest.failing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opendaylight.coalescer.api.DataPlaneEvent.OffloadFallback;
import org.opendaylight.coalescer.api.OffloadStatus;
import org.opendaylight.coalescer.api.OffloadStatus.Capability;
import org.opendaylight.coalescer.api.OffloadStatus.Direction;
import org.opendaylight.coalescer.linux.Errno;

/** Offloads that the kernel refuses at run time: who is told, and how they come back. */
@ExtendWith(KernelPrerequisite.class)
class FallbackKernelTest {
    private static final int SENDS = 40;
    private static final int BURST = 64;
    private static final int ATTEMPTS = 5;

    private static OffloadStatus segmentation(final DataPlaneScene scene) {
        return scene.dataPlane().snapshot().endpoints().get("underlay").status().offloads().stream()
            .filter(offload -> offload.capability() == Capability.UDP_GSO).findFirst().orElseThrow();
    }

    /** Many datagrams at once, so that some leave together. Sends of a connected socket of IPv4 do not fail. */
    private static boolean burst(final DatagramChannel socket) throws IOException {
        for (int i = 0; i < BURST; i++) {
            socket.write(ByteBuffer.allocate(1000));
        }
        return true;
    }

    /** Whether a batch is refused, rather than datagrams one by one until the last, is up to who is faster. */
    @Test
    void aFallbackOfAnEndpointIsToldOnceAndTakenBackByProbingAgain() throws Exception {
        boolean provoked = false;
        for (int sends = SENDS; !provoked && sends < SENDS + ATTEMPTS; sends++) {
            provoked = isToldOnceAndTakenBack(sends);
        }
        assertTrue(provoked, "no batch was refused of which a datagram passes alone");
    }

    private static boolean isToldOnceAndTakenBack(final int sends) throws Exception {
        final var provoked = new AtomicBoolean();
        play(scene -> failing(Errno.EIO, sends, () -> {
            final Queue<OffloadFallback> told = new ConcurrentLinkedQueue<>();
            scene.dataPlane().subscribe(event -> {
                if (event instanceof OffloadFallback fallback) {
                    told.add(fallback);
                }
            });
            scene.applyAndAwait(wish(endpoint("underlay", HERE),
                port("port1", 1, List.of("198.51.100.1/24"), peer("far", THERE, "203.0.113.0/24"))));
            assertTrue(segmentation(scene).active());
            try (var socket = DatagramChannel.open(StandardProtocolFamily.INET)) {
                socket.connect(new InetSocketAddress("203.0.113.5", 9));
                final long batches = batches(scene);
                // Once batches pass again, no send fails any more
                await().until(() -> burst(socket) && (!told.isEmpty() || batches(scene) > batches));
                if (!told.isEmpty()) {
                    provoked.set(true);
                    assertToldOnceAndTakenBack(scene, socket, told);
                }
            }
        }));
        return provoked.get();
    }

    private static void assertToldOnceAndTakenBack(final DataPlaneScene scene, final DatagramChannel socket,
            final Queue<OffloadFallback> told) {
        final var fallback = told.element();
        assertEquals(OffloadFallback.Owner.ENDPOINT, fallback.owner());
        assertEquals("underlay", fallback.name());
        assertEquals(new OffloadFallback.Refusal(Capability.UDP_GSO, Direction.TRANSMIT, Errno.EIO,
            "sendmmsg(UDP_SEGMENT): " + Errno.describe(Errno.EIO)), fallback.refusal());
        await().until(() -> !segmentation(scene).active());
        assertEquals(fallback.refusal().reason(), segmentation(scene).reason());

        scene.dataPlane().reprobeOffloads(Set.of("port1")).toCompletableFuture().join();
        assertTrue(segmentation(scene).active());
        final long batches = batches(scene);
        await().until(() -> burst(socket) && batches(scene) > batches);
        assertEquals(1, told.size());
        assertFalse(segmentation(scene).reason().contains("EIO"));
    }

    private static long batches(final DataPlaneScene scene) {
        return scene.dataPlane().snapshot().endpoints().get("underlay").statistics().transmit().gsoBatches();
    }
}
