/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.sample;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Writes IPv4 packets into a buffer at absolute positions. TCP segments have a valid checksum; UDP datagrams leave it
 * to the port, which is less work for all. Owned by one thread.
 */
final class PacketBuilder {
    /** Bytes of the headers of a TCP segment. */
    static final int TCP_HEADERS = 40;
    /** Bytes of the headers of a UDP datagram. */
    static final int UDP_HEADERS = 28;
    /** Bytes of an IP header, in front of what the checksum of UDP covers. */
    static final int IP_HEADER = 20;
    /** Place of the checksum in a UDP header. */
    static final int UDP_CHECKSUM = 6;

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final short VERSION_AND_LENGTH = 0x4500;
    private static final short DONT_FRAGMENT = 0x4000;
    private static final byte TTL = 64;
    private static final short TCP_OFFSET = 5 << 12;
    private static final short ACK = 0x10;
    private static final short PSH = 0x08;
    private static final short WINDOW = 1024;
    private static final int SOURCE_PORT = 40000;

    private final ByteBuffer buffer;
    private final byte[] source;
    private final byte[] destination;
    private final int port;

    /**
     * Makes packets between two addresses.
     *
     * @param buffer where packets are written to, big-endian
     * @param source literal IPv4 address of the sender
     * @param destination literal IPv4 address of the receiver
     * @param port destination port
     */
    PacketBuilder(final ByteBuffer buffer, final String source, final String destination, final int port) {
        this.buffer = buffer;
        this.source = address(source);
        this.destination = address(destination);
        this.port = port;
    }

    /**
     * Writes a TCP segment whose payload is there already.
     *
     * @param at position of the IP header
     * @param payload bytes of the payload, which starts at {@code at + TCP_HEADERS}
     * @param sequence sequence number
     * @param push whether to set PSH
     */
    void tcp(final int at, final int payload, final int sequence, final boolean push) {
        final int tcpAt = ip(at, TCP, TCP_HEADERS + payload);
        buffer.putShort(tcpAt, (short) SOURCE_PORT).putShort(tcpAt + 2, (short) port);
        buffer.putInt(tcpAt + 4, sequence).putInt(tcpAt + 8, 1);
        buffer.putShort(tcpAt + 12, (short) (TCP_OFFSET | ACK | (push ? PSH : 0))).putShort(tcpAt + 14, WINDOW);
        buffer.putInt(tcpAt + 16, 0);
        buffer.putShort(tcpAt + 16, checksum(tcpAt, TCP_HEADERS - IP_HEADER + payload, pseudoHeader(TCP,
            TCP_HEADERS - IP_HEADER + payload)));
    }

    /**
     * Writes a UDP datagram whose payload is there already, with its checksum to be finished.
     *
     * @param at position of the IP header
     * @param payload bytes of the payload, which starts at {@code at + UDP_HEADERS}
     */
    void udp(final int at, final int payload) {
        final int udpAt = ip(at, UDP, UDP_HEADERS + payload);
        final int length = UDP_HEADERS - IP_HEADER + payload;
        buffer.putShort(udpAt, (short) SOURCE_PORT).putShort(udpAt + 2, (short) port);
        buffer.putShort(udpAt + 4, (short) length);
        buffer.putShort(udpAt + UDP_CHECKSUM, (short) ~checksum(udpAt, 0, pseudoHeader(UDP, length)));
    }

    private int ip(final int at, final int protocol, final int length) {
        buffer.putShort(at, VERSION_AND_LENGTH).putShort(at + 2, (short) length);
        buffer.putShort(at + 4, (short) 0).putShort(at + 6, DONT_FRAGMENT);
        buffer.put(at + 8, TTL).put(at + 9, (byte) protocol).putShort(at + 10, (short) 0);
        buffer.put(at + 12, source).put(at + 16, destination);
        buffer.putShort(at + 10, checksum(at, IP_HEADER, 0));
        return at + IP_HEADER;
    }

    private long pseudoHeader(final int protocol, final int length) {
        return word(source, 0) + word(source, 2) + word(destination, 0) + word(destination, 2) + protocol + length;
    }

    /** The Internet checksum (RFC 1071) of some bytes and of what was summed up before. */
    private short checksum(final int at, final int length, final long before) {
        long sum = before;
        for (int i = 0; i + 1 < length; i += 2) {
            sum += Short.toUnsignedInt(buffer.getShort(at + i));
        }
        if ((length & 1) != 0) {
            sum += Byte.toUnsignedInt(buffer.get(at + length - 1)) << 8;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }

    private static int word(final byte[] bytes, final int at) {
        return Byte.toUnsignedInt(bytes[at]) << 8 | Byte.toUnsignedInt(bytes[at + 1]);
    }

    private static byte[] address(final String literal) {
        try {
            final var bytes = InetAddress.getByName(literal).getAddress();
            if (bytes.length == 4) {
                return bytes;
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("Not an IPv4 address: " + literal, e);
        }
        throw new IllegalArgumentException("Not an IPv4 address: " + literal);
    }
}
