/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV6;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_UNDERLAY;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.EthernetEnd;
import org.opendaylight.coalescer.it.lab.EthernetEnd.Plan;

/** The port of a lab as one of kind tap, with VXLAN. */
final class EthernetPort {
    /** The virtual network. */
    static final int VNI = 7;
    /** Inner addresses of the first far end. */
    static final String FAR_IPV4 = "198.18.2.2";
    static final String FAR_IPV6 = "2001:db8:1::2";
    /** The first far end. */
    static final Plan FIRST = new Plan('e', NEAR_UNDERLAY, "198.18.1.21", VNI, "02:00:5e:10:00:02");

    private EthernetPort() {
    }

    /**
     * Sets the first far end up.
     *
     * @param lab the lab
     * @param cleanup takes it down
     * @return the far end
     */
    static EthernetEnd farEnd(final ControllerLab lab, final Cleanup cleanup) {
        return end(lab, cleanup, FIRST, FAR_IPV4 + "/24", FAR_IPV6 + "/64");
    }

    /**
     * Sets a far end up.
     *
     * @param lab the lab
     * @param cleanup takes it down
     * @param plan what to set up
     * @param addresses inner addresses with the lengths of their prefixes
     * @return the far end
     */
    static EthernetEnd end(final ControllerLab lab, final Cleanup cleanup, final Plan plan,
            final String... addresses) {
        final var end = EthernetEnd.open(lab.near(), plan, addresses);
        cleanup.add("take down " + end.namespace().name(), end::close);
        return end;
    }

    /**
     * A far end as an entry of the configuration.
     *
     * @param plan the far end
     * @param stations Ethernet addresses that are said to be there
     * @return JSON with single quotes
     */
    static String peer(final Plan plan, final String... stations) {
        return "{ 'name': '" + plan.letter() + "', 'address': '" + plan.farUnderlay() + "'"
            + (stations.length == 0 ? "" : ", 'mac': [ " + Arrays.stream(stations).map(each -> "'" + each + "'")
                .collect(Collectors.joining(", ")) + " ]") + " }";
    }

    /**
     * Configures the port with inner addresses of both versions over IPv4, and waits until it is up.
     *
     * @param lab the lab
     * @param peers entries of the far ends
     */
    static void provision(final ControllerLab lab, final String... peers) {
        configure(lab, "'" + NEAR_IPV4 + "/24', '" + NEAR_IPV6 + "/64'", NEAR_UNDERLAY, peers);
    }

    /**
     * Configures the port, and waits until it is up.
     *
     * @param lab the lab
     * @param addresses inner addresses with the lengths of their prefixes, JSON with single quotes
     * @param local underlay address
     * @param peers entries of the far ends
     */
    static void configure(final ControllerLab lab, final String addresses, final String local,
            final String... peers) {
        final JsonObject all = JsonParser.parseString("{ '" + CoalescerModel.ROOT + "': { 'endpoint': [ { 'name': '"
            + CoalescerModel.ENDPOINT + "', 'encapsulation': 'odl-coalescer:vxlan', 'local-address': '" + local
            + "' } ], 'port': [ { 'name': '" + lab.port() + "', 'kind': 'tap', 'address': [ " + addresses
            + " ], 'tunnel': { 'endpoint': '" + CoalescerModel.ENDPOINT + "', 'vni': " + VNI + ", 'peer': [ "
            + String.join(", ", peers) + " ] } } ] } }").getAsJsonObject();
        lab.client().put(CoalescerModel.ROOT, all);
        lab.awaitState(CoalescerModel.endpointPath(CoalescerModel.ENDPOINT), "up");
        lab.awaitState(CoalescerModel.portPath(lab.port()), "up");
    }
}
