/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.web;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Metrics of one scrape. A family is there from its first value on; names are without the endings that the format adds.
 * Lives for one scrape, for one thread.
 */
final class MetricFamilies {
    private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();
    private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
    private final Map<String, InfoSnapshot.Builder> infos = new LinkedHashMap<>();
    private final Map<String, HistogramSnapshot.Builder> histograms = new LinkedHashMap<>();

    /**
     * A family.
     *
     * @param name without prefix of the plugin and without ending
     * @param help what it counts
     */
    record Family(String name, String help) {
        String fullName() {
            return "coalescer_" + name;
        }
    }

    /**
     * Counters of one thing.
     *
     * @param since when they started from zero
     * @param labels which thing it is
     */
    record Source(Instant since, Labels labels) {
    }

    /**
     * Adds a counter.
     *
     * @param family which one
     * @param source what has counted
     * @param value how much
     * @param labels more labels, each a name and a value
     */
    void count(final Family family, final Source source, final long value, final String... labels) {
        counters.computeIfAbsent(family.fullName(),
            name -> CounterSnapshot.builder().name(name).help(family.help()))
            .dataPoint(CounterDataPointSnapshot.builder().value(value).labels(merge(source.labels(), labels))
                .createdTimestampMillis(source.since().toEpochMilli()).build());
    }

    /**
     * Adds a counter for each key.
     *
     * @param family which one
     * @param source what has counted
     * @param counts how much, by key
     * @param labels more labels, each a name and a value, and the name for the key at the end
     */
    void count(final Family family, final Source source, final Map<?, Long> counts, final String... labels) {
        counts.forEach((key, value) -> {
            final var all = new String[labels.length + 1];
            System.arraycopy(labels, 0, all, 0, labels.length);
            all[labels.length] = key.toString();
            count(family, source, value, all);
        });
    }

    /** Adds a value that goes up and down. */
    void gauge(final Family family, final Labels labels, final double value) {
        gauges.computeIfAbsent(family.fullName(), name -> GaugeSnapshot.builder().name(name).help(family.help()))
            .dataPoint(GaugeDataPointSnapshot.builder().value(value).labels(labels).build());
    }

    /** Adds what something is. */
    void info(final Family family, final Labels labels) {
        infos.computeIfAbsent(family.fullName(), name -> InfoSnapshot.builder().name(name).help(family.help()))
            .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build());
    }

    /**
     * Adds a histogram.
     *
     * @param family which one
     * @param source what has counted
     * @param sum of all values, NaN if unknown
     * @param buckets its buckets
     */
    void histogram(final Family family, final Source source, final double sum, final ClassicHistogramBuckets buckets) {
        final var point = HistogramDataPointSnapshot.builder();
        point.sum(sum).createdTimestampMillis(source.since().toEpochMilli()).labels(source.labels());
        histograms.computeIfAbsent(family.fullName(),
            name -> HistogramSnapshot.builder().name(name).help(family.help()))
            .dataPoint(point.classicHistogramBuckets(buckets).build());
    }

    /** All of them. */
    MetricSnapshots build() {
        final var all = MetricSnapshots.builder();
        infos.values().forEach(info -> all.metricSnapshot(info.build()));
        gauges.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
        counters.values().forEach(counter -> all.metricSnapshot(counter.build()));
        histograms.values().forEach(histogram -> all.metricSnapshot(histogram.build()));
        return all.build();
    }

    /** A constant by the name that the model has for it. */
    static String word(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Labels merge(final Labels labels, final String... more) {
        return more.length == 0 ? labels : labels.merge(Labels.of(more));
    }
}
