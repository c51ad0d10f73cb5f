/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.stock;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opendaylight.coalescer.it.control.Controller;
import org.opendaylight.coalescer.it.control.Jdk;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.LabException;

/**
 * OpenDaylight as its project releases it, without any feature, and the shell by which an operator adds some. Nothing
 * of it is changed but the addresses it listens on. Owned by the thread of the test.
 */
final class StockController implements AutoCloseable {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Duration BOOT_TIME = Duration.ofMinutes(2);
    private static final Duration SHELL_TIME = Duration.ofMinutes(4);
    private static final int NO_SHELL = 2;

    private final Controller controller;
    private final Path script;

    private StockController(final Controller controller, final Path script) {
        this.controller = controller;
        this.script = script;
    }

    /**
     * Unpacks it.
     *
     * @param archive the release, a tar.gz
     * @param work folder for this test, emptied
     * @param jdk what it is to run on
     */
    static StockController unpack(final Path archive, final Path work, final Jdk jdk) throws IOException {
        Command.output(List.of("rm", "-rf", work.toString()));
        final var unpacked = Files.createDirectories(work.resolve("unpacked"));
        Command.output(List.of("tar", "-xf", archive.toString(), "--strip-components=1", "-C", unpacked.toString()));
        final var script = work.resolve("karaf_shell.py");
        try (InputStream resource = StockController.class.getResourceAsStream("/karaf_shell.py")) {
            Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
        }
        final var controller = Controller.install(unpacked, work.resolve("controller"), jdk);
        bindToLoopback(controller.folder().resolve("etc"));
        // the lab takes the login from here; OpenDaylight does not know this file
        Files.writeString(controller.passwordFile(), "admin");
        return new StockController(controller, script);
    }

    private static void bindToLoopback(final Path etc) throws IOException {
        replace(etc.resolve("org.apache.karaf.shell.cfg"), "sshHost = 0.0.0.0", "sshHost = 127.0.0.1");
        replace(etc.resolve("jetty.xml"), "<Property name=\"jetty.host\"/>", "127.0.0.1");
        final var web = etc.resolve("org.ops4j.pax.web.cfg");
        Files.writeString(web, Files.readString(web) + "\norg.ops4j.pax.web.listening.addresses = 127.0.0.1\n");
        Files.writeString(etc.resolve("org.opendaylight.netconf.ssh.cfg"), "bindingAddress = 127.0.0.1\n");
        Files.writeString(etc.resolve("org.opendaylight.restconf.nb.rfc8040.cfg"),
            "bind-address = 127.0.0.1\nbind-port = 8182\n");
    }

    private static void replace(final Path file, final String old, final String replacement) throws IOException {
        final var text = Files.readString(file);
        if (!text.contains(old)) {
            throw new LabException("There is no " + old + " in " + file);
        }
        Files.writeString(file, text.replace(old, replacement));
    }

    /** Its process. */
    Controller controller() {
        return controller;
    }

    /** Starts it and waits for its shell. */
    void start() {
        controller.start();
        if (!Poll.until(BOOT_TIME, () -> !controller.isRunning() || type("shell:info").exitCode() == 0)
                || !controller.isRunning()) {
            throw new LabException("Karaf's shell does not answer\n" + controller.logTail());
        }
    }

    /** Types a line that must succeed, and returns what the shell answers. */
    String shell(final String line) {
        final var answer = type(line);
        if (answer.exitCode() != 0) {
            throw new LabException(line + ": " + answer.summary() + answer.output() + '\n' + controller.logTail());
        }
        return answer.output();
    }

    private Command.Result type(final String line) {
        final var words = List.of(PYTHON.toString(), script.toString(), line);
        try {
            final var output = Files.createTempFile(script.getParent(), "shell", ".txt");
            final var process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile())
                .start();
            if (!process.waitFor(SHELL_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new LabException(line + ": no answer after " + SHELL_TIME.toSeconds() + " s");
            }
            final var text = Files.readString(output);
            Files.delete(output);
            return new Command.Result(List.of(line), process.exitValue(), text,
                process.exitValue() == NO_SHELL ? "no shell" : "");
        } catch (IOException e) {
            throw new LabException("Python 3 with paramiko can't be started (Debian package python3-ncclient)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException(line + ": interrupted", e);
        }
    }

    /** Names of its threads that are the plugin's. */
    List<String> pluginThreads() throws IOException {
        final var names = new ArrayList<String>();
        try (var threads = Files.list(Path.of("/proc", String.valueOf(controller.pid()), "task"))) {
            for (var thread : threads.toList()) {
                final var comm = thread.resolve("comm");
                final var name = Files.exists(comm) ? Files.readString(comm).strip() : "";
                if (name.startsWith("coalescer")) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    @Override
    public void close() {
        controller.close();
    }
}
