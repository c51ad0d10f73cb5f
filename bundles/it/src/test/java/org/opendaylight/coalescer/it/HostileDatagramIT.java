/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV4_NETWORK;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.TUNNEL_PORT;
import static org.opendaylight.coalescer.it.lab.LabAddresses.VNI;

import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.control.ProcessFootprint;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.crafted.Crafted;
import org.opendaylight.coalescer.it.crafted.CraftedRig;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.DeviceCounters;
import org.opendaylight.coalescer.it.traffic.DatagramPeer;
import org.opendaylight.coalescer.it.traffic.Flood;
import org.opendaylight.coalescer.it.traffic.HostileDatagrams;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;
import org.opendaylight.coalescer.it.wire.DatagramJudge;

/** Datagrams that no honest peer sends: each is counted by the reason that an independent judge gives for it. */
@ControllerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileDatagramIT {
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration FLOOD = Duration.ofSeconds(60);
    private static final long FLAT_HEAP = 8L << 20;
    private static final long FLAT_MEMORY = 96L << 20;
    private static final int FLAT_COUNT = 8;
    private static final int RANDOM = 4000;
    private static final String STRANGER = "198.18.1.4";
    private static final List<String> PREFIXES = List.of(SPARE_IPV4_NETWORK, Crafted.SPARE_IPV6_NETWORK);
    private static final DatagramJudge OF_PEER = new DatagramJudge(VNI, NEAR_UNDERLAY, PREFIXES);
    private static final DatagramJudge OF_STRANGER = new DatagramJudge(VNI, NEAR_UNDERLAY, List.of());

    private final ControllerLab lab;
    private DatagramPeer peer;
    private CraftedRig rig;

    HostileDatagramIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void startPeer() {
        final var far = lab.underlay().far();
        final var device = JsonParser.parseString(far.run("ip", "-j", "route", "get", NEAR_UNDERLAY)).getAsJsonArray()
            .get(0).getAsJsonObject().get("dev").getAsString();
        far.run("ip", "address", "replace", STRANGER + "/24", "dev", device);
        peer = DatagramPeer.start(far);
    }

    @AfterAll
    void stopPeer() {
        peer.close();
    }

    @AfterEach
    void closeRig() {
        if (rig != null) {
            rig.close();
            rig = null;
        }
    }

    /**
     * Datagrams of one sort.
     *
     * @param name what they have in common
     * @param datagrams payloads of UDP
     */
    record Sort(String name, List<byte[]> datagrams) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sort> sorts() {
        final var tcp4 = CraftedRig.encapsulate(Crafted.tcp4().bytes());
        final var tcp6 = CraftedRig.encapsulate(Crafted.tcp6().bytes());
        final var packets = List.of(Crafted.tcp4().bytes(), Crafted.tcp6().bytes(), Crafted.udp4().bytes(),
            Crafted.udp6().bytes());
        return Stream.of(
            new Sort("every bit of the tunnel header flipped", flips(tcp4, 0, 64)),
            new Sort("every first byte", IntStream.range(0, 256).mapToObj(value -> with(tcp4, 0, value)).toList()),
            new Sort("every next protocol",
                IntStream.range(0, 256).mapToObj(value -> with(tcp6, 3, value)).toList()),
            new Sort("every first byte of IPv4",
                IntStream.range(0, 256).mapToObj(value -> with(tcp4, 8, value)).toList()),
            new Sort("every first byte of IPv6",
                IntStream.range(0, 256).mapToObj(value -> with(tcp6, 8, value)).toList()),
            new Sort("every bit of the headers of IPv4 and TCP flipped", flips(tcp4, 64, 64 + 40 * 8)),
            new Sort("every bit of the headers of IPv6 and TCP flipped", flips(tcp6, 64, 64 + 60 * 8)),
            new Sort("truncated at every length", packets.stream().map(CraftedRig::encapsulate)
                .flatMap(whole -> IntStream.rangeClosed(0, whole.length).mapToObj(end -> Arrays.copyOf(whole, end)))
                .toList()),
            new Sort("stretched by up to eight bytes", packets.stream().map(CraftedRig::encapsulate)
                .flatMap(whole -> IntStream.rangeClosed(1, 8).mapToObj(more -> Arrays.copyOf(whole,
                    whole.length + more))).toList()),
            new Sort("TTL 0, loop, spoofed source", Stream.of(Crafted.tcp4().ttl(0), Crafted.tcp6().ttl(0),
                Crafted.udp4().ttl(0), Crafted.tcp4().to(NEAR_UNDERLAY, TUNNEL_PORT),
                Crafted.udp4().to(NEAR_UNDERLAY, TUNNEL_PORT), Crafted.tcp4().from(FAR_IPV4, 7),
                Crafted.tcp4().from(NEAR_UNDERLAY, TUNNEL_PORT), Crafted.tcp6().from("::1", 7))
                .map(Crafted::bytes).map(CraftedRig::encapsulate).toList()));
    }

    private static List<byte[]> flips(final byte[] datagram, final int from, final int until) {
        return IntStream.range(from, until)
            .mapToObj(bit -> with(datagram, bit / 8, datagram[bit / 8] ^ 0x80 >> bit % 8)).toList();
    }

    private static byte[] with(final byte[] datagram, final int at, final int value) {
        final var changed = datagram.clone();
        changed[at] = (byte) value;
        return changed;
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void eachIsCountedByItsReason(final Sort sort) {
        rig = CraftedRig.open(lab, peer, List.of());
        assertCounted(SPARE_UNDERLAY, OF_PEER, sort.datagrams());
    }

    @Test
    void eachOfAStrangerIsCountedByItsReason() {
        rig = CraftedRig.open(lab, peer, List.of());
        assertCounted(STRANGER, OF_STRANGER, sorts().flatMap(sort -> sort.datagrams().stream()).toList());
    }

    @Test
    void eachOfManyRandomOnesIsCountedByItsReason() {
        rig = CraftedRig.open(lab, peer, List.of());
        final long seed = System.nanoTime();
        Console.line("Random datagrams of seed " + seed);
        final var maker = new HostileDatagrams(seed, templates());
        final var buffer = ByteBuffer.allocate(HostileDatagrams.MAX_LENGTH + Long.BYTES);
        final var datagrams = new ArrayList<byte[]>();
        for (int i = 0; i < RANDOM; i++) {
            maker.next(buffer);
            datagrams.add(Arrays.copyOf(buffer.array(), buffer.limit()));
        }
        assertCounted(SPARE_UNDERLAY, OF_PEER, datagrams);
    }

    private static List<byte[]> templates() {
        return Stream.of(Crafted.tcp4().train(2), Crafted.tcp6().length(1300).train(2), Crafted.udp4().train(2),
            Crafted.udp6().train(2), List.of(Crafted.tcp4().timestamp(1, 2), Crafted.tcp4().length(0)))
            .flatMap(List::stream).map(Crafted::bytes).map(CraftedRig::encapsulate).toList();
    }

    private void assertCounted(final String source, final DatagramJudge judge, final List<byte[]> datagrams) {
        new DatagramCount(lab, rig, judge).assertCounted(source, datagrams);
    }

    @Test
    void floodHurtsNobody() {
        rig = CraftedRig.open(lab, peer, List.of("coalescing/hold/time=200"));
        rig.close();
        final long pid = lab.controller().pid();
        final var sources = List.of(SPARE_UNDERLAY, STRANGER);
        // it has sockets of its own at the addresses of the peer
        peer.close();
        try {
            flood(sources, WARM_UP);
            final var before = ProcessFootprint.of(pid);
            rig.clearStatistics();
            final var frames = frames();
            try (var transfer = lab.start(true, false, Amount.untilFinished())) {
                final long sent = flood(sources, FLOOD);
                final long meanwhile = transfer.bytesReceived();
                transfer.finish();
                final var result = transfer.await(ControllerLab.PATIENCE);
                Console.line("Flood of " + sent + " datagrams, meanwhile " + meanwhile + " bytes of TCP; "
                    + result.summary() + "; " + lab.endpointStatistics());
                assertThat(result.isIntact()).as(result.summary()).isTrue();
                assertThat(meanwhile).as("bytes moved meanwhile").isPositive();
            }
            assertEachHasAReason(frames);
            assertFlat(before, ProcessFootprint.of(pid));
            assertThat(lab.move(true, false, 16 << 20).isIntact()).as("the port lives on").isTrue();
        } finally {
            peer = DatagramPeer.start(lab.underlay().far());
        }
    }

    private long flood(final List<String> sources, final Duration time) {
        final long seed = System.nanoTime();
        Console.line("Flood of seed " + seed);
        try (var flood = Flood.start(lab.underlay().far(), seed, sources, templates())) {
            final long end = System.nanoTime() + time.toNanos();
            assertThat(Poll.until(time.plusSeconds(1), () -> System.nanoTime() - end >= 0)).isTrue();
            return flood.finish();
        }
    }

    private long frames() {
        return DeviceCounters.read(lab.near(), lab.underlay().nearDevice()).receivedPackets();
    }

    private void assertEachHasAReason(final long framesBefore) {
        ControllerLab.await("each datagram has a reason or is a packet of the port", () -> {
            final var endpoint = lab.endpointStatistics();
            return dropped(endpoint) + dropped(lab.statistics()) + lab.statistics().at("receive/packets")
                == endpoint.at("receive/datagrams");
        }, () -> lab.endpointStatistics() + " " + lab.statistics());
        final var endpoint = lab.endpointStatistics();
        final var port = lab.statistics();
        final long lost = endpoint.at("receive/socket-drops");
        final long rest = frames() - framesBefore - endpoint.at("receive/datagrams");
        // the kernel counts datagrams that it has taken together as one when it drops them
        assertThat(rest).as("frames that are no datagrams received").isGreaterThanOrEqualTo(lost);
        assertThat(lost > 0 || rest == 0).as("frames are missing without being counted: " + rest).isTrue();
        assertThat(port.at("receive/packets")).as("packets = segments + verbatim + dropped").isEqualTo(
            port.at("receive/segments") + port.at("receive/verbatim-packets") + port.at("receive/dropped"));
    }

    private static long dropped(final Statistics statistics) {
        return statistics.sum("receive/drop", "reason", "packets");
    }

    private static void assertFlat(final ProcessFootprint before, final ProcessFootprint after) {
        Console.line("Before the flood " + before + ", after it " + after);
        assertThat(after.liveBytes()).as("live heap").isLessThan(before.liveBytes() + FLAT_HEAP);
        assertThat(after.nativeBytes()).as("memory outside of the heap").isLessThan(before.nativeBytes() + FLAT_MEMORY);
        assertThat(after.threads()).as("threads").isLessThan(before.threads() + FLAT_COUNT);
        assertThat(after.descriptors()).as("descriptors").isLessThan(before.descriptors() + FLAT_COUNT);
    }
}
