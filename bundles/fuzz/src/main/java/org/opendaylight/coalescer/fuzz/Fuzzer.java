/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Runs Jazzer, a coverage-guided fuzzer, on a target in a process of its own, from seeds and from what earlier runs
 * have found below {@code target/fuzz}. System property {@code coalescer.fuzz.seconds}: how long, for each target.
 */
public final class Fuzzer {
    private static final Path FOLDER = Path.of("target", "fuzz").toAbsolutePath();
    private static final Pattern RUNS = Pattern.compile("stat::number_of_executed_units:\\s+(\\d+)");
    private static final int START_UP_SECONDS = 120;

    private Fuzzer() {
        // Hidden on purpose
    }

    /**
     * Fuzzes a target.
     *
     * @param target class with a method {@code fuzzerTestOneInput(byte[])}
     * @param seconds how long, unless the system property says otherwise
     * @param seeds inputs to begin with
     * @return inputs tried
     * @throws AssertionError if one of them makes the target fail
     * @throws IOException if there is no place for what is found
     * @throws InterruptedException if interrupted
     */
    public static long run(final Class<?> target, final int seconds, final byte[]... seeds)
            throws IOException, InterruptedException {
        final int duration = Integer.getInteger("coalescer.fuzz.seconds", seconds);
        final Path corpus = Files.createDirectories(FOLDER.resolve(target.getSimpleName()));
        for (int i = 0; i < seeds.length; i++) {
            Files.write(corpus.resolve("seed-" + i), seeds[i]);
        }
        final Path log = FOLDER.resolve(target.getSimpleName() + ".log");
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
            "-XX:+EnableDynamicAgentLoading", "-Xmx1g", "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Jazzer.class.getName(), "--target_class=" + target.getName(),
            "--instrumentation_includes=org.opendaylight.coalescer.**", "--reproducer_path=" + FOLDER,
            "-artifact_prefix=" + FOLDER + "/", "-max_total_time=" + duration, "-print_final_stats=1",
            "-max_len=4096", corpus.toString()));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
            .start();
        final boolean ended;
        try {
            ended = process.waitFor(duration + START_UP_SECONDS, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
        final String output = Files.readString(log);
        final var runs = RUNS.matcher(output);
        if (!ended || process.exitValue() != 0 || !runs.find()) {
            throw new AssertionError((ended ? target + " failed:\n" : target + " did not end:\n") + tail(output));
        }
        return Long.parseLong(runs.group(1));
    }

    private static String tail(final String output) {
        final String[] lines = output.split("\n");
        return String.join("\n", Arrays.copyOfRange(lines, Math.max(0, lines.length - 60), lines.length));
    }
}
