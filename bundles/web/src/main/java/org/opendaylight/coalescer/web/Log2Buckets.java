/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.web;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import java.util.Map;

/**
 * Makes buckets of Prometheus, which begin at nothing and end at a bound, of ours, which begin at a power of two. The
 * bounds are always the same, whatever was counted. Immutable.
 *
 * @param first exponent of the first bound
 * @param last exponent of the last bound but infinity
 * @param unit what a value of 1 is
 * @param isWhole values are whole numbers: a bound is the greatest value below the power of two
 */
record Log2Buckets(int first, int last, double unit, boolean isWhole) {
    /** Segments of a superpacket. */
    static final Log2Buckets SEGMENTS = new Log2Buckets(2, 6, 1, true);
    /** Bytes of a superpacket. */
    static final Log2Buckets BYTES = new Log2Buckets(8, 16, 1, true);
    /** Microseconds that became seconds. */
    static final Log2Buckets MICROS = new Log2Buckets(1, 16, 1e-6, false);

    /**
     * Sorts counts into buckets.
     *
     * @param counts by the lower bound of our bucket
     */
    ClassicHistogramBuckets of(final Map<Integer, Long> counts) {
        final var buckets = ClassicHistogramBuckets.builder();
        long below = 0;
        for (int exponent = first; exponent <= last; exponent++) {
            final long bound = 1L << exponent;
            final long upTo = counts.entrySet().stream().filter(count -> count.getKey() < bound)
                .mapToLong(Map.Entry::getValue).sum();
            buckets.bucket((isWhole ? bound - 1 : bound) * unit, upTo - below);
            below = upTo;
        }
        return buckets.bucket(Double.POSITIVE_INFINITY,
            counts.values().stream().mapToLong(Long::longValue).sum() - below).build();
    }
}
