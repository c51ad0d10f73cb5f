/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.checksum.ChecksumVerdict;
import org.opendaylight.coalescer.core.checksum.PayloadPass;
import org.opendaylight.coalescer.core.flow.GapListener;
import org.opendaylight.coalescer.core.flow.SequenceStatistics;
import org.opendaylight.coalescer.packet.GsoType;

/**
 * What a coalescer has done. Written by the coalescer's owner alone, read by any thread. Counters never go back; who
 * wants to clear them keeps a baseline. One object may outlive its coalescer and serve the next one.
 */
public final class CoalescerStatistics {
    /** Errnos are counted one by one below this one, {@code EHWPOISON + 1}; others together as this one. */
    public static final int ERRNO_LIMIT = 134;
    /** Buckets of a histogram: bucket {@code i} counts the values from 2^i to 2^(i+1) - 1, the last one all above. */
    public static final int BUCKETS = 20;

    private static final int GSO_TYPES = GsoType.values().length;

    private final EnumCounters<CoalescerCounter> counters = new EnumCounters<>(CoalescerCounter.class);
    private final EnumCounters<SealReason> seals = new EnumCounters<>(SealReason.class);
    private final EnumCounters<VerbatimReason> verbatims = new EnumCounters<>(VerbatimReason.class);
    private final EnumCounters<PayloadPass> passes = new EnumCounters<>(PayloadPass.class);
    private final CounterArray errnos = new CounterArray(ERRNO_LIMIT + 1);
    private final CounterArray refusals = new CounterArray(GSO_TYPES);
    private final CounterArray refusalErrnos = new CounterArray(GSO_TYPES);
    private final CounterArray segmentBuckets = new CounterArray(BUCKETS);
    private final CounterArray byteBuckets = new CounterArray(BUCKETS);
    private final CounterArray holdBuckets = new CounterArray(BUCKETS);
    private final CounterArray repairExtent = new CounterArray(1);
    private final SequenceStatistics sequence;

    /** Makes statistics of a coalescer of which only the last gaps can be asked. */
    public CoalescerStatistics() {
        this(null);
    }

    /**
     * Makes statistics that tell of every gap.
     *
     * @param gaps is told, null for nobody
     */
    public CoalescerStatistics(final @Nullable GapListener gaps) {
        sequence = new SequenceStatistics(gaps);
    }

    /** Reads a counter. */
    public long get(final CoalescerCounter counter) {
        return counters.get(counter);
    }

    /** How many chains ended for a reason. */
    public long get(final SealReason reason) {
        return seals.get(reason);
    }

    /** How many packets left verbatim for a reason. */
    public long get(final VerbatimReason reason) {
        return verbatims.get(reason);
    }

    /** How often payload was read to look at a checksum: once for each packet at most. */
    public long get(final PayloadPass pass) {
        return passes.get(pass);
    }

    /**
     * How many writes failed with an errno.
     *
     * @param errno positive number, {@link #ERRNO_LIMIT} or more for all that are out of range
     * @return failed writes
     */
    public long writeErrors(final int errno) {
        return errnos.get(errno);
    }

    /** How many superpackets of a kind the output refused although it took their segments one by one. */
    public long superpacketRefusals(final GsoType type) {
        return refusals.get(type.ordinal());
    }

    /** The positive errno of the last such refusal, 0 if there was none. */
    public int lastRefusal(final GsoType type) {
        return (int) refusalErrnos.get(type.ordinal());
    }

    /** Superpackets by their number of segments. */
    public long segmentsHistogram(final int bucket) {
        return segmentBuckets.get(bucket);
    }

    /** Superpackets by their length in bytes, headers included. */
    public long bytesHistogram(final int bucket) {
        return byteBuckets.get(bucket);
    }

    /** Superpackets by how long their first packet was held, in microseconds; bucket 0 counts zeros, too. */
    public long holdHistogram(final int bucket) {
        return holdBuckets.get(bucket);
    }

    /** Most segments that repair has moved one across: its reordering extent (RFC 4737 section 4.2.2) in the batch. */
    public long maxRepairExtent() {
        return repairExtent.get(0);
    }

    /** What was found about the order of TCP data. */
    @SuppressFBWarnings(value = "EI_EXPOSE_REP", justification = "Only its own package can change it")
    public SequenceStatistics sequence() {
        return sequence;
    }

    EnumCounters<PayloadPass> passes() {
        return passes;
    }

    void checksumSeen(final ChecksumVerdict verdict) {
        increment(switch (verdict) {
            case GOOD, ODD -> CoalescerCounter.CSUM_UNNECESSARY;
            case TRUSTED -> CoalescerCounter.CSUM_NONE;
            case PARTIAL, PARTIAL_ELSEWHERE -> CoalescerCounter.CSUM_PARTIAL;
            case UNFINISHED -> CoalescerCounter.CSUM_UNFINISHED;
            case BAD_IP -> CoalescerCounter.CSUM_BAD_IP;
            case BAD_TCP -> CoalescerCounter.CSUM_BAD_TCP;
            case BAD_UDP -> CoalescerCounter.CSUM_BAD_UDP;
            case BAD_ICMP -> CoalescerCounter.CSUM_BAD_ICMP;
            case BAD_SCTP -> CoalescerCounter.CSUM_BAD_SCTP;
        });
    }

    void add(final CoalescerCounter counter, final long delta) {
        counters.add(counter, delta);
    }

    void increment(final CoalescerCounter counter) {
        counters.increment(counter);
    }

    void chainEmitted(final SealReason reason) {
        counters.increment(CoalescerCounter.CHAINS);
        seals.increment(reason);
    }

    void verbatimWritten(final VerbatimReason reason) {
        counters.increment(CoalescerCounter.WRITES);
        counters.increment(CoalescerCounter.VERBATIM);
        verbatims.increment(reason);
    }

    void superpacketWritten(final int segments, final int bytes, final long heldNs) {
        counters.increment(CoalescerCounter.WRITES);
        counters.increment(CoalescerCounter.SUPERPACKETS);
        counters.add(CoalescerCounter.SEGMENTS, segments);
        segmentBuckets.increment(log2(segments));
        byteBuckets.increment(log2(bytes));
        holdBuckets.increment(log2((int) Math.min(heldNs / 1000, Integer.MAX_VALUE)));
    }

    void writeFailed(final int errno) {
        errnos.increment(errno);
    }

    void superpacketRefused(final GsoType type, final int errno) {
        refusalErrnos.set(type.ordinal(), errno);
        refusals.increment(type.ordinal());
    }

    void repaired(final int segments, final int extent) {
        counters.increment(CoalescerCounter.REPAIR_EVENTS);
        counters.add(CoalescerCounter.REPAIRED_SEGMENTS, segments);
        repairExtent.set(0, Math.max(repairExtent.get(0), extent));
    }

    /** Below 0 for nothing, which the arrays count as 0. */
    private static int log2(final int value) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(value);
    }
}
