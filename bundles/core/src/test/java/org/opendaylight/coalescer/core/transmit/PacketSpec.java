/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.VirtioNetHeader;

/**
 * A TCP or UDP superpacket described by its fields, and the reference of the tests: it builds the superpacket, and
 * apart from that every wire packet from scratch, over byte arrays, with checksums word by word.
 */
final class PacketSpec {
    private static final byte[] SOURCE4 = { (byte) 192, 0, 2, 1 };
    private static final byte[] DESTINATION4 = { (byte) 198, 51, 100, 7 };
    private static final byte[] SOURCE6 = { 0x20, 1, 0x0d, (byte) 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1 };
    private static final byte[] DESTINATION6 = { 0x20, 1, 0x0d, (byte) 0xb8, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 7 };
    private static final byte[] ROUTED6 = { 0x20, 1, 0x0d, (byte) 0xb8, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 9 };
    private static final int ROUTING = 43;

    boolean v4 = true;
    boolean tcp = true;
    int ipOptionsLen;
    int tos;
    int id = 1000;
    int fragment = 0x4000;
    byte[] extensions = new byte[0];
    int firstNext = -1;
    byte[] destination6 = DESTINATION6;
    int sequence = 1000;
    int flags = 0x10;
    byte[] tcpOptions = new byte[0];
    byte[] payload = new byte[0];
    int gsoSize = 1000;

    static PacketSpec tcp4() {
        return new PacketSpec();
    }

    static PacketSpec tcp6() {
        final PacketSpec spec = new PacketSpec();
        spec.v4 = false;
        return spec;
    }

    static PacketSpec udp4() {
        final PacketSpec spec = new PacketSpec();
        spec.tcp = false;
        return spec;
    }

    static PacketSpec udp6() {
        final PacketSpec spec = udp4();
        spec.v4 = false;
        return spec;
    }

    static PacketSpec random(final Random random) {
        final PacketSpec spec = new PacketSpec();
        spec.v4 = random.nextBoolean();
        spec.tcp = random.nextInt(3) != 0;
        spec.tos = random.nextInt(256);
        spec.id = random.nextInt(4) == 0 ? 0xffff - random.nextInt(5) : random.nextInt(1 << 16);
        spec.fragment = random.nextBoolean() ? 0x4000 : 0;
        spec.sequence = random.nextInt(4) == 0 ? -1 - random.nextInt(3000) : random.nextInt();
        spec.flags = random.nextInt(256);
        if (spec.v4) {
            spec.ipOptionsLen = random.nextInt(3) == 0 ? 4 * random.nextInt(11) : 0;
        } else if (random.nextInt(2) == 0) {
            spec.extensions(random, 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 4));
        }
        spec.tcpOptions = new byte[4 * random.nextInt(11)];
        random.nextBytes(spec.tcpOptions);
        spec.gsoSize = switch (random.nextInt(6)) {
            case 0 -> 1 + random.nextInt(8);
            case 1 -> 1 + random.nextInt(60);
            case 2 -> 1448;
            case 3 -> 1 + random.nextInt(60_000);
            default -> 1 + random.nextInt(1500);
        };
        // Longer ones have an IP length of 0
        final int room = random.nextInt(20) == 0 ? 70_000 : 65535 - spec.headerLength();
        // Linux makes more than 64 segments of TCP at times
        final int most = Math.min(room, spec.gsoSize * (random.nextInt(20) == 0 ? 3000 : 64));
        int length = 1 + random.nextInt(most);
        if (room == 70_000) {
            length = room - random.nextInt(6_000);
            spec.gsoSize = random.nextInt(3) == 0 ? 0xffff - random.nextInt(200) : spec.gsoSize + 300;
        } else if (random.nextInt(10) == 0) {
            length = random.nextInt(6);
        } else if (random.nextInt(3) == 0 && length > spec.gsoSize) {
            length -= length % spec.gsoSize;
        }
        return spec.payload(random, length);
    }

    PacketSpec payload(final Random random, final int length) {
        payload = new byte[length];
        random.nextBytes(payload);
        return this;
    }

    PacketSpec gso(final int size) {
        gsoSize = size;
        return this;
    }

    /** Prepends a chain of random extension headers; with a routing header another destination counts. */
    PacketSpec extensions(final Random random, final int count) {
        final int[] kinds = { 0, ROUTING, 60, 135, 139, 140, 51 };
        int next = tcp ? 6 : 17;
        byte[] chain = new byte[0];
        for (int i = 0; i < count; i++) {
            final int kind = kinds[random.nextInt(kinds.length)];
            // Authentication headers come in units of 4 bytes, minus 2; here always a multiple of 8 long
            final int units = random.nextInt(4);
            final byte[] header = new byte[kind == 51 ? 8 + 8 * units : 8 * (units + 1)];
            random.nextBytes(header);
            header[0] = (byte) next;
            header[1] = (byte) (kind == 51 ? 2 * units : units);
            if (kind == ROUTING) {
                destination6 = ROUTED6;
            }
            chain = concat(header, chain);
            next = kind;
        }
        extensions = chain;
        firstNext = next;
        return this;
    }

    int l4() {
        return v4 ? 20 + ipOptionsLen : 40 + extensions.length;
    }

    int headerLength() {
        return l4() + (tcp ? 20 + tcpOptions.length : 8);
    }

    GsoType gsoType() {
        return tcp ? v4 ? GsoType.TCPV4 : GsoType.TCPV6 : GsoType.UDP_L4;
    }

    /** The superpacket, or an ordinary packet whose checksum is to be finished. */
    byte[] unfinished() {
        return build(id, sequence, flags, payload, false);
    }

    /** The whole as one packet with a complete checksum. */
    byte[] finished() {
        return build(id, sequence, flags, payload, true);
    }

    /** The wire packets that the superpacket stands for. */
    List<byte[]> segments() {
        final List<byte[]> segments = new ArrayList<>();
        int pos = 0;
        do {
            final int end = Math.min(payload.length, pos + gsoSize);
            final boolean first = pos == 0;
            final boolean last = end == payload.length;
            final int segmentFlags = flags & (last ? 0xff : ~0x09) & (first ? 0xff : ~0x80);
            segments.add(build(id + segments.size(), sequence + pos, segmentFlags,
                Arrays.copyOfRange(payload, pos, end), true));
            pos = end;
        } while (pos < payload.length);
        return segments;
    }

    /**
     * Writes a virtio_net_hdr and the superpacket.
     *
     * @return bytes written
     */
    int write(final PacketMemory memory, final int off, final int headerLenHint) {
        final byte[] packet = unfinished();
        VirtioNetHeader.writeNeedsChecksum(memory, off, l4(), tcp ? 16 : 6);
        VirtioNetHeader.writeGso(memory, off, gsoType(), headerLenHint, gsoSize);
        if (tcp && (flags & 0x80) != 0) {
            memory.host().put(off + 1, (byte) (gsoType().code() | 0x80));
        }
        memory.net().put(off + 24, packet);
        return 24 + packet.length;
    }

    private byte[] build(final int ipId, final int seq, final int tcpFlags, final byte[] data, final boolean finish) {
        final int total = headerLength() + data.length;
        final ByteBuffer out = ByteBuffer.allocate(total).order(ByteOrder.BIG_ENDIAN);
        final int protocol = tcp ? 6 : 17;
        if (v4) {
            out.put((byte) (0x45 + ipOptionsLen / 4)).put((byte) tos).putShort(ipLength(total)).putShort((short) ipId)
                .putShort((short) fragment).put((byte) 64).put((byte) protocol).putShort((short) 0)
                .put(SOURCE4).put(DESTINATION4);
            for (int i = 0; i < ipOptionsLen; i++) {
                out.put((byte) 1);
            }
            out.putShort(10, (short) (0xffff - sum(out.array(), 0, l4())));
        } else {
            out.putInt(0x6000_0000 | tos << 20 | 0xabcde).putShort(ipLength(total - 40))
                .put((byte) (firstNext < 0 ? protocol : firstNext)).put((byte) 64).put(SOURCE6).put(DESTINATION6)
                .put(extensions);
        }
        if (tcp) {
            out.putShort((short) 40_000).putShort((short) 443).putInt(seq).putInt(0x1234_5678)
                .put((byte) (5 + tcpOptions.length / 4 << 4)).put((byte) tcpFlags).putShort((short) 501)
                .putShort((short) 0).putShort((short) 3).put(tcpOptions);
        } else {
            out.putShort((short) 40_000).putShort((short) 443).putShort((short) (8 + data.length)).putShort((short) 0);
        }
        out.put(data);
        final int l4Len = total - l4();
        final ByteBuffer pseudo = v4 ? ByteBuffer.allocate(16).put(SOURCE4).put(DESTINATION4).putInt(protocol)
            .putInt(l4Len)
            : ByteBuffer.allocate(40).put(SOURCE6).put(destination6).putInt(l4Len).putInt(protocol);
        final int pseudoSum = sum(pseudo.array(), 0, pseudo.capacity());
        int checksum = pseudoSum;
        if (finish) {
            checksum = 0xffff - add(pseudoSum, sum(out.array(), l4(), l4Len));
            if (checksum == 0 && !tcp) {
                checksum = 0xffff;
            }
        }
        out.putShort(l4() + (tcp ? 16 : 6), (short) checksum);
        return out.array();
    }

    private static short ipLength(final int length) {
        return (short) (length > 0xffff ? 0 : length);
    }

    /** RFC 1071 word by word. */
    static int sum(final byte[] data, final int off, final int len) {
        int sum = 0;
        for (int i = 0; i < len; i += 2) {
            sum = add(sum, (data[off + i] & 0xff) << 8 | (i + 1 < len ? data[off + i + 1] & 0xff : 0));
        }
        return sum;
    }

    private static int add(final int left, final int right) {
        final int sum = left + right;
        return sum > 0xffff ? sum - 0xffff : sum;
    }

    private static byte[] concat(final byte[] left, final byte[] right) {
        final byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    @Override
    public String toString() {
        return gsoType() + (v4 ? " v4" : " v6") + " header " + headerLength() + " payload " + payload.length + " gso "
            + gsoSize + " flags " + Integer.toHexString(flags);
    }
}
