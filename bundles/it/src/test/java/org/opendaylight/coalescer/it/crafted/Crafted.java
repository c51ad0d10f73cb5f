/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.crafted;

import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV4;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes IP packets with every field as the test wants it. Immutable: each method answers a changed copy. */
public final class Crafted implements Cloneable {
    /** Flags of TCP. */
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int PSH = 8;
    public static final int ACK = 16;
    public static final int URG = 32;
    public static final int ECE = 64;

    /** Behind the crafted peer, IPv6. */
    public static final String SPARE_IPV6 = "2001:db8:3::1";
    /** Network behind the crafted peer, IPv6. */
    public static final String SPARE_IPV6_NETWORK = "2001:db8:3::/64";
    /** A host in the port's network that does not exist: nobody answers. */
    public static final String NOBODY_IPV4 = "198.18.2.99";
    private static final String NOBODY_IPV6 = "2001:db8:1::99";

    private static final int DONT_FRAGMENT = 0x4000;

    private final boolean ipv6;
    private String source;
    private String destination;
    private int protocol;
    private int sourcePort = 40000;
    private int destinationPort = 7;
    private int seq = 1000;
    private int ack = 1;
    private int flags = ACK;
    private int window = 500;
    private int ttl = 64;
    private int tos;
    private int flowLabel = 5;
    private int id = 100;
    private int fragment = DONT_FRAGMENT;
    private byte[] options = new byte[0];
    private byte[] payload = new byte[0];

    private Crafted(final boolean ipv6, final int protocol) {
        this.ipv6 = ipv6;
        this.protocol = protocol;
        source = ipv6 ? SPARE_IPV6 : SPARE_IPV4;
        destination = ipv6 ? NOBODY_IPV6 : NOBODY_IPV4;
    }

    /**
     * TCP over IPv4: from the crafted peer to nobody, sequence number 1000, ACK, 100 bytes.
     *
     * @return the segment
     */
    public static Crafted tcp4() {
        return new Crafted(false, Checksums.TCP).length(100);
    }

    /**
     * TCP over IPv6.
     *
     * @return the segment
     */
    public static Crafted tcp6() {
        return new Crafted(true, Checksums.TCP).length(100);
    }

    /**
     * UDP over IPv4.
     *
     * @return the datagram
     */
    public static Crafted udp4() {
        return new Crafted(false, Checksums.UDP).length(100);
    }

    /**
     * UDP over IPv6.
     *
     * @return the datagram
     */
    public static Crafted udp6() {
        return new Crafted(true, Checksums.UDP).length(100);
    }

    public Crafted from(final String address, final int port) {
        final var copy = copy();
        copy.source = address;
        copy.sourcePort = port;
        return copy;
    }

    public Crafted to(final String address, final int port) {
        final var copy = copy();
        copy.destination = address;
        copy.destinationPort = port;
        return copy;
    }

    /** To another port of the same address. */
    public Crafted port(final int port) {
        return to(destination, port);
    }

    /** Another protocol than TCP or UDP: the payload alone follows the IP header. */
    public Crafted protocol(final int number) {
        final var copy = copy();
        copy.protocol = number;
        return copy;
    }

    public Crafted seq(final int value) {
        final var copy = copy();
        copy.seq = value;
        return copy;
    }

    public Crafted ack(final int value) {
        final var copy = copy();
        copy.ack = value;
        return copy;
    }

    public Crafted flags(final int value) {
        final var copy = copy();
        copy.flags = value;
        return copy;
    }

    public Crafted window(final int value) {
        final var copy = copy();
        copy.window = value;
        return copy;
    }

    public Crafted ttl(final int value) {
        final var copy = copy();
        copy.ttl = value;
        return copy;
    }

    public Crafted tos(final int value) {
        final var copy = copy();
        copy.tos = value;
        return copy;
    }

    public Crafted flowLabel(final int value) {
        final var copy = copy();
        copy.flowLabel = value;
        return copy;
    }

    public Crafted id(final int value) {
        final var copy = copy();
        copy.id = value;
        return copy;
    }

    /** Flags and offset of IPv4, DF being 0x4000. */
    public Crafted fragment(final int value) {
        final var copy = copy();
        copy.fragment = value;
        return copy;
    }

    /** The usual timestamp option: NOP, NOP, TSval, TSecr. */
    public Crafted timestamp(final int value, final int echo) {
        final var copy = copy();
        copy.options = ByteBuffer.allocate(12).putInt(0x0101_080a).putInt(value).putInt(echo).array();
        return copy;
    }

    /** Any TCP options, a multiple of four bytes. */
    public Crafted options(final byte[] bytes) {
        final var copy = copy();
        copy.options = bytes.clone();
        return copy;
    }

    /** Payload of a length that depends on nothing but the sequence number. */
    public Crafted length(final int bytes) {
        final var copy = copy();
        copy.payload = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            copy.payload[i] = (byte) ((seq + i) * 31 + (seq + i >>> 8));
        }
        return copy;
    }

    /** With this payload. */
    public Crafted carrying(final byte[] bytes) {
        final var copy = copy();
        copy.payload = bytes.clone();
        return copy;
    }

    /** The segment that follows this one, of the same length. */
    public Crafted next() {
        return seq(seq + payload.length).id(id + 1).length(payload.length);
    }

    /** This one and those that follow it. */
    public List<Crafted> train(final int segments) {
        final var all = new ArrayList<Crafted>();
        for (var each = this; all.size() < segments; each = each.next()) {
            all.add(each);
        }
        return all;
    }

    public int sequence() {
        return seq;
    }

    public int acknowledgment() {
        return ack;
    }

    public int identification() {
        return id;
    }

    public byte[] payload() {
        return payload.clone();
    }

    /** The packet with right checksums. */
    public byte[] bytes() {
        final boolean tcp = protocol == Checksums.TCP;
        final boolean udp = protocol == Checksums.UDP;
        final int l4HeaderLen = tcp ? 20 + options.length : udp ? 8 : 0;
        final int l4 = ipv6 ? 40 : 20;
        final byte[] packet = new byte[l4 + l4HeaderLen + payload.length];
        final var view = ByteBuffer.wrap(packet);
        if (ipv6) {
            view.putInt(6 << 28 | tos << 20 | flowLabel).putShort((short) (packet.length - l4));
            view.put((byte) protocol).put((byte) ttl).put(address(source)).put(address(destination));
        } else {
            view.put((byte) 0x45).put((byte) tos).putShort((short) packet.length).putShort((short) id);
            view.putShort((short) fragment).put((byte) ttl).put((byte) protocol).putShort((short) 0);
            view.put(address(source)).put(address(destination));
            Checksums.finishIpv4(packet);
        }
        if (tcp) {
            view.putShort((short) sourcePort).putShort((short) destinationPort).putInt(seq).putInt(ack);
            view.put((byte) (l4HeaderLen << 2)).put((byte) flags).putShort((short) window).putInt(0).put(options);
        } else if (udp) {
            view.putShort((short) sourcePort).putShort((short) destinationPort);
            view.putShort((short) (packet.length - l4)).putShort((short) 0);
        }
        view.put(payload);
        if (tcp || udp) {
            Checksums.finishTransport(packet);
        }
        return packet;
    }

    /** The packet with one bit of its last byte flipped. */
    public byte[] corrupt() {
        final var packet = bytes();
        packet[packet.length - 1] ^= 1;
        return packet;
    }

    /** The packet with data such that its checksum comes out as 0, written as the other zero of ones' complement. */
    public byte[] otherZero() {
        final var packet = bytes();
        Checksums.writeOtherZero(packet);
        return packet;
    }

    /** The packet as a sender with checksum offload leaves it. */
    public byte[] unfinished() {
        final var packet = bytes();
        Checksums.leaveUnfinished(packet);
        return packet;
    }

    /** The IPv4 packet with a wrong header checksum. */
    public byte[] badHeader() {
        final var packet = bytes();
        packet[11] ^= 1;
        return packet;
    }

    /** The UDP datagram without checksum. */
    public byte[] withoutChecksum() {
        final var packet = bytes();
        ByteBuffer.wrap(packet).putShort((ipv6 ? 40 : 20) + 6, (short) 0);
        return packet;
    }

    /** The packet with bytes behind its end. */
    public byte[] padded() {
        final var packet = bytes();
        return Arrays.copyOf(packet, packet.length + 6);
    }

    /** The packet cut short. */
    public byte[] cut() {
        final var packet = bytes();
        return Arrays.copyOf(packet, packet.length - 6);
    }

    /** The IPv4 packet with four NOP options, or the IPv6 packet with a destination options header. */
    public byte[] withIpOptions() {
        final var packet = bytes();
        final int header = ipv6 ? 40 : 20;
        final var longer = ByteBuffer.allocate(packet.length + (ipv6 ? 8 : 4));
        longer.put(packet, 0, header);
        if (ipv6) {
            longer.put(packet[6]).put((byte) 0).put((byte) 1).put((byte) 4).putInt(0);
            longer.put(6, (byte) 60).putShort(4, (short) (longer.capacity() - header));
        } else {
            longer.putInt(0x0101_0101);
            longer.put(0, (byte) 0x46).putShort(2, (short) longer.capacity());
        }
        longer.put(packet, header, packet.length - header);
        if (!ipv6) {
            Checksums.finishIpv4(longer.array());
        }
        return longer.array();
    }

    /** TSval in the options of an IPv4 packet, behind as many NOPs or other options as there may be. */
    public static int timestampOf(final ByteBuffer packet) {
        for (int at = 40; at + 10 <= packet.limit(); at++) {
            if (packet.getShort(at) == 0x080a) {
                return packet.getInt(at + 2);
            }
        }
        throw new IllegalArgumentException("No timestamps");
    }

    private Crafted copy() {
        try {
            return (Crafted) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] address(final String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
