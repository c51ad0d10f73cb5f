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
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.opendaylight.coalescer.it.control.CanonicalJson;
import org.opendaylight.coalescer.it.control.CoalescerModel;

/**
 * A whole configuration as the operator means it. Values; the objects in it are never changed.
 *
 * @param rest content of the root container but for ports
 * @param ports every port by its name
 */
record Intent(JsonObject rest, Map<String, JsonObject> ports) {
    Intent {
        // in the order of their names, so that a seed leads to the same requests each time
        ports = Collections.unmodifiableMap(new TreeMap<>(ports));
    }

    /** What a body for the root container says. */
    static Intent of(final JsonObject body) {
        final var rest = body.getAsJsonObject(CoalescerModel.ROOT).deepCopy();
        final var ports = new TreeMap<String, JsonObject>();
        for (var port : rest.remove("port").getAsJsonArray()) {
            ports.put(port.getAsJsonObject().get("name").getAsString(), port.getAsJsonObject());
        }
        return new Intent(rest, ports);
    }

    /** The same with a port that is new or replaced. */
    Intent with(final JsonObject port) {
        final var all = new TreeMap<>(ports);
        all.put(port.get("name").getAsString(), port);
        return new Intent(rest, all);
    }

    /** The same without a port. */
    Intent without(final String name) {
        final var all = new TreeMap<>(ports);
        all.remove(name);
        return new Intent(rest, all);
    }

    /** The only endpoint. */
    JsonObject endpoint() {
        return rest.getAsJsonArray("endpoint").get(0).getAsJsonObject();
    }

    /** The body to be put at the root. */
    JsonObject body() {
        final var all = new JsonArray();
        ports.values().forEach(all::add);
        final var content = rest.deepCopy();
        content.add("port", all);
        final var body = new JsonObject();
        body.add(CoalescerModel.ROOT, content);
        return body;
    }

    /** Whether a datastore says exactly this. */
    boolean isIn(final JsonObject stored) {
        return CanonicalJson.of(stored).equals(CanonicalJson.of(body()));
    }
}
