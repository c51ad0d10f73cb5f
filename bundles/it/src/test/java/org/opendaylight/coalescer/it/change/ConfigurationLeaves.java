/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.change;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.opendaylight.coalescer.it.crafted.ModelCounters;

/** The leaves that the YANG module lets an operator configure, read from its text. Functions without state. */
public final class ConfigurationLeaves {
    private static final Pattern OPENING = Pattern.compile("(container|list|leaf|leaf-list) ([a-z0-9-]+) \\{");
    private static final String OTHER = "-";

    private ConfigurationLeaves() {
        // functions only
    }

    /**
     * All of them.
     *
     * @return paths below the root container, such as {@code port/tunnel/vni}
     */
    public static Set<String> all() {
        final var found = new TreeSet<String>();
        final var stack = new ArrayDeque<String>();
        boolean inside = false;
        String readOnly = "";
        for (var line : lines()) {
            final var text = line.strip();
            final var opening = OPENING.matcher(text);
            if ("container coalescer {".equals(text)) {
                inside = true;
                stack.clear();
            } else if (!inside) {
                continue;
            } else if (opening.matches()) {
                stack.addLast(opening.group(2));
                final var path = String.join("/", stack);
                if (opening.group(1).startsWith("leaf") && (readOnly.isEmpty() || !path.startsWith(readOnly))) {
                    found.add(path);
                }
            } else if ("config false;".equals(text)) {
                readOnly = String.join("/", stack) + '/';
            } else if (text.endsWith("{")) {
                stack.addLast(OTHER);
            } else if ("}".equals(text)) {
                if (stack.isEmpty()) {
                    return found;
                }
                stack.removeLast();
            }
        }
        throw new IllegalStateException("The module has no end");
    }

    private static Iterable<String> lines() {
        try {
            return Files.readAllLines(ModelCounters.MODULE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
