/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.soak;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.lab.UnderlayLab;
import org.opendaylight.coalescer.it.traffic.Chatter;

/**
 * Many ports: that of the lab, some with an address at the far end each, and spares that nothing passes. Names,
 * addresses and networks only. Immutable.
 *
 * @param lab the far end
 * @param busy how many have addresses at the far end, apart from the lab's
 * @param spares how many there are besides
 */
record Fleet(UnderlayLab lab, int busy, int spares) {
    private static final int FIRST_VNI = 5000;
    private static final int FIRST_NEAR = 100;
    private static final int FIRST_FAR = 10;

    /** Names of the spare ports. */
    List<String> spareNames() {
        return IntStream.range(busy, busy + spares).mapToObj(lab::portNameAt).toList();
    }

    /** A configuration with the busy ports added, with the first peer of the lab's port as theirs. */
    Intent addBusy(final Intent intent) {
        final var peer = intent.ports().get(lab.portName()).getAsJsonObject("tunnel").getAsJsonArray("peer").get(0)
            .getAsJsonObject();
        var all = intent;
        for (int i = 0; i < busy; i++) {
            all = all.with(port(i, peer.get("address").getAsString()));
        }
        return all;
    }

    /** Lets the far end reach the busy ports at an underlay address. */
    void join(final String to) {
        for (int i = 0; i < busy; i++) {
            lab.addNetwork(new UnderlayLab.Path(to, LabAddresses.TUNNEL_PORT, FIRST_VNI + i, ""), near(i), far(i));
        }
    }

    /** Addresses of the busy ports and of their far ends. */
    List<Chatter.Pair> pairs() {
        return IntStream.range(0, busy).mapToObj(i -> new Chatter.Pair(near(i), far(i))).toList();
    }

    private JsonObject port(final int index, final String address) {
        final var peer = new JsonObject();
        peer.addProperty("name", "far");
        peer.addProperty("address", address);
        peer.add("allowed-prefix", array(far(index) + "/32"));
        final var peers = new JsonArray();
        peers.add(peer);
        final var tunnel = new JsonObject();
        tunnel.addProperty("endpoint", CoalescerModel.ENDPOINT);
        tunnel.addProperty("vni", FIRST_VNI + index);
        tunnel.add("peer", peers);
        final var port = new JsonObject();
        port.addProperty("name", lab.portNameAt(index));
        port.add("address", array(near(index) + "/32"));
        port.add("tunnel", tunnel);
        return port;
    }

    private static String near(final int index) {
        return "198.18.2." + (FIRST_NEAR + index);
    }

    private static String far(final int index) {
        return "198.18.3." + (FIRST_FAR + index);
    }

    private static JsonArray array(final String element) {
        final var array = new JsonArray();
        array.add(element);
        return array;
    }
}
