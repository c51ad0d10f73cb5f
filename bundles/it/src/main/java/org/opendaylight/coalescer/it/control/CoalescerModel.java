/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.control;

import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV4_NETWORK;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV6_NETWORK;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV6;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.RELAYED_NEAR;
import static org.opendaylight.coalescer.it.lab.LabAddresses.RELAY_NEAR;
import static org.opendaylight.coalescer.it.lab.LabAddresses.TUNNEL_PORT;
import static org.opendaylight.coalescer.it.lab.LabAddresses.VNI;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** What is written to the controller and where, in the words of the YANG module. Functions without state. */
public final class CoalescerModel {
    /** The root container. */
    public static final String ROOT = "odl-coalescer:coalescer";
    /** The RPC that reads counters as they are now. */
    public static final String GET_STATISTICS = "odl-coalescer:get-statistics";
    /** The RPC that starts counters from zero. */
    public static final String CLEAR_STATISTICS = "odl-coalescer:clear-statistics";
    /** RPC that lists flows. */
    public static final String LIST_FLOWS = "odl-coalescer:list-flows";
    /** RPC that lists gaps. */
    public static final String LIST_GAPS = "odl-coalescer:list-gaps";
    /** Name of the endpoint of the lab. */
    public static final String ENDPOINT = "lab";

    /** Nothing is lost behind a relay, so that its count is that of the endpoint. */
    private static final int RELAYED_BUFFER = 128 << 20;

    private CoalescerModel() {
        // functions only
    }

    /**
     * Where a port is.
     *
     * @param name its name
     * @return its path
     */
    public static String portPath(final String name) {
        return ROOT + "/port=" + name;
    }

    /**
     * Where an endpoint is.
     *
     * @param name its name
     * @return its path
     */
    public static String endpointPath(final String name) {
        return ROOT + "/endpoint=" + name;
    }

    /**
     * The configuration of the lab: one endpoint and one port to the kernel's tunnel device.
     *
     * @param port name of the port
     * @param active whether offloads and coalescing are on
     * @return the body for {@link #ROOT}
     */
    public static JsonObject lab(final String port, final boolean active) {
        final var all = switches(port, active);
        final var content = all.getAsJsonObject(ROOT);
        final var endpoint = content.getAsJsonArray("endpoint").get(0).getAsJsonObject();
        endpoint.addProperty("encapsulation", "odl-coalescer:vxlan-gpe");
        endpoint.addProperty("local-address", NEAR_UNDERLAY);
        endpoint.addProperty("local-port", TUNNEL_PORT);

        final var kernel = new JsonObject();
        kernel.addProperty("name", "kernel");
        kernel.addProperty("address", FAR_UNDERLAY);
        kernel.addProperty("port", TUNNEL_PORT);
        kernel.add("allowed-prefix", array(FAR_IPV4_NETWORK, FAR_IPV6_NETWORK));

        final var tunnel = new JsonObject();
        tunnel.addProperty("endpoint", ENDPOINT);
        tunnel.addProperty("vni", VNI);
        tunnel.add("peer", array(kernel));

        final var device = content.getAsJsonArray("port").get(0).getAsJsonObject();
        device.addProperty("description", "Port of the lab");
        device.add("address", array(NEAR_IPV4 + "/24", NEAR_IPV6 + "/64"));
        device.add("tunnel", tunnel);
        return all;
    }

    /**
     * The configuration of the lab with a relay in between.
     *
     * @param port name of the port
     * @return the body for {@link #ROOT}
     */
    public static JsonObject relayed(final String port) {
        final var all = lab(port, true);
        final var content = all.getAsJsonObject(ROOT);
        final var endpoint = content.getAsJsonArray("endpoint").get(0).getAsJsonObject();
        endpoint.addProperty("local-address", RELAYED_NEAR);
        endpoint.addProperty("receive-buffer", RELAYED_BUFFER);
        content.getAsJsonArray("port").get(0).getAsJsonObject().getAsJsonObject("tunnel").getAsJsonArray("peer")
            .get(0).getAsJsonObject().addProperty("address", RELAY_NEAR);
        return all;
    }

    /**
     * Every switch of offload and coalescing, to be merged into {@link #ROOT}.
     *
     * @param port name of the port
     * @param on what they are switched to
     * @return the body
     */
    public static JsonObject switches(final String port, final boolean on) {
        final var endpoint = new JsonObject();
        endpoint.addProperty("name", ENDPOINT);
        endpoint.add("offload", booleans(on, "udp-gso", "udp-gro"));
        final var device = new JsonObject();
        device.addProperty("name", port);
        device.add("offload", booleans(on, "checksum", "tso", "uso", "udp-tunnel-gso"));
        device.add("coalescing", booleans(on, "tcp", "udp"));

        final var content = new JsonObject();
        content.add("endpoint", array(endpoint));
        content.add("port", array(device));
        final var all = new JsonObject();
        all.add(ROOT, content);
        return all;
    }

    /**
     * Input of the RPCs.
     *
     * @param port name of a port
     * @return the input
     */
    public static JsonObject portInput(final String port) {
        final var input = new JsonObject();
        input.addProperty("port", port);
        return input;
    }

    /**
     * One endpoint or port.
     *
     * @param list {@code endpoint} or {@code port}
     * @param entry its content
     * @return the body for {@link #endpointPath} or {@link #portPath}
     */
    public static JsonObject entry(final String list, final JsonObject entry) {
        final var body = new JsonObject();
        body.add("odl-coalescer:" + list, array(entry));
        return body;
    }

    private static JsonObject booleans(final boolean value, final String... names) {
        final var container = new JsonObject();
        for (var name : names) {
            container.addProperty(name, value);
        }
        return container;
    }

    private static JsonArray array(final JsonObject element) {
        final var array = new JsonArray();
        array.add(element);
        return array;
    }

    private static JsonArray array(final String... elements) {
        final var array = new JsonArray();
        for (var element : elements) {
            array.add(element);
        }
        return array;
    }
}
