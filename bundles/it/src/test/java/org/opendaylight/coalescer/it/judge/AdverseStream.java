/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.opendaylight.coalescer.it.crafted.Crafted;
import org.opendaylight.coalescer.it.lab.LabAddresses;

/**
 * A random batch of some flows, in order as far as TCP is concerned, with packets of every kind that a router passes
 * on unchanged. Not for several threads.
 */
final class AdverseStream {
    private static final int PACKETS = 200;
    private static final int OSPF = 89;
    private static final int CWR = 0x80;
    private static final int MORE_FRAGMENTS = 0x2000;

    private final List<Sent> sent = new ArrayList<>();
    private final Random random;
    private final long seed;

    /** What a packet may not change places with. */
    private enum Role {
        /** Others of its flow, but for pure ACKs. */
        FLOW,
        /** Nothing. */
        PURE_ACK,
        /** All of its address pair. */
        ADDRESS_PAIR,
        /** Nothing. */
        UNRELATED
    }

    private record Sent(byte[] packet, Role role, Flow flow) {
    }

    /** A flow: what its next packet is, unless something happens to it. */
    private static final class Flow {
        private final int number;
        private final int pair;
        private final boolean tcp;
        private final int length;
        private Crafted next;

        Flow(final int number, final int pair, final boolean tcp, final Crafted next) {
            this.number = number;
            this.pair = pair;
            this.tcp = tcp;
            this.next = next;
            length = next.payload().length;
        }
    }

    private AdverseStream(final long seed) {
        this.seed = seed;
        random = new Random(seed);
    }

    static AdverseStream of(final long seed) {
        final var stream = new AdverseStream(seed);
        final var flows = stream.flows();
        while (stream.sent.size() < PACKETS) {
            final var flow = flows.get(stream.random.nextInt(flows.size()));
            final int run = 1 + stream.random.nextInt(12);
            for (int i = 0; i < run && stream.sent.size() < PACKETS; i++) {
                stream.step(flow);
            }
        }
        return stream;
    }

    private List<Flow> flows() {
        final var v4 = Crafted.tcp4().seq(random.nextInt()).id(random.nextInt(1 << 16));
        final var v6 = Crafted.tcp6().seq(random.nextInt()).timestamp(random.nextInt(), 1);
        return List.of(
            new Flow(0, 0, true, v4.from(LabAddresses.SPARE_IPV4, 1000).length(1 + random.nextInt(1400))),
            new Flow(1, 0, true, v4.from(LabAddresses.SPARE_IPV4, 1001).fragment(0).timestamp(random.nextInt(), 2)
                .length(1 + random.nextInt(1400))),
            new Flow(2, 1, true, v6.from(Crafted.SPARE_IPV6, 1002).length(1 + random.nextInt(1400))),
            new Flow(3, 1, true, v6.from(Crafted.SPARE_IPV6, 1003).length(1 + random.nextInt(20))),
            new Flow(4, 0, false, Crafted.udp4().from(LabAddresses.SPARE_IPV4, 1000).fragment(0)
                .length(1 + random.nextInt(1400))),
            new Flow(5, 1, false, Crafted.udp6().from(Crafted.SPARE_IPV6, 1002).length(1 + random.nextInt(1400))));
    }

    /** Sends the next packet of a flow, or has something happen to the flow. */
    private void step(final Flow flow) {
        final var packet = flow.next;
        switch (random.nextInt(60)) {
            case 0 -> add(flow, Role.UNRELATED, packet.protocol(OSPF).length(30 + sent.size()).bytes());
            case 1 -> add(flow, Role.ADDRESS_PAIR, packet.withIpOptions());
            case 2 -> {
                if (flow.pair == 0) {
                    add(flow, Role.ADDRESS_PAIR, packet.fragment(MORE_FRAGMENTS).bytes());
                }
            }
            case 3 -> send(flow, packet, packet.corrupt());
            case 4 -> {
                if (flow.tcp) {
                    add(flow, Role.PURE_ACK, packet.length(0).ack(sent.size()).bytes());
                } else {
                    send(flow, packet, packet.withoutChecksum());
                }
            }
            case 5 -> send(flow, packet.length(1 + random.nextInt(flow.length)));
            case 6 -> send(flow, packet.flags(Crafted.ACK | Crafted.PSH));
            case 7 -> send(flow, packet.flags(Crafted.ACK | Crafted.FIN));
            case 8 -> send(flow, packet.flags(Crafted.ACK | CWR));
            case 9 -> flow.next = packet.flags(Crafted.ACK | (random.nextBoolean() ? Crafted.ECE : 0));
            case 10 -> flow.next = packet.tos(random.nextInt(4));
            case 11 -> flow.next = packet.ack(random.nextInt()).window(random.nextInt(1 << 16));
            case 12 -> flow.next = packet.ttl(2 + random.nextInt(250));
            case 13 -> flow.next = packet.id(random.nextInt(1 << 16));
            default -> send(flow, packet);
        }
    }

    private void send(final Flow flow, final Crafted packet) {
        send(flow, packet, packet.bytes());
    }

    /** Sends a packet as some bytes; the next one is plain again. */
    private void send(final Flow flow, final Crafted packet, final byte[] bytes) {
        add(flow, Role.FLOW, bytes);
        flow.next = flow.next.seq(packet.sequence() + packet.payload().length).id(packet.identification() + 1 & 0xffff)
            .length(flow.length);
    }

    private void add(final Flow flow, final Role role, final byte[] packet) {
        sent.add(new Sent(packet, role, flow));
    }

    /** What it is made of. */
    List<byte[]> packets() {
        return sent.stream().map(Sent::packet).toList();
    }

    /** Checks that all packets have arrived, each as it was, in an order that the rules allow. */
    void assertArrival(final List<String> texts) {
        final Map<String, Deque<Sent>> waiting = new HashMap<>();
        sent.forEach(each -> waiting.computeIfAbsent(Forwarded.sent(each.packet()), text -> new ArrayDeque<>())
            .add(each));
        assertThat(texts).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(
            sent.stream().map(each -> Forwarded.sent(each.packet())).toList());
        final var arrived = texts.stream().map(text -> waiting.get(text).remove()).toList();
        sent.stream().filter(each -> each.role() == Role.FLOW).map(Sent::flow).distinct().forEach(flow ->
            assertThat(ordered(arrived, flow)).as("flow %s of seed %s", flow.number, seed)
                .isEqualTo(ordered(sent, flow)));
    }

    private static List<String> ordered(final List<Sent> packets, final Flow flow) {
        return packets.stream().filter(each -> each.role() == Role.FLOW && each.flow() == flow
            || each.role() == Role.ADDRESS_PAIR && each.flow().pair == flow.pair)
            .map(each -> Forwarded.sent(each.packet())).toList();
    }
}
