/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opendaylight.coalescer.it.lab.Command;

/** What Debian's tshark finds in a capture. Stateless. */
public final class Tshark {
    private static final String SEPARATOR = "|";

    private Tshark() {
        // functions only
    }

    /**
     * A frame.
     *
     * @param fields all values of each field that the frame has, outermost first
     */
    public record Frame(Map<String, List<String>> fields) {
        public Frame {
            fields = Map.copyOf(fields);
        }

        /** Whether the frame has a field. */
        public boolean has(final String field) {
            return fields.containsKey(field);
        }

        /** The outermost value of a field, -1 without. */
        public long first(final String field) {
            return has(field) ? number(fields.get(field).getFirst()) : -1;
        }

        /** The innermost value of a field, -1 without. */
        public long last(final String field) {
            return has(field) ? number(fields.get(field).getLast()) : -1;
        }

        /** How often the frame has a field. */
        public int count(final String field) {
            return has(field) ? fields.get(field).size() : 0;
        }

        private static long number(final String value) {
            return value.equals("True") ? 1 : value.equals("False") ? 0 : Long.decode(value);
        }
    }

    /**
     * Writes some frames of a capture to another file beside it.
     *
     * @param capture the file
     * @param filter which frames, by tshark's filter language, with checksums verified
     * @return the new file
     */
    public static Path select(final Path capture, final String filter) {
        final var selected = capture.resolveSibling(capture.getFileName() + ".selected");
        final var words = command(capture);
        words.addAll(List.of("-Y", filter, "-w", selected.toString()));
        Command.output(words);
        return selected;
    }

    private static List<String> command(final Path capture) {
        return new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString(), "-o", "tcp.check_checksum:TRUE",
            "-o", "ip.check_checksum:TRUE"));
    }

    /**
     * Dissects a capture, with checksums verified.
     *
     * @param capture the file
     * @param fields what to look at
     * @return the frames
     */
    public static List<Frame> dissect(final Path capture, final List<String> fields) {
        final var words = command(capture);
        words.addAll(List.of("-T", "fields", "-E", "occurrence=a", "-E", "aggregator=,", "-E",
            "separator=" + SEPARATOR));
        fields.forEach(field -> words.addAll(List.of("-e", field)));
        return Command.output(words).lines().map(line -> frame(fields, line)).toList();
    }

    private static Frame frame(final List<String> fields, final String line) {
        final String[] values = line.split("\\" + SEPARATOR, -1);
        final var found = new HashMap<String, List<String>>();
        for (int i = 0; i < values.length; i++) {
            if (!values[i].isEmpty()) {
                found.put(fields.get(i), List.of(values[i].split(",")));
            }
        }
        return new Frame(found);
    }
}
