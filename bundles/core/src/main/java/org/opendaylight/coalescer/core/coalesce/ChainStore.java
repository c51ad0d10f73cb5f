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
import org.opendaylight.coalescer.core.tunnel.OuterHeaders;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Tcp;

/**
 * The packets held until the next flush, and what will be written of them: events, in order of creation. An event is a
 * verbatim packet or a chain. Decides whether a packet may extend a chain, and whether two chains may become one.
 *
 * <p>There are as many objects as packets can be held; nothing is allocated after construction. Hot path: owned by one
 * worker.
 */
final class ChainStore {
    static final int NONE = -1;

    private final ByteBuffer net;
    private final int maxSegments;
    private final int maxBytes;
    private final EcnPolicy ecnPolicy;

    private final HeldPacket[] packets;
    private final HeldEvent[] events;

    private int packetCount;
    private int eventCount;
    private long nowNs;

    ChainStore(final PacketMemory memory, final CoalescerOptions options) {
        net = memory.net();
        maxSegments = options.maxSegments();
        maxBytes = options.maxBytes();
        ecnPolicy = options.ecnPolicy();
        final int capacity = options.holdPackets();
        packets = new HeldPacket[capacity];
        events = new HeldEvent[capacity];
        Arrays.setAll(packets, i -> new HeldPacket());
        Arrays.setAll(events, i -> new HeldEvent());
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
        final HeldEvent chain = events[index];
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
        final HeldEvent chain = events[index];
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
        final HeldEvent chain = events[index];
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
        final HeldEvent left = events[leftIndex];
        final HeldEvent right = events[rightIndex];
        final int size = left.segmentSize;
        final int count = left.segments + right.segments;
        final boolean fits = left.nextSeq == right.sequence()
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

    /**
     * What is written at once.
     *
     * @param index 0 to less than {@link #events}
     * @return the same object for the same index; only this class changes what says what lies in it
     */
    HeldEvent event(final int index) {
        return events[index];
    }

    /** A packet by the number that events and packets know it by. */
    HeldPacket packet(final int index) {
        return packets[index];
    }

    /** Ports of the UDP header around an encapsulated chain. */
    int outerPorts(final HeldEvent chain) {
        return OuterHeaders.ports(net, packets[chain.first].off, PacketParser.outerLength(chain.layout));
    }

    /** How long the first packet of a chain has been held. */
    long heldNs(final HeldEvent chain) {
        return nowNs - chain.openedNs;
    }

    private int addPacket(final PacketParser parsed, final PacketMetadata metadata) {
        final int index = packetCount++;
        final HeldPacket packet = packets[index];
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
    private void sealIfComplete(final HeldEvent chain, final PacketParser parsed) {
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
