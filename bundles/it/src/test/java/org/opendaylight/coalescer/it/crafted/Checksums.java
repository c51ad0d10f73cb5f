/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.crafted;

import java.nio.ByteBuffer;

/** Checksums as RFC 1071 defines them, without any of the code under test. Functions without state. */
public final class Checksums {
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP = 1;
    public static final int ICMPV6 = 58;
    static final int SCTP = 132;

    private Checksums() {
        // functions only
    }

    /** Where TCP or UDP starts, in a packet without options or extension headers. */
    static int ipHeaderLength(final byte[] packet) {
        return isIpv4(packet) ? 20 : 40;
    }

    /** Whether the version is 4. */
    public static boolean isIpv4(final byte[] packet) {
        return packet[0] >> 4 == 4;
    }

    static int protocol(final byte[] packet) {
        return packet[isIpv4(packet) ? 9 : 6];
    }

    /** Writes the header checksum of an IPv4 packet, whatever its header length. */
    static void finishIpv4(final byte[] packet) {
        final var view = ByteBuffer.wrap(packet);
        view.putShort(10, (short) 0);
        view.putShort(10, (short) ~fold(sum(packet, 0, (packet[0] & 0xf) * 4)));
    }

    /** Writes the checksum of TCP or UDP, in a packet without options or extension headers. */
    static void finishTransport(final byte[] packet) {
        final int field = field(packet);
        final var view = ByteBuffer.wrap(packet);
        view.putShort(field, (short) 0);
        final int l4 = ipHeaderLength(packet);
        final int sum = ~fold(pseudoHeader(packet) + sum(packet, l4, packet.length)) & 0xffff;
        view.putShort(field, (short) (sum == 0 && protocol(packet) == UDP ? 0xffff : sum));
    }

    /** Leaves the checksum of TCP or UDP to an offload: the field holds the pseudo-header sum. */
    static void leaveUnfinished(final byte[] packet) {
        ByteBuffer.wrap(packet).putShort(field(packet), (short) fold(pseudoHeader(packet)));
    }

    /** Makes the checksum of TCP come out as 0 by its data, at least two bytes, and writes all ones instead. */
    static void writeOtherZero(final byte[] packet) {
        final var view = ByteBuffer.wrap(packet);
        final int l4 = ipHeaderLength(packet);
        final int place = packet.length - 2 - (packet.length - l4) % 2;
        view.putShort(place, (short) 0);
        finishTransport(packet);
        view.putShort(place, view.getShort(field(packet)));
        view.putShort(field(packet), (short) 0xffff);
    }

    private static int field(final byte[] packet) {
        return ipHeaderLength(packet) + (protocol(packet) == TCP ? 16 : 6);
    }

    private static long pseudoHeader(final byte[] packet) {
        final int l4 = ipHeaderLength(packet);
        return sum(packet, isIpv4(packet) ? 12 : 8, l4) + protocol(packet) + packet.length - l4;
    }

    /**
     * Adds up words of 16 bits, the first byte being the higher one.
     *
     * @param bytes where from
     * @param from offset of the first byte
     * @param until offset behind the last one
     * @return the sum
     */
    public static long sum(final byte[] bytes, final int from, final int until) {
        long sum = 0;
        for (int i = from; i < until; i++) {
            sum += (long) (bytes[i] & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
        }
        return sum;
    }

    /**
     * Folds a sum to 16 bits.
     *
     * @param sum a sum of words
     * @return the sum in ones-complement arithmetic, not inverted
     */
    public static int fold(final long sum) {
        long folded = sum;
        while (folded > 0xffff) {
            folded = (folded & 0xffff) + (folded >> 16);
        }
        return (int) folded;
    }
}
