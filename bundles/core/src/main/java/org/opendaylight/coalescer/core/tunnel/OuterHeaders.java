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
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.IpHeader;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.Udp;

/**
 * The headers in front of a packet's IP header that only pass through: Ethernet on a TAP port, or of a tunnel outer IP,
 * UDP, VXLAN (RFC 7348 section 5) and Ethernet. What belongs to every segment of an encapsulated superpacket is read,
 * compared and written here.
 *
 * <p>The outer UDP checksum is computed from headers alone (local checksum offload, {@code lco_csum} in
 * {@code include/linux/skbuff.h}): once the inner checksum is finished, everything it covers adds up to the complement
 * of the inner pseudo-header sum, whatever the payload is.
 *
 * <p>Hot path: stateless.
 */
public final class OuterHeaders {
    /** Most bytes of them: IPv6, UDP, VXLAN, Ethernet. */
    public static final int MAX_LENGTH = Ipv6.HEADER_LENGTH + Udp.HEADER_LENGTH + OuterHeaders.BEHIND_UDP;

    private static final int BEHIND_UDP = Vxlan.HEADER_LENGTH + Ethernet.HEADER_LENGTH;
    private static final int ETHERTYPE = Vxlan.HEADER_LENGTH + Ethernet.TYPE;

    private OuterHeaders() {
        // Hidden on purpose
    }

    /**
     * Looks for a packet inside VXLAN. IP options, extension headers, fragments, VLAN tags, reserved bits and lengths
     * that do not agree make it an ordinary UDP datagram. Checksums are not looked at.
     *
     * @param memory where it lies
     * @param off offset of the outer IP header
     * @param len bytes from there to the end of the packet
     * @return bytes in front of the inner IP header, 0 if there is none
     */
    public static int length(final PacketMemory memory, final int off, final int len) {
        final ByteBuffer net = memory.net();
        final int version = net.get(off) >>> 4 & 0xf;
        final int udp = version == 4 ? Ipv4.HEADER_LENGTH : Ipv6.HEADER_LENGTH;
        final int length = udp + Udp.HEADER_LENGTH + BEHIND_UDP;
        if (len <= length || !(version == 4 ? isPlainV4(net, off, len) : version == 6 && isPlainV6(net, off, len))) {
            return 0;
        }
        final int udpOff = off + udp;
        final int vxlanOff = udpOff + Udp.HEADER_LENGTH;
        if ((net.getShort(udpOff + Udp.DESTINATION_PORT) & 0xffff) != Vxlan.PORT
                || (net.getShort(udpOff + Udp.LENGTH) & 0xffff) != len - udp
                || net.getInt(vxlanOff) != Vxlan.FLAGS || net.get(vxlanOff + Vxlan.HEADER_LENGTH - 1) != 0) {
            return 0;
        }
        final int inner = net.get(off + length) >>> 4 & 0xf;
        return switch (net.getShort(vxlanOff + ETHERTYPE) & 0xffff) {
            case Ethernet.TYPE_IPV4 -> inner == 4 ? length : 0;
            case Ethernet.TYPE_IPV6 -> inner == 6 ? length : 0;
            default -> 0;
        };
    }

    private static boolean isPlainV4(final ByteBuffer net, final int off, final int len) {
        return net.get(off + Ipv4.PROTOCOL) == IpProtocol.UDP
            && net.get(off + Ipv4.VERSION_IHL) == Ipv4.VERSION_IHL_PLAIN
            && (net.getShort(off + Ipv4.FRAGMENT) & (Ipv4.MF | Ipv4.OFFSET_MASK)) == 0
            && (net.getShort(off + Ipv4.TOTAL_LENGTH) & 0xffff) == len;
    }

    private static boolean isPlainV6(final ByteBuffer net, final int off, final int len) {
        return net.get(off + Ipv6.NEXT_HEADER) == IpProtocol.UDP
            && (net.getShort(off + Ipv6.PAYLOAD_LENGTH) & 0xffff) == len - Ipv6.HEADER_LENGTH;
    }

    /** Whether so many bytes in front of an IP header are headers of a tunnel: more than Ethernet's ever are. */
    public static boolean isTunnel(final int length) {
        return length > Ethernet.MAX_HEADER_LENGTH;
    }

    /** Bytes from the outer IP header to the UDP header, given those in front of the inner IP header. */
    public static int udpStart(final int length) {
        return length - BEHIND_UDP - Udp.HEADER_LENGTH;
    }

    /** Source and destination port of the outer UDP header. */
    public static int ports(final ByteBuffer net, final int off, final int length) {
        return net.getInt(off + udpStart(length));
    }

    /** Ports and VNI mixed, for a hash. */
    public static long hashKey(final ByteBuffer net, final int off, final int length) {
        final int udpOff = off + udpStart(length);
        return (long) net.getInt(udpOff) << Integer.SIZE | net.getInt(udpOff + Udp.HEADER_LENGTH + 4) & 0xffff_ffffL;
    }

    /** Whether outer addresses, ports and VNI of two packets are equal, or all of an Ethernet header is. */
    public static boolean isSameFlow(final ByteBuffer net, final int first, final int second, final int length) {
        return !isTunnel(length) ? isEqual(net, first, second, 0, length)
            : hashKey(net, first, length) == hashKey(net, second, length)
            && isEqual(net, first, second, addresses(length), udpStart(length));
    }

    /**
     * Whether the outer headers of two packets of a flow may be those of segments of one superpacket: equal, but for
     * lengths, checksums and the IPv4 identification of a packet with DF set. Without DF the identification has to
     * count on.
     *
     * @param net memory of both
     * @param seed outer IP header of the first segment
     * @param other outer IP header of the other packet
     * @param length bytes of the outer headers
     * @param index which segment the other is to become
     * @return true if they may
     */
    public static boolean mayFollow(final ByteBuffer net, final int seed, final int other, final int length,
            final int index) {
        final int udp = udpStart(length);
        return (isV4(length) ? mayFollowV4(net, seed, other, index) : isEqual(net, seed, other, 0, Integer.BYTES)
                && net.getShort(seed + Ipv6.NEXT_HEADER) == net.getShort(other + Ipv6.NEXT_HEADER))
            && hasChecksum(net, seed, udp) == hasChecksum(net, other, udp)
            && isEqual(net, seed, other, udp + Udp.HEADER_LENGTH, length);
    }

    private static boolean mayFollowV4(final ByteBuffer net, final int seed, final int other, final int index) {
        final int fragment = net.getShort(seed + Ipv4.FRAGMENT);
        final int step = net.getShort(other + Ipv4.IDENTIFICATION) - net.getShort(seed + Ipv4.IDENTIFICATION);
        return net.get(seed + Ipv4.TOS) == net.get(other + Ipv4.TOS)
            && fragment == net.getShort(other + Ipv4.FRAGMENT)
            && net.get(seed + Ipv4.TTL) == net.get(other + Ipv4.TTL)
            && ((fragment & Ipv4.DF) != 0 || (step & 0xffff) == index);
    }

    /**
     * Whether a UDP header has a checksum.
     *
     * @param net memory
     * @param off offset of the outer IP header
     * @param udp bytes from there to the UDP header
     * @return false if the field is 0
     */
    public static boolean hasChecksum(final ByteBuffer net, final int off, final int udp) {
        return net.getShort(off + udp + Udp.CHECKSUM) != 0;
    }

    /**
     * Writes what differs from segment to segment, but for the UDP checksum.
     *
     * @param memory where the outer headers lie
     * @param off offset of the outer IP header
     * @param udp bytes from there to the UDP header
     * @param len bytes of the whole packet
     * @param index which segment it is: counted on to the IPv4 identification
     */
    public static void write(final PacketMemory memory, final int off, final int udp, final int len, final int index) {
        IpHeader.writeLength(memory, off, len, index);
        memory.net().putShort(off + udp + Udp.LENGTH, (short) (len - udp));
    }

    /** Sum of the outer pseudo-header, for a UDP header {@code udp} bytes behind the IP header of {@code len} bytes. */
    public static long pseudoHeader(final PacketMemory memory, final int off, final int udp, final int len) {
        return InternetChecksum.pseudo(memory, off, IpProtocol.UDP, len - udp);
    }

    /**
     * What the outer UDP checksum has to be if the inner TCP or UDP checksum is good, or once it is finished. Reads
     * nothing behind the inner IP header.
     *
     * @param memory where the packet lies
     * @param off offset of the outer IP header
     * @param udp bytes from there to the outer UDP header
     * @param covered bytes from the outer UDP header to the inner TCP or UDP header, even
     * @param pseudo outer pseudo-header sum, less the inner one
     * @return checksum in network byte order, 1..65535
     */
    public static int checksum(final PacketMemory memory, final int off, final int udp, final int covered,
            final long pseudo) {
        final int expected = InternetChecksum.expected(pseudo, memory, off + udp, covered, Udp.CHECKSUM);
        return expected == 0 ? 0xffff : expected;
    }

    /** The sum of what a good inner checksum covers, to be added to an outer pseudo-header sum. */
    public static long covered(final long innerPseudo) {
        return InternetChecksum.word(~InternetChecksum.fold(innerPseudo) & 0xffff);
    }

    private static boolean isV4(final int length) {
        return udpStart(length) == Ipv4.HEADER_LENGTH;
    }

    private static int addresses(final int length) {
        return isV4(length) ? Ipv4.SOURCE : Ipv6.SOURCE;
    }

    private static boolean isEqual(final ByteBuffer net, final int first, final int second, final int from,
            final int to) {
        for (int i = from; i < to; i += Short.BYTES) {
            if (net.getShort(first + i) != net.getShort(second + i)) {
                return false;
            }
        }
        return true;
    }
}
