/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A place where tests may do to the network what they want: bodies run in a network namespace of their own that
 * vanishes with them.
 */
final class Sandbox {
    /** What a test does. */
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    private Sandbox() {
        // static methods only
    }

    /** Runs a test in a fresh namespace whose loopback interface is up. */
    @SuppressWarnings("checkstyle:illegalCatch")
    static void run(final Body body) throws IOException {
        NetworkNamespace.fresh().call(() -> {
            ip("link set lo up");
            try {
                body.run();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
            return Boolean.TRUE;
        });
    }

    /** Runs a test beside a second, named namespace, which is removed afterwards. */
    static void runWithNeighbour(final NeighbourBody body) throws IOException {
        final var name = "clt-" + ProcessHandle.current().pid() + "-" + ThreadLocalRandom.current().nextInt(1 << 20);
        run(() -> {
            ip("netns add " + name);
            try {
                body.run(name);
            } finally {
                ip("netns delete " + name);
            }
        });
    }

    /** What a test does that needs a second namespace. */
    @FunctionalInterface
    interface NeighbourBody {
        void run(String namespace) throws Exception;
    }

    /** Runs {@code ip} in the namespace of the calling thread and returns what it prints. */
    static String ip(final String arguments) throws IOException {
        return command("ip " + arguments);
    }

    static String command(final String line) throws IOException {
        final var process = new ProcessBuilder(List.of(line.split(" "))).redirectErrorStream(true).start();
        final var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(line + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        assertEquals(0, process.exitValue(), line + ": " + output);
        return output;
    }

    /** An address from its literal. */
    static InetAddress address(final String literal) throws IOException {
        return InetAddress.getByName(literal);
    }

    /** A prefix from {@code address/length}. */
    static IpPrefix prefix(final String literal) throws IOException {
        final var parts = literal.split("/");
        return new IpPrefix(address(parts[0]), Integer.parseInt(parts[1]));
    }
}
