/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opendaylight.coalescer.api.FlowOrder;
import org.opendaylight.coalescer.api.FlowStatistics;
import org.opendaylight.coalescer.api.PortStatistics;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.flow.FlowReport;
import org.opendaylight.coalescer.core.flow.SequenceCounter;

/** Lists flows of several coalescers as one. Stateless, for any thread. */
final class FlowLister {
    private FlowLister() {
        // Hidden on purpose
    }

    static List<FlowStatistics> list(final Collection<CoalescerStatistics> sources, final int top,
            final FlowOrder order, final WallClock clock) {
        final var coreOrder = switch (order) {
            case BYTES -> org.opendaylight.coalescer.core.flow.FlowOrder.BYTES;
            case PACKETS -> org.opendaylight.coalescer.core.flow.FlowOrder.PACKETS;
            case GAPS -> org.opendaylight.coalescer.core.flow.FlowOrder.GAPS;
            case DUPLICATES -> org.opendaylight.coalescer.core.flow.FlowOrder.DUPLICATES;
        };
        final Map<FlowReport.Key, FlowReport> flows = new HashMap<>();
        final long now = System.nanoTime();
        for (var source : sources) {
            source.sequence().listFlows(top, coreOrder, now).forEach(flow ->
                flows.merge(flow.key(), flow, FlowLister::sum));
        }
        return flows.values().stream()
            .sorted(coreOrder.comparator())
            .limit(top)
            .map(flow -> statistics(flow, clock.at(flow.seenNs())))
            .toList();
    }

    /** A flow that changed its worker. */
    private static FlowReport sum(final FlowReport one, final FlowReport other) {
        final var first = one.traffic();
        final var second = other.traffic();
        return new FlowReport(one.key(), Math.max(one.seenNs(), other.seenNs()),
            new FlowReport.Traffic(first.packets() + second.packets(), first.bytes() + second.bytes(),
                first.superpackets() + second.superpackets(), first.segments() + second.segments()),
            sum(one.counts(), other.counts(), SequenceCounter.class),
            sum(one.seals(), other.seals(), SealReason.class));
    }

    private static <E extends Enum<E>> Map<E, Long> sum(final Map<E, Long> one, final Map<E, Long> other,
            final Class<E> kind) {
        final Map<E, Long> sums = new EnumMap<>(kind);
        sums.putAll(one);
        other.forEach((key, count) -> sums.merge(key, count, Long::sum));
        return sums;
    }

    private static FlowStatistics statistics(final FlowReport flow, final Instant lastSeen) {
        final var key = flow.key();
        final var traffic = flow.traffic();
        final var seals = new Tally();
        flow.seals().forEach(seals::add);
        return new FlowStatistics(
            new FlowStatistics.Key(key.isUdp(), key.source(), key.ports() >>> 16, key.destination(),
                key.ports() & 0xffff),
            lastSeen,
            new FlowStatistics.Traffic(traffic.packets(), traffic.bytes(), traffic.superpackets(), traffic.segments()),
            seals.byName(SealReason.class),
            new PortStatistics.Gaps(flow.count(SequenceCounter.GAPS), flow.count(SequenceCounter.GAP_BYTES),
                flow.count(SequenceCounter.RETRANSMISSION_SUSPECTED), flow.count(SequenceCounter.LATE_REORDER),
                flow.count(SequenceCounter.NEVER_FILLED), flow.count(SequenceCounter.GAPS_GIVEN_UP)),
            flow.count(SequenceCounter.DUPLICATE_PACKETS), flow.count(SequenceCounter.REORDERED_PACKETS));
    }
}
