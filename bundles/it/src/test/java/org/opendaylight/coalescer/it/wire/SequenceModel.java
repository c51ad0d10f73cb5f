/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.opendaylight.coalescer.it.relay.RelayEvent;
import org.opendaylight.coalescer.it.relay.RelayEvent.Segment;

/**
 * The sequence statistics of a port, worked out segment by segment with plain lists. Has the names of the leaves. Not
 * for more than 2^30 bytes of a flow, nor for flows that stand still for a minute.
 */
public final class SequenceModel {
    private static final int MAX_RANGES = 4;
    private static final int N_REORDERED = 3;
    private static final long GAP_LIFETIME_NS = Duration.ofSeconds(3).toNanos();
    private static final int SYN = 2;
    private static final int RST = 4;

    private final Map<String, Flow> flows = new HashMap<>();
    private final Map<String, Long> counters = new TreeMap<>();
    private final long reorderWindowNs;

    /**
     * Makes a model that has seen nothing.
     *
     * @param reorderWindowNs what fills a gap later than this is a retransmission
     */
    public SequenceModel(final long reorderWindowNs) {
        this.reorderWindowNs = reorderWindowNs;
    }

    private static final class Flow {
        private final List<Range> missing = new ArrayList<>();
        private long expected;
        private long floor;
        private long origin;
        private long index;
    }

    private static final class Gap {
        private final long openedNs;
        private final long timestamp;
        private final long openIndex;
        private boolean retransmitted;
        private boolean givenUp;

        Gap(final long openedNs, final long timestamp, final long openIndex) {
            this.openedNs = openedNs;
            this.timestamp = timestamp;
            this.openIndex = openIndex;
        }
    }

    private static final class Range {
        private final Gap gap;
        private final long from;
        private final long until;
        private long lastBelow;

        Range(final Gap gap, final long from, final long until, final long lastBelow) {
            this.gap = gap;
            this.from = from;
            this.until = until;
            this.lastBelow = lastBelow;
        }
    }

    /**
     * Takes a good TCP segment that reaches the port.
     *
     * @param event the log's line
     * @param segment what is in it
     */
    public void take(final RelayEvent event, final Segment segment) {
        if ((segment.flags() & RST) != 0) {
            return;
        }
        flows.values().forEach(flow -> expire(flow, event.timeNs()));
        final var known = flows.get(segment.flow());
        final long start = known == null ? segment.sequence()
            : known.expected + (int) (segment.sequence() - known.expected);
        final long end = start + segment.payload();
        if ((segment.flags() & SYN) != 0) {
            begin(segment.flow(), known, end + 1);
        } else if (segment.payload() > 0) {
            if (known == null) {
                begin(segment.flow(), null, start);
                final var flow = flows.get(segment.flow());
                flow.expected = end;
                flow.index = 1;
            } else if (start >= known.expected) {
                ahead(known, start, end, new Gap(event.timeNs(), segment.timestamp(), known.index + 1));
            } else {
                behind(known, new Arrival(event.timeNs(), segment.timestamp(), start, end));
            }
        }
    }

    /** A segment below the highest one. */
    private record Arrival(long timeNs, long timestamp, long start, long end) {
        boolean fills(final Range range) {
            return start < range.until && end > range.from;
        }
    }

    private void begin(final String name, final Flow known, final long origin) {
        if (known != null && (int) (known.origin - origin) == 0) {
            return;
        }
        if (known != null) {
            known.missing.stream().map(range -> range.gap).distinct().forEach(gap -> count("never-filled", 1));
        }
        final var flow = new Flow();
        flow.origin = origin;
        flow.floor = origin;
        flow.expected = origin;
        flows.put(name, flow);
    }

    private void ahead(final Flow flow, final long start, final long end, final Gap gap) {
        flow.index++;
        if (start > flow.expected) {
            count("gaps", 1);
            count("gap-bytes", start - flow.expected);
            flow.missing.add(new Range(gap, flow.expected, start, flow.index - 1));
            giveUp(flow);
        }
        flow.expected = end;
    }

    private void behind(final Flow flow, final Arrival arrival) {
        final var filled = flow.missing.stream().filter(arrival::fills).toList();
        final long judged = Math.min(arrival.end, flow.expected) - Math.max(arrival.start, flow.floor);
        final long missing = filled.stream().mapToLong(range -> Math.min(arrival.end, range.until)
            - Math.max(arrival.start, range.from)).sum();
        final long duplicate = Math.max(0, judged - missing);
        if (duplicate > 0) {
            count("duplicate-bytes", duplicate);
        }
        if (duplicate == arrival.end - arrival.start) {
            count("duplicate-packets", 1);
            return;
        }
        flow.index++;
        boolean lowest = true;
        for (var range : filled) {
            fill(flow, range, arrival, lowest);
            lowest = false;
        }
        flow.missing.stream().filter(range -> range.from > arrival.start)
            .forEach(range -> range.lastBelow = flow.index);
        flow.expected = Math.max(flow.expected, arrival.end);
        giveUp(flow);
    }

    private void fill(final Flow flow, final Range range, final Arrival arrival, final boolean lowest) {
        final var gap = range.gap;
        final boolean retransmitted = arrival.timeNs - gap.openedNs > reorderWindowNs
            || arrival.timestamp >= 0 && gap.timestamp >= 0 && (int) (arrival.timestamp - gap.timestamp) > 0;
        gap.retransmitted |= retransmitted;
        if (lowest && !retransmitted) {
            count("reordered-packets", 1);
            counters.merge("max-reordering-extent", flow.index - gap.openIndex, Math::max);
            if (flow.index - range.lastBelow - 1 >= N_REORDERED) {
                count("n-reordered-packets", 1);
            }
        }
        flow.missing.remove(range);
        if (arrival.start > range.from) {
            flow.missing.add(new Range(gap, range.from, arrival.start, range.lastBelow));
        }
        if (arrival.end < range.until) {
            flow.missing.add(new Range(gap, arrival.end, range.until, range.lastBelow));
        }
        flow.missing.sort(Comparator.comparingLong(each -> each.from));
        endIfFilled(flow, gap);
    }

    private void giveUp(final Flow flow) {
        while (flow.missing.size() > MAX_RANGES) {
            final var lost = flow.missing.removeFirst();
            flow.floor = lost.until;
            lost.gap.givenUp = true;
            endIfFilled(flow, lost.gap);
        }
    }

    private void expire(final Flow flow, final long timeNs) {
        while (!flow.missing.isEmpty() && timeNs - flow.missing.getFirst().gap.openedNs >= GAP_LIFETIME_NS) {
            final var gap = flow.missing.getFirst().gap;
            flow.floor = flow.missing.stream().filter(range -> range.gap == gap)
                .mapToLong(range -> range.until).max().orElseThrow();
            flow.missing.removeIf(range -> range.gap == gap);
            count(gap.givenUp ? "gaps-given-up" : "never-filled", 1);
        }
    }

    private void endIfFilled(final Flow flow, final Gap gap) {
        if (flow.missing.stream().noneMatch(range -> range.gap == gap)) {
            count(gap.givenUp ? "gaps-given-up" : gap.retransmitted ? "retransmission-suspected" : "late-reorder", 1);
        }
    }

    private void count(final String leaf, final long amount) {
        counters.merge(leaf, amount, Long::sum);
    }

    /**
     * One counter.
     *
     * @param leaf its name
     * @return what it has to be
     */
    public long at(final String leaf) {
        return counters.getOrDefault(leaf, 0L);
    }

    /** Gaps that are open now. */
    public long open() {
        return flows.values().stream().flatMap(flow -> flow.missing.stream()).map(range -> range.gap).distinct()
            .count();
    }

    @Override
    public String toString() {
        return counters.toString();
    }
}
