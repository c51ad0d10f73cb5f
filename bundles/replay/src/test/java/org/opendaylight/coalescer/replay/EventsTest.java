/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The events file, to the byte, and in which order. */
class EventsTest {
    private static String hex(final byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static List<byte[]> list(final byte[]... packets) {
        return Arrays.asList(packets);
    }

    @Test
    void plainPacket() {
        final byte[] packet = Packets.tcp4().build();
        assertThat(Replays.of(list(packet)).events())
            .containsExactly("{\"flush\":0,\"kind\":\"plain\",\"bytes\":\"" + hex(packet) + "\"}");
    }

    @Test
    void superpacketToTheByte() {
        // IPv4: length 0x00f0; TCP: the pseudo-header sum of addresses, 6 and 0xdc
        final String headers = "450000f0000740004006" + "0c17" + "c0000201c6336401"
            + "9c4001bb" + "000003e8" + "00000309" + "501001f4" + "ee18" + "0000";
        final String payload = hex(Arrays.copyOfRange(Packets.tcp4().build(), 40, 140));
        final List<String> events = Replays.of(list(Packets.tcp4().train(2))).events();
        assertThat(events).hasSize(1);
        assertThat(events.getFirst()).startsWith("{\"flush\":0,\"kind\":\"gso\",\"gsoType\":\"tcpv4\",\"flags\":1,"
            + "\"hdrLen\":40,\"gsoSize\":100,\"csumStart\":20,\"csumOffset\":16,\"segments\":2,\"bytes\":\"45")
            .endsWith(payload + payload + "\"}");
        final String bytes = events.getFirst().substring(events.getFirst().indexOf("bytes") + 8);
        assertThat(bytes.substring(0, 20)).isEqualTo(headers.substring(0, 20));
        assertThat(bytes.substring(24, 72)).as("addresses to window").isEqualTo(headers.substring(24, 72));
        final int sum = 0xc000 + 0x0201 + 0xc633 + 0x6401 + 6 + 0xdc;
        assertThat(bytes.substring(72, 76)).as("checksum, not inverted")
            .isEqualTo("%04x".formatted((sum & 0xffff) + (sum >>> 16)));
    }

    @ParameterizedTest
    @CsvSource({ "tcp6, tcpv6, 60, 40, 16", "udp4, udp, 28, 20, 6", "udp6, udp, 48, 40, 6" })
    void otherSuperpackets(final String kind, final String type, final int hdrLen, final int csumStart,
            final int csumOffset) {
        final Packets packets = switch (kind) {
            case "tcp6" -> Packets.tcp6();
            case "udp4" -> Packets.udp4();
            default -> Packets.udp6();
        };
        assertThat(Replays.of(list(packets.train(3))).events()).hasSize(1).first().asString()
            .startsWith("{\"flush\":0,\"kind\":\"gso\",\"gsoType\":\"" + type + "\",\"flags\":1,\"hdrLen\":" + hdrLen
                + ",\"gsoSize\":100,\"csumStart\":" + csumStart + ",\"csumOffset\":" + csumOffset
                + ",\"segments\":3,\"bytes\":\"");
    }

    @Test
    void shortTailCountsAsASegment() {
        final byte[][] train = Packets.tcp4().train(2);
        assertThat(Replays.of(list(train[0], train[1], Packets.tcp4().seq(1200).length(1).build())).shape())
            .containsExactly(3);
    }

    @Test
    void orderIsThatOfEmission() {
        final byte[] other = { 0x45, 0 };
        final byte[][] first = Packets.tcp4().train(2);
        final byte[][] second = Packets.tcp4().port(2).train(2);
        final byte[] ack = Packets.tcp4().port(2).seq(1200).payload(new byte[0]).build();
        final Replays replay = Replays.of(list(first[0], other, second[0], first[1], second[1], ack));
        assertThat(replay.shape()).containsExactly(2, 1, 1, 2);
        assertThat(replay.events().get(1)).endsWith("\"4500\"}");
        assertThat(replay.events().get(2)).as("goes ahead of its flow's data").contains(hex(ack));
    }

    @Test
    void batchesAreNumbered() {
        final List<byte[]> packets = IntStream.range(0, 10)
            .mapToObj(i -> Packets.tcp4().port(i).build()).toList();
        assertThat(Replays.of(CaptureBytes.pcap(CaptureBytes.RAW).records(packets), Replays.batch(4)).flushes())
            .containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2);
    }

    @Test
    void sixtyFourPacketsAreABatch() {
        final Replays replay = Replays.of(Stream.of(Packets.tcp4().length(10).train(130)).toList());
        assertThat(replay.shape()).containsExactly(64, 64, 2);
        assertThat(replay.flushes()).containsExactly(0, 1, 2);
    }
}
