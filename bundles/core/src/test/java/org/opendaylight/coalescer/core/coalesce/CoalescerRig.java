/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.checksum.PayloadPass;
import org.opendaylight.coalescer.core.flow.FlowOrder;
import org.opendaylight.coalescer.core.flow.FlowReport;
import org.opendaylight.coalescer.core.flow.GapEvent;
import org.opendaylight.coalescer.core.flow.SequenceCounter;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.Ethernet;
import org.opendaylight.coalescer.packet.GatherList;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

/** A coalescer with memory in front and a recorder behind. */
final class CoalescerRig {
    static final int HEADERS = 64;

    final PacketMemory memory = PacketMemory.allocate(2 << 20);
    final PacketMemory scratch = PacketMemory.allocate(HEADERS + Coalescer.SCRATCH_BYTES);
    final TransmitValidation validation = new TransmitValidation(OutputCapabilities.ALL, 0);
    final CoalescerStatistics statistics = new CoalescerStatistics();
    final PacketMetadata metadata = new PacketMetadata();
    final CoalescerTarget target = new CoalescerTarget(this::write, validation, scratch, HEADERS);
    final Coalescer coalescer;
    /** What was written: virtio_net_hdr and packet. */
    final List<byte[]> written = new ArrayList<>();
    /** Answers a write before it is recorded: 0, or a negated errno and nothing is recorded. */
    ToIntFunction<byte[]> device = packet -> 0;
    private int next;
    private int forgotten;
    private long timeNs = Long.MAX_VALUE - 1_000_000_000;
    private long elapsedMs;

    CoalescerRig() {
        this(CoalescerOptions.DEFAULT);
    }

    CoalescerRig(final CoalescerOptions options) {
        coalescer = new Coalescer(memory, target, statistics, options, 42);
        coalescer.setTime(timeNs);
    }

    private int write(final GatherList list) {
        final byte[] bytes = new byte[list.bytes()];
        int pos = 0;
        for (int i = 0; i < list.count(); i++) {
            list.memory(i).net().get(list.offset(i), bytes, pos, list.length(i));
            pos += list.length(i);
        }
        assertEquals(bytes.length, pos);
        final int result = device.applyAsInt(bytes);
        if (result >= 0) {
            written.add(bytes);
        }
        return result;
    }

    /** Puts a packet into memory behind the others, at an odd distance, and says where in the metadata. */
    PacketMetadata place(final byte[] packet) {
        next += 3;
        memory.net().put(next, packet);
        metadata.reset(next, packet.length);
        next += packet.length;
        return metadata;
    }

    CoalescerRig commit(final byte[]... packets) {
        for (final byte[] packet : packets) {
            coalescer.commit(place(packet));
        }
        return this;
    }

    /** Commits a packet of which more is known than its bytes. */
    void commit(final ReferencePacket.Input input) {
        place(input.bytes());
        commitPlaced(input);
    }

    /** Commits an Ethernet frame. */
    void commitFrame(final ReferencePacket.Input input) {
        place(input.bytes());
        metadata.setLink(Ethernet.ipStart(memory, metadata.offset(), metadata.length()));
        commitPlaced(input);
    }

    private void commitPlaced(final ReferencePacket.Input input) {
        if (input.state() == ChecksumState.PARTIAL) {
            metadata.setPartial(input.csumStart(), input.csumOffset());
        } else {
            metadata.setChecksumState(input.state());
        }
        coalescer.commit(metadata);
    }

    /** Flushes, checks that what was lent is unchanged, and overwrites it. */
    CoalescerRig flush() {
        final byte[] before = lent();
        assertEquals(0, coalescer.flush(SealReason.END_OF_BATCH));
        assertArrayEquals(before, lent(), "lent memory was changed");
        reuse();
        return this;
    }

    void reuse() {
        final byte[] junk = new byte[next];
        Arrays.fill(junk, (byte) 0xa5);
        memory.net().put(0, junk);
        next = 0;
    }

    private byte[] lent() {
        final byte[] bytes = new byte[next];
        memory.net().get(0, bytes);
        return bytes;
    }

    /** Forgets what was written so far. */
    void forget() {
        forgotten += written.size();
        written.clear();
    }

    /** Segments of each write: {@code [3, 1]} is a superpacket of three and then an ordinary packet. */
    List<Integer> shape() {
        return written.stream().map(bytes -> ReferenceSegmenter.segment(bytes).size()).toList();
    }

    /** All packets as they would be on the wire, hexadecimal. */
    List<String> wire() {
        return written.stream().flatMap(bytes -> ReferenceSegmenter.segment(bytes).stream())
            .map(CoalescerRig::text).toList();
    }

    /** Packets as {@link #wire} shows them. */
    static List<String> texts(final byte[]... packets) {
        return Arrays.stream(packets).map(CoalescerRig::text).toList();
    }

    /** A packet as text; id and header checksum left out where DF says that they mean nothing. */
    static String text(final byte[] packet) {
        final byte[] copy = packet.clone();
        if (copy.length >= 20 && copy[0] == 0x45 && (copy[6] & 0x40) != 0
                && SlowChecksum.fold(SlowChecksum.add(0, copy, 0, 20)) == 0xffff) {
            SlowChecksum.put(copy, 4, 0);
            SlowChecksum.put(copy, 10, 0);
        }
        return HexFormat.of().formatHex(copy);
    }

    /** The packet of a write without its virtio_net_hdr. */
    byte[] packet(final int index) {
        return Arrays.copyOfRange(written.get(index), 24, written.get(index).length);
    }

    ByteBuffer vnet(final int index) {
        return ByteBuffer.wrap(written.get(index)).order(ByteOrder.nativeOrder());
    }

    long count(final CoalescerCounter counter) {
        return statistics.get(counter);
    }

    long count(final SequenceCounter counter) {
        return statistics.sequence().get(counter, timeNs);
    }

    long count(final SealReason reason) {
        return statistics.get(reason);
    }

    long count(final VerbatimReason reason) {
        return statistics.get(reason);
    }

    /** The last gaps. */
    List<GapEvent> gaps() {
        return statistics.sequence().gaps(timeNs);
    }

    /** Flows as a reader is told of them. */
    List<FlowReport> flows(final int top, final FlowOrder order) {
        return statistics.sequence().listFlows(top, order, timeNs);
    }

    /** Lets time pass that nobody tells the coalescer. */
    CoalescerRig elapse(final long milliseconds) {
        timeNs += milliseconds * 1_000_000;
        elapsedMs += milliseconds;
        return this;
    }

    /** Lets time pass. */
    CoalescerRig pass(final long milliseconds) {
        elapse(milliseconds);
        coalescer.setTime(timeNs);
        return this;
    }

    /** Checks that everything that came in is accounted for. */
    void assertBalanced() {
        assertEquals(count(CoalescerCounter.PACKETS), count(CoalescerCounter.SEGMENTS)
            + count(CoalescerCounter.VERBATIM) + count(CoalescerCounter.DROPPED), "packets");
        assertEquals(count(CoalescerCounter.WRITES), count(CoalescerCounter.SUPERPACKETS)
            + count(CoalescerCounter.VERBATIM), "writes");
        assertEquals(forgotten + written.size(), count(CoalescerCounter.WRITES), "writes seen");
        assertEquals(count(CoalescerCounter.CHAINS),
            Arrays.stream(SealReason.values()).mapToLong(statistics::get).sum(), "seal reasons");
        assertEquals(count(CoalescerCounter.VERBATIM),
            Arrays.stream(VerbatimReason.values()).mapToLong(statistics::get).sum(), "verbatim reasons");
        assertTrue(Arrays.stream(PayloadPass.values())
            .mapToLong(pass -> statistics.get(pass) + validation.count(pass)).sum() <= count(CoalescerCounter.PACKETS),
            "payload is read for checksums once at most");
        if (count(SequenceCounter.EVICTED_FLOWS) == 0 && elapsedMs < 60_000) {
            assertFlowsAddUp();
        }
    }

    private void assertFlowsAddUp() {
        final List<FlowReport> flows = flows(Integer.MAX_VALUE, FlowOrder.BYTES);
        assertEquals(statistics.sequence().flows(), flows.size(), "flows");
        assertEquals(count(CoalescerCounter.SUPERPACKETS), sum(flows, flow -> flow.traffic().superpackets()));
        assertEquals(count(CoalescerCounter.SEGMENTS), sum(flows, flow -> flow.traffic().segments()));
        for (final SealReason reason : SealReason.values()) {
            assertEquals(count(reason), sum(flows, flow -> flow.seals().getOrDefault(reason, 0L)), reason::name);
        }
        for (final SequenceCounter counter : SequenceCounter.values()) {
            // Of a flow a gap ends by its own last packet, of the port by the youngest gap of all
            if (counter != SequenceCounter.NEVER_FILLED) {
                assertEquals(count(counter), sum(flows, flow -> flow.count(counter)), counter::name);
            }
        }
    }

    private static long sum(final List<FlowReport> flows, final ToLongFunction<FlowReport> count) {
        return flows.stream().mapToLong(count).sum();
    }

    static CoalescerOptions options(final boolean repair, final EcnPolicy ecn, final ChecksumValidation validation) {
        return new CoalescerOptions(true, true, 64, 0xffff, repair, ecn, validation, 1024, 200_000);
    }

    static CoalescerOptions limits(final int maxSegments, final int maxBytes, final int holdPackets) {
        return new CoalescerOptions(true, true, maxSegments, maxBytes, true, EcnPolicy.EXACT,
            ChecksumValidation.VERIFY, holdPackets, 200_000);
    }
}
