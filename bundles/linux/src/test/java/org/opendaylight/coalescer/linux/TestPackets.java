/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Packets behind a {@code virtio_net_hdr}, as TUN devices take and give them.
 */
final class TestPackets {
    static final int VNET = TunQueue.VNET_HEADER_BYTES;
    static final int IPV4 = 20;
    static final int IPV6 = 40;
    static final int TCP = 20;

    private TestPackets() {
        // static methods only
    }

    /**
     * Writes a TCP superpacket over IPv4 from 192.0.2.1 to 198.51.100.1 at the start of the memory, payload bytes
     * counting up, checksum to be finished.
     *
     * @return length, {@code virtio_net_hdr} included
     */
    static int tcp4(final PacketMemory mem, final int payload, final int segment) {
        clear(mem, VNET + IPV4 + TCP + payload);
        final var net = mem.net();
        net.putShort(VNET, (short) 0x4500);
        net.putShort(VNET + 2, (short) (IPV4 + TCP + payload));
        net.putShort(VNET + 6, (short) 0x4000);
        net.put(VNET + 8, (byte) 64);
        net.put(VNET + 9, (byte) 6);
        net.putInt(VNET + 12, 0xc0000201);
        net.putInt(VNET + 16, 0xc6336401);
        net.putShort(VNET + 10, (short) ~sum(mem, VNET, IPV4, 0));
        final int pseudo = sum(mem, VNET + 12, 8, 6 + TCP + payload);
        return tcp(mem, IPV4, payload, segment, pseudo, 1);
    }

    /** The same over IPv6, from 2001:db8::1 to 2001:db8:1::1. */
    static int tcp6(final PacketMemory mem, final int payload, final int segment) {
        clear(mem, VNET + IPV6 + TCP + payload);
        final var net = mem.net();
        net.putInt(VNET, 0x60000000);
        net.putShort(VNET + 4, (short) (TCP + payload));
        net.put(VNET + 6, (byte) 6);
        net.put(VNET + 7, (byte) 64);
        net.putInt(VNET + 8, 0x20010db8);
        net.put(VNET + 23, (byte) 1);
        net.putLong(VNET + 24, 0x20010db800010000L);
        net.put(VNET + 39, (byte) 1);
        final int pseudo = sum(mem, VNET + 8, 32, 6 + TCP + payload);
        return tcp(mem, IPV6, payload, segment, pseudo, 4);
    }

    private static int tcp(final PacketMemory mem, final int ipHeader, final int payload, final int segment,
            final int pseudo, final int gsoType) {
        final var net = mem.net();
        final int tcp = VNET + ipHeader;
        net.putShort(tcp, (short) 10000);
        net.putShort(tcp + 2, (short) 20000);
        net.putInt(tcp + 4, 1000);
        net.putInt(tcp + 8, 1);
        net.putShort(tcp + 12, (short) 0x5010);
        net.putShort(tcp + 14, (short) 1024);
        net.putShort(tcp + 16, (short) pseudo);
        for (int i = 0; i < payload; i++) {
            net.put(tcp + TCP + i, (byte) i);
        }
        final var vnet = mem.host();
        vnet.put(TunLayout.VNET_FLAGS, (byte) 1);
        vnet.put(TunLayout.VNET_GSO_TYPE, (byte) gsoType);
        vnet.putShort(TunLayout.VNET_HDR_LEN, (short) (ipHeader + TCP));
        vnet.putShort(TunLayout.VNET_GSO_SIZE, (short) segment);
        vnet.putShort(TunLayout.VNET_CSUM_START, (short) ipHeader);
        vnet.putShort(TunLayout.VNET_CSUM_OFFSET, (short) 16);
        return tcp + TCP + payload;
    }

    static void clear(final PacketMemory mem, final int length) {
        for (int i = 0; i < length; i++) {
            mem.net().put(i, (byte) 0);
        }
    }

    /** Ones-complement sum (RFC 1071) of bytes, folded, not inverted. */
    static int sum(final PacketMemory mem, final int off, final int len, final int initial) {
        int sum = initial;
        for (int i = 0; i < len; i++) {
            sum += (mem.net().get(off + i) & 0xff) << ((i & 1) == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}
