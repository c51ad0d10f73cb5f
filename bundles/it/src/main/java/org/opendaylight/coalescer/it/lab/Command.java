/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs short commands of the system. Any thread may use it. */
public final class Command {
    private static final long TIMEOUT_SECONDS = 60;

    private Command() {
        // functions only
    }

    /**
     * What a command left.
     *
     * @param words the command
     * @param exitCode its exit code
     * @param output what it wrote to its standard output
     * @param error what it wrote to its standard error
     */
    public record Result(List<String> words, int exitCode, String output, String error) {
        public Result {
            words = List.copyOf(words);
        }

        /**
         * Whether the command did what it was asked for.
         *
         * @return true if the exit code is 0
         */
        public boolean succeeded() {
            return exitCode == 0;
        }

        /**
         * One line for an error message.
         *
         * @return the command, its exit code and what it complained about
         */
        public String summary() {
            return String.join(" ", words) + ": exit code " + exitCode + (error.isBlank() ? "" : ": " + error.strip());
        }
    }

    /**
     * Runs a command that must succeed.
     *
     * @param words the command
     * @return its standard output
     * @throws LabException if it can't be started, fails or takes more than a minute
     */
    public static String output(final List<String> words) {
        final var result = run(words);
        if (!result.succeeded()) {
            throw new LabException(result.summary());
        }
        return result.output();
    }

    /**
     * Runs a command.
     *
     * @param words the command
     * @return what became of it
     * @throws LabException if it can't be started or takes more than a minute
     */
    public static Result run(final List<String> words) {
        final var process = start(words);
        try (var output = process.getInputStream(); var complaints = process.getErrorStream()) {
            process.getOutputStream().close();
            final var error = CompletableFuture.supplyAsync(() -> text(complaints));
            final var written = text(output);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new LabException(String.join(" ", words) + ": no end after " + TIMEOUT_SECONDS + " s");
            }
            return new Result(words, process.exitValue(), written, error.join());
        } catch (IOException e) {
            throw new LabException(String.join(" ", words), e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new LabException(String.join(" ", words) + ": interrupted", e);
        }
    }

    private static Process start(final List<String> words) {
        try {
            return new ProcessBuilder(words).start();
        } catch (IOException e) {
            throw new LabException("The command " + words.getFirst() + " can't be started; is it installed?", e);
        }
    }

    private static String text(final InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
