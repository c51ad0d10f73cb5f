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
import org.opendaylight.coalescer.core.flow.GapEnding;
import org.opendaylight.coalescer.core.flow.GapEvent;
import org.opendaylight.coalescer.core.flow.SequenceCounter;

/** Rule 9 as packets reach it through the coalescer: gaps, duplicates, histograms. */
class StatisticsTest {
    private final CoalescerRig rig = new CoalescerRig();

    @Test
    void gapEventSaysWhatWasBeforeAndWhatIsMissing() {
        final byte[][] train = TcpPackets.v4().source(7).destination(9).ports(1234, 80).train(10, 100);
        rig.commit(train[0], train[1], train[5], train[9]).flush();
        final List<GapEvent> gaps = rig.gaps();
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
        assertEquals(600, rig.count(SequenceCounter.GAP_BYTES));
    }

    @Test
    void gapEventOfIpv6() {
        rig.commit(TcpPackets.v6().length(10).build(), TcpPackets.v6().seq(-5).length(10).build(),
            TcpPackets.v6().seq(1011).length(10).build()).flush();
        final GapEvent gap = rig.gaps().getLast();
        assertEquals("2001:db8:0:0:0:0:0:1", gap.source().getHostAddress().replaceAll("%.*", ""));
        assertEquals(1, gap.gapBytes());
    }

    @Test
    void lastSixtyFourGapsAreKept() {
        for (int i = 0; i < 100; i++) {
            final TcpPackets base = TcpPackets.v4().ports(i, 80);
            rig.commit(base.copy().seq(0).length(10).build(), base.copy().seq(11 + i).length(10).build()).flush();
        }
        final List<GapEvent> gaps = rig.gaps();
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
        assertEquals(0, rig.count(SequenceCounter.GAPS));
    }

    @Test
    void dataAgainIsNoGap() {
        final TcpPackets base = TcpPackets.v4();
        rig.commit(base.copy().seq(0).timestamp(1).length(1000).build(),
            base.copy().seq(0).timestamp(2).length(100).build(),
            base.copy().seq(1000).timestamp(3).length(100).build()).flush();
        assertEquals(0, rig.count(SequenceCounter.GAPS));
    }

    @Test
    void newConnectionIsNoGap() {
        final TcpPackets base = TcpPackets.v4();
        rig.commit(base.copy().seq(0).length(10).build(), base.copy().seq(5000).flags(TcpPackets.SYN).build(),
            base.copy().seq(5001).length(10).build()).flush();
        assertEquals(0, rig.count(SequenceCounter.GAPS));
    }

    @Test
    void newConnectionEndsTheOldOne() {
        final TcpPackets base = TcpPackets.v4();
        rig.commit(base.copy().seq(0).length(10).build(), base.copy().seq(20).length(10).build(),
            base.copy().seq(5000).flags(TcpPackets.SYN).build(), base.copy().seq(5002).length(10).build()).flush();
        assertEquals(2, rig.count(SequenceCounter.GAPS));
        assertEquals(1, rig.count(SequenceCounter.NEVER_FILLED));
        assertEquals(1, rig.gaps().getLast().gapBytes());
    }

    @Test
    void copyOfSynChangesNothing() {
        final TcpPackets syn = TcpPackets.v6().flags(TcpPackets.SYN).seq(999);
        rig.commit(syn.build(), TcpPackets.v6().length(10).build(), syn.build(),
            TcpPackets.v6().seq(1010).length(10).build()).flush();
        assertEquals(0, rig.count(SequenceCounter.GAPS));
    }

    @Test
    void corruptSynBeginsNothing() {
        final byte[] syn = TcpPackets.v4().flags(TcpPackets.SYN).seq(8000).build();
        syn[30] ^= 1;
        final byte[] header = TcpPackets.v4().flags(TcpPackets.SYN).seq(8000).build();
        header[8] ^= 1;
        rig.commit(data(1000), syn, header, data(1010)).flush();
        assertEquals(0, rig.count(SequenceCounter.GAPS));
        assertEquals(1, rig.statistics.sequence().flows());
    }

    @Test
    void resetAndFinWithoutDataFeedNothing() {
        rig.commit(data(1000), TcpPackets.v4().seq(5000).flags(TcpPackets.RST).build(),
            TcpPackets.v4().seq(5000).flags(TcpPackets.RST | TcpPackets.ACK).length(10).build(),
            TcpPackets.v4().seq(5000).flags(TcpPackets.FIN | TcpPackets.ACK).build(), data(1010)).flush();
        assertEquals(0, rig.count(SequenceCounter.GAPS));
    }

    @Test
    void pureAcksFeedNothing() {
        rig.commit(data(1000), TcpPackets.v4().seq(9999).build(), data(1010)).flush();
        assertEquals(0, rig.count(SequenceCounter.GAPS));
        assertEquals(0, rig.count(SequenceCounter.DUPLICATE_PACKETS));
    }

    @Test
    void udpHasNoOrder() {
        rig.commit(TcpPackets.v4().udp().length(10).build(), TcpPackets.v4().udp().length(10).build()).flush();
        rig.coalescer.setOptions(new CoalescerOptions(false, false, 64, 0xffff, true, EcnPolicy.EXACT,
            ChecksumValidation.VERIFY, 1024, 200_000));
        rig.commit(TcpPackets.v4().udp().length(10).build()).flush();
        assertEquals(1, rig.statistics.sequence().flows());
        for (final SequenceCounter counter : SequenceCounter.values()) {
            assertEquals(0, rig.count(counter));
        }
    }

    @Test
    void verbatimDataFeedsWithoutAChain() {
        rig.coalescer.setOptions(new CoalescerOptions(false, true, 64, 0xffff, true, EcnPolicy.EXACT,
            ChecksumValidation.VERIFY, 1024, 200_000));
        rig.commit(data(1000), data(1020), data(1000), data(1010)).flush();
        assertEquals(1, rig.count(SequenceCounter.GAPS));
        assertEquals(1, rig.count(SequenceCounter.DUPLICATE_PACKETS));
        assertEquals(1, rig.count(SequenceCounter.LATE_REORDER));
    }

    @Test
    void corruptAndBrokenDataFeedNothing() {
        rig.commit(data(1000), TcpPackets.v4().seq(1000).length(10).corrupt(),
            TcpPackets.padded(data(1000), 4), TcpPackets.cut(data(1000), 45), data(1010)).flush();
        assertEquals(0, rig.count(SequenceCounter.DUPLICATE_PACKETS));
        assertEquals(0, rig.count(SequenceCounter.GAPS));
    }

    @Test
    void duplicateInAChainIsOnePacket() {
        rig.commit(data(1000), data(1010), data(1010), data(1020), data(1030)).flush();
        assertEquals(1, rig.count(SequenceCounter.DUPLICATE_PACKETS));
        assertEquals(10, rig.count(SequenceCounter.DUPLICATE_BYTES));
        assertEquals(0, rig.count(SequenceCounter.GAPS));
    }

    @Test
    void flushesAreJudgedTogether() {
        rig.commit(data(1000)).flush().commit(data(1040)).flush();
        assertEquals(1, rig.count(SequenceCounter.GAPS));
        assertEquals(GapEnding.OPEN, rig.gaps().getLast().ending());
        rig.commit(data(1010)).flush().pass(11).commit(data(1020)).flush().commit(data(1030)).flush();
        assertEquals(GapEnding.RETRANSMISSION_SUSPECTED, rig.gaps().getLast().ending());
        assertEquals(1, rig.count(SequenceCounter.RETRANSMISSION_SUSPECTED));
    }

    @Test
    void holdBoundTellsTheTime() {
        rig.commit(data(1000), data(1020)).flush();
        rig.coalescer.holdExceeded(Long.MIN_VALUE + 4_000_000_000L);
        assertEquals(1, rig.count(SequenceCounter.NEVER_FILLED));
    }

    @Test
    void optionsKeepWhatIsKnownOfFlows() {
        rig.commit(data(1000)).flush();
        rig.coalescer.setOptions(new CoalescerOptions(true, true, 64, 0xffff, 0xffff, true, EcnPolicy.EXACT,
            ChecksumValidation.VERIFY, 1024, 200_000, 1, 0));
        rig.commit(data(1020)).flush().pass(1).commit(data(1010)).flush();
        assertEquals(1, rig.count(SequenceCounter.RETRANSMISSION_SUSPECTED));
        rig.commit(TcpPackets.v6().length(10).build()).flush();
        assertEquals(1, rig.count(SequenceCounter.EVICTED_FLOWS));
    }

    private static byte[] data(final int seq) {
        return TcpPackets.v4().seq(seq).length(10).build();
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
        final byte[][] restart = {TcpPackets.v4().flags(TcpPackets.SYN).seq(1 << 31).build(),
            TcpPackets.v6().flags(TcpPackets.SYN).seq(1 << 31).build()};
        final Thread writer = new Thread(() -> {
            for (int i = 0; i < 20_000; i++) {
                for (final byte[] packet : packets) {
                    rig.coalescer.commit(rig.place(packet));
                }
                for (final byte[] packet : restart) {
                    rig.coalescer.commit(rig.place(packet));
                }
                rig.coalescer.flush(SealReason.END_OF_BATCH);
                rig.written.clear();
                rig.reuse();
            }
        });
        writer.start();
        while (writer.isAlive()) {
            for (final GapEvent gap : rig.gaps()) {
                final boolean ipv4 = gap.source().getAddress().length == 4;
                assertEquals(ipv4 ? 10 : 1010, gap.gapBytes());
                assertEquals(ipv4 ? 20 : 1020, gap.sequence());
            }
        }
        writer.join();
        assertEquals(64, rig.gaps().size());
    }
}
