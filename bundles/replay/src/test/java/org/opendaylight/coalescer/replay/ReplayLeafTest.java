/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.opendaylight.coalescer.core.VerbatimReason;

/** Each option does what its leaf does, within the same bounds. */
class ReplayLeafTest {
    private static final Path MODEL = Path.of("..", "..", "yang", "src", "main", "yang", "odl-coalescer.yang");

    private static List<byte[]> train(final Packets packets, final int count) {
        return List.of(packets.train(count));
    }

    private static List<byte[]> two(final byte[] first, final byte[] second) {
        return List.of(first, second);
    }

    private static void refused(final String choice, final String message) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> ReplayLeaf.choose(ReplayOptions.DEFAULT, List.of(choice))).withMessageContaining(message);
    }

    @Test
    void nothingChosenIsTheDefault() {
        assertThat(ReplayLeaf.choose(ReplayOptions.DEFAULT, List.of())).isEqualTo(ReplayOptions.DEFAULT);
    }

    /** The text of a leaf; those of holding are in a container of that name. */
    private static String leafOfModel(final ReplayLeaf leaf) throws IOException {
        final String name = leaf.leaf().replace("hold-", "");
        final String model = Files.readString(MODEL);
        final int from = leaf.leaf().startsWith("hold-") ? model.indexOf("container hold {")
            : model.indexOf("container settings {");
        final int begin = model.indexOf("leaf " + name + " {", from);
        assertThat(begin).as(name).isPositive();
        final int next = model.indexOf("leaf ", begin + 5);
        return model.substring(begin, next < 0 ? model.length() : next);
    }

    @ParameterizedTest
    @EnumSource
    void boundsAndDefaultAreThoseOfTheModel(final ReplayLeaf leaf) throws IOException {
        final String text = leafOfModel(leaf);
        final Matcher range = Pattern.compile("\"Must be ([0-9]+\\.\\.[0-9]+)\\. ").matcher(text);
        final String allowed = text.contains("type boolean") ? "false or true"
            : range.find() ? range.group(1)
            : String.join(" or ", Pattern.compile("enum ([a-z-]+) ").matcher(text).results()
                .map(match -> match.group(1)).toList());
        assertThat(leaf.allowed()).isEqualTo(allowed);
        final Matcher preset = Pattern.compile("default \"([^\"]+)\"").matcher(text);
        assertThat(preset.find()).isTrue();
        if (leaf != ReplayLeaf.HOLD_PACKETS && leaf != ReplayLeaf.HOLD_TIME) {
            assertThat(ReplayLeaf.chosen(ReplayOptions.DEFAULT)).containsEntry(leaf, preset.group(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void boundsAreAllowedAndWhatIsBeyondIsNot(final ReplayLeaf leaf) {
        final Matcher range = Pattern.compile("([0-9]+)\\.\\.([0-9]+)").matcher(leaf.allowed());
        final List<String> good = range.matches() ? List.of(range.group(1), range.group(2))
            : Arrays.asList(leaf.allowed().split(" or "));
        for (final String value : good) {
            assertThat(ReplayLeaf.chosen(ReplayLeaf.choose(ReplayOptions.DEFAULT, List.of(leaf.leaf() + "=" + value))))
                .containsEntry(leaf, value);
        }
        if (range.matches()) {
            refused(leaf.leaf() + "=" + (Long.parseLong(range.group(1)) - 1), "must be " + leaf.allowed());
            refused(leaf.leaf() + "=" + (Long.parseLong(range.group(2)) + 1), "must be " + leaf.allowed());
        }
        for (final String value : Stream.of("", "x", "TRUE", "1e3", "-1", "99999999999999999999", "2 ").toList()) {
            refused(leaf.leaf() + "=" + value, leaf.leaf() + " must be " + leaf.allowed() + ", not " + value);
        }
    }

    @Test
    void unknownNameIsRefusedWithAllThatThereAre() {
        refused("max-segment=3", "there is no option max-segment; there are tcp (false or true), ");
        refused("max-segment=3", "max-segments (2..64)");
        refused("tcp", "tcp is not of the form NAME=VALUE");
    }

    @Test
    void lastOfANameCounts() {
        assertThat(Replays.of(train(Packets.tcp4(), 4), "max-segments=4", "max-segments=2").shape())
            .containsExactly(2, 2);
    }

    @Test
    void maxSegments() {
        assertThat(Replays.of(train(Packets.tcp4(), 7), "max-segments=3").shape()).containsExactly(3, 3, 1);
    }

    @Test
    void maxBytes() {
        assertThat(Replays.of(train(Packets.tcp4().length(500), 4), "max-bytes=1280").shape()).containsExactly(2, 2);
        assertThat(Replays.of(train(Packets.tcp4().length(1500), 2), "max-bytes=1280")
            .at("receive/verbatim", "too-large")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({ "tcp, coalescing-off", "tso, no-offload" })
    void tcpSwitchedOff(final String leaf, final String reason) {
        final Replays replay = Replays.of(Stream.concat(train(Packets.tcp4(), 2).stream(),
            Stream.concat(train(Packets.tcp6(), 2).stream(), train(Packets.udp4(), 2).stream())).toList(),
            leaf + "=false");
        assertThat(replay.at("receive/verbatim", reason)).isEqualTo(4);
        assertThat(replay.shape()).containsExactly(1, 1, 1, 1, 2);
    }

    @ParameterizedTest
    @CsvSource({ "udp, coalescing-off", "uso, no-offload" })
    void udpSwitchedOff(final String leaf, final String reason) {
        final Replays replay = Replays.of(Stream.concat(train(Packets.udp4(), 2).stream(),
            Stream.concat(train(Packets.udp6(), 2).stream(), train(Packets.tcp4(), 2).stream())).toList(),
            leaf + "=false");
        assertThat(replay.at("receive/verbatim", reason)).isEqualTo(4);
        assertThat(replay.shape()).containsExactly(1, 1, 1, 1, 2);
    }

    @Test
    void reorderRepair() {
        final byte[][] train = Packets.tcp4().train(2);
        assertThat(Replays.of(two(train[1], train[0])).shape()).containsExactly(2);
        assertThat(Replays.of(two(train[1], train[0]), "reorder-repair=false").shape()).containsExactly(1, 1);
    }

    @Test
    void ecnPolicy() {
        final List<byte[]> packets = two(Packets.tcp4().tos(2).build(), Packets.tcp4().tos(3).seq(1100).build());
        assertThat(Replays.of(packets).shape()).containsExactly(1, 1);
        assertThat(Replays.of(packets, "ecn-policy=propagate-ce").shape()).containsExactly(2);
    }

    @Test
    void checksumValidation() {
        final List<byte[]> packets = two(Packets.tcp4().corrupt(), Packets.tcp4().seq(1100).corrupt());
        final Replays verified = Replays.of(packets);
        assertThat(verified.shape()).containsExactly(1, 1);
        assertThat(verified.at("receive/checksum/bad-tcp")).isEqualTo(2);
        assertThat(verified.result().statistics().get(VerbatimReason.BAD_L4_CHECKSUM)).isEqualTo(2);
        final Replays trusted = Replays.of(packets, "checksum-validation=trust");
        assertThat(trusted.shape()).containsExactly(2);
        assertThat(trusted.at("receive/checksum/none")).isEqualTo(2);
    }

    @Test
    void maxFlows() {
        final List<byte[]> packets = Stream.iterate(1, i -> i + 1).limit(70)
            .map(i -> Packets.tcp4().port(i).build()).toList();
        assertThat(Replays.of(packets, "max-flows=64").at("receive/sequence/evicted-flows")).isEqualTo(6);
        assertThat(Replays.of(packets).at("receive/sequence/evicted-flows")).isZero();
    }

    @Test
    void reorderWindow() {
        final CaptureBytes capture = CaptureBytes.pcap(CaptureBytes.RAW)
            .record(1, 0, Packets.tcp4().seq(1000).build())
            .record(1, 0, Packets.tcp4().seq(1200).build())
            .record(1, 20_000, Packets.tcp4().seq(1100).build());
        final ReplayOptions byTime = Replays.batch(ReplayOptions.BY_TIME);
        assertThat(Replays.of(capture, byTime).at("receive/sequence/retransmission-suspected")).isEqualTo(1);
        assertThat(Replays.of(capture, ReplayLeaf.choose(byTime, List.of("reorder-window=20")))
            .at("receive/sequence/late-reorder")).isEqualTo(1);
    }
}
