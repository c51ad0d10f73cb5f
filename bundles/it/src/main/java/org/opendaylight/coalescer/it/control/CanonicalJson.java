/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.control;

import com.google.gson.JsonElement;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Compares instances of YANG data, in which the order of entries means nothing. Functions without state. */
public final class CanonicalJson {
    private static final String MODULE = CoalescerModel.ROOT.substring(0, CoalescerModel.ROOT.indexOf(':') + 1);

    private CanonicalJson() {
        // functions only
    }

    /**
     * A text that two instances have in common exactly if they say the same. None of the lists may be ordered by user.
     *
     * @param data data of the plugin
     * @return a text to be compared and shown
     */
    public static String of(final JsonElement data) {
        if (data.isJsonObject()) {
            return data.getAsJsonObject().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + ':' + of(entry.getValue())).collect(Collectors.joining(",", "{", "}"));
        }
        if (data.isJsonArray()) {
            return StreamSupport.stream(data.getAsJsonArray().spliterator(), false).map(CanonicalJson::of).sorted()
                .collect(Collectors.joining(",", "[", "]"));
        }
        // the module's name is optional in front of its own identities (RFC 7951 section 6.8)
        final var text = data.getAsString();
        return text.startsWith(MODULE) ? text.substring(MODULE.length()) : text;
    }
}
