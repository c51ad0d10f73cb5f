/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.Controller;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.control.RestconfException;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.Leftovers;
import org.opendaylight.coalescer.it.lab.UnderlayLab;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program behind {@code ./coalescer run}: boots the controller, builds the lab, does the main job, shows the
 * result, and leaves nothing behind. Exit codes: 0 all went well, 1 something did not, 64 wrong use, 77 this machine
 * does not allow it.
 */
@Command(name = "run", description = "Carries real TCP through a port that it configures")
public final class RunCommand implements Callable<Integer> {
    private static final Duration BOOT_TIME = Duration.ofMinutes(4);
    private static final Duration DELETE_TIME = Duration.ofSeconds(5);

    @Option(names = "--distribution", required = true, paramLabel = "DIR",
        description = "folder of the packed distribution; the controller writes to it")
    private Path distribution = Path.of("");

    @Option(names = "--once", description = "end when the job is done rather than at Ctrl-C")
    private boolean once;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "4",
        description = "length of each measurement, default ${DEFAULT-VALUE}")
    private int seconds;

    private final Expectations expectations = new Expectations();
    private final Cleanup cleanup = new Cleanup();
    private volatile @Nullable Controller controllerProcess;

    /**
     * Runs the program.
     *
     * @param args see the options
     */
    public static void main(final String[] args) {
        System.exit(LabProgram.execute(new RunCommand(), args));
    }

    @Override
    public Integer call() {
        if (!LabProgram.isAllowed()) {
            return LabProgram.REFUSED;
        }
        cleanup.add("look for what is left behind", this::reportLeftovers);
        try (cleanup) {
            if (!attempt()) {
                return LabProgram.FAILED;
            }
        }
        expectations.check("nothing is left behind", leftovers().isEmpty(), leftovers().toString());
        Console.line('\n' + expectations.summary());
        if (expectations.allHeld()) {
            return 0;
        }
        Console.line("The controller's log: " + distribution.resolve("data/log/karaf.log"));
        return LabProgram.FAILED;
    }

    /** Does the job and notes why it can't be done. Returns false if it was cut short, which makes it fail anyhow. */
    private boolean attempt() {
        try {
            perform();
        } catch (LabException | RestconfException e) {
            if (cleanup.hasBegun()) {
                return false;
            }
            expectations.check("the job can be done", false, e.getMessage());
        }
        return true;
    }

    private void perform() {
        final var controller = Controller.in(distribution);
        final var lab = UnderlayLab.open();
        cleanup.add("take down the lab", lab::close);
        cleanup.add("stop the controller", controller::close);
        controllerProcess = controller;
        final var client = boot(controller);
        cleanup.add("close the client", client::close);
        cleanup.add("delete the configuration", () -> withdraw(client, lab.portName()));

        RunReport.print(new MainJob(client, lab, expectations, Duration.ofSeconds(seconds)).run());
        Suggestions.print(controller.passwordFile(), lab);
        if (!once) {
            Console.line("\n" + expectations.summary() + "\nThe controller stays up until Ctrl-C.");
            while (!controller.awaitEnd(Duration.ofHours(1))) {
                continue;
            }
            throw new LabException("The controller has ended\n" + controller.logTail());
        }
    }

    private static RestconfClient boot(final Controller controller) {
        final long begin = System.nanoTime();
        controller.start();
        final var client = controller.awaitReady(BOOT_TIME, missing -> Console.progress(
            "Booting the controller: " + secondsSince(begin) + " s, waiting for " + missing));
        Console.done("The controller is up after " + secondsSince(begin) + " s");
        return client;
    }

    private static void withdraw(final RestconfClient client, final String port) {
        Console.done("Deleting the configuration and stopping the controller");
        client.delete(CoalescerModel.ROOT);
        if (!Poll.until(DELETE_TIME, () -> !Leftovers.of(ProcessHandle.current().pid()).contains("device " + port))) {
            throw new LabException("the device of the port is still there");
        }
    }

    private List<String> leftovers() {
        final var found = new ArrayList<>(Leftovers.of(ProcessHandle.current().pid()));
        if (controllerProcess != null && controllerProcess.isRunning()) {
            found.add("controller process " + controllerProcess.pid());
        }
        return found;
    }

    private void reportLeftovers() {
        final var found = leftovers();
        if (!found.isEmpty()) {
            throw new LabException("these are left: " + found);
        }
    }

    private static long secondsSince(final long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    }
}
