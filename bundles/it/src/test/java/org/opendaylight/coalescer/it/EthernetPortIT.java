/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.opendaylight.coalescer.it.EthernetPort.FAR_IPV4;
import static org.opendaylight.coalescer.it.EthernetPort.FAR_IPV6;
import static org.opendaylight.coalescer.it.EthernetPort.FIRST;
import static org.opendaylight.coalescer.it.EthernetPort.VNI;
import static org.opendaylight.coalescer.it.EthernetPort.peer;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV6;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_UNDERLAY;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.it.change.Change;
import org.opendaylight.coalescer.it.change.ChangeScene;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.DeviceCounters;
import org.opendaylight.coalescer.it.lab.EthernetEnd;
import org.opendaylight.coalescer.it.lab.EthernetEnd.Plan;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.TcpCounters;
import org.opendaylight.coalescer.it.traffic.DatagramStream;
import org.opendaylight.coalescer.it.traffic.TcpTransfer;

/** A port of kind tap: Ethernet frames in VXLAN, with the VXLAN device of the kernel as the peer. */
@ControllerTest
class EthernetPortIT {
    private static final long BYTES = 16L << 20;
    /** Segments of a superpacket on average, at least. */
    private static final long DENSITY = 8;
    /** Underlay of 1500 less IPv4, UDP, VXLAN and Ethernet. */
    private static final int MTU = 1450;
    private static final String NEAR_UNDERLAY_IPV6 = "2001:db8:f::1";
    private static final String OTHER_IPV4 = "198.18.2.3";
    private static final Plan SECOND = new Plan('g', NEAR_UNDERLAY, "198.18.1.22", VNI, "02:00:5e:10:00:03");
    private static final Plan OVER_IPV6 = new Plan('e', NEAR_UNDERLAY_IPV6, "2001:db8:f::21", VNI, FIRST.station());

    private final ControllerLab lab;
    private final NetworkNamespace near;
    private final Cleanup cleanup = new Cleanup();

    EthernetPortIT(final ControllerLab lab) {
        this.lab = lab;
        near = lab.near();
    }

    @AfterEach
    void takeDown() {
        lab.clear();
        cleanup.close();
    }

    private EthernetEnd end(final Plan plan, final String... addresses) {
        return EthernetPort.end(lab, cleanup, plan, addresses);
    }

    private EthernetEnd farEnd() {
        return EthernetPort.farEnd(lab, cleanup);
    }

    private void configure(final String addresses, final String local, final String... peers) {
        EthernetPort.configure(lab, addresses, local, peers);
    }

    private void provision(final String... peers) {
        EthernetPort.provision(lab, peers);
    }

    private static void ping(final NetworkNamespace from, final String address) {
        from.run("ping", "-c", "3", "-i", "0.2", "-w", "10", address);
    }

    private void assertMoves(final boolean inward, final EthernetEnd end, final String address) {
        final var nearTcp = TcpCounters.read(near);
        final var farTcp = TcpCounters.read(end.namespace());
        final var before = lab.statistics();
        final var order = new TcpTransfer.Order(inward ? end.namespace() : near, inward ? near : end.namespace(),
            address, TcpTransfer.Amount.bytes(BYTES), 7);
        try (var transfer = TcpTransfer.start(order)) {
            final var result = transfer.await(ControllerLab.PATIENCE.multipliedBy(2));
            assertThat(result.receivedSha256()).hasSize(64).isEqualTo(result.sentSha256());
            assertThat(result.isIntact()).as(result.summary()).isTrue();
            Console.line((inward ? "in " : "out ") + address + ' ' + Math.round(result.bitsPerSecond() / 1e6)
                + " Mbit/s with digests");
        }
        assertThat(TcpCounters.read(near).since(nearTcp).checksumErrors()).isZero();
        assertThat(TcpCounters.read(end.namespace()).since(farTcp).checksumErrors()).isZero();
        final var seen = lab.statistics();
        final var direction = inward ? "receive/" : "transmit/";
        final long superpackets = increase(before, seen, direction + "superpackets");
        assertThat(superpackets).as("superpackets").isPositive();
        assertThat(increase(before, seen, direction + "segments") / superpackets).as("segments per superpacket")
            .isGreaterThan(DENSITY);
    }

    private static long increase(final Statistics before, final Statistics now, final String path) {
        return now.at(path) - before.at(path);
    }

    @ParameterizedTest(name = "inward {0}, IPv6 {1}")
    @CsvSource({ "true, false", "true, true", "false, false", "false, true" })
    void dataArrivesIntactInSuperpackets(final boolean inward, final boolean ipv6) {
        final var far = farEnd();
        provision(peer(FIRST));
        final var address = inward ? ipv6 ? NEAR_IPV6 : NEAR_IPV4 : ipv6 ? FAR_IPV6 : FAR_IPV4;
        assertMoves(inward, far, address);
        ControllerLab.await("our counters and those of the kernel agree", () -> {
            final var device = DeviceCounters.read(near, lab.port());
            final var seen = lab.statistics();
            return device.receivedPackets() == seen.at("receive/writes")
                && device.sent().packets() == seen.at("transmit/packets")
                && device.sent().bytes() == seen.at("transmit/bytes");
        }, () -> DeviceCounters.read(near, lab.port()) + " " + lab.statistics());
    }

    @Test
    void neighboursFindEachOther() {
        final var far = farEnd();
        provision(peer(FIRST));
        assertThat(near.run("cat", "/sys/class/net/" + lab.port() + "/mtu").strip()).isEqualTo(String.valueOf(MTU));
        for (var address : new String[] { NEAR_IPV4, NEAR_IPV6 }) {
            ping(far.namespace(), address);
        }
        for (var address : new String[] { FAR_IPV4, FAR_IPV6 }) {
            ping(near, address);
        }
        // The longest packet that fits, and the smallest, which Ethernet pads
        near.run("ping", "-c", "1", "-w", "10", "-M", "do", "-s", String.valueOf(MTU - 28), FAR_IPV4);
        near.run("ping", "-c", "1", "-w", "10", "-s", "0", FAR_IPV4);
        assertThat(near.run("ip", "neighbour", "show", FAR_IPV4, "dev", lab.port())).contains(FIRST.station());
    }

    @Test
    void theSelfTestIsOfFrames() {
        farEnd();
        provision(peer(FIRST));
        final var checks = lab.client().rpc("odl-coalescer:self-test", CoalescerModel.portInput(lab.port()))
            .getAsJsonObject("odl-coalescer:output").getAsJsonArray("check");
        assertThat(checks).hasSize(6).allMatch(check -> check.getAsJsonObject().get("working").getAsBoolean());
    }

    @Test
    void datagramsArriveBothWays() {
        final var far = farEnd();
        provision(peer(FIRST));
        try (var stream = DatagramStream.open(new DatagramStream.End(near, NEAR_IPV4),
                new DatagramStream.End(far.namespace(), FAR_IPV4))) {
            stream.run();
            stream.awaitArrivals(200);
            assertThat(stream.pause()).isEqualTo(new DatagramStream.Loss(0, 0));
        }
    }

    @Test
    void aBridgeInFrontOfThePortForwards() {
        final var far = farEnd();
        configure("", NEAR_UNDERLAY, peer(FIRST));
        final var bridge = lab.underlay().portName('b');
        near.run("ip", "link", "add", bridge, "type", "bridge");
        cleanup.add("remove " + bridge, () -> near.run("ip", "link", "delete", bridge));
        near.run("ip", "link", "set", lab.port(), "master", bridge);
        EthernetEnd.address(near, bridge, NEAR_IPV4 + "/24");
        ping(near, FAR_IPV4);
        assertMoves(true, far, NEAR_IPV4);
        assertMoves(false, far, FAR_IPV4);
    }

    @Test
    void underlayMayBeIpv6() {
        final var far = end(OVER_IPV6, FAR_IPV4 + "/24");
        configure("'" + NEAR_IPV4 + "/24'", NEAR_UNDERLAY_IPV6, peer(OVER_IPV6));
        assertMoves(true, far, NEAR_IPV4);
        assertMoves(false, far, FAR_IPV4);
    }

    @Test
    void framesGoToTheirStationAndGroupsToAll() {
        final var first = farEnd();
        final var second = end(SECOND, OTHER_IPV4 + "/24");
        provision(peer(FIRST, FIRST.station()), peer(SECOND, SECOND.station()));
        // Each must have had the question for the other's address
        ping(near, FAR_IPV4);
        ping(near, OTHER_IPV4);
        final long before = received(second);
        assertMoves(false, first, FAR_IPV4);
        assertThat(received(second) - before).as("frames that the other peer got meanwhile").isLessThan(100);
        assertMoves(false, second, OTHER_IPV4);
    }

    private static long received(final EthernetEnd end) {
        return DeviceCounters.read(end.namespace(), EthernetEnd.DEVICE).receivedPackets();
    }

    @Test
    void framesToStationsOfNoPeerGoToAll() {
        final var first = farEnd();
        final var second = end(SECOND, OTHER_IPV4 + "/24");
        provision(peer(FIRST), peer(SECOND));
        ping(near, FAR_IPV4);
        final long before = received(second);
        assertMoves(false, first, FAR_IPV4);
        assertThat(received(second) - before).as("copies").isGreaterThan(BYTES / MTU);
    }

    @Test
    void aPeerMayUseItsOwnStationsOnly() {
        final var first = farEnd();
        end(SECOND, OTHER_IPV4 + "/24");
        provision(peer(FIRST, FIRST.station()), peer(SECOND, SECOND.station()));
        ping(first.namespace(), NEAR_IPV4);
        first.namespace().run("ip", "link", "set", EthernetEnd.DEVICE, "address", SECOND.station());
        first.namespace().run("sh", "-c", "ping -c 3 -i 0.2 -W 1 " + NEAR_IPV4 + " || true");
        ControllerLab.await("it is counted", () -> lab.statistics().table("receive/drop", "reason", "packets")
            .getOrDefault("spoofed-inner-source", 0L) >= 3, () -> lab.statistics());
    }

    private void patch(final String leaves) {
        lab.client().patch(CoalescerModel.portPath(lab.port()), JsonParser.parseString("{ 'odl-coalescer:port': [ {"
            + " 'name': '" + lab.port() + "', " + leaves + " } ] }").getAsJsonObject());
    }

    @Test
    void stationsAreLive() {
        final var first = farEnd();
        end(SECOND, OTHER_IPV4 + "/24");
        provision(peer(FIRST), peer(SECOND));
        try (var stream = DatagramStream.open(new DatagramStream.End(near, NEAR_IPV4),
                new DatagramStream.End(first.namespace(), FAR_IPV4))) {
            stream.run();
            stream.awaitArrivals(100);
            patch("'tunnel': { 'peer': [ " + peer(FIRST, FIRST.station()) + " ] }");
            stream.awaitArrivals(100);
            lab.client().delete(CoalescerModel.portPath(lab.port()) + "/tunnel/peer=" + FIRST.letter() + "/mac="
                + FIRST.station().replace(":", "%3A"));
            stream.awaitArrivals(100);
            assertThat(stream.pause()).isEqualTo(new DatagramStream.Loss(0, 0));
        }
    }

    @Test
    void everyOffloadAndEveryRuleOfCoalescingIsLive() {
        final var far = farEnd();
        provision(peer(FIRST));
        final var changes = LiveChangeIT.changes().stream().filter(EthernetPortIT::isOfPackets).toList();
        assertThat(changes).hasSizeGreaterThan(15);
        try (var scene = ChangeScene.open(lab, new DatagramStream.End(far.namespace(), FAR_IPV4))) {
            assertThat(scene.lossesOf(changes)).isEmpty();
            assertThat(scene.stream().copies()).isZero();
        }
    }

    /** Whether a change is of how packets are handled, whatever they are inside. */
    private static boolean isOfPackets(final Change change) {
        return change.leaves().stream().allMatch(leaf -> leaf.matches(
            "(port|endpoint)/offload/.*|port/coalescing/.*|endpoint/(udp-checksum|ttl|dscp|receive-buffer)"));
    }

    @Test
    void anotherKindMakesTheDeviceAnew() {
        final JsonObject all = JsonParser.parseString("{ '" + CoalescerModel.ROOT + "': { 'endpoint': [ { 'name': '"
            + CoalescerModel.ENDPOINT + "', 'encapsulation': 'odl-coalescer:geneve', 'local-address': '" + NEAR_UNDERLAY
            + "' } ], 'port': [ { 'name': '" + lab.port() + "', 'tunnel': { 'endpoint': '" + CoalescerModel.ENDPOINT
            + "', 'vni': " + VNI + " } } ] } }").getAsJsonObject();
        lab.client().put(CoalescerModel.ROOT, all);
        for (var kind : new String[] { "tun", "tap", "tun" }) {
            patch("'kind': '" + kind + "'");
            // For a moment there is none
            ControllerLab.await("a device of kind " + kind, () -> near.run("sh", "-c", "ip -d link show dev "
                + lab.port() + " || true").contains("tun type " + kind));
            lab.awaitState(CoalescerModel.portPath(lab.port()), "up");
        }
    }
}
