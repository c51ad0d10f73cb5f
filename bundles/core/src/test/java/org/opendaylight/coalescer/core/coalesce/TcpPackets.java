/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import java.util.Arrays;

/**
 * Builds TCP packets (and UDP ones, with {@link #udp}) with documentation addresses and good checksums. Every method
 * changes the builder and returns it; {@link #copy} for variations.
 */
final class TcpPackets implements Cloneable {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;
    static final int URG = 32;
    static final int ECE = 64;
    static final int CWR = 128;

    private final boolean ipv6;
    private boolean udp;
    private int source = 1;
    private int destination = 2;
    private int sourcePort = 40000;
    private int destinationPort = 443;
    private int seq = 1000;
    private int ack = 777;
    private int flags = ACK;
    private int window = 500;
    private int urgent;
    private int reserved;
    private byte[] options = new byte[0];
    private byte[] payload = new byte[0];
    private int tos;
    private int flowLabel;
    private int id;
    private int fragment = 0x4000;
    private int ttl = 64;

    private TcpPackets(final boolean ipv6) {
        this.ipv6 = ipv6;
    }

    static TcpPackets v4() {
        return new TcpPackets(false);
    }

    static TcpPackets v6() {
        return new TcpPackets(true);
    }

    TcpPackets copy() {
        try {
            return (TcpPackets) clone();
        } catch (final CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    TcpPackets udp() {
        udp = true;
        return this;
    }

    TcpPackets source(final int host) {
        source = host;
        return this;
    }

    TcpPackets destination(final int host) {
        destination = host;
        return this;
    }

    TcpPackets ports(final int from, final int to) {
        sourcePort = from;
        destinationPort = to;
        return this;
    }

    TcpPackets seq(final int value) {
        seq = value;
        return this;
    }

    TcpPackets ack(final int value) {
        ack = value;
        return this;
    }

    TcpPackets flags(final int value) {
        flags = value;
        return this;
    }

    TcpPackets window(final int value) {
        window = value;
        return this;
    }

    TcpPackets urgent(final int value) {
        urgent = value;
        return this;
    }

    TcpPackets reserved(final int value) {
        reserved = value;
        return this;
    }

    TcpPackets options(final int... bytes) {
        options = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            options[i] = (byte) bytes[i];
        }
        return this;
    }

    /** The usual timestamp option: NOP, NOP, TSval, TSecr 7. */
    TcpPackets timestamp(final int value) {
        return options(1, 1, 8, 10, value >>> 24, value >>> 16, value >>> 8, value, 0, 0, 0, 7);
    }

    TcpPackets payload(final byte[] bytes) {
        payload = bytes.clone();
        return this;
    }

    /** Payload of a length, its bytes depending on the sequence number only. */
    TcpPackets length(final int length) {
        payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) ((seq + i) * 31 + (seq + i >>> 8));
        }
        return this;
    }

    TcpPackets tos(final int value) {
        tos = value;
        return this;
    }

    TcpPackets flowLabel(final int value) {
        flowLabel = value;
        return this;
    }

    TcpPackets id(final int value) {
        id = value;
        return this;
    }

    TcpPackets df(final boolean set) {
        fragment = set ? 0x4000 : 0;
        return this;
    }

    /** Flags and fragment offset of IPv4. */
    TcpPackets fragment(final int value) {
        fragment = value;
        return this;
    }

    TcpPackets ttl(final int value) {
        ttl = value;
        return this;
    }

    byte[] build() {
        final int ip = ipv6 ? 40 : 20;
        final int l4Len = udp ? 8 : 20 + options.length;
        final byte[] packet = new byte[ip + l4Len + payload.length];
        if (ipv6) {
            SlowChecksum.putInt(packet, 0, 6 << 28 | tos << 20 | flowLabel);
            SlowChecksum.put(packet, 4, l4Len + payload.length);
            packet[6] = (byte) (udp ? 17 : 6);
            packet[7] = (byte) ttl;
            SlowChecksum.putInt(packet, 8, 0x20010db8);
            SlowChecksum.putInt(packet, 20, source);
            SlowChecksum.putInt(packet, 24, 0x20010db8);
            SlowChecksum.putInt(packet, 36, destination);
        } else {
            packet[0] = 0x45;
            packet[1] = (byte) tos;
            SlowChecksum.put(packet, 2, packet.length);
            SlowChecksum.put(packet, 4, id);
            SlowChecksum.put(packet, 6, fragment);
            packet[8] = (byte) ttl;
            packet[9] = (byte) (udp ? 17 : 6);
            SlowChecksum.putInt(packet, 12, 0xc0000200 + source);
            SlowChecksum.putInt(packet, 16, 0xc6336400 + destination);
            SlowChecksum.finishIpv4(packet);
        }
        SlowChecksum.put(packet, ip, sourcePort);
        SlowChecksum.put(packet, ip + 2, destinationPort);
        if (udp) {
            SlowChecksum.put(packet, ip + 4, l4Len + payload.length);
        } else {
            SlowChecksum.putInt(packet, ip + 4, seq);
            SlowChecksum.putInt(packet, ip + 8, ack);
            packet[ip + 12] = (byte) (l4Len << 2 | reserved);
            packet[ip + 13] = (byte) flags;
            SlowChecksum.put(packet, ip + 14, window);
            SlowChecksum.put(packet, ip + 18, urgent);
            System.arraycopy(options, 0, packet, ip + 20, options.length);
        }
        System.arraycopy(payload, 0, packet, ip + l4Len, payload.length);
        SlowChecksum.finishL4(packet, udp ? 17 : 6);
        return packet;
    }

    /** A packet with one bit of its last byte flipped. */
    byte[] corrupt() {
        final byte[] packet = build();
        packet[packet.length - 1] ^= 1;
        return packet;
    }

    /** Consecutive segments of this many bytes each, from the builder's sequence number and id on. */
    byte[][] train(final int segments, final int length) {
        final byte[][] packets = new byte[segments][];
        for (int i = 0; i < segments; i++) {
            packets[i] = copy().seq(seq + i * length).id(id + i).length(length).build();
        }
        return packets;
    }

    /** A packet with bytes behind its end. */
    static byte[] padded(final byte[] packet, final int bytes) {
        return Arrays.copyOf(packet, packet.length + bytes);
    }

    /** A packet cut short. */
    static byte[] cut(final byte[] packet, final int length) {
        return Arrays.copyOf(packet, length);
    }
}
