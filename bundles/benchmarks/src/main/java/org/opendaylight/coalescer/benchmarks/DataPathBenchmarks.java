/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.opendaylight.coalescer.core.coalesce.ChecksumValidation;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures the data path and prints ratios beside what they must not exceed. All come from one run:
 *
 * <pre>
 *   java -cp 'bundles/benchmarks/target/coalescer-benchmarks-0.1.0.jar:bundles/benchmarks/target/lib/*' \
 *     org.opendaylight.coalescer.benchmarks.DataPathBenchmarks
 * </pre>
 *
 * <p>Options are those of JMH, such as {@code -wi 2 -i 3} for a short look.
 */
public final class DataPathBenchmarks {
    private static final List<Class<?>> ALL = List.of(CopyBenchmark.class, CoalescerBenchmark.class,
        SegmenterBenchmark.class, ChecksumBenchmark.class, OuterChecksumBenchmark.class);

    private final Collection<RunResult> results;
    /** Which iterations count: 50 the median, 0 the fastest. A machine that others slow down at times has both. */
    private double percentile = 50;

    /** Is told all ratios that have a limit. */
    private interface Limits {
        void limit(String what, double ratio, double most);
    }

    private DataPathBenchmarks(final Collection<RunResult> results) {
        this.results = results;
    }

    /**
     * Runs all.
     *
     * @param args options of JMH
     * @throws RunnerException if a benchmark fails
     * @throws CommandLineOptionException if an option is unknown
     * @throws IOException if there is no place to print
     */
    public static void main(final String... args) throws RunnerException, CommandLineOptionException, IOException {
        final var options = new OptionsBuilder()
            .parent(new CommandLineOptions(args))
            .addProfiler(GCProfiler.class);
        ALL.forEach(benchmark -> options.include(benchmark.getName() + "\\."));
        new DataPathBenchmarks(new Runner(options.build()).run()).print();
    }

    @SuppressWarnings("checkstyle:regexpSinglelineJava")
    private void print() {
        System.out.println();
        for (var validation : ChecksumValidation.values()) {
            for (var workload : Workload.values()) {
                final var result = find(workload, validation);
                System.out.printf("%-6s %-18s %9.0f ns per batch %7.1f ns per packet %6.2f x copy %8.3f B/op%n",
                    validation.name().toLowerCase(Locale.ROOT), workload, time(result),
                    time(result) / workload.packets(), time(result) / copy(),
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
            }
        }
        System.out.println();
        final var medians = new HashMap<String, Double>();
        percentile = 50;
        compare((what, ratio, most) -> medians.put(what, ratio));
        percentile = 0;
        compare((what, best, most) -> {
            final double median = medians.get(what);
            System.out.printf("%-50s %5.2f, by the best iterations %5.2f  (%.2f at most%s)%n", what, median, best,
                most, median <= most ? "" : best <= most ? ": MEDIAN EXCEEDED" : ": EXCEEDED");
        });
    }

    private void compare(final Limits limits) {
        for (var result : results) {
            if (result.getParams().getBenchmark().contains(SegmenterBenchmark.class.getSimpleName())) {
                limits.limit("segmenting 64 KiB " + result.getParams().getParam("type"), time(result) / copy(), 6);
            }
        }
        limits.limit("sum of 1448 bytes / plain loop",
            time(checksum("sum", "1448")) / time(checksum("plainLoop", "1448")), 1.3);
        limits.limit("outer checksum, 64 KiB / 1 KiB of payload", time(outer("65000")) / time(outer("1024")), 1.2);
        for (var validation : ChecksumValidation.values()) {
            final boolean trust = validation == ChecksumValidation.TRUST;
            final String name = validation.name().toLowerCase(Locale.ROOT) + ": ";
            final double single = perPacket(Workload.SINGLE_FLOW, validation);
            limits.limit(name + "single flow / copy", time(Workload.SINGLE_FLOW, validation) / copy(),
                trust ? 3.5 : 7);
            if (trust) {
                limits.limit(name + "interleaved 16 / copy", time(Workload.INTERLEAVED_16, validation) / copy(), 5);
            }
            limits.limit(name + "reversed 64 / single flow", perPacket(Workload.REVERSED_64, validation) / single,
                2.5);
            limits.limit(name + "reversed 256 / reversed 64", perPacket(Workload.REVERSED_256, validation)
                / perPacket(Workload.REVERSED_64, validation), 1.3);
            limits.limit(name + "64 flows in runs of 4 / single flow",
                perPacket(Workload.FLOWS_64_RUNS_OF_4, validation) / single, 1.6);
            limits.limit(name + "after a burst / before", time(Workload.SMALL_AFTER_BURST, validation)
                / time(Workload.SMALL, validation), 1.25);
        }
    }

    private RunResult checksum(final String method, final String length) {
        return find(ChecksumBenchmark.class, method, Map.of("length", length));
    }

    private RunResult outer(final String payload) {
        return find(OuterChecksumBenchmark.class, "outer", Map.of("payload", payload));
    }

    private double perPacket(final Workload workload, final ChecksumValidation validation) {
        return time(workload, validation) / workload.packets();
    }

    private double copy() {
        return time(find(CopyBenchmark.class, "copy", Map.of()));
    }

    private RunResult find(final Class<?> benchmark, final String method, final Map<String, String> parameters) {
        return results.stream()
            .filter(result -> result.getParams().getBenchmark().endsWith(benchmark.getSimpleName() + "." + method))
            .filter(result -> parameters.entrySet().stream()
                .allMatch(each -> each.getValue().equals(result.getParams().getParam(each.getKey()))))
            .findFirst().orElseThrow(() -> new IllegalStateException(
                "No result of " + benchmark.getSimpleName() + "." + method + " with " + parameters));
    }

    private RunResult find(final Workload workload, final ChecksumValidation validation) {
        return find(CoalescerBenchmark.class, "coalesce",
            Map.of("workload", workload.name(), "validation", validation.name()));
    }

    private double time(final Workload workload, final ChecksumValidation validation) {
        return time(find(workload, validation));
    }

    private double time(final RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(percentile);
    }
}
