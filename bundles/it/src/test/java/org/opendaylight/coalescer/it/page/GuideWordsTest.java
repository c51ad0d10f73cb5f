/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.it.crafted.ModelCounters;

/** Reasons, leaves and calls that the pages for operators name are those that the controller knows. */
class GuideWordsTest {
    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final Pattern DEFINED = Pattern.compile(
        "^ *(?:enum|leaf|leaf-list|list|container|rpc|notification|identity) ([a-z0-9-]+) \\{$", Pattern.MULTILINE);
    /** Words with hyphens, alone or in a path: others may well mean something else. */
    private static final Pattern NAMED = Pattern.compile("`(?:[a-z-]+/)*([a-z0-9]+(?:-[a-z0-9]+)+)`");
    private static final Set<String> FEATURES = Set.of("odl-coalescer", "odl-coalescer-web", "odl-coalescer-watch",
        "ietf-interfaces", "create-subscription");

    private static Set<String> words(final Pattern pattern, final String text) {
        final var words = new TreeSet<String>();
        pattern.matcher(text).results().forEach(match -> words.add(match.group(1)));
        return words;
    }

    @ParameterizedTest
    @ValueSource(strings = { "operator-guide.md", "monitoring.md" })
    void whatIsNamedIsKnown(final String page) throws IOException {
        final var known = words(DEFINED, Files.readString(ModelCounters.MODULE));
        Arrays.stream(TunnelDrop.values()).forEach(drop -> known.add(ModelCounters.name(drop)));
        known.addAll(FEATURES);
        final var named = words(NAMED, Files.readString(DOCS.resolve(page)));
        assertThat(named).hasSizeGreaterThan(5).isSubsetOf(known);
    }
}
