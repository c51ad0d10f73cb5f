/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import static org.opendaylight.coalescer.cli.Notation.NONE;
import static org.opendaylight.coalescer.cli.Notation.decimal;
import static org.opendaylight.coalescer.cli.Notation.number;
import static org.opendaylight.coalescer.cli.Notation.ratio;
import static org.opendaylight.coalescer.cli.Notation.word;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.opendaylight.coalescer.api.DataPlaneSnapshot.Port;
import org.opendaylight.coalescer.api.PortStatistics;
import org.opendaylight.coalescer.cli.Table.Column;

/** What ports do per second, from counters read twice. Functions without state. */
final class Rates {
    private static final double SECOND_NS = 1e9;
    private static final List<Column> COLUMNS = List.of(Column.text("Port"), Column.text("Status"),
        Column.number("In (packets/s)"), Column.number("In (Gbit/s)"), Column.number("Ratio (packets/write)"),
        Column.number("Out (packets/s)"), Column.number("Out (Gbit/s)"), Column.number("Gaps (/s)"),
        Column.number("Drops (packets/s)"));

    private Rates() {
        // functions only
    }

    /** Packets that did not get through a port, whoever dropped them. */
    static long drops(final PortStatistics statistics) {
        return statistics.receive().dropped() + sum(statistics.receive().drops()) + sum(statistics.transmit().drops())
            + statistics.transmit().deviceDrops() + sum(statistics.relay().drops());
    }

    /**
     * A line for each port that is there now. One whose counters have started from zero in between has no rates.
     *
     * @param before ports as they were
     * @param after ports as they are
     * @param elapsedNs time in between
     * @return the table
     */
    static Table between(final Map<String, Port> before, final Map<String, Port> after, final long elapsedNs) {
        final double seconds = elapsedNs / SECOND_NS;
        final List<List<String>> rows = new ArrayList<>();
        new TreeMap<>(after).forEach((name, port) -> {
            final List<String> row = new ArrayList<>(List.of(name, word(port.status().operStatus())));
            final var now = port.statistics();
            final var old = before.get(name);
            row.addAll(old != null && old.statistics().discontinuityTime().equals(now.discontinuityTime())
                ? rates(old.statistics(), now, seconds) : Collections.nCopies(COLUMNS.size() - row.size(), NONE));
            rows.add(row);
        });
        return new Table("", COLUMNS, rows);
    }

    private static List<String> rates(final PortStatistics old, final PortStatistics now, final double seconds) {
        final long packets = now.receive().packets() - old.receive().packets();
        final long dropped = now.receive().dropped() - old.receive().dropped();
        return List.of(perSecond(packets, seconds),
            gigabits(now.receive().bytes() - old.receive().bytes(), seconds),
            ratio(packets - dropped, now.receive().writes() - old.receive().writes()),
            perSecond(now.transmit().datagrams() - old.transmit().datagrams(), seconds),
            gigabits(now.transmit().bytes() - old.transmit().bytes(), seconds),
            perSecond(now.receive().sequence().gaps().opened() - old.receive().sequence().gaps().opened(), seconds),
            perSecond(drops(now) - drops(old), seconds));
    }

    private static String perSecond(final long count, final double seconds) {
        return number(Math.round(count / seconds));
    }

    private static String gigabits(final long bytes, final double seconds) {
        return decimal(bytes * Byte.SIZE / seconds / SECOND_NS);
    }

    private static long sum(final Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
