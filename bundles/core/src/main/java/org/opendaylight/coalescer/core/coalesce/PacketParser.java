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
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Tcp;
import org.opendaylight.coalescer.packet.Udp;

/**
 * Finds out what a packet may become part of. The fields hold what the last {@link #parse} found.
 *
 * <p>Hot path: owned by one worker.
 */
final class PacketParser {
    /** What a packet is to its flow. */
    enum Kind {
        /** May join a chain. */
        DATA,
        /** May join a chain and closes it; a barrier if it doesn't. */
        CLOSING,
        /** Goes ahead of the chains of its flow. */
        PURE_ACK,
        /** Goes as it is, a barrier of what {@link Scope} says. */
        VERBATIM
    }

    /** What a verbatim packet seals. */
    enum Scope { NOTHING, FLOW, ADDRESS_PAIR }

    /** Header layout: bits above the length of the TCP or UDP header in bytes. */
    static final int LAYOUT_V6 = 0x100;
    static final int LAYOUT_UDP = 0x200;
    static final int LAYOUT_L4_LENGTH = 0xff;

    /** Bytes of TCP or UDP that hold both ports. */
    private static final int PORTS_LENGTH = 4;

    private final PacketMemory memory;
    private final TransmitValidation validation;
    private final CoalescerStatistics statistics;
    private final CoalescerOptions options;

    Kind kind = Kind.VERBATIM;
    Scope scope = Scope.NOTHING;
    /** Why it goes verbatim if it does, null for {@link Kind#DATA}. */
    @Nullable VerbatimReason reason;
    /** Place and length of the packet. */
    int off;
    int len;
    int layout;
    int l4Off;
    /** Source port in the upper half; valid with {@link Scope#FLOW}. */
    int ports;
    int payloadOff;
    int payloadLen;
    /** TCP only. */
    int seq;
    int flags;

    PacketParser(final PacketMemory memory, final TransmitValidation validation, final CoalescerStatistics statistics,
            final CoalescerOptions options) {
        this.memory = memory;
        this.validation = validation;
        this.statistics = statistics;
        this.options = options;
    }

    /** Bytes of all headers that a superpacket of this layout repeats. */
    static int headerLength(final int layout) {
        return ipHeaderLength(layout) + (layout & LAYOUT_L4_LENGTH);
    }

    static int ipHeaderLength(final int layout) {
        return (layout & LAYOUT_V6) != 0 ? Ipv6.HEADER_LENGTH : Ipv4.HEADER_LENGTH;
    }

    static GsoType gsoType(final int layout) {
        return (layout & LAYOUT_UDP) != 0 ? GsoType.UDP_L4
            : (layout & LAYOUT_V6) != 0 ? GsoType.TCPV6 : GsoType.TCPV4;
    }

    /**
     * Looks at a packet.
     *
     * @param packet its place, at least 1 byte, and what is known of its checksum
     */
    void parse(final PacketMetadata packet) {
        off = packet.offset();
        len = packet.length();
        kind = Kind.VERBATIM;
        scope = Scope.NOTHING;
        payloadLen = 0;
        flags = 0;
        reason = switch (memory.net().get(off) >>> 4 & 0xf) {
            case 4 -> ipv4(packet);
            case 6 -> ipv6(packet);
            default -> VerbatimReason.NOT_TCP_UDP;
        };
    }

    /** TSval of a TCP packet, or {@link TimestampOption#NONE}. */
    long timestamp() {
        return TimestampOption.find(memory.net(), l4Off + Tcp.OPTIONS, l4Off + (layout & LAYOUT_L4_LENGTH));
    }

    /** Whether nothing is wrong with a packet although it goes verbatim. */
    boolean isSound(final PacketMetadata packet) {
        if (reason == null) {
            return false;
        }
        return switch (reason) {
            // Nobody has looked at checksums yet, without payload or without one of UDP
            case FLAG_NOT_ADMISSIBLE -> payloadLen > 0 || isGood(packet, len - (l4Off - off));
            case ZERO_UDP_CHECKSUM -> (layout & LAYOUT_V6) != 0 || isIpv4HeaderGood();
            case COALESCING_OFF, NO_OFFLOAD, ODD_CHECKSUM, TOO_LARGE -> true;
            default -> false;
        };
    }

    private boolean isGood(final PacketMetadata packet, final int l4Len) {
        if ((layout & LAYOUT_V6) == 0 && !isIpv4HeaderGood()) {
            return false;
        }
        return switch (packet.checksumState()) {
            case UNNECESSARY, PARTIAL -> true;
            case BAD -> false;
            case NONE -> options.checksumValidation() == ChecksumValidation.TRUST
                || InternetChecksum.verify(pseudoHeader(l4Len), memory, l4Off, l4Len);
        };
    }

    private @Nullable VerbatimReason ipv4(final PacketMetadata packet) {
        final ByteBuffer net = memory.net();
        if (len < Ipv4.HEADER_LENGTH) {
            return VerbatimReason.MALFORMED;
        }
        layout = 0;
        final int versionIhl = net.get(off + Ipv4.VERSION_IHL);
        if (versionIhl != Ipv4.VERSION_IHL_PLAIN) {
            scope = Scope.ADDRESS_PAIR;
            return versionIhl < Ipv4.VERSION_IHL_PLAIN ? VerbatimReason.MALFORMED : VerbatimReason.IP_OPTIONS;
        }
        if ((net.getShort(off + Ipv4.FRAGMENT) & (Ipv4.MF | Ipv4.OFFSET_MASK)) != 0) {
            scope = Scope.ADDRESS_PAIR;
            return VerbatimReason.FRAGMENT;
        }
        l4Off = off + Ipv4.HEADER_LENGTH;
        return transport(packet, net.get(off + Ipv4.PROTOCOL) & 0xff, net.getShort(off + Ipv4.TOTAL_LENGTH) & 0xffff);
    }

    private @Nullable VerbatimReason ipv6(final PacketMetadata packet) {
        final ByteBuffer net = memory.net();
        if (len < Ipv6.HEADER_LENGTH) {
            return VerbatimReason.MALFORMED;
        }
        layout = LAYOUT_V6;
        final int next = net.get(off + Ipv6.NEXT_HEADER) & 0xff;
        switch (next) {
            case IpProtocol.FRAGMENT -> {
                scope = Scope.ADDRESS_PAIR;
                return VerbatimReason.FRAGMENT;
            }
            case IpProtocol.HOP_BY_HOP, IpProtocol.ROUTING, IpProtocol.ESP, IpProtocol.AH,
                IpProtocol.DESTINATION_OPTIONS, IpProtocol.MOBILITY, IpProtocol.HIP, IpProtocol.SHIM6 -> {
                scope = Scope.ADDRESS_PAIR;
                return VerbatimReason.EXTENSION_HEADER;
            }
            default -> {
                l4Off = off + Ipv6.HEADER_LENGTH;
                return transport(packet, next,
                    Ipv6.HEADER_LENGTH + (net.getShort(off + Ipv6.PAYLOAD_LENGTH) & 0xffff));
            }
        }
    }

    /** Goes on behind the IP header; {@code ipLen} is the length of the packet as that header gives it. */
    private @Nullable VerbatimReason transport(final PacketMetadata packet, final int protocol, final int ipLen) {
        if (protocol != IpProtocol.TCP && protocol != IpProtocol.UDP) {
            return VerbatimReason.NOT_TCP_UDP;
        }
        final int ipHeaderLen = l4Off - off;
        // A length that does not even cover the IP header says nothing about where the packet ends
        final int end = ipLen < ipHeaderLen ? len : Math.min(ipLen, len);
        if (end < ipHeaderLen + PORTS_LENGTH) {
            return VerbatimReason.MALFORMED;
        }
        scope = Scope.FLOW;
        ports = memory.net().getInt(l4Off);
        if (protocol == IpProtocol.UDP) {
            layout |= LAYOUT_UDP | Udp.HEADER_LENGTH;
        }
        if (ipLen != len) {
            return ipLen < ipHeaderLen || ipLen > len ? VerbatimReason.MALFORMED : VerbatimReason.TRAILING_BYTES;
        }
        final int l4Len = len - ipHeaderLen;
        return protocol == IpProtocol.TCP ? tcp(packet, l4Len) : udp(packet, l4Len);
    }

    private @Nullable VerbatimReason tcp(final PacketMetadata packet, final int l4Len) {
        final ByteBuffer net = memory.net();
        if (l4Len < Tcp.HEADER_LENGTH) {
            return VerbatimReason.MALFORMED;
        }
        final int headerLen = net.get(l4Off + Tcp.DATA_OFFSET) >>> 2 & 0x3c;
        if (headerLen < Tcp.HEADER_LENGTH || headerLen > l4Len) {
            return VerbatimReason.MALFORMED;
        }
        layout |= headerLen;
        payloadOff = l4Off + headerLen;
        payloadLen = l4Len - headerLen;
        seq = net.getInt(l4Off + Tcp.SEQUENCE);
        flags = net.get(l4Off + Tcp.FLAGS) & 0xff;
        final int decisive = flags & ~(Tcp.PSH | Tcp.ECE);
        if (payloadLen == 0) {
            if (decisive == Tcp.ACK) {
                kind = Kind.PURE_ACK;
                return VerbatimReason.PURE_ACK;
            }
            return VerbatimReason.FLAG_NOT_ADMISSIBLE;
        }
        final VerbatimReason obstacle = obstacle(packet, options.tcp(), l4Len);
        if (obstacle != null) {
            return obstacle;
        }
        if (decisive == Tcp.ACK) {
            kind = Kind.DATA;
            return null;
        }
        if (decisive == (Tcp.ACK | Tcp.FIN)) {
            kind = Kind.CLOSING;
        }
        return VerbatimReason.FLAG_NOT_ADMISSIBLE;
    }

    private @Nullable VerbatimReason udp(final PacketMetadata packet, final int l4Len) {
        final ByteBuffer net = memory.net();
        if (l4Len < Udp.HEADER_LENGTH || (net.getShort(l4Off + Udp.LENGTH) & 0xffff) != l4Len) {
            return VerbatimReason.MALFORMED;
        }
        payloadOff = l4Off + Udp.HEADER_LENGTH;
        payloadLen = l4Len - Udp.HEADER_LENGTH;
        if (payloadLen == 0) {
            return VerbatimReason.NO_PAYLOAD;
        }
        if (net.getShort(l4Off + Udp.CHECKSUM) == 0) {
            return VerbatimReason.ZERO_UDP_CHECKSUM;
        }
        final VerbatimReason obstacle = obstacle(packet, options.udp(), l4Len);
        if (obstacle == null) {
            kind = Kind.DATA;
        }
        return obstacle;
    }

    /** What keeps a well-formed data packet from any superpacket, null if nothing does. */
    private @Nullable VerbatimReason obstacle(final PacketMetadata packet, final boolean enabled, final int l4Len) {
        // Verified even if it can't be merged: the operator is to see what is wrong on the wire
        final VerbatimReason wrong = checksum(packet, l4Len);
        if (wrong != null) {
            return wrong;
        }
        if (len > options.maxBytes()) {
            return VerbatimReason.TOO_LARGE;
        }
        if (!enabled) {
            return VerbatimReason.COALESCING_OFF;
        }
        return validation.canCarry(gsoType(layout)) ? null : VerbatimReason.NO_OFFLOAD;
    }

    private @Nullable VerbatimReason checksum(final PacketMetadata packet, final int l4Len) {
        if ((layout & LAYOUT_V6) == 0 && !isIpv4HeaderGood()) {
            statistics.increment(CoalescerCounter.CSUM_BAD_IP);
            return VerbatimReason.BAD_IP_CHECKSUM;
        }
        return switch (packet.checksumState()) {
            case UNNECESSARY -> {
                statistics.increment(CoalescerCounter.CSUM_UNNECESSARY);
                yield null;
            }
            case BAD -> badL4();
            case PARTIAL -> partial(packet, pseudoHeader(l4Len));
            case NONE -> {
                if (options.checksumValidation() == ChecksumValidation.TRUST) {
                    statistics.increment(CoalescerCounter.CSUM_NONE);
                    yield null;
                }
                yield verify(pseudoHeader(l4Len), l4Len);
            }
        };
    }

    /**
     * With DF set the segmenter's output may differ in id and header checksum anyway, so both zeros of ones-complement
     * arithmetic will do; else the field must be the very one that is written again.
     */
    private boolean isIpv4HeaderGood() {
        return (memory.net().getShort(off + Ipv4.FRAGMENT) & Ipv4.DF) != 0
            ? InternetChecksum.verify(0, memory, off, Ipv4.HEADER_LENGTH)
            : InternetChecksum.expected(0, memory, off, Ipv4.HEADER_LENGTH, Ipv4.CHECKSUM)
                == (memory.net().getShort(off + Ipv4.CHECKSUM) & 0xffff);
    }

    private long pseudoHeader(final int l4Len) {
        final int protocol = (layout & LAYOUT_UDP) != 0 ? IpProtocol.UDP : IpProtocol.TCP;
        return (layout & LAYOUT_V6) != 0 ? InternetChecksum.pseudoV6(memory, off, protocol, l4Len)
            : InternetChecksum.pseudoV4(memory, off, protocol, l4Len);
    }

    private int fieldOffset() {
        return (layout & LAYOUT_UDP) != 0 ? Udp.CHECKSUM : Tcp.CHECKSUM;
    }

    /**
     * A checksum to be finished comes out as the segmenter writes it, provided that start and offset are those of the
     * TCP or UDP header and that the field holds the pseudo-header sum. Else it is none of ours.
     */
    private @Nullable VerbatimReason partial(final PacketMetadata packet, final long pseudo) {
        statistics.increment(CoalescerCounter.CSUM_PARTIAL);
        return !packet.csumNotInet() && packet.csumStart() == l4Off - off && packet.csumOffset() == fieldOffset()
            && (memory.net().getShort(l4Off + fieldOffset()) & 0xffff) == InternetChecksum.fold(pseudo)
            ? null : VerbatimReason.UNFINISHED_CHECKSUM;
    }

    private @Nullable VerbatimReason verify(final long pseudo, final int l4Len) {
        final int field = memory.net().getShort(l4Off + fieldOffset()) & 0xffff;
        final int expected = InternetChecksum.expected(pseudo, memory, l4Off, l4Len, fieldOffset());
        if (field == expected || expected == 0 && field == 0xffff && (layout & LAYOUT_UDP) != 0) {
            statistics.increment(CoalescerCounter.CSUM_UNNECESSARY);
            return null;
        }
        if (expected == 0 && field == 0xffff) {
            // The other zero of ones' complement is as good, as Linux says and sends at times
            statistics.increment(CoalescerCounter.CSUM_UNNECESSARY);
            return VerbatimReason.ODD_CHECKSUM;
        }
        if (field == InternetChecksum.fold(pseudo)) {
            statistics.increment(CoalescerCounter.CSUM_UNFINISHED);
            return VerbatimReason.UNFINISHED_CHECKSUM;
        }
        return badL4();
    }

    private VerbatimReason badL4() {
        statistics.increment((layout & LAYOUT_UDP) != 0 ? CoalescerCounter.CSUM_BAD_UDP
            : CoalescerCounter.CSUM_BAD_TCP);
        return VerbatimReason.BAD_L4_CHECKSUM;
    }
}
