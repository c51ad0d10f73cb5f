/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.EnumCounters;

/**
 * What was counted about the order of TCP data. Written by one {@link FlowTracker}, read by any thread. Counters never
 * go back; who wants to clear them keeps a baseline. The object may outlive its tracker and serve the next one.
 *
 * <p>A gap ends by the clock even if no packet comes that would make the tracker look at it: readers pass the time and
 * see it. So that they see each gap once, open or ended, the writer brackets its changes by {@link #version}: odd
 * meanwhile. Its stores are paired with the readers' loads by the fences of a sequence lock.
 */
public final class SequenceStatistics {
    /**
     * A gap has ended by the clock of a reader after this time: more than its lifetime by what any packet is held. As
     * long as packets come, the tracker sees to those that are open, by a clock that is behind the reader's by as much:
     * what has ended here must not be filled there.
     */
    static final long GAP_EXPIRY_NS = FlowTracker.GAP_LIFETIME_NS + 1_000_000_000L;
    private static final VarHandle VERSION;

    static {
        try {
            VERSION = MethodHandles.lookup().findVarHandle(SequenceStatistics.class, "version", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final EnumCounters<SequenceCounter> counters = new EnumCounters<>(SequenceCounter.class);
    private final EnumCounters<Gauge> gauges = new EnumCounters<>(Gauge.class);
    private final GapLog log = new GapLog();
    private final @Nullable GapListener listener;
    private volatile @Nullable FlowRecords records;
    private long version;

    private enum Gauge { OPEN_GAPS, YOUNGEST_GAP_NS, FLOWS, REORDERING_EXTENT }

    /** Makes statistics of which only the last gaps can be asked. */
    public SequenceStatistics() {
        this(null);
    }

    /**
     * Makes statistics that tell of every gap.
     *
     * @param listener is told, null for nobody
     */
    public SequenceStatistics(final @Nullable GapListener listener) {
        this.listener = listener;
    }

    /**
     * Reads a counter. Any thread.
     *
     * @param counter which one
     * @param nowNs time of the clock that the tracker is told
     * @return its value
     */
    public long get(final SequenceCounter counter, final long nowNs) {
        if (counter != SequenceCounter.NEVER_FILLED) {
            return counters.get(counter);
        }
        while (true) {
            final long before = (long) VERSION.getAcquire(this);
            final long value = counters.get(counter) + (allExpired(nowNs) ? gauges.get(Gauge.OPEN_GAPS) : 0);
            VarHandle.acquireFence();
            if ((before & 1) == 0 && before == (long) VERSION.getOpaque(this)) {
                return value;
            }
            Thread.onSpinWait();
        }
    }

    /**
     * Gaps that are open: neither filled nor given up, and not for too long. Any thread.
     *
     * @param nowNs time of the clock that the tracker is told
     * @return how many
     */
    public long openGaps(final long nowNs) {
        return allExpired(nowNs) ? 0 : gauges.get(Gauge.OPEN_GAPS);
    }

    /**
     * Lists flows that are remembered. Any thread.
     *
     * @param top most flows listed, 1 or more
     * @param order what comes first
     * @param nowNs time of the clock that the tracker is told
     * @return the flows, the first one first, without those that have been idle for a minute
     */
    public List<FlowReport> listFlows(final int top, final FlowOrder order, final long nowNs) {
        final FlowRecords current = records;
        return current == null ? List.of() : current.list(top, order, nowNs);
    }

    /** Flows that are remembered. Any thread. */
    public long flows() {
        return gauges.get(Gauge.FLOWS);
    }

    /** The largest reordering extent seen (RFC 4737 section 4.2.2), in packets. Any thread. */
    public long maxReorderingExtent() {
        return gauges.get(Gauge.REORDERING_EXTENT);
    }

    /**
     * The last 64 gaps, oldest first. Any thread.
     *
     * @param nowNs time of the clock that the tracker is told
     * @return the gaps
     */
    public List<GapEvent> gaps(final long nowNs) {
        final List<GapEvent> events = log.events();
        return !allExpired(nowNs) ? events : events.stream()
            .map(event -> event.ending() == GapEnding.OPEN ? event.endedAs(GapEnding.NEVER_FILLED) : event)
            .toList();
    }

    private boolean allExpired(final long nowNs) {
        return nowNs - gauges.get(Gauge.YOUNGEST_GAP_NS) >= GAP_EXPIRY_NS;
    }

    void reordered(final int extent) {
        if (extent > gauges.get(Gauge.REORDERING_EXTENT)) {
            gauges.set(Gauge.REORDERING_EXTENT, extent);
        }
    }

    void add(final SequenceCounter counter, final long delta) {
        counters.add(counter, delta);
    }

    void increment(final SequenceCounter counter) {
        counters.increment(counter);
    }

    /** Lists the flows of another tracker from now on. */
    void listFrom(final FlowRecords current) {
        records = current;
    }

    void setFlows(final int flows) {
        gauges.set(Gauge.FLOWS, flows);
    }

    /** Counts a gap, which is open now, and returns its number. */
    long gapOpened(final FlowRecords flows, final int record, final int sequence, final long nowNs) {
        final int bytes = sequence - flows.get(record, FlowRecords.EXPECTED);
        final long number = log.record(flows, record, sequence, bytes);
        beginChange();
        counters.increment(SequenceCounter.GAPS);
        counters.add(SequenceCounter.GAP_BYTES, bytes);
        gauges.add(Gauge.OPEN_GAPS, 1);
        gauges.set(Gauge.YOUNGEST_GAP_NS, nowNs);
        endChange();
        final GapListener told = listener;
        if (told != null) {
            told.opened(number, log.event(number).seenAt(nowNs));
        }
        return number;
    }

    /** Counts the end of a gap. */
    void gapEnded(final long number, final GapEnding ending) {
        log.end(number, ending);
        countEnded(ending, 1);
        final GapListener told = listener;
        if (told != null) {
            told.ended(number, ending);
        }
    }

    /** Ends what an earlier tracker has left open. */
    void abandonGaps() {
        log.endAll(GapEnding.NEVER_FILLED);
        countEnded(GapEnding.NEVER_FILLED, gauges.get(Gauge.OPEN_GAPS));
    }

    private void countEnded(final GapEnding ending, final long gaps) {
        beginChange();
        counters.add(ending.counter(), gaps);
        gauges.add(Gauge.OPEN_GAPS, -gaps);
        endChange();
    }

    private void beginChange() {
        VERSION.setOpaque(this, version + 1);
        VarHandle.storeStoreFence();
    }

    private void endChange() {
        VERSION.setRelease(this, version + 1);
    }
}
