/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.traffic;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;

/**
 * One {@link TcpTransferMain} at work: the process, and what it has reported. A thread of its own reads the reports;
 * all methods may be called from any thread.
 */
final class TransferProcess implements AutoCloseable {
    private static final Duration START_TIME = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final NavigableMap<Long, Long> bytesAt = new ConcurrentSkipListMap<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<TransferEnd> end = new CompletableFuture<>();

    private TransferProcess(final String name, final Process process) {
        this.name = name;
        this.process = process;
    }

    static TransferProcess start(final String name, final NetworkNamespace namespace, final List<String> arguments) {
        final var words = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC", "-Xmx64m", "-cp", System.getProperty("java.class.path"),
            TcpTransferMain.class.getName()));
        words.addAll(arguments);
        try {
            final var transfer = new TransferProcess(name,
                new ProcessBuilder(namespace.inside(words)).redirectErrorStream(true).start());
            Thread.ofPlatform().daemon().name("reads " + name).start(transfer::read);
            return transfer;
        } catch (IOException e) {
            throw new LabException("The " + name + " can't be started", e);
        }
    }

    /** The port that the receiver listens on. */
    int port() {
        return get(port, START_TIME);
    }

    /** The last report. */
    TransferEnd end(final Duration patience) {
        return get(end, patience);
    }

    /** Asks it to come to its end in order. */
    void finish() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new LabException("The " + name + " can't be told to finish", e);
        }
    }

    /** Bytes by the nanosecond when they were reported; grows. */
    NavigableMap<Long, Long> bytesAt() {
        return bytesAt;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private <T> T get(final CompletableFuture<T> future, final Duration patience) {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new LabException("The " + name + " is not done after " + patience.toSeconds() + " s, "
                + (bytesAt.isEmpty() ? 0 : bytesAt.lastEntry().getValue()) + " bytes so far", e);
        } catch (ExecutionException e) {
            throw new LabException("The " + name + " failed: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted while waiting for the " + name, e);
        }
    }

    private void read() {
        final var other = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    report(JsonParser.parseString(line).getAsJsonObject());
                } else {
                    other.append(line).append('\n');
                }
            }
        } catch (IOException | JsonSyntaxException e) {
            other.append(e.getMessage());
        }
        final var failure = new LabException("it ended early: " + other.toString().strip());
        port.completeExceptionally(failure);
        end.completeExceptionally(failure);
    }

    private void report(final JsonObject line) {
        if (line.has("port")) {
            port.complete(line.get("port").getAsInt());
            return;
        }
        final long bytes = line.get("bytes").getAsLong();
        bytesAt.put(line.get("time").getAsLong(), bytes);
        if (line.has("end")) {
            end.complete(new TransferEnd(bytes, line.get("elapsed").getAsLong(), line.get("sha256").getAsString(),
                line.get("wrongAt").getAsLong()));
        }
    }
}
