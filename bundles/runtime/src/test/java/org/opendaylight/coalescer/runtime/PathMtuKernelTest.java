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
import static org.opendaylight.coalescer.runtime.DataPlaneScene.addVeth;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.await;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.endpoint;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.ip;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.on;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.peer;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.play;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.port;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.wish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.api.DataPlaneConfiguration;
import org.opendaylight.coalescer.api.DeviceConfiguration;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.api.TunnelConfiguration;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.NetworkNamespace;
import org.opendaylight.coalescer.linux.UdpAddress;
import org.opendaylight.coalescer.linux.UdpSendBatch;
import org.opendaylight.coalescer.linux.UdpSocket;

/**
 * What becomes of packets that are too long for the underlay: two ports whose MTU promises more than the underlay
 * between them carries, the far one in a namespace of its own. On real devices.
 */
@ExtendWith(KernelPrerequisite.class)
class PathMtuKernelTest {
    private static final String FAR = "czfar" + ProcessHandle.current().pid();
    private static final String ROUTER = "czrtr" + ProcessHandle.current().pid();
    private static final String NEAR_UNDERLAY = "198.18.7.1";
    private static final String FAR_UNDERLAY = "198.18.7.2";
    private static final String ROUTER_UNDERLAY = "198.18.7.9";
    private static final int UNDERLAY_MTU = 1400;
    /** Less outer IPv4, UDP and VXLAN-GPE headers. */
    private static final int CARRIED = UNDERLAY_MTU - 20 - 8 - 8;

    /** Bytes of TCP options in each segment, which Linux takes off what the other end announced. */
    private static final int TIMESTAMPS = 12;

    /** What a test does while both ports are up. */
    private interface Play {
        void play(DataPlaneScene scene) throws Exception;
    }

    private static void playWithNarrowUnderlay(final Play script) throws Exception {
        playWithNarrowUnderlay(false, script);
    }

    private static void playWithNarrowUnderlay(final boolean mssClamp, final Play script) throws Exception {
        playWithNarrowUnderlay(UNDERLAY_MTU, mssClamp, script);
    }

    private static void playWithNarrowUnderlay(final int underlayMtu, final boolean mssClamp, final Play script)
            throws Exception {
        playOver(() -> {
            ip("link add u0 mtu " + underlayMtu + " type veth peer name u1 netns " + FAR);
            ip("-n " + FAR + " link set u1 mtu " + underlayMtu);
        }, mssClamp, script);
    }

    /** Makes the devices u0 here and u1 there. */
    private interface Wiring {
        void connect() throws Exception;
    }

    /** Both ends have 1500, and a router between them, which nobody here knows of, has less on its far side. */
    private static void connectByRouter() throws Exception {
        ip("netns add " + ROUTER);
        ip("link add u0 type veth peer name r0 netns " + ROUTER);
        ip("-n " + ROUTER + " link add r1 mtu " + UNDERLAY_MTU + " type veth peer name u1 netns " + FAR);
        ip("-n " + ROUTER + " address add " + ROUTER_UNDERLAY + "/32 dev r0");
        ip("-n " + ROUTER + " link set r0 up");
        ip("-n " + ROUTER + " link set r1 up");
        ip("-n " + ROUTER + " route add " + NEAR_UNDERLAY + "/32 dev r0");
        ip("-n " + ROUTER + " route add " + FAR_UNDERLAY + "/32 dev r1");
        NetworkNamespace.named(ROUTER).call(() -> {
            // Either end finds it at the address of the other one
            Files.writeString(Path.of("/proc/sys/net/ipv4/conf/all/proxy_arp"), "1");
            Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
            return null;
        });
    }

    private static void playOver(final Wiring wiring, final boolean mssClamp, final Play script) throws Exception {
        play(scene -> {
            try {
                ip("netns add " + FAR);
                wiring.connect();
                ip("address add " + NEAR_UNDERLAY + "/24 dev u0");
                ip("link set u0 up");
                ip("-n " + FAR + " address add " + FAR_UNDERLAY + "/24 dev u1");
                ip("-n " + FAR + " link set u1 up");
                ip("-n " + FAR + " link set lo up");
                final var near = endpoint("near", NEAR_UNDERLAY);
                final var far = on(FAR, endpoint("far", FAR_UNDERLAY));
                scene.applyAndAwait(new DataPlaneConfiguration(Map.of("near", near, "far", far), Map.of(
                    "pn", wide(mssClamp, "", port("pn", 1, List.of("203.0.113.1/25", "2001:db8:7::1/64"),
                        peer("far", FAR_UNDERLAY, "203.0.113.128/25", "2001:db8:8::/64")), "near"),
                    "pf", wide(mssClamp, FAR, port("pf", 1, List.of("203.0.113.129/25", "2001:db8:8::1/64"),
                        peer("near", NEAR_UNDERLAY, "203.0.113.0/25", "2001:db8:7::/64")), "far"))));
                script.play(scene);
            } finally {
                for (var name : List.of(FAR, ROUTER)) {
                    new ProcessBuilder("ip", "netns", "delete", name).start().waitFor();
                }
            }
        });
    }

    private static PortConfiguration wide(final boolean mssClamp, final String namespace, final PortConfiguration port,
            final String endpoint) {
        final var device = port.device();
        final var placed = on(new DeviceConfiguration(namespace, 1500, device.queues(), device.txQueueLength(),
            device.addresses(), device.installRoutes()), port);
        return new PortConfiguration(placed.name(), placed.description(), placed.enabled(), placed.device(),
            placed.offload(), placed.coalescing(),
            new TunnelConfiguration(endpoint, port.tunnel().vni(), mssClamp, false, port.tunnel().peers()));
    }

    private static long tooBig(final DataPlaneScene scene) {
        return scene.now("pn").statistics().transmit().drops().getOrDefault("too-big", 0L);
    }

    @ParameterizedTest
    @CsvSource({ "203.0.113.129, 1450", "2001:db8:8::1, 1430" })
    void senderOfADatagramLearnsWhatIsCarried(final String destination, final int length) throws Exception {
        playWithNarrowUnderlay(scene -> {
            try (var socket = new DatagramSocket()) {
                final var to = new InetSocketAddress(InetAddress.getByName(destination), 9);
                await().until(() -> {
                    try {
                        socket.send(new DatagramPacket(new byte[length], length, to));
                    } catch (IOException e) {
                        // The kernel fragments from now on, or says so; the route below tells
                        assertTrue(String.valueOf(e.getMessage()).contains("too long"), e::toString);
                    }
                    return ip("route get " + destination).contains("mtu " + CARRIED);
                });
            }
            assertTrue(tooBig(scene) >= 1, () -> scene.now("pn").statistics().transmit().drops().toString());
            assertTrue(scene.now("pn").statistics().transmit().errorsSent() >= 1);
        });
    }

    /** IPv4 without DF, as the kernel sends where the MTU is locked, and IPv6 that fits every link. */
    @ParameterizedTest
    @CsvSource({ "203.0.113.129, 203.0.113.129/32, 1400, 1450", "2001:db8:8::1, 2001:db8:8::1/128, 1300, 1232" })
    void whatNobodyWouldMakeShorterArrivesInFragments(final String destination, final String route,
            final int underlayMtu, final int length) throws Exception {
        playWithNarrowUnderlay(underlayMtu, false, scene -> {
            ip("route add " + route + " dev pn mtu lock 1500");
            final byte[] sent = new byte[length];
            new Random(5).nextBytes(sent);
            final var address = InetAddress.getByName(destination);
            try (var receiver = NetworkNamespace.named(FAR).call(() -> new DatagramSocket(0, address));
                 var socket = new DatagramSocket()) {
                receiver.setSoTimeout(500);
                final var received = new DatagramPacket(new byte[2 * length], 2 * length);
                // What is sent while a device is just coming up may be lost in the kernel
                await().until(() -> {
                    socket.send(new DatagramPacket(sent, length, address, receiver.getLocalPort()));
                    try {
                        receiver.receive(received);
                        return true;
                    } catch (SocketTimeoutException e) {
                        return false;
                    }
                });
                assertArrayEquals(sent, Arrays.copyOf(received.getData(), received.getLength()));
            }
            final var transmit = scene.dataPlane().snapshot().endpoints().get("near").statistics().transmit();
            assertTrue(transmit.fragmented() > 0, transmit::toString);
            assertEquals(0, transmit.dropped(), transmit::toString);
            assertEquals(0, tooBig(scene));
        });
    }

    /** Less is not believed, and not needed: the datagram is fragmented then. */
    @Test
    void senderOverIpv6LearnsNoLessThanEveryLinkCarries() throws Exception {
        playWithNarrowUnderlay(1300, false, scene -> {
            try (var socket = new DatagramSocket()) {
                final var to = new InetSocketAddress(InetAddress.getByName("2001:db8:8::1"), 9);
                socket.send(new DatagramPacket(new byte[1233], 1233, to));
                await().until(() -> ip("route get 2001:db8:8::1").contains("mtu 1280"));
                socket.send(new DatagramPacket(new byte[1233], 1233, to));
                await().until(() -> scene.dataPlane().snapshot().endpoints().get("near").statistics().transmit()
                    .fragmented() > 0);
            }
            assertEquals(1, tooBig(scene));
        });
    }

    /** The kernel hands over superpackets with segments for an MTU of 1500. */
    @ParameterizedTest
    @CsvSource({ "203.0.113.129", "2001:db8:8::1" })
    void tcpGetsThroughWhole(final String destination) throws Exception {
        playWithNarrowUnderlay(scene -> {
            move(destination);
            final var transmit = scene.now("pn").statistics().transmit();
            assertTrue(transmit.superpackets() > 0, transmit::toString);
            assertEquals(0, scene.dataPlane().snapshot().endpoints().get("near").statistics().transmit()
                .dropped(), "datagrams that the underlay refused");
        });
    }

    /** Other programs of this host go on by the wide route: the rule speaks of the endpoint's address alone. */
    @ParameterizedTest
    @CsvSource({ "-4, 198.18.7.1, 198.18.7.2, 198.18.7.0/24, 36",
        "-6, 2001:db8:1::1, 2001:db8:1::2, 2001:db8:1::/64, 56" })
    void narrowerRouteForTheSourceIsFollowed(final String family, final String near, final String far,
            final String network, final int headers) throws Exception {
        final int carried = 1350 - headers;
        play(scene -> {
            addVeth("u0", near + network.substring(network.indexOf('/')), 1500);
            scene.applyAndAwait(wish(endpoint("near", near),
                wide(false, "", port("pn", 1, List.of("203.0.113.1/25"), peer("far", far, "203.0.113.128/25")), "near"),
                port("pd", 2, List.of(), peer("far", far, "198.51.100.0/24"))));
            assertEquals(1500 - headers, scene.now("pd").status().mtu());
            ip(family + " route add " + network + " dev u0 mtu 1350 table 7");
            ip(family + " rule add from " + near + " table 7");
            await().until(() -> scene.now("pd").status().mtu() == carried);
            try (var socket = new DatagramSocket()) {
                final var to = new InetSocketAddress(InetAddress.getByName("203.0.113.129"), 9);
                await().until(() -> {
                    try {
                        socket.send(new DatagramPacket(new byte[1350], 1350, to));
                    } catch (IOException e) {
                        assertTrue(String.valueOf(e.getMessage()).contains("too long"), e::toString);
                    }
                    return ip("route get 203.0.113.129").contains("mtu " + carried);
                });
            }
        });
    }

    /** By ICMP of the underlay, which the kernel believes, and then says at the next audit. */
    @ParameterizedTest
    @CsvSource({ "203.0.113.129", "2001:db8:8::1" })
    void narrowerLinkBeyondTheUnderlayDeviceIsLearned(final String destination) throws Exception {
        playOver(PathMtuKernelTest::connectByRouter, false, scene -> {
            move(destination);
            assertTrue(scene.dataPlane().snapshot().endpoints().get("near").statistics().transmit().dropped() > 0,
                "what was sent before");
            try (var socket = new DatagramSocket()) {
                final var to = new InetSocketAddress(InetAddress.getByName(destination), 9);
                await().until(() -> {
                    try {
                        socket.send(new DatagramPacket(new byte[1430], 1430, to));
                    } catch (IOException e) {
                        assertTrue(String.valueOf(e.getMessage()).contains("too long"), e::toString);
                    }
                    return ip("route get " + destination).contains("mtu " + CARRIED);
                });
            }
            move(destination);
        });
    }

    private static void move(final String destination) throws Exception {
        final byte[] sent = new byte[1 << 22];
        new Random(7).nextBytes(sent);
        final ServerSocket server = NetworkNamespace.named(FAR).call(
            () -> new ServerSocket(0, 1, InetAddress.getByName(destination)));
        try (server; var client = new Socket()) {
            final var received = CompletableFuture.supplyAsync(() -> readAll(server));
            client.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 5000);
            client.getOutputStream().write(sent);
            client.shutdownOutput();
            assertArrayEquals(sent, received.join());
        }
    }

    /** Both ends of a connection, opened from this side and from the other, are told what is carried. */
    @ParameterizedTest
    @CsvSource({ "203.0.113.1, 203.0.113.129, 40", "2001:db8:7::1, 2001:db8:8::1, 60" })
    void connectionsAreOpenedWithSegmentsThatFit(final String near, final String far, final int headers)
            throws Exception {
        playWithNarrowUnderlay(true, scene -> {
            final var here = InetAddress.getByName(near);
            final var there = InetAddress.getByName(far);
            final NetworkNamespace farSide = NetworkNamespace.named(FAR);
            final var sizes = List.of(CARRIED - headers - TIMESTAMPS, CARRIED - headers - TIMESTAMPS);
            try (var farServer = farSide.call(() -> new ServerSocket(0, 1, there));
                 var nearServer = new ServerSocket(0, 1, here);
                 var outward = new Socket(there, farServer.getLocalPort());
                 var atFar = farServer.accept();
                 var inward = farSide.call(() -> new Socket(here, nearServer.getLocalPort()));
                 var atNear = nearServer.accept()) {
                assertTrue(outward.isConnected() && atFar.isConnected() && inward.isConnected()
                    && atNear.isConnected());
                assertEquals(sizes, segmentSizes());
                assertEquals(sizes, farSide.call(PathMtuKernelTest::segmentSizes));
            }
        });
    }

    /** What the kernel of the calling thread's namespace sends on each connection. */
    private static List<Integer> segmentSizes() throws IOException {
        final var process = new ProcessBuilder("ss", "-tinH").start();
        final var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.onExit().join().exitValue(), printed);
        return Pattern.compile(" mss:(\\d+)").matcher(printed).results()
            .map(found -> Integer.valueOf(found.group(1))).toList();
    }

    private static byte[] readAll(final ServerSocket server) {
        try (var connection = server.accept()) {
            return connection.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void answersAreBounded() throws Exception {
        playWithNarrowUnderlay(scene -> {
            final long before = icmpErrors();
            try (var socket = UdpSocket.open(false)) {
                // A sender that forbids fragments and does not listen
                socket.bind(InetAddress.getByName("203.0.113.1"), 0);
                socket.setPathMtu(UdpSocket.PathMtu.IGNORE);
                final var datagram = new UdpSendBatch(1, 1);
                final var payload = NativeMemory.allocate(1450);
                datagram.begin(UdpAddress.of(InetAddress.getByName("203.0.113.129"), 9), 0, 0);
                datagram.add(payload, 0, payload.capacity());
                datagram.end();
                // Not all at once: what the device's queue has no room for never gets here
                await().until(() -> {
                    for (int i = 0; i < 100; i++) {
                        datagram.send(socket, 0);
                    }
                    return tooBig(scene) >= 2000;
                });
            }
            final long answered = icmpErrors() - before;
            assertTrue(answered >= 1 && answered < 1500, () -> answered + " answers");
        });
    }

    /** The loopback device has an MTU of 65536, and no IPv4 packet is that long. */
    @Test
    void peerOnTheSameHostGetsPacketsOfFullLength() throws Exception {
        play(scene -> {
            scene.applyAndAwait(wish(endpoint("here", HERE), port("pn", 1, List.of("203.0.113.1/25"),
                peer("there", THERE, "203.0.113.128/25"))));
            final int mtu = 65_535 - 20 - 8 - 8;
            assertEquals(mtu, scene.now("pn").status().mtu());
            try (var socket = new DatagramSocket()) {
                final var to = new InetSocketAddress(InetAddress.getByName("203.0.113.129"), 9);
                await().until(() -> {
                    socket.send(new DatagramPacket(new byte[mtu - 28], mtu - 28, to));
                    return scene.dataPlane().snapshot().endpoints().get("here").statistics().transmit().bytes() > mtu;
                });
            }
            final var transmit = scene.dataPlane().snapshot().endpoints().get("here").statistics().transmit();
            assertEquals(0, transmit.dropped(), transmit::toString);
        });
    }

    /** What the kernel of this namespace has received. */
    private static long icmpErrors() throws IOException {
        final var lines = Files.readAllLines(Path.of("/proc/thread-self/net/snmp")).stream()
            .filter(line -> line.startsWith("Icmp:")).toList();
        final int column = List.of(lines.get(0).split(" ")).indexOf("InDestUnreachs");
        return Long.parseLong(lines.get(1).split(" ")[column]);
    }
}
