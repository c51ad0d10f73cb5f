/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import java.nio.ByteBuffer;
import org.opendaylight.coalescer.packet.Ethernet;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.IpHeader;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Udp;
import org.opendaylight.coalescer.packet.UpperLayer;

/**
 * Writes what a sender must be told about a packet that can't be carried. If it is too long for the underlay (RFC 1191
 * section 4, RFC 4443 section 3.2), the answer comes from the address that the packet was going to, as that of Linux
 * does in front of a tunnel ({@code iptunnel_pmtud_build_icmp} in {@code net/ipv4/ip_tunnel_core.c}): any other may
 * be one that the sender has no route for. If it has gone through too many hops (RFC 1812 section 5.3.1, RFC 4443
 * section 3.3), the answer tells where. The answer to an Ethernet frame goes back between the same two stations.
 *
 * <p>Its checksum is left unfinished, with metadata that says so. Hot path: stateless.
 */
public final class IcmpError {
    /** Most bytes of an answer: what every IPv6 link carries, behind an Ethernet header. */
    public static final int MAX_LENGTH = Ethernet.MAX_HEADER_LENGTH + InnerPacket.MIN_MTU_V6;

    /** An answer over IPv4 should not be longer (RFC 1812 section 4.3.2.3). */
    private static final int MAX_LENGTH_V4 = 576;
    private static final int ICMP_LENGTH = 8;
    private static final int ICMP_CHECKSUM = 2;
    /** Type and code in front of the checksum and 4 bytes that depend on them. */
    private static final long FRAGMENTATION_NEEDED = 3L << 56 | 4L << 48;
    private static final long PACKET_TOO_BIG = 2L << 56;
    private static final long TIME_EXCEEDED = 11L << 56;
    private static final long TIME_EXCEEDED_V6 = 3L << 56;
    /** Types of ICMPv6 below are errors. */
    private static final int ICMPV6_INFORMATIONAL = 128;
    private static final int ICMPV6_REDIRECT = 137;
    /** Precedence of network control, as routers and Linux send errors. */
    private static final int VERSION_4 = 0x45c0 << 16;
    private static final int TTL_PROTOCOL = 64 << 8 | IpProtocol.ICMP;
    private static final int VERSION_6 = 6 << 28;
    private static final int NEXT_HEADER_HOPS = IpProtocol.ICMPV6 << 8 | 64;

    private IcmpError() {
        // Hidden on purpose
    }

    /**
     * Answers a packet that is too long. Of a superpacket, the first segment is quoted.
     *
     * @param memory where the packet lies
     * @param packet its metadata
     * @param mtu most bytes of an IP packet that could be carried; IPv6 is never told less than 1280, which a sender
     *        would not believe (RFC 8201 section 4)
     * @param to where the answer goes, with room for {@link #MAX_LENGTH} bytes
     * @param toOff offset of its first byte there
     * @param answer its metadata, filled if there is an answer
     * @return false if nobody may be told: the packet is an error itself, a later fragment, or is from or for no single
     *         host or station (RFC 1122 section 3.2.2; RFC 4443 section 2.4 would allow it for IPv6 multicast, but the
     *         address of a group can't be the source of an answer)
     */
    public static boolean tooBig(final PacketMemory memory, final PacketMetadata packet, final int mtu,
            final PacketMemory to, final int toOff, final PacketMetadata answer) {
        final boolean v4 = isV4(memory, packet);
        if (!quote(memory, packet, to, toOff, answer)) {
            return false;
        }
        final int ip = toOff + packet.linkLength();
        final int quoted = ip + headerLength(v4) + ICMP_LENGTH;
        to.net().put(ip + (v4 ? Ipv4.SOURCE : Ipv6.SOURCE), to.net(),
            quoted + (v4 ? Ipv4.DESTINATION : Ipv6.DESTINATION), v4 ? Integer.BYTES : 2 * Long.BYTES);
        writeHeaders(to, ip, answer.length() - packet.linkLength(), (v4 ? FRAGMENTATION_NEEDED : PACKET_TOO_BIG)
            | Math.max(mtu, v4 ? 0 : InnerPacket.MIN_MTU_V6));
        return true;
    }

    /**
     * Answers an IP packet whose hops are used up.
     *
     * @param memory where the packet lies
     * @param packet its metadata; it is no Ethernet frame
     * @param own who answers
     * @param to where the answer goes, with room for {@link #MAX_LENGTH} bytes
     * @param toOff offset of its first byte there
     * @param answer its metadata, filled if there is an answer
     * @return false if nobody may be told, as in {@link #tooBig}, or there is no address to answer from
     */
    public static boolean timeExceeded(final PacketMemory memory, final PacketMetadata packet, final OwnAddresses own,
            final PacketMemory to, final int toOff, final PacketMetadata answer) {
        final boolean v4 = isV4(memory, packet);
        final byte[] from = own.speaker(v4 ? 4 : 6);
        if (from == null || !quote(memory, packet, to, toOff, answer)) {
            return false;
        }
        to.net().put(toOff + (v4 ? Ipv4.SOURCE : Ipv6.SOURCE), from);
        writeHeaders(to, toOff, answer.length(), v4 ? TIME_EXCEEDED : TIME_EXCEEDED_V6);
        return true;
    }

    /**
     * Whether the sender of a packet may be told that it can't be carried.
     *
     * @param memory where the packet lies
     * @param packet its metadata
     * @return false as for {@link #tooBig}
     */
    public static boolean mayAnswer(final PacketMemory memory, final PacketMetadata packet) {
        final int link = packet.linkLength();
        final int off = packet.offset() + link;
        final int packetLen = packet.length() - link;
        return (isV4(memory, packet) ? mayAnswerV4(memory.net(), off, packetLen)
            : mayAnswerV6(memory, off, packetLen))
            && (link == 0 || !Ethernet.isGroup(Ethernet.destination(memory.net(), packet.offset())));
    }

    private static boolean isV4(final PacketMemory memory, final PacketMetadata packet) {
        return IpHeader.isV4(memory.net(), packet.offset() + packet.linkLength());
    }

    private static int headerLength(final boolean v4) {
        return v4 ? Ipv4.HEADER_LENGTH : Ipv6.HEADER_LENGTH;
    }

    /** Writes the quoted packet, what is in front of the IP header, and which version of IP that is. */
    private static boolean quote(final PacketMemory memory, final PacketMetadata packet, final PacketMemory to,
            final int toOff, final PacketMetadata answer) {
        if (!mayAnswer(memory, packet)) {
            return false;
        }
        final int link = packet.linkLength();
        final int off = packet.offset() + link;
        final boolean v4 = IpHeader.isV4(memory.net(), off);
        final int headerLen = headerLength(v4);
        final int quoted = Math.min(firstLength(packet) - link,
            (v4 ? MAX_LENGTH_V4 : InnerPacket.MIN_MTU_V6) - headerLen - ICMP_LENGTH);
        answer.reset(toOff, link + headerLen + ICMP_LENGTH + quoted);
        answer.setLink(link);
        answer.setPartial(link + headerLen, ICMP_CHECKSUM);
        if (link != 0) {
            Ethernet.writeReturn(memory, packet.offset(), to, toOff, link);
        }
        final int ip = toOff + link;
        to.net().putInt(ip, v4 ? VERSION_4 : VERSION_6);
        final int quoteOff = ip + headerLen + ICMP_LENGTH;
        to.net().put(quoteOff, memory.net(), off, quoted);
        if (packet.gsoType() != GsoType.NONE) {
            quoteFirst(to, quoteOff, packet);
        }
        return true;
    }

    /**
     * Completes the headers of an answer, which knows its source address already, to the source of what it quotes.
     * The checksum field of {@code message} is 0, the first 8 bytes of ICMP.
     */
    private static void writeHeaders(final PacketMemory to, final int toOff, final int len, final long message) {
        final ByteBuffer net = to.net();
        final boolean v4 = IpHeader.isV4(net, toOff);
        final int headerLen = headerLength(v4);
        final int icmp = toOff + headerLen;
        final int quoteOff = icmp + ICMP_LENGTH;
        net.putLong(icmp, message);
        if (v4) {
            net.putInt(toOff + Ipv4.IDENTIFICATION, Ipv4.DF);
            net.putShort(toOff + Ipv4.TTL, (short) TTL_PROTOCOL);
            net.putInt(toOff + Ipv4.DESTINATION, net.getInt(quoteOff + Ipv4.SOURCE));
            IpHeader.writeLength(to, toOff, len, 0);
        } else {
            net.putShort(toOff + Ipv6.NEXT_HEADER, (short) NEXT_HEADER_HOPS);
            net.put(toOff + Ipv6.DESTINATION, net, quoteOff + Ipv6.SOURCE, 16);
            IpHeader.writeLength(to, toOff, len, 0);
            net.putShort(icmp + ICMP_CHECKSUM, (short) InternetChecksum.fold(
                InternetChecksum.pseudoV6(to, toOff, IpProtocol.ICMPV6, len - headerLen)));
        }
    }

    /** Bytes of a packet, or of the first segment of a superpacket, with the Ethernet header. */
    public static int firstLength(final PacketMetadata packet) {
        return packet.gsoType() == GsoType.NONE ? packet.length()
            : Math.min(packet.length(), packet.payloadOffset() - packet.offset() + packet.gsoSize());
    }

    /** Makes the headers of a superpacket those of a packet, for lengths; sums are not anybody's business. */
    private static void quoteFirst(final PacketMemory to, final int quoteOff, final PacketMetadata packet) {
        final int link = packet.linkLength();
        final int len = firstLength(packet) - link;
        IpHeader.writeLength(to, quoteOff, len, 0);
        if (packet.gsoType() == GsoType.UDP_L4 && !packet.isEncapsulated()) {
            final int l4 = packet.l4Offset() - packet.offset() - link;
            to.net().putShort(quoteOff + l4 + Udp.LENGTH, (short) (len - l4));
        }
    }

    private static boolean mayAnswerV4(final ByteBuffer net, final int off, final int len) {
        final int headerLen = (net.get(off) & 0xf) * Integer.BYTES;
        if ((net.getShort(off + Ipv4.FRAGMENT) & Ipv4.OFFSET_MASK) != 0 || headerLen >= len
                || !InnerPacket.isHostV4(net.getInt(off + Ipv4.SOURCE))
                || !InnerPacket.isHostV4(net.getInt(off + Ipv4.DESTINATION))) {
            return false;
        }
        // Echo, echo reply, timestamps, information: what is no error
        return net.get(off + Ipv4.PROTOCOL) != IpProtocol.ICMP || switch (net.get(off + headerLen)) {
            case 0, 8, 13, 14, 15, 16, 17, 18 -> true;
            default -> false;
        };
    }

    private static boolean mayAnswerV6(final PacketMemory memory, final int off, final int len) {
        final ByteBuffer net = memory.net();
        if (!InnerPacket.isHostV6(net, off + Ipv6.SOURCE) || !InnerPacket.isHostV6(net, off + Ipv6.DESTINATION)) {
            return false;
        }
        final int found = UpperLayer.find(memory, off, len);
        if (found == UpperLayer.NONE || UpperLayer.protocol(found) != IpProtocol.ICMPV6) {
            return true;
        }
        final int at = UpperLayer.offset(found);
        final int type = len > at ? net.get(off + at) & 0xff : 0;
        return type >= ICMPV6_INFORMATIONAL && type != ICMPV6_REDIRECT;
    }
}
