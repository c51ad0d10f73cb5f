/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;
import static org.opendaylight.coalescer.core.coalesce.SlowChecksum.get;
import static org.opendaylight.coalescer.core.coalesce.SlowChecksum.put;

import java.util.Arrays;
import java.util.Random;

/** Makes good packets of TCP or UDP odd, in each way that rules 2, 5 and 6 speak of. */
final class PacketDamage {
    private PacketDamage() {
        // Hidden on purpose
    }

    /** Changes a packet without IP options or extension headers in one way or another. */
    static byte[] apply(final byte[] packet, final Random random) {
        final boolean ipv6 = (packet[0] & 0xf0) == 0x60;
        final int l4 = ipv6 ? 40 : 20;
        final boolean udp = packet[ipv6 ? 6 : 9] == 17;
        return switch (random.nextInt(12)) {
            case 0 -> checksum(packet, l4, udp, random);
            case 1 -> oddChecksum(packet, l4, udp, random.nextBoolean());
            case 2 -> Arrays.copyOf(packet, packet.length + 1 + random.nextInt(30));
            case 3 -> Arrays.copyOf(packet, 1 + random.nextInt(packet.length));
            case 4 -> ipLength(packet, ipv6, random);
            case 5 -> ipv6 ? version(packet, random) : header4(packet, random);
            case 6 -> ipv6 ? version(packet, random) : fragment(packet, random);
            case 7 -> udp ? udpLength(packet, l4, random) : dataOffset(packet, l4, random);
            case 8 -> udp ? udpLength(packet, l4, random) : large(packet, ipv6);
            case 9 -> ipv6 ? checksum(packet, l4, udp, random) : oddHeaderChecksum(packet, random.nextBoolean());
            case 10 -> emptied(packet, l4, udp);
            default -> bitFlip(packet, random);
        };
    }

    private static byte[] checksum(final byte[] packet, final int l4, final boolean udp, final Random random) {
        final int field = l4 + (udp ? 6 : 16);
        put(packet, field, switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> 0xffff;
            case 2 -> SlowChecksum.fold(SlowChecksum.pseudo(packet, udp ? 17 : 6));
            case 3 -> ~get(packet, field);
            default -> get(packet, field) + 1;
        });
        return packet;
    }

    /** Chooses payload such that the sum is zero, and writes one of the two zeros. */
    private static byte[] oddChecksum(final byte[] packet, final int l4, final boolean udp, final boolean other) {
        final int header = l4 + (udp ? 8 : (packet[l4 + 12] & 0xf0) >> 2);
        if (packet.length < header + 2) {
            return packet;
        }
        final int field = l4 + (udp ? 6 : 16);
        final int at = packet.length - 2 & ~1;
        final int protocol = udp ? 17 : 6;
        put(packet, at, 0);
        SlowChecksum.finishL4(packet, protocol);
        put(packet, at, get(packet, field));
        put(packet, field, other ? 0xffff : 0);
        return packet;
    }

    private static byte[] oddHeaderChecksum(final byte[] packet, final boolean other) {
        put(packet, 4, 0);
        SlowChecksum.finishIpv4(packet);
        put(packet, 4, get(packet, 10));
        put(packet, 10, other ? 0xffff : 0);
        return packet;
    }

    private static byte[] ipLength(final byte[] packet, final boolean ipv6, final Random random) {
        final int field = ipv6 ? 4 : 2;
        put(packet, field, switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> random.nextInt(30);
            case 2 -> get(packet, field) - 1;
            case 3 -> get(packet, field) + 1;
            case 4 -> (ipv6 ? 0 : 20) + random.nextInt(9);
            default -> random.nextInt(1 << 16);
        });
        return ipv6 ? packet : finished(packet);
    }

    private static byte[] version(final byte[] packet, final Random random) {
        packet[0] = (byte) (random.nextInt(16) << 4 | packet[0] & 15);
        return packet;
    }

    private static byte[] header4(final byte[] packet, final Random random) {
        final int words = random.nextInt(16);
        packet[0] = (byte) (0x40 | words);
        return random.nextBoolean() ? packet : finished(packet);
    }

    private static byte[] fragment(final byte[] packet, final Random random) {
        put(packet, 6, switch (random.nextInt(3)) {
            case 0 -> 0x2000;
            case 1 -> 1 + random.nextInt(0x1fff);
            default -> random.nextInt(1 << 16);
        });
        if (random.nextInt(4) == 0) {
            packet[9] = (byte) random.nextInt(256);
        }
        return finished(packet);
    }

    private static byte[] udpLength(final byte[] packet, final int l4, final Random random) {
        put(packet, l4 + 4, switch (random.nextInt(3)) {
            case 0 -> random.nextInt(9);
            case 1 -> get(packet, l4 + 4) - 1;
            default -> get(packet, l4 + 4) + 1;
        });
        return packet;
    }

    private static byte[] dataOffset(final byte[] packet, final int l4, final Random random) {
        packet[l4 + 12] = (byte) (random.nextInt(16) << 4);
        SlowChecksum.finishL4(packet, 6);
        return packet;
    }

    /** As long as IP allows. */
    private static byte[] large(final byte[] packet, final boolean ipv6) {
        final byte[] made = Arrays.copyOf(packet, ipv6 ? 65575 : 65535);
        put(made, ipv6 ? 4 : 2, 65535);
        SlowChecksum.finishL4(made, 6);
        return ipv6 ? made : finished(made);
    }

    /** No payload. */
    private static byte[] emptied(final byte[] packet, final int l4, final boolean udp) {
        final int length = l4 + (udp ? 8 : (packet[l4 + 12] & 0xf0) >> 2);
        final byte[] made = Arrays.copyOf(packet, length);
        if (udp) {
            put(made, l4 + 4, 8);
        } else {
            made[l4 + 13] = TcpPackets.ACK | TcpPackets.FIN;
        }
        put(made, l4 == 40 ? 4 : 2, l4 == 40 ? length - 40 : length);
        SlowChecksum.finishL4(made, udp ? 17 : 6);
        return l4 == 40 ? made : finished(made);
    }

    private static byte[] bitFlip(final byte[] packet, final Random random) {
        packet[random.nextInt(random.nextBoolean() ? packet.length : Math.min(packet.length, 60))] ^=
            (byte) (1 << random.nextInt(8));
        return packet;
    }

    private static byte[] finished(final byte[] packet) {
        SlowChecksum.finishIpv4(packet);
        return packet;
    }
}
