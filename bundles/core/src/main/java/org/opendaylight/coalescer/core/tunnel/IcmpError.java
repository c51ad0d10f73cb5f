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

/**
 * Writes what a sender must be told about a packet that can't be carried: it is too long for the underlay (RFC 1191
 * section 4, RFC 4443 section 3.2). The answer comes from the address that the packet was going to, as that of Linux
 * does in front of a tunnel ({@code iptunnel_pmtud_build_icmp} in {@code net/ipv4/ip_tunnel_core.c}): any other may
 * be one that the sender has no route for. The answer to an Ethernet frame goes back between the same two stations.
 *
 * <p>Its checksum is left unfinished, with metadata that says so. Hot path: stateless.
 */
public final class IcmpError {
    /** Most bytes of an answer: what every IPv6 link carries, behind an Ethernet header. */
    public static final int MAX_LENGTH = Ethernet.TAGGED_LENGTH + IcmpError.MAX_LENGTH_V6;

    private static final int MAX_LENGTH_V6 = 1280;

    /** An answer over IPv4 should not be longer (RFC 1812 section 4.3.2.3). */
    private static final int MAX_LENGTH_V4 = 576;
    private static final int ICMP_LENGTH = 8;
    private static final int ICMP_CHECKSUM = 2;
    private static final int FRAGMENTATION_NEEDED = 3 << 24 | 4 << 16;
    private static final int PACKET_TOO_BIG = 2 << 24;
    /** Types of ICMPv6 below are errors. */
    private static final int ICMPV6_INFORMATIONAL = 128;
    private static final int ICMPV6_REDIRECT = 137;
    /** Precedence of network control, as routers and Linux send errors. */
    private static final int VERSION_IHL_TOS = 0x45c0;
    private static final int TTL_PROTOCOL = 64 << 8 | IpProtocol.ICMP;
    private static final int VERSION_6 = 6 << 28;
    private static final int NEXT_HEADER_HOPS = IpProtocol.ICMPV6 << 8 | 64;
    private static final int MULTICAST_V4 = 0xe;
    private static final int LOOPBACK_V4 = 127;

    private IcmpError() {
        // Hidden on purpose
    }

    /**
     * Answers a packet that is too long. Of a superpacket, the first segment is quoted.
     *
     * @param memory where the packet lies
     * @param packet its metadata
     * @param mtu most bytes of an IP packet that could be carried
     * @param to where the answer goes, with room for {@link #MAX_LENGTH} bytes
     * @param toOff offset of its first byte there
     * @param answer its metadata, filled if there is an answer
     * @return false if nobody may be told: the packet is an error itself, a later fragment, or is from or for no single
     *         host or station (RFC 1122 section 3.2.2, RFC 4443 section 2.4)
     */
    public static boolean tooBig(final PacketMemory memory, final PacketMetadata packet, final int mtu,
            final PacketMemory to, final int toOff, final PacketMetadata answer) {
        final int link = packet.linkLength();
        final int off = packet.offset() + link;
        final int packetLen = packet.length() - link;
        final boolean v4 = IpHeader.isV4(memory.net(), off);
        if (!(v4 ? mayAnswerV4(memory.net(), off, packetLen) : mayAnswerV6(memory, off, packetLen))
                || link != 0 && Ethernet.isGroup(Ethernet.destination(memory.net(), packet.offset()))) {
            return false;
        }
        final int headerLen = v4 ? Ipv4.HEADER_LENGTH : Ipv6.HEADER_LENGTH;
        final int quoted = Math.min(firstLength(packet) - link,
            (v4 ? MAX_LENGTH_V4 : MAX_LENGTH_V6) - headerLen - ICMP_LENGTH);
        final int len = headerLen + ICMP_LENGTH + quoted;
        answer.reset(toOff, link + len);
        answer.setLink(link);
        answer.setPartial(link + headerLen, ICMP_CHECKSUM);
        if (link != 0) {
            Ethernet.writeReturn(memory, packet.offset(), to, toOff, link);
        }
        final int ip = toOff + link;
        final int quoteOff = ip + headerLen + ICMP_LENGTH;
        to.net().put(quoteOff, memory.net(), off, quoted);
        if (packet.gsoType() != GsoType.NONE) {
            quoteFirst(to, quoteOff, packet);
        }
        writeHeaders(to, ip, v4, mtu, len);
        return true;
    }

    private static void writeHeaders(final PacketMemory to, final int toOff, final boolean v4, final int mtu,
            final int len) {
        final ByteBuffer net = to.net();
        final int headerLen = v4 ? Ipv4.HEADER_LENGTH : Ipv6.HEADER_LENGTH;
        final int icmp = toOff + headerLen;
        final int quoteOff = icmp + ICMP_LENGTH;
        net.putInt(icmp, v4 ? FRAGMENTATION_NEEDED : PACKET_TOO_BIG);
        net.putInt(icmp + Integer.BYTES, mtu);
        if (v4) {
            net.putShort(toOff, (short) VERSION_IHL_TOS);
            net.putInt(toOff + Ipv4.IDENTIFICATION, Ipv4.DF);
            net.putShort(toOff + Ipv4.TTL, (short) TTL_PROTOCOL);
            net.putInt(toOff + Ipv4.SOURCE, net.getInt(quoteOff + Ipv4.DESTINATION));
            net.putInt(toOff + Ipv4.DESTINATION, net.getInt(quoteOff + Ipv4.SOURCE));
            IpHeader.writeLength(to, toOff, len, 0);
        } else {
            net.putInt(toOff, VERSION_6);
            net.putShort(toOff + Ipv6.NEXT_HEADER, (short) NEXT_HEADER_HOPS);
            net.put(toOff + Ipv6.SOURCE, net, quoteOff + Ipv6.DESTINATION, 16);
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
                || !isHostV4(net.getInt(off + Ipv4.SOURCE)) || !isHostV4(net.getInt(off + Ipv4.DESTINATION))) {
            return false;
        }
        // Echo, echo reply, timestamps, information: what is no error
        return net.get(off + Ipv4.PROTOCOL) != IpProtocol.ICMP || switch (net.get(off + headerLen)) {
            case 0, 8, 13, 14, 15, 16, 17, 18 -> true;
            default -> false;
        };
    }

    private static boolean isHostV4(final int address) {
        return address >>> 28 < MULTICAST_V4 && address >>> 24 != 0 && address >>> 24 != LOOPBACK_V4;
    }

    private static boolean mayAnswerV6(final PacketMemory memory, final int off, final int len) {
        final ByteBuffer net = memory.net();
        if (!isHostV6(net, off + Ipv6.SOURCE) || !isHostV6(net, off + Ipv6.DESTINATION)) {
            return false;
        }
        if (net.get(off + Ipv6.NEXT_HEADER) != IpProtocol.ICMPV6) {
            return true;
        }
        final int type = len > Ipv6.HEADER_LENGTH ? net.get(off + Ipv6.HEADER_LENGTH) & 0xff : 0;
        return type >= ICMPV6_INFORMATIONAL && type != ICMPV6_REDIRECT;
    }

    private static boolean isHostV6(final ByteBuffer net, final int off) {
        final long high = net.getLong(off);
        return high >>> 56 != 0xff && (high != 0 || net.getLong(off + Long.BYTES) >>> 1 != 0);
    }
}
