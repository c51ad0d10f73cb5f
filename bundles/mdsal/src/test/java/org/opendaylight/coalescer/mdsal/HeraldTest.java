/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.DataPlaneEvent;
import org.opendaylight.coalescer.api.DataPlaneEvent.OffloadFallback;
import org.opendaylight.coalescer.api.DataPlaneEvent.PortStateChange;
import org.opendaylight.coalescer.api.OffloadStatus.Capability;
import org.opendaylight.coalescer.api.OffloadStatus.Direction;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.mdsal.binding.api.NotificationPublishService;
import org.opendaylight.yangtools.binding.Notification;
import org.opendaylight.yangtools.util.concurrent.FluentFutures;

class HeraldTest {
    private static final PortStateChange FAILED = new PortStateChange("tun0", OperStatus.UP, OperStatus.FAILED,
        "ioctl(TUNSETIFF): EPERM", Samples.TIME);
    private static final PortStateChange UP = new PortStateChange("tun0", OperStatus.FAILED, OperStatus.UP, "",
        Samples.TIME);

    private final List<Notification<?>> published = new CopyOnWriteArrayList<>();
    private final List<Consumer<DataPlaneEvent>> subscribers = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Herald herald = new Herald(new Publish(), subscriber -> {
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    });

    /** Takes nothing until the gate is open. */
    private final class Publish implements NotificationPublishService {
        @Override
        public void putNotification(final Notification<?> notification) throws InterruptedException {
            assertTrue(gate.await(10, TimeUnit.SECONDS));
            published.add(notification);
        }

        @Override
        public ListenableFuture<?> offerNotification(final Notification<?> notification) {
            return NotificationPublishService.REJECTED;
        }

        @Override
        public ListenableFuture<?> offerNotification(final Notification<?> notification, final int timeout,
                final TimeUnit unit) {
            return FluentFutures.immediateNullFluentFuture();
        }
    }

    @AfterEach
    void close() {
        herald.close();
    }

    private void tell(final DataPlaneEvent event) {
        subscribers.get(0).accept(event);
    }

    @Test
    void tellsEventsInTheirOrder() {
        gate.countDown();
        tell(FAILED);
        tell(UP);
        await().until(() -> herald.sent() == 2);
        assertEquals(List.of(EventMapper.write(FAILED), EventMapper.write(UP)), published);
        assertEquals(0, herald.lost());
    }

    @Test
    void countsWhatDoesNotFitAndKeepsTheRest() {
        tell(FAILED);
        for (int i = 0; i < Herald.CAPACITY + 10; i++) {
            tell(UP);
        }
        // the first may be under way already
        final long lost = herald.lost();
        assertTrue(lost == 10 || lost == 11, () -> "lost " + lost);
        gate.countDown();
        await().until(() -> herald.sent() == Herald.CAPACITY + 11 - lost);
        assertEquals(EventMapper.write(FAILED), published.get(0));
    }

    @Test
    void listensNoLongerWhenItIsClosed() {
        herald.close();
        assertEquals(List.of(), subscribers);
        herald.close();
    }

    @Test
    void translatesAFallbackOfAnEndpoint() {
        final var fallback = EventMapper.write(new OffloadFallback(OffloadFallback.Owner.ENDPOINT, "underlay",
            new OffloadFallback.Refusal(Capability.UDP_GSO, Direction.TRANSMIT, 5, "sendmmsg(UDP_SEGMENT): EIO"),
            Samples.TIME)).toString();
        for (var word : List.of("endpoint=ObjectName{value=underlay}", "UdpGso", "Transmit", "errno=5", "EIO",
                "2026-11-22T01:02:03.456Z")) {
            assertTrue(fallback.contains(word), () -> word + " in " + fallback);
        }
    }

    @Test
    void leavesOutAnErrorThatThereIsNot() {
        assertTrue(EventMapper.write(FAILED).toString().contains("lastError=ioctl(TUNSETIFF): EPERM"));
        assertTrue(!EventMapper.write(UP).toString().contains("lastError"));
    }
}
