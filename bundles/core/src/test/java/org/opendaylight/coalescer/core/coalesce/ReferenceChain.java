/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.opendaylight.coalescer.core.coalesce.SlowChecksum.get;
import static org.opendaylight.coalescer.core.coalesce.SlowChecksum.put;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.SealReason;

/** A chain of {@link ReferenceCoalescer}: rules 3, 4 and 7 on lists of whole packets. */
final class ReferenceChain {
    final List<ReferencePacket> segments;
    /** Why it ended; null while it is open. */
    @Nullable SealReason seal;

    ReferenceChain(final List<ReferencePacket> segments, final @Nullable SealReason seal) {
        this.segments = segments;
        this.seal = seal;
    }

    ReferencePacket first() {
        return segments.get(0);
    }

    ReferencePacket last() {
        return segments.get(segments.size() - 1);
    }

    int segmentSize() {
        return first().payload;
    }

    int payload() {
        return segments.stream().mapToInt(segment -> segment.payload).sum();
    }

    /** Whether a segment that goes on with this chain could be joined by size and headers; the reason if not. */
    @Nullable SealReason refusal(final ReferencePacket next, final CoalescerOptions options) {
        final ReferencePacket first = first();
        if (!first.udp) {
            final int difference = next.seq() - (first.seq() + payload());
            if (difference != 0) {
                return difference > 0 ? SealReason.SEQUENCE_GAP : SealReason.SEQUENCE_BEHIND;
            }
        }
        if (next.headers != first.headers) {
            return SealReason.HEADER_LENGTH;
        }
        if (segments.size() >= options.maxSegments()) {
            return SealReason.MAX_SEGMENTS;
        }
        if (next.payload > segmentSize()) {
            return SealReason.LARGER_SEGMENT;
        }
        if (first.headers + payload() + next.payload > options.maxBytes()) {
            return SealReason.MAX_BYTES;
        }
        return differentHeader(next, options);
    }

    /** The first difference in a header that has to be the same. */
    @Nullable SealReason differentHeader(final ReferencePacket next, final CoalescerOptions options) {
        final ReferencePacket first = first();
        if (!mayMergeEcn(next, options)) {
            return SealReason.ECN_CHANGE;
        }
        if (next.tos() >> 2 != first.tos() >> 2) {
            return SealReason.TOS;
        }
        if (first.ipv6) {
            if ((SlowChecksum.getInt(next.bytes, 0) & 0xfffff) != (SlowChecksum.getInt(first.bytes, 0) & 0xfffff)) {
                return SealReason.FLOW_LABEL;
            }
            if (next.bytes[7] != first.bytes[7]) {
                return SealReason.TTL;
            }
        } else {
            if (get(next.bytes, 6) != get(first.bytes, 6)) {
                return SealReason.FRAGMENT_BITS;
            }
            if (next.bytes[8] != first.bytes[8]) {
                return SealReason.TTL;
            }
            if (!first.dontFragment()
                    && get(next.bytes, 4) != (get(first.bytes, 4) + segments.size() & 0xffff)) {
                return SealReason.IP_ID;
            }
        }
        return first.udp ? null : differentTcpHeader(next);
    }

    private @Nullable SealReason differentTcpHeader(final ReferencePacket next) {
        final ReferencePacket first = first();
        final int tcp = first.ipHeader;
        if (SlowChecksum.getInt(next.bytes, tcp + 8) != SlowChecksum.getInt(first.bytes, tcp + 8)) {
            return SealReason.ACK;
        }
        if ((next.bytes[tcp + 12] & 15) != (first.bytes[tcp + 12] & 15)
                || ((next.flags() ^ first.flags()) & TcpPackets.ECE) != 0) {
            return SealReason.ECN_CHANGE;
        }
        if (get(next.bytes, tcp + 14) != get(first.bytes, tcp + 14)
                || get(next.bytes, tcp + 18) != get(first.bytes, tcp + 18)) {
            return SealReason.WINDOW;
        }
        return Arrays.equals(next.options(), first.options()) ? null : SealReason.OPTIONS;
    }

    private boolean mayMergeEcn(final ReferencePacket next, final CoalescerOptions options) {
        if (options.ecnPolicy() == EcnPolicy.EXACT) {
            return next.ecn() == first().ecn();
        }
        // Not-ECT is 0, ECT(1) 1, ECT(0) 2, CE 3
        boolean sameKind = true;
        for (final ReferencePacket segment : segments) {
            final int pairOf = segment.ecn() << 2 | next.ecn();
            sameKind &= segment.ecn() == next.ecn() || segment.ecn() != 0 && next.ecn() != 0 && pairOf != 0b0110
                && pairOf != 0b1001;
        }
        return sameKind;
    }

    /** Rule 4: whether a chain that goes on with this one may be merged into it. */
    boolean canMerge(final ReferenceChain right, final CoalescerOptions options) {
        if (last().payload != segmentSize() || last().push() || last().fin
                || right.first().seq() != first().seq() + payload()
                || right.first().headers != first().headers
                || segments.size() + right.segments.size() > options.maxSegments()
                || first().headers + payload() + right.payload() > options.maxBytes()
                || right.segmentSize() != segmentSize()
                    && (right.segments.size() > 1 || right.segmentSize() > segmentSize())) {
            return false;
        }
        return right.segments.stream().allMatch(segment -> mayMergeEcn(segment, options))
            && differentHeader(right.first(), options) == null;
    }

    /** The bytes of the superpacket, rule 7. */
    byte[] superpacket() {
        final ReferencePacket first = first();
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first.bytes, 0, first.headers);
        segments.forEach(segment -> out.writeBytes(segment.payloadBytes()));
        final byte[] packet = out.toByteArray();
        final int l4 = first.ipHeader;
        final boolean ce = segments.stream().anyMatch(segment -> segment.ecn() == 3);
        if (first.ipv6) {
            put(packet, 4, packet.length - 40);
            if (ce) {
                packet[1] |= 0x30;
            }
        } else {
            put(packet, 2, packet.length);
            if (ce) {
                packet[1] |= 3;
            }
            SlowChecksum.finishIpv4(packet);
        }
        if (first.udp) {
            put(packet, l4 + 4, packet.length - l4);
        } else {
            packet[l4 + 13] |= (byte) (last().flags() & (TcpPackets.PSH | TcpPackets.FIN));
        }
        final int protocol = first.udp ? 17 : 6;
        put(packet, l4 + (first.udp ? 6 : 16), SlowChecksum.fold(SlowChecksum.pseudo(packet, protocol)));
        return packet;
    }
}
