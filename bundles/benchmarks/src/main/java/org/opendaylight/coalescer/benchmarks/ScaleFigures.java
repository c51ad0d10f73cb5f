/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.soak.EnduranceSoak;
import org.opendaylight.coalescer.it.soak.Round;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What 200 ports take, ten of them with traffic: one PUT until all are up, their statistics by one GET, and what a
 * publisher of a tick a second takes of a processor. Exit code 1 if a limit of {@link EnduranceSoak} is exceeded, or if
 * anything is wrong. As root:
 *
 * <pre>
 *   java -cp 'bundles/benchmarks/target/coalescer-benchmarks-0.1.0.jar:bundles/benchmarks/target/lib/*' \
 *     org.opendaylight.coalescer.benchmarks.ScaleFigures --distribution karaf-distro/distribution/target/assembly
 * </pre>
 */
@Command(name = "scale-figures", description = "Measures what 200 ports take")
public final class ScaleFigures implements Callable<Integer> {
    private static final long SEED = 1;

    @Option(names = "--distribution", required = true, paramLabel = "DIR",
        description = "folder of the packed distribution, left as it is: a copy of it runs")
    private Path distribution = Path.of("");

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5",
        description = "number of measurements of statistics and publisher, default ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "20",
        description = "how long the publisher is watched each time, default ${DEFAULT-VALUE}")
    private int seconds;

    private boolean isGood = true;

    /**
     * Runs the benchmark.
     *
     * @param args see the options
     */
    public static void main(final String... args) {
        System.exit(new CommandLine(new ScaleFigures()).execute(args));
    }

    @Override
    public Integer call() {
        Console.line("Limits: " + EnduranceSoak.PUT_TIME.toSeconds() + " s until all are up, "
            + EnduranceSoak.READ_TIME.toMillis() + " ms for reading, " + EnduranceSoak.TICK_TIME.toMillis()
            + " ms a second for publishing");
        try (var site = BootedSite.open(distribution, "scale-figures");
             var soak = EnduranceSoak.open(site.controller(), site.lab(), SEED)) {
            tell(soak.begin());
            for (int round = 0; round < rounds; round++) {
                tell(soak.exchange(Duration.ofSeconds(seconds)));
                tell(soak.readStatistics());
            }
            tell(soak.end());
        }
        return isGood ? 0 : 1;
    }

    private void tell(final Round round) {
        Console.line(round.story());
        round.complaints().forEach(complaint -> Console.line("    " + complaint));
        if (!round.complaints().isEmpty()) {
            isGood = false;
        }
    }
}
