/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.opendaylight.coalescer.api.FlowOrder;
import org.opendaylight.coalescer.api.FlowStatistics;
import org.opendaylight.coalescer.api.GapEnding;
import org.opendaylight.coalescer.api.GapEvent;
import org.opendaylight.coalescer.api.PortStatistics;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.checksum.PayloadPass;
import org.opendaylight.coalescer.core.coalesce.CoalescerCounter;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.flow.FlowTracker;
import org.opendaylight.coalescer.core.flow.SequenceCounter;
import org.opendaylight.coalescer.core.transmit.TransmitCounter;
import org.opendaylight.coalescer.core.transmit.TransmitDrop;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;

/**
 * Everything a port has counted since it was configured, whoever counted it: its worker, packet writers of other
 * bundles, and those that are gone. Any thread; a reading may miss what is being counted at that moment.
 */
final class PortCounters {
    private final WallClock clock = new WallClock();
    private static final int GAP_EVENTS = 64;

    /** Each with the seam through which it writes to the device. */
    private final Map<CoalescerStatistics, TransmitValidation> coalescers = new LinkedHashMap<>();
    private final List<CounterSource> paths = new ArrayList<>();
    /** Packets refused by the rules of the tunnel, one for each worker. */
    private final List<EnumCounters<TunnelDrop>> receiveDrops = new ArrayList<>();
    /** What the kernel counts, one for each device. */
    private final List<LongSupplier> deviceDrops = new ArrayList<>();
    /** What sources that are gone have counted. */
    private final Tally retired = new Tally();
    /** Gaps that each source had counted at the last clear. */
    private final Map<CoalescerStatistics, Long> gapsBeforeClear = new HashMap<>();
    private List<GapEvent> retiredGaps = List.of();
    private long retiredExtent;
    private long retiredRepairExtent;
    private Tally baseline = new Tally();
    private Instant discontinuity = Instant.now();

    synchronized void add(final CoalescerStatistics source, final TransmitValidation output) {
        coalescers.put(source, output);
    }

    synchronized void add(final CounterSource source) {
        paths.add(source);
    }

    synchronized void add(final EnumCounters<TunnelDrop> source) {
        receiveDrops.add(source);
    }

    synchronized void add(final LongSupplier source) {
        deviceDrops.add(source);
    }

    /** Keeps what a coalescer has counted and forgets it. */
    synchronized void retire(final CoalescerStatistics source) {
        final var output = coalescers.remove(source);
        if (output != null) {
            // Nothing will fill what is open
            final long after = System.nanoTime() + 2 * FlowTracker.GAP_LIFETIME_NS;
            addTo(retired, source, after);
            addTo(retired, output);
            retiredExtent = Math.max(retiredExtent, source.sequence().maxReorderingExtent());
            retiredRepairExtent = Math.max(retiredRepairExtent, source.maxRepairExtent());
            final var gaps = new ArrayList<>(retiredGaps);
            addGaps(gaps, source, after);
            retiredGaps = newest(gaps);
            gapsBeforeClear.remove(source);
        }
    }

    /** Keeps what a path has counted and forgets it. */
    synchronized void retire(final CounterSource source) {
        if (paths.remove(source)) {
            source.addTo(retired);
        }
    }

    /** Keeps what a worker has counted and forgets it. */
    synchronized void retire(final EnumCounters<TunnelDrop> source) {
        if (receiveDrops.removeIf(each -> each == source)) {
            retired.add(TunnelDrop.class, source);
        }
    }

    /** Keeps what the kernel has counted and forgets it. */
    synchronized void retire(final LongSupplier source) {
        if (deviceDrops.remove(source)) {
            retired.add(PortCounter.TX_DEVICE_DROPS, source.getAsLong());
        }
    }

    /** Starts from zero. */
    synchronized void clear() {
        baseline = total();
        retiredGaps = List.of();
        coalescers.keySet().forEach(source -> gapsBeforeClear.put(source, gapsOpened(source)));
        discontinuity = Instant.now();
    }

    /** Reads everything. */
    synchronized PortStatistics read() {
        final var tally = total();
        tally.subtract(baseline);
        return new PortStatistics(discontinuity, receive(tally), transmit(tally), relay(tally));
    }

    /**
     * Lists flows. What several sources have seen of a flow is added up, as far as it is among the first of each.
     *
     * @param top most flows listed
     * @param order what comes first
     * @return the flows, the first one first
     */
    List<FlowStatistics> listFlows(final int top, final FlowOrder order) {
        final List<CoalescerStatistics> sources;
        synchronized (this) {
            sources = List.copyOf(coalescers.keySet());
        }
        // Tables may be large: nobody is to wait meanwhile
        return FlowLister.list(sources, top, order, clock);
    }

    private Tally total() {
        final var tally = new Tally();
        tally.add(retired);
        receiveDrops.forEach(source -> tally.add(TunnelDrop.class, source));
        deviceDrops.forEach(source -> tally.add(PortCounter.TX_DEVICE_DROPS, source.getAsLong()));
        final long now = System.nanoTime();
        coalescers.forEach((source, output) -> {
            addTo(tally, source, now);
            addTo(tally, output);
        });
        paths.forEach(source -> source.addTo(tally));
        return tally;
    }

    private static void addTo(final Tally tally, final CoalescerStatistics source, final long nowNs) {
        for (var counter : SequenceCounter.values()) {
            tally.add(counter, source.sequence().get(counter, nowNs));
        }
        for (var counter : CoalescerCounter.values()) {
            tally.add(counter, source.get(counter));
        }
        for (var pass : PayloadPass.values()) {
            tally.add(PortCounter.RX_PAYLOAD_PASSES, source.get(pass));
        }
        for (var reason : SealReason.values()) {
            tally.add(reason, source.get(reason));
        }
        for (var reason : VerbatimReason.values()) {
            tally.add(reason, source.get(reason));
        }
        for (int errno = 0; errno <= CoalescerStatistics.ERRNO_LIMIT; errno++) {
            tally.add(new WriteError(errno), source.writeErrors(errno));
        }
        for (int bucket = 0; bucket < CoalescerStatistics.BUCKETS; bucket++) {
            tally.add(new Segments(1 << bucket), source.segmentsHistogram(bucket));
            tally.add(new Bytes(1 << bucket), source.bytesHistogram(bucket));
            tally.add(new HoldMicros(bucket == 0 ? 0 : 1 << bucket), source.holdHistogram(bucket));
        }
    }

    /** Adds what was done on the way into the device. */
    private static void addTo(final Tally tally, final TransmitValidation output) {
        tally.add(PortCounter.RX_NEEDS_CSUM, output.count(TransmitCounter.NEEDS_CSUM));
        tally.add(PortCounter.RX_CSUM_SOFTWARE, output.count(TransmitCounter.CSUM_SOFTWARE));
        tally.add(PortCounter.RX_CRC32C_SOFTWARE, output.count(TransmitCounter.CRC32C_SOFTWARE));
        for (var pass : PayloadPass.values()) {
            tally.add(PortCounter.RX_PAYLOAD_PASSES, output.count(pass));
        }
    }

    private PortStatistics.Receive receive(final Tally tally) {
        return new PortStatistics.Receive(tally.get(CoalescerCounter.PACKETS), tally.get(CoalescerCounter.BYTES),
            tally.get(CoalescerCounter.SUPERPACKETS), tally.get(CoalescerCounter.SEGMENTS),
            tally.get(CoalescerCounter.VERBATIM), tally.get(CoalescerCounter.WRITES),
            tally.get(CoalescerCounter.DROPPED), tally.get(CoalescerCounter.CHAINS), tally.byName(SealReason.class),
            tally.byName(VerbatimReason.class), tally.byName(TunnelDrop.class),
            tally.errors(WriteError.class, WriteError::errno),
            receiveChecksum(tally),
            sequence(tally),
            new PortStatistics.Histograms(byNumber(tally, Segments.class, Segments::atLeast),
                byNumber(tally, Bytes.class, Bytes::atLeast),
                byNumber(tally, HoldMicros.class, HoldMicros::atLeast)));
    }

    private static PortStatistics.ReceiveChecksum receiveChecksum(final Tally tally) {
        return new PortStatistics.ReceiveChecksum(tally.get(CoalescerCounter.CSUM_UNNECESSARY),
            tally.get(CoalescerCounter.CSUM_NONE), tally.get(CoalescerCounter.CSUM_PARTIAL),
            tally.get(CoalescerCounter.CSUM_UNFINISHED),
            new PortStatistics.BadChecksum(tally.get(CoalescerCounter.CSUM_BAD_IP),
                tally.get(CoalescerCounter.CSUM_BAD_TCP), tally.get(CoalescerCounter.CSUM_BAD_UDP),
                tally.get(CoalescerCounter.CSUM_BAD_ICMP), tally.get(CoalescerCounter.CSUM_BAD_SCTP)),
            tally.get(PortCounter.RX_PAYLOAD_PASSES),
            new PortStatistics.WrittenChecksum(tally.get(PortCounter.RX_NEEDS_CSUM),
                tally.get(PortCounter.RX_CSUM_SOFTWARE), tally.get(PortCounter.RX_CRC32C_SOFTWARE)));
    }

    private static <T> Map<Integer, Long> byNumber(final Tally tally, final Class<T> kind,
            final ToIntFunction<T> number) {
        final Map<Integer, Long> counts = new HashMap<>();
        tally.ofKind(kind).forEach((key, count) -> counts.put(number.applyAsInt(key), count));
        return counts;
    }

    private PortStatistics.Sequence sequence(final Tally tally) {
        final long extent = coalescers.keySet().stream()
            .mapToLong(source -> source.sequence().maxReorderingExtent())
            .reduce(retiredExtent, Math::max);
        final long repairExtent = coalescers.keySet().stream()
            .mapToLong(CoalescerStatistics::maxRepairExtent)
            .reduce(retiredRepairExtent, Math::max);
        return new PortStatistics.Sequence(new PortStatistics.Gaps(tally.get(SequenceCounter.GAPS),
                tally.get(SequenceCounter.GAP_BYTES), tally.get(SequenceCounter.RETRANSMISSION_SUSPECTED),
                tally.get(SequenceCounter.LATE_REORDER), tally.get(SequenceCounter.NEVER_FILLED),
                tally.get(SequenceCounter.GAPS_GIVEN_UP)),
            tally.get(SequenceCounter.DUPLICATE_PACKETS), tally.get(SequenceCounter.DUPLICATE_BYTES),
            new PortStatistics.Reordering(tally.get(SequenceCounter.REORDERED_PACKETS),
                tally.get(SequenceCounter.N_REORDERED_PACKETS), (int) extent),
            new PortStatistics.Repairs(tally.get(CoalescerCounter.REPAIR_EVENTS),
                tally.get(CoalescerCounter.REPAIRED_SEGMENTS), (int) repairExtent),
            coalescers.keySet().stream().mapToLong(source -> source.sequence().flows()).sum(),
            tally.get(SequenceCounter.EVICTED_FLOWS), gaps(tally.get(SequenceCounter.GAPS)));
    }

    /** The newest gaps since the last clear, numbered so that the newest of all has number {@code total - 1}. */
    private List<GapEvent> gaps(final long total) {
        final var all = new ArrayList<>(retiredGaps);
        final long now = System.nanoTime();
        coalescers.keySet().forEach(source -> addGaps(all, source, now));
        final var kept = newest(all);
        final var numbered = new ArrayList<GapEvent>(kept.size());
        long id = Math.max(0, total - kept.size());
        for (var gap : kept) {
            numbered.add(new GapEvent(id++, gap.time(), gap.source(), gap.sourcePort(), gap.destination(),
                gap.destinationPort(), gap.chainStart(), gap.chainEnd(), gap.chainSegments(), gap.chainBytes(),
                gap.sequenceSeen(), gap.gapBytes(), gap.ending()));
        }
        return numbered;
    }

    /** Adds the gaps of a source since the last clear: told apart by number, since their time is too coarse. */
    private void addGaps(final List<GapEvent> to, final CoalescerStatistics source, final long nowNs) {
        // The counter first: it may miss a gap that the log has, but never the other way round
        final long fresh = gapsOpened(source) - gapsBeforeClear.getOrDefault(source, 0L);
        final var logged = source.sequence().gaps(nowNs);
        logged.subList((int) Math.max(0, logged.size() - fresh), logged.size()).forEach(gap -> to.add(gapEvent(gap)));
    }

    private static long gapsOpened(final CoalescerStatistics source) {
        return source.sequence().get(SequenceCounter.GAPS, System.nanoTime());
    }

    private static List<GapEvent> newest(final List<GapEvent> gaps) {
        gaps.sort(Comparator.comparing(GapEvent::time));
        return List.copyOf(gaps.subList(Math.max(0, gaps.size() - GAP_EVENTS), gaps.size()));
    }

    private static GapEvent gapEvent(final org.opendaylight.coalescer.core.flow.GapEvent gap) {
        final var before = gap.before();
        return new GapEvent(0, Instant.ofEpochSecond(0, gap.timeNs()), gap.source(), gap.sourcePort(),
            gap.destination(), gap.destinationPort(), before.start(), before.end(), before.segments(), before.bytes(),
            gap.sequence(), gap.gapBytes(), switch (gap.ending()) {
                case OPEN -> GapEnding.OPEN;
                case RETRANSMISSION_SUSPECTED -> GapEnding.RETRANSMISSION_SUSPECTED;
                case LATE_REORDER -> GapEnding.LATE_REORDER;
                case NEVER_FILLED -> GapEnding.NEVER_FILLED;
                case GIVEN_UP -> GapEnding.GIVEN_UP;
            });
    }

    private static PortStatistics.Transmit transmit(final Tally tally) {
        final Map<String, Long> drops = new TreeMap<>(tally.byName(TransmitDrop.class));
        byReason(tally, TransmitPath.TunnelDropped.class, TransmitPath.TunnelDropped::reason)
            .forEach((reason, count) -> drops.merge(reason, count, Long::sum));
        return new PortStatistics.Transmit(tally.get(PortCounter.TX_PACKETS), tally.get(PortCounter.TX_BYTES),
            tally.get(PortCounter.TX_SUPERPACKETS), tally.get(TransmitCounter.SEGMENTS),
            tally.get(PortCounter.TX_DATAGRAMS), tally.get(PortCounter.TX_DEVICE_DROPS),
            tally.get(PortCounter.TX_ERRORS_SENT),
            new PortStatistics.TransmitChecksum(tally.get(PortCounter.TX_CSUM_NONE),
                tally.get(PortCounter.TX_NEEDS_CSUM), tally.get(TransmitCounter.CSUM_SOFTWARE),
                tally.get(TransmitCounter.CRC32C_SOFTWARE), tally.get(TransmitCounter.LCO_OUTER),
                tally.get(PayloadPass.INTERNET) + tally.get(PayloadPass.CRC32C)),
            drops, tally.errors(TransmitPath.ReadError.class, TransmitPath.ReadError::errno));
    }

    private static PortStatistics.Relay relay(final Tally tally) {
        return new PortStatistics.Relay(tally.get(RelayCounter.PACKETS), tally.get(RelayCounter.BYTES),
            tally.get(RelayCounter.ERRORS_SENT), byReason(tally, Relay.Dropped.class, Relay.Dropped::reason));
    }

    private static <T> Map<String, Long> byReason(final Tally tally, final Class<T> kind,
            final Function<T, TunnelDrop> reason) {
        final var drops = new Tally();
        tally.ofKind(kind).forEach((drop, count) -> drops.add(reason.apply(drop), count));
        return drops.byName(TunnelDrop.class);
    }

    /** A failed write to the device. */
    private record WriteError(int errno) {
    }

    /** A superpacket of so many segments. */
    private record Segments(int atLeast) {
    }

    /** A superpacket of so many bytes. */
    private record Bytes(int atLeast) {
    }

    /** A superpacket held so long. */
    private record HoldMicros(int atLeast) {
    }
}
