/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.opendaylight.coalescer.it.crafted.Crafted;

/**
 * A batch that coalesces.
 *
 * @param name what it is about
 * @param packets the packets, in order
 * @param shape how many segments each write has
 */
record BatchSample(String name, List<Crafted> packets, List<Integer> shape) {
    private static final int CE = 3;
    private static final int PSH = Crafted.ACK | Crafted.PSH;
    /** SACK blocks and timestamps as they come with loss, and all that fits. */
    private static final byte[] FORTY_BYTES = new byte[40];

    static {
        Arrays.fill(FORTY_BYTES, (byte) 1);
        System.arraycopy(new byte[] { 8, 10, 0, 0, 1, 0, 0, 0, 2, 0, 5, 26 }, 0, FORTY_BYTES, 2, 12);
    }

    /** Batches whose superpackets are plain, one for each thing that may go wrong when they are cut. */
    static Stream<BatchSample> all() {
        return Stream.concat(tcp(), udp());
    }

    private static Stream<BatchSample> tcp() {
        final var v4 = Crafted.tcp4().length(1200);
        final var v6 = Crafted.tcp6().timestamp(7, 9).length(1200);
        return Stream.of(
            of("IPv4", v4.train(40), 40),
            of("IPv6 with timestamps", v6.train(40), 40),
            of("as long as can be", v4.length(1448).train(46), 45, 1),
            of("40 bytes of options, IPv4", v4.options(FORTY_BYTES).train(20), 20),
            of("40 bytes of options, IPv6", v6.options(FORTY_BYTES).train(20), 20),
            of("segments of one byte", v4.length(1).train(30), 30),
            of("segments of one byte, IPv6", v6.length(1).train(30), 30),
            of("segments shorter than the headers", v6.length(36).train(33), 33),
            of("short tail", then(v4.train(5), 700), 6),
            of("tail of one byte", then(v6.train(5), 1), 6),
            of("short tail in the middle", join(then(v4.train(5), 600), from(v4, 6600).train(4)), 6, 4),
            of("PSH last", flagged(v4.train(7), 6, PSH), 7),
            of("PSH in the middle", flagged(v6.train(9), 3, PSH), 4, 5),
            of("PSH first", flagged(v4.train(4), 0, PSH), 1, 3),
            of("every segment PSH", v4.flags(PSH).train(4), 1, 1, 1, 1),
            of("FIN", flagged(v4.train(5), 4, Crafted.ACK | Crafted.FIN), 5),
            of("FIN with PSH, IPv6", flagged(v6.train(5), 4, PSH | Crafted.FIN), 5),
            of("ECE", v4.flags(Crafted.ACK | Crafted.ECE).train(6), 6),
            of("CE", v4.tos(CE).train(6), 6),
            of("CE, IPv6", v6.tos(CE).train(6), 6),
            of("CE in the middle", join(v4.tos(2).train(3), from(v4, 3600).tos(CE).train(3)), 3, 3),
            of("identifications that wrap without DF", v4.fragment(0).id(0xfffd).train(8), 8),
            of("sequence numbers that wrap", v6.seq(-5000).length(1200).train(9), 9),
            of("acknowledgment moves", join(v4.train(4), from(v4, 4800).ack(500).train(4)), 4, 4),
            of("window moves", join(v6.train(4), from(v6, 4800).window(700).train(4)), 4, 4),
            of("timestamp moves", join(v6.train(4), from(v6, 4800).timestamp(8, 9).train(4)), 4, 4),
            of("TTL moves", join(v4.train(4), from(v4, 4800).ttl(63).train(4)), 4, 4),
            of("hole", join(v4.train(4), from(v4, 6000).train(4)), 4, 4),
            of("larger segment", join(v4.train(3), from(v4, 3600).length(1300).train(4)), 3, 4));
    }

    private static Stream<BatchSample> udp() {
        final var v4 = Crafted.udp4().length(1100);
        final var v6 = Crafted.udp6().length(1100);
        return Stream.of(
            of("UDP, IPv4", v4.train(30), 30),
            of("UDP, IPv6", v6.train(30), 30),
            of("UDP, datagrams of one byte", v4.length(1).train(20), 20),
            of("UDP, short last one", then(v6.train(5), 9), 6),
            of("UDP, short one in the middle", join(then(v4.train(5), 9), from(v4, 5509).train(3)), 6, 3),
            of("UDP, larger one", join(v4.train(3), from(v4, 3300).length(1200).train(3)), 3, 3),
            of("UDP without DF", v4.fragment(0).id(0xfff8).train(12), 12),
            of("UDP, CE", v6.tos(CE).train(5), 5));
    }

    private static BatchSample of(final String name, final List<Crafted> packets, final Integer... shape) {
        return new BatchSample(name, packets, List.of(shape));
    }

    /** The same flow so many bytes later. */
    private static Crafted from(final Crafted first, final int bytes) {
        final int length = first.payload().length;
        return first.seq(first.sequence() + bytes).length(length).id(first.identification() + bytes / length
            + (bytes % length == 0 ? 0 : 1));
    }

    private static List<Crafted> then(final List<Crafted> train, final int length) {
        return join(train, List.of(train.getLast().next().length(length)));
    }

    private static List<Crafted> flagged(final List<Crafted> train, final int index, final int flags) {
        final var all = new ArrayList<>(train);
        all.set(index, train.get(index).flags(flags));
        return all;
    }

    private static List<Crafted> join(final List<Crafted> first, final List<Crafted> second) {
        return Stream.of(first, second).flatMap(List::stream).toList();
    }

    List<byte[]> bytes() {
        return packets.stream().map(Crafted::bytes).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
