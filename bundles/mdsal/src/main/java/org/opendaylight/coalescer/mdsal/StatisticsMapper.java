/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.opendaylight.coalescer.api.EndpointStatistics;
import org.opendaylight.coalescer.api.FlowStatistics;
import org.opendaylight.coalescer.api.KernelError;
import org.opendaylight.coalescer.api.PortStatistics;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.Gauge32;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Flow.Protocol;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GapEvent.Ending;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Reason;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.SealReason;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.VerbatimReason;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.Statistics;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.StatisticsBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.statistics.Flow;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.statistics.FlowBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.errno.count.Error;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.errno.count.ErrorBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.errno.count.ErrorKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.Receive;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.ReceiveBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.Relay;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.RelayBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.Transmit;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.TransmitBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.BytesHistogramBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.ChecksumBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.HoldTimeHistogramBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.SealBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.SegmentsHistogramBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.Sequence;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.SequenceBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.VerbatimBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.sequence.GapEvent;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.port.statistics.receive.sequence.GapEventBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.reason.count.Drop;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.reason.count.DropBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.reason.count.DropKey;
import org.opendaylight.yangtools.binding.EntryObject;
import org.opendaylight.yangtools.binding.Key;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;

/**
 * Translates counters. Reasons that the model does not know are refused with an {@link IllegalArgumentException}, since
 * leaving them out would let the sums lie. Stateless, for any thread.
 */
final class StatisticsMapper {
    private StatisticsMapper() {
        // Hidden on purpose
    }

    static Statistics write(final PortStatistics statistics, final List<FlowStatistics> flows) {
        return new StatisticsBuilder()
            .setDiscontinuityTime(Yang.time(statistics.discontinuityTime()))
            .setReceive(write(statistics.receive()))
            .setTransmit(write(statistics.transmit()))
            .setRelay(write(statistics.relay()))
            .setFlow(BindingMap.of(flows.stream().map(StatisticsMapper::write).toList()))
            .build();
    }

    static Flow write(final FlowStatistics flow) {
        final FlowStatistics.Key key = flow.key();
        final FlowStatistics.Traffic traffic = flow.traffic();
        final PortStatistics.Gaps gaps = flow.gaps();
        return new FlowBuilder()
            .setProtocol(key.isUdp() ? Protocol.Udp : Protocol.Tcp)
            .setSourceAddress(Addresses.write(key.source()))
            .setSourcePort(Addresses.port(key.sourcePort()))
            .setDestinationAddress(Addresses.write(key.destination()))
            .setDestinationPort(Addresses.port(key.destinationPort()))
            .setLastSeen(Yang.time(flow.lastSeen()))
            .setPackets(Yang.counter(traffic.packets()))
            .setBytes(Yang.counter(traffic.bytes()))
            .setSuperpackets(Yang.counter(traffic.superpackets()))
            .setSegments(Yang.counter(traffic.segments()))
            .setSeal(counts(flow.sealReasons(), (reason, count) -> new org.opendaylight.yang.gen.v1.urn
                    .opendaylight.params.xml.ns.yang.coalescer.rev261122.flow.SealBuilder()
                .setReason(SealReason.ofName(reason)).setChains(Yang.counter(count)).build()))
            .setGaps(Yang.counter(gaps.opened()))
            .setGapBytes(Yang.counter(gaps.bytes()))
            .setRetransmissionSuspected(Yang.counter(gaps.retransmissionSuspected()))
            .setLateReorder(Yang.counter(gaps.lateReorder()))
            .setNeverFilled(Yang.counter(gaps.neverFilled()))
            .setGapsGivenUp(Yang.counter(gaps.givenUp()))
            .setLossEstimate(Yang.counter(gaps.lossEstimate()))
            .setDuplicatePackets(Yang.counter(flow.duplicatePackets()))
            .setReorderedPackets(Yang.counter(flow.reorderedPackets()))
            .build();
    }

    private static Receive write(final PortStatistics.Receive receive) {
        return new ReceiveBuilder()
            .setPackets(Yang.counter(receive.packets()))
            .setBytes(Yang.counter(receive.bytes()))
            .setSuperpackets(Yang.counter(receive.superpackets()))
            .setSegments(Yang.counter(receive.segments()))
            .setVerbatimPackets(Yang.counter(receive.verbatim()))
            .setWrites(Yang.counter(receive.writes()))
            .setDropped(Yang.counter(receive.dropped()))
            .setChains(Yang.counter(receive.chains()))
            .setSeal(counts(receive.sealReasons(), (reason, count) -> new SealBuilder()
                .setReason(SealReason.ofName(reason)).setChains(Yang.counter(count)).build()))
            .setVerbatim(counts(receive.verbatimReasons(), (reason, count) -> new VerbatimBuilder()
                .setReason(VerbatimReason.ofName(reason)).setPackets(Yang.counter(count)).build()))
            .setDrop(writeDrops(receive.drops()))
            .setError(writeErrors(receive.errors()))
            .setChecksum(new ChecksumBuilder()
                .setUnnecessary(Yang.counter(receive.checksum().unnecessary()))
                .setNone(Yang.counter(receive.checksum().none()))
                .setPartial(Yang.counter(receive.checksum().partial()))
                .setUnfinished(Yang.counter(receive.checksum().unfinished()))
                .setBadIp(Yang.counter(receive.checksum().bad().ip()))
                .setBadTcp(Yang.counter(receive.checksum().bad().tcp()))
                .setBadUdp(Yang.counter(receive.checksum().bad().udp()))
                .setBadIcmp(Yang.counter(receive.checksum().bad().icmp()))
                .setBadSctp(Yang.counter(receive.checksum().bad().sctp()))
                .setPayloadPasses(Yang.counter(receive.checksum().payloadPasses()))
                .setNeedsCsum(Yang.counter(receive.checksum().written().needsCsum()))
                .setSoftware(Yang.counter(receive.checksum().written().software()))
                .setCrc32cSoftware(Yang.counter(receive.checksum().written().crc32cSoftware()))
                .build())
            .setSequence(write(receive.sequence()))
            .setSegmentsHistogram(counts(receive.histograms().segments(),
                (atLeast, count) -> new SegmentsHistogramBuilder()
                    .setAtLeast(Uint32.valueOf(atLeast)).setSuperpackets(Yang.counter(count)).build()))
            .setBytesHistogram(counts(receive.histograms().bytes(), (atLeast, count) -> new BytesHistogramBuilder()
                .setAtLeast(Uint32.valueOf(atLeast)).setSuperpackets(Yang.counter(count)).build()))
            .setHoldTimeHistogram(counts(receive.histograms().holdMicros(),
                (atLeast, count) -> new HoldTimeHistogramBuilder()
                    .setAtLeast(Uint32.valueOf(atLeast)).setSuperpackets(Yang.counter(count)).build()))
            .build();
    }

    private static Sequence write(final PortStatistics.Sequence sequence) {
        final List<GapEvent> events = sequence.gapEvents().stream().map(StatisticsMapper::write).toList();
        final PortStatistics.Gaps gaps = sequence.gaps();
        final PortStatistics.Reordering reordering = sequence.reordering();
        final PortStatistics.Repairs repairs = sequence.repairs();
        return new SequenceBuilder()
            .setGaps(Yang.counter(gaps.opened()))
            .setGapBytes(Yang.counter(gaps.bytes()))
            .setRetransmissionSuspected(Yang.counter(gaps.retransmissionSuspected()))
            .setLateReorder(Yang.counter(gaps.lateReorder()))
            .setNeverFilled(Yang.counter(gaps.neverFilled()))
            .setGapsGivenUp(Yang.counter(gaps.givenUp()))
            .setLossEstimate(Yang.counter(gaps.lossEstimate()))
            .setDuplicatePackets(Yang.counter(sequence.duplicatePackets()))
            .setDuplicateBytes(Yang.counter(sequence.duplicateBytes()))
            .setReorderedPackets(Yang.counter(reordering.packets()))
            .setNReorderedPackets(Yang.counter(reordering.threeReordered()))
            .setMaxReorderingExtent(Uint32.valueOf(reordering.maxExtent()))
            .setRepairs(Yang.counter(repairs.batches()))
            .setRepairedSegments(Yang.counter(repairs.segments()))
            .setMaxRepairedExtent(Uint32.valueOf(repairs.maxExtent()))
            .setFlows(new Gauge32(Uint32.valueOf(sequence.flows())))
            .setEvictedFlows(Yang.counter(sequence.evictedFlows()))
            .setGapEvent(BindingMap.ordered(events))
            .build();
    }

    static GapEvent write(final org.opendaylight.coalescer.api.GapEvent event) {
        return new GapEventBuilder()
            .setId(Uint64.fromLongBits(event.id()))
            .setTime(Yang.time(event.time()))
            .setSourceAddress(Addresses.write(event.source()))
            .setSourcePort(Addresses.port(event.sourcePort()))
            .setDestinationAddress(Addresses.write(event.destination()))
            .setDestinationPort(Addresses.port(event.destinationPort()))
            .setChainStart(Uint32.fromIntBits(event.chainStart()))
            .setChainEnd(Uint32.fromIntBits(event.chainEnd()))
            .setChainSegments(Uint32.valueOf(event.chainSegments()))
            .setChainBytes(Uint32.valueOf(event.chainBytes()))
            .setSequenceSeen(Uint32.fromIntBits(event.sequenceSeen()))
            .setGapBytes(Uint32.fromIntBits(event.gapBytes()))
            .setEnding(switch (event.ending()) {
                case OPEN -> Ending.Open;
                case RETRANSMISSION_SUSPECTED -> Ending.RetransmissionSuspected;
                case LATE_REORDER -> Ending.LateReorder;
                case NEVER_FILLED -> Ending.NeverFilled;
                case GIVEN_UP -> Ending.GivenUp;
            })
            .build();
    }

    private static Transmit write(final PortStatistics.Transmit transmit) {
        return new TransmitBuilder()
            .setPackets(Yang.counter(transmit.packets()))
            .setBytes(Yang.counter(transmit.bytes()))
            .setSuperpackets(Yang.counter(transmit.superpackets()))
            .setSegments(Yang.counter(transmit.segments()))
            .setDatagrams(Yang.counter(transmit.datagrams()))
            .setDeviceDrops(Yang.counter(transmit.deviceDrops()))
            .setErrorsSent(Yang.counter(transmit.errorsSent()))
            .setChecksum(new org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122
                    .port.statistics.transmit.ChecksumBuilder()
                .setNone(Yang.counter(transmit.checksum().none()))
                .setNeedsCsum(Yang.counter(transmit.checksum().needsCsum()))
                .setSoftware(Yang.counter(transmit.checksum().software()))
                .setCrc32cSoftware(Yang.counter(transmit.checksum().crc32cSoftware()))
                .setLcoOuter(Yang.counter(transmit.checksum().lcoOuter()))
                .setPayloadPasses(Yang.counter(transmit.checksum().payloadPasses()))
                .build())
            .setDrop(writeDrops(transmit.drops()))
            .setError(writeErrors(transmit.errors()))
            .build();
    }

    private static Relay write(final PortStatistics.Relay relay) {
        return new RelayBuilder()
            .setPackets(Yang.counter(relay.packets()))
            .setBytes(Yang.counter(relay.bytes()))
            .setErrorsSent(Yang.counter(relay.errorsSent()))
            .setDrop(writeDrops(relay.drops()))
            .build();
    }

    static org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122
            .coalescer.endpoint.Statistics write(final EndpointStatistics statistics) {
        final EndpointStatistics.Receive receive = statistics.receive();
        final EndpointStatistics.Transmit transmit = statistics.transmit();
        return new org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122
                .coalescer.endpoint.StatisticsBuilder()
            .setDiscontinuityTime(Yang.time(statistics.discontinuityTime()))
            .setReceive(
                new org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122
                    .endpoint.statistics.ReceiveBuilder()
                .setDatagrams(Yang.counter(receive.datagrams()))
                .setBytes(Yang.counter(receive.bytes()))
                .setGroBatches(Yang.counter(receive.groBatches()))
                .setSocketDrops(Yang.counter(receive.socketDrops()))
                .setDrop(writeDrops(receive.drops()))
                .setError(writeErrors(receive.errors()))
                .build())
            .setTransmit(
                new org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122
                    .endpoint.statistics.TransmitBuilder()
                .setDatagrams(Yang.counter(transmit.datagrams()))
                .setBytes(Yang.counter(transmit.bytes()))
                .setGsoBatches(Yang.counter(transmit.gsoBatches()))
                .setFragmented(Yang.counter(transmit.fragmented()))
                .setDropped(Yang.counter(transmit.dropped()))
                .setError(writeErrors(transmit.errors()))
                .build())
            .build();
    }

    private static Map<DropKey, Drop> writeDrops(final Map<String, Long> drops) {
        return counts(drops, (reason, count) -> new DropBuilder()
            .setReason(new Reason(reason)).setPackets(Yang.counter(count)).build());
    }

    private static Map<ErrorKey, Error> writeErrors(final Map<KernelError, Long> errors) {
        return counts(errors, (error, count) -> new ErrorBuilder()
            .setErrno(Uint16.valueOf(error.number())).setName(error.name()).setCount(Yang.counter(count)).build());
    }

    private static <K, Y extends Key<E>, E extends EntryObject<E, Y>> Map<Y, E> counts(final Map<K, Long> counts,
            final BiFunction<K, Long, E> entry) {
        return BindingMap.of(counts.entrySet().stream()
            .map(count -> entry.apply(count.getKey(), count.getValue())).toList());
    }
}
