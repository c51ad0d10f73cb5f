/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.tunnel.OuterHeaders;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Tcp;
import org.opendaylight.coalescer.packet.TimestampOption;

/**
 * The packets held until the next flush, and what will be written of them: events, in order of creation. An event is a
 * verbatim packet or a chain. Decides whether a packet may extend a chain, and whether two chains may become one.
 *
 * <p>There are as many objects as packets can be held; nothing is allocated after construction. Hot path: owned by one
 * worker.
 */
final class ChainStore {
    static final int NONE = -1;

    private static final int ECN_CE = 3;

    private final ByteBuffer net;
    private final int maxSegments;
    private final int maxBytes;
    private final EcnPolicy ecnPolicy;

    private final Packet[] packets;
    private final Event[] events;

    private int packetCount;
    private int eventCount;
    private long nowNs;

    /** A packet that is held. */
    private static final class Packet {
        int off;
        int len;
        int link;
        int payloadOff;
        int payloadLen;
        int next;
        /** Start and offset of the checksum to finish, in the upper and lower half; {@link #NONE} if none is. */
        int partial;
    }

    /** A verbatim packet or a chain, of which all but the first two are. */
    private static final class Event {
        @Nullable VerbatimReason verbatim;
        int first;
        @Nullable SealReason seal;
        int last;
        int segments;
        int segmentSize;
        int payload;
        /** Most payload bytes that it may have. */
        int maxPayload;
        int nextSeq;
        int layout;
        /** FIN and PSH of the last segment. */
        int closingFlags;
        /** A bit for each ECN codepoint among the segments. */
        int codepoints;
        long timestamp;
        long openedNs;
        long flowTicket;

        boolean isTcp() {
            return (layout & PacketParser.LAYOUT_UDP) == 0;
        }
    }

    ChainStore(final PacketMemory memory, final CoalescerOptions options) {
        net = memory.net();
        maxSegments = options.maxSegments();
        maxBytes = options.maxBytes();
        ecnPolicy = options.ecnPolicy();
        final int capacity = options.holdPackets();
        packets = new Packet[capacity];
        events = new Event[capacity];
        Arrays.setAll(packets, i -> new Packet());
        Arrays.setAll(events, i -> new Event());
    }

    void clear() {
        packetCount = 0;
        eventCount = 0;
    }

    void setTime(final long timeNs) {
        nowNs = timeNs;
    }

    int packets() {
        return packetCount;
    }

    int events() {
        return eventCount;
    }

    boolean isFull() {
        return packetCount == packets.length;
    }

    /**
     * Adds a packet that goes as it is.
     *
     * @param parsed the packet, its verbatim reason not null
     * @param packet its metadata
     * @return its event
     */
    int addVerbatim(final PacketParser parsed, final PacketMetadata packet) {
        final int index = eventCount++;
        events[index].verbatim = parsed.reason;
        events[index].first = addPacket(parsed, packet);
        return index;
    }

    /**
     * Begins a chain.
     *
     * @param parsed its first packet
     * @param packet metadata of that
     * @return the chain
     */
    int open(final PacketParser parsed, final PacketMetadata packet) {
        final int index = eventCount++;
        final Event chain = events[index];
        chain.verbatim = null;
        chain.seal = null;
        chain.first = addPacket(parsed, packet);
        chain.last = chain.first;
        chain.segments = 1;
        chain.segmentSize = parsed.payloadLen;
        chain.payload = parsed.payloadLen;
        chain.maxPayload = maxBytes + PacketParser.linkLength(parsed.layout) - PacketParser.headerLength(parsed.layout);
        chain.nextSeq = parsed.seq + parsed.payloadLen;
        chain.layout = parsed.layout;
        chain.codepoints = 1 << parsed.ecn;
        chain.openedNs = nowNs;
        if (chain.isTcp()) {
            chain.timestamp = parsed.timestamp();
        }
        sealIfComplete(chain, parsed);
        return index;
    }

    /**
     * Makes a packet the last segment of a chain that {@link #refusal} had nothing against.
     *
     * @param index an open chain
     * @param parsed the packet
     * @param packet its metadata
     */
    void append(final int index, final PacketParser parsed, final PacketMetadata packet) {
        final Event chain = events[index];
        final int last = addPacket(parsed, packet);
        packets[chain.last].next = last;
        chain.last = last;
        chain.segments++;
        chain.payload += parsed.payloadLen;
        chain.nextSeq += parsed.payloadLen;
        chain.codepoints |= 1 << parsed.ecn;
        sealIfComplete(chain, parsed);
    }

    /** Why a packet can't extend an open chain of its flow, null if it can. */
    @Nullable SealReason refusal(final int index, final PacketParser parsed) {
        final Event chain = events[index];
        if (chain.isTcp() && parsed.seq != chain.nextSeq) {
            return parsed.seq - chain.nextSeq > 0 ? SealReason.SEQUENCE_GAP : SealReason.SEQUENCE_BEHIND;
        }
        if (parsed.layout != chain.layout) {
            return SealReason.HEADER_LENGTH;
        }
        if (parsed.payloadLen > chain.segmentSize) {
            return SealReason.LARGER_SEGMENT;
        }
        if (chain.payload + parsed.payloadLen > chain.maxPayload) {
            return SealReason.MAX_BYTES;
        }
        if (!mayMix(chain.codepoints | 1 << parsed.ecn)) {
            return SealReason.ECN_CHANGE;
        }
        return HeaderComparison.difference(net, packets[chain.first].off, parsed.off, chain.layout, chain.segments);
    }

    /**
     * Joins two chains of a flow if the rules allow it.
     *
     * @param leftIndex a sealed chain
     * @param rightIndex another, to follow it; gone if the result is true
     * @return whether they are one now
     */
    boolean merge(final int leftIndex, final int rightIndex) {
        final Event left = events[leftIndex];
        final Event right = events[rightIndex];
        final int size = left.segmentSize;
        final int count = left.segments + right.segments;
        final boolean fits = left.nextSeq == right.nextSeq - right.payload
            && left.closingFlags == 0
            && left.layout == right.layout
            && left.payload == left.segments * size
            && (right.segmentSize == size || right.segments == 1 && right.payload < size)
            && count <= maxSegments
            && left.payload + right.payload <= left.maxPayload
            && mayMix(left.codepoints | right.codepoints)
            && HeaderComparison.difference(net, packets[left.first].off, packets[right.first].off, left.layout,
                left.segments) == null;
        if (fits) {
            packets[left.last].next = right.first;
            left.last = right.last;
            left.segments = count;
            left.payload += right.payload;
            left.nextSeq = right.nextSeq;
            left.codepoints |= right.codepoints;
            left.closingFlags = right.closingFlags;
            left.seal = right.seal == SealReason.PSH || left.payload == count * size ? right.seal
                : SealReason.SHORT_TAIL;
        }
        return fits;
    }

    /** Ends a chain unless something has ended it before. */
    void seal(final int chain, final SealReason why) {
        if (events[chain].seal == null) {
            events[chain].seal = why;
        }
    }

    /** Notes that the output has refused a chain, whatever ended it. */
    void refuse(final int chain) {
        events[chain].seal = SealReason.WRITER_ERROR;
    }

    boolean isOpen(final int chain) {
        return events[chain].seal == null;
    }

    /** Why a chain ended, null while it is open. */
    @Nullable SealReason sealReason(final int chain) {
        return events[chain].seal;
    }

    /** Why the packet of an event goes as it is, null for a chain. */
    @Nullable VerbatimReason verbatimReason(final int event) {
        return events[event].verbatim;
    }

    boolean isChain(final int event) {
        return events[event].verbatim == null;
    }

    boolean isTcp(final int chain) {
        return events[chain].isTcp();
    }

    /** First packet of an event. */
    int first(final int event) {
        return events[event].first;
    }

    int segments(final int chain) {
        return events[chain].segments;
    }

    int segmentSize(final int chain) {
        return events[chain].segmentSize;
    }

    /** Payload bytes of all segments. */
    int payload(final int chain) {
        return events[chain].payload;
    }

    int layout(final int chain) {
        return events[chain].layout;
    }

    /** Ports of the UDP header around an encapsulated chain. */
    int outerPorts(final int chain) {
        return OuterHeaders.ports(net, packets[events[chain].first].off, PacketParser.outerLength(events[chain].layout));
    }

    boolean isEncapsulated(final int chain) {
        return PacketParser.outerLength(events[chain].layout) != 0;
    }

    /** FIN and PSH as the superpacket has to carry them. */
    int closingFlags(final int chain) {
        return events[chain].closingFlags;
    }

    /** Whether a segment of the chain is marked CE. */
    boolean isCongested(final int chain) {
        return (events[chain].codepoints & 1 << ECN_CE) != 0;
    }

    /** How long the first packet has been held. */
    long heldNs(final int chain) {
        return nowNs - events[chain].openedNs;
    }

    /** What {@link org.opendaylight.coalescer.core.flow.FlowTracker} knows its flow by. */
    long flowTicket(final int chain) {
        return events[chain].flowTicket;
    }

    void setFlowTicket(final int chain, final long ticket) {
        events[chain].flowTicket = ticket;
    }

    /** First sequence number. */
    int sequence(final int chain) {
        return events[chain].nextSeq - events[chain].payload;
    }

    /** Whether the segments carry the TCP timestamp option. */
    boolean isTimestamped(final int chain) {
        return events[chain].timestamp != TimestampOption.NONE;
    }

    /** TSval of all segments (RFC 7323 section 3.2), or {@link TimestampOption#NONE}. */
    long timestamp(final int chain) {
        return events[chain].timestamp;
    }

    int packetOffset(final int packet) {
        return packets[packet].off;
    }

    /** Offset of the first IP header of a packet. */
    int ipOffset(final int packet) {
        final Packet held = packets[packet];
        return held.off + held.link;
    }

    int packetPayloadOffset(final int packet) {
        return packets[packet].payloadOff;
    }

    int packetPayloadLength(final int packet) {
        return packets[packet].payloadLen;
    }

    /** The packet behind another one in its chain, {@link #NONE} behind the last. */
    int nextPacket(final int packet) {
        return packets[packet].next;
    }

    /** Puts what is known of a packet into metadata again. */
    void describe(final int packet, final PacketMetadata meta) {
        final Packet held = packets[packet];
        meta.reset(held.off, held.len);
        meta.setLink(held.link);
        final int partial = held.partial;
        if (partial != NONE) {
            meta.setPartial(partial >>> 16, partial & 0xffff);
        }
    }

    private int addPacket(final PacketParser parsed, final PacketMetadata metadata) {
        final int index = packetCount++;
        final Packet packet = packets[index];
        packet.off = parsed.off;
        packet.len = parsed.len;
        packet.link = metadata.linkLength();
        packet.payloadOff = parsed.payloadOff;
        packet.payloadLen = parsed.payloadLen;
        packet.next = NONE;
        packet.partial = metadata.checksumState() == ChecksumState.PARTIAL
            ? metadata.csumStart() << 16 | metadata.csumOffset() & 0xffff : NONE;
        return index;
    }

    /** Seals a chain that its last segment made complete. */
    private void sealIfComplete(final Event chain, final PacketParser parsed) {
        final int closing = chain.isTcp() ? parsed.flags & (Tcp.PSH | Tcp.FIN) : 0;
        chain.closingFlags = closing;
        if ((closing & Tcp.FIN) != 0) {
            chain.seal = SealReason.FIN;
        } else if (closing != 0) {
            chain.seal = SealReason.PSH;
        } else if (parsed.payloadLen < chain.segmentSize) {
            chain.seal = SealReason.SHORT_TAIL;
        } else if (chain.segments == maxSegments) {
            chain.seal = SealReason.MAX_SEGMENTS;
        }
    }

    private boolean mayMix(final int mix) {
        // CE (8) with one of ECT(1) (2) and ECT(0) (4)
        return (mix & mix - 1) == 0 || ecnPolicy == EcnPolicy.PROPAGATE_CE && (mix == 0b1010 || mix == 0b1100);
    }
}
