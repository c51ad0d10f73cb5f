/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Makes packets with good checksums, between documentation addresses. Immutable: methods answer a changed copy. */
public final class Packets {
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int PSH = 8;
    public static final int ACK = 16;

    private static final int TCP = 6;
    private static final int UDP = 17;

    private final boolean ipv6;
    private final int protocol;
    private final int[] fields;
    private final byte[] payload;

    private static final int PORT = 0;
    private static final int SEQ = 1;
    private static final int FLAGS = 2;
    private static final int TOS = 3;
    private static final int ID = 4;
    private static final int DESTINATION = 5;
    private static final int FRAGMENT = 6;

    private Packets(final boolean ipv6, final int protocol, final int[] fields, final byte[] payload) {
        this.ipv6 = ipv6;
        this.protocol = protocol;
        this.fields = fields;
        this.payload = payload;
    }

    /** TCP over IPv4 with 100 bytes, sequence number 1000, ACK, don't fragment. */
    public static Packets tcp4() {
        return new Packets(false, TCP, new int[] { 40000, 1000, ACK, 0, 7, 443, 0x4000 }, pattern(100));
    }

    public static Packets tcp6() {
        return new Packets(true, TCP, tcp4().fields, pattern(100));
    }

    public static Packets udp4() {
        return new Packets(false, UDP, tcp4().fields, pattern(100));
    }

    public static Packets udp6() {
        return new Packets(true, UDP, tcp4().fields, pattern(100));
    }

    private static byte[] pattern(final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7);
        }
        return bytes;
    }

    private Packets with(final int field, final int value) {
        final int[] copy = fields.clone();
        copy[field] = value;
        return new Packets(ipv6, protocol, copy, payload);
    }

    public Packets port(final int source) {
        return with(PORT, source);
    }

    public Packets to(final int port) {
        return with(DESTINATION, port);
    }

    public Packets seq(final int seq) {
        return with(SEQ, seq);
    }

    public Packets flags(final int flags) {
        return with(FLAGS, flags);
    }

    public Packets tos(final int tos) {
        return with(TOS, tos);
    }

    public Packets id(final int id) {
        return with(ID, id);
    }

    /** The word of flags and fragment offset. */
    public Packets fragment(final int word) {
        return with(FRAGMENT, word);
    }

    public Packets length(final int length) {
        return payload(pattern(length));
    }

    public Packets payload(final byte[] data) {
        return new Packets(ipv6, protocol, fields, data.clone());
    }

    /** The packet. */
    public byte[] build() {
        final int l4 = (protocol == TCP ? 20 : 8) + payload.length;
        final int headerLen = ipv6 ? 40 : 20;
        final ByteBuffer packet = ByteBuffer.allocate(headerLen + l4);
        if (ipv6) {
            packet.putInt(6 << 28 | fields[TOS] << 20).putShort((short) l4).put((byte) protocol).put((byte) 64)
                .putLong(0x2001_0db8_0000_0000L).putLong(1).putLong(0x2001_0db8_0001_0000L).putLong(2);
        } else {
            packet.put((byte) 0x45).put((byte) fields[TOS]).putShort((short) (20 + l4)).putShort((short) fields[ID])
                .putShort((short) fields[FRAGMENT]).put((byte) 64).put((byte) protocol).putShort((short) 0)
                .putInt(0xc000_0201).putInt(0xc633_6401);
            packet.putShort(10, (short) ~sum(0, packet.array(), 0, 20));
        }
        packet.putShort((short) fields[PORT]).putShort((short) fields[DESTINATION]);
        if (protocol == TCP) {
            packet.putInt(fields[SEQ]).putInt(777).put((byte) 0x50).put((byte) fields[FLAGS]).putShort((short) 500)
                .putInt(0);
        } else {
            packet.putShort((short) l4).putShort((short) 0);
        }
        packet.put(payload);
        final byte[] bytes = packet.array();
        final int pseudo = sum(protocol + l4, bytes, ipv6 ? 8 : 12, ipv6 ? 32 : 8);
        final int checksum = ~sum(pseudo, bytes, headerLen, l4) & 0xffff;
        packet.putShort(headerLen + (protocol == TCP ? 16 : 6),
            (short) (checksum == 0 && protocol == UDP ? 0xffff : checksum));
        return bytes;
    }

    /** The packet with a bit of its last byte flipped. */
    public byte[] corrupt() {
        final byte[] bytes = build();
        bytes[bytes.length - 1] ^= 4;
        return bytes;
    }

    /** The packet with just the pseudo-header sum for a checksum. */
    public byte[] unfinished() {
        final byte[] bytes = build();
        final int l4 = bytes.length - (ipv6 ? 40 : 20);
        ByteBuffer.wrap(bytes).putShort((ipv6 ? 40 : 20) + (protocol == TCP ? 16 : 6),
            (short) sum(protocol + l4, bytes, ipv6 ? 8 : 12, ipv6 ? 32 : 8));
        return bytes;
    }

    /** Packets that follow each other. */
    public byte[][] train(final int count) {
        final byte[][] packets = new byte[count][];
        for (int i = 0; i < count; i++) {
            packets[i] = seq(fields[SEQ] + i * payload.length).id(fields[ID] + i).build();
        }
        return packets;
    }

    /** Puts packets behind an Ethernet header. */
    public static byte[] ethernet(final int type, final byte[] packet) {
        return ByteBuffer.allocate(14 + packet.length).putInt(0x0200_0000).putLong(1).putShort((short) type).put(packet)
            .array();
    }

    /** Puts a packet into a VXLAN-GPE datagram: flags and next protocol as given. */
    public static Packets vxlanGpe(final int firstWord, final byte[] inner) {
        return udp4().to(4790).payload(ByteBuffer.allocate(8 + inner.length).putInt(firstWord).putInt(42 << 8)
            .put(inner).array());
    }

    /** Leaves out what RFC 6864 calls meaningless: id and header checksum of what may not be fragmented. */
    public static byte[] normal(final byte[] packet) {
        final byte[] copy = packet.clone();
        if (copy.length >= 20 && copy[0] == 0x45 && (copy[6] & 0x40) != 0 && sum(0, copy, 0, 20) == 0xffff) {
            Arrays.fill(copy, 4, 6, (byte) 0);
            Arrays.fill(copy, 10, 12, (byte) 0);
        }
        return copy;
    }

    /** The sum of 16-bit words, folded. */
    private static int sum(final int start, final byte[] bytes, final int off, final int len) {
        long sum = start;
        for (int i = 0; i < len; i++) {
            sum += (bytes[off + i] & 0xffL) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }
}
