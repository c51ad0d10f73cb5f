/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The relay says exactly what it does. */
@Timeout(60)
class RelayTest {
    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();
    private static final int DATAGRAMS = 2000;
    private static final int LENGTH = 40;

    private final byte[] buffer = new byte[LENGTH];
    @TempDir
    private Path folder;

    private static DatagramSocket socket() throws IOException {
        return new DatagramSocket(new InetSocketAddress(LOCAL, 0));
    }

    private static InetSocketAddress unused() throws IOException {
        try (var socket = socket()) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    private static byte[] datagram(final int number) {
        final byte[] content = new byte[LENGTH];
        Arrays.fill(content, (byte) number);
        content[0] = (byte) (number >> 8);
        return content;
    }

    private String receive(final DatagramSocket socket) throws IOException {
        socket.receive(new DatagramPacket(buffer, LENGTH));
        return HexFormat.of().formatHex(buffer);
    }

    /** Each datagram goes when the one before it has been looked at, so that no queue overflows. */
    @Test
    void logIsWhatWasSentInThatOrder() throws IOException {
        final var log = folder.resolve("log.json");
        final var received = new ArrayList<String>();
        final var faults = new Relay.Faults(3,
            Map.of(Direction.IN, FaultRates.parse("drop=0.05,duplicate=0.05,reorder=0.05,delay=0.05,flip=0.05")));
        try (var endpoint = socket(); var peer = socket(); var writer = RelayLog.create(log)) {
            final var far = unused();
            final var relay = Relay.start(
                new Relay.Side(unused(), (InetSocketAddress) endpoint.getLocalSocketAddress()),
                new Relay.Side(far, (InetSocketAddress) peer.getLocalSocketAddress()), faults, writer);
            try (relay) {
                for (int number = 0; number < DATAGRAMS; number++) {
                    peer.send(new DatagramPacket(datagram(number), LENGTH, far));
                    while (count(relay, "received") <= number) {
                        Thread.onSpinWait();
                    }
                    while (received.size() < count(relay, "sent")) {
                        received.add(receive(endpoint));
                    }
                }
            }
            while (received.size() < count(relay, "sent")) {
                received.add(receive(endpoint));
            }
        }
        final var events = RelayLog.read(log);
        assertThat(events.stream().filter(RelayEvent::isSent).map(RelayTest::content).toList()).isEqualTo(received);
        assertThat(events).extracting(RelayEvent::action).contains(Action.values());
        assertThat(events.stream().filter(event -> event.action() == Action.FLIP).map(RelayTest::flippedBits))
            .isNotEmpty().containsOnly(1);
        assertThat(events).extracting(RelayEvent::direction).containsOnly(Direction.IN);
    }

    private static long count(final Relay relay, final String name) {
        return relay.summary().getAsJsonObject(Direction.IN.word()).get(name).getAsLong();
    }

    private static String content(final RelayEvent event) {
        final var flip = event.content().flip();
        return flip == null ? HexFormat.of().formatHex(datagram((int) event.index())) : flip.data();
    }

    private static int flippedBits(final RelayEvent event) {
        final var sent = HexFormat.of().parseHex(Objects.requireNonNull(event.content().flip()).data());
        final var original = datagram((int) event.index());
        int bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            bits += Integer.bitCount((sent[i] ^ original[i]) & 0xff);
        }
        return bits;
    }

    @Test
    void eachSenderHasAPortOfItsOwn() throws IOException {
        final var ports = new HashSet<Integer>();
        try (var endpoint = socket(); var one = socket(); var other = socket();
                var writer = RelayLog.create(folder.resolve("log.json"))) {
            final var near = unused();
            final var faults = new Relay.Faults(1, Map.of());
            try (var relay = Relay.start(new Relay.Side(near, (InetSocketAddress) one.getLocalSocketAddress()),
                    new Relay.Side(unused(), (InetSocketAddress) endpoint.getLocalSocketAddress()), faults, writer)) {
                for (var sender : List.of(one, other, one, other)) {
                    sender.send(new DatagramPacket(datagram(1), LENGTH, near));
                    final var packet = new DatagramPacket(buffer, LENGTH);
                    endpoint.receive(packet);
                    ports.add(packet.getPort());
                }
                assertThat(relay.summary().getAsJsonObject("out").get("received").getAsLong()).isEqualTo(4);
            }
        }
        assertThat(ports).hasSize(2);
    }
}
