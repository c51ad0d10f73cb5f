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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.guest.GuestLab;
import org.opendaylight.coalescer.it.guest.GuestTraffic;
import org.opendaylight.coalescer.it.guest.GuestTraffic.Moved;
import org.opendaylight.coalescer.it.guest.GuestTunnel;
import org.opendaylight.coalescer.it.guest.GuestTunnel.Ways;

/**
 * Every encapsulation against a kernel that speaks it as well: Debian's, in an emulated machine. Over IPv4 and IPv6,
 * with IPv4 and IPv6 inside.
 */
@ControllerTest
class QemuInteropIT {
    private static final int BYTES = 4 << 20;
    /** Datagrams of a burst. */
    private static final int COUNT = 100;
    /** Larger than the MTU: the sender's IP cuts it. */
    private static final int FRAGMENTED = 3000;
    /** IPv6 and UDP headers. */
    private static final int HEADERS = 48;

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
        guests.join(tunnel, ways, mtu);
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
        assertNothingDropped();
    }

    private static List<Integer> sizes(final int largest) {
        final var sizes = new ArrayList<Integer>();
        for (int i = 0; i < COUNT; i++) {
            sizes.add(i < COUNT / 2 ? largest : largest - i);
        }
        sizes.add(1);
        return sizes;
    }

    private static void assertIntact(final Moved moved) {
        assertThat(moved.sent().sha256()).hasSize(64);
        assertThat(moved.received()).isEqualTo(moved.sent());
    }

    private void assertNothingDropped() {
        final var seen = lab.statistics();
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
