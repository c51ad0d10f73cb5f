/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

/** The Internet checksum straight from RFC 1071, for builders and the reference segmenter and nothing else. */
final class SlowChecksum {
    private SlowChecksum() {
        // Hidden on purpose
    }

    /** Adds the big-endian words of bytes to a sum. */
    static long add(final long sum, final byte[] bytes, final int from, final int to) {
        long result = sum;
        for (int i = from; i < to; i += 2) {
            result += (bytes[i] & 0xff) << 8 | (i + 1 < to ? bytes[i + 1] & 0xff : 0);
        }
        return result;
    }

    static int fold(final long sum) {
        long result = sum;
        while (result >>> 16 != 0) {
            result = (result & 0xffff) + (result >>> 16);
        }
        return (int) result;
    }

    /** Pseudo-header sum of a packet without IP options or extension headers. */
    static long pseudo(final byte[] packet, final int protocol) {
        final boolean ipv6 = (packet[0] & 0xf0) == 0x60;
        final long addresses = ipv6 ? add(0, packet, 8, 40) : add(0, packet, 12, 20);
        return addresses + protocol + packet.length - (ipv6 ? 40 : 20);
    }

    static void put(final byte[] bytes, final int off, final int value) {
        bytes[off] = (byte) (value >>> 8);
        bytes[off + 1] = (byte) value;
    }

    static int get(final byte[] bytes, final int off) {
        return (bytes[off] & 0xff) << 8 | bytes[off + 1] & 0xff;
    }

    static int getInt(final byte[] bytes, final int off) {
        return get(bytes, off) << 16 | get(bytes, off + 2);
    }

    static void putInt(final byte[] bytes, final int off, final int value) {
        put(bytes, off, value >>> 16);
        put(bytes, off + 2, value);
    }

    /** Writes the IPv4 header checksum. */
    static void finishIpv4(final byte[] packet) {
        put(packet, 10, 0);
        put(packet, 10, ~fold(add(0, packet, 0, 20)) & 0xffff);
    }

    /** Writes the TCP or UDP checksum. */
    static void finishL4(final byte[] packet, final int protocol) {
        final int l4 = (packet[0] & 0xf0) == 0x60 ? 40 : 20;
        final int field = l4 + (protocol == 17 ? 6 : 16);
        put(packet, field, 0);
        final int sum = ~fold(add(pseudo(packet, protocol), packet, l4, packet.length)) & 0xffff;
        put(packet, field, sum == 0 && protocol == 17 ? 0xffff : sum);
    }
}
