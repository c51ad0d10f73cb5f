/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.web;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;
import org.opendaylight.coalescer.api.DataPlaneSnapshot.Port;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.api.PortStatistics;
import org.opendaylight.coalescer.api.PortStatus;
import org.opendaylight.coalescer.web.MetricFamilies.Family;
import org.opendaylight.coalescer.web.MetricFamilies.Source;

/** Metrics of ports. Functions without state. */
final class PortMetrics {
    private static final String DIRECTION = "direction";
    private static final String RECEIVE = "receive";
    private static final String TRANSMIT = "transmit";
    private static final String REASON = "reason";
    private static final String RESULT = "result";
    private static final String ENDING = "ending";

    private static final Family INFO = new Family("port", "What a port is configured to be.");
    private static final Family UP = new Family("port_up", "Whether a port works (oper-status is up).");
    private static final Family MTU = new Family("port_mtu_bytes", "MTU in force, 0 without a device.");
    private static final Family OFFLOAD = new Family("port_offload_active", "Whether an offload is in use.");
    private static final Family FLOWS = new Family("port_flows", "TCP flows that are remembered.");
    private static final Family REORDERING_EXTENT = new Family("port_reordering_extent_packets",
        "Largest reordering extent (RFC 4737 section 4.2.2) since the counters started.");
    private static final Family REPAIR_EXTENT = new Family("port_repair_extent_packets",
        "Most packets that a segment was moved across since the counters started.");

    private static final Family PACKETS = new Family("port_packets", "Inner packets from and to the overlay.");
    private static final Family BYTES = new Family("port_bytes",
        "Bytes of inner packets with IP headers, and of frames with Ethernet headers.");
    private static final Family WRITES = new Family("port_device_writes", "Packets and superpackets written.");
    private static final Family READS = new Family("port_device_reads", "Packets and superpackets read.");
    private static final Family SUPERPACKETS = new Family("port_superpackets",
        "Superpackets written to (receive) and read from (transmit) the device.");
    private static final Family SEGMENTS = new Family("port_segments", "Packets that were part of superpackets.");
    private static final Family VERBATIM = new Family("port_verbatim_packets", "Packets written unchanged, by reason.");
    private static final Family CHAINS = new Family("port_chains", "Chains of segments, by why they ended.");
    private static final Family DROPS = new Family("port_dropped_packets", "Packets refused on their way, by reason.");
    private static final Family DEVICE_DROPS = new Family("port_device_dropped_packets",
        "Packets that the device did not take (receive), or that nobody read in time (transmit).");
    private static final Family ERRORS = new Family("port_errors", "Failed writes (receive) and reads (transmit).");
    private static final Family CHECKSUMS = new Family("port_checksum_packets",
        "Packets by what was found or done about their checksums.");
    private static final Family PAYLOAD_PASSES = new Family("port_checksum_payload_passes",
        "Packets whose payload was read for a checksum.");

    private static final Family RELAYED = new Family("port_relayed_packets",
        "Inner packets sent on from one peer to another.");
    private static final Family RELAYED_BYTES = new Family("port_relayed_bytes", "Their bytes with IP headers.");
    private static final Family TRANSMIT_ERRORS = new Family("port_errors_sent",
        "ICMP errors written to the device for senders of packets that the underlay does not carry.");
    private static final Family RELAY_ERRORS = new Family("port_relay_errors_sent",
        "ICMP errors sent to senders of packets that could not be relayed.");

    private static final Family GAPS = new Family("port_gaps", "Gaps in TCP flows.");
    private static final Family GAP_BYTES = new Family("port_gap_bytes", "Bytes missing in gaps at first.");
    private static final Family GAP_ENDINGS = new Family("port_gap_endings", "Gaps that ended, by how.");
    private static final Family DUPLICATES = new Family("port_duplicate_packets", "TCP packets seen before.");
    private static final Family DUPLICATE_BYTES = new Family("port_duplicate_bytes", "TCP payload seen before.");
    private static final Family REORDERED = new Family("port_reordered_packets", "TCP packets that were just late.");
    private static final Family N_REORDERED = new Family("port_three_reordered_packets",
        "TCP packets that three or more had overtaken immediately before (RFC 4737 section 5.3).");
    private static final Family REPAIRS = new Family("port_repairs", "Times that chains were put back in order.");
    private static final Family REPAIRED = new Family("port_repaired_segments", "Segments moved by that.");
    private static final Family EVICTED = new Family("port_evicted_flows", "Flows forgotten to make room.");

    private static final Family SEGMENTS_HISTOGRAM = new Family("port_superpacket_segments",
        "Segments of superpackets that were written.");
    private static final Family BYTES_HISTOGRAM = new Family("port_superpacket_bytes",
        "Length of superpackets that were written, headers included.");
    private static final Family HOLD_HISTOGRAM = new Family("port_superpacket_hold_seconds",
        "Time that the first packet of superpackets was held.");

    private PortMetrics() {
        // functions only
    }

    static void collect(final String name, final Port port, final MetricFamilies to) {
        final var statistics = port.statistics();
        final var source = new Source(statistics.discontinuityTime(), Labels.of("port", name));
        collect(port.status(), source.labels(), to);
        collect(statistics.receive(), source, to);
        collect(statistics.receive().checksum(), source, to);
        collect(statistics.receive().sequence(), source, to);
        collect(statistics.transmit(), source, to);
        collect(statistics.relay(), source, to);
        final var histograms = statistics.receive().histograms();
        to.histogram(SEGMENTS_HISTOGRAM, source, statistics.receive().segments(),
            Log2Buckets.SEGMENTS.of(histograms.segments()));
        to.histogram(BYTES_HISTOGRAM, source, Double.NaN, Log2Buckets.BYTES.of(histograms.bytes()));
        to.histogram(HOLD_HISTOGRAM, source, Double.NaN, Log2Buckets.MICROS.of(histograms.holdMicros()));
    }

    private static void collect(final PortStatus status, final Labels labels, final MetricFamilies to) {
        final var tunnel = status.applied().tunnel();
        to.info(INFO, labels.merge(Labels.of("endpoint", tunnel.endpoint(), "vni", Integer.toString(tunnel.vni()),
            "description", status.applied().description())));
        to.gauge(UP, labels, status.operStatus() == OperStatus.UP ? 1 : 0);
        to.gauge(MTU, labels, status.mtu());
        for (var offload : status.offloads()) {
            to.gauge(OFFLOAD, labels.merge(Labels.of("capability", MetricFamilies.word(offload.capability()),
                DIRECTION, MetricFamilies.word(offload.direction()))), offload.active() ? 1 : 0);
        }
    }

    private static void collect(final PortStatistics.Receive receive, final Source source, final MetricFamilies to) {
        to.count(PACKETS, source, receive.packets(), DIRECTION, RECEIVE);
        to.count(BYTES, source, receive.bytes(), DIRECTION, RECEIVE);
        to.count(WRITES, source, receive.writes());
        to.count(SUPERPACKETS, source, receive.superpackets(), DIRECTION, RECEIVE);
        to.count(SEGMENTS, source, receive.segments(), DIRECTION, RECEIVE);
        to.count(VERBATIM, source, receive.verbatimReasons(), REASON);
        to.count(CHAINS, source, receive.sealReasons(), REASON);
        to.count(DROPS, source, receive.drops(), DIRECTION, RECEIVE, REASON);
        to.count(DEVICE_DROPS, source, receive.dropped(), DIRECTION, RECEIVE);
        to.count(ERRORS, source, receive.errors(), DIRECTION, RECEIVE, "errno");
    }

    private static void collect(final PortStatistics.ReceiveChecksum checksum, final Source source,
            final MetricFamilies to) {
        final var bad = checksum.bad();
        to.count(CHECKSUMS, source, Map.of("unnecessary", checksum.unnecessary(), "none", checksum.none(), "partial",
            checksum.partial(), "unfinished", checksum.unfinished(), "bad-ip", bad.ip(), "bad-tcp", bad.tcp(),
            "bad-udp", bad.udp(), "bad-icmp", bad.icmp(), "bad-sctp", bad.sctp()), DIRECTION, RECEIVE, RESULT);
        final var written = checksum.written();
        to.count(CHECKSUMS, source, Map.of("needs-csum", written.needsCsum(), "software", written.software(),
            "crc32c-software", written.crc32cSoftware()), DIRECTION, RECEIVE, RESULT);
        to.count(PAYLOAD_PASSES, source, checksum.payloadPasses(), DIRECTION, RECEIVE);
    }

    private static void collect(final PortStatistics.Sequence sequence, final Source source, final MetricFamilies to) {
        final var gaps = sequence.gaps();
        to.count(GAPS, source, gaps.opened());
        to.count(GAP_BYTES, source, gaps.bytes());
        to.count(GAP_ENDINGS, source, Map.of("retransmission-suspected", gaps.retransmissionSuspected(), "late-reorder",
            gaps.lateReorder(), "never-filled", gaps.neverFilled(), "given-up", gaps.givenUp()), ENDING);
        to.count(DUPLICATES, source, sequence.duplicatePackets());
        to.count(DUPLICATE_BYTES, source, sequence.duplicateBytes());
        to.count(REORDERED, source, sequence.reordering().packets());
        to.count(N_REORDERED, source, sequence.reordering().threeReordered());
        to.gauge(REORDERING_EXTENT, source.labels(), sequence.reordering().maxExtent());
        to.count(REPAIRS, source, sequence.repairs().batches());
        to.count(REPAIRED, source, sequence.repairs().segments());
        to.gauge(REPAIR_EXTENT, source.labels(), sequence.repairs().maxExtent());
        to.gauge(FLOWS, source.labels(), sequence.flows());
        to.count(EVICTED, source, sequence.evictedFlows());
    }

    private static void collect(final PortStatistics.Relay relay, final Source source, final MetricFamilies to) {
        to.count(RELAYED, source, relay.packets());
        to.count(RELAYED_BYTES, source, relay.bytes());
        to.count(RELAY_ERRORS, source, relay.errorsSent());
        to.count(DROPS, source, relay.drops(), DIRECTION, "relay", REASON);
    }

    private static void collect(final PortStatistics.Transmit transmit, final Source source, final MetricFamilies to) {
        to.count(PACKETS, source, transmit.datagrams(), DIRECTION, TRANSMIT);
        to.count(BYTES, source, transmit.bytes(), DIRECTION, TRANSMIT);
        to.count(READS, source, transmit.packets());
        to.count(SUPERPACKETS, source, transmit.superpackets(), DIRECTION, TRANSMIT);
        to.count(SEGMENTS, source, transmit.segments(), DIRECTION, TRANSMIT);
        to.count(DROPS, source, transmit.drops(), DIRECTION, TRANSMIT, REASON);
        to.count(DEVICE_DROPS, source, transmit.deviceDrops(), DIRECTION, TRANSMIT);
        to.count(TRANSMIT_ERRORS, source, transmit.errorsSent());
        to.count(ERRORS, source, transmit.errors(), DIRECTION, TRANSMIT, "errno");
        final var checksum = transmit.checksum();
        to.count(CHECKSUMS, source, Map.of("none", checksum.none(), "needs-csum", checksum.needsCsum(), "software",
            checksum.software(), "crc32c-software", checksum.crc32cSoftware(), "lco-outer", checksum.lcoOuter()),
            DIRECTION, TRANSMIT, RESULT);
        to.count(PAYLOAD_PASSES, source, checksum.payloadPasses(), DIRECTION, TRANSMIT);
    }
}
