/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import java.util.Arrays;

/**
 * Ranges of sequence numbers that flows are waiting for. Those of a flow form a list in ascending order; all together
 * form another one by age. A gap is one range, or several once its middle has been filled: ranges of one gap share its
 * number and all that is known of it.
 *
 * <p>Hot path: owned by one worker. Nothing is allocated but when more ranges are open than ever.
 */
final class MissingRanges {
    static final int NONE = FlowRecords.NONE;

    /** First sequence number missing. */
    static final int FROM = 0;
    /** Sequence number behind the last one missing. */
    static final int TO = 1;
    /** The next range of the same flow, or {@link #NONE}. */
    static final int NEXT = 2;
    /** Index of the last packet with a lower sequence number. */
    static final int LAST_BELOW = 3;
    /** Index of the packet that opened the gap. */
    static final int OPEN_INDEX = 4;
    /** Its TSval, meaningful with {@link #TIMESTAMPED}. */
    static final int TIMESTAMP = 5;
    /** What is known of the gap. */
    static final int FLAGS = 6;
    /** Record of the flow. */
    static final int FLOW = 7;

    /** The packet that opened the gap had a timestamp. */
    static final int TIMESTAMPED = 1;
    /** Something that filled a part of the gap looked like a retransmission. */
    static final int RETRANSMITTED = 2;
    /** A part of the gap is no longer watched. */
    static final int GIVEN_UP = 4;

    private static final int OLDER = 8;
    private static final int YOUNGER = 9;
    private static final int INTS = 10;

    private static final int OPENED = 0;
    private static final int NUMBER = 1;
    private static final int LONGS = 2;

    private static final int INITIAL_CAPACITY = 16;

    private int[] ints = new int[INITIAL_CAPACITY * INTS];
    private long[] longs = new long[INITIAL_CAPACITY * LONGS];
    private int allocated;
    private int free = NONE;
    private int oldest = NONE;
    private int youngest = NONE;

    int get(final int range, final int field) {
        return ints[range * INTS + field];
    }

    void set(final int range, final int field, final int value) {
        ints[range * INTS + field] = value;
    }

    /** When the gap was opened. */
    long openedNs(final int range) {
        return longs[range * LONGS + OPENED];
    }

    /** Number of the gap. */
    long number(final int range) {
        return longs[range * LONGS + NUMBER];
    }

    /** The range open for longest, {@link #NONE} if nothing is missing. */
    int oldest() {
        return oldest;
    }

    /**
     * Makes the range of a new gap, the youngest one. Its fields are the caller's to set.
     *
     * @param nowNs the time
     * @param number number of the gap
     * @return the range
     */
    int open(final long nowNs, final long number) {
        final int range = allocate();
        longs[range * LONGS + OPENED] = nowNs;
        longs[range * LONGS + NUMBER] = number;
        insert(range, youngest);
        return range;
    }

    /**
     * Leaves a hole in a range, so that there are two.
     *
     * @param range the range, which keeps what is in front of the hole
     * @param from start of the hole
     * @param to end of the hole, where the new range starts
     */
    void split(final int range, final int from, final int to) {
        final int rest = allocate();
        System.arraycopy(ints, range * INTS, ints, rest * INTS, INTS);
        System.arraycopy(longs, range * LONGS, longs, rest * LONGS, LONGS);
        insert(rest, range);
        set(rest, FROM, to);
        set(range, TO, from);
        set(range, NEXT, rest);
    }

    /** Forgets a range, which nobody must refer to any more. */
    void remove(final int range) {
        final int older = get(range, OLDER);
        final int younger = get(range, YOUNGER);
        if (older == NONE) {
            oldest = younger;
        } else {
            set(older, YOUNGER, younger);
        }
        if (younger == NONE) {
            youngest = older;
        } else {
            set(younger, OLDER, older);
        }
        set(range, NEXT, free);
        free = range;
    }

    private int allocate() {
        if (free != NONE) {
            final int range = free;
            free = get(range, NEXT);
            return range;
        }
        if (allocated * INTS == ints.length) {
            ints = Arrays.copyOf(ints, 2 * ints.length);
            longs = Arrays.copyOf(longs, 2 * longs.length);
        }
        return allocated++;
    }

    /** Puts a range behind another one in the list by age. */
    private void insert(final int range, final int older) {
        final int younger = older == NONE ? oldest : get(older, YOUNGER);
        set(range, OLDER, older);
        set(range, YOUNGER, younger);
        if (older == NONE) {
            oldest = range;
        } else {
            set(older, YOUNGER, range);
        }
        if (younger == NONE) {
            youngest = range;
        } else {
            set(younger, OLDER, range);
        }
    }
}
