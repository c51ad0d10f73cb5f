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
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Numbers kept for each TCP and UDP flow, found by addresses and ports, in order of last use. A record is named by a
 * small number, which is good until it is removed. Memory grows by doubling with the flows in use.
 *
 * <p>Any thread may list flows: what tells a flow is bracketed by a stamp, odd while a record is free or changes hands,
 * and counts are right at any time. Stamp and fields are paired by the fences of a sequence lock.
 *
 * <p>Hot path: owned by one worker. Nothing is allocated but when a new flow makes the table larger than ever.
 */
final class FlowRecords {
    static final int NONE = -1;

    /** Sequence number expected next: the highest end seen. */
    static final int EXPECTED = 0;
    /** Sequence number below which nothing is known. */
    static final int FLOOR = 1;
    /** First sequence number of the connection, as far as seen. */
    static final int ORIGIN = 2;
    /** Packets so far without duplicates, 0 for a new record. */
    static final int INDEX = 3;
    /** The lowest missing range, {@link #NONE} if nothing is missing. */
    static final int FIRST_RANGE = 4;
    /** The chain that arrived last: where it started. */
    static final int LAST_START = 5;
    /** Where it ended. */
    static final int LAST_END = 6;
    /** Its segments. */
    static final int LAST_SEGMENTS = 7;

    private static final int HASH = 8;
    private static final int BUCKET_NEXT = 9;
    private static final int NEWER = 10;
    private static final int OLDER = 11;
    private static final int INTS = 16;

    private static final int ADDRESSES = 0;
    private static final int ADDRESS_LONGS = 4;
    private static final int KEY = 4;
    private static final int SEEN = 5;
    private static final int PACKETS = 6;
    private static final int BYTES = 7;
    private static final int STAMP = 8;
    private static final int SUPERPACKETS = 9;
    private static final int SEGMENTS = 10;
    private static final int COUNTS = 11;
    private static final SequenceCounter[] COUNTERS = SequenceCounter.values();
    private static final int SEALS = COUNTS + COUNTERS.length;
    private static final SealReason[] SEAL_REASONS = SealReason.values();
    private static final int LONGS = SEALS + SEAL_REASONS.length;
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);

    private static final long V6 = 1L << 32;
    private static final long UDP = 1L << 33;
    private static final int INITIAL_CAPACITY = 8;

    private final FlowHash hash;
    private ByteBuffer net;
    private int[] ints = new int[INITIAL_CAPACITY * INTS];
    private long[] longs = new long[INITIAL_CAPACITY * LONGS];
    /** The same array, as other threads find it. */
    private final AtomicReference<long[]> listed = new AtomicReference<>(longs);
    private int[] buckets = new int[2 * INITIAL_CAPACITY];

    private int size;
    /** Records ever used; those that are free again are linked behind {@link #free}. */
    private int allocated;
    private int free = NONE;
    private int newest = NONE;
    private int oldest = NONE;
    /** The record found last. */
    private int recent = NONE;

    FlowRecords(final PacketMemory memory, final FlowHash hash) {
        net = memory.net();
        this.hash = hash;
        Arrays.fill(buckets, NONE);
    }

    /** Looks for packets elsewhere from now on: keys are copies. */
    void setMemory(final PacketMemory memory) {
        net = memory.net();
    }

    int size() {
        return size;
    }

    /** The record not used for longest, {@link #NONE} if there is none. */
    int oldest() {
        return oldest;
    }

    int get(final int record, final int field) {
        return ints[record * INTS + field];
    }

    void set(final int record, final int field, final int value) {
        ints[record * INTS + field] = value;
    }

    /** Time of last use. */
    long seenNs(final int record) {
        return longs[record * LONGS + SEEN];
    }

    boolean isIpv6(final int record) {
        return (longs[record * LONGS + KEY] & V6) != 0;
    }

    /** Ports, source in the upper half. */
    int ports(final int record) {
        return (int) longs[record * LONGS + KEY];
    }

    /** Addresses as they stand in the header: one long of IPv4, four of IPv6. */
    long addresses(final int record, final int index) {
        return longs[record * LONGS + ADDRESSES + index];
    }

    /**
     * Looks for the flow of a packet.
     *
     * @param off offset of its IP header
     * @param ports its ports, source in the upper half
     * @return the record, or {@link #NONE}
     */
    int find(final int off, final int ports) {
        final long key = key(off, ports);
        final int last = recent;
        if (last != NONE && matches(last, off, key)) {
            return last;
        }
        final int code = (int) hash.of(net, off, key);
        int record = buckets[code & buckets.length - 1];
        while (record != NONE && (get(record, HASH) != code || !matches(record, off, key))) {
            record = get(record, BUCKET_NEXT);
        }
        if (record != NONE) {
            recent = record;
        }
        return record;
    }

    /**
     * Makes a record for a flow that has none. It is the newest one, its index is 0, and nothing is missing.
     *
     * @param off offset of the IP header of a packet
     * @param ports its ports
     * @param nowNs the time, that of its first use
     * @return the record
     */
    int add(final int off, final int ports, final long nowNs) {
        final int record = allocate();
        final long key = key(off, ports);
        final int code = (int) hash.of(net, off, key);
        final int at = record * LONGS;
        VarHandle.storeStoreFence();
        longs[at + KEY] = key;
        longs[at + SEEN] = nowNs;
        longs[at + PACKETS] = 0;
        longs[at + BYTES] = 0;
        Arrays.fill(longs, at + SUPERPACKETS, at + LONGS, 0);
        if ((key & V6) == 0) {
            longs[at + ADDRESSES] = net.getLong(off + Ipv4.SOURCE);
        } else {
            for (int i = 0; i < ADDRESS_LONGS; i++) {
                longs[at + ADDRESSES + i] = net.getLong(off + Ipv6.SOURCE + i * Long.BYTES);
            }
        }
        VALUES.setRelease(longs, at + STAMP, longs[at + STAMP] + 1);
        set(record, INDEX, 0);
        set(record, FIRST_RANGE, NONE);
        set(record, HASH, code);
        intoBucket(record);
        becomeNewest(record);
        size++;
        recent = record;
        return record;
    }

    /** Notes that a flow is in use. */
    void touch(final int record, final long nowNs) {
        longs[record * LONGS + SEEN] = nowNs;
        if (newest != record) {
            unlink(record);
            becomeNewest(record);
        }
    }

    /** Counts what a flow has sent. */
    void addTraffic(final int record, final int packets, final int bytes) {
        final int at = record * LONGS;
        longs[at + PACKETS] += packets;
        longs[at + BYTES] += bytes;
    }

    /** Counts something else about a flow. */
    void count(final int record, final SequenceCounter counter, final long delta) {
        longs[record * LONGS + COUNTS + counter.ordinal()] += delta;
    }

    /** What {@link #byTicket} finds a flow by as long as it is not removed. */
    long ticket(final int record) {
        return longs[record * LONGS + STAMP] << Integer.SIZE | record;
    }

    /** The record of a flow, {@link #NONE} if it has been removed. */
    int byTicket(final long ticket) {
        final int record = (int) ticket;
        return (int) longs[record * LONGS + STAMP] == (int) (ticket >>> Integer.SIZE) ? record : NONE;
    }

    /** Counts a chain of a flow. */
    void addChain(final int record, final SealReason why) {
        longs[record * LONGS + SEALS + why.ordinal()]++;
    }

    /** Counts a superpacket of a flow. */
    void addSuperpacket(final int record, final int segments) {
        final int at = record * LONGS;
        longs[at + SUPERPACKETS]++;
        longs[at + SEGMENTS] += segments;
    }

    /** Forgets a flow. */
    void remove(final int record) {
        VALUES.setOpaque(longs, record * LONGS + STAMP, longs[record * LONGS + STAMP] + 1);
        final int bucket = get(record, HASH) & buckets.length - 1;
        final int next = get(record, BUCKET_NEXT);
        int before = buckets[bucket];
        if (before == record) {
            buckets[bucket] = next;
        } else {
            while (get(before, BUCKET_NEXT) != record) {
                before = get(before, BUCKET_NEXT);
            }
            set(before, BUCKET_NEXT, next);
        }
        unlink(record);
        set(record, BUCKET_NEXT, free);
        free = record;
        size--;
        if (recent == record) {
            recent = NONE;
        }
    }

    private int allocate() {
        if (free != NONE) {
            final int record = free;
            free = get(record, BUCKET_NEXT);
            return record;
        }
        if (allocated == buckets.length >> 1) {
            grow();
        }
        longs[allocated * LONGS + STAMP] = 1;
        return allocated++;
    }

    /** Doubles the table. Nothing of it is free. */
    private void grow() {
        ints = Arrays.copyOf(ints, 2 * ints.length);
        longs = Arrays.copyOf(longs, 2 * longs.length);
        listed.set(longs);
        buckets = new int[2 * buckets.length];
        Arrays.fill(buckets, NONE);
        for (int record = 0; record < allocated; record++) {
            intoBucket(record);
        }
    }

    private void intoBucket(final int record) {
        final int bucket = get(record, HASH) & buckets.length - 1;
        set(record, BUCKET_NEXT, buckets[bucket]);
        buckets[bucket] = record;
    }

    private void becomeNewest(final int record) {
        set(record, NEWER, NONE);
        set(record, OLDER, newest);
        if (newest == NONE) {
            oldest = record;
        } else {
            set(newest, NEWER, record);
        }
        newest = record;
    }

    private void unlink(final int record) {
        final int newer = get(record, NEWER);
        final int older = get(record, OLDER);
        if (newer == NONE) {
            newest = older;
        } else {
            set(newer, OLDER, older);
        }
        if (older == NONE) {
            oldest = newer;
        } else {
            set(older, NEWER, newer);
        }
    }

    private long key(final int off, final int ports) {
        final boolean ipv4 = net.get(off) >>> 4 == 4;
        return ports & 0xffff_ffffL | (ipv4 ? 0 : V6)
            | (net.get(off + (ipv4 ? Ipv4.PROTOCOL : Ipv6.NEXT_HEADER)) == IpProtocol.UDP ? UDP : 0);
    }

    private boolean matches(final int record, final int off, final long key) {
        final int at = record * LONGS;
        if (longs[at + KEY] != key) {
            return false;
        }
        if ((key & V6) == 0) {
            return longs[at + ADDRESSES] == net.getLong(off + Ipv4.SOURCE);
        }
        for (int i = 0; i < ADDRESS_LONGS; i++) {
            if (longs[at + ADDRESSES + i] != net.getLong(off + Ipv6.SOURCE + i * Long.BYTES)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Lists the flows that come first in an order. Any thread.
     *
     * @param top most flows listed
     * @param order what comes first
     * @param nowNs time of the clock that the tracker is told; what has been idle for too long by then is left out
     * @return the flows, the first one first
     */
    List<FlowReport> list(final int top, final FlowOrder order, final long nowNs) {
        final long[] values = listed.get();
        final int field = field(order);
        final var smallestFirst = new PriorityQueue<long[]>(Comparator.comparingLong(entry -> entry[field]));
        // Most of a table may be free
        long[] copy = new long[LONGS];
        for (int at = 0; at < values.length; at += LONGS) {
            if (smallestFirst.size() == top
                    && (long) VALUES.getOpaque(values, at + field) <= smallestFirst.element()[field]) {
                continue;
            }
            if (read(values, at, copy) && nowNs - copy[SEEN] < FlowTracker.FLOW_LIFETIME_NS) {
                smallestFirst.add(copy);
                copy = new long[LONGS];
                if (smallestFirst.size() > top) {
                    smallestFirst.remove();
                }
            }
        }
        return smallestFirst.stream().map(found -> report(found, nowNs)).sorted(order.comparator()).toList();
    }

    private static int field(final FlowOrder order) {
        return switch (order) {
            case BYTES -> BYTES;
            case PACKETS -> PACKETS;
            case GAPS -> COUNTS + SequenceCounter.GAPS.ordinal();
            case DUPLICATES -> COUNTS + SequenceCounter.DUPLICATE_PACKETS.ordinal();
        };
    }

    /** Copies a record; false if there is none or it changes hands. */
    private static boolean read(final long[] values, final int at, final long[] entry) {
        final long stamp = (long) VALUES.getAcquire(values, at + STAMP);
        if (stamp == 0 || (stamp & 1) != 0) {
            return false;
        }
        for (int i = 0; i < LONGS; i++) {
            entry[i] = (long) VALUES.getOpaque(values, at + i);
        }
        VarHandle.acquireFence();
        return stamp == (long) VALUES.getOpaque(values, at + STAMP);
    }

    private static FlowReport report(final long[] entry, final long nowNs) {
        final Map<SealReason, Long> seals = new EnumMap<>(SealReason.class);
        for (var reason : SEAL_REASONS) {
            if (entry[SEALS + reason.ordinal()] != 0) {
                seals.put(reason, entry[SEALS + reason.ordinal()]);
            }
        }
        final Map<SequenceCounter, Long> counts = new EnumMap<>(SequenceCounter.class);
        for (var counter : COUNTERS) {
            counts.put(counter, entry[COUNTS + counter.ordinal()]);
        }
        if (nowNs - entry[SEEN] >= SequenceStatistics.GAP_EXPIRY_NS) {
            // The tracker does not look before a packet comes
            counts.merge(SequenceCounter.NEVER_FILLED, open(counts), Long::sum);
        }
        final boolean ipv6 = (entry[KEY] & V6) != 0;
        return new FlowReport(
            new FlowReport.Key((entry[KEY] & UDP) != 0, RawAddress.read(entry, ADDRESSES, ipv6, false),
                RawAddress.read(entry, ADDRESSES, ipv6, true), (int) entry[KEY]),
            entry[SEEN], new FlowReport.Traffic(entry[PACKETS], entry[BYTES], entry[SUPERPACKETS], entry[SEGMENTS]),
            counts, seals);
    }

    /** Gaps that have not ended. */
    private static long open(final Map<SequenceCounter, Long> counts) {
        long open = counts.getOrDefault(SequenceCounter.GAPS, 0L);
        for (var ending : GapEnding.values()) {
            if (ending != GapEnding.OPEN) {
                open -= counts.getOrDefault(ending.counter(), 0L);
            }
        }
        return open;
    }
}
