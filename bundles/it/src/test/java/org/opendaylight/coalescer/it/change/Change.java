/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.change;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change of some leaves.
 *
 * @param kind settings, endpoint or port
 * @param there what is merged into it, JSON with single quotes
 * @param back what is merged into it then
 */
public record Change(String kind, String there, String back) {
    /** A change of one leaf, or of what has its place. */
    public Change(final String kind, final String leaf, final Object there, final Object back) {
        this(kind, "'" + leaf + "': " + there, "'" + leaf + "': " + back);
    }

    /** A change of what is inside a container. */
    public static Change nested(final String kind, final String container, final String there, final String back) {
        return new Change(kind, "'" + container + "': { " + there + " }", "'" + container + "': { " + back + " }");
    }

    /** A change of what a peer of the port has. */
    public static Change ofPeer(final String peer, final String leaf, final Object there, final Object back) {
        final var entry = "'peer': [ { 'name': '" + peer + "', '" + leaf + "': %s } ]";
        return nested("port", "tunnel", entry.formatted(there), entry.formatted(back));
    }

    /** Paths of what is changed there and back, such as {@code port/tunnel/vni}. */
    public Set<String> leaves() {
        final var found = new TreeSet<String>();
        collect(kind, JsonParser.parseString('{' + there + '}'), found);
        final var again = new TreeSet<String>();
        collect(kind, JsonParser.parseString('{' + back + '}'), again);
        found.retainAll(again);
        return found;
    }

    private static void collect(final String path, final JsonElement element, final Set<String> into) {
        if (element.isJsonObject()) {
            element.getAsJsonObject().entrySet().forEach(entry -> collect(path + '/' + entry.getKey(),
                entry.getValue(), into));
        } else if (element.isJsonArray() && element.getAsJsonArray().get(0).isJsonObject()) {
            element.getAsJsonArray().forEach(row -> {
                final JsonObject entry = row.getAsJsonObject().deepCopy();
                entry.remove("name");
                collect(path, entry, into);
            });
        } else {
            into.add(path);
        }
    }
}
