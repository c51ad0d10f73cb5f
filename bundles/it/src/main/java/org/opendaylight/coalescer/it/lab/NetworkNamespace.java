/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A place where commands are run: the network namespace of this process, or a named one. Any thread may use it.
 *
 * <p>Commands enter a named namespace by nsenter rather than {@code ip netns exec}: that one mounts /sys, which a user
 * namespace need not be allowed to do.
 */
public final class NetworkNamespace implements AutoCloseable {
    private static final NetworkNamespace HERE = new NetworkNamespace("");
    private static final Path FOLDER = Path.of("/run/netns");

    private final String name;

    private NetworkNamespace(final String name) {
        this.name = name;
    }

    /**
     * Where this process is.
     *
     * @return a place that close leaves alone
     */
    public static NetworkNamespace here() {
        return HERE;
    }

    /**
     * Makes a namespace whose loopback device is up.
     *
     * @param name its name
     * @return the namespace; closing it deletes it
     * @throws LabException if it can't be made
     */
    public static NetworkNamespace create(final String name) {
        Command.output(List.of("ip", "netns", "add", name));
        final var namespace = new NetworkNamespace(name);
        try {
            namespace.run("ip", "link", "set", "lo", "up");
        } catch (LabException e) {
            namespace.close();
            throw e;
        }
        return namespace;
    }

    /**
     * Its name.
     *
     * @return the name, empty for {@link #here()}
     */
    public String name() {
        return name;
    }

    /**
     * Runs a command inside that must succeed.
     *
     * @param words the command
     * @return its standard output
     * @throws LabException if it fails
     */
    public String run(final String... words) {
        return Command.output(inside(List.of(words)));
    }

    /**
     * Puts in front of a command what it takes to run it inside.
     *
     * @param words the command
     * @return the command to start
     */
    public List<String> inside(final List<String> words) {
        if (name.isEmpty()) {
            return words;
        }
        final var all = new ArrayList<String>();
        all.add("nsenter");
        all.add("--net=" + FOLDER.resolve(name));
        all.addAll(words);
        return List.copyOf(all);
    }

    /** Deletes the namespace. Its devices go when its last process has ended. Idempotent. */
    @Override
    public void close() {
        if (!name.isEmpty() && Files.exists(FOLDER.resolve(name))) {
            Command.output(List.of("ip", "netns", "delete", name));
        }
    }
}
