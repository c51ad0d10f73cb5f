/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;

/**
 * Runs set-up actions inside a network namespace. A namespace belongs to a thread, but a descriptor opened in it stays
 * in it and serves every thread: so devices and sockets are opened by a platform thread of their own, and only the
 * descriptors come back. Immutable; usable by any thread that may block.
 */
public final class NetworkNamespace {
    /**
     * An action inside a namespace.
     *
     * @param <T> what it returns
     */
    @FunctionalInterface
    public interface Action<T> {
        /**
         * Does the work.
         *
         * @return whatever the caller wants
         * @throws IOException if it fails
         */
        T run() throws IOException;
    }

    private enum Mode {
        CURRENT,
        NAMED,
        FRESH
    }

    private static final int CLONE_NEWNET = 0x40000000;
    private static final Pattern NAME = Pattern.compile("[^/\\x00]{1,255}");
    /** Where {@code ip netns} keeps them; the second is usually the same place. */
    private static final List<String> FOLDERS = List.of("/run/netns/", "/var/run/netns/");
    private static final Path OWN = Path.of("/proc/thread-self/ns/net");
    private static final NetworkNamespace CURRENT = new NetworkNamespace(Mode.CURRENT, "");
    private static final NetworkNamespace FRESH = new NetworkNamespace(Mode.FRESH, "a fresh one");

    private final Mode mode;
    private final String name;

    private NetworkNamespace(final Mode mode, final String name) {
        this.mode = mode;
        this.name = name;
    }

    /** The namespace of whoever calls: actions run in place, on the calling thread. */
    public static NetworkNamespace current() {
        return CURRENT;
    }

    /**
     * A namespace known to {@code ip netns}. Whether it exists shows when an action runs.
     *
     * @param name its name
     * @return the namespace
     * @throws LinuxException if the name cannot be one
     */
    public static NetworkNamespace named(final String name) throws LinuxException {
        if (!NAME.matcher(name).matches() || ".".equals(name) || "..".equals(name)) {
            throw new LinuxException("open(netns)", name, Errno.EINVAL, "not the name of a network namespace");
        }
        return new NetworkNamespace(Mode.NAMED, name);
    }

    /**
     * A new, empty namespace for each action, seen by nobody else. It lasts as long as the action runs or a descriptor
     * opened by it is open.
     *
     * @return the namespace
     */
    public static NetworkNamespace fresh() {
        return FRESH;
    }

    /**
     * Tells this namespace from another one that has the same name later.
     *
     * @return something that equals only what this method returned for the same namespace, under whatever name
     * @throws IOException if nothing has the name: ENOENT
     */
    public Object identity() throws IOException {
        if (mode == Mode.FRESH) {
            return this;
        }
        try {
            final var key = Files.readAttributes(mode == Mode.CURRENT ? OWN : file(), BasicFileAttributes.class)
                .fileKey();
            return key == null ? this : key;
        } catch (NoSuchFileException e) {
            throw (LinuxException) missing(Errno.ENOENT).initCause(e);
        }
    }

    private Path file() {
        return FOLDERS.stream().map(folder -> Path.of(folder + name)).filter(Files::exists).findFirst()
            .orElse(Path.of(FOLDERS.get(0) + name));
    }

    private LinuxException missing(final int errno) {
        return new LinuxException("setns", file().toString(), errno,
            "no such network namespace; make it with 'ip netns add " + name + "'");
    }

    /**
     * Runs an action and waits for its end.
     *
     * @param <T> what it returns
     * @param action the action; it must not start threads that outlive it
     * @return what it returned
     * @throws IOException what it threw, or a {@link LinuxException} if the namespace cannot be entered: ENOENT, EPERM
     */
    public <T> T call(final Action<T> action) throws IOException {
        if (mode == Mode.CURRENT) {
            return action.run();
        }
        final var task = new FutureTask<T>(() -> {
            enter();
            return action.run();
        });
        // Entering a namespace cannot be undone reliably: the thread ends with the action. Never a virtual thread,
        // whose carrier would stay in the namespace
        Thread.ofPlatform().name("netns " + name).daemon(true).start(task);
        return await(task);
    }

    /** Waits for the end whatever happens: the action may hold descriptors that only its result can close. */
    // The exception of the future only carries that of the action
    @SuppressWarnings("checkstyle:avoidHidingCauseException")
    private static <T> T await(final FutureTask<T> task) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw rethrow(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What the action threw, with its own stack; the caller's is that of the exception it is thrown with. */
    private static IOException rethrow(final Throwable cause) {
        if (cause instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException io ? io : new IOException(cause);
    }

    private void enter() throws LinuxException {
        final var state = new CallState();
        if (mode == Mode.FRESH) {
            LinuxException.check(Libc.unshare(state, CLONE_NEWNET), "unshare(CLONE_NEWNET)", name);
            return;
        }
        final var file = file().toString();
        final var path = NativeBlock.ofString(file);
        final int fd = Libc.open(state, path.address(), SocketLayout.O_RDONLY | SocketLayout.O_CLOEXEC);
        if (fd == -Errno.ENOENT) {
            throw missing(Errno.ENOENT);
        }
        LinuxException.check(fd, "open", file);
        try {
            final int result = Libc.setns(state, fd, CLONE_NEWNET);
            if (result == -Errno.EINVAL) {
                // The file that 'ip netns' mounts the namespace over is there, the namespace is not
                throw missing(Errno.EINVAL);
            }
            LinuxException.check(result, "setns", file);
        } finally {
            Libc.close(state, fd);
        }
    }

    @Override
    public String toString() {
        return mode == Mode.CURRENT ? "the current network namespace" : "network namespace " + name;
    }
}
