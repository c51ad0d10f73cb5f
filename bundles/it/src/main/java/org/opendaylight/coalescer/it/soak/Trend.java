/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.opendaylight.coalescer.it.control.ProcessFootprint;

/**
 * Judges whether a process grows, by what it took at even intervals with the same to hold each time. Owned by one
 * thread.
 */
final class Trend {
    /** The first samples are of a process that is still warming up. */
    private static final int WARM_UP = 2;
    /** What a sample may differ from another one without any growth. */
    private static final long HEAP_BYTES = 4L << 20;
    private static final long THREADS = 4;
    private static final long DESCRIPTORS = 8;

    private final List<ProcessFootprint> samples = new ArrayList<>();

    void add(final ProcessFootprint sample) {
        samples.add(sample);
    }

    /** What has grown: the least of the last third is more than the most of the first third after the warm-up. */
    List<String> growth() {
        final var problems = new ArrayList<String>();
        judge(problems, "bytes of objects", ProcessFootprint::liveBytes, HEAP_BYTES);
        judge(problems, "threads", ProcessFootprint::threads, THREADS);
        judge(problems, "descriptors", ProcessFootprint::descriptors, DESCRIPTORS);
        return problems;
    }

    private void judge(final List<String> problems, final String what, final ToLongFunction<ProcessFootprint> number,
            final long tolerance) {
        final var steady = samples.stream().skip(WARM_UP).mapToLong(number).boxed().toList();
        final int third = steady.size() / 3;
        if (third == 0) {
            return;
        }
        final long before = steady.subList(0, third).stream().mapToLong(Long::longValue).max().orElseThrow();
        final long after = steady.subList(steady.size() - third, steady.size()).stream().mapToLong(Long::longValue)
            .min().orElseThrow();
        if (after > before + tolerance) {
            problems.add("the number of " + what + " grew from " + before + " to " + after);
        }
    }
}
