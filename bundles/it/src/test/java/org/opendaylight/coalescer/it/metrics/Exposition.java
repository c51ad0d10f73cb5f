/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the text format of Prometheus (version 0.0.4) and OpenMetrics 1.0 by the letter: families are told before their
 * samples, whole and once; series occur once; counters, infos and histograms have the endings they should; buckets
 * grow. Immutable once it is read.
 */
public final class Exposition {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern SAMPLE = Pattern.compile(
        "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (-?[0-9.]+(?:E-?[0-9]+)?|NaN|[-+]Inf)");
    private static final Pattern LABEL = Pattern.compile(
        "([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"(?:,|$)");
    private static final String INFINITE = "+Inf";

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, Map<Map<String, String>, Double>> samples = new HashMap<>();
    private final boolean isOpenMetrics;
    private String family = "";
    private final Set<String> finished = new HashSet<>();

    private Exposition(final boolean isOpenMetrics) {
        this.isOpenMetrics = isOpenMetrics;
    }

    /**
     * Reads it.
     *
     * @param text what was sent
     * @param isOpenMetrics in which format
     * @throws AssertionError if the format does not allow it
     */
    public static Exposition parse(final String text, final boolean isOpenMetrics) {
        check(isOpenMetrics ? text.endsWith("# EOF\n") : text.isEmpty() || text.endsWith("\n"), "the end is missing",
            text);
        final var exposition = new Exposition(isOpenMetrics);
        text.lines().forEach(exposition::read);
        exposition.checkHistograms();
        return exposition;
    }

    /**
     * The value of a series.
     *
     * @param name of the sample
     * @param labels each a name and a value
     * @return the value, 0 if there is no such series
     */
    public double at(final String name, final String... labels) {
        final Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        return samples.getOrDefault(name, Map.of()).getOrDefault(wanted, 0.0);
    }

    /**
     * The sum over the series that have a label.
     *
     * @param name of the samples
     * @param label name of the label
     * @param value value of the label
     */
    public double sum(final String name, final String label, final String value) {
        return samples.getOrDefault(name, Map.of()).entrySet().stream()
            .filter(series -> value.equals(series.getKey().get(label))).mapToDouble(Map.Entry::getValue).sum();
    }

    /** Names of all samples. */
    public Set<String> names() {
        return Set.copyOf(samples.keySet());
    }

    private void read(final String line) {
        if (line.equals("# EOF")) {
            check(isOpenMetrics, "no end is marked in this format", line);
            return;
        }
        final var comment = COMMENT.matcher(line);
        if (comment.matches()) {
            begin(comment.group(2));
            if (comment.group(1).equals("TYPE")) {
                check(types.put(family, comment.group(3)) == null, "a second type", line);
            }
            return;
        }
        final var sample = SAMPLE.matcher(line);
        check(sample.matches(), "neither comment nor sample", line);
        final var name = sample.group(1);
        check(belongs(name), "not of the family " + family, line);
        final var labels = labels(sample.group(2) == null ? "" : sample.group(2));
        check(samples.computeIfAbsent(name, key -> new HashMap<>()).put(labels, value(sample.group(3))) == null,
            "a second sample of a series", line);
    }

    private void begin(final String name) {
        if (!name.equals(family)) {
            finished.add(family);
            family = name;
            check(!finished.contains(name), "the family was told before", name);
        }
    }

    private boolean belongs(final String name) {
        final var type = types.get(family);
        check(type != null, "no type before the first sample", name);
        return endings(String.valueOf(type)).stream().anyMatch(ending -> name.equals(family + ending));
    }

    private List<String> endings(final String type) {
        return switch (type) {
            case "counter" -> isOpenMetrics ? List.of("_total", "_created") : List.of("");
            case "info" -> List.of("_info");
            case "gauge" -> List.of("");
            case "histogram" -> List.of("_bucket", "_count", "_sum", "_created");
            default -> throw new AssertionError("type " + type);
        };
    }

    private static Map<String, String> labels(final String text) {
        final Map<String, String> labels = new TreeMap<>();
        final var label = LABEL.matcher(text);
        int at = 0;
        while (at < text.length()) {
            check(label.find(at) && label.start() == at, "no label", text.substring(at));
            check(labels.put(label.group(1), label.group(2)) == null, "a label twice", text);
            at = label.end();
        }
        return labels;
    }

    private static double value(final String text) {
        return switch (text) {
            case INFINITE -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private void checkHistograms() {
        types.forEach((name, type) -> {
            if (type.equals("histogram")) {
                final Map<Map<String, String>, TreeMap<Double, Double>> all = new HashMap<>();
                samples.get(name + "_bucket").forEach((labels, count) -> {
                    final var others = new TreeMap<>(labels);
                    final var bound = others.remove("le");
                    check(bound != null, "a bucket without bound", name);
                    all.computeIfAbsent(others, key -> new TreeMap<>()).put(value(String.valueOf(bound)), count);
                });
                all.forEach((labels, buckets) -> {
                    final var counts = new ArrayList<>(buckets.values());
                    check(counts.equals(counts.stream().sorted().toList()), "buckets that shrink", name + labels);
                    check(buckets.lastKey().isInfinite(), "no bucket without bound", name + labels);
                    // OpenMetrics leaves the count out where the sum is not known
                    final var total = samples.getOrDefault(name + "_count", Map.of()).get(labels);
                    check(buckets.lastEntry().getValue().equals(total) || isOpenMetrics && total == null,
                        "a count that is not that of the last bucket", name + labels);
                });
            }
        });
    }

    private static void check(final boolean isSo, final String complaint, final String where) {
        if (!isSo) {
            throw new AssertionError(complaint + ": " + where);
        }
    }
}
