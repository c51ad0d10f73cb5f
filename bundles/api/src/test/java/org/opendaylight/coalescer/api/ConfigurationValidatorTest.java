/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opendaylight.coalescer.api.Configurations.endpoint;
import static org.opendaylight.coalescer.api.Configurations.ethernet;
import static org.opendaylight.coalescer.api.Configurations.peer;
import static org.opendaylight.coalescer.api.Configurations.port;
import static org.opendaylight.coalescer.api.Configurations.stationed;
import static org.opendaylight.coalescer.api.Configurations.valid;
import static org.opendaylight.coalescer.api.Configurations.withTunnel;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationValidatorTest {
    private static final String UNDERLAY = "endpoint[name='underlay']/";
    private static final String TUN0 = "port[name='tun0']/";
    private static final String FAR = TUN0 + "tunnel/peer[name='far']/";

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void accepts(final String rule, final Configurations configuration) {
        assertEquals(List.of(), ConfigurationValidator.validate(configuration.build()), rule);
    }

    static Stream<Arguments> accepts() {
        return Stream.of(
            Arguments.of("nothing at all", new Configurations()),
            Arguments.of("one port", valid()),
            Arguments.of("an endpoint without ports", new Configurations().put(endpoint("a", "192.0.2.1", 4790))),
            Arguments.of("loopback as underlay", new Configurations().put(endpoint("a", "127.0.0.1", 4790))),
            Arguments.of("two endpoints that differ by port", valid().put(endpoint("b", "192.0.2.1", 4791))),
            Arguments.of("two endpoints that differ by address", valid().put(endpoint("b", "192.0.2.9", 4790))),
            Arguments.of("no peers", valid().peers()),
            Arguments.of("a peer without prefixes", valid().peers(peer("far", "192.0.2.2"))),
            Arguments.of("the endpoint's address at another port", valid().peers(new PeerConfiguration("far",
                IpPrefix.of("192.0.2.1/32").address(), 4791, List.of()))),
            Arguments.of("overlapping prefixes of different length", valid().peers(
                peer("a", "192.0.2.2", "203.0.113.0/24"), peer("b", "192.0.2.3", "203.0.113.0/25", "0.0.0.0/0"))),
            Arguments.of("the same peer on two ports", valid()
                .put(port("tun1", 43, "198.51.100.2/24", peer("far", "192.0.2.2", "203.0.113.0/25")))),
            Arguments.of("the same prefix on two ports of which one installs no routes", valid()
                .put(port("tun1", 43, "198.51.100.2/24", peer("far", "192.0.2.3", "203.0.113.0/24")))
                .withoutRoutes("tun1")),
            Arguments.of("the peer's own address without routes",
                valid().peers(peer("far", "192.0.2.2", "192.0.2.2/32")).withoutRoutes("tun0")),
            Arguments.of("the same vni on two endpoints", valid().put(endpoint("b", "192.0.2.1", 4791))
                .put(withTunnel(port("tun1", 0, "198.51.100.2/24"),
                    new TunnelConfiguration("b", 42, false, false, List.of())))),
            Arguments.of("stations of several peers", ethernet(
                stationed("a", "192.0.2.2", "00:00:5e:00:53:01", "00:00:5e:00:53:02"),
                stationed("b", "192.0.2.3", "00:00:5e:00:53:03"), stationed("c", "192.0.2.4"))),
            Arguments.of("all offloads off", valid().offload(false, false, false, false)),
            Arguments.of("checksum offload alone", valid().offload(true, false, false, false)),
            Arguments.of("the least of everything", valid().device("", 1280, 1).coalescing(2, 1280, 64, 1)
                .gapAlarm(1, 0, 1)),
            Arguments.of("the most of everything", valid().device("d".repeat(255), 65535, 100000)
                .coalescing(64, 65535, 4096, 100000).gapAlarm(1000, 999, 3600)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refuses(final String rule, final String path, final Configurations configuration) {
        final List<Violation> found = ConfigurationValidator.validate(configuration.build());
        assertEquals(List.of(path), found.stream().map(Violation::path).toList(), () -> rule + ": " + found);
        assertTrue(found.stream().allMatch(one -> one.remedy().endsWith(".") && !one.rule().endsWith(".")),
            found::toString);
    }

    static Stream<Arguments> refuses() {
        return Stream.of(endpoints(), names(), devices(), alarms(), tunnels(), peers(), prefixes(), stations())
            .flatMap(rules -> rules);
    }

    private static Stream<Arguments> endpoints() {
        return Stream.of(
            Arguments.of("wildcard endpoint", UNDERLAY + "local-address",
                new Configurations().put(endpoint("underlay", "0.0.0.0", 4790))),
            Arguments.of("IPv6 wildcard endpoint", UNDERLAY + "local-address",
                new Configurations().put(endpoint("underlay", "::", 4790))),
            Arguments.of("multicast endpoint", UNDERLAY + "local-address",
                new Configurations().put(endpoint("underlay", "233.252.0.1", 4790))),
            Arguments.of("broadcast endpoint", UNDERLAY + "local-address",
                new Configurations().put(endpoint("underlay", "255.255.255.255", 4790))),
            Arguments.of("link-local endpoint", UNDERLAY + "local-address",
                new Configurations().put(endpoint("underlay", "fe80::1", 4790))),
            Arguments.of("endpoint port 0", UNDERLAY + "local-port",
                new Configurations().put(endpoint("underlay", "192.0.2.1", 0))),
            Arguments.of("endpoint port 65536", UNDERLAY + "local-port",
                new Configurations().put(endpoint("underlay", "192.0.2.1", 65536))),
            Arguments.of("endpoint ttl 0", UNDERLAY + "ttl", new Configurations().put(new EndpointConfiguration(
                "underlay", Encapsulation.VXLAN_GPE, "", IpPrefix.of("192.0.2.1/32").address(), 4790, true, 0, 0, 65536,
                true, true))),
            Arguments.of("small receive buffer", UNDERLAY + "receive-buffer", new Configurations().put(
                new EndpointConfiguration("underlay", Encapsulation.VXLAN_GPE, "",
                    IpPrefix.of("192.0.2.1/32").address(), 4790, true, 1, 0, 65535, true, true))),
            Arguments.of("two endpoints with one socket address", "endpoint[name='zulu']/local-port",
                valid().put(endpoint("zulu", "192.0.2.1", 4790))),
            Arguments.of("endpoint name with a quote", "endpoint[name='a'b']/name",
                new Configurations().put(endpoint("a'b", "192.0.2.1", 4790))));
    }

    private static Stream<Arguments> alarms() {
        return Stream.of(
            Arguments.of("alarm that clears where it is raised", TUN0 + "gap-alarm/clear", valid().gapAlarm(10, 10, 1)),
            Arguments.of("alarm that clears above", TUN0 + "gap-alarm/clear", valid().gapAlarm(10, 11, 1)),
            Arguments.of("alarm without a loss", TUN0 + "gap-alarm/raise", valid().gapAlarm(0, -1, 1)),
            Arguments.of("alarm at 1001", TUN0 + "gap-alarm/raise", valid().gapAlarm(1001, 5, 1)),
            Arguments.of("no window", TUN0 + "gap-alarm/window", valid().gapAlarm(10, 5, 0)),
            Arguments.of("window of 3601 s", TUN0 + "gap-alarm/window", valid().gapAlarm(10, 5, 3601)));
    }

    private static Stream<Arguments> names() {
        return Stream.of("lo", "all", "default", ".", "..", "tun%d", "a/b", "a:b", "a b", "sixteen-letters-")
            .map(name -> Arguments.of("port name " + name, "port[name='" + name + "']/name",
                valid().put(port(name, 43, "198.51.100.2/24"))));
    }

    private static Stream<Arguments> devices() {
        return Stream.of(
            Arguments.of("long description", TUN0 + "description", valid().device("d".repeat(256), 0, 1)),
            Arguments.of("mtu below the minimum of IPv6", TUN0 + "mtu", valid().device("", 1279, 1)),
            Arguments.of("no transmit queue", TUN0 + "tx-queue-length", valid().device("", 0, 0)),
            Arguments.of("unspecified address", TUN0 + "address[.='0.0.0.0/24']", valid().address("0.0.0.0/24")),
            Arguments.of("multicast address", TUN0 + "address[.='233.252.0.1/24']", valid().address("233.252.0.1/24")),
            Arguments.of("loopback address", TUN0 + "address[.='127.0.0.5/8']", valid().address("127.0.0.5/8")),
            Arguments.of("address of the underlay", TUN0 + "address[.='192.0.2.1/24']",
                valid().address("192.0.2.1/24")),
            Arguments.of("prefix of length 0", TUN0 + "address[.='198.51.100.1/0']", valid().address("198.51.100.1/0")),
            Arguments.of("the same address twice", TUN0 + "address[.='198.51.100.1/25']",
                valid().address("198.51.100.1/24", "198.51.100.1/25")),
            Arguments.of("the same address on two ports", "port[name='tun1']/address[.='198.51.100.1/24']",
                valid().put(port("tun1", 43, "198.51.100.1/24"))),
            Arguments.of("tso without checksum", TUN0 + "offload/tso", valid().offload(false, true, false, false)),
            Arguments.of("uso without checksum", TUN0 + "offload/uso", valid().offload(false, false, true, false)),
            Arguments.of("udp-tunnel-gso without checksum", TUN0 + "offload/udp-tunnel-gso",
                valid().offload(false, false, false, true)),
            Arguments.of("superpackets of 65 segments", TUN0 + "coalescing/max-segments",
                valid().coalescing(65, 65535, 64, 1)),
            Arguments.of("superpackets of 1279 bytes", TUN0 + "coalescing/max-bytes",
                valid().coalescing(64, 1279, 64, 1)),
            Arguments.of("a hold of 63 packets", TUN0 + "coalescing/hold/packets",
                valid().coalescing(64, 65535, 63, 1)),
            Arguments.of("a hold of no time", TUN0 + "coalescing/hold/time", valid().coalescing(64, 65535, 64, 0)));
    }

    private static Stream<Arguments> tunnels() {
        return Stream.of(
            Arguments.of("missing endpoint", TUN0 + "tunnel/endpoint", new Configurations()
                .put(port("tun0", 42, "198.51.100.1/24"))),
            Arguments.of("vni beyond 24 bits", TUN0 + "tunnel/vni", new Configurations()
                .put(endpoint("underlay", "192.0.2.1", 4790)).put(port("tun0", 1 << 24, "198.51.100.1/24"))),
            Arguments.of("the same vni twice on one endpoint", "port[name='tun1']/tunnel/vni",
                valid().put(port("tun1", 42, "198.51.100.2/24"))));
    }

    private static Stream<Arguments> peers() {
        return Stream.of(
            Arguments.of("wildcard peer", FAR + "address", valid().peers(peer("far", "0.0.0.0"))),
            Arguments.of("multicast peer", FAR + "address", valid().peers(peer("far", "233.252.0.1"))),
            Arguments.of("broadcast peer", FAR + "address", valid().peers(peer("far", "255.255.255.255"))),
            Arguments.of("peer of another family", FAR + "address", valid().peers(peer("far", "2001:db8::2"))),
            Arguments.of("peer that is the endpoint", FAR + "address", valid().peers(peer("far", "192.0.2.1"))),
            Arguments.of("peer port 0", FAR + "port", valid().peers(new PeerConfiguration("far",
                IpPrefix.of("192.0.2.2/32").address(), 0, List.of()))),
            Arguments.of("two peers with one address", FAR + "address",
                valid().peers(peer("a", "192.0.2.2"), peer("far", "192.0.2.2"))),
            Arguments.of("two peers with one name", FAR + "name",
                valid().peers(peer("far", "192.0.2.2"), peer("far", "192.0.2.3"))),
            Arguments.of("peer name with a space", TUN0 + "tunnel/peer[name='a b']/name",
                valid().peers(peer("a b", "192.0.2.2"))));
    }

    private static Stream<Arguments> stations() {
        final String station = "00:00:5e:00:53:01";
        return Stream.of(
            Arguments.of("a station of a port of kind tun", FAR + "mac[.='" + station + "']",
                valid().peers(stationed("far", "192.0.2.2", station))),
            Arguments.of("a prefix of a port of kind tap", FAR + "allowed-prefix[.='203.0.113.0/24']",
                ethernet(peer("far", "192.0.2.2", "203.0.113.0/24"))),
            Arguments.of("a port of kind tap that relays", "port[name='tun0']/tunnel/relay", ethernet().relaying()),
            Arguments.of("the same station behind two peers", FAR + "mac[.='" + station + "']",
                ethernet(stationed("a", "192.0.2.3", station), stationed("far", "192.0.2.2", station))),
            Arguments.of("a group as station", FAR + "mac[.='01:00:5e:00:00:01']",
                ethernet(stationed("far", "192.0.2.2", "01:00:5E:00:00:01"))),
            Arguments.of("broadcast as station", FAR + "mac[.='ff:ff:ff:ff:ff:ff']",
                ethernet(stationed("far", "192.0.2.2", "ff:ff:ff:ff:ff:ff"))),
            Arguments.of("no station", FAR + "mac[.='00:00:00:00:00:00']",
                ethernet(stationed("far", "192.0.2.2", "00:00:00:00:00:00"))));
    }

    private static Stream<Arguments> prefixes() {
        return Stream.of(
            Arguments.of("prefix with a host part", FAR + "allowed-prefix[.='203.0.113.1/24']",
                valid().peers(peer("far", "192.0.2.2", "203.0.113.1/24"))),
            Arguments.of("the same prefix of two peers", FAR + "allowed-prefix[.='203.0.113.0/24']",
                valid().peers(peer("a", "192.0.2.3", "203.0.113.0/24"), peer("far", "192.0.2.2", "203.0.113.0/24"))),
            Arguments.of("the same prefix routed to two ports",
                "port[name='tun1']/tunnel/peer[name='far']/allowed-prefix[.='203.0.113.0/24']",
                valid().put(port("tun1", 43, "198.51.100.2/24", peer("far", "192.0.2.3", "203.0.113.0/24")))),
            Arguments.of("a route for the peer into its own tunnel", FAR + "allowed-prefix[.='192.0.2.2/32']",
                valid().peers(peer("far", "192.0.2.2", "192.0.2.2/32"))));
    }

    @Test
    void refusesKeyThatIsNotTheName() {
        final var found = ConfigurationValidator.validate(new DataPlaneConfiguration(
            Map.of("other", endpoint("underlay", "192.0.2.1", 4790)), Map.of()));
        assertEquals("endpoint[name='other']/name", found.get(0).path());
    }

    @Test
    void namesTheNetworkAsRemedyForAHostPart() {
        final var found = ConfigurationValidator.validate(
            valid().peers(peer("far", "192.0.2.2", "203.0.113.129/25")).build());
        assertEquals("/odl-coalescer:coalescer/" + FAR
            + "allowed-prefix[.='203.0.113.129/25']: must have no host part. Write 203.0.113.128/25.",
            ConfigurationValidator.describe(found));
    }

    @Test
    void reportsAllViolationsTogetherButSpellsOutTen() {
        final Configurations all = new Configurations();
        for (int i = 10; i < 22; i++) {
            all.put(port("tun" + i, i, "198.51.100." + i + "/24"));
        }
        final var found = ConfigurationValidator.validate(all.build());
        assertEquals(12, found.size());
        final String text = ConfigurationValidator.describe(found);
        assertTrue(text.startsWith("12 violations: (1) /odl-coalescer:coalescer/port[name='tun10']/tunnel/endpoint: "),
            text);
        assertTrue(text.contains(" (10) ") && !text.contains(" (11) ") && text.endsWith(" ... and 2 more."), text);
    }

    @ParameterizedTest
    @EnumSource
    void wantsAVniJustWhereThereIsOne(final Encapsulation encapsulation) {
        final var with = ConfigurationValidator.validate(new Configurations().put(speaking(encapsulation))
            .put(carried(encapsulation, port("tun0", 42, "198.51.100.1/24"))).build());
        assertEquals(encapsulation.hasVni() ? List.of() : List.of(TUN0 + "tunnel/vni"), paths(with));
        final var without = ConfigurationValidator.validate(new Configurations().put(speaking(encapsulation))
            .put(carried(encapsulation, port("tun0", 0, "198.51.100.1/24"))).build());
        assertEquals(List.of(), paths(without));
    }

    /** The port, of a kind that is carried. */
    private static PortConfiguration carried(final Encapsulation encapsulation, final PortConfiguration port) {
        return encapsulation.carries(DeviceKind.TUN) ? port : Configurations.of(DeviceKind.TAP, port);
    }

    /** The matrix: IP packets in all but VXLAN, Ethernet frames in VXLAN and Geneve. */
    @ParameterizedTest
    @EnumSource
    void wantsAKindThatTheEncapsulationCarries(final Encapsulation encapsulation) {
        final var tun = port("tun0", 0, "198.51.100.1/24");
        assertEquals(encapsulation == Encapsulation.VXLAN ? List.of(TUN0 + "kind") : List.of(),
            paths(ConfigurationValidator.validate(new Configurations().put(speaking(encapsulation)).put(tun).build())));
        assertEquals(encapsulation == Encapsulation.VXLAN || encapsulation == Encapsulation.GENEVE ? List.of()
            : List.of(TUN0 + "kind"), paths(ConfigurationValidator.validate(new Configurations()
                .put(speaking(encapsulation)).put(Configurations.of(DeviceKind.TAP, tun)).build())));
    }

    @ParameterizedTest
    @EnumSource
    void tellsPortsOfAnEndpointApartByVniOnly(final Encapsulation encapsulation) {
        final var found = ConfigurationValidator.validate(new Configurations().put(speaking(encapsulation))
            .put(carried(encapsulation, port("tun0", 0, "198.51.100.1/24")))
            .put(carried(encapsulation, port("tun1", encapsulation.hasVni() ? 1 : 0, "198.51.100.2/24"))).build());
        assertEquals(encapsulation.hasVni() ? List.of()
            : List.of("port[name='tun1']/tunnel/endpoint"), paths(found));
    }

    private static EndpointConfiguration speaking(final Encapsulation encapsulation) {
        return new EndpointConfiguration("underlay", encapsulation, "", IpPrefix.of("192.0.2.1/0").address(), 4444,
            true, 64, 0, 1 << 20, true, true);
    }

    private static List<String> paths(final List<Violation> violations) {
        return violations.stream().map(Violation::path).toList();
    }

    @Test
    void leavesOutThePortsOfARefusedEndpoint() {
        final var verdict = ConfigurationValidator.judge(valid().put(endpoint("underlay", "0.0.0.0", 4790))
            .put(endpoint("other", "192.0.2.1", 4790))
            .put(withTunnel(port("tun1", 0, "198.51.100.2/24"),
                new TunnelConfiguration("other", 42, false, false, List.of())))
            .build());
        assertEquals(Set.of("other"), verdict.accepted().endpoints().keySet());
        assertEquals(Set.of("tun1"), verdict.accepted().ports().keySet());
        assertEquals(Set.of("underlay"), verdict.refusedEndpoints().keySet());
        assertEquals(TUN0 + "tunnel/endpoint", verdict.refusedPorts().get("tun0").get(0).path());
    }

    @Test
    void keepsTheFirstOfTwoThatContradictEachOther() {
        final var verdict = ConfigurationValidator.judge(valid().put(port("tun1", 42, "198.51.100.2/24")).build());
        assertEquals(Set.of("tun0"), verdict.accepted().ports().keySet());
        assertEquals(Set.of("tun1"), verdict.refusedPorts().keySet());
        assertEquals(List.of(), ConfigurationValidator.validate(verdict.accepted()));
    }

    @Test
    void keepsTheSettingsWhateverIsRefused() {
        final var settings = new DataPlaneSettings(3, 128, 7);
        final var all = valid().put(endpoint("other", "0.0.0.0", 4790)).build();
        assertEquals(settings, ConfigurationValidator.judge(new DataPlaneConfiguration(settings, all.endpoints(),
            all.ports())).accepted().settings());
    }

    @Test
    void acceptsAllOfAValidConfiguration() {
        final var configuration = valid().build();
        assertEquals(configuration, ConfigurationValidator.judge(configuration).accepted());
    }
}
