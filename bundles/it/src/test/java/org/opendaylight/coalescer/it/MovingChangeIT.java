/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.opendaylight.coalescer.it.change.ChangeScene.NOTHING;
import static org.opendaylight.coalescer.it.change.ChangeScene.SOME;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.TUNNEL_PORT;
import static org.opendaylight.coalescer.it.lab.LabAddresses.VNI;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.change.Change;
import org.opendaylight.coalescer.it.change.ChangeScene;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.FarEnd;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.UnderlayLab;
import org.opendaylight.coalescer.it.lab.UnderlayLab.Path;
import org.opendaylight.coalescer.it.traffic.DatagramStream.Loss;

/**
 * Leaves whose change makes sockets, queues or the device anew, or that the far end has to follow, are changed and
 * changed back while numbered datagrams pass in both directions. What is lost is bounded and, where we refuse it rather
 * than the kernel, counted to the last datagram; then data flows again.
 */
@ControllerTest
class MovingChangeIT {
    /** At 500 datagrams a second this is less than half a second of outage, twice. */
    private static final int BOUND = 500;
    private static final int OTHER_PORT = 4795;
    private static final String OTHER_UNDERLAY = "198.18.1.5";
    private static final String OTHER_ENDPOINT = "other";
    private static final int OTHER_VNI = 77;

    private static final List<Change> REMADE = List.of(
        new Change("settings", "workers", 3, 2),
        new Change("port", "queues", 1, 2),
        // The kernel stops the device's queueing discipline for a moment
        new Change("port", "tx-queue-length", 500, 1000));
    private static final Change PEER_PORT = Change.ofPeer("kernel", "port", OTHER_PORT, TUNNEL_PORT);
    private static final Change PEER_ADDRESS = Change.ofPeer("kernel", "address", quoted(SPARE_UNDERLAY),
        quoted(FAR_UNDERLAY));
    private static final Change NETWORK = Change.nested("port", "tunnel", "'vni': " + OTHER_VNI, "'vni': " + VNI);
    private static final Change ENDPOINT = Change.nested("port", "tunnel", "'endpoint': '" + OTHER_ENDPOINT + "'",
        "'endpoint': '" + CoalescerModel.ENDPOINT + "'");
    private static final Change LOCAL_ADDRESS = new Change("endpoint", "local-address", quoted(OTHER_UNDERLAY),
        quoted(NEAR_UNDERLAY));
    private static final Change LOCAL_PORT = new Change("endpoint", "local-port", OTHER_PORT, TUNNEL_PORT);

    private final ControllerLab lab;
    private final UnderlayLab underlay;
    private final Cleanup cleanup = new Cleanup();
    private ChangeScene scene;

    MovingChangeIT(final ControllerLab lab) {
        this.lab = lab;
        underlay = lab.underlay();
    }

    /** Leaves that are changed here. */
    static Stream<String> leaves() {
        return Stream.of(REMADE, List.of(PEER_PORT, PEER_ADDRESS, NETWORK, ENDPOINT, LOCAL_ADDRESS, LOCAL_PORT,
            namespaceChange("endpoint", "x"), namespaceChange("port", "x"))).flatMap(List::stream)
            .flatMap(change -> change.leaves().stream());
    }

    private static String quoted(final String text) {
        return '\'' + text + '\'';
    }

    /** The way back is to take the leaf away, so that it is not merged. */
    private static Change namespaceChange(final String kind, final String name) {
        return new Change(kind, "network-namespace", quoted(name), quoted(""));
    }

    @BeforeEach
    void openScene() {
        scene = ChangeScene.open(lab);
    }

    @AfterEach
    void closeScene() {
        scene.close();
        lab.clear();
        cleanup.close();
    }

    private Runnable tell(final Path path) {
        return () -> underlay.send(path);
    }

    private static void assertBounded(final Loss lost, final Object what) {
        assertThat(lost.inward()).as("lost inwards by %s", what).isBetween(0L, (long) BOUND);
        assertThat(lost.outward()).as("lost outwards by %s", what).isBetween(0L, (long) BOUND);
    }

    private void listenAt(final int port) {
        underlay.listenAt(port);
        cleanup.add("far end leaves port " + port, () -> {
            underlay.send(Path.USUAL);
            underlay.leave(port);
        });
    }

    private void addUnderlay(final String address) {
        final var words = new String[] { "ip", "address", "add", address + "/32", "dev", underlay.nearDevice() };
        lab.near().run(words);
        cleanup.add("remove " + address, () -> {
            underlay.send(Path.USUAL);
            words[2] = "delete";
            lab.near().run(words);
        });
    }

    @Test
    void socketsAndQueuesMadeAnewLoseAFew() {
        for (var change : REMADE) {
            final int ifIndex = ifIndex();
            assertBounded(scene.lossOf(change), change);
            assertThat(ifIndex()).as("the device stays, " + change).isEqualTo(ifIndex);
        }
    }

    private int ifIndex() {
        return ObjectState.read(lab.client(), CoalescerModel.portPath(lab.port())).content().get("if-index").getAsInt();
    }

    @Test
    void portOfThePeerInUseIsLive() {
        listenAt(OTHER_PORT);
        assertThat(scene.lossOf(PEER_PORT)).isEqualTo(NOTHING);
    }

    @Test
    void addressOfThePeerInUseIsLive() {
        lab.client().rpc(CoalescerModel.CLEAR_STATISTICS, CoalescerModel.portInput(lab.port()));
        final var lost = scene.lossOf(PEER_ADDRESS, tell(new Path(NEAR_UNDERLAY, TUNNEL_PORT, VNI, SPARE_UNDERLAY)),
            tell(new Path(NEAR_UNDERLAY, TUNNEL_PORT, VNI, FAR_UNDERLAY)));
        underlay.send(Path.USUAL);
        assertThat(lost.outward()).isZero();
        assertThat(lost.inward()).as("what came from the address that was no peer's is lost, and nothing else")
            .isEqualTo(lab.statistics().table("receive/drop", "reason", "packets").getOrDefault("unknown-peer", 0L))
            .isBetween(0L, (long) BOUND);
    }

    @Test
    void anotherNetworkLosesWhatIsOfTheOldOneAndIsCounted() {
        lab.client().rpc(CoalescerModel.CLEAR_STATISTICS, CoalescerModel.portInput(lab.port()));
        final var lost = scene.lossOf(NETWORK, tell(new Path(NEAR_UNDERLAY, TUNNEL_PORT, OTHER_VNI, "")),
            tell(Path.USUAL));
        assertBounded(lost, NETWORK);
        ControllerLab.await("what was lost is counted", () -> unknownNetwork(CoalescerModel.ENDPOINT) == lost.inward(),
            () -> lost + " " + lab.endpointStatistics());
        assertThat(lost.outward()).as("each is counted").isLessThanOrEqualTo(unconnected());
    }

    /** Packets from the device while it was on no endpoint; what the kernel sends of its own accord is among them. */
    private long unconnected() {
        return lab.statistics().table("transmit/drop", "reason", "packets").getOrDefault("port-disabled", 0L);
    }

    private long unknownNetwork(final String endpoint) {
        return Statistics.published(lab.client(), CoalescerModel.endpointPath(endpoint))
            .table("receive/drop", "reason", "packets").getOrDefault("unknown-vni", 0L);
    }

    @Test
    void anotherEndpointLosesWhatComesToTheOldOneAndIsCounted() {
        addUnderlay(OTHER_UNDERLAY);
        scene.patch("'endpoint': [ { 'name': '" + OTHER_ENDPOINT + "', 'local-address': '" + OTHER_UNDERLAY + "' } ]");
        lab.awaitState(CoalescerModel.endpointPath(OTHER_ENDPOINT), "up");
        final var lost = scene.lossOf(ENDPOINT, tell(new Path(OTHER_UNDERLAY, TUNNEL_PORT, VNI, "")),
            tell(Path.USUAL));
        assertBounded(lost, ENDPOINT);
        ControllerLab.await("what was lost is counted", () -> unknownNetwork(CoalescerModel.ENDPOINT)
            + unknownNetwork(OTHER_ENDPOINT) == lost.inward(), () -> lost.toString());
        assertThat(lost.outward()).as("each is counted").isLessThanOrEqualTo(unconnected());
    }

    @Test
    void anotherLocalAddressLosesAFew() {
        addUnderlay(OTHER_UNDERLAY);
        assertBounded(scene.lossOf(LOCAL_ADDRESS, tell(new Path(OTHER_UNDERLAY, TUNNEL_PORT, VNI, "")),
            tell(Path.USUAL)), LOCAL_ADDRESS);
    }

    @Test
    void anotherLocalPortLosesAFew() {
        listenAt(OTHER_PORT);
        assertBounded(scene.lossOf(LOCAL_PORT, tell(new Path(NEAR_UNDERLAY, OTHER_PORT, VNI, "")), tell(Path.USUAL)),
            LOCAL_PORT);
    }

    private NetworkNamespace namespace() {
        final var namespace = NetworkNamespace.create(UnderlayLab.namespaceName('m'));
        cleanup.add("delete namespace " + namespace.name(), namespace::close);
        return namespace;
    }

    @Test
    void anotherNamespaceOfTheEndpointLosesAFew() {
        final var elsewhere = namespace();
        final var far = underlay.far();
        final var device = underlay.portName('u');
        FarEnd.join(device, elsewhere, NEAR_UNDERLAY, far, FAR_UNDERLAY);
        far.run("ip", "route", "delete", NEAR_UNDERLAY + "/32", "dev", device);
        scene.stream().awaitArrivals(SOME);
        final var change = namespaceChange("endpoint", elsewhere.name());
        final var leaf = CoalescerModel.endpointPath(CoalescerModel.ENDPOINT) + "/network-namespace";
        assertBounded(lossOfMove(change, leaf,
            () -> far.run("ip", "route", "add", NEAR_UNDERLAY + "/32", "dev", device, "src", FAR_UNDERLAY),
            () -> far.run("ip", "route", "delete", NEAR_UNDERLAY + "/32", "dev", device)), change);
    }

    @Test
    void anotherNamespaceOfThePortLosesAFew() {
        final var elsewhere = namespace();
        elsewhere.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind");
        final var stream = scene.stream();
        // its process is started before anything is lost
        stream.moveNear(elsewhere);
        stream.moveNear(lab.near());
        final var change = namespaceChange("port", elsewhere.name());
        assertBounded(lossOfMove(change, CoalescerModel.portPath(lab.port()) + "/network-namespace",
            () -> stream.moveNear(elsewhere), () -> stream.moveNear(lab.near())), change);
        assertThat(lab.hasDevice(lab.port())).as("the port is back").isTrue();
    }

    private Loss lossOfMove(final Change change, final String leaf, final Runnable there, final Runnable back) {
        return scene.lossOf(change.there(), () -> {
            scene.merge(change.kind(), change.there());
            there.run();
        }, () -> {
            lab.client().delete(leaf);
            back.run();
        });
    }
}
