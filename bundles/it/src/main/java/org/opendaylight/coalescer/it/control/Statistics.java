/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jdt.annotation.Nullable;

/** Counters of a port or an endpoint as RESTCONF gave them. Absent ones are zero. Immutable. */
public final class Statistics {
    private final JsonObject content;

    private Statistics(final JsonObject content) {
        this.content = content;
    }

    /**
     * Reads the counters of a port as they are now, by the RPC.
     *
     * @param client where from
     * @param port name of the port
     * @return its counters
     */
    public static Statistics live(final RestconfClient client, final String port) {
        final var answer = client.rpc(CoalescerModel.GET_STATISTICS, CoalescerModel.portInput(port));
        return new Statistics(answer.getAsJsonObject("odl-coalescer:output").getAsJsonObject("statistics"));
    }

    /**
     * Reads the counters of a port or endpoint from the datastore, as they were published last.
     *
     * @param client where from
     * @param path path of the port or endpoint
     * @return its counters, all zero if there are none
     */
    public static Statistics published(final RestconfClient client, final String path) {
        return new Statistics(client.get(path + "/statistics?content=nonconfig")
            .map(body -> body.getAsJsonObject("odl-coalescer:statistics")).orElseGet(JsonObject::new));
    }

    /**
     * One number.
     *
     * @param path names of the containers and of the leaf, with slashes between
     * @return the number, 0 if it is absent
     */
    public long at(final String path) {
        final var leaf = find(path);
        return leaf == null ? 0 : leaf.getAsLong();
    }

    /**
     * A leaf that is no number.
     *
     * @param path names of the containers and of the leaf, with slashes between
     * @return the text, empty if it is absent
     */
    public String text(final String path) {
        final var leaf = find(path);
        return leaf == null ? "" : leaf.getAsString();
    }

    /**
     * A list of counters with a key, the greatest first.
     *
     * @param path names of the containers and of the list, with slashes between
     * @param key name of the key leaf
     * @param counter name of the counter leaf
     * @return counts by key
     */
    public Map<String, Long> table(final String path, final String key, final String counter) {
        final var list = find(path);
        if (list == null) {
            return Map.of();
        }
        final var sorted = new TreeMap<String, Long>();
        for (var entry : list.getAsJsonArray()) {
            final var row = entry.getAsJsonObject();
            sorted.put(row.get(key).getAsString(), row.has(counter) ? row.get(counter).getAsLong() : 0);
        }
        final var table = new LinkedHashMap<String, Long>();
        sorted.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .forEach(entry -> table.put(entry.getKey(), entry.getValue()));
        return table;
    }

    /**
     * Sum of a list of counters.
     *
     * @param path names of the containers and of the list, with slashes between
     * @param key name of the key leaf
     * @param counter name of the counter leaf
     * @return the sum, 0 for an absent list
     */
    public long sum(final String path, final String key, final String counter) {
        return table(path, key, counter).values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * All of it.
     *
     * @return the JSON text
     */
    @Override
    public String toString() {
        return content.toString();
    }

    private @Nullable JsonElement find(final String path) {
        JsonElement at = content;
        for (var name : path.split("/")) {
            if (at == null || !at.isJsonObject()) {
                return null;
            }
            at = at.getAsJsonObject().get(name);
        }
        return at;
    }
}
