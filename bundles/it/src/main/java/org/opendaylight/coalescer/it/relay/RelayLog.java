/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.relay;

import com.google.gson.JsonParser;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file in which a relay says what it did, a line of JSON for each {@link RelayEvent}. Any thread may write. */
public final class RelayLog implements AutoCloseable {
    private final BufferedWriter writer;

    private RelayLog(final BufferedWriter writer) {
        this.writer = writer;
    }

    /**
     * Makes an empty file, in place of what is there.
     *
     * @param file where to
     * @return the log; close it
     * @throws IOException if it can't be made
     */
    public static RelayLog create(final Path file) throws IOException {
        return new RelayLog(Files.newBufferedWriter(file, StandardCharsets.US_ASCII));
    }

    /**
     * Reads what was written until the log was closed.
     *
     * @param file where from
     * @return its lines, those of each direction in the order in which they happened
     * @throws IOException if it can't be read
     */
    public static List<RelayEvent> read(final Path file) throws IOException {
        try (var lines = Files.lines(file, StandardCharsets.US_ASCII)) {
            return lines.map(line -> RelayEvent.of(JsonParser.parseString(line).getAsJsonObject())).toList();
        }
    }

    synchronized void write(final RelayEvent event) {
        try {
            writer.write(event.toJson());
            writer.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }
}
