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

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.change.Change;
import org.opendaylight.coalescer.it.change.ChangeScene;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.traffic.DatagramStream;

/**
 * Live leaves are changed, and changed back, while numbered datagrams pass in both directions: none is lost. The other
 * leaves are those of {@link MovingChangeIT}; {@link ConfigurationLeavesTest} sees to it that none is left out.
 */
@ControllerTest
class LiveChangeIT {
    private final ControllerLab lab;
    private ChangeScene scene;
    private DatagramStream stream;

    LiveChangeIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void openScene() {
        scene = ChangeScene.open(lab);
        stream = scene.stream();
    }

    @AfterEach
    void closeScene() {
        scene.close();
        lab.clear();
    }

    /** Changes of live leaves that nobody else has to take part in. */
    static List<Change> changes() {
        final var all = new ArrayList<Change>();
        all.add(new Change("settings", "statistics-interval", 200, 1000));
        all.add(new Change("settings", "max-flows", 64, 4096));
        all.add(new Change("settings", "reorder-window", 50, 10));
        all.add(new Change("settings", "exported-flows", 2, 16));
        all.add(new Change("endpoint", "udp-checksum", false, true));
        all.add(new Change("endpoint", "ttl", 33, 64));
        all.add(new Change("endpoint", "dscp", "'inherit'", 0));
        all.add(new Change("endpoint", "dscp", 46, 0));
        all.add(new Change("endpoint", "receive-buffer", 1 << 20, 8 << 20));
        all.add(Change.nested("endpoint", "offload", "'udp-gso': false", "'udp-gso': true"));
        all.add(Change.nested("endpoint", "offload", "'udp-gro': false", "'udp-gro': true"));
        all.add(new Change("port", "description", "'another'", "'Port of the lab'"));
        all.add(new Change("port", "mtu", 1300, 1464));
        all.add(new Change("port", "address", "[ '198.18.1.200/32' ]", "[ '198.18.1.201/32' ]"));
        all.add(Change.nested("port", "offload",
            "'checksum': false, 'tso': false, 'uso': false, 'udp-tunnel-gso': false",
            "'checksum': true, 'tso': true, 'uso': true, 'udp-tunnel-gso': true"));
        all.add(Change.nested("port", "offload", "'udp-tunnel-gso': false", "'udp-tunnel-gso': true"));
        all.add(Change.nested("port", "offload", "'tso': false", "'tso': true"));
        all.add(Change.nested("port", "offload", "'uso': false", "'uso': true"));
        for (var leaf : List.of("tcp", "udp", "reorder-repair")) {
            all.add(Change.nested("port", "coalescing", "'" + leaf + "': false", "'" + leaf + "': true"));
        }
        all.add(Change.nested("port", "coalescing", "'max-segments': 2", "'max-segments': 64"));
        all.add(Change.nested("port", "coalescing", "'max-bytes': 1280", "'max-bytes': 65535"));
        all.add(Change.nested("port", "coalescing", "'max-segment-size': 100", "'max-segment-size': 65535"));
        all.add(Change.nested("port", "coalescing", "'ecn-policy': 'propagate-ce'", "'ecn-policy': 'exact'"));
        all.add(Change.nested("port", "coalescing", "'checksum-validation': 'trust'",
            "'checksum-validation': 'verify'"));
        all.add(Change.nested("port", "coalescing", "'hold': { 'packets': 64 }", "'hold': { 'packets': 1024 }"));
        all.add(Change.nested("port", "coalescing", "'hold': { 'time': 1 }", "'hold': { 'time': 200 }"));
        all.add(Change.nested("port", "gap-alarm", "'raise': 20", "'raise': 10"));
        all.add(Change.nested("port", "gap-alarm", "'clear': 3", "'clear': 5"));
        all.add(Change.nested("port", "gap-alarm", "'window': 2", "'window': 10"));
        all.add(Change.nested("port", "tunnel", "'mss-clamp': true", "'mss-clamp': false"));
        all.add(Change.nested("port", "tunnel", "'relay': true", "'relay': false"));
        // another peer than the one in use comes, and changes
        all.add(Change.ofPeer("new", "address", "'198.18.1.9'", "'198.18.1.10'"));
        all.add(Change.ofPeer("new", "port", 4791, 4792));
        all.add(Change.nested("port", "tunnel",
            "'peer': [ { 'name': 'new', 'allowed-prefix': [ '198.18.1.128/25' ] } ]",
            "'peer': [ { 'name': 'kernel', 'allowed-prefix': [ '198.18.3.128/25' ] } ]"));
        return all;
    }

    @Test
    void aChangeOfALiveLeafLosesNoPacket() {
        assertThat(scene.lossesOf(changes())).isEmpty();
        assertThat(stream.copies()).isZero();
    }

    @Test
    void routesComeAndGoWithoutLossForWhoNeedsThemNot() {
        lab.near().run("ip", "route", "add", LabAddresses.FAR_IPV4 + "/32", "dev", lab.port(), "metric", "77");
        assertThat(scene.lossOf(new Change("port", "install-routes", false, true))).isEqualTo(NOTHING);
    }

    @Test
    void removalOfAnotherPeerAndOfAnotherPortLosesNoPacket() {
        final var before = stream.pause();
        stream.run();
        final var other = lab.underlay().portName('b');
        scene.patch("'port': [ { 'name': '" + lab.port() + "', 'tunnel': { 'peer': [ { 'name': 'new', 'address': "
            + "'198.18.1.9' } ] } }, { 'name': '" + other + "', 'tunnel': { 'endpoint': 'lab', 'vni': 1 } } ]");
        lab.awaitState(CoalescerModel.portPath(other), "up");
        stream.awaitArrivals(SOME);
        lab.client().delete(CoalescerModel.portPath(lab.port()) + "/tunnel/peer=new");
        lab.client().delete(CoalescerModel.portPath(other));
        ControllerLab.await("the device is gone", () -> !lab.hasDevice(other));
        stream.awaitArrivals(SOME);
        assertThat(stream.pause().since(before)).isEqualTo(NOTHING);
    }

    @Test
    void whatADisabledPortLosesIsCounted() {
        final var before = stream.pause();
        stream.run();
        stream.awaitArrivals(SOME);
        scene.merge("port", "'enabled': false");
        lab.awaitState(CoalescerModel.portPath(lab.port()), "down");
        ControllerLab.await("datagrams to the disabled port are dropped", () -> disabledDrops() > SOME);
        scene.merge("port", "'enabled': true");
        lab.awaitState(CoalescerModel.portPath(lab.port()), "up");
        stream.awaitArrivals(SOME);
        final var lost = stream.pause().since(before);
        final var seen = lab.statistics();
        assertThat(lost.inward()).as("every loss is counted: " + seen).isEqualTo(disabledDrops()
            + seen.at("receive/dropped"));
    }

    private long disabledDrops() {
        return lab.statistics().table("receive/drop", "reason", "packets").getOrDefault("port-disabled", 0L);
    }

    @Test
    void thousandEditsInABurstConvergeToTheLast() {
        for (int i = 1; i <= 1000; i++) {
            scene.merge("port", "'description': 'edit " + i + "', 'mtu': " + (1280 + i % 180) + ", 'coalescing': { "
                + "'max-segments': " + (2 + i % 63) + ", 'tcp': " + (i % 2 == 0) + " }");
        }
        final int last = 1000;
        ControllerLab.await("the last edit is in force", () -> applied().contains("\"edit " + last + "\""),
            this::applied);
        assertThat(applied()).contains("\"max-segments\":" + (2 + last % 63)).contains("\"tcp\":true");
        assertThat(ObjectState.read(lab.client(), CoalescerModel.portPath(lab.port())).content().get("mtu").getAsInt())
            .isEqualTo(1280 + last % 180);
        assertThat(lab.near().run("ip", "link", "show", "dev", lab.port()))
            .contains("mtu " + (1280 + last % 180) + " ");
        stream.awaitArrivals(SOME);
        assertThat(stream.pause()).isEqualTo(NOTHING);
    }

    private String applied() {
        return lab.client().get(CoalescerModel.portPath(lab.port()) + "?content=nonconfig").map(JsonObject::toString)
            .orElse("");
    }
}
