/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV4_NETWORK;
import static org.opendaylight.coalescer.it.lab.LabAddresses.RELAYED_NEAR;
import static org.opendaylight.coalescer.it.lab.LabAddresses.TUNNEL_PORT;
import static org.opendaylight.coalescer.it.lab.LabAddresses.VNI;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.it.capture.Tcpdump;
import org.opendaylight.coalescer.it.capture.Tshark;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.RelayLab;
import org.opendaylight.coalescer.it.relay.Direction;
import org.opendaylight.coalescer.it.relay.FaultRates;
import org.opendaylight.coalescer.it.relay.Relay;
import org.opendaylight.coalescer.it.relay.RelayEvent;
import org.opendaylight.coalescer.it.relay.RelayLog;
import org.opendaylight.coalescer.it.relay.RelayProcess;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;
import org.opendaylight.coalescer.it.wire.DatagramJudge;
import org.opendaylight.coalescer.it.wire.RelayReckoning;
import org.opendaylight.coalescer.it.wire.SequenceModel;
import org.opendaylight.coalescer.replay.command.ReplayCommand;

/** The replay of captures that tcpdump made, judged by tshark and by the log of the relay that did the harm. */
@ControllerTest
class ReplayIT {
    private static final long BYTES = 64L << 20;
    private static final Duration TRANSFER_TIME = Duration.ofSeconds(120);
    private static final String RATES = "drop=0.003,duplicate=0.003,reorder=0.003,delay=0.001,flip=0.003";
    /** VXLAN-GPE header and outer UDP header. */
    private static final int OVERHEAD = 16;
    private static final int TCP = 6;
    private static final int REQUESTS = 20;
    /** What an endpoint drops of its own accord, without knowing its ports and peers. */
    private static final Set<String> TUNNEL_DROPS = Set.of("short", "bad-flags", "oam", "wrong-next-protocol",
        "not-ip", "version-mismatch", "ttl-zero");
    /** Bytes of the VXLAN-GPE header that hold the VNI. */
    private static final int VNI_FROM = 4;
    private static final int VNI_UNTIL = 7;

    private static final String UDP_LENGTH = "udp.length";
    private static final String IP_LENGTH = "ip.len";
    private static final String IP_STATUS = "ip.checksum.status";
    private static final String TCP_STATUS = "tcp.checksum.status";
    private static final String TCP_DATA = "tcp.len";
    private static final String RETRANSMISSION = "tcp.analysis.retransmission";
    private static final String OUT_OF_ORDER = "tcp.analysis.out_of_order";
    private static final String LOST_SEGMENT = "tcp.analysis.lost_segment";

    private final ControllerLab lab;
    private final DatagramJudge judge = new DatagramJudge(VNI, RELAYED_NEAR, List.of(FAR_IPV4_NETWORK));

    ReplayIT(final ControllerLab lab) {
        this.lab = lab;
    }

    private static Path file(final String name) throws IOException {
        return Files.createDirectories(Path.of("target", "it")).resolve(name);
    }

    /** Runs the program and reads its report. */
    private static JsonObject replay(final Path capture, final String... options) {
        final var words = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
            "-cp", System.getProperty("java.class.path"), ReplayCommand.class.getName(), "--report=json"));
        words.addAll(List.of(options));
        words.add(capture.toString());
        return JsonParser.parseString(Command.output(words)).getAsJsonObject();
    }

    private static long at(final JsonObject report, final String path) {
        JsonElement place = report;
        for (var name : path.split("/")) {
            place = place.getAsJsonObject().get(name);
        }
        return place.getAsLong();
    }

    private static long sum(final JsonObject report, final String list, final String counter) {
        return StreamSupport.stream(report.getAsJsonArray(list).spliterator(), false)
            .mapToLong(row -> row.getAsJsonObject().get(counter).getAsLong()).sum();
    }

    private static long count(final List<Tshark.Frame> frames, final Predicate<Tshark.Frame> claim) {
        return frames.stream().filter(claim).count();
    }

    @Test
    void harmBehindTheRelayIsCountedAsTsharkAndTheRelayCountIt() throws IOException {
        final var capture = file("behind-the-relay.pcap");
        final var logFile = file("behind-the-relay.json");
        final var gaps = file("behind-the-relay.gaps");
        transfer(capture, logFile);
        final var log = RelayLog.read(logFile);
        final var report = replay(capture, "--decap", "--gaps=" + gaps,
            "--option=reorder-window=" + RelayedPort.REORDER_WINDOW.toMillis());
        final var frames = Tshark.dissect(capture, List.of(UDP_LENGTH, IP_LENGTH, "ip.hdr_len", "ip.proto",
            "ip.flags.mf", "ip.frag_offset", IP_STATUS, TCP_STATUS, TCP_DATA));
        assertAmounts(report, frames, log);
        assertChecksums(report, frames);
        assertOrder(report, capture);
        assertClasses(report, log);
        assertThat(Files.readAllLines(gaps)).hasSize((int) at(report, "receive/sequence/gaps"));
        for (var done : List.of(capture, logFile, gaps)) {
            Files.delete(done);
        }
    }

    /** Moves data to the port through a relay, and captures what is between the relay and the endpoint. */
    private void transfer(final Path capture, final Path log) {
        final var harm = FaultRates.parse(RATES);
        final var faults = new Relay.Faults(8, Map.of(Direction.IN, harm, Direction.OUT, harm));
        try (var relayLab = RelayLab.open(lab.underlay())) {
            // else tcpdump sees datagrams that have been taken together, or are not yet taken apart
            lab.near().run("ethtool", "-K", relayLab.nearDevice(), "gro", "off", "tx-udp-segmentation", "off");
            RelayedPort.provision(lab);
            try (var tcpdump = Tcpdump.start(lab.near(), capture, "-i", relayLab.nearDevice(), "udp", "port",
                    String.valueOf(TUNNEL_PORT));
                    var relay = RelayProcess.start(relayLab.namespace(), faults, log)) {
                try (var transfer = lab.start(true, false, Amount.bytes(BYTES))) {
                    final var result = transfer.await(TRANSFER_TIME);
                    assertThat(result.isIntact()).as(result.summary()).isTrue();
                }
                RelayedPort.awaitSilence(lab, relay, false);
                final var summary = relay.finish();
                Console.line("relay " + summary);
                tcpdump.await(RelayedPort.count(summary, Direction.IN, "sent")
                    + RelayedPort.count(summary, Direction.OUT, "received"));
            }
        }
    }

    /** All that tshark sees, but for datagrams whose tunnel header or TTL the relay has broken. */
    private void assertAmounts(final JsonObject report, final List<Tshark.Frame> frames, final List<RelayEvent> log) {
        final var dropped = log.stream().filter(this::isDropped).toList();
        final long bytes = frames.stream().mapToLong(frame -> frame.first(UDP_LENGTH) - OVERHEAD).sum()
            - dropped.stream().mapToLong(event -> event.content().length() - 8).sum();
        Console.line("replay: " + report.getAsJsonObject("receive").get("packets") + " packets, "
            + report.getAsJsonObject("receive").get("bytes") + " bytes; tshark: " + frames.size() + " datagrams with "
            + bytes + " bytes inside, " + dropped.size() + " broken");
        assertThat(at(report, "capture/frames")).isEqualTo(frames.size());
        assertThat(at(report, "capture/truncated")).isZero();
        assertThat(at(report, "tunnel/outside")).isZero();
        assertThat(sum(report.getAsJsonObject("tunnel"), "drop", "packets")).isEqualTo(dropped.size());
        assertThat(at(report, "receive/packets")).isEqualTo(frames.size() - dropped.size());
        assertThat(at(report, "receive/bytes")).isEqualTo(bytes);
    }

    private boolean isDropped(final RelayEvent event) {
        final var flip = event.content().flip();
        return event.direction() == Direction.IN && event.isSent() && flip != null
            && TUNNEL_DROPS.contains(judge.judge(HexFormat.of().parseHex(flip.data())).reason());
    }

    /**
     * The coalescer verifies packets with data whose lengths are right, the IPv4 header first; tshark verifies all that
     * it can.
     */
    private static void assertChecksums(final JsonObject report, final List<Tshark.Frame> frames) {
        final long badIp = count(frames, frame -> isWhole(frame) && frame.last(IP_STATUS) == 0);
        final long badTcp = count(frames,
            frame -> isWhole(frame) && frame.last(IP_STATUS) == 1 && frame.last(TCP_STATUS) == 0);
        Console.line("bad checksums, replay: IPv4 " + at(report, "receive/checksum/bad-ip") + ", TCP "
            + at(report, "receive/checksum/bad-tcp") + "; tshark: IPv4 " + badIp + ", TCP " + badTcp);
        assertThat(badTcp).as("the relay has flipped bits").isPositive();
        assertThat(at(report, "receive/checksum/bad-ip")).isEqualTo(badIp);
        // Linux sends 0xffff for 0 at times, which is as good; tshark calls it bad
        assertThat(at(report, "receive/checksum/bad-tcp") + oddChecksums(report)).isEqualTo(badTcp);
        assertThat(at(report, "receive/checksum/unfinished")).isZero();
    }

    private static long oddChecksums(final JsonObject report) {
        return StreamSupport.stream(report.getAsJsonObject("receive").getAsJsonArray("verbatim").spliterator(), false)
            .map(JsonElement::getAsJsonObject)
            .filter(row -> "odd-checksum".equals(row.get("reason").getAsString()))
            .mapToLong(row -> row.get("packets").getAsLong()).sum();
    }

    private static boolean isWhole(final Tshark.Frame frame) {
        return frame.count(IP_LENGTH) == 2 && frame.last(IP_LENGTH) == frame.first(UDP_LENGTH) - OVERHEAD
            && frame.last("ip.hdr_len") == 20 && frame.last("ip.proto") == TCP && frame.last("ip.flags.mf") == 0
            && frame.last("ip.frag_offset") == 0 && frame.last(TCP_DATA) > 0;
    }

    /**
     * tshark follows packets with bad checksums as well, and one with a flipped sequence number makes it take all that
     * follow for retransmissions; so it is asked about what a receiver takes. What is behind the highest sequence
     * number is {@code retransmission} or {@code out_of_order} to it: the packet that fills a gap as well as a copy.
     * With gaps of one packet, as single losses make them, we count the gap in place of what fills it, so that gaps and
     * duplicates together are that number. A gap as such is {@code lost_segment}.
     */
    private static void assertOrder(final JsonObject report, final Path capture) throws IOException {
        final var sound = Tshark.select(capture, "tcp.checksum.status==1 && !(ip.checksum.status==0)");
        final var frames = Tshark.dissect(sound, List.of(RETRANSMISSION, OUT_OF_ORDER, LOST_SEGMENT));
        final long behind = count(frames, frame -> frame.has(RETRANSMISSION) || frame.has(OUT_OF_ORDER));
        final long lost = count(frames, frame -> frame.has(LOST_SEGMENT));
        final long gaps = at(report, "receive/sequence/gaps");
        final long duplicates = at(report, "receive/sequence/duplicate-packets");
        Console.line("gaps " + gaps + ", duplicates " + duplicates + "; tshark: retransmission or out_of_order "
            + behind + ", lost_segment " + lost);
        assertThat(gaps + duplicates).isCloseTo(behind, Percentage.withPercentage(5));
        assertThat(gaps).isCloseTo(lost, Percentage.withPercentage(5));
        Files.delete(sound);
    }

    /** The relay's log says what was lost, reordered and duplicated: exactly that is found. */
    private void assertClasses(final JsonObject report, final List<RelayEvent> log) {
        final var model = new SequenceModel(RelayedPort.REORDER_WINDOW.toNanos());
        // a replay takes packets of any VNI, so these are not harmed
        RelayReckoning.of(log.stream().map(ReplayIT::withoutFlippedVni).toList(), judge, model);
        final var expected = new TreeMap<String, Long>();
        final var found = new TreeMap<String, Long>();
        for (var leaf : List.of("gaps", "gap-bytes", "retransmission-suspected", "late-reorder", "never-filled",
                "gaps-given-up", "duplicate-packets", "duplicate-bytes", "reordered-packets", "n-reordered-packets",
                "max-reordering-extent")) {
            expected.put(leaf, model.at(leaf));
            found.put(leaf, at(report, "receive/sequence/" + leaf));
        }
        Console.line("classes " + found);
        assertThat(found).isEqualTo(expected);
        assertThat(at(report, "receive/sequence/open-gaps")).isEqualTo(model.open());
        assertThat(found.get("retransmission-suspected")).isPositive();
        assertThat(found.get("late-reorder")).isPositive();
        assertThat(found.get("duplicate-packets")).isPositive();
    }

    private static RelayEvent withoutFlippedVni(final RelayEvent event) {
        final var flip = event.content().flip();
        if (flip == null || flip.bit() / Byte.SIZE < VNI_FROM || flip.bit() / Byte.SIZE >= VNI_UNTIL) {
            return event;
        }
        return new RelayEvent(event.timeNs(), event.direction(), event.index(), event.action(),
            new RelayEvent.Content(event.content().length(), event.content().segment(), null));
    }

    /** What is captured on all devices, cooked in both ways, on the loopback device, and on the port itself. */
    @ParameterizedTest
    @CsvSource({ "any, LINUX_SLL2, 20", "any, LINUX_SLL, 16", "lo, EN10MB, 14", "port, RAW, 0" })
    void everyLinkTypeOfTcpdumpIsRead(final String device, final String linkType, final int header)
            throws IOException {
        final var capture = file("link-" + linkType + ".pcap");
        lab.provision(true);
        try (var tcpdump = Tcpdump.start(lab.near(), capture, "-i", device.equals("port") ? lab.port() : device, "-y",
                linkType, "ip", "or", "ip6")) {
            lab.move(true, false, 1 << 20);
            // over the loopback device
            for (int i = 0; i < REQUESTS; i++) {
                lab.endpointStatistics();
            }
            tcpdump.await(REQUESTS);
        }
        // the end may be that of a frame that was being written
        final var whole = convert(capture, "pcap");
        final var frames = Tshark.dissect(whole, List.of("frame.cap_len", "ip.version", "ipv6.version"));
        final var report = replay(whole);
        assertThat(report.getAsJsonObject("capture").getAsJsonArray("link-type")).hasToString("[\"" + linkType + "\"]");
        assertThat(at(report, "capture/frames")).isEqualTo(frames.size());
        assertThat(at(report, "capture/non-ip")).isZero();
        assertThat(at(report, "receive/packets")).isEqualTo(frames.size());
        assertThat(at(report, "receive/bytes")).isEqualTo(
            frames.stream().mapToLong(frame -> frame.first("frame.cap_len") - header).sum());
        assertFormatsAgree(whole, report);
        Files.delete(capture);
        Files.delete(whole);
    }

    private static Path convert(final Path capture, final String format) {
        final var converted = capture.resolveSibling(capture.getFileName() + "." + format);
        Command.run(List.of("editcap", "-F", format, capture.toString(), converted.toString()));
        assertThat(converted).exists();
        return converted;
    }

    /** The same packets in other files are the same packets. */
    private static void assertFormatsAgree(final Path capture, final JsonObject report) throws IOException {
        for (var format : Map.of("pcapng", "pcapng", "nsecpcap", "pcap, nanoseconds").entrySet()) {
            final var converted = convert(capture, format.getKey());
            final var other = replay(converted);
            assertThat(other.getAsJsonObject("capture").get("format").getAsString()).isEqualTo(format.getValue());
            assertThat(other.get("receive")).isEqualTo(report.get("receive"));
            assertThat(at(other, "capture/frames")).isEqualTo(at(report, "capture/frames"));
            assertThat(other.getAsJsonObject("capture").get("last"))
                .isEqualTo(report.getAsJsonObject("capture").get("last"));
            Files.delete(converted);
        }
    }
}
