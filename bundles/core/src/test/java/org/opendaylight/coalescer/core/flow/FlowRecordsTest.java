/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.SealReason;

/** The flow table: bounded, oldest out first, small until used, quiet when warm. */
class FlowRecordsTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static void packet(final TrackerRig rig, final int port, final int from) {
        rig.data(port, from, from + 10, FlowTracker.NO_TIMESTAMP);
    }

    @Test
    void oldestFlowMakesRoom() {
        final TrackerRig rig = new TrackerRig(3);
        for (int port = 1; port <= 3; port++) {
            packet(rig, port, 0);
        }
        packet(rig, 1, 10);
        packet(rig, 4, 0);
        assertEquals(1, rig.get(SequenceCounter.EVICTED_FLOWS));
        assertEquals(3, rig.statistics.flows());
        // 2 was the oldest: only it is unknown now, and takes the place of 3
        packet(rig, 1, 30);
        packet(rig, 2, 30);
        assertEquals("[1, 0, 0, 0, 0]", rig.gaps());
        packet(rig, 3, 30);
        assertEquals("[1, 0, 0, 0, 0]", rig.gaps());
        assertEquals(3, rig.get(SequenceCounter.EVICTED_FLOWS));
    }

    @Test
    void gapsOfAnEvictedFlowAreGivenUp() {
        final TrackerRig rig = new TrackerRig(1);
        packet(rig, 1, 0);
        packet(rig, 1, 20);
        packet(rig, 1, 40);
        packet(rig, 2, 0);
        assertEquals("[2, 0, 0, 0, 2]", rig.gaps());
    }

    @Test
    void everyFlowIsFoundAgainAfterGrowth() {
        final TrackerRig rig = new TrackerRig(5000);
        for (int round = 0; round < 3; round++) {
            for (int port = 0; port < 4096; port++) {
                packet(rig, port, round * 20);
                rig.dataV6(port, round * 10, round * 10 + 10);
            }
        }
        assertEquals(3 * 8192 - 5000, rig.get(SequenceCounter.EVICTED_FLOWS));
        final TrackerRig enough = new TrackerRig(8192);
        for (int round = 0; round < 3; round++) {
            for (int port = 0; port < 4096; port++) {
                packet(enough, port, round * 20);
                enough.dataV6(port, round * 10, round * 10 + 10);
            }
        }
        assertEquals(0, enough.get(SequenceCounter.EVICTED_FLOWS));
        assertEquals("[8192, 0, 0, 0, 0]", enough.gaps());
    }

    @Test
    void lowerLimitForgetsTheOldest() {
        final TrackerRig rig = new TrackerRig(100);
        for (int port = 0; port < 100; port++) {
            packet(rig, port, 0);
        }
        rig.tracker.configure(10, 0);
        assertEquals(10, rig.statistics.flows());
        assertEquals(90, rig.get(SequenceCounter.EVICTED_FLOWS));
        for (int port = 90; port < 100; port++) {
            packet(rig, port, 20);
        }
        assertEquals("[10, 0, 0, 0, 0]", rig.gaps());
    }

    @Test
    void smallUntilUsed() {
        new TrackerRig();
        final TrackerRig rig = new TrackerRig();
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        final var tracker = new FlowTracker(rig.memory, rig.statistics, new FlowHash(1), 1 << 20, 0);
        tracker.setTime(0);
        final long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes < 8192, bytes + " bytes");
    }

    @Test
    void afterABurstNothingIsSearchedLonger() {
        final TrackerRig rig = new TrackerRig(60_000);
        for (int port = 0; port < 60_000; port++) {
            packet(rig, port, 0);
        }
        for (int batch = 0; batch < 60_000 / 8 + 1; batch++) {
            rig.pass(batch == 0 ? 60_000 : 0);
        }
        assertEquals(0, rig.statistics.flows());
        // What was used last is used first: a small batch stays in little memory
        final int first = rig.tracker.record(0, 1);
        rig.pass(60_000);
        assertEquals(first, rig.tracker.record(0, 2));
    }

    @Test
    void steadyStateAllocatesNothing() {
        final TrackerRig rig = new TrackerRig(64);
        int seq = 0;
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 50 && least != 0; attempt++) {
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 500; i++) {
                // New flows, evictions, gaps of all endings, splits, duplicates
                final int port = i % 100;
                packet(rig, port, seq);
                packet(rig, port, seq + 50);
                packet(rig, port, seq + 20);
                packet(rig, port, seq + 20);
                packet(rig, port, seq + 100);
                packet(rig, port, seq + 60);
                rig.pass(i % 50);
            }
            seq += 10;
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }

    /** Two flows take the only record from each other, as fast as they can; what tells them stands far apart in it. */
    @Test
    void listingNeverMixesFlows() throws Exception {
        final SealReason[] reasons = { SealReason.END_OF_BATCH, SealReason.WRITER_ERROR };
        final TrackerRig rig = new TrackerRig(1);
        final CompletableFuture<List<FlowReport>> reader = CompletableFuture.supplyAsync(() -> {
            for (int seen = 0; seen < 300_000;) {
                final List<FlowReport> flows = rig.statistics.listFlows(2, FlowOrder.BYTES, rig.nowNs);
                seen += flows.size();
                if (flows.stream().anyMatch(flow -> flow.seals().containsKey(reasons[1 - flow.key().ports()]))) {
                    return flows;
                }
            }
            return List.of();
        });
        for (int round = 0; !reader.isDone(); round++) {
            final int port = round & 1;
            final int record = rig.tracker.record(0, port);
            rig.tracker.addChain(rig.tracker.ticket(record), 0, reasons[port]);
        }
        assertEquals(List.of(), reader.get());
    }
}
