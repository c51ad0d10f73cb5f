/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.flow.FlowOrder;
import org.opendaylight.coalescer.core.flow.FlowReport;
import org.opendaylight.coalescer.core.flow.SequenceCounter;

/** What is told of single flows, and the histograms. */
class FlowListTest {
    private final CoalescerRig rig = new CoalescerRig();

    private List<FlowReport> list(final int top, final FlowOrder order) {
        return rig.flows(top, order);
    }

    private FlowReport only() {
        final List<FlowReport> flows = list(10, FlowOrder.BYTES);
        assertEquals(1, flows.size());
        return flows.getFirst();
    }

    private static byte[] data(final int port, final int seq) {
        return TcpPackets.v4().ports(port, 80).seq(seq).length(100).build();
    }

    @Test
    void tellsWhoseFlowItIs() {
        rig.commit(data(1234, 1000)).flush();
        final FlowReport.Key v4 = only().key();
        assertEquals("192.0.2.1", v4.source().getHostAddress());
        assertEquals("198.51.100.2", v4.destination().getHostAddress());
        assertEquals(1234 << 16 | 80, v4.ports());
        assertEquals(false, v4.isUdp());
        rig.commit(TcpPackets.v6().udp().length(1200).build()).flush();
        final FlowReport.Key v6 = list(1, FlowOrder.BYTES).getFirst().key();
        assertEquals("2001:db8:0:0:0:0:0:1", v6.source().getHostAddress().replaceAll("%.*", ""));
        assertEquals(true, v6.isUdp());
    }

    @Test
    void tcpAndUdpOfTheSamePortsAreTwoFlows() {
        rig.commit(data(7, 0), TcpPackets.v4().udp().ports(7, 80).length(100).build()).flush();
        assertEquals(2, list(10, FlowOrder.BYTES).size());
        assertEquals(2, rig.statistics.sequence().flows());
    }

    @Test
    void countsSuperpacketsAndWhyChainsEnded() {
        rig.commit(data(1, 0), data(1, 100), data(1, 200), data(1, 400),
            TcpPackets.v4().ports(1, 80).seq(500).window(9).length(100).build()).flush();
        final FlowReport flow = only();
        assertEquals(new FlowReport.Traffic(5, 500, 1, 3), flow.traffic());
        assertEquals(Map.of(SealReason.SEQUENCE_GAP, 1L, SealReason.WINDOW, 1L, SealReason.END_OF_BATCH, 1L),
            flow.seals());
        assertEquals(1, flow.count(SequenceCounter.GAPS));
        assertEquals(100, flow.count(SequenceCounter.GAP_BYTES));
    }

    @Test
    void chainsAreCountedAsRepairLeavesThem() {
        rig.commit(data(1, 200), data(1, 0), data(1, 100)).flush();
        final FlowReport flow = only();
        assertEquals(new FlowReport.Traffic(3, 300, 1, 3), flow.traffic());
        assertEquals(1, flow.seals().values().stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void endingsAreThoseOfTheFlow() {
        rig.commit(data(1, 0), data(1, 200)).flush().commit(data(1, 100), data(2, 0), data(2, 0), data(2, 300)).flush();
        rig.pass(3_000).commit(data(2, 400)).flush();
        final Map<Integer, FlowReport> flows = Map.of(1, list(2, FlowOrder.PACKETS).getLast(),
            2, list(2, FlowOrder.PACKETS).getFirst());
        assertEquals(1, flows.get(1).count(SequenceCounter.LATE_REORDER));
        assertEquals(0, flows.get(1).count(SequenceCounter.NEVER_FILLED));
        assertEquals(1, flows.get(2).count(SequenceCounter.NEVER_FILLED));
        assertEquals(1, flows.get(2).count(SequenceCounter.DUPLICATE_PACKETS));
    }

    @Test
    void udpIsCountedThatCannotCoalesce() {
        rig.commit(TcpPackets.v4().udp().length(50).build());
        final byte[] unchecked = TcpPackets.v4().udp().length(60).build();
        SlowChecksum.put(unchecked, 26, 0);
        rig.commit(unchecked).flush();
        assertEquals(new FlowReport.Traffic(2, 110, 0, 0), only().traffic());
    }

    @Test
    void corruptPacketsCountNowhere() {
        final byte[] corrupt = data(1, 0);
        corrupt[60] ^= 1;
        rig.commit(corrupt).flush();
        assertEquals(List.of(), list(10, FlowOrder.BYTES));
    }

    @Test
    void uncheckedUdpWithCorruptHeaderCountsNowhere() {
        final byte[] corrupt = TcpPackets.v4().udp().length(60).build();
        SlowChecksum.put(corrupt, 26, 0);
        corrupt[12] ^= 1;
        rig.commit(corrupt).flush();
        assertEquals(List.of(), list(10, FlowOrder.BYTES));
    }

    @Test
    void superpacketThatIsRefusedIsNone() {
        rig.device = packet -> packet.length > 24 + 40 + 100 ? -22 : 0;
        rig.commit(data(1, 0), data(1, 100));
        rig.coalescer.flush(SealReason.END_OF_BATCH);
        rig.reuse();
        assertEquals(new FlowReport.Traffic(2, 200, 0, 0), only().traffic());
        assertEquals(Map.of(SealReason.WRITER_ERROR, 1L), only().seals());
    }

    @Test
    void whatMadeRoomForAnotherFlowCountsNowhere() {
        rig.coalescer.setOptions(new CoalescerOptions(true, true, 64, 0xffff, 0xffff, true, EcnPolicy.EXACT,
            ChecksumValidation.VERIFY, 1024, 200_000, 1, 10_000_000));
        rig.commit(data(1, 0), data(2, 0), data(1, 100), data(2, 100), data(2, 200)).flush();
        assertEquals(2, only().key().ports() >>> 16);
        assertEquals(new FlowReport.Traffic(3, 300, 1, 3), only().traffic());
        assertEquals(Map.of(SealReason.END_OF_BATCH, 1L), only().seals());
    }

    @Test
    void theFirstOnesOfTheOrderAreListed() {
        for (int port = 1; port <= 100; port++) {
            for (int i = 0; i < port; i++) {
                rig.commit(data(port, i * (port % 2 == 0 ? 200 : 100)));
            }
            rig.flush();
        }
        assertEquals(List.of(100, 99, 98), list(3, FlowOrder.BYTES).stream()
            .map(flow -> flow.key().ports() >>> 16).toList());
        assertEquals(List.of(100, 98, 96), list(3, FlowOrder.GAPS).stream()
            .map(flow -> flow.key().ports() >>> 16).toList());
        assertEquals(100, list(1000, FlowOrder.PACKETS).size());
    }

    @Test
    void forgottenFlowsAreNotListed() {
        rig.commit(data(1, 0)).flush();
        rig.pass(61_000);
        assertEquals(List.of(), list(10, FlowOrder.BYTES));
        rig.commit(data(2, 0)).flush();
        assertEquals(new FlowReport.Traffic(1, 100, 0, 0), only().traffic());
    }

    @Test
    void flowsAreForgottenThoughNoPacketComes() {
        rig.commit(data(1, 0)).flush();
        rig.elapse(59_999);
        assertEquals(1, list(10, FlowOrder.BYTES).size());
        rig.elapse(1);
        assertEquals(List.of(), list(10, FlowOrder.BYTES));
    }

    @Test
    void gapsEndThoughNoPacketComes() {
        rig.commit(data(1, 0), data(1, 200)).flush().elapse(3_999);
        assertEquals(0, only().count(SequenceCounter.NEVER_FILLED));
        rig.elapse(1);
        assertEquals(1, only().count(SequenceCounter.NEVER_FILLED));
        assertEquals(1, rig.count(SequenceCounter.NEVER_FILLED));
        rig.pass(0);
        assertEquals(1, only().count(SequenceCounter.NEVER_FILLED));
    }

    @Test
    void histogramsCountSuperpackets() {
        rig.commit(data(1, 0), data(1, 100), data(1, 200)).pass(3);
        rig.commit(data(1, 300), data(2, 0)).flush();
        assertEquals(1, rig.statistics.segmentsHistogram(2));
        assertEquals(1, rig.statistics.bytesHistogram(8));
        assertEquals(1, rig.statistics.holdHistogram(11));
        rig.commit(data(1, 400), data(1, 500)).flush();
        assertEquals(1, rig.statistics.holdHistogram(0));
        for (int bucket = 0; bucket < CoalescerStatistics.BUCKETS; bucket++) {
            assertEquals(bucket == 1 || bucket == 2 ? 1 : 0, rig.statistics.segmentsHistogram(bucket));
        }
    }

    @Test
    void longestHoldTimesShareABucket() {
        rig.commit(data(1, 0)).pass(100_000_000).commit(data(1, 100)).flush();
        assertEquals(1, rig.statistics.holdHistogram(CoalescerStatistics.BUCKETS - 1));
    }
}
