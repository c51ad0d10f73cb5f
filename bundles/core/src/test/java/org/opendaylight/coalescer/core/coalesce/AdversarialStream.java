/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.opendaylight.coalescer.core.coalesce.ReferencePacket.Input;
import org.opendaylight.coalescer.packet.ChecksumState;

/**
 * Packets of a few flows that a hostile or just unlucky network may deliver: every field, flag, length, option and
 * order that the rules speak of. Made step by step; a step depends on its number and on what the ones before left
 * behind, so any list of steps gives a stream, and a shorter one when steps are left out.
 */
final class AdversarialStream {
    /** What a stream never exceeds, so that memory holds it. */
    static final int MAX_BYTES = 1_700_000;
    /** Where there is no checksum to finish. */
    static final int MISPLACED = 4;

    private static final int[] SIZES = {1, 2, 7, 16, 64, 64, 64, 100, 100, 536, 1200, 1448};
    private static final int[] REPLACED_PROTOCOLS = {0, 1, 4, 41, 43, 44, 47, 50, 51, 58, 60, 89, 132, 135, 139, 140};
    private static final int FAR = 1 << 30;

    /** What the sender of a flow goes on with. */
    private static final class Flow {
        TcpPackets packet = TcpPackets.v4();
        int seq;
        int firstSeq;
        int id;
        int idStep = 1;
        int size;
        int time;
        int firstTime;
        int options;
        boolean udp;
        boolean ipv6;
        /** Codepoints differ from packet to packet. */
        boolean congested;
    }

    final List<Input> packets = new ArrayList<>();
    private final Flow[] flows;
    private final int hostility;
    private final int metadata;
    private Flow flow;
    private Random random;
    private int bytes;
    private int number;

    /** Random numbers that have nothing in common with those of the next seed, as the first ones of Random have. */
    static Random random(final long seed) {
        return new Random(seed * 0x9e3779b97f4a7c15L);
    }

    /**
     * Starts a stream.
     *
     * @param seed of the flows
     * @param hostility how often something odd happens, 0..4
     */
    AdversarialStream(final int seed, final int hostility) {
        this.hostility = hostility;
        random = random(seed);
        metadata = random.nextInt(8);
        flows = new Flow[1 + random.nextInt(6)];
        final boolean busy = random.nextInt(3) == 0;
        for (int i = 0; i < flows.length; i++) {
            flows[i] = start(busy ? random.nextInt(2) * 4 : random.nextInt(8), i);
        }
        flow = flows[0];
    }

    private Flow start(final int kind, final int index) {
        final Flow made = new Flow();
        made.ipv6 = (kind & 1) != 0;
        made.udp = kind >= 6;
        made.packet = made.ipv6 ? TcpPackets.v6() : TcpPackets.v4();
        if (made.udp) {
            made.packet.udp();
        }
        made.packet.destination(2 + (kind >> 1 & 1)).ports(40000 + index / 2, 443)
            .tos(chance(2) ? random.nextInt(4) : 0).df(!chance(3)).ttl(60 + random.nextInt(2));
        made.seq = switch (random.nextInt(4)) {
            case 0 -> -random.nextInt(20000);
            case 1 -> Integer.MIN_VALUE - random.nextInt(20000);
            default -> random.nextInt();
        };
        made.time = chance(3) ? (chance(2) ? 0 : Integer.MIN_VALUE) - random.nextInt(3) : random.nextInt();
        made.firstSeq = made.seq;
        made.firstTime = made.time;
        made.id = chance(3) ? chance(2) ? 0xfffa : 0x7ffa : random.nextInt(1 << 16);
        made.congested = chance(8);
        made.idStep = chance(5) ? random.nextInt(3) : 1;
        made.size = SIZES[random.nextInt(SIZES.length)];
        made.options = random.nextInt(3);
        return made;
    }

    private boolean chance(final int of) {
        return random.nextInt(of) == 0;
    }

    /** Goes on by one or a few packets. */
    AdversarialStream step(final int seed) {
        random.setSeed(seed * 0x9e3779b97f4a7c15L + 77);
        if (!chance(3)) {
            flow = flows[random.nextInt(flows.length)];
        }
        final int odd = random.nextInt(100);
        if (odd >= new int[] {1, 5, 15, 30, 60}[hostility]) {
            inOrder(chance(8) ? random.nextInt(70) : 1 + random.nextInt(3));
            return this;
        }
        switch (random.nextInt(10)) {
            case 0 -> reversed(2 + random.nextInt(12));
            case 1 -> swapped();
            case 2, 3 -> varied();
            case 4, 5, 6 -> oddOrder();
            case 7 -> pureAck();
            case 8 -> damaged();
            default -> anything();
        }
        return this;
    }

    private void inOrder(final int count) {
        final boolean pushLast = chance(6);
        for (int i = 0; i < count; i++) {
            final TcpPackets packet = segment(flow.seq, flow.size);
            if (pushLast && i == count - 1) {
                packet.flags(TcpPackets.ACK | TcpPackets.PSH);
            }
            add(packet);
            flow.seq += flow.size;
        }
        if (chance(10)) {
            final int length = 1 + random.nextInt(flow.size);
            add(segment(flow.seq, length).flags(TcpPackets.ACK | (chance(2) ? TcpPackets.PSH : 0)));
            flow.seq += length;
        }
    }

    private void reversed(final int count) {
        final int from = packets.size();
        for (int i = 0; i < count; i++) {
            final int length = i == count - 1 && chance(3) ? 1 + random.nextInt(flow.size) : flow.size;
            add(segment(flow.seq, length));
            flow.seq += chance(3) ? length : flow.size;
            if (chance(8)) {
                flow.size = 1 + random.nextInt(chance(2) ? flow.size : 100);
            }
        }
        if (chance(3)) {
            Collections.shuffle(packets.subList(from, packets.size()), random);
        } else {
            Collections.reverse(packets.subList(from, packets.size()));
        }
    }

    /** Moves the last packet ahead, or repeats one. */
    private void swapped() {
        if (packets.isEmpty()) {
            return;
        }
        final int at = Math.max(0, packets.size() - 1 - random.nextInt(6));
        if (chance(4)) {
            addInput(packets.get(at));
        } else {
            packets.add(at, packets.removeLast());
        }
    }

    private void oddOrder() {
        final int far = (chance(2) ? FAR : -FAR) + random.nextInt(3) - 1;
        int seq = flow.seq;
        int length = flow.size;
        switch (random.nextInt(10)) {
            case 0, 1 -> flow.seq = seq += flow.size * (1 + random.nextInt(3));
            case 2, 3 -> seq -= flow.size * (1 + random.nextInt(4));
            case 4 -> {
                seq -= flow.size * (1 + random.nextInt(4));
                flow.time += 1 + random.nextInt(2);
            }
            case 5 -> seq = flow.firstSeq + far;
            case 6 -> flow.time = flow.firstTime + far;
            case 7 -> flow.time += random.nextInt(5) - 2;
            case 8 -> length = chance(2) ? 1 + random.nextInt(flow.size) : flow.size + 1 + random.nextInt(100);
            default -> {
                seq = flow.seq = chance(2) ? random.nextInt() : flow.seq - random.nextInt(3 * flow.size);
                flow.time = chance(4) ? random.nextInt() : flow.time;
            }
        }
        add(segment(seq, length));
        if (seq == flow.seq && !chance(4)) {
            flow.seq += length;
        }
    }

    private void pureAck() {
        final TcpPackets packet = segment(flow.seq, 0);
        if (chance(3)) {
            packet.flags(TcpPackets.ACK | (chance(2) ? TcpPackets.PSH : TcpPackets.ECE)).ack(random.nextInt());
        }
        final byte[] made = packet.build();
        if (chance(5)) {
            made[made.length - 1 - random.nextInt(20)] ^= (byte) (1 << random.nextInt(8));
        }
        add(made);
    }

    private void damaged() {
        add(PacketDamage.apply(segment(flow.seq, flow.size).build(), random));
        flow.seq += chance(2) ? flow.size : 0;
    }

    /** Bytes that mean little or nothing. */
    private void anything() {
        if (chance(2)) {
            final byte[] made = new byte[chance(8) ? 0 : random.nextInt(chance(3) ? 30 : 120)];
            random.nextBytes(made);
            if (made.length > 0 && chance(2)) {
                made[0] = (byte) (chance(2) ? 0x45 : 0x60);
            }
            add(made);
            return;
        }
        final byte[] made = segment(flow.seq, flow.size).build();
        made[flow.ipv6 ? 6 : 9] = (byte) REPLACED_PROTOCOLS[random.nextInt(REPLACED_PROTOCOLS.length)];
        if (!flow.ipv6) {
            SlowChecksum.finishIpv4(made);
        }
        add(made);
    }

    /** A segment of the flow as it is now, at a place. */
    private TcpPackets segment(final int seq, final int length) {
        final TcpPackets packet = flow.packet.copy().seq(seq).id(flow.id & 0xffff);
        flow.id += flow.idStep;
        number++;
        if (!flow.udp) {
            options(packet);
        }
        if (flow.congested && chance(3)) {
            packet.tos(chance(6) ? random.nextInt(4) : 1 + random.nextInt(3));
        }
        if (chance(2)) {
            return packet.length(length);
        }
        final byte[] payload = new byte[length];
        random.nextBytes(payload);
        return packet.payload(payload);
    }

    private void options(final TcpPackets packet) {
        switch (flow.options) {
            case 0 -> packet.options();
            case 1, 2 -> packet.timestamp(flow.time);
            case 3 -> packet.options(1, 1, 5, 10, 1, 2, 3, 4, 5, 6, 7, 8);
            case 4 -> packet.options(5, 18, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 1, 1, 8, 10, 0, 0,
                flow.time >> 8, flow.time, 0, 0, 0, 1, 254, 9, 1, 2, 3, 4, 5, 6, 7, 0);
            case 5 -> packet.options(1, 1, 8, 12, flow.time, 1, 2, 3, 4, 5, 6, 7);
            case 6 -> packet.options(8, 10, 9, 9, 9, flow.time, 0, 0, 0, 7, 99, 0);
            case 7 -> packet.options(0, 1, 8, 10, 1, 1, 1, flow.time, 0, 0, 0, 7);
            case 8 -> packet.options(8, 10, 1, 1, 1, flow.time, 0, 0, 0, 7, 0, 8);
            case 9 -> packet.options(8, 10, 1, 1, 1, flow.time, 0, 0, 0, 7, 254, 3);
            default -> packet.options(1, 1, 1, 99);
        }
    }

    /** A segment with one field or two unlike the one before, and perhaps all that follow as well. */
    private void varied() {
        final TcpPackets packet = segment(flow.seq, flow.size);
        vary(packet);
        if (chance(8)) {
            vary(packet);
        }
        add(packet);
        flow.seq += flow.size;
        if (chance(3)) {
            flow.packet = packet.copy().flags(TcpPackets.ACK);
        }
    }

    private void vary(final TcpPackets packet) {
        switch (random.nextInt(15)) {
            case 0 -> flow.options = random.nextInt(11);
            case 1 -> packet.ack(random.nextInt(3));
            case 2 -> packet.window(random.nextInt(3));
            case 3 -> packet.urgent(1);
            case 4 -> packet.tos(random.nextInt(4));
            case 5 -> packet.tos(random.nextInt(256));
            case 6 -> packet.flags(TcpPackets.ACK | TcpPackets.ECE);
            case 7 -> packet.reserved(random.nextInt(16));
            case 8 -> packet.ttl(random.nextInt(3));
            case 9 -> packet.flowLabel(random.nextInt(3));
            case 10 -> packet.fragment(random.nextInt(4) << 14 & 0xc000);
            case 11 -> flow.id += random.nextInt(3);
            case 12, 13 -> packet.flags(TcpPackets.ACK | TcpPackets.FIN | (chance(2) ? TcpPackets.PSH : 0)
                | (chance(6) ? TcpPackets.ECE : 0));
            default -> packet.flags(chance(2) ? random.nextInt(256)
                : TcpPackets.ACK | 1 << random.nextInt(8));
        }
    }

    private void add(final TcpPackets packet) {
        final byte[] made = packet.build();
        final int l4 = flow.ipv6 ? 40 : 20;
        final int field = flow.udp ? 6 : 16;
        if (metadata == 1 || metadata == 2 && chance(2)) {
            SlowChecksum.put(made, l4 + field, SlowChecksum.fold(SlowChecksum.pseudo(made, flow.udp ? 17 : 6)));
            // Sometimes at another place, where there is nothing to finish
            addInput(new Input(made, ChecksumState.PARTIAL, l4, chance(40) ? MISPLACED : field));
        } else if (metadata == 3 || chance(200)) {
            addInput(new Input(made, chance(40) ? ChecksumState.BAD : ChecksumState.UNNECESSARY, 0, 0));
        } else {
            addInput(Input.of(made));
        }
    }

    private void add(final byte[] made) {
        addInput(Input.of(made));
    }

    private void addInput(final Input input) {
        if (bytes + input.bytes().length <= MAX_BYTES) {
            bytes += input.bytes().length + 3;
            packets.add(input);
        }
    }

    @Override
    public String toString() {
        return number + " packets of " + flows.length + " flows, hostility " + hostility + ": "
            + Arrays.toString(packets.stream().mapToInt(input -> input.bytes().length).toArray());
    }
}
