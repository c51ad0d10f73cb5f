/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import static java.util.Objects.requireNonNull;

import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.TimestampOption;

/**
 * Follows the sequence numbers of TCP flows across flushes: what is missing, what comes late, what comes twice. All of
 * it is defined packet by packet in order of arrival, so it depends neither on batches nor on what became of packets.
 *
 * <p>A flow has an expected sequence number, the highest end seen. A packet that begins beyond it opens a gap: the
 * bytes between are missing. A packet that begins below it fills what is missing; its other bytes have been seen
 * before, and if that is all of them it is a duplicate. A gap ends with its last missing byte. Where a packet fills
 * something, extent and n-reordering of RFC 4737 are those of the lowest range that it fills, and duplicates don't
 * count (section 3.3); unless it looks like a retransmission: its timestamp value is newer than that of the packet
 * that opened the gap, or the reorder window has passed.
 *
 * <p>At most {@value #MAX_RANGES} ranges are watched per flow; the lowest is given up for another one. Nothing is
 * known below the floor of a flow: where it was seen first, behind a gap that was not filled in time or that was given
 * up, and more than 2^30 behind. What comes from there is neither late nor a duplicate. A packet more than 2^30 away
 * from what is expected belongs to another connection (no window is larger: RFC 7323 section 2.3); so does one after
 * {@link #FLOW_LIFETIME_NS} without any.
 *
 * <p>All differences are serial arithmetic. Hot path: owned by one worker. Nothing is allocated but when there are
 * more flows or gaps than ever; a chain in order costs one look-up.
 */
public final class FlowTracker {
    /** Stands for a packet without timestamp option; other timestamps are 0..2^32 - 1. */
    public static final long NO_TIMESTAMP = TimestampOption.NONE;
    /** A gap is open for less than this time. */
    public static final long GAP_LIFETIME_NS = 3_000_000_000L;
    /** A flow is remembered for less than this time after its last packet. */
    public static final long FLOW_LIFETIME_NS = 60_000_000_000L;

    private static final int NONE = FlowRecords.NONE;
    private static final int MAX_RANGES = 4;
    /** No two sequence numbers of a connection are further away from each other. */
    private static final int MAX_DISTANCE = 1 << 30;
    /** RFC 4737: so far back that TCP has taken it for lost (RFC 5681 section 3.2). */
    private static final int DUPLICATE_ACK_THRESHOLD = 3;
    /** Idle flows forgotten each time that the clock is told, so that no batch waits long. */
    private static final int EXPIRED_AT_ONCE = 8;

    private final SequenceStatistics statistics;
    private final FlowRecords records;
    private final MissingRanges ranges = new MissingRanges();
    private int maxFlows;
    private long reorderWindowNs;
    private long nowNs;

    /**
     * Makes a tracker that knows no flow.
     *
     * @param memory where all packets lie
     * @param statistics what it counts, written by the owner of this object only
     * @param hash where to look for flows
     * @param flows most flows remembered, as for {@link #configure}
     * @param windowNs longest time after which a filled gap counts as reordering
     */
    public FlowTracker(final PacketMemory memory, final SequenceStatistics statistics, final FlowHash hash,
            final int flows, final long windowNs) {
        this.statistics = requireNonNull(statistics);
        records = new FlowRecords(memory, hash);
        maxFlows = flows;
        reorderWindowNs = windowNs;
        statistics.abandonGaps();
        statistics.setFlows(0);
        statistics.listFrom(records);
    }

    /**
     * Changes what the operator chose.
     *
     * @param flows most flows remembered, 1 or more; the oldest ones are forgotten if there are more
     * @param windowNs longest time after which a filled gap counts as reordering
     */
    public void configure(final int flows, final long windowNs) {
        maxFlows = flows;
        reorderWindowNs = windowNs;
        while (records.size() > flows) {
            evict();
        }
    }

    /**
     * Expects packets elsewhere from now on.
     *
     * @param memory where all packets will lie
     */
    public void setMemory(final PacketMemory memory) {
        records.setMemory(memory);
    }

    /**
     * Tells the time. Gaps that have been open too long end, and some flows that have been idle too long are forgotten.
     *
     * @param timeNs time of a monotonic clock
     */
    public void setTime(final long timeNs) {
        nowNs = timeNs;
        int range = ranges.oldest();
        while (range != NONE && timeNs - ranges.openedNs(range) >= GAP_LIFETIME_NS) {
            // Ranges below it in its flow are at least as old
            dropLowest(ranges.get(range, MissingRanges.FLOW), GapEnding.NEVER_FILLED);
            range = ranges.oldest();
        }
        int flow = records.oldest();
        for (int i = 0; i < EXPIRED_AT_ONCE && flow != NONE && isIdle(flow); i++) {
            forget(flow, GapEnding.NEVER_FILLED);
            flow = records.oldest();
        }
    }

    /**
     * Notes that a connection begins.
     *
     * @param ipOff offset of the IP header of its SYN
     * @param ports ports, source in the upper half
     * @param sequence first sequence number that is expected
     */
    public void begin(final int ipOff, final int ports, final int sequence) {
        final int flow = record(ipOff, ports);
        // A copy of a SYN begins nothing
        if (records.get(flow, FlowRecords.INDEX) == 0 || records.get(flow, FlowRecords.ORIGIN) != sequence
                || isIdle(flow)) {
            restart(flow, sequence);
            records.set(flow, FlowRecords.LAST_START, sequence);
            records.set(flow, FlowRecords.LAST_END, sequence);
            records.set(flow, FlowRecords.LAST_SEGMENTS, 0);
        }
        records.touch(flow, nowNs);
    }

    /**
     * Finds the record of a flow, or makes one.
     *
     * @param ipOff offset of the IP header of one of its packets
     * @param ports its ports, source in the upper half
     * @return the record, to be used at once
     */
    public int record(final int ipOff, final int ports) {
        final int found = records.find(ipOff, ports);
        if (found != NONE) {
            return found;
        }
        if (records.size() >= maxFlows) {
            evict();
        }
        final int added = records.add(ipOff, ports, nowNs);
        records.touch(added, nowNs);
        statistics.setFlows(records.size());
        return added;
    }

    /**
     * Takes note of data that has arrived: packets that follow each other without a gap.
     *
     * @param flow record of its flow
     * @param start first sequence number
     * @param bytes payload of all packets
     * @param size payload of each packet but the last, which may have less
     * @param timestamp their TSval, or {@link #NO_TIMESTAMP}
     */
    public void observe(final int flow, final int start, final int bytes, final int size, final long timestamp) {
        final int end = start + bytes;
        final int packets = bytes <= size ? 1 : (bytes + size - 1) / size;
        final int index = records.get(flow, FlowRecords.INDEX);
        if (index == 0 || isIdle(flow)) {
            restart(flow, start);
            advance(flow, packets, end);
        } else if (start == records.get(flow, FlowRecords.EXPECTED)) {
            advance(flow, index + packets, end);
        } else {
            for (int from = start; from != end; from += Math.min(size, end - from)) {
                judge(flow, from, from + Math.min(size, end - from), timestamp);
            }
        }
        records.touch(flow, nowNs);
        records.addTraffic(flow, packets, bytes);
        records.set(flow, FlowRecords.LAST_START, start);
        records.set(flow, FlowRecords.LAST_END, end);
        records.set(flow, FlowRecords.LAST_SEGMENTS, packets);
    }

    /**
     * Counts UDP packets of a flow, of which nobody can tell the order.
     *
     * @param flow record of the flow
     * @param packets how many
     * @param bytes their payload
     */
    public void add(final int flow, final int packets, final int bytes) {
        records.touch(flow, nowNs);
        records.addTraffic(flow, packets, bytes);
    }

    /**
     * Names a flow for later.
     *
     * @param flow its record
     * @return what stays good when the flow is forgotten
     */
    public long ticket(final int flow) {
        return records.ticket(flow);
    }

    /**
     * Counts a chain that has been emitted, unless its flow has been forgotten.
     *
     * @param ticket names its flow
     * @param segments packets in the superpacket that was written of it, 0 if none was
     * @param why why it ended
     */
    public void addChain(final long ticket, final int segments, final SealReason why) {
        final int flow = records.byTicket(ticket);
        if (flow != NONE) {
            records.addChain(flow, why);
            if (segments != 0) {
                records.addSuperpacket(flow, segments);
            }
        }
    }

    private boolean isIdle(final int flow) {
        return nowNs - records.seenNs(flow) >= FLOW_LIFETIME_NS;
    }

    /** Expects what it may never have expected before. */
    private void restart(final int flow, final int sequence) {
        while (records.get(flow, FlowRecords.FIRST_RANGE) != NONE) {
            dropLowest(flow, GapEnding.NEVER_FILLED);
        }
        records.set(flow, FlowRecords.EXPECTED, sequence);
        records.set(flow, FlowRecords.FLOOR, sequence);
        records.set(flow, FlowRecords.ORIGIN, sequence);
        records.set(flow, FlowRecords.INDEX, 1);
    }

    private void advance(final int flow, final int index, final int end) {
        records.set(flow, FlowRecords.INDEX, index);
        records.set(flow, FlowRecords.EXPECTED, end);
        if (Integer.compareUnsigned(end - records.get(flow, FlowRecords.FLOOR), MAX_DISTANCE) > 0) {
            raiseFloor(flow, end - MAX_DISTANCE);
        }
    }

    /** Keeps sequence numbers comparable. */
    private void raiseFloor(final int flow, final int floor) {
        records.set(flow, FlowRecords.FLOOR, floor);
        int range = records.get(flow, FlowRecords.FIRST_RANGE);
        while (range != NONE && ranges.get(range, MissingRanges.FROM) - floor < 0) {
            dropLowest(flow, GapEnding.GIVEN_UP);
            range = records.get(flow, FlowRecords.FIRST_RANGE);
        }
    }

    /** Looks at one packet. */
    private void judge(final int flow, final int start, final int end, final long timestamp) {
        final int distance = start - records.get(flow, FlowRecords.EXPECTED);
        if (distance > MAX_DISTANCE || distance < -MAX_DISTANCE) {
            restart(flow, start);
            advance(flow, 1, end);
        } else if (distance < 0) {
            judgeBehind(flow, start, end, timestamp);
        } else {
            final int index = records.get(flow, FlowRecords.INDEX) + 1;
            if (distance > 0) {
                openGap(flow, start, index, timestamp);
            }
            advance(flow, index, end);
        }
    }

    private void openGap(final int flow, final int start, final int index, final long timestamp) {
        final int range = ranges.open(nowNs, statistics.gapOpened(records, flow, start, nowNs));
        records.count(flow, SequenceCounter.GAPS, 1);
        records.count(flow, SequenceCounter.GAP_BYTES, start - records.get(flow, FlowRecords.EXPECTED));
        ranges.set(range, MissingRanges.FROM, records.get(flow, FlowRecords.EXPECTED));
        ranges.set(range, MissingRanges.TO, start);
        ranges.set(range, MissingRanges.NEXT, NONE);
        ranges.set(range, MissingRanges.LAST_BELOW, index - 1);
        ranges.set(range, MissingRanges.OPEN_INDEX, index);
        ranges.set(range, MissingRanges.TIMESTAMP, (int) timestamp);
        ranges.set(range, MissingRanges.FLAGS, timestamp == NO_TIMESTAMP ? 0 : MissingRanges.TIMESTAMPED);
        ranges.set(range, MissingRanges.FLOW, flow);
        int last = records.get(flow, FlowRecords.FIRST_RANGE);
        if (last == NONE) {
            records.set(flow, FlowRecords.FIRST_RANGE, range);
            return;
        }
        while (ranges.get(last, MissingRanges.NEXT) != NONE) {
            last = ranges.get(last, MissingRanges.NEXT);
        }
        ranges.set(last, MissingRanges.NEXT, range);
        limitRanges(flow);
    }

    /** Looks at a packet that begins below what is expected. */
    private void judgeBehind(final int flow, final int start, final int end, final long timestamp) {
        final int floor = records.get(flow, FlowRecords.FLOOR);
        final int expected = records.get(flow, FlowRecords.EXPECTED);
        final int from = later(start, floor);
        final int to = end - expected < 0 ? end : expected;
        final int missing = to - from > 0 ? missing(flow, from, to) : 0;
        final int seen = Math.max(0, to - from) - missing;
        count(flow, SequenceCounter.DUPLICATE_BYTES, seen);
        if (seen == end - start) {
            count(flow, SequenceCounter.DUPLICATE_PACKETS, 1);
            return;
        }
        final int index = records.get(flow, FlowRecords.INDEX) + 1;
        if (missing > 0) {
            fill(flow, from, to, index, timestamp);
            limitRanges(flow);
        }
        for (int range = records.get(flow, FlowRecords.FIRST_RANGE); range != NONE;
                range = ranges.get(range, MissingRanges.NEXT)) {
            if (ranges.get(range, MissingRanges.FROM) - start > 0) {
                ranges.set(range, MissingRanges.LAST_BELOW, index);
            }
        }
        advance(flow, index, later(expected, end));
    }

    /** How many bytes of a range are missing. */
    private int missing(final int flow, final int from, final int to) {
        int bytes = 0;
        for (int range = records.get(flow, FlowRecords.FIRST_RANGE); range != NONE;
                range = ranges.get(range, MissingRanges.NEXT)) {
            bytes += Math.max(0, overlapEnd(range, to) - overlapStart(range, from));
        }
        return bytes;
    }

    private void fill(final int flow, final int from, final int to, final int index, final long timestamp) {
        boolean lowest = true;
        int before = NONE;
        int range = records.get(flow, FlowRecords.FIRST_RANGE);
        while (range != NONE) {
            final int next = ranges.get(range, MissingRanges.NEXT);
            final int start = overlapStart(range, from);
            final int end = overlapEnd(range, to);
            if (end - start <= 0) {
                before = range;
            } else {
                if (looksRetransmitted(range, timestamp)) {
                    flag(flow, ranges.number(range), MissingRanges.RETRANSMITTED);
                } else if (lowest) {
                    countReordered(flow, range, index);
                }
                lowest = false;
                if (!cut(range, start, end)) {
                    before = range;
                } else {
                    remove(flow, before, range, GapEnding.LATE_REORDER);
                }
            }
            range = next;
        }
    }

    /** Takes bytes out of a range; true if nothing is left. */
    private boolean cut(final int range, final int start, final int end) {
        final boolean front = start == ranges.get(range, MissingRanges.FROM);
        final boolean back = end == ranges.get(range, MissingRanges.TO);
        if (front) {
            ranges.set(range, MissingRanges.FROM, end);
        } else if (back) {
            ranges.set(range, MissingRanges.TO, start);
        } else {
            ranges.split(range, start, end);
        }
        return front && back;
    }

    private boolean looksRetransmitted(final int range, final long timestamp) {
        return nowNs - ranges.openedNs(range) > reorderWindowNs
            || timestamp != NO_TIMESTAMP && (ranges.get(range, MissingRanges.FLAGS) & MissingRanges.TIMESTAMPED) != 0
                && (int) timestamp - ranges.get(range, MissingRanges.TIMESTAMP) > 0;
    }

    private void count(final int flow, final SequenceCounter counter, final int delta) {
        statistics.add(counter, delta);
        records.count(flow, counter, delta);
    }

    private void countReordered(final int flow, final int range, final int index) {
        count(flow, SequenceCounter.REORDERED_PACKETS, 1);
        statistics.reordered(index - ranges.get(range, MissingRanges.OPEN_INDEX));
        if (index - ranges.get(range, MissingRanges.LAST_BELOW) > DUPLICATE_ACK_THRESHOLD) {
            count(flow, SequenceCounter.N_REORDERED_PACKETS, 1);
        }
    }

    private void limitRanges(final int flow) {
        int count = 0;
        for (int range = records.get(flow, FlowRecords.FIRST_RANGE); range != NONE;
                range = ranges.get(range, MissingRanges.NEXT)) {
            count++;
        }
        for (; count > MAX_RANGES; count--) {
            dropLowest(flow, GapEnding.GIVEN_UP);
        }
    }

    /** Forgets the lowest range of a flow, and all that is known below its end. */
    private void dropLowest(final int flow, final GapEnding why) {
        final int range = records.get(flow, FlowRecords.FIRST_RANGE);
        records.set(flow, FlowRecords.FLOOR,
            later(records.get(flow, FlowRecords.FLOOR), ranges.get(range, MissingRanges.TO)));
        if (why == GapEnding.GIVEN_UP) {
            flag(flow, ranges.number(range), MissingRanges.GIVEN_UP);
        }
        remove(flow, NONE, range, why);
    }

    /** Removes a range; if that was the last one of its gap, the gap has ended. */
    private void remove(final int flow, final int before, final int range, final GapEnding why) {
        final int next = ranges.get(range, MissingRanges.NEXT);
        final long number = ranges.number(range);
        if (before == NONE) {
            records.set(flow, FlowRecords.FIRST_RANGE, next);
        } else {
            ranges.set(before, MissingRanges.NEXT, next);
        }
        // Ranges of a gap are neighbours
        if ((before == NONE || ranges.number(before) != number) && (next == NONE || ranges.number(next) != number)) {
            final GapEnding ending = ending(ranges.get(range, MissingRanges.FLAGS), why);
            statistics.gapEnded(number, ending);
            records.count(flow, ending.counter(), 1);
        }
        ranges.remove(range);
    }

    private static GapEnding ending(final int flags, final GapEnding why) {
        if ((flags & MissingRanges.GIVEN_UP) != 0) {
            return GapEnding.GIVEN_UP;
        }
        return why == GapEnding.LATE_REORDER && (flags & MissingRanges.RETRANSMITTED) != 0
            ? GapEnding.RETRANSMISSION_SUSPECTED : why;
    }

    private void flag(final int flow, final long number, final int flag) {
        for (int range = records.get(flow, FlowRecords.FIRST_RANGE); range != NONE;
                range = ranges.get(range, MissingRanges.NEXT)) {
            if (ranges.number(range) == number) {
                ranges.set(range, MissingRanges.FLAGS, ranges.get(range, MissingRanges.FLAGS) | flag);
            }
        }
    }

    private void evict() {
        forget(records.oldest(), GapEnding.GIVEN_UP);
        statistics.increment(SequenceCounter.EVICTED_FLOWS);
    }

    private void forget(final int flow, final GapEnding why) {
        while (records.get(flow, FlowRecords.FIRST_RANGE) != NONE) {
            dropLowest(flow, why);
        }
        records.remove(flow);
        statistics.setFlows(records.size());
    }

    private int overlapStart(final int range, final int from) {
        return later(from, ranges.get(range, MissingRanges.FROM));
    }

    private int overlapEnd(final int range, final int to) {
        final int end = ranges.get(range, MissingRanges.TO);
        return to - end < 0 ? to : end;
    }

    private static int later(final int first, final int second) {
        return first - second > 0 ? first : second;
    }
}
