/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.opendaylight.coalescer.core.flow.GapEvent;

/**
 * Writes gaps, a JSON object for each, with the names that the {@code gap-event} of the YANG model has. For one thread.
 */
public final class GapWriter {
    private static final long SECOND_NS = 1_000_000_000;

    private final OutputStream out;

    /**
     * Makes a writer.
     *
     * @param out where to, buffered; owned by the caller
     */
    public GapWriter(final OutputStream out) {
        this.out = out;
    }

    /**
     * Writes a gap.
     *
     * @param number its number
     * @param gap the gap
     * @throws IOException if it can't be written
     */
    public void write(final long number, final GapEvent gap) throws IOException {
        final JsonObject line = new JsonObject();
        line.addProperty("id", number);
        line.addProperty("time", time(gap.timeNs()));
        line.addProperty("source-address", gap.source().getHostAddress());
        line.addProperty("source-port", gap.sourcePort());
        line.addProperty("destination-address", gap.destination().getHostAddress());
        line.addProperty("destination-port", gap.destinationPort());
        line.addProperty("chain-start", Integer.toUnsignedLong(gap.before().start()));
        line.addProperty("chain-end", Integer.toUnsignedLong(gap.before().end()));
        line.addProperty("chain-segments", gap.before().segments());
        line.addProperty("chain-bytes", gap.before().bytes());
        line.addProperty("sequence-seen", Integer.toUnsignedLong(gap.sequence()));
        line.addProperty("gap-bytes", gap.gapBytes());
        line.addProperty("ending", ReportJson.name(gap.ending()));
        out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    static String time(final long timeNs) {
        return Instant.ofEpochSecond(Math.floorDiv(timeNs, SECOND_NS), Math.floorMod(timeNs, SECOND_NS)).toString();
    }
}
