/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.page;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Compares output that a page shows with output that there was: words and order, but no figures. Of text each shown
 * line is, one after the other, a part of some line; of JSON the shown members and entries are among those that there
 * are. Functions without state.
 */
final class Shape {
    private Shape() {
        // functions only
    }

    /**
     * Finds what was shown and is not there.
     *
     * @param shown output on the page
     * @param actual output of the command
     * @return nothing, or the first thing that is missing
     */
    static Optional<String> missing(final String shown, final String actual) {
        if (shown.startsWith("{")) {
            try {
                return contains(JsonParser.parseString(actual), JsonParser.parseString(shown)) ? Optional.empty()
                    : Optional.of(shown);
            } catch (JsonSyntaxException e) {
                return Optional.of("JSON, " + e.getMessage());
            }
        }
        final var lines = actual.lines().map(Shape::plain).iterator();
        return shown.lines().filter(line -> !advance(lines, plain(line))).findFirst();
    }

    private static boolean advance(final Iterator<String> lines, final String wanted) {
        while (lines.hasNext()) {
            if (lines.next().contains(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(final JsonElement actual, final JsonElement shown) {
        if (shown.isJsonObject()) {
            return actual.isJsonObject() && shown.getAsJsonObject().entrySet().stream().allMatch(member ->
                actual.getAsJsonObject().has(member.getKey())
                && contains(actual.getAsJsonObject().get(member.getKey()), member.getValue()));
        }
        if (shown.isJsonArray()) {
            return actual.isJsonArray() && elements(shown).stream().allMatch(wanted ->
                elements(actual).stream().anyMatch(one -> contains(one, wanted)));
        }
        return plain(actual.toString()).equals(plain(shown.toString()));
    }

    private static List<JsonElement> elements(final JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false).toList();
    }

    /** Without figures, fractions of them, and the width of columns. */
    private static String plain(final String text) {
        return text.strip().replaceAll("[0-9]+([.,][0-9]+)*", "0").replaceAll("\\s+", " ");
    }
}
