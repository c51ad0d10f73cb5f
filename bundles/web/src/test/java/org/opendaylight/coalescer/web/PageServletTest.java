/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files of the dashboard. */
class PageServletTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href|from)(?:=| )['\"](?!#)(?:\\./)?([^'\"]+)['\"]");
    private static final Pattern INLINE =
        Pattern.compile("<style|<script(?![^>]* src=)| on[a-z]+=| style=|javascript:");

    private static Path folder() throws URISyntaxException, IOException {
        final var page = PageServlet.class.getResource(PageServlet.FOLDER + "/index.html");
        assertThat(page).isNotNull();
        return Path.of(page.toURI()).getParent();
    }

    private static String text(final String name) throws IOException {
        try (var file = PageServlet.class.getResourceAsStream(PageServlet.FOLDER + name)) {
            assertThat(file).as(name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void allFilesAreServedAndNoOthers() throws IOException, URISyntaxException {
        final var folder = folder();
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).map(file -> "/" + folder.relativize(file))
                .collect(Collectors.toSet())).containsExactlyInAnyOrderElementsOf(PageServlet.FILES.keySet());
        }
    }

    @Test
    void filesReferToFilesOfTheBundleAlone() throws IOException {
        final var seen = new TreeSet<String>();
        for (var name : PageServlet.FILES.keySet()) {
            if (!name.startsWith("/charts/")) {
                REFERENCE.matcher(text(name)).results().forEach(match -> seen.add("/" + match.group(1)));
            }
        }
        assertThat(seen).contains("/dashboard.js", "/rates.js", "/charts/uPlot.esm.js");
        assertThat(PageServlet.FILES.keySet()).containsAll(seen);
    }

    @Test
    void nothingIsInline() throws IOException {
        assertThat(text("/index.html")).doesNotContainPattern(INLINE);
    }
}
