/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.RestconfException;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.DeviceCounters;
import org.opendaylight.coalescer.it.lab.FarEnd;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.UnderlayLab;
import org.opendaylight.coalescer.it.traffic.TcpTransfer;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;

/**
 * Where endpoints and ports can be and how they can be joined, with the kernel's tunnel as peer: outer IPv6, network
 * namespaces, several ports on an endpoint, several peers on a port.
 */
@ControllerTest
class PlacementIT {
    private static final long BYTES = 16L << 20;
    private static final Duration TRANSFER_TIME = Duration.ofSeconds(90);
    private static final String NEAR_UNDERLAY_V6 = "2001:db8:8::1";
    private static final String FAR_UNDERLAY_V6 = "2001:db8:8::2";
    /** Outer IPv6 40, UDP 8, VXLAN-GPE 8. */
    private static final int OVERHEAD_V6 = 56;

    private final ControllerLab lab;
    private final Cleanup cleanup = new Cleanup();

    PlacementIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @AfterEach
    void cleanUp() {
        lab.clear();
        cleanup.close();
    }

    private NetworkNamespace namespace(final char letter) {
        final var namespace = NetworkNamespace.create(UnderlayLab.namespaceName(letter));
        cleanup.add("delete namespace " + namespace.name(), namespace::close);
        return namespace;
    }

    private FarEnd open(final FarEnd.Plan plan) {
        final var end = FarEnd.open(plan);
        cleanup.add("take down far end " + plan.letter(), end::close);
        return end;
    }

    private void configure(final String json) {
        lab.client().put(CoalescerModel.ROOT, JsonParser.parseString(
            "{ 'odl-coalescer:coalescer': " + json.replaceAll("\\s+", " ") + "}").getAsJsonObject());
    }

    private void move(final NetworkNamespace from, final NetworkNamespace to, final String address) {
        try (var transfer = TcpTransfer.start(new TcpTransfer.Order(from, to, address, Amount.bytes(BYTES), 7))) {
            final var result = transfer.await(TRANSFER_TIME);
            assertThat(result.receivedSha256()).hasSize(64).isEqualTo(result.sentSha256());
            assertThat(result.isIntact()).as(result.summary()).isTrue();
        }
    }

    @Test
    void outerIpv6WithEndpointAndPortInNamespacesOfTheirOwn() {
        final var underlay = namespace('u');
        final var inside = namespace('i');
        final var far = open(new FarEnd.Plan('f', underlay, NEAR_UNDERLAY_V6 + "/64", FAR_UNDERLAY_V6, List.of(
            new FarEnd.Tunnel(7, "198.18.3.1", "198.18.2.0/24"),
            new FarEnd.Tunnel(7, "2001:db8:2::1", "2001:db8:1::/64")))).namespace();
        final var port = lab.port();
        configure("""
            { 'endpoint': [ { 'name': 'six', 'local-address': '%s', 'network-namespace': '%s' } ],
              'port': [ { 'name': '%s', 'network-namespace': '%s', 'address': [ '198.18.2.1/24', '2001:db8:1::1/64' ],
                'tunnel': { 'endpoint': 'six', 'vni': 7, 'peer': [ { 'name': 'far', 'address': '%s',
                  'allowed-prefix': [ '198.18.3.0/24', '2001:db8:2::/64' ] } ] } } ] }
            """.formatted(NEAR_UNDERLAY_V6, underlay.name(), port, inside.name(), FAR_UNDERLAY_V6));
        final var state = lab.awaitState(CoalescerModel.portPath(port), "up");
        assertThat(state.content().get("mtu").getAsInt()).isEqualTo(1500 - OVERHEAD_V6);
        assertThat(lab.hasDevice(port)).as("the port is not in the controller's namespace").isFalse();

        for (var addresses : List.of(List.of("198.18.2.1", "198.18.3.1"), List.of("2001:db8:1::1", "2001:db8:2::1"))) {
            move(far, inside, addresses.get(0));
            move(inside, far, addresses.get(1));
        }
        final var seen = lab.statistics();
        assertThat(seen.at("receive/superpackets")).isPositive();
        assertThat(seen.at("transmit/superpackets")).isPositive();
        assertThat(seen.sum("receive/drop", "reason", "packets")).isZero();
        ControllerLab.await("writes are what the kernel received", () ->
            DeviceCounters.read(inside, port).receivedPackets() == lab.statistics().at("receive/writes"));
        final var endpoint = Statistics.published(lab.client(), CoalescerModel.endpointPath("six"));
        assertThat(endpoint.at("receive/gro-batches")).as("UDP_GRO over IPv6").isPositive();
        assertThat(endpoint.at("transmit/gso-batches")).as("UDP_SEGMENT over IPv6").isPositive();
        assertThat(endpoint.sum("receive/drop", "reason", "packets")).isZero();
    }

    @Test
    void severalPortsOnOneEndpointAreToldApartByTheirVni() {
        final var first = namespace('i');
        final var second = namespace('j');
        final var far = open(new FarEnd.Plan('f', lab.near(), "198.18.0.9/30", "198.18.0.10", List.of(
            new FarEnd.Tunnel(1, "198.18.3.1", "198.18.2.1/32"),
            new FarEnd.Tunnel(2, "198.18.3.2", "198.18.2.2/32")))).namespace();
        final var port = "{ 'name': '%s', 'network-namespace': '%s', 'address': [ '198.18.2.%d/32' ], 'tunnel': "
            + "{ 'endpoint': 'one', 'vni': %d, 'peer': [ { 'name': 'far', 'address': '198.18.0.10', "
            + "'allowed-prefix': [ '198.18.3.0/24' ] } ] } }";
        configure("{ 'endpoint': [ { 'name': 'one', 'local-address': '198.18.0.9' } ], 'port': ["
            + port.formatted(lab.port(), first.name(), 1, 1) + ","
            + port.formatted(lab.underlay().portName('b'), second.name(), 2, 2) + "] }");
        lab.awaitState(CoalescerModel.portPath(lab.port()), "up");
        lab.awaitState(CoalescerModel.portPath(lab.underlay().portName('b')), "up");

        move(far, first, "198.18.2.1");
        final long other = Statistics.live(lab.client(), lab.underlay().portName('b')).at("receive/packets");
        assertThat(other).as("nothing of the first network reached the second port").isZero();
        move(far, second, "198.18.2.2");
        move(second, far, "198.18.3.2");
        assertThat(lab.statistics().at("receive/superpackets")).isPositive();
        assertThat(Statistics.live(lab.client(), lab.underlay().portName('b')).at("receive/superpackets")).isPositive();
    }

    private static String peers(final String port, final String inside, final String second) {
        return """
            { 'endpoint': [ { 'name': 'one', 'local-address': '198.18.0.9' } ],
              'port': [ { 'name': '%s', 'network-namespace': '%s', 'address': [ '198.18.2.1/24' ],
                'tunnel': { 'endpoint': 'one', 'vni': 1, 'peer': [
                  { 'name': 'wide', 'address': '198.18.0.10', 'allowed-prefix': [ '198.18.3.0/24' ] },
                  { 'name': 'narrow', 'address': '198.18.0.14', 'allowed-prefix': [ '%s' ] } ] } } ] }
            """.formatted(port, inside, second);
    }

    @Test
    void longestPrefixPicksThePeerAndNoneIsACountedDrop() {
        final var inside = namespace('i');
        // The kernel's own search for routers would count as packets that no peer takes
        inside.run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
        final var wide = open(new FarEnd.Plan('f', lab.near(), "198.18.0.9/30", "198.18.0.10", List.of(
            new FarEnd.Tunnel(1, "198.18.3.1", "198.18.2.0/24")))).namespace();
        final var narrow = open(new FarEnd.Plan('g', lab.near(), "198.18.0.9/30", "198.18.0.14", List.of(
            new FarEnd.Tunnel(1, "198.18.3.129", "198.18.2.0/24")))).namespace();
        configure(peers(lab.port(), inside.name(), "198.18.3.128/25"));
        lab.awaitState(CoalescerModel.portPath(lab.port()), "up");

        move(inside, wide, "198.18.3.1");
        move(inside, narrow, "198.18.3.129");
        move(wide, inside, "198.18.2.1");
        move(narrow, inside, "198.18.2.1");
        assertThat(lab.statistics().sum("receive/drop", "reason", "packets")).isZero();

        inside.run("ip", "route", "add", "198.18.1.0/24", "dev", lab.port());
        final long before = drops().getOrDefault("no-peer", 0L);
        Command.run(inside.inside(List.of("ping", "-c", "3", "-i", "0.2", "-W", "1", "198.18.1.77")));
        ControllerLab.await("three packets without a peer are counted",
            () -> drops().getOrDefault("no-peer", 0L) == before + 3, this::drops);

        // What the narrow peer owns is not taken from the wide one
        wide.run("ip", "address", "add", "198.18.3.130/32", "dev", "lo");
        Command.run(wide.inside(List.of("ping", "-c", "3", "-i", "0.2", "-W", "1", "-I", "198.18.3.130",
            "198.18.2.1")));
        ControllerLab.await("three packets of a foreign source are counted", () -> lab.statistics()
            .table("receive/drop", "reason", "packets").getOrDefault("spoofed-inner-source", 0L) == 3,
            lab::statistics);
    }

    private Map<String, Long> drops() {
        return lab.statistics().table("transmit/drop", "reason", "packets");
    }

    @Test
    void onePrefixOnTwoPeersIsRefused() {
        final var refused = catchThrowableOfType(RestconfException.class,
            () -> configure(peers(lab.port(), "nowhere", "198.18.3.0/24")));
        assertThat(refused).hasMessageContaining("allowed-prefix[.='198.18.3.0/24']")
            .hasMessageContaining("must lead to one peer of the port")
            .hasMessageContaining("Leave it with one of them");
        assertThat(lab.configuration()).isEmpty();
    }
}
