/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;

/**
 * The last gaps of a coalescer. One thread records without ever waiting; any thread reads, and leaves out what is
 * overwritten under its eyes. Each entry starts with a stamp: odd while it is written, then twice the number of the
 * record. Stamp and fields are paired by the fences of a sequence lock.
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
    private static final int ENTRY = 10;

    /** Entries, and behind them the number of records ever written. */
    private final long[] values = new long[CAPACITY * ENTRY + 1];

    /**
     * Records a gap. Owner's thread.
     *
     * @param net memory with a packet of the flow
     * @param ipOff offset of its IP header
     * @param ports its ports, source in the upper half
     * @param gaps where to find the chain before the gap
     * @param sequence first sequence number behind the gap
     */
    void record(final ByteBuffer net, final int ipOff, final int ports, final GapTracker gaps, final int sequence) {
        final long number = values[CAPACITY * ENTRY];
        final int base = (int) (number % CAPACITY) * ENTRY;
        VALUES.setOpaque(values, base, 2 * number + 1);
        VarHandle.storeStoreFence();
        final boolean ipv4 = net.get(ipOff) >>> 4 == 4;
        put(base + TIME, System.currentTimeMillis() * 1_000_000);
        put(base + PORTS_VERSION, pair(ports, ipv4 ? 4 : 6));
        if (ipv4) {
            put(base + SOURCE, net.getInt(ipOff + Ipv4.SOURCE));
            put(base + DESTINATION, net.getInt(ipOff + Ipv4.DESTINATION));
        } else {
            put(base + SOURCE, net.getLong(ipOff + Ipv6.SOURCE));
            put(base + SOURCE + 1, net.getLong(ipOff + Ipv6.SOURCE + Long.BYTES));
            put(base + DESTINATION, net.getLong(ipOff + Ipv6.DESTINATION));
            put(base + DESTINATION + 1, net.getLong(ipOff + Ipv6.DESTINATION + Long.BYTES));
        }
        put(base + BEFORE_RANGE, pair(gaps.beforeStart(), gaps.beforeEnd()));
        put(base + BEFORE_SIZE, pair(gaps.beforeSegments(), gaps.beforeBytes()));
        put(base + SEEN, pair(sequence, gaps.gapBytes()));
        VALUES.setRelease(values, base, 2 * number + 2);
        VALUES.setRelease(values, CAPACITY * ENTRY, number + 1);
    }

    /** The last gaps, oldest first. Any thread. */
    List<GapEvent> events() {
        final long count = (long) VALUES.getAcquire(values, CAPACITY * ENTRY);
        final List<GapEvent> events = new ArrayList<>(CAPACITY);
        final long[] entry = new long[ENTRY];
        for (long number = Math.max(0, count - CAPACITY); number < count; number++) {
            final int base = (int) (number % CAPACITY) * ENTRY;
            final long stamp = (long) VALUES.getAcquire(values, base);
            for (int i = TIME; i < ENTRY; i++) {
                entry[i] = (long) VALUES.getOpaque(values, base + i);
            }
            VarHandle.acquireFence();
            if (stamp == 2 * number + 2 && stamp == (long) VALUES.getOpaque(values, base)) {
                events.add(event(entry));
            }
        }
        return List.copyOf(events);
    }

    private void put(final int index, final long value) {
        VALUES.setOpaque(values, index, value);
    }

    private static long pair(final int high, final int low) {
        return (long) high << 32 | low & 0xffff_ffffL;
    }

    private static GapEvent event(final long[] entry) {
        final boolean ipv4 = (int) entry[PORTS_VERSION] == 4;
        return new GapEvent(entry[TIME], address(entry, SOURCE, ipv4), address(entry, DESTINATION, ipv4),
            (int) (entry[PORTS_VERSION] >>> 32),
            new GapEvent.Before((int) (entry[BEFORE_RANGE] >>> 32), (int) entry[BEFORE_RANGE],
                (int) (entry[BEFORE_SIZE] >>> 32), (int) entry[BEFORE_SIZE]),
            (int) (entry[SEEN] >>> 32), (int) entry[SEEN]);
    }

    private static InetAddress address(final long[] entry, final int index, final boolean ipv4) {
        try {
            return ipv4
                ? Inet4Address.getByAddress(ByteBuffer.allocate(Integer.BYTES).putInt((int) entry[index]).array())
                : Inet6Address.getByAddress(null, ByteBuffer.allocate(2 * Long.BYTES).putLong(entry[index])
                    .putLong(entry[index + 1]).array(), -1);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("Addresses of 4 and 16 bytes are always legal", e);
        }
    }
}
