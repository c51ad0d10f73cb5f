/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

/**
 * Puts the chains of one TCP flow back in order that the wire had reordered, and joins what has become contiguous.
 *
 * <p>Order is by timestamp value first: a retransmission moved in front of data with an older timestamp would make the
 * receiver drop that data (PAWS, RFC 7323 section 5). Both parts are taken relative to the first chain of a run, in
 * which nothing is further away than 2^30, so the order is total whatever a sender makes up.
 *
 * <p>Hot path: owned by one worker.
 */
final class ChainRepair {
    private static final int MAX_DISTANCE = 1 << 30;

    private final ChainStore chains;
    private final CoalescerStatistics statistics;
    private final long[] key;
    private final long[] spareKey;
    private final int[] spare;

    ChainRepair(final ChainStore chains, final CoalescerStatistics statistics, final int capacity) {
        this.chains = chains;
        this.statistics = statistics;
        key = new long[capacity];
        spareKey = new long[capacity];
        spare = new int[capacity];
    }

    /**
     * Repairs what lies between two barriers of a flow.
     *
     * @param order sealed chains in order of arrival; afterwards in order of emission, with {@link ChainStore#NONE} for
     *              chains that became part of others
     * @param count how many
     */
    void repair(final int[] order, final int count) {
        int from = 0;
        while (from < count) {
            final HeldEvent anchor = chains.event(order[from]);
            boolean sorted = true;
            key[from] = 0;
            int to = from + 1;
            while (to < count && isNear(anchor, chains.event(order[to]))) {
                key[to] = keyOf(anchor, chains.event(order[to]));
                sorted &= key[to] >= key[to - 1];
                to++;
            }
            if (!sorted) {
                measure(order, from, to);
                sort(order, from, to);
                merge(order, from, to);
            }
            from = to;
        }
    }

    private static boolean isNear(final HeldEvent anchor, final HeldEvent chain) {
        return anchor.isTimestamped() == chain.isTimestamped()
            && isNear(chain.sequence() - anchor.sequence())
            && (!anchor.isTimestamped() || isNear((int) (chain.timestamp - anchor.timestamp)));
    }

    private static boolean isNear(final int distance) {
        return distance >= -MAX_DISTANCE && distance <= MAX_DISTANCE;
    }

    private static long keyOf(final HeldEvent anchor, final HeldEvent chain) {
        final long age = anchor.isTimestamped() ? (int) (chain.timestamp - anchor.timestamp) : 0;
        return (age << Integer.SIZE) + (chain.sequence() - anchor.sequence());
    }

    /** Counts the segments that arrived late and how far they had fallen back (RFC 4737 section 4.2.2). */
    private void measure(final int[] order, final int from, final int to) {
        final long[] peak = spareKey;
        final int[] before = spare;
        int late = 0;
        int extent = 0;
        int segments = 0;
        long max = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            before[i] = segments;
            if (key[i] < max) {
                late += chains.event(order[i]).segments;
                extent = Math.max(extent, segments - before[firstAbove(peak, from, i, key[i])]);
            }
            max = Math.max(max, key[i]);
            peak[i] = max;
            segments += chains.event(order[i]).segments;
        }
        statistics.repaired(late, extent);
    }

    /** First of some ascending values that is greater than another one; the last of them is. */
    private static int firstAbove(final long[] ascending, final int from, final int to, final long value) {
        int low = from;
        int high = to - 1;
        while (low < high) {
            final int middle = low + high >>> 1;
            if (ascending[middle] > value) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Sorts by key: a stable merge sort from the bottom up. */
    private void sort(final int[] order, final int from, final int to) {
        for (int width = 1; width < to - from; width <<= 1) {
            for (int left = from; left + width < to; left += 2 * width) {
                final int right = left + width;
                // Neighbours in order already need no copying
                if (key[right] < key[right - 1]) {
                    mergeRuns(order, left, right, Math.min(right + width, to));
                }
            }
        }
    }

    private void mergeRuns(final int[] order, final int from, final int middle, final int to) {
        final int length = middle - from;
        System.arraycopy(order, from, spare, 0, length);
        System.arraycopy(key, from, spareKey, 0, length);
        int left = 0;
        int right = middle;
        int out = from;
        while (left < length) {
            if (right < to && key[right] < spareKey[left]) {
                key[out] = key[right];
                order[out++] = order[right++];
            } else {
                key[out] = spareKey[left];
                order[out++] = spare[left++];
            }
        }
    }

    private void merge(final int[] order, final int from, final int to) {
        int last = from;
        for (int i = from + 1; i < to; i++) {
            final int chain = order[i];
            if (!chains.merge(order[last], chain)) {
                last++;
                order[last] = chain;
            }
        }
        for (int i = last + 1; i < to; i++) {
            order[i] = ChainStore.NONE;
        }
    }
}
