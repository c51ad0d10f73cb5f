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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Puts packets into VXLAN and takes them out again, from the RFCs and one byte after the other. */
final class VxlanPackets implements Cloneable {
    private final boolean ipv6;
    private int sourcePort = 50000;
    private int vni = 7;
    private int ttl = 64;
    private int tos;
    private int id;
    private boolean df = true;
    private int mac = 1;
    private boolean checksum = true;

    private VxlanPackets(final boolean ipv6) {
        this.ipv6 = ipv6;
    }

    static VxlanPackets v4() {
        return new VxlanPackets(false);
    }

    static VxlanPackets v6() {
        return new VxlanPackets(true);
    }

    static VxlanPackets of(final boolean ipv6) {
        return new VxlanPackets(ipv6);
    }

    VxlanPackets copy() {
        try {
            return (VxlanPackets) clone();
        } catch (final CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    VxlanPackets sourcePort(final int value) {
        sourcePort = value;
        return this;
    }

    VxlanPackets vni(final int value) {
        vni = value;
        return this;
    }

    VxlanPackets ttl(final int value) {
        ttl = value;
        return this;
    }

    VxlanPackets tos(final int value) {
        tos = value;
        return this;
    }

    VxlanPackets id(final int value) {
        id = value;
        return this;
    }

    VxlanPackets df(final boolean value) {
        df = value;
        return this;
    }

    VxlanPackets mac(final int value) {
        mac = value;
        return this;
    }

    VxlanPackets checksum(final boolean value) {
        checksum = value;
        return this;
    }

    /** Bytes in front of the inner IP header. */
    int length() {
        return udp() + 30;
    }

    /** Bytes in front of the outer UDP header. */
    int udp() {
        return ipv6 ? 40 : 20;
    }

    String flow() {
        return (ipv6 ? "v6 " : "v4 ") + sourcePort + " " + vni;
    }

    /** An inner packet with everything in front of it. */
    byte[] wrap(final byte[] inner) {
        final int udp = udp();
        final byte[] packet = new byte[length() + inner.length];
        if (ipv6) {
            SlowChecksum.putInt(packet, 0, 6 << 28 | tos << 20);
            packet[6] = 17;
            packet[7] = (byte) ttl;
            SlowChecksum.putInt(packet, 8, 0x20010db8);
            SlowChecksum.putInt(packet, 20, 0x77);
            SlowChecksum.putInt(packet, 24, 0x20010db8);
            SlowChecksum.putInt(packet, 36, 0x78);
        } else {
            packet[0] = 0x45;
            packet[1] = (byte) tos;
            SlowChecksum.put(packet, 4, id);
            SlowChecksum.put(packet, 6, df ? 0x4000 : 0);
            packet[8] = (byte) ttl;
            packet[9] = 17;
            SlowChecksum.putInt(packet, 12, 0xc6336477);
            SlowChecksum.putInt(packet, 16, 0xc6336478);
        }
        SlowChecksum.put(packet, udp, sourcePort);
        SlowChecksum.put(packet, udp + 2, 4789);
        packet[udp + 8] = 8;
        SlowChecksum.putInt(packet, udp + 12, vni << 8);
        packet[udp + 16] = 2;
        packet[udp + 21] = (byte) mac;
        packet[udp + 22] = 2;
        SlowChecksum.put(packet, udp + 28, inner.length > 0 && (inner[0] & 0xf0) == 0x60 ? 0x86dd : 0x800);
        System.arraycopy(inner, 0, packet, length(), inner.length);
        finish(packet, udp, checksum);
        return packet;
    }

    /** Writes what depends on the length of an encapsulated packet. */
    private static void finish(final byte[] packet, final int udp, final boolean checksum) {
        if (udp == 40) {
            SlowChecksum.put(packet, 4, packet.length - 40);
        } else {
            SlowChecksum.put(packet, 2, packet.length);
            SlowChecksum.finishIpv4(packet);
        }
        SlowChecksum.put(packet, udp + 4, packet.length - udp);
        if (checksum) {
            SlowChecksum.finishL4(packet, 17);
        }
    }

    /** Whether a write is a superpacket behind outer headers. */
    static boolean isEncapsulated(final byte[] written) {
        return (written[1] & 0x60) != 0;
    }

    /** The same write without outer headers, of those that have them. */
    static byte[] unwrap(final byte[] written) {
        final int udp = (written[24] & 0xf0) == 0x60 ? 40 : 20;
        final int outer = udp + 30;
        final byte[] bare = new byte[written.length - outer];
        System.arraycopy(written, 0, bare, 0, 24);
        System.arraycopy(written, 24 + outer, bare, 24, bare.length - 24);
        if (isEncapsulated(written)) {
            assertEquals(udp == 40 ? 0x40 : 0x20, written[1] & 0x60, "kind of tunnel");
            assertArrayEquals(new byte[] {(byte) udp, 0, (byte) outer, 0}, Arrays.copyOfRange(written, 20, 24),
                "outer_th_offset, inner_nh_offset");
            final boolean checksum = (written[24 + udp + 6] | written[24 + udp + 7]) != 0;
            assertEquals(checksum ? 9 : 1, written[0], "flags");
            final byte[] packet = Arrays.copyOfRange(written, 24, written.length);
            if (checksum) {
                assertEquals(SlowChecksum.fold(SlowChecksum.pseudo(packet, 17)), SlowChecksum.get(packet, udp + 6),
                    "outer pseudo-header sum");
            }
            assertEquals(packet.length - udp, SlowChecksum.get(packet, udp + 4), "outer UDP length");
            assertEquals(packet.length - (udp == 40 ? 40 : 0), SlowChecksum.get(packet, udp == 40 ? 4 : 2),
                "IP length");
            if (udp == 20) {
                assertEquals(0xffff, SlowChecksum.fold(SlowChecksum.add(0, packet, 0, 20)), "outer header checksum");
            }
            final ByteBuffer vnet = ByteBuffer.wrap(bare).order(ByteOrder.nativeOrder());
            vnet.put(0, (byte) 1).put(1, (byte) (bare[1] & ~0x60)).putShort(2, (short) (vnet.getShort(2) - outer))
                .putShort(6, (short) (vnet.getShort(6) - outer)).putInt(20, 0);
        }
        return bare;
    }

    /** What is on the wire for a write. */
    static List<byte[]> segment(final byte[] written) {
        if (!isEncapsulated(written)) {
            return ReferenceSegmenter.segment(written);
        }
        final int udp = (written[24] & 0xf0) == 0x60 ? 40 : 20;
        final int outer = udp + 30;
        final List<byte[]> result = new ArrayList<>();
        for (final byte[] inner : ReferenceSegmenter.segment(unwrap(written))) {
            final byte[] packet = Arrays.copyOf(Arrays.copyOfRange(written, 24, 24 + outer), outer + inner.length);
            System.arraycopy(inner, 0, packet, outer, inner.length);
            if (udp == 20) {
                SlowChecksum.put(packet, 4, SlowChecksum.get(packet, 4) + result.size());
            }
            finish(packet, udp, written[0] == 9);
            result.add(packet);
        }
        return result;
    }

    /** An encapsulated packet as text, without the identifications that DF makes meaningless. */
    static String text(final byte[] packet) {
        final int outer = (packet[0] & 0xf0) == 0x60 ? 70 : 50;
        if (packet.length <= outer) {
            return CoalescerRig.text(packet);
        }
        final byte[] front = Arrays.copyOf(packet, outer);
        if (outer == 50 && (front[6] & 0x40) != 0
                && SlowChecksum.fold(SlowChecksum.add(0, front, 0, 20)) == 0xffff) {
            SlowChecksum.put(front, 4, 0);
            SlowChecksum.put(front, 10, 0);
        }
        return HexFormat.of().formatHex(front)
            + CoalescerRig.text(Arrays.copyOfRange(packet, outer, packet.length));
    }
}
