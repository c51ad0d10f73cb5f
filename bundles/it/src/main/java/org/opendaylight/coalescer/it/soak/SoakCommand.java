/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.opendaylight.coalescer.it.control.Controller;
import org.opendaylight.coalescer.it.control.RestconfException;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.Leftovers;
import org.opendaylight.coalescer.it.lab.UnderlayLab;
import org.opendaylight.coalescer.it.run.LabProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program behind {@code ./coalescer soak}: kills the controller round by round and tells what came back, then keeps
 * one busy with many ports and tells whether it stays as it is. Exit codes: 0 everything held in every round, 1
 * something did not, 64 wrong use, 77 this machine does not allow it.
 */
@Command(name = "soak", description = "Kills the controller at random moments and judges what comes back; then works "
    + "it for long and judges whether it stays as it is", mixinStandardHelpOptions = true)
public final class SoakCommand implements Callable<Integer> {
    @Option(names = "--distribution", required = true, paramLabel = "DIR",
        description = "folder of the packed distribution; the controller writes to it")
    private Path distribution = Path.of("");

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "50",
        description = "how many kills, default ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--minutes", paramLabel = "M", defaultValue = "30",
        description = "how long it works without being killed, default ${DEFAULT-VALUE}")
    private int minutes;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
        description = "what moments and requests follow from, default ${DEFAULT-VALUE}")
    private long seed;

    private final Cleanup cleanup = new Cleanup();
    private int done;
    private int bad;

    /**
     * Runs the program.
     *
     * @param args see the options
     */
    public static void main(final String[] args) {
        System.exit(LabProgram.execute(new SoakCommand(), args));
    }

    @Override
    public Integer call() {
        if (rounds < 0 || minutes < 0 || rounds + minutes == 0) {
            Console.error("Neither --rounds nor --minutes may be less than 0, and one of them must be more");
            return LabProgram.USAGE;
        }
        if (!LabProgram.isAllowed()) {
            return LabProgram.REFUSED;
        }
        cleanup.add("leave nothing behind", this::lookForLeftovers);
        try {
            attempt();
        } finally {
            cleanup.close();
        }
        if (bad == 0) {
            Console.line("Everything held in all " + done + " rounds.");
            return 0;
        }
        Console.line("Something did not hold. The controller's log: " + distribution.resolve("data/log/karaf.log"));
        return LabProgram.FAILED;
    }

    /** What stops the soak is told before everything is taken down. */
    private void attempt() {
        try {
            perform();
        } catch (LabException | RestconfException e) {
            bad++;
            if (!cleanup.hasBegun()) {
                Console.done("The soak can't go on: " + e.getMessage());
            }
        }
    }

    /** Does the rounds and counts the bad ones. */
    private void perform() {
        final var controller = Controller.in(distribution);
        final var lab = UnderlayLab.open();
        cleanup.add("take down the lab", lab::close);
        cleanup.add("stop the controller", controller::close);
        Console.line(Instant.now().truncatedTo(ChronoUnit.SECONDS) + ": " + rounds + " kills, then " + minutes
            + " minutes of work; seed " + seed);
        controller.start();
        if (rounds > 0) {
            kill(controller, lab);
        }
        if (minutes > 0) {
            work(controller, lab);
        }
    }

    private void kill(final Controller controller, final UnderlayLab lab) {
        try (var soak = CrashSoak.open(controller, lab, seed)) {
            cleanup.add("take down the soak of kills", soak::close);
            for (int i = 1; i <= rounds; i++) {
                tell("round " + i + " of " + rounds, soak::next);
            }
            soak.clear();
        }
    }

    private void work(final Controller controller, final UnderlayLab lab) {
        controller.awaitReady(CrashSoak.BOOT_TIME, CrashSoak::showBoot).close();
        try (var soak = EnduranceSoak.open(controller, lab, seed)) {
            cleanup.add("take down the soak of work", soak::close);
            tell("begin", soak::begin);
            for (int i = 1; i <= minutes; i++) {
                tell("minute " + i + " of " + minutes, soak::next);
            }
            tell("end", soak::end);
        }
    }

    /** Does a round, and counts it if it is bad. */
    private void tell(final String name, final Supplier<Round> work) {
        final long begin = System.nanoTime();
        final var round = work.get();
        done++;
        final var complaints = round.complaints();
        Console.done(name + (complaints.isEmpty() ? ", ok: " : ", FAILED: ") + round.story() + " ("
            + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s in all)");
        complaints.forEach(complaint -> Console.line("    " + complaint));
        if (!complaints.isEmpty()) {
            bad++;
        }
    }

    private void lookForLeftovers() {
        final var left = Leftovers.of(ProcessHandle.current().pid());
        if (!left.isEmpty()) {
            bad++;
            throw new LabException("these are left: " + left);
        }
    }
}
