/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.replay.CaptureBytes;
import org.opendaylight.coalescer.replay.Packets;

/** The program: arguments, streams, files and exit statuses. */
class ReplayCommandTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private byte[] input = new byte[0];
    private Path capture;

    @BeforeEach
    void writeCapture() throws IOException {
        capture = Files.write(folder.resolve("capture"),
            CaptureBytes.pcap(CaptureBytes.RAW).records(List.of(Packets.tcp4().train(4))).bytes());
    }

    private int run(final String... args) {
        return run(out, args);
    }

    private int run(final OutputStream to, final String... args) {
        return new ReplayCommand(new ByteArrayInputStream(input), to,
            new PrintStream(err, true, StandardCharsets.UTF_8)).execute(args);
    }

    /** Runs on the capture, with other words in front. */
    private int replay(final String... args) {
        final List<String> words = new ArrayList<>(Arrays.asList(args));
        words.add(capture.toString());
        return run(words.toArray(String[]::new));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private long packets() {
        return JsonParser.parseString(said()).getAsJsonObject().getAsJsonObject("receive").get("packets").getAsLong();
    }

    @Test
    void reportGoesToStandardOutput() {
        assertThat(replay()).isZero();
        assertThat(said()).startsWith("Capture\n  format                       pcap, RAW\n");
        assertThat(complained()).isEmpty();
    }

    @Test
    void reportAsJson() {
        assertThat(replay("--report", "json")).isZero();
        assertThat(packets()).isEqualTo(4);
    }

    @Test
    void captureFromStandardInput() throws IOException {
        input = Files.readAllBytes(capture);
        assertThat(run("--report=json", "-")).isZero();
        assertThat(packets()).isEqualTo(4);
    }

    @Test
    void compressedCapture() throws IOException {
        final byte[] plain = Files.readAllBytes(capture);
        try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(capture))) {
            gzip.write(plain);
        }
        assertThat(replay("--report=json")).isZero();
        assertThat(packets()).isEqualTo(4);
    }

    @Test
    void eventsAndGapsAsFiles() throws IOException {
        capture = Files.write(capture, CaptureBytes.pcap(CaptureBytes.RAW)
            .records(List.of(Packets.tcp4().build(), Packets.tcp4().seq(1200).build())).bytes());
        final Path events = folder.resolve("events");
        final Path gaps = folder.resolve("gaps");
        assertThat(replay("--events", events.toString(), "--gaps", gaps.toString())).isZero();
        assertThat(Files.readAllLines(events)).hasSize(2).allMatch(line -> line.startsWith("{\"flush\":0,"));
        assertThat(Files.readAllLines(gaps)).hasSize(1).allMatch(line -> line.contains("\"gap-bytes\":100,"));
    }

    @Test
    void eventsToStandardOutputAndTheReportToStandardError() {
        assertThat(replay("--events=-")).isZero();
        assertThat(said().lines()).hasSize(1).allMatch(line -> line.startsWith("{\"flush\":0,\"kind\":\"gso\""));
        assertThat(complained()).startsWith("Capture");
    }

    @Test
    void batches() throws IOException {
        assertThat(replay("--batch=3", "--events=-")).isZero();
        assertThat(said().lines()).hasSize(2);
        out.reset();
        assertThat(replay("--batch-time", "--events=-")).isZero();
        assertThat(said().lines()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({ "--decap, vxlan-gpe:4790", "--decap vxlan-gpe, vxlan-gpe:4790", "--decap=vxlan-gpe, vxlan-gpe:4790",
        "--decap=vxlan-gpe:9999, vxlan-gpe:9999", "--decap vxlan-gpe:1, vxlan-gpe:1", "--decap geneve, geneve:6081",
        "--decap=gue-1, gue-1:6080", "--decap ip-in-udp:5555, ip-in-udp:5555" })
    void decapWithAndWithoutAWord(final String words, final String tunnel) {
        final List<String> args = new ArrayList<>(List.of(words.split(" ")));
        args.add("--report=json");
        assertThat(replay(args.toArray(String[]::new))).isZero();
        assertThat(said()).contains("\"decap\": \"" + tunnel + "\"");
        out.reset();
        // also as the last option, where the capture follows at once
        args.addFirst("--report=json");
        args.removeLast();
        assertThat(replay(args.toArray(String[]::new))).isZero();
        assertThat(said()).contains("\"decap\": \"" + tunnel + "\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--option=max-segments=1 | max-segments must be 2..64, not 1",
        "--option=nonsense=1     | there is no option nonsense; there are tcp (false or true), udp",
        "--option=tcp            | not of the form NAME=VALUE",
        "--batch=0               | a batch has 1 packet or more, not 0",
        "--batch=2000000         | a batch has 1..1048576 packets, not 2000000",
        "--batch=x               | --batch",
        "--batch=3 --batch-time  | exclude each other",
        "--report=xml            | --report must be text or json, not xml",
        "--events=- --gaps=-     | only one of --events and --gaps can go to standard output",
        "--decap=vxlan-gpe:0     | a port is 1..65535, not 0",
        "--decap=vxlan-gpe:65536 | a port is 1..65535, not 65536",
        "--decap=vxlan-gpe-2     | --help tells more",
        "--decap=ip-in-udp       | ip-in-udp has no usual port: say ip-in-udp:PORT",
        "--nonsense              | --nonsense" })
    void wrongArguments(final String words, final String message) {
        assertThat(replay(words.split(" "))).isEqualTo(64);
        assertThat(complained()).contains(message).hasLineCount(1);
        assertThat(said()).isEmpty();
    }

    @Test
    void noArguments() {
        assertThat(run()).isEqualTo(64);
        assertThat(complained()).contains("CAPTURE");
    }

    @Test
    void helpIsNoError() {
        assertThat(run("--help")).isZero();
        assertThat(said()).contains("--batch-time").contains("Exit status");
    }

    @Test
    void missingCapture() {
        capture = folder.resolve("missing");
        assertThat(replay("--events", folder.resolve("events").toString())).isEqualTo(66);
        assertThat(complained()).isEqualTo("replay: " + capture + ": there is no such file\n");
        assertThat(folder.resolve("events")).doesNotExist();
    }

    @Test
    void captureThatIsAFolder() {
        capture = folder;
        assertThat(replay()).isEqualTo(74);
        assertThat(complained()).contains("Is a directory");
    }

    @Test
    void brokenCaptureGivesTheReportUpToThere() throws IOException {
        final byte[] whole = Files.readAllBytes(capture);
        Files.write(capture, Arrays.copyOf(whole, whole.length - 1));
        final Path events = folder.resolve("events");
        assertThat(replay("--report=json", "--events", events.toString())).isEqualTo(65);
        assertThat(packets()).isEqualTo(3);
        assertThat(complained()).isEqualTo("replay: " + capture + ": byte " + (whole.length - 1)
            + ": the capture ends in the middle of the record that begins at byte " + (whole.length - 156) + "\n");
        assertThat(Files.readAllLines(events)).hasSize(1).allMatch(line -> line.contains("\"segments\":3"));
    }

    @Test
    void unknownLinkType() throws IOException {
        Files.write(capture, CaptureBytes.pcap(105).record(1, 0, (byte) 1).bytes());
        assertThat(replay("--report=json")).isEqualTo(65);
        assertThat(complained()).contains("byte 24: link type 105 is not known");
    }

    @Test
    void fileThatCannotBeMade() {
        assertThat(replay("--gaps", folder.resolve("no/such/folder").toString())).isEqualTo(73);
        assertThat(complained()).contains("no/such/folder");
    }

    @Test
    void outputThatFails() {
        final OutputStream full = new OutputStream() {
            @Override
            public void write(final int data) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertThat(run(full, "--events=-", capture.toString())).isEqualTo(74);
        assertThat(complained()).contains("No space left on device");
    }
}
