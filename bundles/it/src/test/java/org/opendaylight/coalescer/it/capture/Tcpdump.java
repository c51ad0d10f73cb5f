/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.traffic.Conversation;

/** Debian's tcpdump at work. Not for several threads. */
public final class Tcpdump implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final String BUFFER_KIB = "131072";

    private final Conversation process;
    private final Path file;
    private final ByteBuffer header = ByteBuffer.allocate(RECORD_HEADER).order(ByteOrder.nativeOrder());
    private long walked = FILE_HEADER;
    private long frames;

    private Tcpdump(final Conversation process, final Path file) {
        this.process = process;
        this.file = file;
    }

    /**
     * Starts to capture whole frames and waits until that works.
     *
     * @param namespace where
     * @param file where to write them
     * @param words more options, device and filter
     * @return the capture under way
     * @throws LabException if it can't be started
     */
    public static Tcpdump start(final NetworkNamespace namespace, final Path file, final String... words) {
        final var command = new ArrayList<>(List.of("tcpdump", "-n", "-U", "-s", "0", "-B", BUFFER_KIB, "-Z", "root",
            "-w", file.toAbsolutePath().toString()));
        command.addAll(List.of(words));
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        final var capture = new Tcpdump(Conversation.start("tcpdump", namespace.inside(command)), file);
        if (!Poll.until(PATIENCE, () -> capture.length() >= FILE_HEADER)) {
            capture.close();
            throw new LabException("No capture began: " + command);
        }
        return capture;
    }

    /**
     * Waits for frames.
     *
     * @param wanted how many have to be in the file
     * @throws LabException if they don't get there
     */
    public void await(final long wanted) {
        if (!Poll.until(PATIENCE, () -> frames() >= wanted)) {
            throw new LabException(frames + " frames instead of " + wanted + " are in " + file);
        }
    }

    private long length() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts the frames that are whole. */
    private long frames() {
        try (var channel = FileChannel.open(file)) {
            while (walked + RECORD_HEADER <= channel.size()) {
                channel.read(header.clear(), walked);
                final long next = walked + RECORD_HEADER + header.getInt(8);
                if (next > channel.size()) {
                    break;
                }
                walked = next;
                frames++;
            }
            return frames;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once. Idempotent. */
    @Override
    public void close() {
        process.close();
    }
}
