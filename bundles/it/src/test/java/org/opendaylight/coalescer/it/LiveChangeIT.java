/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.traffic.DatagramStream;
import org.opendaylight.coalescer.it.traffic.DatagramStream.Loss;

/**
 * Every leaf of the configuration is changed, and changed back, while numbered datagrams pass in both directions. A
 * change of a live leaf loses none; the others lose a few, which is counted here, and recover.
 */
@ControllerTest
class LiveChangeIT {
    private static final Loss NOTHING = new Loss(0, 0);
    private static final int SOME = 20;

    private final ControllerLab lab;
    private DatagramStream stream;

    LiveChangeIT(final ControllerLab lab) {
        this.lab = lab;
    }

    /**
     * A change.
     *
     * @param kind settings, endpoint or port
     * @param there what is merged into it, JSON with single quotes
     * @param back what is merged into it then
     */
    record Change(String kind, String there, String back) {
        Change(final String kind, final String leaf, final Object there, final Object back) {
            this(kind, "'" + leaf + "': " + there, "'" + leaf + "': " + back);
        }

        static Change nested(final String kind, final String container, final String there, final String back) {
            return new Change(kind, "'" + container + "': { " + there + " }", "'" + container + "': { " + back + " }");
        }
    }

    @BeforeEach
    void openStream() {
        lab.provision(true);
        stream = DatagramStream.open(new DatagramStream.End(lab.near(), LabAddresses.NEAR_IPV4),
            new DatagramStream.End(lab.underlay().far(), LabAddresses.FAR_IPV4));
        stream.run();
        stream.awaitArrivals(SOME);
    }

    @AfterEach
    void closeStream() {
        stream.close();
        lab.clear();
    }

    private static List<Change> liveChanges() {
        final var all = new ArrayList<Change>();
        all.add(new Change("settings", "statistics-interval", 200, 1000));
        all.add(new Change("settings", "max-flows", 64, 4096));
        all.add(new Change("settings", "reorder-window", 50, 10));
        all.add(new Change("endpoint", "udp-checksum", false, true));
        all.add(new Change("endpoint", "ttl", 33, 64));
        all.add(new Change("endpoint", "receive-buffer", 1 << 20, 8 << 20));
        all.add(Change.nested("endpoint", "offload", "'udp-gso': false", "'udp-gso': true"));
        all.add(Change.nested("endpoint", "offload", "'udp-gro': false", "'udp-gro': true"));
        all.add(new Change("port", "description", "'another'", "'Port of the lab'"));
        all.add(new Change("port", "mtu", 1300, 1464));
        all.add(new Change("port", "address", "[ '198.18.1.200/32' ]", "[ '198.18.1.201/32' ]"));
        all.add(Change.nested("port", "offload", "'checksum': false, 'tso': false, 'uso': false",
            "'checksum': true, 'tso': true, 'uso': true"));
        all.add(Change.nested("port", "offload", "'tso': false", "'tso': true"));
        all.add(Change.nested("port", "offload", "'uso': false", "'uso': true"));
        for (var leaf : List.of("tcp", "udp", "reorder-repair")) {
            all.add(Change.nested("port", "coalescing", "'" + leaf + "': false", "'" + leaf + "': true"));
        }
        all.add(Change.nested("port", "coalescing", "'max-segments': 2", "'max-segments': 64"));
        all.add(Change.nested("port", "coalescing", "'max-bytes': 1280", "'max-bytes': 65535"));
        all.add(Change.nested("port", "coalescing", "'ecn-policy': 'propagate-ce'", "'ecn-policy': 'exact'"));
        all.add(Change.nested("port", "coalescing", "'checksum-validation': 'trust'",
            "'checksum-validation': 'verify'"));
        all.add(Change.nested("port", "coalescing", "'hold': { 'packets': 64 }", "'hold': { 'packets': 1024 }"));
        all.add(Change.nested("port", "coalescing", "'hold': { 'time': 1 }", "'hold': { 'time': 200 }"));
        all.add(Change.nested("port", "tunnel", "'peer': [ { 'name': 'new', 'address': '198.18.1.9' } ]",
            "'peer': [ { 'name': 'new', 'address': '198.18.1.10', 'port': 4791 } ]"));
        all.add(Change.nested("port", "tunnel",
            "'peer': [ { 'name': 'new', 'allowed-prefix': [ '198.18.1.128/25' ] } ]",
            "'peer': [ { 'name': 'kernel', 'allowed-prefix': [ '198.18.3.128/25' ] } ]"));
        return all;
    }

    @Test
    void aChangeOfALiveLeafLosesNoPacket() {
        final var losses = new ArrayList<String>();
        for (var change : liveChanges()) {
            final var lost = lossOf(change);
            if (!lost.equals(NOTHING)) {
                losses.add(change + " lost " + lost);
            }
        }
        assertThat(losses).isEmpty();
        assertThat(stream.copies()).isZero();
    }

    @Test
    void routesComeAndGoWithoutLossForWhoNeedsThemNot() {
        lab.near().run("ip", "route", "add", LabAddresses.FAR_IPV4 + "/32", "dev", lab.port(), "metric", "77");
        assertThat(lossOf(new Change("port", "install-routes", false, true))).isEqualTo(NOTHING);
    }

    @Test
    void removalOfAnotherPeerAndOfAnotherPortLosesNoPacket() {
        final var before = stream.pause();
        stream.run();
        final var other = lab.underlay().portName('b');
        patch("'port': [ { 'name': '" + lab.port() + "', 'tunnel': { 'peer': [ { 'name': 'new', 'address': "
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
        merge("port", "'enabled': false");
        lab.awaitState(CoalescerModel.portPath(lab.port()), "down");
        ControllerLab.await("datagrams to the disabled port are dropped", () -> disabledDrops() > SOME);
        merge("port", "'enabled': true");
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
    void leavesThatRecreateSocketsQueuesOrTheDeviceLoseAFewAndRecover() {
        final var changes = List.of(
            new Change("settings", "workers", 3, 2),
            new Change("port", "queues", 1, 2),
            // The kernel stops the device's queueing discipline for a moment
            new Change("port", "tx-queue-length", 500, 1000));
        for (var change : changes) {
            final int ifIndex = ifIndex();
            final var lost = lossOf(change);
            assertThat(ifIndex()).as("the device stays, " + change).isEqualTo(ifIndex);
            // At 500 datagrams a second this is less than half a second of outage, twice
            assertThat(lost.inward()).as(change.toString()).isLessThan(500);
            assertThat(lost.outward()).as(change.toString()).isLessThan(500);
        }
        final var vni = new Change("port", "'tunnel': { 'vni': 77 }", "'tunnel': { 'vni': " + LabAddresses.VNI + " }");
        merge(vni.kind(), vni.there());
        ControllerLab.await("datagrams of the old VNI are dropped", () -> lab.endpointStatistics()
            .table("receive/drop", "reason", "packets").getOrDefault("unknown-vni", 0L) > 0);
        merge(vni.kind(), vni.back());
        stream.awaitArrivals(SOME);
    }

    private int ifIndex() {
        return ObjectState.read(lab.client(), CoalescerModel.portPath(lab.port())).content().get("if-index").getAsInt();
    }

    @Test
    void thousandEditsInABurstConvergeToTheLast() {
        for (int i = 1; i <= 1000; i++) {
            merge("port", "'description': 'edit " + i + "', 'mtu': " + (1280 + i % 180) + ", 'coalescing': { "
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

    private Loss lossOf(final Change change) {
        final var before = stream.pause();
        stream.run();
        stream.awaitArrivals(SOME);
        merge(change.kind(), change.there());
        stream.awaitArrivals(SOME);
        merge(change.kind(), change.back());
        stream.awaitArrivals(SOME);
        final var lost = stream.pause().since(before);
        Console.line(change.there() + ": lost " + lost.inward() + " in, " + lost.outward() + " out");
        stream.run();
        return lost;
    }

    private void merge(final String kind, final String leaves) {
        patch(switch (kind) {
            case "settings" -> "'settings': { " + leaves + " }";
            case "endpoint" -> "'endpoint': [ { 'name': '" + CoalescerModel.ENDPOINT + "', " + leaves + " } ]";
            default -> "'port': [ { 'name': '" + lab.port() + "', " + leaves + " } ]";
        });
    }

    private void patch(final String content) {
        lab.client().patch(CoalescerModel.ROOT, JsonParser.parseString("{ '" + CoalescerModel.ROOT + "': { " + content
            + " } }").getAsJsonObject());
    }
}
