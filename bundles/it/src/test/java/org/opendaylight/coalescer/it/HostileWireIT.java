/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV4_NETWORK;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV6_NETWORK;
import static org.opendaylight.coalescer.it.lab.LabAddresses.RELAYED_NEAR;
import static org.opendaylight.coalescer.it.lab.LabAddresses.VNI;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.IpCounters;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.RelayLab;
import org.opendaylight.coalescer.it.lab.TcpCounters;
import org.opendaylight.coalescer.it.relay.Direction;
import org.opendaylight.coalescer.it.relay.FaultRates;
import org.opendaylight.coalescer.it.relay.Relay;
import org.opendaylight.coalescer.it.relay.RelayEvent;
import org.opendaylight.coalescer.it.relay.RelayLog;
import org.opendaylight.coalescer.it.relay.RelayProcess;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;
import org.opendaylight.coalescer.it.traffic.TransferResult;
import org.opendaylight.coalescer.it.wire.DatagramJudge;
import org.opendaylight.coalescer.it.wire.RelayReckoning;
import org.opendaylight.coalescer.it.wire.SequenceModel;
import org.opendaylight.coalescer.it.wire.Verdict.Fate;

/**
 * Real TCP between the kernel's tunnel device and the port, through a relay that does harm to datagrams in both
 * directions and logs each of them. Data has to arrive as it was sent; what was damaged is found by us or by the kernel
 * behind us; our counters are those that follow from the log.
 */
@ControllerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileWireIT {
    private static final long BYTES = 64L << 20;
    private static final Duration TRANSFER_TIME = Duration.ofSeconds(90);
    private static final String SEQUENCE = "receive/sequence/";
    private static final String MIXED = "drop=0.003,duplicate=0.003,reorder=0.003,delay=0.001,flip=0.003";
    /** Verbatim reasons that an unharmed transfer has as well. */
    private static final List<String> USUAL = List.of("pure-ack", "flag-not-admissible", "single-segment");

    private final ControllerLab lab;
    private RelayLab relayLab;

    HostileWireIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void open() {
        relayLab = RelayLab.open(lab.underlay());
    }

    @AfterAll
    void close() {
        relayLab.close();
    }

    /** Errors of both kernels, before or since. */
    private record Errors(TcpCounters tcp, IpCounters ip) {
        static Errors read(final NetworkNamespace namespace) {
            return new Errors(TcpCounters.read(namespace), IpCounters.read(namespace));
        }

        RelayReckoning.KernelErrors since(final Errors earlier) {
            return new RelayReckoning.KernelErrors(ip.since(earlier.ip).headerErrors(),
                tcp.since(earlier.tcp).errors());
        }
    }

    /**
     * What is done to the datagrams of a transfer.
     *
     * @param name what to call it
     * @param inward data goes to the port, and acknowledgments from it, or the other way
     * @param ipv6 over IPv6 or IPv4 inside; outside it is IPv4
     * @param seed seed of the relay
     * @param rates harm in both directions
     */
    record Profile(String name, boolean inward, boolean ipv6, long seed, String rates) {
        @Override
        public String toString() {
            return name + (inward ? "-in" : "-out") + (ipv6 ? "-ipv6" : "");
        }
    }

    static Stream<Profile> profiles() {
        return Stream.of(
            new Profile("drop", true, false, 1, "drop=0.01"),
            new Profile("reorder", true, false, 2, "reorder=0.01"),
            new Profile("duplicate", true, false, 3, "duplicate=0.01"),
            new Profile("delay", true, false, 4, "delay=0.005"),
            new Profile("flip", true, false, 5, "flip=0.01"),
            new Profile("mixed", true, false, 6, MIXED),
            new Profile("mixed", false, false, 7, MIXED),
            new Profile("flip", true, true, 8, "flip=0.01"),
            new Profile("mixed", true, true, 9, MIXED),
            new Profile("drop", false, false, 10, "drop=0.01"),
            new Profile("flip", false, true, 11, "flip=0.01"));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void dataArrivesIntactAndEveryHarmIsAccountedFor(final Profile profile) throws IOException {
        RelayedPort.provision(lab);
        final var nearBefore = Errors.read(lab.near());
        final var farBefore = Errors.read(lab.underlay().far());
        final var file = Files.createDirectories(Path.of("target", "it")).resolve(
            "relay-" + profile + ".json");
        final var harm = FaultRates.parse(profile.rates());
        final var faults = new Relay.Faults(profile.seed(), Map.of(Direction.IN, harm, Direction.OUT, harm));
        final TransferResult result;
        final JsonObject summary;
        try (var relay = RelayProcess.start(relayLab.namespace(), faults, file)) {
            try (var transfer = lab.start(profile.inward(), profile.ipv6(), Amount.bytes(BYTES))) {
                result = transfer.await(TRANSFER_TIME);
            }
            RelayedPort.awaitSilence(lab, relay, profile.ipv6());
            summary = relay.finish();
        }
        Console.line(profile + ", seed " + profile.seed() + ": " + Math.round(result.bitsPerSecond() / 1e6)
            + " Mbit/s, relay " + summary);
        assertThat(result.receivedSha256()).hasSize(64).isEqualTo(result.sentSha256());
        assertThat(result.received()).as(result.summary()).isEqualTo(BYTES);
        assertThat(result.isIntact()).as(result.summary()).isTrue();

        final var log = RelayLog.read(file);
        final var sequence = new SequenceModel(RelayedPort.REORDER_WINDOW.toNanos());
        final var judge = new DatagramJudge(VNI, RELAYED_NEAR, List.of(FAR_IPV4_NETWORK, FAR_IPV6_NETWORK));
        final var wanted = RelayReckoning.of(log, judge, sequence);
        Console.line("has to be: " + wanted + "; sequence " + sequence);
        assertHarmDone(log, profile.inward() ? Direction.IN : Direction.OUT, harm);
        assertNothingLostBesides(wanted);
        assertFlipsFound(wanted);
        assertThat(Errors.read(lab.near()).since(nearBefore)).as("errors of the kernel behind the port")
            .isEqualTo(wanted.errors(Direction.IN));
        assertThat(Errors.read(lab.underlay().far()).since(farBefore)).as("errors of the kernel at the far end")
            .isEqualTo(wanted.errors(Direction.OUT));
        assertSequence(sequence);
        Files.delete(file);
    }

    /** Acknowledgments may be too few for the rarer ones. */
    private static void assertHarmDone(final List<RelayEvent> log, final Direction ofData, final FaultRates harm) {
        assertThat(log.stream().filter(event -> event.direction() == ofData).map(RelayEvent::action).distinct())
            .containsAll(harm.shares().keySet());
    }

    private void assertNothingLostBesides(final RelayReckoning wanted) {
        ControllerLab.await("the endpoint has received what the relay sent",
            () -> lab.endpointStatistics().at("receive/datagrams") == wanted.sent(),
            () -> wanted.sent() + " sent, " + lab.endpointStatistics());
        final var endpoint = lab.endpointStatistics();
        assertThat(endpoint.at("receive/socket-drops")).isZero();
        assertThat(endpoint.at("transmit/dropped")).isZero();
        assertThat(endpoint.at("transmit/datagrams")).as("what the relay received of us").isEqualTo(wanted.received());
    }

    private void assertFlipsFound(final RelayReckoning wanted) {
        final var seen = lab.statistics();
        final var endpoint = lab.endpointStatistics().table("receive/drop", "reason", "packets");
        assertThat(endpoint).as("drops of the endpoint").isEqualTo(wanted.flips(Fate.ENDPOINT_DROP));
        assertThat(seen.table("receive/drop", "reason", "packets")).as("drops of the port")
            .isEqualTo(wanted.flips(Fate.PORT_DROP));
        final var verbatim = new HashMap<>(wanted.flips(Fate.VERBATIM));
        if (wanted.odd() > 0) {
            verbatim.merge("odd-checksum", wanted.odd(), Long::sum);
        }
        if (wanted.others() > 0) {
            verbatim.merge("not-tcp-udp", wanted.others(), Long::sum);
        }
        assertThat(without(USUAL, seen.table("receive/verbatim", "reason", "packets"))).as("verbatim packets")
            .isEqualTo(without(USUAL, verbatim));
        assertThat(seen.at("receive/checksum/bad-tcp")).isEqualTo(verbatim.getOrDefault("bad-l4-checksum", 0L));
        assertThat(seen.at("receive/checksum/bad-ip")).isEqualTo(verbatim.getOrDefault("bad-ip-checksum", 0L));
        assertThat(seen.at("receive/checksum/unfinished"))
            .isEqualTo(verbatim.getOrDefault("unfinished-checksum", 0L));
        assertThat(seen.at("receive/checksum/bad-icmp")).isEqualTo(wanted.badIcmpv6());
        assertThat(seen.at("receive/checksum/unnecessary")).as("good data and ICMPv6")
            .isEqualTo(wanted.goodData() + wanted.goodIcmpv6());
        assertThat(wanted.flips()).as("every flip has one class").isEqualTo(List.of(Fate.values()).stream()
            .mapToLong(fate -> wanted.flips(fate).values().stream().mapToLong(Long::longValue).sum()).sum());
        assertSums(seen, wanted);
    }

    private void assertSequence(final SequenceModel wanted) {
        final var seen = lab.statistics();
        final var expected = new TreeMap<String, Long>();
        final var found = new TreeMap<String, Long>();
        for (var leaf : List.of("gaps", "gap-bytes", "retransmission-suspected", "late-reorder", "gaps-given-up",
                "duplicate-packets", "duplicate-bytes", "reordered-packets", "n-reordered-packets",
                "max-reordering-extent")) {
            expected.put(leaf, wanted.at(leaf));
            found.put(leaf, seen.at(SEQUENCE + leaf));
        }
        assertThat(found).as("sequence statistics").isEqualTo(expected);
        assertThat(wanted.open()).as("gaps that are open in the end").isZero();
        assertThat(seen.at(SEQUENCE + "never-filled")).isBetween(wanted.at("never-filled"),
            wanted.at("never-filled") + wanted.open());
        assertThat(ending(seen, "retransmission-suspected", "late-reorder", "never-filled", "gaps-given-up"))
            .as("each gap but those that are open has an ending")
            .isBetween(seen.at(SEQUENCE + "gaps") - wanted.open(), seen.at(SEQUENCE + "gaps"));
        assertThat(seen.at(SEQUENCE + "loss-estimate")).isEqualTo(
            ending(seen, "retransmission-suspected", "never-filled"));
    }

    private static long ending(final Statistics seen, final String... leaves) {
        return Stream.of(leaves).mapToLong(leaf -> seen.at(SEQUENCE + leaf)).sum();
    }

    private static void assertSums(final Statistics seen, final RelayReckoning wanted) {
        final long dropped = wanted.flips(Fate.PORT_DROP).values().stream().mapToLong(Long::longValue).sum()
            + wanted.flips(Fate.ENDPOINT_DROP).values().stream().mapToLong(Long::longValue).sum();
        assertThat(seen.at("receive/packets")).as("what came and was not dropped").isEqualTo(wanted.sent() - dropped);
        assertThat(seen.at("receive/packets")).as("packets = segments + verbatim + dropped")
            .isEqualTo(seen.at("receive/segments") + seen.at("receive/verbatim-packets") + seen.at("receive/dropped"));
        assertThat(seen.at("receive/dropped")).isZero();
    }

    private static Map<String, Long> without(final List<String> reasons, final Map<String, Long> table) {
        final var rest = new HashMap<>(table);
        rest.keySet().removeAll(reasons);
        return rest;
    }
}
