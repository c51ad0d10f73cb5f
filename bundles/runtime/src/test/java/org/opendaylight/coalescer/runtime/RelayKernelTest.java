/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.HERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.THERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.await;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.endpoint;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.ip;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.peer;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.play;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.port;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.wish;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.api.PortStatistics;
import org.opendaylight.coalescer.api.TunnelConfiguration;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.PacketMemory;

/** What goes from peer to peer and how, byte for byte: both peers are sockets of this test. On real devices. */
@ExtendWith(KernelPrerequisite.class)
class RelayKernelTest {
    private static final String OTHER = "198.18.1.3";
    private static final String OWN = "198.51.100.1";
    private static final String OWN_V6 = "2001:db8:1::1";
    private static final String FIRST = "203.0.113.7";
    private static final String SECOND = "203.0.113.200";
    private static final String FIRST_V6 = "2001:db8:2::7";
    private static final String SECOND_V6 = "2001:db8:3::7";
    private static final int UDP_PORT = 4790;
    private static final int TUNNEL = 8;
    private static final int PATIENCE_MS = 5000;

    /** What a test does while the port is up: {@code first} and {@code second} are its peers. */
    private interface Play {
        void play(DataPlaneScene scene, DatagramSocket first, DatagramSocket second) throws Exception;
    }

    private static PortConfiguration relaying(final boolean on, final String... addresses) {
        final var plain = port("tr", 1, List.of(addresses), peer("first", THERE, "203.0.113.0/25", "2001:db8:2::/64"),
            peer("second", OTHER, "203.0.113.128/25", "2001:db8:3::/64", "198.18.0.0/16"));
        return new PortConfiguration(plain.name(), plain.description(), plain.enabled(), plain.device(),
            plain.offload(), plain.coalescing(), new TunnelConfiguration(plain.tunnel().endpoint(),
                plain.tunnel().vni(), plain.tunnel().mssClamp(), on, plain.tunnel().peers()));
    }

    private static void playWithTwoPeers(final Play script) throws Exception {
        playWithTwoPeers(relaying(true, OWN + "/25", OWN_V6 + "/64"), script);
    }

    private static void playWithTwoPeers(final PortConfiguration wanted, final Play script) throws Exception {
        play(scene -> {
            ip("address add " + OTHER + "/24 dev lo");
            scene.applyAndAwait(wish(endpoint("underlay", HERE), wanted));
            try (var first = new DatagramSocket(new InetSocketAddress(THERE, UDP_PORT));
                 var second = new DatagramSocket(new InetSocketAddress(OTHER, UDP_PORT))) {
                first.setSoTimeout(PATIENCE_MS);
                second.setSoTimeout(PATIENCE_MS);
                script.play(scene, first, second);
            }
        });
    }

    /** A UDP datagram of random bytes whose UDP checksum is random, too. */
    private static byte[] packet(final String from, final String to, final int ttl) throws IOException {
        final byte[] source = InetAddress.getByName(from).getAddress();
        final byte[] destination = InetAddress.getByName(to).getAddress();
        final var bytes = new byte[source.length == 4 ? 128 : 148];
        new Random(7).nextBytes(bytes);
        final var memory = PacketMemory.allocate(bytes.length);
        memory.net().put(0, bytes);
        if (source.length == 4) {
            memory.net().putInt(0, 0x4500_0080).putShort(6, (short) 0x4000).put(8, (byte) ttl).put(9, (byte) 17)
                .put(12, source).put(16, destination).putShort(24, (short) 108);
            Ipv4.writeChecksum(memory, 0, 20);
        } else {
            memory.net().putInt(0, 0x6000_0000).putShort(4, (short) 108).put(6, (byte) 17).put(7, (byte) ttl)
                .put(8, source).put(24, destination).putShort(44, (short) 108);
        }
        memory.net().get(0, bytes);
        return bytes;
    }

    private static void send(final DatagramSocket from, final byte[] packet) throws IOException {
        final var datagram = ByteBuffer.allocate(TUNNEL + packet.length)
            .putInt(packet[0] >>> 4 == 4 ? 0x0c00_0001 : 0x0c00_0002).putInt(1 << 8).put(packet).array();
        from.send(new DatagramPacket(datagram, datagram.length, new InetSocketAddress(HERE, UDP_PORT)));
    }

    private static byte[] receive(final DatagramSocket at) throws IOException {
        final var datagram = new DatagramPacket(new byte[2048], 2048);
        at.receive(datagram);
        return Arrays.copyOfRange(datagram.getData(), TUNNEL, datagram.getLength());
    }

    private static PortStatistics.Relay relay(final DataPlaneScene scene) {
        return scene.now("tr").statistics().relay();
    }

    /** Waits until a packet got to the device, and checks that none was relayed. */
    private static void requireAtDevice(final DataPlaneScene scene, final DatagramSocket from, final byte[] packet)
            throws IOException {
        scene.requireArrival("tr", () -> send(from, packet));
        assertEquals(new PortStatistics.Relay(0, 0, 0, Map.of()), relay(scene));
    }

    @ParameterizedTest
    @CsvSource({ FIRST + ',' + SECOND, FIRST_V6 + ',' + SECOND_V6 })
    void changesTheHopsAlone(final String one, final String other) throws Exception {
        playWithTwoPeers((scene, first, second) -> {
            send(first, packet(one, other, 64));
            assertArrayEquals(packet(one, other, 63), receive(second));
            send(second, packet(other, one, 2));
            assertArrayEquals(packet(other, one, 1), receive(first));
            final int bytes = packet(one, other, 2).length;
            await().until(() -> relay(scene).equals(new PortStatistics.Relay(2, 2L * bytes, 0, Map.of())));
            assertEquals(0, scene.now("tr").statistics().receive().packets());
            assertEquals(0, scene.now("tr").statistics().transmit().datagrams());
        });
    }

    @Test
    void everyPacketOfALongBatchGetsThere() throws Exception {
        playWithTwoPeers((scene, first, second) -> {
            second.setReceiveBufferSize(1 << 20);
            for (int i = 0; i < 200; i++) {
                final var packet = packet(FIRST, SECOND, 64);
                packet[100] = (byte) i;
                send(first, packet);
            }
            for (int i = 0; i < 200; i++) {
                final var expected = packet(FIRST, SECOND, 63);
                expected[100] = (byte) i;
                assertArrayEquals(expected, receive(second), "packet " + i);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({ FIRST + ',' + OWN, FIRST + ",198.51.100.127", FIRST + ",203.0.113.8", FIRST + ",224.0.0.251",
        FIRST + ",255.255.255.255", FIRST + ",169.254.1.1", FIRST + ",192.0.2.77", FIRST_V6 + ',' + OWN_V6,
        FIRST_V6 + ",ff02::fb", FIRST_V6 + ",fe80::1", FIRST_V6 + ",2001:db8:2::8", FIRST_V6 + ",2001:db8:9::9" })
    void whatIsForNoOtherPeerGetsToTheDevice(final String from, final String to) throws Exception {
        playWithTwoPeers((scene, first, second) -> requireAtDevice(scene, first, packet(from, to, 64)));
    }

    @ParameterizedTest
    @CsvSource({ FIRST + ',' + SECOND, FIRST_V6 + ',' + SECOND_V6 })
    void everythingGetsToTheDeviceWhileItIsOff(final String one, final String other) throws Exception {
        playWithTwoPeers(relaying(false, OWN + "/25", OWN_V6 + "/64"), (scene, first, second) ->
            requireAtDevice(scene, first, packet(one, other, 64)));
    }

    @ParameterizedTest
    @CsvSource({ FIRST + ',' + SECOND + ',' + OWN + ",20,0b00",
        FIRST_V6 + ',' + SECOND_V6 + ',' + OWN_V6 + ",40,0300" })
    void tellsTheSenderWhoseHopsAreUsedUp(final String one, final String other, final String own, final int headerLen,
            final String typeAndCode) throws Exception {
        playWithTwoPeers((scene, first, second) -> {
            final var sent = packet(one, other, 1);
            send(first, sent);
            final var answer = receive(first);
            final boolean isV4 = headerLen == 20;
            final var net = ByteBuffer.wrap(answer);
            final var addresses = new byte[isV4 ? 4 : 16];
            net.get(isV4 ? 12 : 8, addresses);
            assertArrayEquals(InetAddress.getByName(own).getAddress(), addresses);
            net.get(isV4 ? 16 : 24, addresses);
            assertArrayEquals(InetAddress.getByName(one).getAddress(), addresses);
            assertEquals(Integer.parseInt(typeAndCode, 16), net.getShort(headerLen) & 0xffff);
            assertEquals(0xffff, sum(answer, headerLen, isV4 ? 0 : 58 + answer.length - headerLen), "ICMP checksum");
            assertArrayEquals(sent, Arrays.copyOfRange(answer, headerLen + 8, answer.length));
            await().until(() -> relay(scene).equals(
                new PortStatistics.Relay(0, 0, 1, Map.of("ttl-exceeded", 1L))));
        });
    }

    /** The sum of what an ICMP checksum covers, as RFC 1071 defines it: with a pseudo-header over IPv6. */
    private static int sum(final byte[] packet, final int headerLen, final int pseudo) {
        final var words = ByteBuffer.wrap(packet);
        int sum = pseudo;
        for (int i = headerLen == 20 ? 20 : 8; i < packet.length; i += 2) {
            sum += words.getShort(i) & 0xffff;
        }
        return (sum & 0xffff) + (sum >>> 16);
    }

    @Test
    void tellsNobodyWithoutAnAddressToTellFrom() throws Exception {
        playWithTwoPeers(relaying(true), (scene, first, second) -> {
            send(first, packet(FIRST, SECOND, 1));
            send(first, packet(FIRST_V6, SECOND_V6, 1));
            await().until(() -> relay(scene).equals(
                new PortStatistics.Relay(0, 0, 0, Map.of("ttl-exceeded", 2L))));
        });
    }

    @Test
    void answersAreBounded() throws Exception {
        playWithTwoPeers((scene, first, second) -> {
            await().until(() -> {
                for (int i = 0; i < 50; i++) {
                    send(first, packet(FIRST, SECOND, 1));
                }
                return relay(scene).drops().getOrDefault("ttl-exceeded", 0L) >= 2000;
            });
            final long answered = relay(scene).errorsSent();
            assertTrue(answered >= 1 && answered < 1500, () -> answered + " answers");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 64 })
    void mendsNoHeaderChecksum(final int ttl) throws Exception {
        playWithTwoPeers((scene, first, second) -> {
            final var packet = packet(FIRST, SECOND, ttl);
            packet[4] ^= 1;
            send(first, packet);
            await().until(() -> relay(scene).equals(
                new PortStatistics.Relay(0, 0, 0, Map.of("bad-ip-header", 1L))));
        });
    }

    @Test
    void sendsNothingToTheUnderlayAddressOfThePeer() throws Exception {
        playWithTwoPeers((scene, first, second) -> {
            send(first, packet(FIRST, OTHER, 64));
            await().until(() -> relay(scene).equals(new PortStatistics.Relay(0, 0, 0, Map.of("loop", 1L))));
        });
    }

    @Test
    void aDisabledPortSendsNothingOn() throws Exception {
        final var on = relaying(true, OWN + "/25");
        playWithTwoPeers(on, (scene, first, second) -> {
            scene.dataPlane().apply(wish(endpoint("underlay", HERE), new PortConfiguration(on.name(),
                on.description(), false, on.device(), on.offload(), on.coalescing(), on.tunnel())));
            await().until(() -> !scene.now("tr").status().applied().enabled());
            send(first, packet(FIRST, SECOND, 64));
            await().until(() -> scene.now("tr").statistics().receive().drops().containsKey("port-disabled"));
            assertEquals(0, relay(scene).packets());
        });
    }
}
