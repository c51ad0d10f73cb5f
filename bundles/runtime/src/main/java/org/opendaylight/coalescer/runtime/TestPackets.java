/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.opendaylight.coalescer.api.SelfTestCheck.Subject;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.packet.Ethernet;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.Tcp;
import org.opendaylight.coalescer.packet.Udp;

/**
 * Packets to test a device with, and what a router makes of them. Addresses are those of documentation (RFC 5737, RFC
 * 3849, RFC 7042). Confined to one thread.
 */
final class TestPackets {
    /** Whom frames are for. */
    static final byte[] STATION = { 0, 0, 0x5e, 0, 0x53, 1 };

    private static final byte[] SENDER = { 0, 0, 0x5e, 0, 0x53, 2 };
    private static final int SEGMENT = 1000;
    private static final int TAIL = 300;
    private static final int SEGMENTS = 5;
    private static final int HOPS = 64;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int OSPF = 89;

    private final PacketMemory memory = NativeMemory.allocate(NativeMemory.ALIGNMENT);
    private final Subject subject;
    private final boolean ipv6;
    private final int protocol;

    TestPackets(final Subject subject) {
        this.subject = subject;
        ipv6 = switch (subject) {
            case TCP_IPV4, UDP_IPV4, PROTOCOL_89_IPV4 -> false;
            case TCP_IPV6, UDP_IPV6, PROTOCOL_89_IPV6 -> true;
        };
        protocol = switch (subject) {
            case TCP_IPV4, TCP_IPV6 -> TCP;
            case UDP_IPV4, UDP_IPV6 -> UDP;
            case PROTOCOL_89_IPV4, PROTOCOL_89_IPV6 -> OSPF;
        };
    }

    /** Packets that become one superpacket, or a single one of a protocol that never does. */
    List<byte[]> sent() {
        return packets(HOPS);
    }

    /** The same in Ethernet frames without a tag. */
    List<byte[]> sentInFrames() {
        return sent().stream().map(this::frame).toList();
    }

    private byte[] frame(final byte[] packet) {
        return ByteBuffer.allocate(Ethernet.HEADER_LENGTH + packet.length).put(STATION).put(SENDER)
            .putShort((short) (ipv6 ? Ethernet.TYPE_IPV6 : Ethernet.TYPE_IPV4)).put(packet).array();
    }

    /** The same behind a router. */
    List<byte[]> forwarded() {
        return packets(HOPS - 1);
    }

    private List<byte[]> packets(final int hops) {
        final var packets = new ArrayList<byte[]>();
        final int count = protocol == OSPF ? 1 : SEGMENTS;
        for (int i = 0; i < count; i++) {
            packets.add(packet(i, i == SEGMENTS - 1 ? TAIL : SEGMENT, hops));
        }
        return packets;
    }

    private byte[] packet(final int index, final int payload, final int hops) {
        final int ip = ipv6 ? Ipv6.HEADER_LENGTH : Ipv4.HEADER_LENGTH;
        final int header = switch (protocol) {
            case TCP -> Tcp.HEADER_LENGTH;
            case UDP -> Udp.HEADER_LENGTH;
            default -> 0;
        };
        final int upper = header + payload;
        final var net = memory.net();
        for (int i = 0; i < ip + header; i++) {
            net.put(i, (byte) 0);
        }
        for (int i = 0; i < payload; i++) {
            net.put(ip + header + i, (byte) (i * 31 + index * 7 + subject.ordinal()));
        }
        if (ipv6) {
            putIpv6(upper, hops);
        } else {
            putIpv4(ip + upper, index, hops);
        }
        final long pseudo = InternetChecksum.pseudo(memory, 0, protocol, upper);
        if (protocol == TCP) {
            net.putShort(ip + Tcp.SOURCE_PORT, (short) 49152);
            net.putShort(ip + Tcp.DESTINATION_PORT, (short) 49153);
            net.putInt(ip + Tcp.SEQUENCE, 1 + index * SEGMENT);
            net.put(ip + Tcp.DATA_OFFSET, (byte) (Tcp.HEADER_LENGTH << 2));
            net.put(ip + Tcp.FLAGS, (byte) Tcp.ACK);
            net.putShort(ip + Tcp.WINDOW, (short) 1024);
            finish(ip, upper, Tcp.CHECKSUM, pseudo);
        } else if (protocol == UDP) {
            net.putShort(ip + Udp.SOURCE_PORT, (short) 49152);
            net.putShort(ip + Udp.DESTINATION_PORT, (short) 49153);
            net.putShort(ip + Udp.LENGTH, (short) upper);
            finish(ip, upper, Udp.CHECKSUM, pseudo);
        }
        final byte[] packet = new byte[ip + upper];
        net.get(0, packet);
        return packet;
    }

    private void finish(final int start, final int length, final int field, final long pseudo) {
        memory.net().putShort(start + field, (short) InternetChecksum.fold(pseudo));
        InternetChecksum.finish(memory, start, length, field);
    }

    private void putIpv4(final int length, final int index, final int hops) {
        final var net = memory.net();
        net.put(Ipv4.VERSION_IHL, (byte) Ipv4.VERSION_IHL_PLAIN);
        net.putShort(Ipv4.TOTAL_LENGTH, (short) length);
        net.putShort(Ipv4.IDENTIFICATION, (short) (0x1000 + index));
        net.putShort(Ipv4.FRAGMENT, (short) Ipv4.DF);
        net.put(Ipv4.TTL, (byte) hops);
        net.put(Ipv4.PROTOCOL, (byte) protocol);
        // 192.0.2.1 to 198.51.100.1
        net.putInt(Ipv4.SOURCE, 0xc000_0201);
        net.putInt(Ipv4.DESTINATION, 0xc633_6401);
        Ipv4.writeChecksum(memory, 0, Ipv4.HEADER_LENGTH);
    }

    private void putIpv6(final int payload, final int hops) {
        final var net = memory.net();
        net.putInt(Ipv6.VERSION_CLASS_FLOW, 0x6000_0000);
        net.putShort(Ipv6.PAYLOAD_LENGTH, (short) payload);
        net.put(Ipv6.NEXT_HEADER, (byte) protocol);
        net.put(Ipv6.HOP_LIMIT, (byte) hops);
        // 2001:db8:1::1 to 2001:db8:2::1
        net.putLong(Ipv6.SOURCE, 0x2001_0db8_0001_0000L);
        net.putLong(Ipv6.SOURCE + Long.BYTES, 1);
        net.putLong(Ipv6.DESTINATION, 0x2001_0db8_0002_0000L);
        net.putLong(Ipv6.DESTINATION + Long.BYTES, 1);
    }
}
