/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.opendaylight.coalescer.packet.Ethernet;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Finds out by writing which packets with offload a TUN device accepts: the switches of {@code TUNSETOFFLOAD} say
 * nothing about that direction. The packets have a multicast source address, so that no kernel delivers, answers or
 * forwards them (RFC 1122 section 3.2.1.3, RFC 4291 section 2.7). Frames go to a group address that no bridge
 * forwards (IEEE 802.1Q table 8-1).
 */
final class SuperpacketProbe {
    private static final int SEGMENT = 100;
    private static final int PAYLOAD = 2 * SEGMENT;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int TCP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int GSO_NONE = 0;
    /** IPv4, UDP, VXLAN, Ethernet. */
    private static final int OUTER_HEADERS = IPV4_HEADER + UDP_HEADER + 8 + 14;

    private final TunQueue queue;
    /** Bytes of the Ethernet header. */
    private final int link;
    private final PacketMemory memory = NativeMemory.allocate(NativeMemory.ALIGNMENT);

    SuperpacketProbe(final TunQueue queue, final TunDevice.Kind kind) {
        this.queue = queue;
        link = kind == TunDevice.Kind.TAP ? Ethernet.HEADER_LENGTH : 0;
    }

    /**
     * Writes one packet of each sort.
     *
     * @return a result for each capability of the direction TO_KERNEL
     */
    List<CapabilityResult> run() {
        final var results = new ArrayList<CapabilityResult>();
        results.add(write(Capability.WRITE_CHECKSUM, GSO_NONE, false, TCP));
        results.add(write(Capability.WRITE_TSO4, TunLayout.VIRTIO_NET_HDR_GSO_TCPV4, false, TCP));
        results.add(write(Capability.WRITE_TSO6, TunLayout.VIRTIO_NET_HDR_GSO_TCPV6, true, TCP));
        results.add(write(Capability.WRITE_USO4, TunLayout.VIRTIO_NET_HDR_GSO_UDP_L4, false, UDP));
        results.add(write(Capability.WRITE_USO6, TunLayout.VIRTIO_NET_HDR_GSO_UDP_L4, true, UDP));
        results.add(writeEncapsulated());
        return results;
    }

    private CapabilityResult write(final Capability capability, final int gsoType, final boolean ipv6,
            final int protocol) {
        final int packet = put(link, gsoType, ipv6, protocol);
        putEthernet(ipv6);
        return result(capability, queue.write(memory, 0, TunLayout.VNET_BYTES + link + packet));
    }

    /** A TCP superpacket in VXLAN. */
    private CapabilityResult writeEncapsulated() {
        final int start = TunLayout.VNET_BYTES + link;
        final int packet = OUTER_HEADERS + put(link + OUTER_HEADERS, TunLayout.VIRTIO_NET_HDR_GSO_TCPV4, false, TCP);
        putEthernet(false);
        putIpv4(start, packet, UDP);
        final int udp = start + IPV4_HEADER;
        final var net = memory.net();
        net.putShort(udp + 2, (short) 4789);
        net.putShort(udp + 4, (short) (packet - IPV4_HEADER));
        net.putInt(udp + UDP_HEADER, 0x0800_0000);
        net.putShort(start + OUTER_HEADERS - 2, (short) 0x0800);
        final ByteBuffer vnet = memory.host();
        vnet.put(TunLayout.VNET_FLAGS, (byte) (TunLayout.VIRTIO_NET_HDR_F_NEEDS_CSUM
            | TunLayout.VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM));
        vnet.put(TunLayout.VNET_GSO_TYPE, (byte) (TunLayout.VIRTIO_NET_HDR_GSO_TCPV4
            | TunLayout.VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4));
        // These two are little-endian on any machine
        net.putShort(TunLayout.VNET_OUTER_TH_OFFSET, Short.reverseBytes((short) (link + IPV4_HEADER)));
        net.putShort(TunLayout.VNET_INNER_NH_OFFSET, Short.reverseBytes((short) (link + OUTER_HEADERS)));
        return result(Capability.WRITE_UDP_TUNNEL_GSO, queue.write(memory, 0, start + packet));
    }

    private static CapabilityResult result(final Capability capability, final int result) {
        return result >= 0 ? CapabilityResult.granted(capability) : CapabilityResult.missing(capability,
            "writing a probe packet: " + Errno.describe(-result));
    }

    /** Puts a packet and its {@code virtio_net_hdr} in place, behind room for other headers; returns its length. */
    private int put(final int outer, final int gsoType, final boolean ipv6, final int protocol) {
        final int ipHeader = ipv6 ? IPV6_HEADER : IPV4_HEADER;
        final int l4Header = protocol == TCP ? TCP_HEADER : UDP_HEADER;
        final int packet = ipHeader + l4Header + PAYLOAD;
        final int start = TunLayout.VNET_BYTES + outer;
        for (int i = 0; i < start + packet; i++) {
            memory.net().put(i, (byte) 0);
        }
        final ByteBuffer vnet = memory.host();
        vnet.put(TunLayout.VNET_FLAGS, (byte) TunLayout.VIRTIO_NET_HDR_F_NEEDS_CSUM);
        vnet.put(TunLayout.VNET_GSO_TYPE, (byte) gsoType);
        vnet.putShort(TunLayout.VNET_HDR_LEN, (short) (outer + ipHeader + l4Header));
        vnet.putShort(TunLayout.VNET_GSO_SIZE, (short) (gsoType == GSO_NONE ? 0 : SEGMENT));
        vnet.putShort(TunLayout.VNET_CSUM_START, (short) (outer + ipHeader));
        vnet.putShort(TunLayout.VNET_CSUM_OFFSET, (short) (protocol == TCP ? 16 : 6));
        if (ipv6) {
            putIpv6(start, packet - ipHeader, protocol);
        } else {
            putIpv4(start, packet, protocol);
        }
        if (protocol == TCP) {
            // Data offset and ACK
            memory.net().putShort(start + ipHeader + 12, (short) 0x5010);
        } else {
            memory.net().putShort(start + ipHeader + 4, (short) (l4Header + PAYLOAD));
        }
        return packet;
    }

    private void putEthernet(final boolean ipv6) {
        if (link != 0) {
            final var net = memory.net();
            net.putLong(TunLayout.VNET_BYTES, 0x0180_c200_0001_0200L);
            net.putInt(TunLayout.VNET_BYTES + Long.BYTES, 1);
            net.putShort(TunLayout.VNET_BYTES + Ethernet.TYPE,
                (short) (ipv6 ? Ethernet.TYPE_IPV6 : Ethernet.TYPE_IPV4));
        }
    }

    private void putIpv4(final int start, final int packet, final int protocol) {
        final var net = memory.net();
        net.putShort(start, (short) 0x4500);
        net.putShort(start + 2, (short) packet);
        net.put(start + 8, (byte) 1);
        net.put(start + 9, (byte) protocol);
        // 224.0.0.1 to 192.0.2.1
        net.putInt(start + 12, 0xe0000001);
        net.putInt(start + 16, 0xc0000201);
        int sum = 0;
        for (int i = 0; i < IPV4_HEADER; i += Short.BYTES) {
            sum += net.getShort(start + i) & 0xffff;
        }
        net.putShort(start + 10, (short) ~((sum & 0xffff) + (sum >>> 16)));
    }

    private void putIpv6(final int start, final int payload, final int protocol) {
        final var net = memory.net();
        net.putInt(start, 0x60000000);
        net.putShort(start + 4, (short) payload);
        net.put(start + 6, (byte) protocol);
        net.put(start + 7, (byte) 1);
        // ff02::1 to 2001:db8::1
        net.putShort(start + 8, (short) 0xff02);
        net.put(start + 23, (byte) 1);
        net.putInt(start + 24, 0x20010db8);
        net.put(start + 39, (byte) 1);
    }
}
