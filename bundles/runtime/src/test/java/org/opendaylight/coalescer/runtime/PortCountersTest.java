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

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.FlowOrder;
import org.opendaylight.coalescer.api.FlowStatistics;
import org.opendaylight.coalescer.api.GapEnding;
import org.opendaylight.coalescer.api.GapEvent;
import org.opendaylight.coalescer.api.PortStatistics;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.coalesce.Coalescer;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.coalesce.CoalescerTarget;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.packet.GatherList;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Tcp;

class PortCountersTest {
    private static final int PAYLOAD = 100;
    private static final int LENGTH = 40 + PAYLOAD;

    private final PortCounters counters = new PortCounters();

    /** Somebody who writes packets to a device that takes everything. */
    private static final class Source {
        private final CoalescerStatistics statistics = new CoalescerStatistics();
        private final PacketMemory memory = PacketMemory.allocate(8 * 256);
        private final TransmitValidation output = new TransmitValidation(OutputCapabilities.ALL, 0);
        private final Coalescer coalescer = new Coalescer(memory, new CoalescerTarget(GatherList::bytes, output,
            PacketMemory.allocate(Coalescer.SCRATCH_BYTES), 0), statistics, CoalescerOptions.DEFAULT, 1);

        /** A batch of TCP segments that begin at these sequence numbers. */
        Source batch(final int... sequences) {
            final var metadata = new PacketMetadata();
            for (int i = 0; i < sequences.length; i++) {
                segment(i * 256, sequences[i]);
                metadata.reset(i * 256, LENGTH);
                coalescer.commit(metadata);
            }
            coalescer.setTime(System.nanoTime());
            coalescer.flush(SealReason.END_OF_BATCH);
            return this;
        }

        private void segment(final int off, final int sequence) {
            final ByteBuffer net = memory.net();
            net.putInt(off, 0x4500_0000 + LENGTH).putInt(off + 4, 0x4000).put(off + Ipv4.TTL, (byte) 64)
                .put(off + Ipv4.PROTOCOL, (byte) 6).putInt(off + Ipv4.SOURCE, 0xc633_6401)
                .putInt(off + Ipv4.DESTINATION, 0xc633_6402);
            Ipv4.writeChecksum(memory, off, 20);
            final int l4 = off + 20;
            net.putShort(l4, (short) 40000).putShort(l4 + 2, (short) 443).putInt(l4 + 4, sequence).putInt(l4 + 8, 1)
                .putInt(l4 + 12, 0x5010_0100).putInt(l4 + 16, 0);
            net.putShort(l4 + Tcp.CHECKSUM, (short) InternetChecksum.expected(
                InternetChecksum.pseudoV4(memory, off, 6, 20 + PAYLOAD), memory, l4, 20 + PAYLOAD, Tcp.CHECKSUM));
        }
    }

    private Source added() {
        final var source = new Source();
        counters.add(source.statistics, source.output);
        return source;
    }

    @Test
    void sourcesAddUp() {
        added().batch(1000, 1100);
        added().batch(1000, 1100, 1200);
        final var receive = counters.read().receive();
        assertEquals(5, receive.packets());
        assertEquals(5L * LENGTH, receive.bytes());
        assertEquals(2, receive.superpackets());
        assertEquals(Map.of("end-of-batch", 2L), receive.sealReasons());
        assertEquals(Map.of(2, 2L), receive.histograms().segments());
        assertEquals(5, receive.checksum().payloadPasses());
        assertEquals(2, receive.checksum().written().needsCsum());
    }

    @Test
    void whatIsGoneStaysCounted() {
        final var source = added().batch(1000, 1100, 1500, 1200, 1300, 1400);
        final var before = counters.read();
        counters.retire(source.statistics);
        counters.retire(source.statistics);
        final var after = counters.read();
        assertEquals(before.receive().packets(), after.receive().packets());
        assertEquals(before.receive().sealReasons(), after.receive().sealReasons());
        assertEquals(before.receive().sequence().gaps(), after.receive().sequence().gaps());
        assertEquals(before.receive().sequence().reordering(), after.receive().sequence().reordering());
        assertEquals(before.receive().sequence().repairs(), after.receive().sequence().repairs());
        assertEquals(before.receive().sequence().gapEvents(), after.receive().sequence().gapEvents());
        assertEquals(1, before.receive().sequence().flows());
        assertEquals(0, after.receive().sequence().flows());
        source.batch(1000);
        assertEquals(after, counters.read(), "what is retired counts no longer");
    }

    @Test
    void flowSeenByTwoIsOne() {
        added().batch(1000, 1100, 1300);
        added().batch(5000, 5000);
        final var flows = counters.listFlows(10, FlowOrder.PACKETS);
        assertEquals(1, flows.size());
        final var flow = flows.getFirst();
        assertEquals("198.51.100.1 40000 198.51.100.2 443 false", flow.key().source().getHostAddress() + " "
            + flow.key().sourcePort() + " " + flow.key().destination().getHostAddress() + " "
            + flow.key().destinationPort() + " " + flow.key().isUdp());
        assertEquals(new FlowStatistics.Traffic(5, 500, 1, 2), flow.traffic());
        assertEquals(Map.of("sequence-gap", 1L, "end-of-batch", 2L, "sequence-behind", 1L), flow.sealReasons());
        assertEquals(new PortStatistics.Gaps(1, 100, 0, 0, 0, 0), flow.gaps());
        assertEquals(1, flow.duplicatePackets());
        assertTrue(flow.lastSeen().isAfter(Instant.now().minusSeconds(60)), flow::toString);
        assertEquals(flows, counters.listFlows(10, FlowOrder.PACKETS), "nothing new of a flow without packets");
    }

    @Test
    void gapsOpenWhenTheirCoalescerGoesAreNeverFilled() {
        final var source = added().batch(1000, 1200);
        assertEquals(GapEnding.OPEN, counters.read().receive().sequence().gapEvents().getFirst().ending());
        counters.retire(source.statistics);
        final var sequence = counters.read().receive().sequence();
        assertEquals(new PortStatistics.Gaps(1, 100, 0, 0, 1, 0), sequence.gaps());
        assertEquals(GapEnding.NEVER_FILLED, sequence.gapEvents().getFirst().ending());
    }

    @Test
    void sequenceCountersAddUp() {
        added().batch(1000, 1300, 1100, 1200, 1000);
        added().batch(1000, 1200, 1200, 1300, 1400, 1100);
        final var sequence = counters.read().receive().sequence();
        assertEquals(new PortStatistics.Gaps(2, 300, 0, 2, 0, 0), sequence.gaps());
        assertEquals(0, sequence.gaps().lossEstimate());
        assertEquals(2, sequence.duplicatePackets());
        assertEquals(200, sequence.duplicateBytes());
        assertEquals(new PortStatistics.Reordering(3, 1, 3), sequence.reordering());
        assertEquals(2, sequence.repairs().batches());
        assertEquals(2, sequence.flows());
        assertEquals(0, sequence.evictedFlows());
    }

    @Test
    void clearStartsFromZeroAndMovesTheDiscontinuity() {
        final var source = added().batch(1000, 1100, 1500);
        drops().increment(TunnelDrop.LOOP);
        final var before = counters.read().discontinuityTime();
        counters.clear();
        final var cleared = counters.read();
        assertFalse(cleared.discontinuityTime().isBefore(before));
        assertEquals(0, cleared.receive().packets());
        assertEquals(Map.of(), cleared.receive().sealReasons());
        assertEquals(Map.of(), cleared.receive().drops());
        assertEquals(0, cleared.receive().sequence().gaps().opened());
        assertEquals(List.of(), cleared.receive().sequence().gapEvents());
        source.batch(1000, 1100);
        assertEquals(2, counters.read().receive().packets());
    }

    @Test
    void clearCoversWhatIsGone() {
        final var source = added().batch(1000, 1100);
        counters.retire(source.statistics);
        counters.clear();
        assertEquals(0, counters.read().receive().packets());
        added().batch(1000);
        assertEquals(1, counters.read().receive().packets());
    }

    @Test
    void gapsAreNumberedInTheOrderOfTime() {
        final var first = added().batch(1000, 1200);
        added().batch(1000, 1500);
        counters.retire(first.statistics);
        final var gaps = counters.read().receive().sequence().gapEvents();
        assertEquals(List.of(0L, 1L), gaps.stream().map(GapEvent::id).toList());
        assertEquals(List.of(100, 400), gaps.stream().map(GapEvent::gapBytes).toList());
        assertEquals(List.of(1200, 1500), gaps.stream().map(GapEvent::sequenceSeen).toList());
    }

    @Test
    void newest64GapsAreKeptAndTheirNumbersGoOn() {
        final var source = added();
        int sequenceNumber = 1000;
        for (int i = 0; i < 70; i++) {
            source.batch(sequenceNumber, sequenceNumber + 200 + i);
            sequenceNumber += 300 + i;
        }
        final var sequence = counters.read().receive().sequence();
        assertEquals(70, sequence.gaps().opened());
        assertEquals(64, sequence.gapEvents().size());
        assertEquals(6, sequence.gapEvents().getFirst().id());
        assertEquals(69, sequence.gapEvents().getLast().id());
        assertEquals(169, sequence.gapEvents().getLast().gapBytes());
    }

    @Test
    void dropsOfTheTunnelAreNamedAsInTheModel() {
        drops().add(TunnelDrop.SPOOFED_INNER_SOURCE, 3);
        assertEquals(Map.of("spoofed-inner-source", 3L), counters.read().receive().drops());
    }

    private EnumCounters<TunnelDrop> drops() {
        final var drops = new EnumCounters<>(TunnelDrop.class);
        counters.add(drops);
        return drops;
    }

    @Test
    void dropsOfAllWorkersAddUpAlsoWhenOneIsGone() {
        final var first = drops();
        first.add(TunnelDrop.LOOP, 3);
        drops().add(TunnelDrop.LOOP, 4);
        counters.retire(first);
        first.increment(TunnelDrop.LOOP);
        assertEquals(Map.of("loop", 7L), counters.read().receive().drops());
    }

    @Test
    void dropsOfADeviceOutliveIt() {
        final LongSupplier device = () -> 5;
        counters.add(device);
        counters.retire(device);
        counters.add(() -> 2);
        assertEquals(7, counters.read().transmit().deviceDrops());
        counters.clear();
        assertEquals(0, counters.read().transmit().deviceDrops());
    }
}
