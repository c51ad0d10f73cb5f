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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last gaps of a coalescer. One thread records without ever waiting; any thread reads, and leaves out what is
 * overwritten under its eyes. Each entry starts with a stamp: odd while it is written, then twice the number of the
 * record. Stamp and fields are paired by the fences of a sequence lock. How a gap ended comes later than the rest, a
 * single value that is right at any time.
 */
final class GapLog {
    static final int CAPACITY = 64;

    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int TIME = 1;
    private static final int PORTS_VERSION = 2;
    private static final int SOURCE = 3;
    private static final int DESTINATION = 5;
    private static final int BEFORE_RANGE = 7;
    private static final int BEFORE_SIZE = 8;
    private static final int SEEN = 9;
    private static final int ENDING = 10;
    private static final int ENTRY = 11;
    private static final GapEnding[] ENDINGS = GapEnding.values();

    /** Entries, and behind them the number of records ever written. */
    private final long[] values = new long[CAPACITY * ENTRY + 1];

    /**
     * Records a gap. Owner's thread.
     *
     * @param records where to find the flow and the chain before the gap
     * @param record the flow
     * @param sequence first sequence number behind the gap
     * @param gapBytes bytes missing
     * @return number of the gap, from 0 on
     */
    long record(final FlowRecords records, final int record, final int sequence, final int gapBytes) {
        final long number = values[CAPACITY * ENTRY];
        final int base = base(number);
        VALUES.setOpaque(values, base, 2 * number + 1);
        VarHandle.storeStoreFence();
        put(base + TIME, System.currentTimeMillis() * 1_000_000);
        put(base + PORTS_VERSION, pair(records.ports(record), records.isIpv6(record) ? 6 : 4));
        put(base + SOURCE, records.addresses(record, 0));
        if (records.isIpv6(record)) {
            put(base + SOURCE + 1, records.addresses(record, 1));
            put(base + DESTINATION, records.addresses(record, 2));
            put(base + DESTINATION + 1, records.addresses(record, 3));
        }
        final int start = records.get(record, FlowRecords.LAST_START);
        final int end = records.get(record, FlowRecords.LAST_END);
        put(base + BEFORE_RANGE, pair(start, end));
        put(base + BEFORE_SIZE, pair(records.get(record, FlowRecords.LAST_SEGMENTS), end - start));
        put(base + SEEN, pair(sequence, gapBytes));
        put(base + ENDING, GapEnding.OPEN.ordinal());
        VALUES.setRelease(values, base, 2 * number + 2);
        VALUES.setRelease(values, CAPACITY * ENTRY, number + 1);
        return number;
    }

    /** Notes how a gap ended, unless it is forgotten. Owner's thread. */
    void end(final long number, final GapEnding ending) {
        if (values[CAPACITY * ENTRY] - number <= CAPACITY) {
            put(base(number) + ENDING, ending.ordinal());
        }
    }

    /** Notes that all gaps that are still open ended so. Owner's thread. */
    void endAll(final GapEnding ending) {
        for (int base = 0; base < CAPACITY * ENTRY; base += ENTRY) {
            if (values[base + ENDING] == GapEnding.OPEN.ordinal()) {
                put(base + ENDING, ending.ordinal());
            }
        }
    }

    /** The last gaps, oldest first. Any thread. */
    List<GapEvent> events() {
        final long count = (long) VALUES.getAcquire(values, CAPACITY * ENTRY);
        final List<GapEvent> events = new ArrayList<>(CAPACITY);
        final long[] entry = new long[ENTRY];
        for (long number = Math.max(0, count - CAPACITY); number < count; number++) {
            final int base = base(number);
            final long stamp = (long) VALUES.getAcquire(values, base);
            for (int i = TIME; i < ENTRY; i++) {
                entry[i] = (long) VALUES.getOpaque(values, base + i);
            }
            VarHandle.acquireFence();
            if (stamp == 2 * number + 2 && stamp == (long) VALUES.getOpaque(values, base)) {
                events.add(decode(entry));
            }
        }
        return List.copyOf(events);
    }

    /** A gap that is not forgotten. Owner's thread. */
    GapEvent event(final long number) {
        final int base = base(number);
        return decode(Arrays.copyOfRange(values, base, base + ENTRY));
    }

    private static int base(final long number) {
        return (int) (number % CAPACITY) * ENTRY;
    }

    private void put(final int index, final long value) {
        VALUES.setOpaque(values, index, value);
    }

    private static long pair(final int high, final int low) {
        return (long) high << 32 | low & 0xffff_ffffL;
    }

    private static GapEvent decode(final long[] entry) {
        final boolean ipv6 = (int) entry[PORTS_VERSION] == 6;
        return new GapEvent(entry[TIME], RawAddress.read(entry, SOURCE, ipv6, false),
            RawAddress.read(entry, SOURCE, ipv6, true), (int) (entry[PORTS_VERSION] >>> 32),
            new GapEvent.Before((int) (entry[BEFORE_RANGE] >>> 32), (int) entry[BEFORE_RANGE],
                (int) (entry[BEFORE_SIZE] >>> 32), (int) entry[BEFORE_SIZE]),
            (int) (entry[SEEN] >>> 32), (int) entry[SEEN], ENDINGS[(int) entry[ENDING]]);
    }
}
