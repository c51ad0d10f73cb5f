/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.SealReason;

/** Rule 9 inside one flush: gaps, histograms. */
class StatisticsTest {
    private final CoalescerRig rig = new CoalescerRig();

    @Test
    void gapEventSaysWhatWasBeforeAndWhatIsMissing() {
        final byte[][] train = TcpPackets.v4().source(7).destination(9).ports(1234, 80).train(10, 100);
        rig.commit(train[0], train[1], train[5], train[9]).flush();
        final List<GapEvent> gaps = rig.statistics.gaps();
        assertEquals(2, gaps.size());
        final GapEvent gap = gaps.getFirst();
        assertEquals("192.0.2.7", gap.source().getHostAddress());
        assertEquals("198.51.100.9", gap.destination().getHostAddress());
        assertEquals(1234, gap.sourcePort());
        assertEquals(80, gap.destinationPort());
        assertEquals(new GapEvent.Before(1000, 1200, 2, 200), gap.before());
        assertEquals(1500, gap.sequence());
        assertEquals(300, gap.gapBytes());
        assertTrue(Math.abs(gap.timeNs() / 1_000_000 - System.currentTimeMillis()) < 60_000);
        assertEquals(600, rig.count(CoalescerCounter.GAP_BYTES));
    }

    @Test
    void gapEventOfIpv6() {
        rig.commit(TcpPackets.v6().length(10).build(), TcpPackets.v6().seq(-5).length(10).build(),
            TcpPackets.v6().seq(1011).length(10).build()).flush();
        final GapEvent gap = rig.statistics.gaps().getLast();
        assertEquals("2001:db8:0:0:0:0:0:1", gap.source().getHostAddress().replaceAll("%.*", ""));
        assertEquals(1, gap.gapBytes());
    }

    @Test
    void lastSixtyFourGapsAreKept() {
        for (int i = 0; i < 100; i++) {
            rig.commit(TcpPackets.v4().seq(0).length(10).build(), TcpPackets.v4().seq(11 + i).length(10).build())
                .flush();
        }
        final List<GapEvent> gaps = rig.statistics.gaps();
        assertEquals(64, gaps.size());
        assertEquals(37, gaps.getFirst().gapBytes());
        assertEquals(100, gaps.getLast().gapBytes());
    }

    @Test
    void barrierWithDataIsNoGap() {
        final TcpPackets base = TcpPackets.v4();
        rig.commit(base.copy().seq(0).length(10).build(),
            base.copy().seq(10).flags(TcpPackets.ACK | TcpPackets.CWR).length(10).build(),
            base.copy().seq(20).length(10).build()).flush();
        assertEquals(0, rig.count(CoalescerCounter.GAPS));
    }

    @Test
    void dataAgainIsNoGap() {
        final TcpPackets base = TcpPackets.v4();
        rig.commit(base.copy().seq(0).timestamp(1).length(1000).build(),
            base.copy().seq(0).timestamp(2).length(100).build(),
            base.copy().seq(1000).timestamp(3).length(100).build()).flush();
        assertEquals(0, rig.count(CoalescerCounter.GAPS));
    }

    @Test
    void newConnectionIsNoGap() {
        final TcpPackets base = TcpPackets.v4();
        rig.commit(base.copy().seq(0).length(10).build(), base.copy().seq(5000).flags(TcpPackets.SYN).build(),
            base.copy().seq(5001).length(10).build()).flush();
        assertEquals(0, rig.count(CoalescerCounter.GAPS));
    }

    @Test
    void flushesAreJudgedApart() {
        final byte[][] train = TcpPackets.v4().train(5, 10);
        rig.commit(train[0]).flush().commit(train[4]).flush();
        assertEquals(0, rig.count(CoalescerCounter.GAPS));
    }

    @Test
    void histogramsCountSuperpackets() {
        final byte[][] train = TcpPackets.v4().train(20, 100);
        rig.commit(train).flush().commit(train[0], train[1], train[2]).flush();
        assertEquals(1, rig.statistics.segmentsHistogram(4));
        assertEquals(1, rig.statistics.segmentsHistogram(1));
        assertEquals(1, rig.statistics.bytesHistogram(10));
        assertEquals(1, rig.statistics.bytesHistogram(8));
        assertEquals(2, rig.count(SealReason.END_OF_BATCH));
        assertEquals(20 * 140 + 3 * 140, rig.count(CoalescerCounter.BYTES));
    }

    @Test
    void gapLogIsReadWhileWritten() throws InterruptedException {
        final byte[][] packets = {TcpPackets.v4().seq(0).length(10).build(),
            TcpPackets.v4().seq(20).length(10).build(), TcpPackets.v6().seq(0).length(10).build(),
            TcpPackets.v6().seq(1020).length(10).build()};
        final Thread writer = new Thread(() -> {
            for (int i = 0; i < 20_000; i++) {
                rig.coalescer.commit(rig.place(packets[0]));
                rig.coalescer.commit(rig.place(packets[1]));
                rig.coalescer.commit(rig.place(packets[2]));
                rig.coalescer.commit(rig.place(packets[3]));
                rig.coalescer.flush(SealReason.END_OF_BATCH);
                rig.written.clear();
                rig.reuse();
            }
        });
        writer.start();
        while (writer.isAlive()) {
            for (final GapEvent gap : rig.statistics.gaps()) {
                final boolean ipv4 = gap.source().getAddress().length == 4;
                assertEquals(ipv4 ? 10 : 1010, gap.gapBytes());
                assertEquals(ipv4 ? 20 : 1020, gap.sequence());
            }
        }
        writer.join();
        assertEquals(64, rig.statistics.gaps().size());
    }
}
