/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.soak;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.RestconfClient;

/**
 * What the operational datastore says.
 *
 * @param ports ports by name
 * @param endpoints endpoints by name
 * @param interfaces names of the interfaces of the standard model (RFC 8343)
 */
record Published(Map<String, JsonObject> ports, Map<String, JsonObject> endpoints, Set<String> interfaces) {
    private static final String INTERFACES = "ietf-interfaces:interfaces";
    private static final String OPERATIONAL = "?content=nonconfig";

    /** Reads it. */
    static Published read(final RestconfClient client) {
        final var content = read(client, CoalescerModel.ROOT);
        return new Published(named(content, "port"), named(content, "endpoint"),
            named(read(client, INTERFACES), "interface").keySet());
    }

    private static JsonObject read(final RestconfClient client, final String root) {
        return client.get(root + OPERATIONAL).map(body -> body.getAsJsonObject(root)).orElseGet(JsonObject::new);
    }

    private static Map<String, JsonObject> named(final JsonObject content, final String list) {
        final var entries = new TreeMap<String, JsonObject>();
        if (content.has(list)) {
            for (var entry : content.getAsJsonArray(list)) {
                entries.put(entry.getAsJsonObject().get("name").getAsString(), entry.getAsJsonObject());
            }
        }
        return entries;
    }
}
