/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.GapEnding;
import org.opendaylight.coalescer.api.Samples;
import org.opendaylight.coalescer.cli.Table.Column;

/** What commands show, without a shell. */
class ViewsTest {
    private static String printed(final List<Table> tables) {
        final var bytes = new ByteArrayOutputStream();
        Table.print(tables, new PrintStream(bytes, true, StandardCharsets.US_ASCII));
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    /** Second cell of the row that begins with a name. */
    private static String value(final Table table, final String name) {
        return table.rows().stream().filter(row -> row.get(0).equals(name)).findFirst().orElseThrow().get(1);
    }

    private static Table titled(final List<Table> tables, final String title) {
        return tables.stream().filter(table -> table.title().startsWith(title)).findFirst().orElseThrow();
    }

    @Test
    void columnsAreAligned() {
        final var table = new Table("Title", List.of(Column.text("Name"), Column.number("Bytes")),
            List.of(List.of("a", "1"), List.of("longer", "1,000,000")));
        final var lines = printed(List.of(table)).lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("Title");
        assertThat(lines.get(1)).matches("Name   \\|     Bytes");
        assertThat(lines.get(3)).matches("a      \\|         1");
        assertThat(lines.get(4)).matches("longer \\| 1,000,000");
    }

    @Test
    void tablesWithoutRowsAreLeftOut() {
        final var columns = List.of(Column.text("Name"));
        final var lines = printed(List.of(new Table("One", columns, List.of(List.of("a"))),
            new Table("Two", columns, List.of()), new Table("Three", columns, List.of(List.of("b"))))).lines().toList();
        assertThat(lines).containsExactly("One", "Name", "----", "a", "", "Three", "Name", "----", "b");
    }

    @Test
    void rowsFitTheirColumns() {
        final var columns = List.of(Column.text("Name"), Column.text("Value"));
        final var rows = List.of(List.of("alone"));
        assertThatThrownBy(() -> new Table("", columns, rows)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void portsAreInOrderOfNames() {
        final var statistics = Samples.statistics(Samples.START, 1);
        final var table = PortViews.list(Map.of(
            "tun9", Samples.port(Samples.status("tun9"), statistics),
            "tun0", Samples.port(Samples.failed("tun0", "address not there"), statistics)));
        assertThat(table.column("Port")).containsExactly("tun0", "tun9");
        assertThat(table.column("Status")).containsExactly("failed", "up");
        assertThat(table.column("Last error")).containsExactly("address not there", "-");
        assertThat(table.column("MTU (bytes)")).containsExactly("0", "9,000");
        assertThat(table.column("VNI")).containsExactly("42", "42");
    }

    @Test
    void portLineSumsUp() {
        final var table = PortViews.list(Map.of("tun0", Samples.port(Samples.status("tun0"),
            Samples.statistics(Samples.START, 1))));
        assertThat(table.column("In (packets)")).containsExactly("100,000");
        // (100,000 - 998) / 10,001
        assertThat(table.column("Ratio (packets/write)")).containsExactly("9.90");
        assertThat(table.column("Out (packets)")).containsExactly("7,400");
        assertThat(table.column("Gaps")).containsExactly("50");
        // 998 + 30 received, 4 + 3 to send, 7 from peer to peer
        assertThat(table.column("Drops (packets)")).containsExactly("1,042");
    }

    @Test
    void portTellsPeersAndOffloads() {
        final var tables = PortViews.detail(Samples.status("tun0"));
        final var leaves = titled(tables, "Port tun0");
        assertThat(value(leaves, "description")).isEqualTo("uplink");
        assertThat(value(leaves, "oper-status")).isEqualTo("up");
        assertThat(value(leaves, "address")).isEqualTo("198.51.100.1/24");
        assertThat(value(leaves, "peer"))
            .isEqualTo("far at [2001:db8:0:0:0:0:0:2]:4790, sources 198.51.100.0/24, 2001:db8:1:0:0:0:0:0/48");
        final var offloads = titled(tables, "Offloads");
        assertThat(offloads.rows()).containsExactly(List.of("tso4", "receive", "yes", "yes", "yes", "-"),
            List.of("uso4", "transmit", "yes", "no", "no", "the kernel refuses it"));
    }

    @Test
    void countersHaveTheirOwnLines() {
        final var tables = StatisticsViews.of(Samples.statistics(Samples.START, 1));
        final var received = titled(tables, "Received, since 2026-01-02T03:04:05Z");
        assertThat(value(received, "packets")).isEqualTo("100,000");
        assertThat(value(received, "verbatim-packets")).isEqualTo("9,000");
        // 90,002 / 1,001
        assertThat(value(received, "segments per superpacket")).isEqualTo("89.91");
        assertThat(titled(tables, "Received: checksums").column("Value"))
            .containsExactly("11", "12", "17", "13", "14", "15", "16", "18", "19", "20", "21", "22", "23");
        assertThat(titled(tables, "Received: order").column("Value")).containsExactly("50", "51", "52", "53", "54",
            "55", "106", "56", "57", "58", "59", "60", "61", "62", "63", "64", "65");
        assertThat(titled(tables, "Sent").column("Value"))
            .containsExactly("70", "12,500,000", "72", "73", "7,400", "3", "85", "76", "77", "78", "79",
                "80", "81");
    }

    @Test
    void frequentReasonsComeFirst() {
        final var tables = StatisticsViews.of(Samples.statistics(Samples.START, 1));
        assertThat(titled(tables, "Received: why chains ended").rows())
            .containsExactly(List.of("end-of-batch", "1,002"), List.of("psh", "200"));
        assertThat(titled(tables, "Received: why packets passed").column("Reason"))
            .containsExactly("pure-ack", "bad-l4-checksum");
        assertThat(titled(tables, "Sent: why packets were dropped").rows()).containsExactly(List.of("no-peer", "4"));
        assertThat(titled(tables, "Relayed").rows()).containsExactly(List.of("packets", "82"), List.of("bytes", "83"),
            List.of("errors-sent (packets)", "84"));
        assertThat(titled(tables, "Relayed: why packets were dropped").rows())
            .containsExactly(List.of("ttl-exceeded", "7"));
        assertThat(titled(tables, "Received: failed writes").rows()).containsExactly(List.of("EINVAL", "5"));
        assertThat(titled(tables, "Sent: failed reads").rows()).containsExactly(List.of("EIO", "6"));
    }

    @Test
    void bucketsAreInOrder() {
        final var tables = StatisticsViews.of(Samples.statistics(Samples.START, 1));
        assertThat(titled(tables, "Received: segments of").rows())
            .containsExactly(List.of("2", "10"), List.of("32", "991"));
        assertThat(titled(tables, "Received: time").rows()).containsExactly(List.of("0", "3"), List.of("128", "4"));
    }

    @Test
    void flowsStayInTheirOrder() {
        final var table = FlowViews.flows(List.of(Samples.flow(true, "2001:db8::1", "2001:db8::2"),
            Samples.flow(false, "198.51.100.2", "198.51.100.1")));
        assertThat(table.column("Protocol")).containsExactly("udp", "tcp");
        assertThat(table.column("Source")).containsExactly("[2001:db8:0:0:0:0:0:1]:40000", "198.51.100.2:40000");
        assertThat(table.rows().get(1).subList(3, 13)).containsExactly("6,400", "7,680,000", "100", "63.50",
            "max-segments", "8", "22", "14", "15", "2026-01-02T03:04:05Z");
    }

    @Test
    void sequenceNumbersAreUnsigned() {
        final var table = FlowViews.gaps(List.of(Samples.gap(GapEnding.RETRANSMISSION_SUSPECTED)));
        assertThat(table.rows()).containsExactly(List.of("17", "2026-01-02T03:04:05Z", "198.51.100.2:40000",
            "198.51.100.1:443", "4026531840", "4026551840", "20", "20,000", "4026553840", "2,000",
            "retransmission-suspected"));
    }

    @Test
    void ratesArePerSecond() {
        final var status = Samples.status("tun0");
        final var table = Rates.between(Map.of("tun0", Samples.port(status, Samples.statistics(Samples.START, 1))),
            Map.of("tun0", Samples.port(status, Samples.statistics(Samples.START, 3))), 500_000_000);
        // twice the sample in half a second
        assertThat(table.rows()).containsExactly(List.of("tun0", "up", "400,000", "4.00", "9.90", "29,600", "0.40",
            "200", "4,168"));
    }

    @Test
    void countersThatStartedAgainHaveNoRates() {
        final var status = Samples.status("tun0");
        final var table = Rates.between(
            Map.of("tun0", Samples.port(status, Samples.statistics(Samples.START, 3))),
            Map.of("tun0", Samples.port(status, Samples.statistics(Samples.START.plusSeconds(1), 1)),
                "tun1", Samples.port(Samples.status("tun1"), Samples.statistics(Samples.START, 1))), 1_000_000_000);
        assertThat(table.rows()).containsExactly(List.of("tun0", "up", "-", "-", "-", "-", "-", "-", "-"),
            List.of("tun1", "up", "-", "-", "-", "-", "-", "-", "-"));
    }
}
