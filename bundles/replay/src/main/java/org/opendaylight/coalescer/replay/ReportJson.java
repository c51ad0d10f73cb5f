/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

/**
 * What a replay found, for programs: all counters with the names that the YANG model has, zeros included. Stateless.
 */
public final class ReportJson {
    /** Most flows listed. */
    static final int FLOWS = 10;

    private static final double SECOND_NS = 1e9;

    private ReportJson() {
        // Hidden on purpose
    }

    /**
     * Makes a report.
     *
     * @param result what was found
     * @return the report, of several lines
     */
    public static String of(final ReplayResult result) {
        final JsonObject report = new JsonObject();
        report.add("capture", capture(result.capture()));
        report.add("problem", problem(result));
        report.add("options", options(result.options()));
        report.add("tunnel", tunnel(result));
        report.addProperty("batches", result.batches());
        report.add("receive", receive(result));
        return new GsonBuilder().setPrettyPrinting().serializeNulls().create().toJson(report);
    }

    /** A constant as the YANG model writes it. */
    static String name(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static JsonObject capture(final ReplayResult.Capture capture) {
        final JsonObject object = new JsonObject();
        object.addProperty("format", capture.format());
        final JsonArray types = new JsonArray();
        capture.linkTypes().forEach(types::add);
        object.add("link-type", types);
        object.addProperty("frames", capture.frames().count());
        object.addProperty("bytes", capture.frames().bytes());
        object.addProperty("non-ip", capture.frames().nonIp());
        object.addProperty("truncated", capture.frames().truncated());
        object.addProperty("first", GapWriter.time(capture.time().firstNs()));
        object.addProperty("last", GapWriter.time(capture.time().lastNs()));
        object.addProperty("duration-seconds", capture.time().durationNs() / SECOND_NS);
        object.addProperty("steps-back", capture.time().stepsBack());
        return object;
    }

    private static JsonElement problem(final ReplayResult result) {
        final CaptureException problem = result.problem();
        if (problem == null) {
            return JsonNull.INSTANCE;
        }
        final JsonObject object = new JsonObject();
        object.addProperty("offset", problem.offset());
        object.addProperty("message", problem.getMessage());
        return object;
    }

    private static JsonObject options(final ReplayOptions options) {
        final JsonObject object = new JsonObject();
        object.addProperty("batch", options.batchPackets() == ReplayOptions.BY_TIME ? "time"
            : Integer.toString(options.batchPackets()));
        object.addProperty("decap", Objects.toString(options.decap(), null));
        ReplayLeaf.chosen(options).forEach((leaf, value) -> object.addProperty(leaf.leaf(), value));
        return object;
    }

    private static JsonElement tunnel(final ReplayResult result) {
        final ReplayResult.Tunnel tunnel = result.tunnel();
        if (tunnel == null) {
            return JsonNull.INSTANCE;
        }
        final JsonObject object = new JsonObject();
        object.addProperty("decapsulated", tunnel.decapsulated());
        object.addProperty("outside", tunnel.outside());
        object.add("drop", table(TunnelDrop.values(), "packets", drop -> tunnel.drops().getOrDefault(drop, 0L)));
        return object;
    }

    private static JsonObject receive(final ReplayResult result) {
        final CoalescerStatistics statistics = result.statistics();
        final JsonObject object = new JsonObject();
        object.addProperty("packets", statistics.get(CoalescerCounter.PACKETS));
        object.addProperty("bytes", statistics.get(CoalescerCounter.BYTES));
        object.addProperty("superpackets", statistics.get(CoalescerCounter.SUPERPACKETS));
        object.addProperty("segments", statistics.get(CoalescerCounter.SEGMENTS));
        object.addProperty("verbatim-packets", statistics.get(CoalescerCounter.VERBATIM));
        object.addProperty("writes", statistics.get(CoalescerCounter.WRITES));
        object.addProperty("dropped", statistics.get(CoalescerCounter.DROPPED));
        object.addProperty("chains", statistics.get(CoalescerCounter.CHAINS));
        object.addProperty("geometry-errors", statistics.get(CoalescerCounter.GEOMETRY_ERRORS));
        object.addProperty("packets-per-write", ratio(statistics));
        object.add("seal", table(SealReason.values(), "chains", statistics::get));
        object.add("verbatim", table(VerbatimReason.values(), "packets", statistics::get));
        object.add("checksum", checksum(statistics));
        object.add("sequence", sequence(statistics, result.capture().time().lastNs()));
        object.add("segments-histogram", histogram(statistics::segmentsHistogram));
        object.add("bytes-histogram", histogram(statistics::bytesHistogram));
        final JsonArray flows = new JsonArray();
        statistics.sequence().listFlows(FLOWS, FlowOrder.BYTES, result.capture().time().lastNs())
            .forEach(flow -> flows.add(flow(flow)));
        object.add("flow", flows);
        return object;
    }

    /** Packets per write, 0 without any. */
    static double ratio(final CoalescerStatistics statistics) {
        final long writes = statistics.get(CoalescerCounter.WRITES);
        return writes == 0 ? 0
            : (double) (statistics.get(CoalescerCounter.SEGMENTS) + statistics.get(CoalescerCounter.VERBATIM)) / writes;
    }

    private static JsonObject checksum(final CoalescerStatistics statistics) {
        final JsonObject object = new JsonObject();
        object.addProperty("unnecessary", statistics.get(CoalescerCounter.CSUM_UNNECESSARY));
        object.addProperty("none", statistics.get(CoalescerCounter.CSUM_NONE));
        object.addProperty("unfinished", statistics.get(CoalescerCounter.CSUM_UNFINISHED));
        object.addProperty("bad-ip", statistics.get(CoalescerCounter.CSUM_BAD_IP));
        object.addProperty("bad-tcp", statistics.get(CoalescerCounter.CSUM_BAD_TCP));
        object.addProperty("bad-udp", statistics.get(CoalescerCounter.CSUM_BAD_UDP));
        object.addProperty("bad-icmp", statistics.get(CoalescerCounter.CSUM_BAD_ICMP));
        object.addProperty("bad-sctp", statistics.get(CoalescerCounter.CSUM_BAD_SCTP));
        return object;
    }

    private static JsonObject sequence(final CoalescerStatistics statistics, final long nowNs) {
        final SequenceStatistics sequence = statistics.sequence();
        final JsonObject object = new JsonObject();
        for (final SequenceCounter counter : SequenceCounter.values()) {
            object.addProperty(name(counter), sequence.get(counter, nowNs));
        }
        object.addProperty("open-gaps", sequence.openGaps(nowNs));
        object.addProperty("loss-estimate", lossEstimate(sequence, nowNs));
        object.addProperty("max-reordering-extent", sequence.maxReorderingExtent());
        object.addProperty("repairs", statistics.get(CoalescerCounter.REPAIR_EVENTS));
        object.addProperty("repaired-segments", statistics.get(CoalescerCounter.REPAIRED_SEGMENTS));
        object.addProperty("max-repaired-extent", statistics.maxRepairExtent());
        object.addProperty("flows", sequence.flows());
        return object;
    }

    /** Gaps that look like lost packets. */
    static long lossEstimate(final SequenceStatistics sequence, final long nowNs) {
        return sequence.get(SequenceCounter.RETRANSMISSION_SUSPECTED, nowNs)
            + sequence.get(SequenceCounter.NEVER_FILLED, nowNs);
    }

    private static JsonObject flow(final FlowReport flow) {
        final JsonObject object = new JsonObject();
        object.addProperty("protocol", flow.key().isUdp() ? "udp" : "tcp");
        object.addProperty("source-address", flow.key().source().getHostAddress());
        object.addProperty("source-port", flow.key().ports() >>> Short.SIZE);
        object.addProperty("destination-address", flow.key().destination().getHostAddress());
        object.addProperty("destination-port", flow.key().ports() & 0xffff);
        object.addProperty("packets", flow.traffic().packets());
        object.addProperty("bytes", flow.traffic().bytes());
        object.addProperty("superpackets", flow.traffic().superpackets());
        object.addProperty("segments", flow.traffic().segments());
        for (final SequenceCounter counter : SequenceCounter.values()) {
            if (counter != SequenceCounter.EVICTED_FLOWS) {
                object.addProperty(name(counter), flow.count(counter));
            }
        }
        final Map<SealReason, Long> seals = flow.seals();
        object.add("seal", table(SealReason.values(), "chains", reason -> seals.getOrDefault(reason, 0L)));
        return object;
    }

    private static <E extends Enum<E>> JsonArray table(final E[] reasons, final String counter,
            final ToLongFunction<E> counts) {
        final JsonArray rows = new JsonArray();
        for (final E reason : reasons) {
            final JsonObject row = new JsonObject();
            row.addProperty("reason", name(reason));
            row.addProperty(counter, counts.applyAsLong(reason));
            rows.add(row);
        }
        return rows;
    }

    private static JsonArray histogram(final IntToLongFunction buckets) {
        final JsonArray rows = new JsonArray();
        for (int bucket = 0; bucket < CoalescerStatistics.BUCKETS; bucket++) {
            final JsonObject row = new JsonObject();
            row.addProperty("at-least", 1 << bucket);
            row.addProperty("superpackets", buckets.applyAsLong(bucket));
            rows.add(row);
        }
        return rows;
    }
}
