/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.opendaylight.coalescer.it.control.Controller;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.control.RestconfException;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Time from the start of a fresh controller until it works, with the plugin and without it: the same distribution, the
 * feature taken out of what it boots. In pairs, so that a busy machine slows both. With the plugin it works when an RPC
 * of the plugin is answered, without it when RESTCONF reads its library of modules. Exit code 1 if the plugin adds more
 * than a quarter and more than 5 s. As root:
 *
 * <pre>
 *   java -cp 'bundles/benchmarks/target/coalescer-benchmarks-0.1.0.jar:bundles/benchmarks/target/lib/*' \
 *     org.opendaylight.coalescer.benchmarks.BootTime --distribution karaf-distro/distribution/target/assembly
 * </pre>
 */
@Command(name = "boot-time", description = "Measures what the plugin adds to the boot of a controller")
public final class BootTime implements Callable<Integer> {
    private static final String MODULES = "ietf-yang-library:yang-library/content-id";
    private static final double RATIO = 1.25;
    private static final double EXTRA_SECONDS = 5;

    @Option(names = "--distribution", required = true, paramLabel = "DIR",
        description = "folder of the packed distribution, left as it is: copies of it run")
    private Path distribution = Path.of("");

    @Option(names = "--pairs", paramLabel = "N", defaultValue = "3",
        description = "number of pairs, default ${DEFAULT-VALUE}")
    private int pairs;

    /**
     * Runs the benchmark.
     *
     * @param args see the options
     */
    public static void main(final String... args) {
        System.exit(new CommandLine(new BootTime()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        final var bare = new ArrayList<Double>();
        final var full = new ArrayList<Double>();
        for (int pair = 1; pair <= pairs; pair++) {
            bare.add(boot(false));
            full.add(boot(true));
            Console.line(String.format(Locale.ROOT, "pair %d: bare %.1f s, with the plugin %.1f s", pair,
                bare.getLast(), full.getLast()));
        }
        final double without = median(bare);
        final double with = median(full);
        Console.line(String.format(Locale.ROOT, "Boot, median of %d: bare %.1f s, with the plugin %.1f s, ratio %.2f",
            pairs, without, with, with / without));
        return with <= Math.max(without * RATIO, without + EXTRA_SECONDS) ? 0 : 1;
    }

    private double boot(final boolean plugin) throws IOException {
        final var folder = BootedSite.copy(distribution, "boot-time");
        try (var controller = Controller.install(distribution, folder)) {
            if (!plugin) {
                removePlugin(folder);
            }
            final long begin = System.nanoTime();
            controller.start();
            if (plugin) {
                controller.awaitReady(BootedSite.BOOT_TIME, missing -> { }).close();
            } else if (!Poll.until(BootedSite.BOOT_TIME, () -> answers(controller))) {
                throw new LabException("The bare controller does not answer\n" + controller.logTail());
            }
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    /** The features of the boot stand in one file with a name of its own. */
    private static void removePlugin(final Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder.resolve("etc"), "*-*-*-*-*.xml")) {
            for (var file : files) {
                final var lines = Files.readAllLines(file);
                final var kept = lines.stream().filter(line -> !line.contains("coalescer")).toList();
                if (kept.size() == lines.size()) {
                    throw new LabException("No feature of the plugin in " + file);
                }
                Files.write(file, kept);
            }
        }
    }

    private static boolean answers(final Controller controller) {
        if (!Files.exists(controller.passwordFile())) {
            return false;
        }
        try (var client = controller.client()) {
            return client.get(MODULES).isPresent();
        } catch (RestconfException e) {
            return false;
        }
    }

    private static double median(final List<Double> values) {
        final var sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
