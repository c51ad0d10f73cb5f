/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.checksum;

import static java.util.Objects.requireNonNull;

import org.opendaylight.coalescer.core.tunnel.OuterHeaders;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Tcp;
import org.opendaylight.coalescer.packet.Udp;

/**
 * Looks at the checksums of arriving packets, once, and has their payload read at most once. That of TCP or UDP is good
 * if it is the one that the segmenter writes; IPv4 headers are always looked at.
 *
 * <p>Hot path: owned by one worker.
 */
public final class ReceiveValidation {
    private final PacketMemory memory;
    private final PayloadChecksum payload;
    private final boolean trusting;

    /**
     * Makes one.
     *
     * @param memory where all packets lie
     * @param payload who reads payload
     * @param trusting whether no checksum over payload is looked at, for carriers that authenticate it
     */
    public ReceiveValidation(final PacketMemory memory, final PayloadChecksum payload, final boolean trusting) {
        this.memory = requireNonNull(memory);
        this.payload = requireNonNull(payload);
        this.trusting = trusting;
    }

    /**
     * Looks at a packet without IPv4 options or fragments, whose lengths agree.
     *
     * @param packet its place, and what is known of its checksum
     * @param ipOff offset of its IP header, the inner one of an encapsulated packet
     * @param l4Off offset of the transport header behind that
     * @param protocol its protocol: TCP or UDP, or in a packet that is not encapsulated also ICMP, ICMPv6 or SCTP
     * @return what was found
     */
    public ChecksumVerdict inspect(final PacketMetadata packet, final int ipOff, final int l4Off, final int protocol) {
        final int outerLen = ipOff - packet.offset() - packet.linkLength();
        if (!isIpHeaderGood(ipOff) || outerLen != 0 && !isIpHeaderGood(packet.offset())) {
            return ChecksumVerdict.BAD_IP;
        }
        // Of an encapsulated packet the outer checksum was found good
        final ChecksumState state = outerLen != 0 && packet.checksumState() == ChecksumState.UNNECESSARY
            ? ChecksumState.NONE : packet.checksumState();
        if (trusting && state == ChecksumState.NONE) {
            return ChecksumVerdict.TRUSTED;
        }
        final int l4Len = packet.offset() + packet.length() - l4Off;
        final long pseudo = hasPseudoHeader(protocol) ? InternetChecksum.pseudo(memory, ipOff, protocol, l4Len) : 0;
        final ChecksumVerdict verdict = switch (state) {
            case UNNECESSARY -> ChecksumVerdict.GOOD;
            case BAD -> bad(protocol);
            case PARTIAL -> partial(packet, pseudo, l4Off, protocol);
            case NONE -> look(pseudo, l4Off, l4Len, protocol);
        };
        return outerLen == 0 || verdict.obstacle() != null
            || isOuterGood(packet, outerLen, l4Off, pseudo) ? verdict : ChecksumVerdict.BAD_UDP;
    }

    /**
     * With DF set the segmenter's output may differ in id and header checksum anyway, so both zeros of ones-complement
     * arithmetic will do; else the field must be the very one that is written again.
     *
     * @param ipOff offset of an IP header without options
     * @return true if its checksum is good, or it is IPv6
     */
    public boolean isIpHeaderGood(final int ipOff) {
        final var net = memory.net();
        if (net.get(ipOff) != Ipv4.VERSION_IHL_PLAIN) {
            return true;
        }
        return (net.getShort(ipOff + Ipv4.FRAGMENT) & Ipv4.DF) != 0
            ? InternetChecksum.verify(0, memory, ipOff, Ipv4.HEADER_LENGTH)
            : InternetChecksum.expected(0, memory, ipOff, Ipv4.HEADER_LENGTH, Ipv4.CHECKSUM)
                == (net.getShort(ipOff + Ipv4.CHECKSUM) & 0xffff);
    }

    private ChecksumVerdict look(final long pseudo, final int l4Off, final int l4Len, final int protocol) {
        if (protocol == IpProtocol.SCTP) {
            return payload.isCrc32cGood(memory, l4Off, l4Len) ? ChecksumVerdict.GOOD : bad(protocol);
        }
        if (protocol != IpProtocol.TCP && protocol != IpProtocol.UDP) {
            return payload.isGood(pseudo, memory, l4Off, l4Len) ? ChecksumVerdict.GOOD : bad(protocol);
        }
        final int fieldOff = fieldOffset(protocol);
        final int field = memory.net().getShort(l4Off + fieldOff) & 0xffff;
        final int expected = payload.expected(pseudo, memory, l4Off, l4Len, fieldOff);
        if (field == expected) {
            return ChecksumVerdict.GOOD;
        }
        if (expected == 0 && field == 0xffff) {
            // The other zero of ones' complement: UDP has to send it, TCP may
            return protocol == IpProtocol.UDP ? ChecksumVerdict.GOOD : ChecksumVerdict.ODD;
        }
        return field == InternetChecksum.fold(pseudo) ? ChecksumVerdict.UNFINISHED : bad(protocol);
    }

    private ChecksumVerdict partial(final PacketMetadata packet, final long pseudo, final int l4Off,
            final int protocol) {
        final int fieldOff = fieldOffset(protocol);
        return packet.csumStart() == l4Off - packet.offset()
            && packet.csumOffset() == fieldOff
            && (memory.net().getShort(l4Off + fieldOff) & 0xffff) == InternetChecksum.fold(pseudo)
            ? ChecksumVerdict.PARTIAL : ChecksumVerdict.PARTIAL_ELSEWHERE;
    }

    private boolean isOuterGood(final PacketMetadata packet, final int outerLen, final int l4Off,
            final long innerPseudo) {
        final int off = packet.offset();
        final int udp = OuterHeaders.udpStart(outerLen);
        if (!OuterHeaders.hasChecksum(memory.net(), off, udp)) {
            return true;
        }
        final int expected = OuterHeaders.checksum(memory, off, udp, l4Off - off - udp,
            OuterHeaders.pseudoHeader(memory, off, udp, packet.length()) + OuterHeaders.covered(innerPseudo));
        return expected == (memory.net().getShort(off + udp + Udp.CHECKSUM) & 0xffff);
    }

    private static boolean hasPseudoHeader(final int protocol) {
        return protocol != IpProtocol.ICMP && protocol != IpProtocol.SCTP;
    }

    private static int fieldOffset(final int protocol) {
        return protocol == IpProtocol.UDP ? Udp.CHECKSUM : Tcp.CHECKSUM;
    }

    private static ChecksumVerdict bad(final int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> ChecksumVerdict.BAD_TCP;
            case IpProtocol.UDP -> ChecksumVerdict.BAD_UDP;
            case IpProtocol.SCTP -> ChecksumVerdict.BAD_SCTP;
            default -> ChecksumVerdict.BAD_ICMP;
        };
    }
}
