/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.guest.GuestLab;
import org.opendaylight.coalescer.it.guest.GuestTraffic;
import org.opendaylight.coalescer.it.guest.GuestTraffic.Moved;
import org.opendaylight.coalescer.it.guest.GuestTunnel;
import org.opendaylight.coalescer.it.guest.GuestTunnel.Ways;
import org.opendaylight.coalescer.it.guest.TaggedStations;
import org.opendaylight.coalescer.it.guest.TaggedStations.Digests;
import org.opendaylight.coalescer.it.guest.TaggedStations.Station;

/**
 * Every encapsulation against a kernel that speaks it as well: Debian's, in an emulated machine. Over IPv4 and IPv6,
 * with IPv4 and IPv6 inside, and with tags in front of these, which this machine's kernel need not know.
 */
@ControllerTest
class QemuInteropIT {
    private static final int BYTES = 4 << 20;
    /** Datagrams of a burst. */
    private static final int COUNT = 100;
    /** Bytes of each, behind a tag. */
    private static final int DATAGRAM = 1200;
    /** Larger than the MTU: the sender's IP cuts it. */
    private static final int FRAGMENTED = 3000;
    /** IPv6 and UDP headers. */
    private static final int HEADERS = 48;

    /** Letters of a digest. */
    private static final int DIGEST = 64;
    /** Tells the bridge from the ports. */
    private static final char BRIDGE = 'r';

    /** What becomes of the searches for routers that kernels send through any device. */
    private static final List<String> KERNEL_MULTICAST = List.of("no-peer", "port-disabled", "spoofed-inner-source");

    private static GuestLab guests;

    private final ControllerLab lab;

    QemuInteropIT(final ControllerLab lab) {
        this.lab = lab;
    }

    /** After the lab of all tests, which takes away what it does not know. */
    @BeforeAll
    static void boot(final ControllerLab lab) {
        guests = GuestLab.open(Path.of("target", "it", "guest"));
    }

    @AfterAll
    static void shutDown() {
        guests.close();
    }

    static Stream<Arguments> everyWay() {
        return Stream.of(GuestTunnel.values()).flatMap(tunnel -> Stream.of(false, true).flatMap(outer ->
            Stream.of(false, true).map(inner -> Arguments.of(tunnel, new Ways(outer, inner)))));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyWay")
    void echoesStreamsAndDatagramsArriveAsTheyWereSent(final GuestTunnel tunnel, final Ways ways) {
        lab.client().put(CoalescerModel.ROOT, tunnel.configuration(lab.port(), ways));
        final var state = lab.awaitState(CoalescerModel.portPath(lab.port()), "up");
        final int mtu = state.content().get("mtu").getAsInt();
        final var before = guests.checksumErrors();
        guests.join(tunnel, ways, mtu, lab.port());
        try {
            final var traffic = new GuestTraffic(guests.guest(), ways.innerIpv6());
            traffic.ping();
            assertIntact(traffic.receiveStream(BYTES));
            assertIntact(traffic.sendStream(BYTES));
            assertIntact(traffic.receiveDatagrams(COUNT, mtu - HEADERS));
            assertIntact(traffic.sendDatagrams(sizes(mtu - HEADERS)));
            assertIntact(traffic.sendDatagrams(List.of(FRAGMENTED)));
        } finally {
            guests.leave(tunnel, ways);
        }
        assertThat(guests.checksumErrors()).as("wrong checksums by the guest's count").isEqualTo(before);
        assertNothingDropped(lab.port());
    }

    @ParameterizedTest(name = "two tags {0}")
    @ValueSource(booleans = { false, true })
    void streamsAndDatagramsBehindTagsAreCoalescedAndSegmented(final boolean provider) {
        final var first = lab.port();
        final var second = lab.underlay().portName('s');
        lab.client().put(CoalescerModel.ROOT, TaggedStations.configuration(first, second));
        final int mtu = lab.awaitState(CoalescerModel.portPath(first), "up").content().get("mtu").getAsInt();
        lab.awaitState(CoalescerModel.portPath(second), "up");
        final var before = guests.checksumErrors();
        bridge(first, second);
        try (var stations = TaggedStations.open(guests, mtu, provider)) {
            stations.ping(Station.FIRST, false);
            assertCarried(first, second, () -> stations.stream(Station.FIRST, false, BYTES));
            assertCarried(first, second, () -> stations.datagrams(Station.FIRST, false, COUNT, DATAGRAM));
            stations.ping(Station.SECOND, true);
            assertCarried(second, first, () -> stations.stream(Station.SECOND, true, BYTES));
            assertCarried(second, first, () -> stations.datagrams(Station.SECOND, true, COUNT, DATAGRAM));
        } finally {
            lab.near().run("ip", "link", "delete", lab.underlay().portName(BRIDGE));
        }
        assertThat(guests.checksumErrors()).as("wrong checksums by the guest's count").isEqualTo(before);
        assertNothingDropped(first);
        assertNothingDropped(second);
    }

    private void bridge(final String... ports) {
        final var bridge = lab.underlay().portName(BRIDGE);
        lab.near().run("ip", "link", "add", bridge, "type", "bridge");
        lab.near().run("ip", "link", "set", bridge, "addrgenmode", "none");
        for (var port : ports) {
            lab.near().run("ip", "link", "set", port, "master", bridge);
        }
        lab.near().run("ip", "link", "set", bridge, "up");
    }

    /**
     * What comes in through one port in superpackets goes out through the other as these, to be cut up again. A guest
     * that is slow sends datagrams too far apart for that: then it sends again.
     */
    private void assertCarried(final String in, final String out, final Supplier<Digests> stream) {
        final var before = superpackets(in, out);
        ControllerLab.await("superpackets are written", () -> {
            final var digests = stream.get();
            assertThat(digests.sent()).hasSize(DIGEST);
            assertThat(digests.received()).isEqualTo(digests.sent());
            return superpackets(in, out).get(0) > before.get(0);
        }, () -> before + " " + superpackets(in, out));
        ControllerLab.await("superpackets and segments of both ports agree", () -> {
            final var now = superpackets(in, out);
            return now.get(0) - before.get(0) == now.get(2) - before.get(2)
                && now.get(1) - before.get(1) == now.get(3) - before.get(3);
        }, () -> before + " " + superpackets(in, out));
    }

    private List<Long> superpackets(final String in, final String out) {
        final var from = Statistics.live(lab.client(), in);
        final var to = Statistics.live(lab.client(), out);
        return List.of(from.at("receive/superpackets"), from.at("receive/segments"), to.at("transmit/superpackets"),
            to.at("transmit/segments"));
    }

    private static List<Integer> sizes(final int largest) {
        final var sizes = new ArrayList<Integer>();
        for (int i = 0; i < COUNT; i++) {
            sizes.add(i < COUNT / 2 ? largest : largest - i);
        }
        sizes.add(1);
        return sizes;
    }

    private void assertIntact(final Moved moved) {
        assertThat(moved.sent().sha256()).hasSize(64);
        assertThat(moved.received()).as(this::counters).isEqualTo(moved.sent());
    }

    /** Where something may have been lost. */
    private String counters() {
        return "port " + Statistics.live(lab.client(), lab.port()) + "\nendpoint " + lab.endpointStatistics()
            + "\nguest " + guests.counters();
    }

    private void assertNothingDropped(final String port) {
        final var seen = Statistics.live(lab.client(), port);
        for (var direction : List.of("receive", "transmit")) {
            assertThat(KERNEL_MULTICAST).as(seen::toString)
                .containsAll(seen.table(direction + "/drop", "reason", "packets").keySet());
        }
        assertThat(seen.at("receive/checksum/bad-tcp") + seen.at("receive/checksum/bad-udp")
            + seen.at("receive/checksum/bad-ip") + seen.at("receive/checksum/unfinished")).as(seen::toString).isZero();
        final var endpoint = lab.endpointStatistics();
        assertThat(endpoint.sum("receive/drop", "reason", "packets")).as(endpoint::toString).isZero();
    }
}
