/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.run;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.lab.Console;

/** Prints what the main job came to, for people. Functions without state. */
final class RunReport {
    private RunReport() {
        // functions only
    }

    static void print(final MainJob.Outcome outcome) {
        final var seen = outcome.statistics();
        Console.line("\nResult (counters read back from RESTCONF)");
        Console.line(String.format("  %-34s %12s  %12s", "one TCP connection", "all off", "all on"));
        throughput("far end to port, coalescing", outcome.received());
        throughput("port to far end, segmenting", outcome.sent());
        row("segments per superpacket", ratio(seen.at("receive/segments"), seen.at("receive/superpackets"))
            + " received, " + ratio(seen.at("transmit/segments"), seen.at("transmit/superpackets")) + " sent");
        row("superpackets", count(seen.at("receive/superpackets")) + " received, "
            + count(seen.at("transmit/superpackets")) + " sent");
        row("received, by number of segments", histogram(seen));
        row("why chains ended", table(seen.table("receive/seal", "reason", "chains")));
        row("passed on unchanged", table(seen.table("receive/verbatim", "reason", "packets")));
        row("gaps", count(seen.at("receive/sequence/gaps")) + " of "
            + count(seen.at("receive/sequence/gap-bytes")) + " bytes, "
            + count(seen.at("receive/sequence/loss-estimate")) + " of them probably lost; put back in order "
            + count(seen.at("receive/sequence/repairs")) + " times");
        row("checksums received", count(seen.at("receive/checksum/unnecessary")) + " verified good, "
            + count(seen.at("receive/checksum/bad-tcp") + seen.at("receive/checksum/bad-udp")
            + seen.at("receive/checksum/bad-ip")) + " wrong, " + count(seen.at("receive/checksum/unfinished"))
            + " unfinished");
        row("checksums sent", count(seen.at("transmit/checksum/needs-csum")) + " left to us by the kernel, "
            + count(seen.at("transmit/checksum/software")) + " finished here");
        printLosses(outcome);
    }

    private static void printLosses(final MainJob.Outcome outcome) {
        final var seen = outcome.statistics();
        final var unsent = seen.table("transmit/drop", "reason", "packets");
        row("dropped", count(seen.at("receive/dropped") + seen.sum("receive/drop", "reason", "packets"))
            + " received, to be sent: " + table(unsent));
        row("lost at the underlay socket", count(outcome.endpoint().at("receive/socket-drops"))
            + "; TCP of the kernel sent " + count(outcome.retransmitted()) + " segments again");
    }

    /** A rate for people. */
    static String rate(final double bitsPerSecond) {
        return bitsPerSecond >= 1e9 ? String.format(Locale.ROOT, "%.2f Gbit/s", bitsPerSecond / 1e9)
            : String.format(Locale.ROOT, "%.0f Mbit/s", bitsPerSecond / 1e6);
    }

    private static void throughput(final String name, final MainJob.Throughput measured) {
        Console.line(String.format(Locale.ROOT, "  %-34s %12s  %12s  (%.1f times)", name, rate(measured.off()),
            rate(measured.on()), measured.on() / Math.max(1, measured.off())));
    }

    private static void row(final String name, final String value) {
        Console.line(String.format("  %-34s %s", name, value));
    }

    private static String ratio(final long dividend, final long divisor) {
        return divisor == 0 ? "-" : String.format(Locale.ROOT, "%.1f", (double) dividend / divisor);
    }

    private static String count(final long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String histogram(final Statistics seen) {
        final var buckets = seen.table("receive/segments-histogram", "at-least", "superpackets");
        return buckets.isEmpty() ? "none" : buckets.entrySet().stream()
            .sorted((left, right) -> Long.compare(Long.parseLong(left.getKey()), Long.parseLong(right.getKey())))
            .map(bucket -> "from " + bucket.getKey() + ": " + count(bucket.getValue()))
            .collect(Collectors.joining(", "));
    }

    private static String table(final Map<String, Long> counts) {
        return counts.isEmpty() ? "none" : counts.entrySet().stream()
            .map(entry -> entry.getKey() + ' ' + count(entry.getValue())).collect(Collectors.joining(", "));
    }
}
