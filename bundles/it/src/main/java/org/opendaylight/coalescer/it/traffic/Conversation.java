/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.opendaylight.coalescer.it.lab.LabException;

/**
 * A process that is talked to by lines of text. Two threads of its own read what it says; all methods may be called
 * from any thread.
 */
public final class Conversation implements AutoCloseable {
    private static final Duration END_TIME = Duration.ofSeconds(10);

    private final List<String> said = new ArrayList<>();
    private final StringBuilder complaints = new StringBuilder();
    private final String name;
    private final Process process;
    private final Writer input;
    private boolean ended;

    private Conversation(final String name, final Process process) {
        this.name = name;
        this.process = process;
        input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
    }

    /**
     * Starts a process.
     *
     * @param name what it is, for messages
     * @param words the command, which has to come along with the namespace where it runs
     * @return the conversation, of which nothing has been said yet
     * @throws LabException if it can't be started
     */
    public static Conversation start(final String name, final List<String> words) {
        try {
            final var conversation = new Conversation(name, new ProcessBuilder(words).start());
            Thread.ofPlatform().daemon().name("reads " + name).start(conversation::readOutput);
            Thread.ofPlatform().daemon().name("reads errors of " + name).start(conversation::readComplaints);
            return conversation;
        } catch (IOException e) {
            throw new LabException("The " + name + " can't be started", e);
        }
    }

    /**
     * Tells it something.
     *
     * @param lines what to tell
     * @throws LabException if it has ended
     */
    public void tell(final List<String> lines) {
        try {
            synchronized (input) {
                for (var line : lines) {
                    input.write(line);
                    input.write('\n');
                }
                input.flush();
            }
        } catch (IOException e) {
            throw new LabException("The " + name + " has ended: " + complaints(), e);
        }
    }

    /**
     * Ends its standard input, which most processes take for the end of their work.
     *
     * @throws LabException if it has ended
     */
    public void endInput() {
        try {
            synchronized (input) {
                input.close();
            }
        } catch (IOException e) {
            throw new LabException("The " + name + " has ended: " + complaints(), e);
        }
    }

    /**
     * How many lines it has said.
     *
     * @return a place that {@link #await} can begin at
     */
    public synchronized int place() {
        return said.size();
    }

    /**
     * Waits for a line.
     *
     * @param from place of the first line that may be the one
     * @param wanted what the line has to be like
     * @param patience how long at most
     * @return the lines from that place on, that line being the last
     * @throws LabException if it does not come in time
     */
    public synchronized List<String> await(final int from, final Predicate<String> wanted, final Duration patience) {
        final long end = System.nanoTime() + patience.toNanos();
        int next = from;
        while (true) {
            for (; next < said.size(); next++) {
                if (wanted.test(said.get(next))) {
                    return List.copyOf(said.subList(from, next + 1));
                }
            }
            final long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (ended || left <= 0) {
                throw new LabException("The " + name + (ended ? " has ended" : " did not answer in "
                    + patience.toSeconds() + " s") + ", it said " + said.subList(from, said.size()) + complaints());
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LabException("Interrupted while waiting for the " + name, e);
            }
        }
    }

    /** Ends it. Idempotent. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(END_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String complaints() {
        synchronized (complaints) {
            return complaints.isEmpty() ? "" : ": " + complaints.toString().strip();
        }
    }

    private void readOutput() {
        read(process.getInputStream(), this::hear);
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private void readComplaints() {
        read(process.getErrorStream(), line -> {
            synchronized (complaints) {
                complaints.append(line).append('\n');
            }
        });
    }

    private synchronized void hear(final String line) {
        said.add(line);
        notifyAll();
    }

    private static void read(final InputStream from, final Consumer<String> listener) {
        try (var lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                listener.accept(line);
            }
        } catch (IOException e) {
            listener.accept(e.toString());
        }
    }
}
