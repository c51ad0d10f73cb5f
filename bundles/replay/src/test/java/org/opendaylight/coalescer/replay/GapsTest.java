/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gaps file: every gap of the capture, with its ending. */
class GapsTest {
    private static final ReplayOptions BY_TIME = Replays.batch(ReplayOptions.BY_TIME);

    private final CaptureBytes capture = CaptureBytes.pcap(CaptureBytes.RAW);

    private GapsTest data(final int second, final int flow, final int seq) {
        capture.record(second, 5, Packets.tcp4().port(flow).seq(seq).build());
        return this;
    }

    private List<String> endings() {
        return Replays.of(capture, BY_TIME).gaps().stream().map(gap -> gap.get("ending").getAsString()).toList();
    }

    @Test
    void allThatIsKnownOfAGap() {
        data(1_700_000_000, 4711, 0xffff_ff00).data(1_700_000_001, 4711, 0xffff_ff64);
        final JsonObject gap = Replays.of(data(1_700_000_002, 4711, 100).capture, BY_TIME).gaps().getFirst();
        assertThat(gap).hasToString("{\"id\":0,\"time\":\"2023-11-14T22:13:22.000005Z\","
            + "\"source-address\":\"192.0.2.1\",\"source-port\":4711,"
            + "\"destination-address\":\"198.51.100.1\",\"destination-port\":443,"
            + "\"chain-start\":4294967140,\"chain-end\":4294967240,\"chain-segments\":1,\"chain-bytes\":100,"
            + "\"sequence-seen\":100,\"gap-bytes\":156,\"ending\":\"open\"}");
    }

    @Test
    void ipv6() {
        capture.records(List.of(Packets.tcp6().build(), Packets.tcp6().seq(1101).build()));
        assertThat(Replays.of(capture).gaps().getFirst().get("source-address").getAsString())
            .isEqualTo("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void eachEnding() {
        // flow 1 is filled at once, flow 2 after 2 s, flow 3 after 4 s, flow 4 too near the end; flow 5 has too many
        data(1, 1, 0).data(1, 1, 200).data(1, 1, 100);
        data(1, 2, 0).data(1, 2, 200);
        data(1, 3, 0).data(1, 3, 200);
        data(1, 5, 0).data(1, 5, 200).data(1, 5, 400).data(1, 5, 600).data(1, 5, 800).data(1, 5, 1000);
        data(3, 2, 100);
        data(5, 3, 100).data(5, 4, 0).data(5, 4, 200);
        assertThat(endings()).containsExactly("late-reorder", "retransmission-suspected", "never-filled", "given-up",
            "never-filled", "never-filled", "never-filled", "never-filled", "open");
    }

    @Test
    void timePassesAtTheEndOfTheCapture() {
        data(1, 1, 0).data(1, 1, 200);
        capture.record(9, 0, (byte) 0x10);
        assertThat(endings()).containsExactly("never-filled");
        assertThat(Replays.of(capture, BY_TIME).at("receive/sequence/never-filled")).isEqualTo(1);
        assertThat(Replays.of(capture, BY_TIME).at("receive/sequence/open-gaps")).isZero();
    }

    @Test
    void manyGapsOfOneBatch() {
        for (int flow = 0; flow < 500; flow++) {
            data(1, flow, 0).data(1, flow, 101 + flow);
        }
        final List<JsonObject> gaps = Replays.of(capture, BY_TIME).gaps();
        assertThat(gaps).hasSize(500);
        for (int flow = 0; flow < 500; flow++) {
            assertThat(gaps.get(flow).get("id").getAsInt()).isEqualTo(flow);
            assertThat(gaps.get(flow).get("gap-bytes").getAsInt()).isEqualTo(1 + flow);
        }
    }

    @Test
    void endingsAreThoseOfTheReport() {
        for (int i = 0; i < 300; i++) {
            data(1 + i / 100, i % 3, 1000 + i * 150);
        }
        final Replays replay = Replays.of(capture, BY_TIME);
        for (final String ending : List.of("retransmission-suspected", "late-reorder", "never-filled")) {
            assertThat(replay.gaps().stream().filter(gap -> gap.get("ending").getAsString().equals(ending)).count())
                .as(ending).isEqualTo(replay.at("receive/sequence/" + ending));
        }
        assertThat(replay.gaps()).hasSize((int) replay.at("receive/sequence/gaps")).hasSizeGreaterThan(100);
    }
}
