/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.it.capture.Tcpdump;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.RelayLab;
import org.opendaylight.coalescer.it.relay.Direction;
import org.opendaylight.coalescer.it.relay.FaultRates;
import org.opendaylight.coalescer.it.relay.Relay;
import org.opendaylight.coalescer.it.relay.RelayProcess;
import org.opendaylight.coalescer.it.shell.KarafShell;
import org.opendaylight.coalescer.it.shell.ShellTerminal;
import org.opendaylight.coalescer.it.shell.ShownTable;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;
import org.opendaylight.coalescer.replay.command.ReplayCommand;

/** The commands of the shell over ssh, beside what RESTCONF tells of the same. */
@ControllerTest
class ShellIT {
    private static final Path PAGE = Path.of("..", "..", "docs", "shell.md");
    /** A line of the page that is to be typed. */
    private static final Pattern EXAMPLE = Pattern.compile(" {4}(coalescer:[a-z-]+)( [^#]*)?(#.*)?");
    private static final Pattern NAME = Pattern.compile("coalescer:([a-z-]+)");
    private static final String PAGE_PORT = "tun0";
    private static final String PAGE_CAPTURE = "/srv/trace.pcap";
    private static final long BYTES = 8 << 20;
    private static final Duration TRANSFER_TIME = Duration.ofSeconds(60);

    private final ControllerLab lab;
    private KarafShell shell;

    ShellIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void open() {
        shell = KarafShell.open(lab.controller().folder());
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private String run(final String line) {
        final var answer = shell.run(line);
        assertThat(answer.status()).as("%s: %s", line, answer.output()).isZero();
        return answer.output();
    }

    private String refusal(final String line) {
        final var answer = shell.run(line);
        assertThat(answer.status()).as("%s: %s", line, answer.output()).isNotZero();
        return answer.output();
    }

    private void provisionAndMove() {
        lab.provision(true);
        lab.move(true, false, BYTES);
        lab.move(false, false, BYTES);
    }

    private static Set<String> commandsOfThePage() throws IOException {
        return Files.readAllLines(PAGE).stream().map(EXAMPLE::matcher).filter(line -> line.matches())
            .map(line -> line.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void portsAreListed() {
        provisionAndMove();
        final var table = ShownTable.of(run("coalescer:ports"), "");
        assertThat(table.rows()).hasSize(1);
        assertThat(table.cell(0, "Port")).isEqualTo(lab.port());
        assertThat(table.cell(0, "Status")).isEqualTo("up");
        assertThat(table.cell(0, "Endpoint")).isEqualTo(CoalescerModel.ENDPOINT);
        assertThat(table.cell(0, "Last error")).isEqualTo("-");
        assertThat(table.number(0, "In (packets)")).isPositive();
        assertThat(table.number(0, "Out (packets)")).isPositive();
        assertThat(table.number(0, "Ratio (packets/write)")).isGreaterThan(2);
    }

    @Test
    void failedPortTellsWhy() {
        Command.output(List.of("ip", "link", "add", lab.port(), "type", "veth", "peer", "name", "other"));
        try {
            lab.client().put(CoalescerModel.ROOT, CoalescerModel.lab(lab.port(), true));
            final var reason = lab.awaitState(CoalescerModel.portPath(lab.port()), "failed").lastError();
            assertThat(reason).isNotEmpty();
            final var table = ShownTable.of(run("coalescer:ports"), "");
            assertThat(table.cell(0, "Status")).isEqualTo("failed");
            assertThat(table.cell(0, "Last error")).isEqualTo(reason);
        } finally {
            Command.output(List.of("ip", "link", "del", lab.port()));
        }
    }

    @Test
    void portTellsOffloadsAndPeers() {
        lab.provision(true);
        final var output = run("coalescer:port " + lab.port());
        final var leaves = ShownTable.of(output, "Port " + lab.port()).rows().stream()
            .collect(Collectors.toMap(List::getFirst, row -> row.get(1), (one, other) -> one));
        assertThat(leaves).containsEntry("oper-status", "up").containsEntry("description", "Port of the lab");
        assertThat(leaves.get("peer")).startsWith("kernel at ");
        final var offloads = ShownTable.of(output, "Offloads");
        assertThat(offloads.rows()).contains(List.of("tso4", "receive", "yes", "yes", "yes", "-"),
            List.of("tso4", "transmit", "yes", "yes", "yes", "-"));
    }

    @Test
    void portProvesWhatItCan() {
        lab.provision(true);
        final var table = ShownTable.of(run("coalescer:self-test " + lab.port()), "");
        assertThat(table.rows()).hasSize(6).allMatch(row -> "yes".equals(row.get(1)) && "-".equals(row.get(2)));
        assertThat(table.rows().stream().map(List::getFirst)).contains("tcp-ipv4", "udp-ipv6", "protocol-89-ipv4");
    }

    @Test
    void countersAreThoseOfTheRpc() {
        provisionAndMove();
        ControllerLab.await("the shell shows what the RPC tells", () -> {
            final var before = lab.statistics();
            final var output = run("coalescer:statistics " + lab.port());
            final var received = ShownTable.of(output, "Received, since");
            return received.value("packets") == before.at("receive/packets")
                && received.value("segments") == before.at("receive/segments")
                && received.value("superpackets") == before.at("receive/superpackets")
                && received.value("chains") == before.at("receive/chains")
                && ShownTable.of(output, "Received: checksums").value("unnecessary (packets)")
                    == before.at("receive/checksum/unnecessary")
                && ShownTable.of(output, "Sent").value("datagrams") == before.at("transmit/datagrams");
        });
        final var output = run("coalescer:statistics " + lab.port());
        final var seals = ShownTable.of(output, "Received: why chains ended");
        assertThat(seals.rows().stream().mapToLong(row -> seals.value(row.getFirst())).sum())
            .isEqualTo(ShownTable.of(output, "Received, since").value("chains"));
        assertThat(ShownTable.of(output, "Received: segments of superpackets").rows()).isNotEmpty();
    }

    @Test
    void biggestFlowComesFirst() {
        lab.provision(true);
        lab.move(true, true, BYTES / 4);
        lab.move(true, false, BYTES);
        final var all = ShownTable.of(run("coalescer:flows " + lab.port()), "");
        final var top = ShownTable.of(run("coalescer:flows --top 1 --sort-by bytes " + lab.port()), "");
        assertThat(all.rows().size()).isGreaterThan(1);
        assertThat(top.rows()).hasSize(1);
        assertThat(top.cell(0, "Protocol")).isEqualTo("tcp");
        assertThat(top.cell(0, "Source")).isEqualTo(all.cell(0, "Source")).doesNotContain("[");
        assertThat(top.number(0, "Payload (bytes)")).isGreaterThanOrEqualTo(BYTES);
        assertThat(top.number(0, "Size (segments)")).isGreaterThan(2);
    }

    @Test
    void gapsAreThoseOfTheRpc() throws IOException {
        final var log = Files.createTempFile(Path.of("target"), "shell", ".json");
        final var harm = FaultRates.parse("drop=0.01");
        try (var relayLab = RelayLab.open(lab.underlay())) {
            RelayedPort.provision(lab);
            try (var relay = RelayProcess.start(relayLab.namespace(),
                    new Relay.Faults(8, Map.of(Direction.IN, harm, Direction.OUT, harm)), log);
                 var transfer = lab.start(true, false, Amount.bytes(BYTES))) {
                assertThat(transfer.await(TRANSFER_TIME).isIntact()).isTrue();
                RelayedPort.awaitSilence(lab, relay, false);
                relay.finish();
            }
            final var table = ShownTable.of(run("coalescer:gaps " + lab.port()), "");
            final var events = lab.client().rpc(CoalescerModel.LIST_GAPS, CoalescerModel.portInput(lab.port()))
                .getAsJsonObject("odl-coalescer:output").getAsJsonArray("gap-event");
            assertThat(events).isNotEmpty();
            assertThat(table.rows()).hasSameSizeAs(events);
            for (int row = 0; row < events.size(); row++) {
                final var event = events.get(row).getAsJsonObject();
                assertThat(table.cell(row, "Id")).isEqualTo(event.get("id").getAsString());
                assertThat(table.cell(row, "Sequence seen")).isEqualTo(event.get("sequence-seen").getAsString());
                assertThat(table.number(row, "Gap (bytes)")).isEqualTo(event.get("gap-bytes").getAsLong());
                assertThat(table.cell(row, "Ending")).isEqualTo(event.get("ending").getAsString());
            }
        }
        Files.delete(log);
    }

    @Test
    void countersStartFromZero() {
        provisionAndMove();
        final var before = lab.statistics();
        assertThat(run("coalescer:clear " + lab.port())).contains("counters of " + lab.port());
        final var after = lab.statistics();
        assertThat(after.at("receive/packets")).isLessThan(before.at("receive/packets"));
        assertThat(after.text("discontinuity-time")).isGreaterThan(before.text("discontinuity-time"));
        run("coalescer:clear --all");
        assertThat(lab.statistics().text("discontinuity-time")).isGreaterThan(after.text("discontinuity-time"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "port", "flows", "gaps", "statistics", "clear" })
    void unknownPortIsToldTheKnownOnes(final String command) {
        lab.provision(true);
        assertThat(refusal("coalescer:" + command + " nowhere"))
            .contains("There is no port 'nowhere' in the data plane.", "Ports that are there: " + lab.port() + '.');
    }

    @ParameterizedTest
    @CsvSource({ "flows --top 0, --top must be 1..1000", "flows --sort-by size, 'one of bytes, packets, gaps'",
        "top --once --interval 0, --interval must be 0.1..3600 s", "top, There is no terminal",
        "clear --all, or say --all" })
    void wrongArgumentsAreRefused(final String command, final String reason) {
        lab.provision(true);
        final var line = "coalescer:" + command + (command.startsWith("top") ? "" : " " + lab.port());
        assertThat(refusal(line)).contains(reason);
    }

    @Test
    void trafficIsShownPerSecond() {
        lab.provision(true);
        try (var transfer = lab.start(true, false, Amount.untilFinished())) {
            ControllerLab.await("data flows", () -> transfer.bytesReceived() > BYTES);
            final var table = ShownTable.of(run("coalescer:top --once --interval 0.5"), "");
            assertThat(table.cell(0, "Port")).isEqualTo(lab.port());
            assertThat(table.number(0, "In (packets/s)")).isGreaterThan(1000);
            assertThat(table.number(0, "In (Gbit/s)")).isPositive();
            assertThat(table.number(0, "Ratio (packets/write)")).isGreaterThan(1);
            assertThat(table.number(0, "Out (packets/s)")).as("acknowledgements").isPositive();
            transfer.finish();
            assertThat(transfer.await(TRANSFER_TIME).isIntact()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "q", ShellTerminal.INTERRUPT })
    void liveViewGoesOnUntilTheUserLeaves(final String keys) {
        lab.provision(true);
        try (var terminal = shell.terminal()) {
            terminal.type("coalescer:top --interval 0.2\n");
            ControllerLab.await("the view is drawn again", () -> drawings(terminal) > 2);
            terminal.type(keys);
            terminal.awaitPrompt();
            terminal.type("coalescer:ports\n");
            // the terminal is as it was: what is typed shows
            assertThat(terminal.await("Last error")).contains("coalescer:ports");
        }
    }

    private static long drawings(final ShellTerminal terminal) {
        return terminal.await("In (Gbit/s)").lines().filter(line -> line.contains("In (Gbit/s)")).count();
    }

    @Test
    void namesAreCompleted() {
        lab.provision(true);
        try (var terminal = shell.terminal()) {
            terminal.type("coalescer:port " + lab.port().substring(0, 2) + "\t");
            terminal.await("coalescer:port " + lab.port());
            terminal.type("\n");
            terminal.await("oper-status");
            terminal.type("coalescer:flows --sort-by \t");
            final var choices = terminal.await("packets");
            assertThat(choices).contains("bytes", "gaps", "duplicates");
        }
    }

    @Test
    void everyCommandIsOnThePage() throws IOException {
        try (var terminal = shell.terminal()) {
            terminal.type("coalescer:\t");
            final var offered = new TreeSet<String>();
            ControllerLab.await("all commands are offered", () -> {
                NAME.matcher(terminal.await("coalescer:top")).results().forEach(name -> offered.add(name.group()));
                return offered.size() >= 8;
            });
            assertThat(commandsOfThePage()).containsExactlyElementsOf(offered);
        }
    }

    @Test
    void linesOfThePageWork() throws IOException {
        lab.provision(true);
        final var capture = capture();
        lab.move(true, false, BYTES);
        int lines = 0;
        for (var text : Files.readAllLines(PAGE)) {
            final var example = EXAMPLE.matcher(text);
            if (example.matches()) {
                final var line = (example.group(1) + (example.group(2) == null ? "" : example.group(2))).strip()
                    .replace(PAGE_PORT, lab.port()).replace(PAGE_CAPTURE, capture.toString());
                if (line.equals("coalescer:top")) {
                    assertThat(refusal(line)).contains("--once");
                } else {
                    assertThat(run(line)).as(line).isNotBlank();
                }
                lines++;
            }
        }
        assertThat(lines).isGreaterThanOrEqualTo(commandsOfThePage().size());
        Files.delete(capture);
    }

    /** Captures what goes through the port. */
    private Path capture() throws IOException {
        final var raw = Path.of("target", "shell-raw.pcap");
        final var whole = Path.of("target", "shell.pcap").toAbsolutePath();
        try (var tcpdump = Tcpdump.start(lab.near(), raw, "-i", lab.port(), "ip")) {
            lab.move(true, false, 1 << 20);
            tcpdump.await(10);
        }
        // the end may be that of a frame that was being written
        Command.run(List.of("editcap", "-F", "pcap", raw.toString(), whole.toString()));
        Files.delete(raw);
        return whole;
    }

    @Test
    void replayIsThatOfTheLauncher() throws IOException {
        lab.provision(true);
        final var capture = capture();
        final var expected = new ByteArrayOutputStream();
        try (var out = new PrintStream(expected, true, StandardCharsets.UTF_8)) {
            assertThat(new ReplayCommand(InputStream.nullInputStream(), out, out).execute("--report=json",
                "--batch=16", "--option=max-segments=8", "--option=udp=false", capture.toString())).isZero();
        }
        assertThat(JsonParser.parseString(run("coalescer:replay --report json --batch 16 "
            + "--option max-segments=8 --option udp=false " + capture)))
            .isEqualTo(JsonParser.parseString(expected.toString(StandardCharsets.UTF_8)));
        Files.delete(capture);
        assertThat(refusal("coalescer:replay " + capture)).contains("there is no such file");
    }
}
