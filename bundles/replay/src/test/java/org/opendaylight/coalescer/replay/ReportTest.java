/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;

/** Both reports tell the same, and their sums are right. */
class ReportTest {
    private static long sum(final JsonObject object, final String list, final String counter) {
        return StreamSupport.stream(object.getAsJsonArray(list).spliterator(), false)
            .mapToLong(row -> row.getAsJsonObject().get(counter).getAsLong()).sum();
    }

    private static String text(final Replays replay) {
        return ReportText.of(replay.result());
    }

    /** The value of a line of the text. */
    private static String row(final Replays replay, final String name) {
        return text(replay).lines().filter(line -> line.startsWith("  " + name + " ")).findFirst().orElse("")
            .substring(30).strip();
    }

    @RepeatedTest(10)
    void sumsAreRight() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            final Packets base = random.nextBoolean() ? Packets.tcp4() : Packets.udp6();
            final Packets packet = base.port(random.nextInt(3)).seq(1000 + i / 2 * 100);
            packets.add(random.nextInt(5) == 0 ? packet.corrupt() : random.nextInt(40) == 0 ? new byte[0]
                : packet.build());
        }
        final Replays replay = Replays.of(packets);
        final JsonObject receive = replay.report().getAsJsonObject("receive");
        assertThat(replay.at("receive/packets")).as("seed " + seed).isEqualTo(500).isEqualTo(
            replay.at("receive/segments") + replay.at("receive/verbatim-packets") + replay.at("receive/dropped"));
        assertThat(replay.at("receive/dropped")).isEqualTo(packets.stream().filter(one -> one.length == 0).count());
        assertThat(replay.at("receive/writes")).isEqualTo(
            replay.at("receive/superpackets") + replay.at("receive/verbatim-packets"));
        assertThat(sum(receive, "seal", "chains")).isEqualTo(replay.at("receive/chains"));
        assertThat(sum(receive, "verbatim", "packets")).isEqualTo(replay.at("receive/verbatim-packets"));
        assertThat(sum(receive, "segments-histogram", "superpackets")).isEqualTo(replay.at("receive/superpackets"));
        assertThat(sum(receive, "bytes-histogram", "superpackets")).isEqualTo(replay.at("receive/superpackets"));
        assertThat(receive.get("packets-per-write").getAsDouble()).isEqualTo(
            (500.0 - replay.at("receive/dropped")) / replay.at("receive/writes"));
    }

    @Test
    void nothingIsLeftOutOfJson() {
        final JsonObject report = Replays.of(CaptureBytes.pcap(1), Replays.decap(4790)).report();
        final JsonObject receive = report.getAsJsonObject("receive");
        assertThat(receive.getAsJsonArray("seal")).hasSize(SealReason.values().length);
        assertThat(receive.getAsJsonArray("verbatim")).hasSize(VerbatimReason.values().length);
        assertThat(report.getAsJsonObject("tunnel").getAsJsonArray("drop")).hasSize(TunnelDrop.values().length);
        assertThat(receive.getAsJsonObject("sequence").keySet()).contains("gaps", "gap-bytes",
            "retransmission-suspected", "late-reorder", "never-filled", "gaps-given-up", "open-gaps", "loss-estimate",
            "duplicate-packets", "duplicate-bytes", "reordered-packets", "n-reordered-packets",
            "max-reordering-extent", "repairs", "repaired-segments", "max-repaired-extent", "flows", "evicted-flows");
        assertThat(receive.getAsJsonObject("checksum").keySet()).containsExactly("unnecessary", "none", "unfinished",
            "bad-ip", "bad-tcp", "bad-udp", "bad-icmp", "bad-sctp");
        assertThat(report.get("problem").isJsonNull()).isTrue();
        assertThat(report.getAsJsonObject("capture").get("frames").getAsLong()).isZero();
    }

    @Test
    void zerosAreLeftOutOfText() {
        final String text = text(Replays.of(List.of(Packets.tcp4().train(3))));
        assertThat(text).contains("end-of-batch").doesNotContain("psh").doesNotContain("not IP")
            .doesNotContain("Order of TCP data").doesNotContain("bad TCP").doesNotContain("Why packets passed");
    }

    @Test
    void captureIsDescribed() {
        final CaptureBytes capture = CaptureBytes.pcap(CaptureBytes.ETHERNET)
            .record(10, 0, Packets.ethernet(0x0800, Packets.tcp4().build()))
            .record(12, 500_000, Packets.ethernet(0x0806, new byte[28]))
            .record(11, 0, 500, Packets.ethernet(0x0800, Arrays.copyOf(Packets.tcp4().build(), 60)));
        final Replays replay = Replays.of(capture);
        assertThat(row(replay, "format")).isEqualTo("pcap, EN10MB");
        assertThat(row(replay, "frames")).isEqualTo("3, " + (154 + 42 + 74) + " bytes");
        assertThat(row(replay, "time")).isEqualTo("2.500000 s from 1970-01-01T00:00:10Z");
        assertThat(row(replay, "not IP")).isEqualTo("1");
        assertThat(row(replay, "truncated by snaplen")).isEqualTo("1");
        assertThat(row(replay, "clock stepped back")).isEqualTo("1");
        assertThat(replay.report().getAsJsonObject("capture")).hasToString("{\"format\":\"pcap\","
            + "\"link-type\":[\"EN10MB\"],\"frames\":3,\"bytes\":270,\"non-ip\":1,\"truncated\":1,"
            + "\"first\":\"1970-01-01T00:00:10Z\",\"last\":\"1970-01-01T00:00:12.500Z\","
            + "\"duration-seconds\":2.5,\"steps-back\":1}");
    }

    @Test
    void optionsAreTold() {
        assertThat(Replays.of(List.of(), "hold-time=7", "ecn-policy=propagate-ce").report().get("options")).hasToString(
            "{\"batch\":\"64\",\"decap\":null,\"tcp\":\"true\",\"udp\":\"true\",\"tso\":\"true\",\"uso\":\"true\","
                + "\"max-segments\":\"64\",\"max-bytes\":\"65535\",\"max-segment-size\":\"65535\","
                + "\"reorder-repair\":\"true\","
                + "\"ecn-policy\":\"propagate-ce\",\"checksum-validation\":\"verify\",\"hold-time\":\"7\","
                + "\"max-flows\":\"4096\",\"reorder-window\":\"10\"}");
    }

    @Test
    void busiestFlowsAreListed() {
        final List<byte[]> packets = new ArrayList<>();
        for (int flow = 0; flow < 12; flow++) {
            packets.addAll(List.of(Packets.tcp4().port(flow).train(2 + flow)));
        }
        packets.addAll(List.of(Packets.udp6().port(99).train(30)));
        final Replays replay = Replays.of(packets);
        final List<JsonElement> flows = replay.report().getAsJsonObject("receive").getAsJsonArray("flow").asList();
        assertThat(flows).hasSize(10);
        assertThat(flows.getFirst().getAsJsonObject().get("protocol").getAsString()).isEqualTo("udp");
        assertThat(flows.get(1).getAsJsonObject().get("source-port").getAsInt()).isEqualTo(11);
        assertThat(flows.get(1).getAsJsonObject().get("packets").getAsInt()).isEqualTo(13);
        assertThat(text(replay)).contains("udp 2001:db8:0:0:0:0:0:1:99 to 2001:db8:1:0:0:0:0:2:443")
            .contains("30 packets, 3,000 bytes, 30 in ");
    }

    @Test
    void flowWithoutDataIsNotAmongThemInText() {
        final Replays replay = Replays.of(List.of(
            Packets.tcp4().port(7).flags(Packets.SYN).payload(new byte[0]).build(), Packets.tcp4().port(8).build()));
        assertThat(replay.report().getAsJsonObject("receive").getAsJsonArray("flow")).hasSize(2);
        assertThat(text(replay)).contains("192.0.2.1:8 to").doesNotContain("192.0.2.1:7 to");
    }

    @Test
    void orderOfDataIsTold() {
        final Packets packet = Packets.tcp4();
        final Replays replay = Replays.of(List.of(packet.build(), packet.seq(1200).build(), packet.seq(1100).build(),
            packet.seq(1100).build(), packet.seq(1400).build()));
        assertThat(row(replay, "gaps")).isEqualTo("2");
        assertThat(row(replay, "filled late, reordered")).isEqualTo("1");
        assertThat(row(replay, "still open at the end")).isEqualTo("1");
        assertThat(row(replay, "duplicate packets")).isEqualTo("1");
        assertThat(row(replay, "reordered packets")).isEqualTo("1");
        assertThat(row(replay, "runs repaired")).isEqualTo("1");
    }

    @Test
    void brokenCaptureIsTold() {
        final Replays replay = Replays.of(CaptureBytes.pcap(CaptureBytes.RAW).record(1, 0, Packets.tcp4().build())
            .raw((byte) 1));
        assertThat(row(replay, "broken at")).startsWith("byte 181: the capture ends in the middle of the record");
        assertThat(replay.at("problem/offset")).isEqualTo(181);
        assertThat(replay.at("receive/packets")).isEqualTo(1);
    }

    @Test
    void adviceOnUnfinishedChecksums() {
        assertThat(text(Replays.of(List.of(Packets.tcp4().unfinished(), Packets.tcp4().seq(1100).unfinished())))
            .replaceAll("\\s+", " ")).contains("100 % of all packets passed unchanged as unfinished-checksum: the "
                + "checksum is unfinished: the capture was made on the sender, before its checksum offload.");
    }

    @Test
    void adviceOnTruncatedFrames() {
        assertThat(text(Replays.of(CaptureBytes.pcap(CaptureBytes.RAW).record(1, 0, 140,
            Arrays.copyOf(Packets.tcp4().build(), 60))))).contains("100 % of all frames were cut by the capture");
    }

    @Test
    void adviceOnOffloadsOfTheCapture() {
        assertThat(text(Replays.of(List.of(Packets.tcp4().length(20_000).build()))))
            .contains("behind receive offload or before");
    }

    @Test
    void adviceOnTheWrongPort() {
        assertThat(text(Replays.of(CaptureBytes.pcap(CaptureBytes.RAW).record(1, 0, Packets.udp4().build()),
            Replays.decap(4790)))).contains("Most packets are no datagrams of the tunnel");
    }

    @Test
    void noAdviceWhereAllIsWell() {
        final byte[][] train = Packets.tcp4().length(10).train(640);
        assertThat(text(Replays.of(List.of(train)))).contains("What to do").contains("as good as it gets");
        train[5] = Packets.tcp4().length(10).seq(1050).corrupt();
        assertThat(text(Replays.of(List.of(train)))).doesNotContain("checksum is wrong");
    }
}
