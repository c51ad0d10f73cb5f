/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToLongFunction;
import java.util.function.ToLongFunction;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.coalesce.CoalescerCounter;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.flow.FlowOrder;
import org.opendaylight.coalescer.core.flow.FlowReport;
import org.opendaylight.coalescer.core.flow.SequenceCounter;
import org.opendaylight.coalescer.core.flow.SequenceStatistics;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.replay.capture.CaptureException;

/** What a replay found, for people: nothing that is zero, the most frequent first, and what to do about it. */
public final class ReportText {
    private static final double SECOND_NS = 1e9;

    private final StringBuilder text = new StringBuilder();
    /** Title of a section that has no line yet. */
    private String title = "";
    private final ReplayResult result;
    private final CoalescerStatistics statistics;
    private final long nowNs;

    private ReportText(final ReplayResult result) {
        this.result = result;
        statistics = result.statistics();
        nowNs = result.capture().time().lastNs();
    }

    /**
     * Makes a report.
     *
     * @param result what was found
     * @return the report, each line with its end
     */
    public static String of(final ReplayResult result) {
        final ReportText report = new ReportText(result);
        report.capture();
        report.tunnel();
        report.coalescing();
        report.reasons("Why chains ended", SealReason.values(), report.statistics::get);
        report.reasons("Why packets passed unchanged", VerbatimReason.values(), report.statistics::get);
        report.checksums();
        report.sequence();
        report.flows();
        report.advice();
        return report.text.toString();
    }

    private void capture() {
        final ReplayResult.Capture capture = result.capture();
        heading("Capture");
        row("format", (capture.format().isEmpty() ? "unknown" : capture.format())
            + (capture.linkTypes().isEmpty() ? "" : ", " + String.join(" and ", capture.linkTypes())));
        final ReplayResult.Frames frames = capture.frames();
        row("frames", number(frames.count()) + ", " + number(frames.bytes()) + " bytes");
        if (frames.count() > 0) {
            row("time", String.format(Locale.ROOT, "%.6f s from %s", capture.time().durationNs() / SECOND_NS,
                GapWriter.time(capture.time().firstNs())));
        }
        count("clock stepped back", capture.time().stepsBack());
        count("not IP", frames.nonIp());
        count("truncated by snaplen", frames.truncated());
        final CaptureException problem = result.problem();
        if (problem != null) {
            row("broken at", problem.getMessage());
        }
    }

    private void tunnel() {
        final ReplayResult.Tunnel tunnel = result.tunnel();
        if (tunnel != null) {
            heading("Tunnel, " + result.options().decap());
            row("decapsulated", number(tunnel.decapsulated()));
            count("outside of it", tunnel.outside());
            for (final TunnelDrop drop : TunnelDrop.values()) {
                count("dropped: " + ReportJson.name(drop), tunnel.drops().getOrDefault(drop, 0L));
            }
        }
    }

    private void coalescing() {
        final int batch = result.options().batchPackets();
        heading("Coalescing, " + number(result.batches()) + " batches "
            + (batch == ReplayOptions.BY_TIME ? "of packets with the same timestamp" : "of " + batch + " packets"));
        row("packets", number(statistics.get(CoalescerCounter.PACKETS)) + ", "
            + number(statistics.get(CoalescerCounter.BYTES)) + " bytes");
        row("writes", number(statistics.get(CoalescerCounter.WRITES))
            + String.format(Locale.ROOT, ", %.2f packets per write", ReportJson.ratio(statistics)));
        final long superpackets = statistics.get(CoalescerCounter.SUPERPACKETS);
        if (superpackets > 0) {
            final long segments = statistics.get(CoalescerCounter.SEGMENTS);
            row("superpackets", number(superpackets) + " of " + number(segments)
                + String.format(Locale.ROOT, " packets, %.1f in each", (double) segments / superpackets));
        }
        count("passed unchanged", statistics.get(CoalescerCounter.VERBATIM));
        count("dropped, empty", statistics.get(CoalescerCounter.DROPPED));
        count("geometry errors, a bug", statistics.get(CoalescerCounter.GEOMETRY_ERRORS));
        histogram("Segments of superpackets", statistics::segmentsHistogram);
        histogram("Bytes of superpackets", statistics::bytesHistogram);
    }

    private void histogram(final String name, final IntToLongFunction buckets) {
        heading(name);
        for (int bucket = 0; bucket < CoalescerStatistics.BUCKETS; bucket++) {
            count(number(1L << bucket) + " to " + number((2L << bucket) - 1), buckets.applyAsLong(bucket));
        }
    }

    private <E extends Enum<E>> void reasons(final String name, final E[] reasons, final ToLongFunction<E> counts) {
        heading(name);
        Arrays.stream(reasons)
            .sorted((first, second) -> Long.compare(counts.applyAsLong(second), counts.applyAsLong(first)))
            .forEach(reason -> count(ReportJson.name(reason), counts.applyAsLong(reason)));
    }

    private void checksums() {
        heading("Checksums of packets with data");
        count("verified good", statistics.get(CoalescerCounter.CSUM_UNNECESSARY));
        count("not looked at", statistics.get(CoalescerCounter.CSUM_NONE));
        count("unfinished", statistics.get(CoalescerCounter.CSUM_UNFINISHED));
        count("bad IPv4 header", statistics.get(CoalescerCounter.CSUM_BAD_IP));
        count("bad TCP", statistics.get(CoalescerCounter.CSUM_BAD_TCP));
        count("bad UDP", statistics.get(CoalescerCounter.CSUM_BAD_UDP));
        count("bad ICMP", statistics.get(CoalescerCounter.CSUM_BAD_ICMP));
        count("bad SCTP", statistics.get(CoalescerCounter.CSUM_BAD_SCTP));
    }

    private void sequence() {
        final SequenceStatistics sequence = statistics.sequence();
        heading("Order of TCP data");
        count("gaps", SequenceCounter.GAPS);
        count("bytes missing there", SequenceCounter.GAP_BYTES);
        count("filled by retransmission", SequenceCounter.RETRANSMISSION_SUSPECTED);
        count("filled late, reordered", SequenceCounter.LATE_REORDER);
        count("never filled", SequenceCounter.NEVER_FILLED);
        count("no longer watched", SequenceCounter.GAPS_GIVEN_UP);
        count("still open at the end", sequence.openGaps(nowNs));
        count("estimated losses", ReportJson.lossEstimate(sequence, nowNs));
        count("duplicate packets", SequenceCounter.DUPLICATE_PACKETS);
        count("duplicate bytes", SequenceCounter.DUPLICATE_BYTES);
        count("reordered packets", SequenceCounter.REORDERED_PACKETS);
        count("3-reordered or worse", SequenceCounter.N_REORDERED_PACKETS);
        count("largest reordering extent", sequence.maxReorderingExtent());
        count("runs repaired", statistics.get(CoalescerCounter.REPAIR_EVENTS));
        count("segments moved forward", statistics.get(CoalescerCounter.REPAIRED_SEGMENTS));
        count("flows evicted", SequenceCounter.EVICTED_FLOWS);
    }

    private void flows() {
        final List<FlowReport> flows = statistics.sequence().listFlows(ReportJson.FLOWS, FlowOrder.BYTES, nowNs);
        heading("Busiest flows of the last minute");
        for (final FlowReport flow : flows) {
            if (flow.traffic().packets() == 0) {
                continue;
            }
            line().append("  ").append(flow.key().isUdp() ? "udp " : "tcp ")
                .append(flow.key().source().getHostAddress()).append(':').append(flow.key().ports() >>> Short.SIZE)
                .append(" to ").append(flow.key().destination().getHostAddress()).append(':')
                .append(flow.key().ports() & 0xffff).append('\n');
            final FlowReport.Traffic traffic = flow.traffic();
            row("", number(traffic.packets()) + " packets, " + number(traffic.bytes()) + " bytes"
                + (traffic.superpackets() == 0 ? ""
                    : ", " + number(traffic.segments()) + " in " + number(traffic.superpackets()) + " superpackets")
                + (flow.count(SequenceCounter.GAPS) == 0 ? "" : ", gaps " + number(flow.count(SequenceCounter.GAPS)))
                + (flow.count(SequenceCounter.DUPLICATE_PACKETS) == 0 ? ""
                    : ", duplicates " + number(flow.count(SequenceCounter.DUPLICATE_PACKETS))));
        }
    }

    private void advice() {
        heading("What to do");
        ReplayAdvice.of(result).forEach(sentence -> line().append(wrap(sentence)));
    }

    private static String wrap(final String sentence) {
        final StringBuilder wrapped = new StringBuilder("  -");
        int column = wrapped.length();
        for (final String word : sentence.split(" ")) {
            if (column + 1 + word.length() > 100) {
                wrapped.append("\n   ");
                column = 3;
            }
            wrapped.append(' ').append(word);
            column += 1 + word.length();
        }
        return wrapped.append('\n').toString();
    }

    /** Begins a section, which is left out if it has no line. */
    private void heading(final String name) {
        title = name;
    }

    private StringBuilder line() {
        if (!title.isEmpty()) {
            text.append(text.isEmpty() ? "" : "\n").append(title).append('\n');
            title = "";
        }
        return text;
    }

    private void count(final String name, final SequenceCounter counter) {
        count(name, statistics.sequence().get(counter, nowNs));
    }

    private void count(final String name, final long value) {
        if (value != 0) {
            line().append(String.format(Locale.ROOT, "  %-28s %,15d%n", name, value));
        }
    }

    private void row(final String name, final String value) {
        line().append(String.format(Locale.ROOT, "  %-28s %s%n", name, value));
    }

    private static String number(final long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
