/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.page;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.page.DocumentedPage.Block;
import org.opendaylight.coalescer.it.traffic.Conversation;

/**
 * The shell of a reader who types what a page says, one and the same from the first block to the last. His curl fails
 * if the server refuses. Owned by the thread of the test.
 */
public final class PageShell implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String END = "-- end of the block --";

    private final Map<String, String> words;
    private final Conversation bash;

    /**
     * Starts it.
     *
     * @param folder where it is
     * @param words what the page says, and what is meant by it here, in the order of replacement
     */
    public PageShell(final Path folder, final Map<String, String> words) {
        this.words = words;
        bash = Conversation.start("shell", List.of("env", "-C", folder.toString(), "bash"));
        bash.tell(List.of("set -e -o pipefail; exec 2>&1", "curl() { command curl --fail-with-body \"$@\"; }"));
    }

    /** What a text of the page means here. */
    public String meant(final String text) {
        String meant = text;
        for (var word : words.entrySet()) {
            meant = meant.replace(word.getKey(), word.getValue());
        }
        return meant;
    }

    /**
     * Types a block of Bash or Python.
     *
     * @param block the block, of kind {@code sh}, {@code sh refused} or {@code python}
     * @return its output
     * @throws LabException if a command fails, or if none is refused where one should be
     */
    public String type(final Block block) {
        final var text = meant(block.text());
        return switch (block.kind()) {
            case "sh" -> run(block, text);
            case "sh refused" -> run(block, "if (" + text + "\n); then echo not refused; exit 1; fi");
            case "python" -> run(block, "/usr/bin/python3 - << 'END'\n" + text + "\nEND");
            default -> throw new LabException(block.place() + ": nobody knows how to type " + block.kind());
        };
    }

    private String run(final Block block, final String text) {
        final int place = bash.place();
        bash.tell(List.of(text, "echo; echo '" + END + '\''));
        try {
            final var said = bash.await(place, END::equals, PATIENCE);
            return String.join("\n", said.subList(0, said.size() - 1));
        } catch (LabException e) {
            throw new LabException(block.place() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Fails unless a page shows what there was.
     *
     * @param block the block
     * @param output its output
     */
    public void compare(final Block block, final String output) {
        Shape.missing(meant(block.output()), output).ifPresent(missing -> {
            throw new AssertionError(block.place() + ": the page shows\n" + missing + "\nbut there was\n" + output);
        });
    }

    @Override
    public void close() {
        bash.close();
    }
}
