/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.opendaylight.coalescer.it.lab.LabException;

/**
 * What a page of the documentation tells its reader to type: fenced blocks, with the output that follows some of them.
 * The words behind the fence say who reads a block; {@code output} is the last word of those that nobody types.
 */
public final class DocumentedPage {
    private static final String FENCE = "```";
    private static final String OUTPUT = " output";

    private DocumentedPage() {
        // functions only
    }

    /**
     * Something to type.
     *
     * @param place page and line, for messages
     * @param chapter heading of the second level that it is below, empty in front of the first
     * @param kind words behind the fence
     * @param text what is typed
     * @param output what the page shows as its output, empty if nothing
     */
    public record Block(String place, String chapter, String kind, String text, String output) {
    }

    /**
     * Reads a page.
     *
     * @param page a file of Markdown
     * @return its blocks, the first one first
     * @throws LabException if it can't be read, or a block has no kind, no end, or is the output of nothing
     */
    public static List<Block> blocks(final Path page) {
        try {
            return blocks(page.getFileName().toString(), Files.readAllLines(page));
        } catch (IOException e) {
            throw new LabException(page + " can't be read", e);
        }
    }

    static List<Block> blocks(final String page, final List<String> lines) {
        final var blocks = new ArrayList<Block>();
        String chapter = "";
        for (int at = 0; at < lines.size(); at++) {
            final var line = lines.get(at);
            if (line.startsWith("## ")) {
                chapter = line.substring(3);
            } else if (line.startsWith(FENCE)) {
                final var place = page + ':' + (at + 1);
                final int end = at + 1 + lines.subList(at + 1, lines.size()).indexOf(FENCE);
                if (end == at || line.equals(FENCE)) {
                    throw new LabException(place + ": a block without " + (end == at ? "end" : "kind"));
                }
                add(new Block(place, chapter, line.substring(FENCE.length()),
                    String.join("\n", lines.subList(at + 1, end)), ""), blocks);
                at = end;
            }
        }
        return blocks;
    }

    private static void add(final Block block, final List<Block> blocks) {
        if (!block.kind().endsWith(OUTPUT)) {
            blocks.add(block);
        } else if (blocks.isEmpty() || !blocks.getLast().output().isEmpty()) {
            throw new LabException(block.place() + ": the output of nothing");
        } else {
            final var typed = blocks.removeLast();
            blocks.add(new Block(typed.place(), typed.chapter(), typed.kind(), typed.text(), block.text()));
        }
    }
}
