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

import com.google.common.util.concurrent.ListenableFuture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.coalescer.api.GapAlarmConfiguration;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.api.PortStatistics;
import org.opendaylight.coalescer.api.PortStatus;
import org.opendaylight.mdsal.binding.api.NotificationPublishService;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GapRateAlarm;
import org.opendaylight.yangtools.binding.Notification;

/** Counters are those of a fake data plane, and time is what the test says; windows are longer than any test runs. */
class GapWatchTest {
    private static final int WINDOW = 1000;
    private static final GapAlarmConfiguration ALARM = new GapAlarmConfiguration(10, 5, WINDOW);
    private static final String RAISE = "tun0 Raise ";
    private static final String CLEAR = "tun0 Clear ";

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final FakeDataPlane dataPlane = new FakeDataPlane();
    private final Herald herald = new Herald(new Publish(), subscriber -> () -> { });
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private volatile long seconds = Long.MAX_VALUE / 1_000_000_000;
    private GapWatch watch;
    private long losses;
    private long packets = 1_000_000;
    private Instant since = Samples.TIME;

    /** Notes alarms: port, event, rate, threshold, window, losses of packets. */
    private final class Publish implements NotificationPublishService {
        @Override
        public void putNotification(final Notification<?> notification) {
            final var alarm = (GapRateAlarm) notification;
            told.add(alarm.getPort().getValue() + ' ' + alarm.getEvent() + ' ' + alarm.getRate() + " at "
                + alarm.getThreshold() + " in " + alarm.getWindow() + " s, " + alarm.getLosses().getValue() + " of "
                + alarm.getPackets().getValue());
        }

        @Override
        public ListenableFuture<?> offerNotification(final Notification<?> notification) {
            return NotificationPublishService.REJECTED;
        }

        @Override
        public ListenableFuture<?> offerNotification(final Notification<?> notification, final int timeout,
                final TimeUnit unit) {
            return NotificationPublishService.REJECTED;
        }
    }

    @AfterEach
    void close() {
        watch.close();
        herald.close();
    }

    private void begin() throws ExecutionException, InterruptedException {
        show(ALARM);
        // near the end of its range, as the time of a machine may be
        watch = new GapWatch(dataPlane, herald, () -> TimeUnit.SECONDS.toNanos(1) * seconds, executor);
        awaitLook();
    }

    private void show(final GapAlarmConfiguration alarm) {
        dataPlane.count(new DataPlaneSnapshot(Map.of(),
            Map.of("tun0", new DataPlaneSnapshot.Port(status(alarm), statistics()))));
    }

    private static PortStatus status(final GapAlarmConfiguration alarm) {
        final var all = Samples.portStatus(OperStatus.UP);
        final var port = Samples.PORT;
        return new PortStatus(new PortConfiguration(port.name(), port.description(), port.enabled(), port.device(),
            port.offload(), port.coalescing(), port.tunnel(), alarm), all.operStatus(), all.lastChange(),
            all.lastError(), all.ifIndex(), all.mtu(), all.queues(), all.offloads());
    }

    private PortStatistics statistics() {
        final var all = Samples.portStatistics(packets);
        final var receive = all.receive();
        final var sequence = receive.sequence();
        return new PortStatistics(since, new PortStatistics.Receive(packets, receive.bytes(), receive.superpackets(),
            receive.segments(), receive.verbatim(), receive.writes(), receive.dropped(), receive.chains(),
            receive.sealReasons(), receive.verbatimReasons(), receive.drops(), receive.errors(), receive.checksum(),
            new PortStatistics.Sequence(new PortStatistics.Gaps(losses, 0, losses, 0, 0, 0),
                sequence.duplicatePackets(), sequence.duplicateBytes(), sequence.reordering(), sequence.repairs(),
                sequence.flows(), sequence.evictedFlows(), sequence.gapEvents()), receive.histograms()),
            all.transmit(), all.relay());
    }

    private void awaitLook() throws ExecutionException, InterruptedException {
        executor.submit(() -> { }).get();
    }

    /** Lets time pass and packets come, and has it look. */
    private void pass(final int moreSeconds, final int moreLosses, final int morePackets)
            throws ExecutionException, InterruptedException {
        seconds += moreSeconds;
        losses += moreLosses;
        packets += morePackets;
        show(ALARM);
        watch.look();
        awaitLook();
    }

    private void assertTold(final String... alarms) {
        await().until(() -> told.size() >= alarms.length && herald.sent() == told.size());
        assertEquals(List.of(alarms), told);
    }

    @Test
    void raisesAtTheThresholdWithWhatItHasSeen() throws Exception {
        begin();
        pass(WINDOW, 10, 1000);
        assertTold(RAISE + "10 at 10 in 1000 s, 10 of 1000");
    }

    @Test
    void doesNotRaiseBelowTheThreshold() throws Exception {
        begin();
        pass(WINDOW, 9, 1000);
        pass(WINDOW, 20, 1000);
        assertTold(RAISE + "20 at 10 in 1000 s, 20 of 1000");
    }

    @Test
    void staysRaisedUntilTheRateIsAtTheLowerThreshold() throws Exception {
        begin();
        pass(WINDOW, 10, 1000);
        pass(WINDOW, 500, 1000);
        pass(WINDOW, 6, 1000);
        pass(WINDOW, 5, 1000);
        pass(WINDOW, 9, 1000);
        assertTold(RAISE + "10 at 10 in 1000 s, 10 of 1000", CLEAR + "5 at 5 in 1000 s, 5 of 1000");
    }

    @Test
    void aWindowWithoutPacketsNeitherRaisesNorClears() throws Exception {
        begin();
        pass(WINDOW, 50, 0);
        pass(WINDOW, 30, 1000);
        pass(WINDOW, 0, 0);
        pass(WINDOW, 4, 1000);
        assertTold(RAISE + "30 at 10 in 1000 s, 30 of 1000", CLEAR + "4 at 5 in 1000 s, 4 of 1000");
    }

    @Test
    void judgesWholeWindowsWhateverIsSeenOnTheWay() throws Exception {
        begin();
        pass(WINDOW / 2, 100, 1000);
        pass(WINDOW / 2 - 1, 0, 1000);
        pass(1, 0, 8000);
        assertTold(RAISE + "10 at 10 in 1000 s, 100 of 10000");
    }

    @Test
    void aWindowInWhichCountersWereClearedIsNoWindow() throws Exception {
        begin();
        since = since.plusSeconds(1);
        pass(WINDOW, 500, 1000);
        pass(WINDOW, 11, 1000);
        assertTold(RAISE + "11 at 10 in 1000 s, 11 of 1000");
    }

    @Test
    void takingTheAlarmAwayClearsIt() throws Exception {
        begin();
        pass(WINDOW, 10, 1000);
        show(null);
        watch.look();
        assertTold(RAISE + "10 at 10 in 1000 s, 10 of 1000", CLEAR + "10 at 5 in 1000 s, 10 of 1000");
    }

    @Test
    void otherThresholdsBeginAnew() throws Exception {
        begin();
        pass(WINDOW, 10, 1000);
        show(new GapAlarmConfiguration(20, 5, WINDOW));
        watch.look();
        assertTold(RAISE + "10 at 10 in 1000 s, 10 of 1000", CLEAR + "10 at 5 in 1000 s, 10 of 1000");
    }

    @Test
    void aPortThatGoesClearsItsAlarm() throws Exception {
        begin();
        pass(WINDOW, 10, 1000);
        dataPlane.change(new DataPlaneSnapshot(Map.of(), Map.of()));
        assertTold(RAISE + "10 at 10 in 1000 s, 10 of 1000", CLEAR + "10 at 5 in 1000 s, 10 of 1000");
    }

    @Test
    void looksByItselfAtTheEndOfAWindow() {
        dataPlane.count(new DataPlaneSnapshot(Map.of(), Map.of("tun0", new DataPlaneSnapshot.Port(
            status(new GapAlarmConfiguration(10, 5, 1)), statistics()))));
        watch = new GapWatch(dataPlane, herald, () -> {
            losses += 100;
            packets += 1000;
            dataPlane.count(new DataPlaneSnapshot(Map.of(), Map.of("tun0", new DataPlaneSnapshot.Port(
                status(new GapAlarmConfiguration(10, 5, 1)), statistics()))));
            return System.nanoTime();
        }, executor);
        assertTold(RAISE + "100 at 10 in 1 s, 100 of 1000");
    }

    @Test
    void listensNoLongerWhenItIsClosed() throws Exception {
        begin();
        watch.close();
        assertEquals(List.of(), dataPlane.listeners());
    }
}
