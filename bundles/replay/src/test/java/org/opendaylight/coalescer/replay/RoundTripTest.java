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
import com.google.gson.JsonParser;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.VirtioNetHeader;

/** Cutting what the events file tells gives the packets of the capture, each of them once. */
class RoundTripTest {
    private static final int HEADERS = 256;

    private final PacketMemory memory = PacketMemory.allocate(1 << 18);
    private final PacketMetadata metadata = new PacketMetadata();
    private final TransmitValidation cutter = new TransmitValidation(OutputCapabilities.NONE, HEADERS);
    private final Random random = new Random();

    @RepeatedTest(30)
    void segmentingTheEventsGivesTheCapture() {
        final long seed = System.nanoTime();
        random.setSeed(seed);
        final List<byte[]> packets = packets();
        final CaptureBytes capture = random.nextBoolean()
            ? CaptureBytes.pcap(CaptureBytes.RAW).records(packets) : CaptureBytes.pcapng(ByteOrder.BIG_ENDIAN)
                .description(CaptureBytes.RAW, 0);
        if (capture.size() < 100) {
            packets.forEach(packet -> capture.enhanced(random.nextInt(3), packet));
        }
        final Replays replay = Replays.of(capture, Replays.batch(random.nextInt(100)));
        final List<String> wire = new ArrayList<>();
        replay.events().forEach(line -> wire.addAll(cut(line)));
        assertThat(wire).as("seed " + seed).containsExactlyInAnyOrderElementsOf(
            packets.stream().map(Packets::normal).map(RoundTripTest::hex).toList());
        assertThat(replay.at("receive/segments") + replay.at("receive/verbatim-packets")).isEqualTo(packets.size());
        assertThat(replay.events()).hasSize((int) replay.at("receive/writes"));
        assertThat(replay.at("receive/geometry-errors")).isZero();
    }

    /** A few flows with everything that ends chains, and packets of no flow. */
    private List<byte[]> packets() {
        final List<byte[]> packets = new ArrayList<>();
        final int[] seq = random.ints(5).toArray();
        for (int i = 200 + random.nextInt(200); i > 0; i--) {
            final int flow = random.nextInt(seq.length);
            final int length = random.nextInt(8) == 0 ? 1 + random.nextInt(150) : 100;
            final Packets base = switch (flow) {
                case 0 -> Packets.udp4();
                case 1 -> Packets.tcp6();
                case 2 -> Packets.udp6();
                default -> Packets.tcp4();
            };
            final byte[] payload = new byte[length];
            random.nextBytes(payload);
            final Packets packet = base.port(flow).seq(seq[flow]).id(i).payload(payload)
                .fragment(flow == 3 ? 0 : 0x4000);
            seq[flow] += length;
            packets.add(switch (random.nextInt(30)) {
                case 0 -> packet.corrupt();
                case 1 -> packet.flags(Packets.ACK | Packets.PSH).build();
                case 2 -> packet.flags(Packets.SYN).build();
                case 3 -> packet.flags(Packets.ACK | Packets.FIN).build();
                case 4 -> packet.payload(new byte[0]).build();
                case 5 -> packet.unfinished();
                case 6 -> packet.seq(random.nextInt()).build();
                case 7 -> packet.tos(random.nextInt(4)).build();
                case 8 -> new byte[] { (byte) (random.nextBoolean() ? 0x45 : 0x60), 1, 2 };
                case 9 -> packet.fragment(0x2000).build();
                default -> packet.build();
            });
            if (random.nextInt(20) == 0) {
                packets.add(packets.get(random.nextInt(packets.size())));
            }
        }
        return packets;
    }

    /** The packets that a kernel makes of a write. */
    private List<String> cut(final String line) {
        final JsonObject event = JsonParser.parseString(line).getAsJsonObject();
        final byte[] bytes = HexFormat.of().parseHex(event.get("bytes").getAsString());
        if (event.get("kind").getAsString().equals("plain")) {
            return List.of(hex(Packets.normal(bytes)));
        }
        final int vnet = HEADERS;
        memory.net().put(vnet + VirtioNetHeader.LENGTH, bytes);
        VirtioNetHeader.writeNeedsChecksum(memory, vnet, event.get("csumStart").getAsInt(),
            event.get("csumOffset").getAsInt());
        VirtioNetHeader.writeGso(memory, vnet, switch (event.get("gsoType").getAsString()) {
            case "tcpv4" -> GsoType.TCPV4;
            case "tcpv6" -> GsoType.TCPV6;
            default -> GsoType.UDP_L4;
        }, event.get("hdrLen").getAsInt(), event.get("gsoSize").getAsInt());
        assertThat(TransmitValidation.accept(memory, vnet, VirtioNetHeader.LENGTH + bytes.length, metadata)).isNull();
        final int segments = cutter.begin(memory, metadata);
        assertThat(segments).isEqualTo(event.get("segments").getAsInt());
        final List<String> packets = new ArrayList<>();
        for (int i = 0; i < segments; i++) {
            final byte[] packet = new byte[cutter.headerLength() + cutter.payloadLength(i)];
            cutter.writeHeader(i, memory, 0);
            memory.net().get(0, packet, 0, cutter.headerLength());
            memory.net().get(cutter.payloadOffset(i), packet, cutter.headerLength(), cutter.payloadLength(i));
            packets.add(hex(Packets.normal(packet)));
        }
        return packets;
    }

    private static String hex(final byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
