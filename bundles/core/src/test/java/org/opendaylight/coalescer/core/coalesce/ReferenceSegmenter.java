/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts superpackets as the kernel does, one byte array at a time, and checks on the way what rule 7 says about them.
 * Shares nothing with the code under test.
 */
final class ReferenceSegmenter {
    private ReferenceSegmenter() {
        // Hidden on purpose
    }

    /**
     * Cuts what was written.
     *
     * @param written {@code virtio_net_hdr} of 24 bytes and packet
     * @return the packets on the wire
     */
    static List<byte[]> segment(final byte[] written) {
        final ByteBuffer vnet = ByteBuffer.wrap(written).order(ByteOrder.nativeOrder());
        final byte[] packet = Arrays.copyOfRange(written, 24, written.length);
        final int gsoType = vnet.get(1);
        assertArrayEquals(new byte[14], Arrays.copyOfRange(written, 10, 24), "rest of virtio_net_hdr");
        if (gsoType == 0) {
            assertEquals(0, vnet.getShort(2), "hdr_len");
            assertEquals(0, vnet.getShort(4), "gso_size");
            if (vnet.get(0) == 1) {
                finish(packet, vnet.getShort(6) & 0xffff, vnet.getShort(8) & 0xffff);
            } else {
                assertArrayEquals(new byte[24], Arrays.copyOf(written, 24), "virtio_net_hdr");
            }
            return List.of(packet);
        }
        return cut(packet, vnet, gsoType);
    }

    private static void finish(final byte[] packet, final int start, final int offset) {
        final int sum = ~SlowChecksum.fold(SlowChecksum.add(0, packet, start, packet.length)) & 0xffff;
        SlowChecksum.put(packet, start + offset, sum == 0 && offset == 6 ? 0xffff : sum);
    }

    private static List<byte[]> cut(final byte[] packet, final ByteBuffer vnet, final int gsoType) {
        final boolean ipv6 = (packet[0] & 0xf0) == 0x60;
        final int protocol = packet[ipv6 ? 6 : 9];
        final boolean udp = protocol == 17;
        final int ip = ipv6 ? 40 : 20;
        final int header = ip + (udp ? 8 : (packet[ip + 12] & 0xf0) >>> 2);
        final int size = vnet.getShort(4) & 0xffff;
        final int payload = packet.length - header;
        final int segments = (payload + size - 1) / size;
        assertEquals(udp ? 5 : ipv6 ? 4 : 1, gsoType, "gso_type");
        assertEquals(1, vnet.get(0), "flags");
        assertEquals(header, vnet.getShort(2), "hdr_len");
        assertEquals(ip, vnet.getShort(6), "csum_start");
        assertEquals(udp ? 6 : 16, vnet.getShort(8), "csum_offset");
        assertTrue(segments >= 2 && segments <= 64, "segments " + segments);
        assertTrue(packet.length <= 65535, "length " + packet.length);
        if (ipv6) {
            assertEquals(packet.length - 40, SlowChecksum.get(packet, 4), "payload length");
        } else {
            assertEquals(packet.length, SlowChecksum.get(packet, 2), "total length");
            assertEquals(0xffff, SlowChecksum.fold(SlowChecksum.add(0, packet, 0, 20)), "header checksum");
        }
        if (udp) {
            assertEquals(packet.length - ip, SlowChecksum.get(packet, ip + 4), "UDP length");
        }
        assertEquals(SlowChecksum.fold(SlowChecksum.pseudo(packet, protocol)),
            SlowChecksum.get(packet, ip + (udp ? 6 : 16)), "pseudo-header sum");
        final List<byte[]> result = new ArrayList<>();
        for (int i = 0; i < segments; i++) {
            final int from = header + i * size;
            final int to = Math.min(from + size, packet.length);
            final byte[] segment = Arrays.copyOf(packet, header + to - from);
            System.arraycopy(packet, from, segment, header, to - from);
            if (ipv6) {
                SlowChecksum.put(segment, 4, segment.length - 40);
            } else {
                SlowChecksum.put(segment, 2, segment.length);
                SlowChecksum.put(segment, 4, SlowChecksum.get(packet, 4) + i);
                SlowChecksum.finishIpv4(segment);
            }
            if (udp) {
                SlowChecksum.put(segment, ip + 4, segment.length - ip);
            } else {
                SlowChecksum.putInt(segment, ip + 4, SlowChecksum.getInt(packet, ip + 4) + i * size);
                if (i < segments - 1) {
                    segment[ip + 13] &= ~(TcpPackets.FIN | TcpPackets.PSH);
                }
                assertEquals(0, segment[ip + 13] & TcpPackets.CWR, "CWR never merges");
            }
            SlowChecksum.finishL4(segment, protocol);
            result.add(segment);
        }
        return result;
    }
}
