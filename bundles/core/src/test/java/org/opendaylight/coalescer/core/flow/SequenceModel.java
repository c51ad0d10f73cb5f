/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The definitions of {@link FlowTracker} in the plainest way: a table that says of every single byte of one flow
 * whether it is missing, and the list of all packets that came. Sequence numbers are plain numbers that never wrap.
 */
final class SequenceModel {
    /** A gap that was opened. */
    private static final class Gap {
        final long openedMs;
        final Long timestamp;
        boolean retransmitted;
        boolean givenUp;
        boolean ended;

        Gap(final long openedMs, final Long timestamp) {
            this.openedMs = openedMs;
            this.timestamp = timestamp;
        }
    }

    final Map<SequenceCounter, Long> counts = new HashMap<>();
    long maxExtent;

    /** Missing bytes and their gaps. */
    private final TreeMap<Integer, Gap> missing = new TreeMap<>();
    private final Set<Gap> gaps = new HashSet<>();
    /** Where packets began that were no duplicates, in order of arrival. */
    private final List<Integer> starts = new ArrayList<>();
    private int expected;
    private int floor;

    SequenceModel() {
        Arrays.stream(SequenceCounter.values()).forEach(counter -> counts.put(counter, 0L));
    }

    private void add(final SequenceCounter counter, final long count) {
        counts.merge(counter, count, Long::sum);
    }

    /** Time passes: gaps that have been open too long end. */
    void pass(final long nowMs) {
        for (final Gap gap : List.copyOf(gaps)) {
            if (!gap.ended && nowMs - gap.openedMs >= 3000) {
                missing.forEach((at, of) -> floor = of == gap ? Math.max(floor, at + 1) : floor);
                missing.values().removeIf(of -> of == gap);
                end(gap, SequenceCounter.NEVER_FILLED);
            }
        }
    }

    void packet(final long nowMs, final int from, final int to, final Long timestamp) {
        if (starts.isEmpty()) {
            starts.add(from);
            floor = from;
            expected = to;
            return;
        }
        final List<Integer> filled = new ArrayList<>();
        int seen = 0;
        for (int at = Math.max(from, floor); at < Math.min(to, expected); at++) {
            if (missing.containsKey(at)) {
                filled.add(at);
            } else {
                seen++;
            }
        }
        add(SequenceCounter.DUPLICATE_BYTES, seen);
        if (seen == to - from) {
            add(SequenceCounter.DUPLICATE_PACKETS, 1);
            return;
        }
        if (!filled.isEmpty()) {
            fill(nowMs, filled, timestamp);
        }
        starts.add(from);
        if (from > expected) {
            add(SequenceCounter.GAPS, 1);
            add(SequenceCounter.GAP_BYTES, from - expected);
            final Gap gap = new Gap(nowMs, timestamp);
            gaps.add(gap);
            for (int at = expected; at < from; at++) {
                missing.put(at, gap);
            }
        }
        expected = Math.max(expected, to);
        giveUp();
    }

    private void fill(final long nowMs, final List<Integer> filled, final Long timestamp) {
        final int first = filled.get(0);
        if (looksRetransmitted(missing.get(first), nowMs, timestamp)) {
            missing.get(first).retransmitted = true;
        } else {
            add(SequenceCounter.REORDERED_PACKETS, 1);
            int overtaking = 0;
            while (starts.get(starts.size() - 1 - overtaking) > first) {
                overtaking++;
            }
            add(SequenceCounter.N_REORDERED_PACKETS, overtaking >= 3 ? 1 : 0);
            int earliest = 0;
            while (starts.get(earliest) < first) {
                earliest++;
            }
            maxExtent = Math.max(maxExtent, starts.size() - earliest);
        }
        for (final int at : filled) {
            final Gap gap = missing.remove(at);
            gap.retransmitted |= looksRetransmitted(gap, nowMs, timestamp);
            if (!missing.containsValue(gap)) {
                end(gap, gap.retransmitted ? SequenceCounter.RETRANSMISSION_SUSPECTED
                    : SequenceCounter.LATE_REORDER);
            }
        }
    }

    private static boolean looksRetransmitted(final Gap gap, final long nowMs, final Long timestamp) {
        return nowMs - gap.openedMs > 10
            || gap.timestamp != null && timestamp != null && timestamp > gap.timestamp;
    }

    /** Watches four ranges at most. */
    private void giveUp() {
        while (ranges() > 4) {
            int at = missing.firstKey();
            final Gap gap = missing.get(at);
            gap.givenUp = true;
            while (missing.remove(at, gap)) {
                at++;
            }
            floor = Math.max(floor, at);
            if (!missing.containsValue(gap)) {
                end(gap, SequenceCounter.GAPS_GIVEN_UP);
            }
        }
    }

    private int ranges() {
        int ranges = 0;
        for (final int at : missing.keySet()) {
            ranges += missing.containsKey(at - 1) ? 0 : 1;
        }
        return ranges;
    }

    private void end(final Gap gap, final SequenceCounter how) {
        gap.ended = true;
        add(gap.givenUp ? SequenceCounter.GAPS_GIVEN_UP : how, 1);
    }
}
