/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import java.util.Arrays;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;

/** A tracker, a clock, and flows named by their source port. */
final class TrackerRig {
    static final long MS = 1_000_000;
    private static final int V6_OFF = 64;

    final SequenceStatistics statistics = new SequenceStatistics();
    final PacketMemory memory = PacketMemory.allocate(128);
    final FlowTracker tracker;
    /** Begins where the clock will soon wrap around. */
    long nowNs = Long.MAX_VALUE - 1_000_000;

    TrackerRig() {
        this(4096);
    }

    TrackerRig(final int maxFlows) {
        tracker = new FlowTracker(memory, statistics, new FlowHash(7), maxFlows, 10 * MS);
        memory.net().put(0, (byte) 0x45).putInt(Ipv4.SOURCE, 0xc000_0201).putInt(Ipv4.DESTINATION, 0xc633_6401);
        memory.net().put(V6_OFF, (byte) 0x60).putInt(V6_OFF + Ipv6.SOURCE, 0x2001_0db8)
            .putInt(V6_OFF + Ipv6.DESTINATION, 0x2001_0db8);
        tracker.setTime(nowNs);
    }

    /** A packet of the flow from port 1. */
    TrackerRig data(final int from, final int to) {
        return data(1, from, to, FlowTracker.NO_TIMESTAMP);
    }

    TrackerRig data(final int port, final int from, final int to, final long timestamp) {
        tracker.observe(tracker.record(0, port), from, to - from, to - from, timestamp);
        return this;
    }

    TrackerRig stamped(final int from, final int to, final int timestamp) {
        return data(1, from, to, timestamp & 0xffff_ffffL);
    }

    TrackerRig dataV6(final int port, final int from, final int to) {
        tracker.observe(tracker.record(V6_OFF, port), from, to - from, to - from, FlowTracker.NO_TIMESTAMP);
        return this;
    }

    /** A chain of several packets. */
    TrackerRig chain(final int from, final int to, final int size) {
        tracker.observe(tracker.record(0, 1), from, to - from, size, FlowTracker.NO_TIMESTAMP);
        return this;
    }

    TrackerRig syn(final int expected) {
        tracker.begin(0, 1, expected);
        return this;
    }

    TrackerRig pass(final long milliseconds) {
        nowNs += milliseconds * MS;
        tracker.setTime(nowNs);
        return this;
    }

    long get(final SequenceCounter counter) {
        return statistics.get(counter, nowNs);
    }

    /** All counters of gaps: opened, then ended by each of the four endings; checks that they add up. */
    String gaps() {
        final long[] counts = {get(SequenceCounter.GAPS), get(SequenceCounter.RETRANSMISSION_SUSPECTED),
            get(SequenceCounter.LATE_REORDER), get(SequenceCounter.NEVER_FILLED), get(SequenceCounter.GAPS_GIVEN_UP)};
        if (Arrays.stream(counts).skip(1).sum() + statistics.openGaps(nowNs) != counts[0]) {
            throw new AssertionError(Arrays.toString(counts) + " and " + statistics.openGaps(nowNs) + " open");
        }
        return Arrays.toString(counts);
    }

    GapEnding lastEnding() {
        return statistics.gaps(nowNs).getLast().ending();
    }
}
