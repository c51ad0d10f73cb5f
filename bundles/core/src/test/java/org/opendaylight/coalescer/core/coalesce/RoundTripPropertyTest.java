/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule 0 on random, adverse streams: cutting what was written gives what came, packet for packet and byte for byte, and
 * in an order that the rules allow. Every packet carries a number of its own, which makes the order visible: data in
 * its first payload bytes, others in the acknowledgment number.
 */
class RoundTripPropertyTest {
    private static final int STREAMS = 400;

    /** What the test knows about a packet that it made, apart from its bytes. */
    private enum Role { DATA, PURE_ACK, FLOW_BARRIER, PAIR_BARRIER, UNRELATED }

    private record Sent(String text, Role role, int flow, int pair, boolean ordered, boolean timestamped,
            int timestamp) {
    }

    private final Random random = new Random();
    private final Map<Integer, Integer> sequence = new HashMap<>();
    private final Map<Integer, Integer> clock = new HashMap<>();
    private int number;
    private int hostility;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void segmentingGivesWhatCame(final boolean repair) {
        final CoalescerRig rig = new CoalescerRig(
            CoalescerRig.options(repair, EcnPolicy.EXACT, ChecksumValidation.VERIFY));
        final long base = System.nanoTime();
        for (int stream = 0; stream < STREAMS; stream++) {
            final long seed = base + stream;
            random.setSeed(seed);
            sequence.clear();
            clock.clear();
            final List<Sent> sent = new ArrayList<>();
            final int flows = 1 + random.nextInt(6);
            hostility = random.nextInt(4);
            final int packets = 1 + random.nextInt(120);
            rig.forget();
            for (int i = 0; i < packets; i++) {
                final byte[] packet = next(sent, random.nextInt(flows));
                rig.commit(packet);
            }
            rig.flush();
            check(sent, rig, repair, "seed " + seed + " repair " + repair);
        }
        rig.assertBalanced();
        assertTrue(rig.count(CoalescerCounter.SEGMENTS) > 1000, "streams that merge too little prove nothing");
        assertEquals(0, rig.count(CoalescerCounter.GEOMETRY_ERRORS));
    }

    /** Makes a packet of a flow: 0 and 1 share their addresses, 2 and 3 are IPv6, 4 is UDP, 5 has no timestamps. */
    private byte[] next(final List<Sent> sent, final int flow) {
        final boolean ipv6 = flow == 2 || flow == 3;
        final boolean udp = flow == 4;
        final boolean timestamped = flow < 4 && !udp;
        final int pair = flow < 2 ? 0 : flow < 4 ? 1 : flow;
        final int seq = sequence.computeIfAbsent(flow, f -> random.nextBoolean() ? -1500 : random.nextInt());
        final int time = clock.computeIfAbsent(flow, f -> random.nextInt());
        final TcpPackets packet = (ipv6 ? TcpPackets.v6() : TcpPackets.v4()).source(1 + pair).ports(1000 + flow, 443);
        if (udp) {
            packet.udp();
        }
        packet.df(flow != 1).id(seq / 64 + (flow == 1 ? sent.size() : 0)).seq(seq).ack(5);
        if (timestamped) {
            packet.timestamp(time);
        }
        number++;
        if (!udp && random.nextInt(12) == 0) {
            packet.ack(number).flags(TcpPackets.ACK | (random.nextBoolean() ? TcpPackets.PSH : 0));
            return send(sent, packet.build(), Role.PURE_ACK, flow, pair);
        }
        if (hostility > 0 && random.nextInt(20) == 0) {
            return sendOdd(sent, packet, flow, pair);
        }
        int length = random.nextInt(6) == 0 ? 4 + random.nextInt(120) : 64;
        if (hostility > 1) {
            switch (random.nextInt(12)) {
                case 0 -> packet.seq(seq + 64 * (1 + random.nextInt(3)));
                case 1 -> packet.seq(seq - 64 * (1 + random.nextInt(3)));
                case 2 -> length = 64 + random.nextInt(8);
                case 3 -> packet.window(random.nextInt(3));
                case 4 -> packet.tos(random.nextInt(4));
                case 5 -> packet.flags(TcpPackets.ACK | TcpPackets.PSH);
                case 6 -> packet.ttl(63);
                case 7 -> clock.put(flow, time + random.nextInt(3) - 1);
                default -> {
                    // In order
                }
            }
        }
        if (hostility > 2 && random.nextInt(30) == 0) {
            packet.seq(random.nextInt());
            if (timestamped) {
                packet.timestamp(random.nextInt());
            }
        }
        sequence.put(flow, seq + length);
        return send(sent, packet.payload(payload(length)).build(), Role.DATA, flow, pair);
    }

    private byte[] sendOdd(final List<Sent> sent, final TcpPackets packet, final int flow, final int pair) {
        packet.payload(payload(64));
        switch (random.nextInt(6)) {
            case 0 -> {
                return send(sent, packet.corrupt(), Role.FLOW_BARRIER, flow, pair);
            }
            case 1 -> {
                return send(sent, TcpPackets.padded(packet.build(), 1 + random.nextInt(9)), Role.FLOW_BARRIER, flow,
                    pair);
            }
            case 2 -> {
                return send(sent, TcpPackets.cut(packet.build(), 70), Role.FLOW_BARRIER, flow, pair);
            }
            case 3 -> {
                final byte[] bytes = packet.build();
                if (bytes[0] == 0x45) {
                    bytes[6] |= 0x20;
                } else {
                    bytes[6] = 60;
                }
                return send(sent, bytes, Role.PAIR_BARRIER, flow, pair);
            }
            case 4 -> {
                final byte[] bytes = packet.build();
                bytes[bytes[0] == 0x45 ? 9 : 6] = 47;
                return send(sent, bytes, Role.UNRELATED, flow, pair);
            }
            default -> {
                packet.flags(1 << random.nextInt(8) | TcpPackets.URG);
                final byte[] bytes = packet.build();
                if (flow == 4) {
                    SlowChecksum.put(bytes, 26, 0);
                }
                return send(sent, bytes, Role.FLOW_BARRIER, flow, pair);
            }
        }
    }

    private byte[] send(final List<Sent> sent, final byte[] packet, final Role role, final int flow, final int pair) {
        final boolean timestamped = role == Role.DATA && flow < 4;
        final int option = packet[0] == 0x45 ? 44 : 64;
        sent.add(new Sent(CoalescerRig.text(packet), role, flow, pair,
            flow == 4 || hostility < 2, timestamped, timestamped ? SlowChecksum.getInt(packet, option) : 0));
        return packet;
    }

    private byte[] payload(final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        SlowChecksum.putInt(bytes, 0, number);
        return bytes;
    }

    private static void check(final List<Sent> sent, final CoalescerRig rig, final boolean repair, final String hint) {
        final Map<String, Integer> place = new HashMap<>();
        final List<String> wire = rig.wire();
        for (final String text : wire) {
            assertEquals(null, place.put(text, place.size()), () -> hint + ": twice " + text);
        }
        assertEquals(sent.size(), wire.size(), hint);
        final int[] at = new int[sent.size()];
        for (int i = 0; i < at.length; i++) {
            final Integer found = place.get(sent.get(i).text());
            assertTrue(found != null, hint + ": lost or changed " + sent.get(i));
            at[i] = found;
        }
        for (int i = 0; i < at.length; i++) {
            for (int j = i + 1; j < at.length; j++) {
                final Sent first = sent.get(i);
                final Sent second = sent.get(j);
                if (mustKeepOrder(first, second, repair)) {
                    final int from = i;
                    final int to = j;
                    assertTrue(at[i] < at[j], () -> hint + ": exchanged " + from + " " + first + " and " + to + " "
                        + second);
                }
            }
        }
    }

    private static boolean mustKeepOrder(final Sent first, final Sent second, final boolean repair) {
        final boolean sameFlow = first.flow() == second.flow();
        final boolean samePair = first.pair() == second.pair();
        if (first.role() == Role.UNRELATED || second.role() == Role.UNRELATED) {
            return first.role() == second.role();
        }
        if (first.role() == Role.PAIR_BARRIER || second.role() == Role.PAIR_BARRIER) {
            return samePair;
        }
        if (!sameFlow) {
            return false;
        }
        if (first.role() == Role.FLOW_BARRIER || second.role() == Role.FLOW_BARRIER) {
            return true;
        }
        if (first.role() == Role.PURE_ACK) {
            return true;
        }
        if (second.role() == Role.PURE_ACK) {
            return false;
        }
        // Data that came in order stays so; repair never takes a newer timestamp ahead of an older one
        final int age = second.timestamp() - first.timestamp();
        return !repair || first.ordered() || first.timestamped() && age > 0 && age < 1 << 20;
    }
}
