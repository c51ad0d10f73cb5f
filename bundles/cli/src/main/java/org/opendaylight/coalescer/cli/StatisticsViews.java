/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import static org.opendaylight.coalescer.cli.Notation.number;
import static org.opendaylight.coalescer.cli.Notation.ratio;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.opendaylight.coalescer.api.PortStatistics;
import org.opendaylight.coalescer.cli.Table.Column;

/** Tables of the counters of a port, with the names of the model. Functions without state. */
final class StatisticsViews {
    private StatisticsViews() {
        // functions only
    }

    /**
     * All counters. Tables of reasons hold those that occurred, the most frequent first.
     *
     * @param statistics the counters
     * @return the tables, some without rows
     */
    static List<Table> of(final PortStatistics statistics) {
        final var receive = statistics.receive();
        final var transmit = statistics.transmit();
        return List.of(
            receive("Received, since " + statistics.discontinuityTime(), receive),
            counts("Received: why chains ended", "Reason", "Chains", receive.sealReasons()),
            counts("Received: why packets passed unchanged", "Reason", "Packets", receive.verbatimReasons()),
            counts("Received: why packets were dropped", "Reason", "Packets", receive.drops()),
            counts("Received: failed writes", "Error", "Writes", receive.errors()),
            numbers("Received: segments of superpackets", "At least (segments)", "Superpackets",
                receive.histograms().segments()),
            numbers("Received: length of superpackets", "At least (bytes)", "Superpackets",
                receive.histograms().bytes()),
            numbers("Received: time that superpackets were held", "At least (us)", "Superpackets",
                receive.histograms().holdMicros()),
            checksum(receive.checksum()),
            sequence(receive.sequence()),
            transmit(transmit),
            counts("Sent: why packets were dropped", "Reason", "Packets", transmit.drops()),
            counts("Sent: failed reads", "Error", "Reads", transmit.errors()),
            relay(statistics.relay()),
            counts("Relayed: why packets were dropped", "Reason", "Packets", statistics.relay().drops()));
    }

    private static Table receive(final String title, final PortStatistics.Receive receive) {
        return new Counters().add("packets", receive.packets()).add("bytes", receive.bytes())
            .add("writes", receive.writes())
            .add("packets per write", ratio(receive.packets() - receive.dropped(), receive.writes()))
            .add("superpackets", receive.superpackets()).add("segments", receive.segments())
            .add("segments per superpacket", ratio(receive.segments(), receive.superpackets()))
            .add("verbatim-packets", receive.verbatim()).add("dropped (packets)", receive.dropped())
            .add("chains", receive.chains()).table(title);
    }

    private static Table checksum(final PortStatistics.ReceiveChecksum checksum) {
        final var bad = checksum.bad();
        final var written = checksum.written();
        return new Counters().add("unnecessary (packets)", checksum.unnecessary())
            .add("none (packets)", checksum.none()).add("partial (packets)", checksum.partial())
            .add("unfinished (packets)", checksum.unfinished()).add("bad-ip (packets)", bad.ip())
            .add("bad-tcp (packets)", bad.tcp()).add("bad-udp (packets)", bad.udp())
            .add("bad-icmp (packets)", bad.icmp()).add("bad-sctp (packets)", bad.sctp())
            .add("payload-passes (packets)", checksum.payloadPasses())
            .add("needs-csum (packets)", written.needsCsum()).add("software (packets)", written.software())
            .add("crc32c-software (packets)", written.crc32cSoftware()).table("Received: checksums");
    }

    private static Table sequence(final PortStatistics.Sequence sequence) {
        final var gaps = sequence.gaps();
        final var reordering = sequence.reordering();
        final var repairs = sequence.repairs();
        return new Counters().add("gaps", gaps.opened()).add("gap-bytes", gaps.bytes())
            .add("retransmission-suspected (gaps)", gaps.retransmissionSuspected())
            .add("late-reorder (gaps)", gaps.lateReorder()).add("never-filled (gaps)", gaps.neverFilled())
            .add("gaps-given-up", gaps.givenUp()).add("loss-estimate (gaps)", gaps.lossEstimate())
            .add("duplicate-packets", sequence.duplicatePackets()).add("duplicate-bytes", sequence.duplicateBytes())
            .add("reordered-packets", reordering.packets()).add("n-reordered-packets", reordering.threeReordered())
            .add("max-reordering-extent (packets)", reordering.maxExtent()).add("repairs", repairs.batches())
            .add("repaired-segments", repairs.segments()).add("max-repaired-extent (packets)", repairs.maxExtent())
            .add("flows", sequence.flows()).add("evicted-flows", sequence.evictedFlows())
            .table("Received: order of TCP data");
    }

    private static Table transmit(final PortStatistics.Transmit transmit) {
        final var checksum = transmit.checksum();
        return new Counters().add("packets", transmit.packets()).add("bytes", transmit.bytes())
            .add("superpackets", transmit.superpackets()).add("segments", transmit.segments())
            .add("datagrams", transmit.datagrams()).add("device-drops (packets)", transmit.deviceDrops())
            .add("errors-sent (packets)", transmit.errorsSent())
            .add("checksum none (packets)", checksum.none()).add("checksum needs-csum (packets)", checksum.needsCsum())
            .add("checksum software (packets)", checksum.software())
            .add("checksum crc32c-software (packets)", checksum.crc32cSoftware())
            .add("checksum lco-outer (packets)", checksum.lcoOuter())
            .add("checksum payload-passes (packets)", checksum.payloadPasses()).table("Sent");
    }

    private static Table relay(final PortStatistics.Relay relay) {
        return new Counters().add("packets", relay.packets()).add("bytes", relay.bytes())
            .add("errors-sent (packets)", relay.errorsSent()).table("Relayed");
    }

    private static Table counts(final String title, final String key, final String unit,
            final Map<?, Long> counts) {
        final var byName = new TreeMap<String, Long>();
        counts.forEach((name, count) -> byName.put(name.toString(), count));
        return new Table(title, List.of(Column.text(key), Column.number(unit)), byName.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
            .map(count -> List.of(count.getKey(), number(count.getValue()))).toList());
    }

    private static Table numbers(final String title, final String key, final String unit,
            final Map<Integer, Long> counts) {
        return new Table(title, List.of(Column.number(key), Column.number(unit)), new TreeMap<>(counts).entrySet()
            .stream().map(count -> List.of(number(count.getKey()), number(count.getValue()))).toList());
    }

    /** Lines of a table, one for each counter, zeros included. */
    private static final class Counters {
        private final List<List<String>> rows = new ArrayList<>();

        Counters add(final String name, final long value) {
            return add(name, number(value));
        }

        Counters add(final String name, final String value) {
            rows.add(List.of(name, value));
            return this;
        }

        Table table(final String title) {
            return new Table(title, List.of(Column.text("Counter"), Column.number("Value")), rows);
        }
    }
}
