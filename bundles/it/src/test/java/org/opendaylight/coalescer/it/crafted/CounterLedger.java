/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.crafted;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.util.Map;
import java.util.TreeMap;
import org.opendaylight.coalescer.it.control.Statistics;

/**
 * Which counters were seen beyond zero, and in which test first. A counter is named by its path in the model, an entry
 * of a list of reasons by {@code path[reason]}. Not for concurrent use.
 */
public final class CounterLedger {
    private final Map<String, String> seen = new TreeMap<>();

    /**
     * Notes every counter that is not zero.
     *
     * @param owner {@code port} or {@code endpoint}
     * @param statistics what was read
     * @param test the test that brought it about
     */
    public void note(final String owner, final Statistics statistics, final String test) {
        walk(owner, JsonParser.parseString(statistics.toString()), test);
    }

    /**
     * All of them.
     *
     * @return test by counter
     */
    public Map<String, String> seen() {
        return Map.copyOf(seen);
    }

    private void walk(final String path, final JsonElement element, final String test) {
        if (element.isJsonObject()) {
            element.getAsJsonObject().entrySet().forEach(entry -> walk(path + '/' + entry.getKey(), entry.getValue(),
                test));
        } else if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(row -> {
                final var object = row.getAsJsonObject();
                walk(object.has("reason") ? path + '[' + object.get("reason").getAsString() + ']' : path, row, test);
            });
        } else if (element.getAsString().matches("\\d*[1-9]\\d*")) {
            seen.putIfAbsent(path, test);
        }
    }
}
