/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import java.nio.ByteBuffer;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.tunnel.OuterHeaders;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Tcp;
import org.opendaylight.coalescer.packet.TimestampOption;

/**
 * The packets held until the next flush, and what will be written of them: events, in order of creation. An event is a
 * verbatim packet or a chain. Decides whether a packet may extend a chain, and whether two chains may become one.
 *
 * <p>Everything lies in arrays as long as the most packets held; nothing is allocated after construction. Hot path:
 * owned by one worker.
 */
final class ChainStore {
    static final int NONE = -1;

    private static final int ECN_MASK = 3;
    private static final int ECN_CE = 3;
    /** Where the ECN field ends in the first word of IPv6. */
    private static final int V6_ECN_SHIFT = 20;
    private static final int V6_FLOW_LABEL = 0xf_ffff;
    /** Data offset, reserved bits and flags of TCP but for those that TSO keeps to the last segment. */
    private static final int TCP_EQUAL_FLAGS = 0xffff & ~(Tcp.PSH | Tcp.FIN);

    private final ByteBuffer net;
    private final int maxSegments;
    private final int maxBytes;
    private final EcnPolicy ecnPolicy;

    private final int[] packetOff;
    private final int[] packetLen;
    private final int[] packetLink;
    private final int[] packetPayloadOff;
    private final int[] packetPayloadLen;
    private final int[] packetNext;
    /** Start and offset of the checksum to finish, in the upper and lower half; {@link #NONE} if none is. */
    private final int[] packetPartial;

    private final @Nullable VerbatimReason[] verbatim;
    private final @Nullable SealReason[] seal;
    private final int[] first;
    private final int[] last;
    private final int[] segments;
    private final int[] segmentSize;
    private final int[] payload;
    private final int[] nextSeq;
    private final int[] layout;
    /** FIN and PSH of the last segment. */
    private final int[] closingFlags;
    /** A bit for each ECN codepoint among the segments. */
    private final int[] codepoints;
    private final long[] timestamp;
    private final long[] openedNs;
    private final long[] flowTicket;

    private int packets;
    private int events;
    private long nowNs;

    ChainStore(final PacketMemory memory, final CoalescerOptions options) {
        net = memory.net();
        maxSegments = options.maxSegments();
        maxBytes = options.maxBytes();
        ecnPolicy = options.ecnPolicy();
        final int capacity = options.holdPackets();
        packetOff = new int[capacity];
        packetLen = new int[capacity];
        packetLink = new int[capacity];
        packetPayloadOff = new int[capacity];
        packetPayloadLen = new int[capacity];
        packetNext = new int[capacity];
        packetPartial = new int[capacity];
        verbatim = new VerbatimReason[capacity];
        seal = new SealReason[capacity];
        first = new int[capacity];
        last = new int[capacity];
        segments = new int[capacity];
        segmentSize = new int[capacity];
        payload = new int[capacity];
        nextSeq = new int[capacity];
        layout = new int[capacity];
        closingFlags = new int[capacity];
        codepoints = new int[capacity];
        timestamp = new long[capacity];
        openedNs = new long[capacity];
        flowTicket = new long[capacity];
    }

    void clear() {
        packets = 0;
        events = 0;
    }

    void setTime(final long timeNs) {
        nowNs = timeNs;
    }

    int packets() {
        return packets;
    }

    int events() {
        return events;
    }

    boolean isFull() {
        return packets == packetOff.length;
    }

    /**
     * Adds a packet that goes as it is.
     *
     * @param parsed the packet, its verbatim reason not null
     * @param packet its metadata
     * @return its event
     */
    int addVerbatim(final PacketParser parsed, final PacketMetadata packet) {
        final int event = events++;
        verbatim[event] = parsed.reason;
        first[event] = addPacket(parsed, packet);
        return event;
    }

    /**
     * Begins a chain.
     *
     * @param parsed its first packet
     * @param packet metadata of that
     * @return the chain
     */
    int open(final PacketParser parsed, final PacketMetadata packet) {
        final int chain = events++;
        final int index = addPacket(parsed, packet);
        verbatim[chain] = null;
        seal[chain] = null;
        first[chain] = index;
        last[chain] = index;
        segments[chain] = 1;
        segmentSize[chain] = parsed.payloadLen;
        payload[chain] = parsed.payloadLen;
        nextSeq[chain] = parsed.seq + parsed.payloadLen;
        layout[chain] = parsed.layout;
        codepoints[chain] = 1 << ecn(parsed.ipOff, parsed.layout);
        openedNs[chain] = nowNs;
        if (isTcp(chain)) {
            timestamp[chain] = parsed.timestamp();
        }
        sealIfComplete(chain, parsed);
        return chain;
    }

    /**
     * Makes a packet the last segment of a chain that {@link #refusal} had nothing against.
     *
     * @param chain an open chain
     * @param parsed the packet
     * @param packet its metadata
     */
    void append(final int chain, final PacketParser parsed, final PacketMetadata packet) {
        final int index = addPacket(parsed, packet);
        packetNext[last[chain]] = index;
        last[chain] = index;
        segments[chain]++;
        payload[chain] += parsed.payloadLen;
        nextSeq[chain] += parsed.payloadLen;
        codepoints[chain] |= 1 << ecn(parsed.ipOff, parsed.layout);
        sealIfComplete(chain, parsed);
    }

    /** Why a packet can't extend an open chain of its flow, null if it can. */
    @Nullable SealReason refusal(final int chain, final PacketParser parsed) {
        if (isTcp(chain) && parsed.seq != nextSeq[chain]) {
            return parsed.seq - nextSeq[chain] > 0 ? SealReason.SEQUENCE_GAP : SealReason.SEQUENCE_BEHIND;
        }
        if (parsed.layout != layout[chain]) {
            return SealReason.HEADER_LENGTH;
        }
        if (parsed.payloadLen > segmentSize[chain]) {
            return SealReason.LARGER_SEGMENT;
        }
        if (isTooLong(parsed.layout, payload[chain] + parsed.payloadLen)) {
            return SealReason.MAX_BYTES;
        }
        if (!mayMix(codepoints[chain] | 1 << ecn(parsed.ipOff, parsed.layout))) {
            return SealReason.ECN_CHANGE;
        }
        return headerDifference(packetOff[first[chain]], parsed.off, parsed.layout, segments[chain]);
    }

    /**
     * Joins two chains of a flow if the rules allow it.
     *
     * @param left a sealed chain
     * @param right another, to follow it; gone if the result is true
     * @return whether they are one now
     */
    boolean merge(final int left, final int right) {
        final int size = segmentSize[left];
        final int count = segments[left] + segments[right];
        final boolean fits = nextSeq[left] == sequence(right)
            && closingFlags[left] == 0
            && layout[left] == layout[right]
            && payload[left] == segments[left] * size
            && (segmentSize[right] == size || segments[right] == 1 && payload[right] < size)
            && count <= maxSegments
            && !isTooLong(layout[left], payload[left] + payload[right])
            && mayMix(codepoints[left] | codepoints[right])
            && headerDifference(packetOff[first[left]], packetOff[first[right]], layout[left], segments[left]) == null;
        if (fits) {
            packetNext[last[left]] = first[right];
            last[left] = last[right];
            segments[left] = count;
            payload[left] += payload[right];
            nextSeq[left] = nextSeq[right];
            codepoints[left] |= codepoints[right];
            closingFlags[left] = closingFlags[right];
            seal[left] = seal[right] == SealReason.PSH || payload[left] == count * size ? seal[right]
                : SealReason.SHORT_TAIL;
        }
        return fits;
    }

    /** Ends a chain unless something has ended it before. */
    void seal(final int chain, final SealReason why) {
        if (seal[chain] == null) {
            seal[chain] = why;
        }
    }

    /** Notes that the output has refused a chain, whatever ended it. */
    void refuse(final int chain) {
        seal[chain] = SealReason.WRITER_ERROR;
    }

    boolean isOpen(final int chain) {
        return seal[chain] == null;
    }

    /** Why a chain ended, null while it is open. */
    @Nullable SealReason sealReason(final int chain) {
        return seal[chain];
    }

    /** Why the packet of an event goes as it is, null for a chain. */
    @Nullable VerbatimReason verbatimReason(final int event) {
        return verbatim[event];
    }

    boolean isChain(final int event) {
        return verbatim[event] == null;
    }

    boolean isTcp(final int chain) {
        return (layout[chain] & PacketParser.LAYOUT_UDP) == 0;
    }

    /** First packet of an event. */
    int first(final int event) {
        return first[event];
    }

    int segments(final int chain) {
        return segments[chain];
    }

    int segmentSize(final int chain) {
        return segmentSize[chain];
    }

    /** Payload bytes of all segments. */
    int payload(final int chain) {
        return payload[chain];
    }

    int layout(final int chain) {
        return layout[chain];
    }

    /** Ports of the UDP header around an encapsulated chain. */
    int outerPorts(final int chain) {
        return OuterHeaders.ports(net, packetOff[first[chain]], PacketParser.outerLength(layout[chain]));
    }

    boolean isEncapsulated(final int chain) {
        return PacketParser.outerLength(layout[chain]) != 0;
    }

    /** FIN and PSH as the superpacket has to carry them. */
    int closingFlags(final int chain) {
        return closingFlags[chain];
    }

    /** Whether a segment of the chain is marked CE. */
    boolean isCongested(final int chain) {
        return (codepoints[chain] & 1 << ECN_CE) != 0;
    }

    /** How long the first packet has been held. */
    long heldNs(final int chain) {
        return nowNs - openedNs[chain];
    }

    /** What {@link org.opendaylight.coalescer.core.flow.FlowTracker} knows its flow by. */
    long flowTicket(final int chain) {
        return flowTicket[chain];
    }

    void setFlowTicket(final int chain, final long ticket) {
        flowTicket[chain] = ticket;
    }

    /** First sequence number. */
    int sequence(final int chain) {
        return nextSeq[chain] - payload[chain];
    }

    /** Whether the segments carry the TCP timestamp option. */
    boolean isTimestamped(final int chain) {
        return timestamp[chain] != TimestampOption.NONE;
    }

    /** TSval of all segments (RFC 7323 section 3.2), or {@link TimestampOption#NONE}. */
    long timestamp(final int chain) {
        return timestamp[chain];
    }

    int packetOffset(final int packet) {
        return packetOff[packet];
    }

    /** Offset of the first IP header of a packet. */
    int ipOffset(final int packet) {
        return packetOff[packet] + packetLink[packet];
    }

    int packetPayloadOffset(final int packet) {
        return packetPayloadOff[packet];
    }

    int packetPayloadLength(final int packet) {
        return packetPayloadLen[packet];
    }

    /** The packet behind another one in its chain, {@link #NONE} behind the last. */
    int nextPacket(final int packet) {
        return packetNext[packet];
    }

    /** Puts what is known of a packet into metadata again. */
    void describe(final int packet, final PacketMetadata meta) {
        meta.reset(packetOff[packet], packetLen[packet]);
        meta.setLink(packetLink[packet]);
        final int partial = packetPartial[packet];
        if (partial != NONE) {
            meta.setPartial(partial >>> 16, partial & 0xffff);
        }
    }

    private int addPacket(final PacketParser parsed, final PacketMetadata packet) {
        final int index = packets++;
        packetOff[index] = parsed.off;
        packetLen[index] = parsed.len;
        packetLink[index] = packet.linkLength();
        packetPayloadOff[index] = parsed.payloadOff;
        packetPayloadLen[index] = parsed.payloadLen;
        packetNext[index] = NONE;
        packetPartial[index] = packet.checksumState() == ChecksumState.PARTIAL
            ? packet.csumStart() << 16 | packet.csumOffset() & 0xffff : NONE;
        return index;
    }

    /** Seals a chain that its last segment made complete. */
    private void sealIfComplete(final int chain, final PacketParser parsed) {
        final int closing = isTcp(chain) ? parsed.flags & (Tcp.PSH | Tcp.FIN) : 0;
        closingFlags[chain] = closing;
        if ((closing & Tcp.FIN) != 0) {
            seal[chain] = SealReason.FIN;
        } else if (closing != 0) {
            seal[chain] = SealReason.PSH;
        } else if (parsed.payloadLen < segmentSize[chain]) {
            seal[chain] = SealReason.SHORT_TAIL;
        } else if (segments[chain] == maxSegments) {
            seal[chain] = SealReason.MAX_SEGMENTS;
        }
    }

    private boolean isTooLong(final int packetLayout, final int payloadLen) {
        return PacketParser.headerLength(packetLayout) - PacketParser.linkLength(packetLayout) + payloadLen > maxBytes;
    }

    private boolean mayMix(final int mix) {
        // CE (8) with one of ECT(1) (2) and ECT(0) (4)
        return (mix & mix - 1) == 0 || ecnPolicy == EcnPolicy.PROPAGATE_CE && (mix == 0b1010 || mix == 0b1100);
    }

    private int ecn(final int off, final int packetLayout) {
        return ((packetLayout & PacketParser.LAYOUT_V6) != 0 ? net.getShort(off) >>> 4 : net.get(off + Ipv4.TOS))
            & ECN_MASK;
    }

    /**
     * Compares all header fields that the segmenter repeats, but for ECN.
     *
     * @param seedPacket the chain's first packet
     * @param otherPacket the packet in question
     * @param packetLayout layout of both
     * @param index which segment the other is to become
     * @return what differs, null if nothing does
     */
    private @Nullable SealReason headerDifference(final int seedPacket, final int otherPacket, final int packetLayout,
            final int index) {
        final int outerLen = PacketParser.outerLength(packetLayout);
        if (outerLen != 0 && !OuterHeaders.mayFollow(net, seedPacket, otherPacket, outerLen, index)) {
            return SealReason.OUTER_HEADER;
        }
        // An Ethernet header is part of the flow's key
        final int seed = seedPacket + PacketParser.ipStart(packetLayout);
        final int other = otherPacket + PacketParser.ipStart(packetLayout);
        final boolean ipv6 = (packetLayout & PacketParser.LAYOUT_V6) != 0;
        final SealReason difference = ipv6 ? ipv6Difference(seed, other) : ipv4Difference(seed, other, index);
        if (difference != null || (packetLayout & PacketParser.LAYOUT_UDP) != 0) {
            return difference;
        }
        final int ipHeaderLen = PacketParser.ipHeaderLength(packetLayout);
        return tcpDifference(seed + ipHeaderLen, other + ipHeaderLen, packetLayout & PacketParser.LAYOUT_L4_LENGTH);
    }

    private @Nullable SealReason ipv4Difference(final int seed, final int other, final int index) {
        if ((net.get(seed + Ipv4.TOS) ^ net.get(other + Ipv4.TOS)) >>> 2 != 0) {
            return SealReason.TOS;
        }
        final int fragment = net.getShort(seed + Ipv4.FRAGMENT);
        if (fragment != net.getShort(other + Ipv4.FRAGMENT)) {
            return SealReason.FRAGMENT_BITS;
        }
        if (net.get(seed + Ipv4.TTL) != net.get(other + Ipv4.TTL)) {
            return SealReason.TTL;
        }
        final int step = net.getShort(other + Ipv4.IDENTIFICATION) - net.getShort(seed + Ipv4.IDENTIFICATION);
        return (fragment & Ipv4.DF) == 0 && (step & 0xffff) != index ? SealReason.IP_ID : null;
    }

    private @Nullable SealReason ipv6Difference(final int seed, final int other) {
        final int word = net.getInt(seed) ^ net.getInt(other);
        if (word >>> V6_ECN_SHIFT + 2 != 0) {
            return SealReason.TOS;
        }
        if ((word & V6_FLOW_LABEL) != 0) {
            return SealReason.FLOW_LABEL;
        }
        return net.get(seed + Ipv6.HOP_LIMIT) != net.get(other + Ipv6.HOP_LIMIT) ? SealReason.TTL : null;
    }

    private @Nullable SealReason tcpDifference(final int seed, final int other, final int headerLen) {
        if (net.getInt(seed + Tcp.ACKNOWLEDGMENT) != net.getInt(other + Tcp.ACKNOWLEDGMENT)) {
            return SealReason.ACK;
        }
        if (((net.getShort(seed + Tcp.DATA_OFFSET) ^ net.getShort(other + Tcp.DATA_OFFSET)) & TCP_EQUAL_FLAGS) != 0) {
            return SealReason.ECN_CHANGE;
        }
        if (net.getShort(seed + Tcp.WINDOW) != net.getShort(other + Tcp.WINDOW)
                || net.getShort(seed + Tcp.URGENT) != net.getShort(other + Tcp.URGENT)) {
            return SealReason.WINDOW;
        }
        for (int i = Tcp.OPTIONS; i < headerLen; i += Integer.BYTES) {
            if (net.getInt(seed + i) != net.getInt(other + i)) {
                return SealReason.OPTIONS;
            }
        }
        return null;
    }
}
