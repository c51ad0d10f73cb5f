/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.PortStatistics;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GapEvent.Ending;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Reason;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.SealReason;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.VerbatimReason;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.errno.count.ErrorKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.BytesHistogramKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.HoldTimeHistogramKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.SealKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.SegmentsHistogramKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.VerbatimKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.reason.count.DropKey;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;

class StatisticsMapperTest {
    @Test
    void writesEveryReceiveCounter() {
        final var receive = StatisticsMapper.write(Samples.portStatistics(1), List.of()).getReceive();
        assertEquals("2026-11-22T01:02:03.456Z",
            StatisticsMapper.write(Samples.portStatistics(1), List.of()).getDiscontinuityTime().getValue());
        assertEquals("1 2 3 4 5 6 7 8", String.join(" ", java.util.List.of(receive.getPackets(), receive.getBytes(),
            receive.getSuperpackets(), receive.getSegments(), receive.getVerbatimPackets(), receive.getWrites(),
            receive.getDropped(), receive.getChains()).stream().map(one -> one.getValue().toString()).toList()));
        assertEquals(9, receive.nonnullSeal().get(new SealKey(SealReason.Psh)).getChains().getValue().intValue());
        assertEquals(10,
            receive.nonnullSeal().get(new SealKey(SealReason.EndOfBatch)).getChains().getValue().intValue());
        assertEquals(11, receive.nonnullVerbatim().get(new VerbatimKey(VerbatimReason.PureAck)).getPackets().getValue()
            .intValue());
        assertEquals(12,
            receive.nonnullDrop().get(new DropKey(new Reason("inner-source"))).getPackets().getValue().intValue());
        final var error = receive.nonnullError().get(new ErrorKey(Uint16.valueOf(5)));
        assertEquals("EIO", error.getName());
        assertEquals(13, error.getCount().getValue().intValue());
        final var checksum = receive.getChecksum();
        assertEquals("14 15 63 16 17 18 19 64 65 66 67 68 69", java.util.stream.Stream.of(checksum.getUnnecessary(),
            checksum.getNone(), checksum.getPartial(), checksum.getUnfinished(), checksum.getBadIp(),
            checksum.getBadTcp(), checksum.getBadUdp(), checksum.getBadIcmp(), checksum.getBadSctp(),
            checksum.getPayloadPasses(), checksum.getNeedsCsum(), checksum.getSoftware(),
            checksum.getCrc32cSoftware())
            .map(one -> one.getValue().toString()).collect(Collectors.joining(" ")));
        assertEquals(34, receive.nonnullSegmentsHistogram().get(new SegmentsHistogramKey(Uint32.ONE)).getSuperpackets()
            .getValue().intValue());
        assertEquals(35, receive.nonnullSegmentsHistogram().get(new SegmentsHistogramKey(Uint32.valueOf(64)))
            .getSuperpackets().getValue().intValue());
    }

    @Test
    void writesGapsWithUnsignedSequenceNumbers() {
        final var sequence = StatisticsMapper.write(Samples.portStatistics(1), List.of()).getReceive().getSequence();
        assertEquals("20 21 22 23 24", sequence.getGaps().getValue() + " " + sequence.getGapBytes().getValue() + " "
            + sequence.getRepairs().getValue() + " " + sequence.getRepairedSegments().getValue() + " "
            + sequence.getMaxReorderingExtent());
        assertEquals("50 51 52 53 102 54 55 56 57 59", java.util.stream.Stream.of(
            sequence.getRetransmissionSuspected(), sequence.getLateReorder(), sequence.getNeverFilled(),
            sequence.getGapsGivenUp(), sequence.getLossEstimate(), sequence.getDuplicatePackets(),
            sequence.getDuplicateBytes(), sequence.getReorderedPackets(), sequence.getNReorderedPackets(),
            sequence.getEvictedFlows()).map(one -> one.getValue().toString()).collect(Collectors.joining(" ")));
        assertEquals(58, sequence.getFlows().getValue().intValue());
        assertEquals(60, sequence.getMaxRepairedExtent().intValue());
        final var event = sequence.nonnullGapEvent().values().iterator().next();
        assertEquals(Ending.LateReorder, event.getEnding());
        assertEquals(Uint64.valueOf(25), event.getId());
        assertEquals("203.0.113.1", event.getSourceAddress().stringValue());
        assertEquals(26, event.getSourcePort().getValue().toJava());
        assertEquals("198.51.100.1", event.getDestinationAddress().stringValue());
        assertEquals(27, event.getDestinationPort().getValue().toJava());
        assertEquals(4294967268L, event.getChainStart().toJava());
        assertEquals(4294967267L, event.getChainEnd().toJava());
        assertEquals(30, event.getChainSegments().intValue());
        assertEquals(31, event.getChainBytes().intValue());
        assertEquals(4294967264L, event.getSequenceSeen().toJava());
        assertEquals(33, event.getGapBytes().intValue());
    }

    @Test
    void writesEveryTransmitCounter() {
        final var transmit = StatisticsMapper.write(Samples.portStatistics(1), List.of()).getTransmit();
        final var checksum = transmit.getChecksum();
        assertEquals("36 37 38 39 40 45 67 41 42 43 44 70 71", java.util.stream.Stream.of(transmit.getPackets(),
            transmit.getBytes(), transmit.getSuperpackets(), transmit.getSegments(), transmit.getDatagrams(),
            transmit.getDeviceDrops(), transmit.getErrorsSent(), checksum.getNone(), checksum.getNeedsCsum(),
            checksum.getSoftware(), checksum.getCrc32cSoftware(), checksum.getLcoOuter(), checksum.getPayloadPasses())
            .map(one -> one.getValue().toString()).collect(Collectors.joining(" ")));
        assertEquals(45,
            transmit.nonnullDrop().get(new DropKey(new Reason("no-peer"))).getPackets().getValue().intValue());
        assertEquals("EBADFD", transmit.nonnullError().get(new ErrorKey(Uint16.valueOf(77))).getName());
    }

    @Test
    void writesEveryRelayCounter() {
        final var relay = StatisticsMapper.write(Samples.portStatistics(1), List.of()).getRelay();
        assertEquals("63 64 65", java.util.stream.Stream.of(relay.getPackets(), relay.getBytes(),
            relay.getErrorsSent()).map(one -> one.getValue().toString()).collect(Collectors.joining(" ")));
        assertEquals(66,
            relay.nonnullDrop().get(new DropKey(new Reason("ttl-exceeded"))).getPackets().getValue().intValue());
    }

    @Test
    void writesEveryEndpointCounter() {
        final var statistics = StatisticsMapper.write(Samples.endpointStatistics(1));
        final var receive = statistics.getReceive();
        final var transmit = statistics.getTransmit();
        assertEquals("1 2 3 4 7 8 9 10 11", java.util.stream.Stream.of(receive.getDatagrams(), receive.getBytes(),
            receive.getGroBatches(), receive.getSocketDrops(), transmit.getDatagrams(), transmit.getBytes(),
            transmit.getGsoBatches(), transmit.getFragmented(), transmit.getDropped())
            .map(one -> one.getValue().toString()).collect(Collectors.joining(" ")));
        assertEquals(5, receive.nonnullDrop().get(new DropKey(new Reason("unknown-vni"))).getPackets().getValue()
            .intValue());
        assertEquals("ENOBUFS", receive.nonnullError().get(new ErrorKey(Uint16.valueOf(105))).getName());
        assertEquals("EMSGSIZE", transmit.nonnullError().get(new ErrorKey(Uint16.valueOf(90))).getName());
    }

    @Test
    void countsBeyondTheSignBit() {
        final var receive = StatisticsMapper.write(Samples.portStatistics(-1), List.of()).getReceive();
        assertEquals("18446744073709551615", receive.getPackets().getValue().toString());
    }

    @Test
    void writesHistograms() {
        final var receive = StatisticsMapper.write(Samples.portStatistics(1), List.of()).getReceive();
        assertEquals(61, receive.nonnullBytesHistogram().get(new BytesHistogramKey(Uint32.valueOf(1024)))
            .getSuperpackets().getValue().intValue());
        assertEquals(62, receive.nonnullHoldTimeHistogram().get(new HoldTimeHistogramKey(Uint32.ZERO))
            .getSuperpackets().getValue().intValue());
    }

    @Test
    void writesFlows() {
        final var flow = StatisticsMapper.write(Samples.portStatistics(1), List.of(Samples.FLOW)).nonnullFlow().values()
            .iterator().next();
        assertEquals("udp 203.0.113.1 26 2001:db8::1 27", String.join(" ", flow.getProtocol().getName(),
            flow.getSourceAddress().stringValue(), flow.getSourcePort().getValue().toString(),
            flow.getDestinationAddress().stringValue(), flow.getDestinationPort().getValue().toString()));
        assertEquals(List.of(71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 77 + 79, 82, 83), Stream.of(
            flow.getPackets(), flow.getBytes(), flow.getSuperpackets(), flow.getSegments(),
            flow.getGaps(), flow.getGapBytes(), flow.getRetransmissionSuspected(), flow.getLateReorder(),
            flow.getNeverFilled(), flow.getGapsGivenUp(), flow.getLossEstimate(), flow.getDuplicatePackets(),
            flow.getReorderedPackets()).map(value -> value.getValue().intValue()).toList());
        assertEquals("2026-11-22T01:02:03.456Z", flow.getLastSeen().getValue());
        assertEquals(84, flow.nonnullSeal().values().iterator().next().getChains().getValue().intValue());
    }

    @Test
    void refusesAReasonThatTheModelDoesNotKnow() {
        final var none = Samples.portStatistics(0);
        final var odd = new PortStatistics(none.discontinuityTime(), new PortStatistics.Receive(0, 0, 0, 0, 0, 0, 0, 0,
            Map.of("whim", 1L), Map.of(), Map.of(), Map.of(), none.receive().checksum(), none.receive().sequence(),
            none.receive().histograms()), none.transmit(), none.relay());
        assertThrows(IllegalArgumentException.class, () -> StatisticsMapper.write(odd, List.of()));
    }
}
