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
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV6;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV6;
import static org.opendaylight.coalescer.it.lab.LabAddresses.OVERHEAD;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV6;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.RelayingPort;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.FarEnd;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.TcpCounters;
import org.opendaylight.coalescer.it.traffic.DatagramStream;
import org.opendaylight.coalescer.it.traffic.TcpTransfer;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;

/** A port that sends on from peer to peer, with the tunnels of the kernel as its two peers. */
@ControllerTest
class RelayIT {
    private static final long BYTES = 16L << 20;
    private static final Duration TRANSFER_TIME = Duration.ofSeconds(90);
    private static final int NARROW_UNDERLAY = 1400;
    /** Bytes of TCP options in each segment, which Linux takes off what the other end announced. */
    private static final int TIMESTAMPS = 12;

    private final ControllerLab lab;
    private final Cleanup cleanup = new Cleanup();
    private final RelayingPort port;
    private final FarEnd first;
    private final FarEnd second;

    RelayIT(final ControllerLab lab) {
        this.lab = lab;
        port = RelayingPort.open(lab.port(), lab.near(), cleanup);
        first = port.first();
        second = port.second();
    }

    @AfterEach
    void cleanUp() {
        lab.clear();
        cleanup.close();
    }

    private void configure() {
        configure(false);
    }

    private void configure(final boolean mssClamp) {
        lab.client().put(CoalescerModel.ROOT, port.configuration(true, mssClamp));
        lab.awaitState(CoalescerModel.endpointPath(CoalescerModel.ENDPOINT), "up");
        lab.awaitState(CoalescerModel.portPath(lab.port()), "up");
    }

    private static String ping(final FarEnd from, final String... arguments) {
        // Its status tells whether there was a reply, which is not always wanted
        return Command.run(from.namespace().inside(List.of("sh", "-c", "LC_ALL=C ping -n -c 3 -i 0.2 -W 2 "
            + String.join(" ", arguments)))).output();
    }

    private static void move(final NetworkNamespace from, final NetworkNamespace to, final String address) {
        final var fromTcp = TcpCounters.read(from);
        final var toTcp = TcpCounters.read(to);
        try (var transfer = TcpTransfer.start(new TcpTransfer.Order(from, to, address, Amount.bytes(BYTES), 7))) {
            final var result = transfer.await(TRANSFER_TIME);
            assertThat(result.receivedSha256()).hasSize(64).isEqualTo(result.sentSha256());
            assertThat(result.isIntact()).as(result.summary()).isTrue();
            Console.line("to " + address + ' ' + Math.round(result.bitsPerSecond() / 1e6) + " Mbit/s with digests");
        }
        assertThat(TcpCounters.read(from).since(fromTcp).checksumErrors()).isZero();
        assertThat(TcpCounters.read(to).since(toTcp).checksumErrors()).isZero();
    }

    private static Map<String, Long> drops(final Statistics statistics) {
        return statistics.table("relay/drop", "reason", "packets");
    }

    @ParameterizedTest(name = "IPv6 {0}, from the second {1}")
    @CsvSource({ "false, false", "false, true", "true, false", "true, true" })
    void dataGetsFromPeerToPeerIntactInBatches(final boolean ipv6, final boolean backward) {
        configure();
        final var from = backward ? second : first;
        final var to = backward ? first : second;
        final var address = ipv6 ? backward ? FAR_IPV6 : SPARE_IPV6 : backward ? FAR_IPV4 : SPARE_IPV4;
        move(from.namespace(), to.namespace(), address);
        final var seen = lab.statistics();
        assertThat(seen.at("relay/bytes")).isGreaterThan(BYTES);
        assertThat(seen.at("receive/packets")).as("packets that got to the device").isLessThan(100);
        ControllerLab.await("datagrams left in batches", () -> {
            final var endpoint = lab.endpointStatistics();
            return endpoint.at("transmit/datagrams") >= seen.at("relay/packets")
                && endpoint.at("transmit/gso-batches") * 4 < endpoint.at("transmit/datagrams")
                && endpoint.at("transmit/gso-batches") > 0;
        }, lab::endpointStatistics);
        assertThat(lab.endpointStatistics().at("transmit/dropped")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { SPARE_IPV4, SPARE_IPV6 })
    void everyPacketIsOneHopOlderAndCounted(final String address) {
        configure();
        final var before = lab.statistics();
        assertThat(ping(first, "-s 56", address)).contains("3 received").contains("ttl=63");
        final var seen = lab.statistics();
        assertThat(seen.at("relay/packets") - before.at("relay/packets")).isEqualTo(6);
        assertThat(seen.at("relay/bytes") - before.at("relay/bytes"))
            .isEqualTo(6L * (address.equals(SPARE_IPV4) ? 84 : 104));
        assertThat(drops(seen)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ SPARE_IPV4 + ", From " + NEAR_IPV4 + " icmp_seq=3 Time to live exceeded",
        SPARE_IPV6 + ", From " + NEAR_IPV6 + " icmp_seq=3 Time exceeded: Hop limit" })
    void whoseHopsAreUsedUpIsToldByThePort(final String address, final String told) {
        configure();
        assertThat(ping(first, "-t 1", address)).contains(told);
        final var seen = lab.statistics();
        assertThat(seen.at("relay/packets")).isZero();
        assertThat(seen.at("relay/errors-sent")).isEqualTo(3);
        assertThat(drops(seen)).isEqualTo(Map.of("ttl-exceeded", 3L));
        assertThat(ping(first, "-t 2", address)).as("one hop more").contains("3 received");
    }

    @ParameterizedTest
    @ValueSource(strings = { NEAR_IPV4, NEAR_IPV6 })
    void whatIsForThePortGetsToTheDevice(final String address) {
        configure();
        assertThat(ping(first, address)).contains("3 received");
        assertThat(ping(second, "-t 1", address)).contains("3 received");
        assertThat(lab.statistics().at("relay/packets")).isZero();
        assertThat(lab.statistics().at("receive/packets")).isGreaterThanOrEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = { SPARE_IPV4, SPARE_IPV6 })
    void theWayToTheOtherPeerMayBeNarrower(final String address) {
        narrowTheSecond();
        configure();
        final int carried = NARROW_UNDERLAY - OVERHEAD;
        assertThat(ping(first, "-M do -s 1380", address)).contains("mtu").contains(String.valueOf(carried));
        assertThat(first.namespace().run("ip", "route", "get", address)).contains("mtu " + carried);
        first.namespace().run("ip", address.contains(":") ? "-6" : "-4", "route", "flush", "cache");
        move(first.namespace(), second.namespace(), address);
        final var seen = lab.statistics();
        assertThat(drops(seen)).containsOnlyKeys("too-big");
        assertThat(seen.at("relay/errors-sent")).isPositive();
        assertThat(lab.endpointStatistics().at("transmit/dropped")).as("datagrams that the underlay refused").isZero();
    }

    private void narrowTheSecond() {
        for (var side : List.of(lab.near(), second.namespace())) {
            side.run("ip", "link", "set", second.nearDevice(), "mtu", String.valueOf(NARROW_UNDERLAY));
        }
    }

    /** Whichever end opens it: neither ever sends a segment that is too long for the narrower side. */
    @ParameterizedTest(name = "IPv6 {0}, from the second {1}")
    @CsvSource({ "false, false", "false, true", "true, false", "true, true" })
    void connectionsBetweenPeersAreOpenedWithSegmentsThatFitBoth(final boolean ipv6, final boolean backward) {
        narrowTheSecond();
        configure(true);
        final var from = backward ? second : first;
        final var to = backward ? first : second;
        final var address = ipv6 ? backward ? FAR_IPV6 : SPARE_IPV6 : backward ? FAR_IPV4 : SPARE_IPV4;
        final int size = NARROW_UNDERLAY - OVERHEAD - (ipv6 ? 60 : 40) - TIMESTAMPS;
        try (var transfer = TcpTransfer.start(new TcpTransfer.Order(from.namespace(), to.namespace(), address,
                Amount.untilFinished(), 7))) {
            ControllerLab.await("data flows", () -> transfer.bytesReceived() > BYTES);
            assertThat(segmentSizes(from)).as("at the sender").containsOnly(size);
            assertThat(segmentSizes(to)).as("at the receiver").containsOnly(size);
            transfer.finish();
            final var result = transfer.await(TRANSFER_TIME);
            assertThat(result.isIntact()).as(result.summary()).isTrue();
        }
        assertThat(drops(lab.statistics())).isEmpty();
    }

    /** What the kernel sends on each connection of an end. */
    private static Set<Integer> segmentSizes(final FarEnd end) {
        return Pattern.compile(" mss:(\\d+)").matcher(end.namespace().run("ss", "-tinH")).results()
            .map(found -> Integer.valueOf(found.group(1))).collect(Collectors.toSet());
    }

    /** While it is off, packets get to the device, and the kernel behind it sends them on. */
    @Test
    void switchingLosesNoPacket() {
        configure();
        final var all = "/proc/sys/net/ipv4/conf/" + lab.port();
        lab.near().run("sh", "-c", "echo 1 > " + all + "/forwarding; echo 0 > " + all + "/rp_filter");
        try (var stream = DatagramStream.open(new DatagramStream.End(first.namespace(), FAR_IPV4),
                new DatagramStream.End(second.namespace(), SPARE_IPV4))) {
            stream.run();
            stream.awaitArrivals(100);
            assertThat(lab.statistics().at("receive/packets")).isZero();
            port.relay(lab.client(), false);
            ControllerLab.await("packets get to the device", () -> lab.statistics().at("receive/packets") > 100,
                lab::statistics);
            stream.awaitArrivals(100);
            final long relayed = lab.statistics().at("relay/packets");
            stream.awaitArrivals(100);
            assertThat(lab.statistics().at("relay/packets")).isEqualTo(relayed);
            port.relay(lab.client(), true);
            ControllerLab.await("packets are relayed again", () -> lab.statistics().at("relay/packets") > relayed + 100,
                lab::statistics);
            stream.awaitArrivals(100);
            assertThat(stream.pause()).isEqualTo(new DatagramStream.Loss(0, 0));
        }
    }
}
