/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.control;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.LabException;

/**
 * The controller: the packed distribution as a process that is started, stopped and killed. Not for concurrent
 * use, but {@link #close()} may be called from any thread.
 */
public final class Controller implements AutoCloseable {
    private static final Duration STOP_TIME = Duration.ofSeconds(40);
    private static final Duration FREEZE_TIME = Duration.ofSeconds(10);
    private static final int TAIL_LINES = 25;
    /** Errors that are shown from either end of a log, and how much of each. */
    private static final int ERRORS = 12;
    private static final int ERROR_LENGTH = 400;
    private static final int TAIL_BYTES = 64 * 1024;

    private final Path folder;
    private final Jdk jdk;
    private final boolean isCopy;
    private volatile @Nullable Process process;

    private Controller(final Path folder, final Jdk jdk, final boolean isCopy) {
        this.folder = folder;
        this.jdk = jdk;
        this.isCopy = isCopy;
    }

    /**
     * Takes a distribution as it is: the controller writes to its folder and leaves what it wrote.
     *
     * @param distribution folder of a distribution that nobody else uses
     * @return the controller, not started yet
     * @throws LabException if this is no distribution
     */
    public static Controller in(final Path distribution) {
        checkDistribution(distribution);
        final var controller = new Controller(distribution.toAbsolutePath().normalize(), Jdk.ofThisProcess(), false);
        controller.killLeftover();
        return controller;
    }

    /**
     * Copies a distribution, to be run by the JDK of this process. The copy is deleted in the end.
     *
     * @param distribution folder of the packed distribution, left as it is
     * @param folder where the copy goes, replaced if it is there
     * @return the controller, not started yet
     * @throws LabException if it can't be copied, or is none
     */
    public static Controller install(final Path distribution, final Path folder) {
        return install(distribution, folder, Jdk.ofThisProcess());
    }

    /**
     * Copies a distribution. The copy is deleted in the end.
     *
     * @param distribution folder of the packed distribution, left as it is
     * @param folder where the copy goes, replaced if it is there
     * @param jdk what it is to run on
     * @return the controller, not started yet
     * @throws LabException if it can't be copied, or is none
     */
    public static Controller install(final Path distribution, final Path folder, final Jdk jdk) {
        checkDistribution(distribution);
        final var target = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(target.getParent());
        } catch (IOException e) {
            throw new LabException("The folder of " + target + " can't be made", e);
        }
        final var controller = new Controller(target, jdk, true);
        controller.killLeftover();
        Command.output(List.of("rm", "-rf", target.toString()));
        Command.output(List.of("cp", "-a", "--reflink=auto", distribution.toAbsolutePath().toString(),
            target.toString()));
        return controller;
    }

    /**
     * Where it is.
     *
     * @return the folder of the copy
     */
    public Path folder() {
        return folder;
    }

    /**
     * The number of its process.
     *
     * @return the number
     * @throws LabException if it has not been started
     */
    public long pid() {
        return running().pid();
    }

    /**
     * Every controller that runs from this folder, whoever started it.
     *
     * @return its processes, one at most if all is well
     */
    public List<ProcessHandle> processes() {
        return processesIn(folder);
    }

    /**
     * Every controller that runs from a folder, whoever started it.
     *
     * @param folder absolute path of a distribution
     * @return its processes
     */
    public static List<ProcessHandle> processesIn(final Path folder) {
        final var mark = "-Dkaraf.base=" + folder;
        return ProcessHandle.allProcesses()
            .filter(candidate -> arguments(candidate).contains(mark)).toList();
    }

    /**
     * What a process was started with. Java itself tells nothing of a command line that is longer than a page, which
     * that of a controller in a folder with a long name is.
     */
    private static List<String> arguments(final ProcessHandle process) {
        final var file = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
        try {
            return List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0"));
        } catch (IOException e) {
            // It has ended meanwhile
            return List.of();
        }
    }

    /**
     * Whether its process is there.
     *
     * @return false if it was not started or has ended
     */
    public boolean isRunning() {
        final var current = process;
        return current != null && current.isAlive();
    }

    /**
     * Where the password of the user admin is. It is there from the first start on.
     *
     * @return the file
     */
    public Path passwordFile() {
        return folder.resolve("etc/admin.password");
    }

    /**
     * Starts it. It is in no terminal's process group, so that Ctrl-C does not stop it before the ports are gone.
     *
     * @throws LabException if it can't be started
     */
    public void start() {
        final var builder = new ProcessBuilder(jdk.inside(folder,
            List.of("setsid", folder.resolve("bin/karaf").toString(), "server")));
        final var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("KARAF_"));
        environment.put("KARAF_EXEC", "exec");
        environment.put("JAVA_HOME", jdk.home().toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("console.log").toFile()));
        builder.redirectInput(Path.of("/dev/null").toFile());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new LabException("The controller can't be started", e);
        }
    }

    /**
     * Waits until it answers and the plugin works: RPCs of the plugin are accepted.
     *
     * @param patience how long at most
     * @param progress is told every quarter of a second what is being waited for
     * @return a client that may be used from now on; close it
     * @throws LabException if it ended or is not ready in time, with the end of its log
     */
    public RestconfClient awaitReady(final Duration patience, final Consumer<String> progress) {
        final long end = System.nanoTime() + patience.toNanos();
        var missing = "password";
        while (System.nanoTime() - end < 0) {
            progress.accept(missing);
            if (Files.exists(passwordFile())) {
                final var client = client();
                missing = readiness(client);
                if (missing.isEmpty()) {
                    return client;
                }
                client.close();
            }
            if (hasEndedWithin(Duration.ofMillis(250))) {
                throw new LabException("The controller ended while it was being started\n" + logTail());
            }
        }
        throw new LabException("After " + patience.toSeconds() + " s the controller still lacks " + missing + '\n'
            + logTail());
    }

    /**
     * A client that logs in as admin.
     *
     * @return the client; close it
     * @throws LabException if there is no password yet
     */
    public RestconfClient client() {
        return client(RestconfClient.DEFAULT_ROOT);
    }

    /**
     * A client of one of its RESTCONF servers that logs in as admin.
     *
     * @param root address of the root resource
     * @return the client; close it
     * @throws LabException if there is no password yet
     */
    public RestconfClient client(final URI root) {
        try {
            return new RestconfClient(root, "admin", Files.readString(passwordFile()).strip());
        } catch (IOException e) {
            throw new LabException("The password in " + passwordFile() + " can't be read", e);
        }
    }

    /**
     * Waits for its end, whoever brings that about.
     *
     * @param patience how long at most
     * @return false if it still runs
     * @throws LabException if it has not been started
     */
    public boolean awaitEnd(final Duration patience) {
        return hasEndedWithin(patience);
    }

    /**
     * Stops it in order, by force if it takes more than 40 s. Idempotent.
     *
     * @return false if it took force
     */
    public boolean stop() {
        final var current = process;
        if (current == null) {
            return true;
        }
        current.destroy();
        final boolean orderly = hasEndedWithin(STOP_TIME);
        kill();
        return orderly;
    }

    /** Kills it, as a crash would (SIGKILL), and waits for its end. Idempotent. */
    public void kill() {
        final var current = process;
        if (current != null) {
            current.destroyForcibly();
            hasEndedWithin(STOP_TIME);
        }
    }

    /**
     * Stops its process from running, so that what it should receive queues up. Every thread stands still when this
     * returns.
     *
     * @throws LabException if it has not been started, or goes on running
     */
    public void freeze() {
        Command.output(List.of("kill", "-STOP", String.valueOf(pid())));
        if (!Poll.until(FREEZE_TIME, this::standsStill)) {
            throw new LabException("The controller did not stop on SIGSTOP");
        }
    }

    /**
     * Lets it go on after {@link #freeze()}.
     *
     * @throws LabException if it has not been started
     */
    public void thaw() {
        Command.output(List.of("kill", "-CONT", String.valueOf(pid())));
    }

    /**
     * The end of its log.
     *
     * @return the last lines of the log and of what it wrote to the console
     */
    public String logTail() {
        final var log = folder.resolve("data/log/karaf.log");
        return errors(log) + tail(log) + tail(folder.resolve("console.log"));
    }

    /** Stops it, and deletes its folder if that is a copy. Idempotent. */
    @Override
    public void close() {
        stop();
        if (isCopy) {
            Command.output(List.of("rm", "-rf", folder.toString()));
        }
    }

    private static void checkDistribution(final Path distribution) {
        if (!Files.isExecutable(distribution.resolve("bin/karaf"))) {
            throw new LabException("There is no controller in " + distribution + ": build it first");
        }
    }

    private Process running() {
        final var current = process;
        if (current == null) {
            throw new LabException("The controller has not been started");
        }
        return current;
    }

    private boolean hasEndedWithin(final Duration time) {
        try {
            return running().waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted while waiting for the controller", e);
        }
    }

    private boolean standsStill() {
        try (var threads = Files.list(Path.of("/proc", String.valueOf(pid()), "task"))) {
            return threads.allMatch(thread -> isStopped(thread.resolve("stat")));
        } catch (IOException e) {
            throw new LabException("The threads of the controller can't be listed", e);
        }
    }

    /** The state is behind the name, which is in brackets (proc_pid_stat(5)). A thread that has ended is gone. */
    private static boolean isStopped(final Path stat) {
        try {
            final var text = Files.readString(stat);
            return text.startsWith("T", text.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return true;
        }
    }

    /** A controller in this folder whose starter was killed. */
    private void killLeftover() {
        processes().forEach(leftover -> {
            leftover.destroyForcibly();
            leftover.onExit().join();
        });
    }

    /** What is still missing, empty if nothing is. */
    private static String readiness(final RestconfClient client) {
        try {
            client.rpc(CoalescerModel.CLEAR_STATISTICS, new JsonObject());
            return "";
        } catch (RestconfException e) {
            return e.status() == 0 ? "RESTCONF" : e.status() == 401 ? "login" : "the plugin";
        }
    }

    /** First and last errors of a log: what went wrong at first is often far from its end. */
    private static String errors(final Path file) {
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            final var errors = lines.filter(line -> line.contains("| ERROR |"))
                .map(line -> line.substring(0, Math.min(line.length(), ERROR_LENGTH))).toList();
            final int last = Math.max(Math.min(ERRORS, errors.size()), errors.size() - ERRORS);
            return "--- " + errors.size() + " errors in " + file + '\n'
                + String.join("\n", errors.subList(0, Math.min(ERRORS, errors.size()))) + '\n'
                + String.join("\n", errors.subList(last, errors.size())) + '\n';
        } catch (IOException | UncheckedIOException e) {
            return "--- " + file + " can't be read: " + e.getMessage() + '\n';
        }
    }

    private static String tail(final Path file) {
        try (var channel = Files.newByteChannel(file)) {
            final long size = channel.size();
            channel.position(Math.max(0, size - TAIL_BYTES));
            final var bytes = ByteBuffer.allocate((int) Math.min(size, TAIL_BYTES));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                continue;
            }
            final var lines = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).lines().toList();
            return "--- " + file + '\n'
                + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())) + '\n';
        } catch (IOException e) {
            return "--- " + file + " can't be read: " + e.getMessage() + '\n';
        }
    }
}
