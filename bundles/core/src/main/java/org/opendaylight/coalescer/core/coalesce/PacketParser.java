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
import org.opendaylight.coalescer.core.checksum.ChecksumVerdict;
import org.opendaylight.coalescer.core.checksum.PayloadChecksum;
import org.opendaylight.coalescer.core.checksum.ReceiveValidation;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.core.tunnel.OuterHeaders;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Sctp;
import org.opendaylight.coalescer.packet.Tcp;
import org.opendaylight.coalescer.packet.TimestampOption;
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
    /** Bits from which on the layout holds the bytes in front of the IP header. */
    private static final int LAYOUT_START_SHIFT = 16;

    private static final int ECN_MASK = 3;
    /** Where the ECN field ends in the first 8 bytes of IPv6. */
    private static final int V6_ECN_SHIFT = 52;
    /** Bytes of TCP or UDP that hold both ports. */
    private static final int PORTS_LENGTH = 4;
    /** What all messages of ICMP and ICMPv6 have in common. */
    private static final int ICMP_HEADER_LENGTH = 4;

    private final PacketMemory memory;
    private final TransmitValidation output;
    private final ReceiveValidation checksums;
    private final CoalescerStatistics statistics;
    private final CoalescerOptions options;

    Kind kind = Kind.VERBATIM;
    Scope scope = Scope.NOTHING;
    /** Why it goes verbatim if it does, null for {@link Kind#DATA}. */
    @Nullable VerbatimReason reason;
    /** Place and length of the packet. */
    int off;
    int len;
    /** The IP header, the inner one of an encapsulated packet. */
    int ipOff;
    /** Its ECN field, of a packet with {@link Scope#FLOW}. */
    int ecn;
    int layout;
    int l4Off;
    /** Source port in the upper half; valid with {@link Scope#FLOW}. */
    int ports;
    int payloadOff;
    int payloadLen;
    /** Whether a data packet is such that only {@link #obstacle} remains to be asked. */
    private boolean wellFormedData;
    /** Protocol of a well-formed packet that never coalesces but has a checksum to be looked at, else 0. */
    private int other;
    /** TCP only. */
    int seq;
    int flags;

    PacketParser(final PacketMemory memory, final TransmitValidation output, final CoalescerStatistics statistics,
            final CoalescerOptions options) {
        this.memory = memory;
        this.output = output;
        checksums = new ReceiveValidation(memory, new PayloadChecksum(statistics.passes()),
            options.checksumValidation() == ChecksumValidation.TRUST);
        this.statistics = statistics;
        this.options = options;
    }

    /** Bytes of all headers that a superpacket of this layout repeats. */
    static int headerLength(final int layout) {
        return l4Start(layout) + (layout & LAYOUT_L4_LENGTH);
    }

    /** Bytes in front of the TCP or UDP header. */
    static int l4Start(final int layout) {
        return ipStart(layout) + ipHeaderLength(layout);
    }

    /** Bytes in front of the IP header: of Ethernet or of the headers of a tunnel. */
    static int ipStart(final int layout) {
        return layout >>> LAYOUT_START_SHIFT;
    }

    /** Bytes of the headers of a tunnel in front of the IP header, 0 without. */
    static int outerLength(final int layout) {
        final int start = ipStart(layout);
        return OuterHeaders.isTunnel(start) ? start : 0;
    }

    /** Bytes of the Ethernet header in front of the IP header, 0 without. */
    static int linkLength(final int layout) {
        return ipStart(layout) - outerLength(layout);
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
        wellFormedData = false;
        other = 0;
        int start = packet.linkLength();
        if (start == len) {
            reason = VerbatimReason.NOT_TCP_UDP;
            return;
        }
        if (start == 0 && output.canCarry(GsoType.UDP_TUNNEL)) {
            start = OuterHeaders.length(memory, off, len);
        }
        ipOff = off + start;
        layout = start << LAYOUT_START_SHIFT;
        reason = switch (memory.net().get(ipOff) >>> 4 & 0xf) {
            case 4 -> ipv4();
            case 6 -> ipv6();
            default -> VerbatimReason.NOT_TCP_UDP;
        };
        // Here rather than where it is known: the fewer calls down to the loops over bytes, the surer C2 inlines them
        if (wellFormedData) {
            final VerbatimReason obstacle = obstacle(packet);
            if (obstacle != null) {
                kind = Kind.VERBATIM;
                reason = obstacle;
            }
        } else if (other != 0 && outerLength(layout) == 0) {
            statistics.checksumSeen(checksums.inspect(packet, ipOff, l4Off, other));
        }
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
            case FLAG_NOT_ADMISSIBLE -> payloadLen > 0 || inspect(packet).isSound();
            case ZERO_UDP_CHECKSUM -> checksums.isIpHeaderGood(ipOff);
            case COALESCING_OFF, NO_OFFLOAD, ODD_CHECKSUM, TOO_LARGE -> true;
            default -> false;
        };
    }

    private @Nullable VerbatimReason ipv4() {
        final ByteBuffer net = memory.net();
        if (ipLen() < Ipv4.HEADER_LENGTH) {
            return VerbatimReason.MALFORMED;
        }
        final long word = net.getLong(ipOff);
        final int versionIhl = (int) (word >>> 56);
        if (versionIhl != Ipv4.VERSION_IHL_PLAIN) {
            scope = Scope.ADDRESS_PAIR;
            return versionIhl < Ipv4.VERSION_IHL_PLAIN ? VerbatimReason.MALFORMED : VerbatimReason.IP_OPTIONS;
        }
        if ((word & (Ipv4.MF | Ipv4.OFFSET_MASK)) != 0) {
            scope = Scope.ADDRESS_PAIR;
            return VerbatimReason.FRAGMENT;
        }
        ecn = (int) (word >>> 48) & ECN_MASK;
        l4Off = ipOff + Ipv4.HEADER_LENGTH;
        return transport(net.get(ipOff + Ipv4.PROTOCOL) & 0xff, (int) (word >>> 32) & 0xffff);
    }

    private @Nullable VerbatimReason ipv6() {
        final ByteBuffer net = memory.net();
        if (ipLen() < Ipv6.HEADER_LENGTH) {
            return VerbatimReason.MALFORMED;
        }
        layout |= LAYOUT_V6;
        final long word = net.getLong(ipOff);
        final int next = (int) (word >>> 8) & 0xff;
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
                ecn = (int) (word >>> V6_ECN_SHIFT) & ECN_MASK;
                l4Off = ipOff + Ipv6.HEADER_LENGTH;
                return transport(next, Ipv6.HEADER_LENGTH + ((int) (word >>> 16) & 0xffff));
            }
        }
    }

    /** Bytes from the IP header on. */
    private int ipLen() {
        return len - (ipOff - off);
    }

    /** Goes on behind the IP header; {@code given} is the length of the packet as that header gives it. */
    private @Nullable VerbatimReason transport(final int protocol, final int given) {
        final int ipHeaderLen = l4Off - ipOff;
        final int ipLen = ipLen();
        if (protocol != IpProtocol.TCP && protocol != IpProtocol.UDP) {
            other = given == ipLen && ipLen - ipHeaderLen >= leastLength(protocol) ? protocol : 0;
            return VerbatimReason.NOT_TCP_UDP;
        }
        // A length that does not even cover the IP header says nothing about where the packet ends
        final int end = given < ipHeaderLen ? ipLen : Math.min(given, ipLen);
        if (end < ipHeaderLen + PORTS_LENGTH) {
            return VerbatimReason.MALFORMED;
        }
        scope = Scope.FLOW;
        ports = memory.net().getInt(l4Off);
        if (protocol == IpProtocol.UDP) {
            layout |= LAYOUT_UDP | Udp.HEADER_LENGTH;
        }
        if (given != ipLen) {
            return given < ipHeaderLen || given > ipLen ? VerbatimReason.MALFORMED : VerbatimReason.TRAILING_BYTES;
        }
        final int l4Len = ipLen - ipHeaderLen;
        return protocol == IpProtocol.TCP ? tcp(l4Len) : udp(l4Len);
    }

    /** Bytes that a packet with a checksum of its own has at least, as many as it can have if it has none. */
    private static int leastLength(final int protocol) {
        return switch (protocol) {
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> ICMP_HEADER_LENGTH;
            case IpProtocol.SCTP -> Sctp.HEADER_LENGTH;
            default -> Integer.MAX_VALUE;
        };
    }

    private @Nullable VerbatimReason tcp(final int l4Len) {
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
        wellFormedData = true;
        if (decisive == Tcp.ACK) {
            kind = Kind.DATA;
            return null;
        }
        if (decisive == (Tcp.ACK | Tcp.FIN)) {
            kind = Kind.CLOSING;
        }
        return VerbatimReason.FLAG_NOT_ADMISSIBLE;
    }

    private @Nullable VerbatimReason udp(final int l4Len) {
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
        wellFormedData = true;
        kind = Kind.DATA;
        return null;
    }

    /** What keeps a well-formed data packet from any superpacket, null if nothing does. */
    private @Nullable VerbatimReason obstacle(final PacketMetadata packet) {
        // Verified even if it can't be merged: the operator is to see what is wrong on the wire
        final ChecksumVerdict verdict = inspect(packet);
        statistics.checksumSeen(verdict);
        final VerbatimReason wrong = verdict.obstacle();
        if (wrong != null) {
            return wrong;
        }
        if (len - linkLength(layout) > options.maxBytes() || payloadLen > options.maxSegmentSize()) {
            return VerbatimReason.TOO_LARGE;
        }
        if (!((layout & LAYOUT_UDP) != 0 ? options.udp() : options.tcp())) {
            return VerbatimReason.COALESCING_OFF;
        }
        return output.canCarry(gsoType(layout)) ? null : VerbatimReason.NO_OFFLOAD;
    }

    private ChecksumVerdict inspect(final PacketMetadata packet) {
        return checksums.inspect(packet, ipOff, l4Off,
            (layout & LAYOUT_UDP) != 0 ? IpProtocol.UDP : IpProtocol.TCP);
    }
}
