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
import java.util.Random;
import java.util.function.Consumer;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.lab.LabAddresses;

/**
 * What an operator does to the configuration, at random: the port that carries traffic is changed only, others come and
 * go, and one of those is in another network namespace. Owned by one thread at a time.
 */
final class RandomEdits {
    private static final int LEAST_MTU = 1280;
    private static final int MOST_MTU = LabAddresses.UNDERLAY_MTU - LabAddresses.OVERHEAD;

    private final String lab;
    private final List<String> spares;
    private final String namespace;
    private final Random random;

    /**
     * Begins.
     *
     * @param lab name of the port that carries traffic
     * @param spares names of the others, 200 at most
     * @param namespace namespace of the first of those
     * @param random where chance comes from
     */
    RandomEdits(final String lab, final List<String> spares, final String namespace, final Random random) {
        this.lab = lab;
        this.spares = List.copyOf(spares);
        this.namespace = namespace;
        this.random = random;
    }

    /**
     * One request, and what it means.
     *
     * @param name what it is, for messages
     * @param request sends it
     * @param result the configuration once it has been done
     */
    record Edit(String name, Consumer<RestconfClient> request, Intent result) {
    }

    /** The next request to a controller that has a configuration. */
    Edit next(final Intent current) {
        return switch (random.nextInt(6)) {
            case 0 -> replaceAll(current);
            case 1, 2 -> mergeTwo(current);
            case 3 -> delete(current);
            default -> putOne(current);
        };
    }

    private Edit putOne(final Intent current) {
        final int spare = random.nextInt(spares.size());
        final var port = spare(spare);
        final var name = spares.get(spare);
        return new Edit("PUT of port " + name, client -> client.put(CoalescerModel.portPath(name),
            CoalescerModel.entry("port", port)), current.with(port));
    }

    private Edit delete(final Intent current) {
        final var name = spares.get(random.nextInt(spares.size()));
        if (!current.ports().containsKey(name)) {
            return putOne(current);
        }
        return new Edit("DELETE of port " + name, client -> client.delete(CoalescerModel.portPath(name)),
            current.without(name));
    }

    /** Two ports in one request: both change, or none. */
    private Edit mergeTwo(final Intent current) {
        final var spare = spare(random.nextInt(spares.size()));
        final var change = leaves(new JsonObject());
        change.addProperty("name", lab);
        final var ports = new JsonArray();
        ports.add(change);
        ports.add(spare);
        final var content = new JsonObject();
        content.add("port", ports);
        final var body = new JsonObject();
        body.add(CoalescerModel.ROOT, content);
        // the spare is put over whatever there is, but for its address, which a merge would add to
        final var known = current.ports().get(spare.get("name").getAsString());
        if (known != null) {
            spare.add("address", known.get("address"));
        }
        final var changed = current.ports().get(lab).deepCopy();
        change.entrySet().forEach(leaf -> merge(changed, leaf.getKey(), change));
        return new Edit("PATCH of two ports", client -> client.patch(CoalescerModel.ROOT, body),
            current.with(changed).with(spare));
    }

    private Edit replaceAll(final Intent current) {
        var result = current;
        for (int i = 0; i < spares.size(); i++) {
            result = random.nextBoolean() ? result.with(spare(i)) : result.without(spares.get(i));
        }
        final var body = result.body();
        return new Edit("PUT of everything", client -> client.put(CoalescerModel.ROOT, body), result);
    }

    /** Every port that there may be. */
    Intent all(final Intent current) {
        var result = current;
        for (int i = 0; i < spares.size(); i++) {
            result = result.with(spare(i));
        }
        return result;
    }

    private JsonObject spare(final int index) {
        final var peer = new JsonObject();
        peer.addProperty("name", "far");
        peer.addProperty("address", LabAddresses.FAR_UNDERLAY);
        peer.add("allowed-prefix", array("2001:db8:2:" + Integer.toHexString(index + 1) + "::/64"));
        final var peers = new JsonArray();
        peers.add(peer);
        final var tunnel = new JsonObject();
        tunnel.addProperty("endpoint", CoalescerModel.ENDPOINT);
        tunnel.addProperty("vni", index + 1);
        tunnel.add("peer", peers);

        final var port = leaves(new JsonObject());
        port.addProperty("name", spares.get(index));
        port.add("address", array("198.18.1." + (20 + index) + "/32",
            "2001:db8:1:" + Integer.toHexString(index + 1) + "::" + random.nextInt(1, 10) + "/64"));
        port.add("tunnel", tunnel);
        if (index == 0) {
            port.addProperty("network-namespace", namespace);
        }
        return port;
    }

    private JsonObject leaves(final JsonObject port) {
        final var coalescing = new JsonObject();
        coalescing.addProperty("max-segments", random.nextInt(2, 65));
        port.add("coalescing", coalescing);
        port.addProperty("description", "edit " + random.nextInt(1_000_000));
        port.addProperty("mtu", random.nextInt(LEAST_MTU, MOST_MTU + 1));
        port.addProperty("tx-queue-length", random.nextInt(100, 2000));
        return port;
    }

    private static void merge(final JsonObject into, final String name, final JsonObject from) {
        final var value = from.get(name);
        if (value.isJsonObject() && into.has(name)) {
            final var inner = value.getAsJsonObject();
            inner.keySet().forEach(leaf -> merge(into.getAsJsonObject(name), leaf, inner));
        } else {
            into.add(name, value.deepCopy());
        }
    }

    private static JsonArray array(final String... elements) {
        final var array = new JsonArray();
        List.of(elements).forEach(array::add);
        return array;
    }
}
