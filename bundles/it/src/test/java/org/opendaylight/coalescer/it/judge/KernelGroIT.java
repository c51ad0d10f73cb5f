/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.coalescer.it.KernelTest;
import org.opendaylight.coalescer.it.crafted.CapturedPacket;
import org.opendaylight.coalescer.it.crafted.Checksums;
import org.opendaylight.coalescer.it.crafted.Crafted;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabAddresses;

/**
 * The kernel's own coalescing (GRO) gets the same packets from a wire. Where our rules are its rules, both make the
 * same superpackets, byte for byte; where they are not, the difference is shown here, with its reason.
 *
 * <p>The kernel lets go of what it holds whenever its clock ticks, and so cuts a batch in two at times. It is given the
 * batch again then: a difference that is none of the tick stays.
 */
@KernelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelGroIT {
    private static final int ATTEMPTS = 10;
    private static final int STREAMS = 60;
    private static final int FLOWS = 4;
    private static final int IPV4_PORTS = 20;
    private static final int IPV6_PORTS = 40;

    private JudgeBench bench;

    @BeforeAll
    void open() {
        bench = JudgeBench.open(true);
    }

    @AfterAll
    void close() {
        bench.close();
    }

    static Stream<BatchSample> samples() {
        return BatchSample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void kernelMakesTheSameSuperpackets(final BatchSample sample) {
        final var ours = ours(sample.bytes());
        assertThat(shape(ours)).isEqualTo(sample.shape());
        assertKernelMakes(ours, sample.bytes());
    }

    @Test
    void kernelMakesTheSameSuperpacketsOfRandomStreams() {
        final long base = System.nanoTime();
        Console.line("Streams of seed " + base + " and the next " + (STREAMS - 1));
        for (long seed = base; seed < base + STREAMS; seed++) {
            final var packets = agreeable(new Random(seed));
            final var ours = ours(packets);
            assertThat(kernels(packets, ours::equals)).as("seed %s", seed).isEqualTo(ours);
        }
    }

    /** Some flows in order, each with identifications that count on, and with changes that both take note of. */
    private static List<byte[]> agreeable(final Random random) {
        final var flows = new ArrayList<>(List.of(
            Crafted.tcp4().from(LabAddresses.SPARE_IPV4, 2000).length(1 + random.nextInt(1400)),
            Crafted.tcp6().from(Crafted.SPARE_IPV6, 2001).timestamp(5, 6).length(1 + random.nextInt(1400)),
            Crafted.tcp4().from(LabAddresses.SPARE_IPV4, 2002).fragment(0).length(1 + random.nextInt(1400)),
            Crafted.udp4().from(LabAddresses.SPARE_IPV4, 2003).length(2 + random.nextInt(1400))));
        final var packets = new ArrayList<byte[]>();
        while (packets.size() < 60) {
            final int number = random.nextInt(FLOWS);
            final var flow = flows.get(number);
            final var packet = switch (random.nextInt(16)) {
                case 0 -> flow.flags(Crafted.ACK | Crafted.PSH);
                case 1 -> flow.ack(random.nextInt(3)).window(1 + random.nextInt(3));
                case 2 -> flow.tos(random.nextInt(4));
                case 3 -> flow.seq(flow.sequence() + random.nextInt(2000)).length(flow.payload().length);
                case 4 -> flow.length(1 + random.nextInt(1400));
                default -> flow;
            };
            packets.add(packet.bytes());
            flows.set(number, packet.next().flags(Crafted.ACK).id(packet.identification() + 1)
                .length(flow.payload().length));
        }
        return packets;
    }

    @Test
    void pureAckEndsAChainOfTheKernelButNotOurs() {
        final var train = Crafted.tcp4().length(1000).train(6);
        final var packets = new ArrayList<>(train.stream().map(Crafted::bytes).toList());
        packets.add(3, train.get(3).length(0).window(900).bytes());
        assertThat(shape(ours(packets))).containsExactly(1, 6);
        assertKernelMakes(List.of(3, 1, 3), packets);
    }

    /** Beyond 64 segments the kernel's own device refuses datagrams of UDP, and of TCP we hold to the same. */
    @Test
    void kernelMergesMoreThan64SmallSegmentsOfTcp() {
        final var packets = Crafted.tcp4().length(100).train(90).stream().map(Crafted::bytes).toList();
        assertThat(shape(ours(packets))).containsExactly(64, 26);
        assertKernelMakes(List.of(90), packets);
    }

    /** An identification with DF set means nothing (RFC 6864), and some senders draw lots for it. */
    @Test
    void kernelMindsIdentificationsThatMeanNothing() {
        final var packets = Crafted.tcp4().length(1000).train(5).stream()
            .map(packet -> packet.id(packet.identification() * 7919 & 0xffff).bytes()).toList();
        assertThat(shape(ours(packets))).containsExactly(5);
        assertKernelMakes(List.of(1, 1, 1, 1, 1), packets);
    }

    @Test
    void kernelDoesNotRepairWhatTheWireReordered() {
        final var train = Crafted.tcp4().length(1000).train(6);
        final var packets = IntStream.of(0, 1, 4, 5, 2, 3).mapToObj(train::get)
            .map(packet -> packet.id(100 + packet.sequence() / 1000).bytes()).toList();
        assertThat(shape(ours(packets))).containsExactly(6);
        assertKernelMakes(List.of(2, 2, 2), packets);
    }

    /** What comes out of coalescing: a packet or a superpacket, after one hop. */
    private record Piece(int segments, int gsoType, int gsoSize, boolean needsChecksum, String bytes) {
        Piece(final CapturedPacket packet, final String bytes) {
            this(packet.segments(), packet.gsoType(), packet.isSuperpacket() ? packet.gsoSize() : 0,
                packet.isSuperpacket() && (packet.flags() & 1) != 0, bytes);
        }
    }

    /** Our answer to a batch, flow by flow. What the kernel makes of it is waited for, to be out of the way. */
    private Map<String, List<Piece>> ours(final List<byte[]> packets) {
        final int place = bench.place();
        final var written = bench.coalesce(packets);
        bench.awaitPackets(place, packets.size());
        return byFlow(written, Forwarded::sent);
    }

    /** The kernel's answer: the one that is wanted, or the last of several. */
    private Map<String, List<Piece>> kernels(final List<byte[]> packets,
            final Predicate<Map<String, List<Piece>>> wanted) {
        Map<String, List<Piece>> answer = Map.of();
        for (int attempt = 0; attempt < ATTEMPTS && !wanted.test(answer); attempt++) {
            answer = byFlow(bench.writeAndAwait(packets), Forwarded::arrived);
        }
        return answer;
    }

    private void assertKernelMakes(final Map<String, List<Piece>> ours, final List<byte[]> packets) {
        assertThat(kernels(packets, ours::equals)).isEqualTo(ours);
    }

    private void assertKernelMakes(final List<Integer> shape, final List<byte[]> packets) {
        assertThat(shape(kernels(packets, answer -> shape(answer).equals(shape)))).isEqualTo(shape);
    }

    /** Segments of each piece of the only flow. */
    private static List<Integer> shape(final Map<String, List<Piece>> answer) {
        return answer.values().stream().flatMap(List::stream).map(Piece::segments).toList();
    }

    private static Map<String, List<Piece>> byFlow(final List<CapturedPacket> packets,
            final Function<byte[], String> text) {
        final var flows = new TreeMap<String, List<Piece>>();
        packets.forEach(packet -> flows.computeIfAbsent(flow(packet.bytes()), key -> new ArrayList<>())
            .add(new Piece(packet, text.apply(packet.bytes()))));
        return flows;
    }

    /** The source port is enough to tell the flows of a batch apart. */
    private static String flow(final byte[] packet) {
        return String.valueOf(ByteBuffer.wrap(packet).getShort(Checksums.isIpv4(packet) ? IPV4_PORTS : IPV6_PORTS)
            & 0xffff);
    }
}
