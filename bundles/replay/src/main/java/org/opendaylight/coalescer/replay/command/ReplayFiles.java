/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.command;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.flow.GapEvent;
import org.opendaylight.coalescer.packet.GatherList;
import org.opendaylight.coalescer.replay.EventWriter;
import org.opendaylight.coalescer.replay.GapWriter;
import org.opendaylight.coalescer.replay.ReplayObserver;

/** Writes what a replay is asked to write besides its report, and now and then how far it is. For one thread. */
final class ReplayFiles implements ReplayObserver, AutoCloseable {
    /** Standard output in place of a file. */
    static final String STANDARD = "-";

    private static final long PROGRESS_NS = Duration.ofSeconds(10).toNanos();
    private static final int BUFFER = 1 << 20;

    private final PrintStream err;
    private final @Nullable OutputStream eventFile;
    private final @Nullable OutputStream gapFile;
    private final @Nullable EventWriter events;
    private final @Nullable GapWriter gaps;
    private long saidNs = System.nanoTime();

    /**
     * Makes the files.
     *
     * @param events where to write events, empty for nowhere
     * @param gaps where to write gaps, empty for nowhere
     * @param out standard output, left open
     * @param err gets lines of progress
     * @throws IOException if a file can't be made
     */
    ReplayFiles(final String events, final String gaps, final OutputStream out, final PrintStream err)
            throws IOException {
        this.err = err;
        final OutputStream eventStream = create(events, out);
        try {
            gapFile = create(gaps, out);
        } catch (final IOException e) {
            if (eventStream != null) {
                eventStream.close();
            }
            throw e;
        }
        eventFile = eventStream;
        this.events = eventStream == null ? null : new EventWriter(eventStream);
        this.gaps = gapFile == null ? null : new GapWriter(gapFile);
    }

    private static @Nullable OutputStream create(final String file, final OutputStream out) throws IOException {
        if (file.isEmpty()) {
            return null;
        }
        return new BufferedOutputStream(file.equals(STANDARD) ? new Shared(out) : Files.newOutputStream(Path.of(file)),
            BUFFER);
    }

    /** A stream that others go on to use. */
    private static final class Shared extends FilterOutputStream {
        Shared(final OutputStream out) {
            super(out);
        }

        @Override
        public void write(final byte[] bytes, final int off, final int len) throws IOException {
            out.write(bytes, off, len);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    @Override
    public void written(final long flush, final GatherList packet) throws IOException {
        final EventWriter writer = events;
        if (writer != null) {
            writer.write(flush, packet);
        }
    }

    @Override
    public void gap(final long number, final GapEvent gap) throws IOException {
        final GapWriter writer = gaps;
        if (writer != null) {
            writer.write(number, gap);
        }
    }

    @Override
    public void progress(final long frames, final long position) {
        final long nowNs = System.nanoTime();
        if (nowNs - saidNs >= PROGRESS_NS) {
            saidNs = nowNs;
            err.printf(Locale.ROOT, "%,d frames, %,d MB%n", frames, position / 1_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (eventFile != null) {
                eventFile.close();
            }
        } finally {
            if (gapFile != null) {
                gapFile.close();
            }
        }
    }
}
