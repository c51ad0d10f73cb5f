/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.HERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.THERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.await;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.endpoint;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.ip;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.on;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.peer;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.play;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.port;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.wish;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.withWorkers;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opendaylight.coalescer.api.DataPlaneConfiguration;
import org.opendaylight.coalescer.api.DeviceConfiguration;
import org.opendaylight.coalescer.api.IpPrefix;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.linux.NetworkNamespace;

/** Where sockets and devices are: network namespaces, outer IPv6, workers and queues, routes. On real devices. */
@ExtendWith(KernelPrerequisite.class)
class PlacementKernelTest {
    private static final String HERE_V6 = "2001:db8:1::1";
    private static final String THERE_V6 = "2001:db8:1::2";
    private static final String PREFIX = "203.0.113.0/25";
    private static final String SOURCE = "203.0.113.5";
    /** Names are seen by the whole machine. */
    private static final String BLUE = "czblue" + ProcessHandle.current().pid();
    private static final String RED = "czred" + ProcessHandle.current().pid();

    private static PortConfiguration in(final String namespace, final PortConfiguration port) {
        final var device = port.device();
        return on(new DeviceConfiguration(namespace, device.mtu(), device.queues(), device.txQueueLength(),
            device.addresses(), device.installRoutes()), port);
    }

    private static PortConfiguration queues(final int queues, final PortConfiguration port) {
        final var device = port.device();
        return on(new DeviceConfiguration("", device.mtu(), queues, device.txQueueLength(), device.addresses(),
            device.installRoutes()), port);
    }

    private static PortConfiguration far(final String name, final int vni) {
        return port(name, vni, List.of("198.51.100.1/25"), peer("far", THERE, PREFIX));
    }

    /** Plays with two namespaces, of which RED has the underlay. */
    private static void playInNamespaces(final DataPlaneScene.Script script) throws Exception {
        play(scene -> {
            try {
                ip("netns add " + BLUE);
                ip("netns add " + RED);
                ip("-n " + RED + " link set lo up");
                ip("-n " + RED + " address add " + HERE + "/24 dev lo");
                ip("-n " + RED + " address add " + THERE + "/24 dev lo");
                script.play(scene);
            } finally {
                new ProcessBuilder("ip", "netns", "delete", BLUE).start().waitFor();
                new ProcessBuilder("ip", "netns", "delete", RED).start().waitFor();
            }
        });
    }

    private static void sendInRed(final int vni) throws IOException {
        NetworkNamespace.named(RED).call(() -> {
            DataPlaneScene.send(vni, SOURCE);
            return null;
        });
    }

    @Test
    void endpointAndPortLiveInNamespacesOfTheirOwn() throws Exception {
        playInNamespaces(scene -> {
            scene.applyAndAwait(wish(on(RED, endpoint("underlay", HERE)), in(BLUE, far("ta", 1))));
            assertTrue(ip("-n " + BLUE + " -o address show dev ta").contains("198.51.100.1/25"));
            assertTrue(ip("-n " + BLUE + " route show dev ta").contains(PREFIX));
            assertFalse(ip("-o link show").contains("ta:"));
            scene.requireArrival("ta", () -> sendInRed(1));
            assertEquals(65_535 - 28 - 8, scene.now("ta").status().mtu(), "the longest IP packet, less headers");
            assertEquals(List.of(), scene.failures());
        });
    }

    @Test
    void sameAddressAndPrefixInTwoNamespacesAreApart() throws Exception {
        playInNamespaces(scene -> {
            scene.applyAndAwait(wish(on(RED, endpoint("underlay", HERE)), in(BLUE, far("ta", 1)), far("tb", 2)));
            scene.requireArrival("ta", () -> sendInRed(1));
            scene.requireArrival("tb", () -> sendInRed(2));
        });
    }

    @Test
    void overlayMayUseTheAddressesOfTheUnderlayOfAnotherNamespace() throws Exception {
        playInNamespaces(scene -> {
            scene.applyAndAwait(wish(on(RED, endpoint("underlay", HERE)), in(BLUE, port("ta", 1,
                List.of(HERE + "/24"), peer("far", THERE, THERE + "/32")))));
            scene.requireArrival("ta", () -> NetworkNamespace.named(RED).call(() -> {
                DataPlaneScene.send(1, THERE);
                return null;
            }));
        });
    }

    @Test
    void missingNamespaceFailsOnePortAndHeals() throws Exception {
        playInNamespaces(scene -> {
            ip("netns delete " + BLUE);
            final var wanted = wish(on(RED, endpoint("underlay", HERE)), in(BLUE, far("ta", 1)), far("tb", 2));
            scene.dataPlane().apply(wanted);
            await().until(() -> scene.has("ta", OperStatus.FAILED) && scene.has("tb", OperStatus.UP));
            final var error = scene.now("ta").status().lastError();
            assertTrue(error.contains("ENOENT") && error.contains("ip netns add " + BLUE), error);
            ip("netns add " + BLUE);
            DataPlaneScene.awaitUp(scene.dataPlane(), wanted);
            scene.requireArrival("ta", () -> sendInRed(1));
        });
    }

    @Test
    void namespaceMadeAnewGetsTheDeviceAnew() throws Exception {
        playInNamespaces(scene -> {
            final var wanted = wish(on(RED, endpoint("underlay", HERE)), in(BLUE, far("ta", 1)));
            scene.applyAndAwait(wanted);
            ip("netns delete " + BLUE);
            ip("netns add " + BLUE);
            await().until(() -> ip("-n " + BLUE + " -o link show").contains("ta:"));
            DataPlaneScene.awaitUp(scene.dataPlane(), wanted);
            scene.requireArrival("ta", () -> sendInRed(1));
            ip("netns delete " + BLUE);
            await().until(() -> scene.has("ta", OperStatus.FAILED));
        });
    }

    @Test
    void namespaceOfTheUnderlayThatIsMadeAnewGetsTheSocketsAnew() throws Exception {
        playInNamespaces(scene -> {
            final var wanted = wish(on(RED, endpoint("underlay", HERE)), in(BLUE, far("ta", 1)));
            scene.applyAndAwait(wanted);
            ip("netns delete " + RED);
            ip("netns add " + RED);
            await().until(() -> scene.has("ta", OperStatus.FAILED));
            ip("-n " + RED + " link set lo up");
            ip("-n " + RED + " address add " + HERE + "/24 dev lo");
            ip("-n " + RED + " address add " + THERE + "/24 dev lo");
            DataPlaneScene.awaitUp(scene.dataPlane(), wanted);
            scene.requireArrival("ta", () -> sendInRed(1));
        });
    }

    @Test
    void changeOfNamespaceMovesTheDevice() throws Exception {
        playInNamespaces(scene -> {
            final var red = on(RED, endpoint("underlay", HERE));
            scene.applyAndAwait(wish(red, in(BLUE, far("ta", 1))));
            scene.applyAndAwait(wish(red, far("ta", 1)));
            assertFalse(ip("-n " + BLUE + " -o link show").contains("ta:"));
            assertTrue(ip("-o link show").contains("ta:"));
            scene.requireArrival("ta", () -> sendInRed(1));
        });
    }

    @Test
    void underlayMayBeIpv6() throws Exception {
        play(scene -> {
            ip("address add " + HERE_V6 + "/64 dev lo nodad");
            ip("address add " + THERE_V6 + "/64 dev lo nodad");
            scene.applyAndAwait(wish(endpoint("underlay", HERE_V6), port("ta", 1, List.of("198.51.100.1/25"),
                peer("far", THERE_V6, PREFIX))));
            scene.requireArrival("ta", () -> DataPlaneScene.send(1, SOURCE, THERE_V6, HERE_V6));
            assertEquals(65535 - 48 - 8, scene.now("ta").status().mtu(), 1, "IPv6, UDP and VXLAN-GPE headers");
            DataPlaneScene.send(1, SOURCE, HERE_V6, HERE_V6);
            await().until(() -> scene.now("ta").statistics().receive().drops().getOrDefault("unknown-peer", 0L) == 1);
            ip("address delete " + HERE_V6 + "/64 dev lo");
            await().until(() -> scene.has("ta", OperStatus.FAILED));
            ip("address add " + HERE_V6 + "/64 dev lo nodad");
            await().until(() -> scene.has("ta", OperStatus.UP));
        });
    }

    @Test
    void workersShareTheFlowsAndTheirNumberChangesUnderTheDevice() throws Exception {
        play(scene -> {
            final var wanted = wish(endpoint("underlay", HERE), far("ta", 1));
            scene.applyAndAwait(withWorkers(3, wanted));
            final var ifIndex = scene.now("ta").status().ifIndex();
            assertEquals(3, scene.now("ta").status().queues());
            long sent = 0;
            for (int workers : new int[] { 3, 1, 2 }) {
                scene.applyAndAwait(withWorkers(workers, wanted));
                await().until(() -> scene.now("ta").status().queues() == workers
                    && scene.has("ta", OperStatus.UP));
                // Each from a port of its own, which spreads them over the sockets
                for (int i = 0; i < 24; i++) {
                    DataPlaneScene.send(1, SOURCE);
                }
                sent += 24;
                final long expected = sent;
                await().until(() -> scene.now("ta").statistics().receive().packets() == expected);
                assertEquals(expected, scene.dataPlane().snapshot().endpoints().get("underlay").statistics().receive()
                    .datagrams());
                assertEquals(ifIndex, scene.now("ta").status().ifIndex(), "the device stays");
            }
            assertEquals(List.of(), scene.failures());
        });
    }

    @Test
    void anotherProcessCantShareTheSocketsOfSeveralWorkers() throws Exception {
        play(scene -> {
            final var wanted = withWorkers(2, wish(endpoint("underlay", HERE), far("ta", 1)));
            scene.applyAndAwait(wanted);
            try (var second = new DataPlaneProvider()) {
                second.apply(withWorkers(2, wish(endpoint("underlay", HERE), far("tb", 1))));
                await().until(() -> second.snapshot().endpoints().get("underlay") != null
                    && second.snapshot().endpoints().get("underlay").status().operStatus() == OperStatus.FAILED);
                final var error = second.snapshot().endpoints().get("underlay").status().lastError();
                assertTrue(error.contains("EADDRINUSE"), error);
            }
        });
    }

    @Test
    void fewerQueuesThanWorkersAreReadByAsManyAndAllWrite() throws Exception {
        play(scene -> {
            final var wanted = withWorkers(3, wish(endpoint("underlay", HERE), queues(1, far("ta", 1))));
            scene.applyAndAwait(wanted);
            assertEquals(1, scene.now("ta").status().queues());
            for (int i = 0; i < 24; i++) {
                DataPlaneScene.send(1, SOURCE);
            }
            await().until(() -> scene.now("ta").statistics().receive().writes() == 24);
            assertEquals(Map.of(), scene.now("ta").statistics().receive().errors());
            scene.applyAndAwait(withWorkers(3, wish(endpoint("underlay", HERE), queues(2, far("ta", 1)))));
            await().until(() -> scene.now("ta").status().queues() == 2);
        });
    }

    @Test
    void routeThatWouldTakeTheUnderlayIntoTheTunnelIsNotInstalled() throws Exception {
        play(scene -> {
            DataPlaneScene.addVeth("u0", "198.18.2.1/24", 1500);
            ip("route add 198.18.4.0/22 via 198.18.2.9");
            final DataPlaneConfiguration wanted = wish(endpoint("underlay", "198.18.2.1"),
                port("ta", 1, List.of("198.51.100.1/25"), peer("far", "198.18.5.1", "198.18.5.0/24", PREFIX)));
            scene.dataPlane().apply(wanted);
            await().until(() -> scene.has("ta", OperStatus.FAILED));
            final var error = scene.now("ta").status().lastError();
            assertTrue(error.contains("198.18.5.0/24") && error.contains("198.18.5.1 from the underlay"), error);
            final var routes = ip("route show dev ta");
            assertTrue(routes.contains(PREFIX) && !routes.contains("198.18.5.0"), routes);
            ip("route add 198.18.5.1/32 via 198.18.2.9");
            DataPlaneScene.awaitUp(scene.dataPlane(), wanted);
            assertEquals("u0", deviceTowards("198.18.5.1"));
            assertEquals("ta", deviceTowards("198.18.5.2"));
        });
    }

    @Test
    void routeThatBeginsToTakeTheUnderlayIntoTheTunnelIsRemoved() throws Exception {
        play(scene -> {
            DataPlaneScene.addVeth("u0", "198.18.2.1/24", 1500);
            ip("route add 198.18.5.1/32 via 198.18.2.9");
            ip("route add default via 198.18.2.9");
            final DataPlaneConfiguration wanted = wish(endpoint("underlay", "198.18.2.1"),
                port("ta", 1, List.of("198.51.100.1/25"), peer("far", "198.18.5.1", "198.18.5.0/24")));
            scene.applyAndAwait(wanted);
            ip("route delete 198.18.5.1/32");
            await().until(() -> scene.has("ta", OperStatus.FAILED));
            final var error = scene.now("ta").status().lastError();
            assertTrue(error.contains("ELOOP") && error.contains("198.18.5.1 from the underlay"), error);
            assertEquals("u0", deviceTowards("198.18.5.1"));
            ip("route add 198.18.5.1/32 via 198.18.2.9");
            DataPlaneScene.awaitUp(scene.dataPlane(), wanted);
            assertEquals("ta", deviceTowards("198.18.5.2"));
        });
    }

    @Test
    void routeOfOnePortDoesNotTakeThePeerOfAnother() throws Exception {
        play(scene -> {
            DataPlaneScene.addVeth("u0", "198.18.2.1/24", 1500);
            ip("route add default via 198.18.2.9");
            scene.dataPlane().apply(wish(endpoint("underlay", "198.18.2.1"),
                port("ta", 1, List.of("198.51.100.1/32"), peer("far", "198.18.2.2", "198.18.4.0/22")),
                port("tb", 2, List.of("198.51.100.2/32"), peer("far", "198.18.5.1", PREFIX))));
            await().until(() -> scene.has("ta", OperStatus.FAILED) && scene.has("tb", OperStatus.UP));
            assertTrue(scene.now("ta").status().lastError().contains("198.18.5.1 from the underlay"));
            assertEquals("u0", deviceTowards("198.18.5.1"));
        });
    }

    @Test
    void portThatLacksARouteFollowsItsEndpointAtOnce() throws Exception {
        play(scene -> {
            DataPlaneScene.addVeth("u0", "198.18.2.1/24", 1500);
            ip("route add " + PREFIX + " dev u0");
            scene.dataPlane().apply(wish(endpoint("underlay", HERE), far("ta", 1)));
            await().until(() -> scene.has("ta", OperStatus.FAILED));
            scene.requireArrival("ta", () -> DataPlaneScene.send(1, SOURCE));
            // Long enough for the delay between two tries to grow beyond what is waited for below
            final long start = System.nanoTime();
            await().until(() -> System.nanoTime() - start > 4_000_000_000L);
            ip("address add 198.18.1.3/24 dev lo");
            scene.dataPlane().apply(wish(endpoint("underlay", "198.18.1.3"), far("ta", 1)));
            await().atMost(Duration.ofSeconds(2)).until(() -> {
                DataPlaneScene.send(1, SOURCE, THERE, "198.18.1.3");
                return scene.now("ta").statistics().receive().packets() > 1;
            });
        });
    }

    @Test
    void oneNamespaceUnderTwoNamesIsOne() throws Exception {
        playInNamespaces(scene -> {
            ip("netns delete " + BLUE);
            ip("netns attach " + BLUE + " " + ProcessHandle.current().pid());
            try (var named = new NetworkHome(BLUE); var other = new NetworkHome(RED)) {
                final var own = NetworkNamespace.named(BLUE).call(() -> new NetworkHome(""));
                assertTrue(named.isSameAs(own));
                assertFalse(named.isSameAs(other));
                own.close();
            }
        });
    }

    private static String deviceTowards(final String address) throws IOException {
        return ip("route get " + InetAddress.getByName(address).getHostAddress()).replaceAll("(?s).* dev (\\S+) .*",
            "$1");
    }

    @Test
    void packetsThatTheKernelDropsInFrontOfTheDeviceAreCounted() throws Exception {
        play(scene -> {
            final var wanted = wish(endpoint("underlay", HERE), far("ta", 1));
            scene.applyAndAwait(wanted);
            // Nobody reads from a queue of a device that is being flooded faster than one worker can
            final var device = wanted.ports().get("ta").device();
            scene.applyAndAwait(wish(endpoint("underlay", HERE), on(new DeviceConfiguration("", 0, 1, 1,
                device.addresses(), true), wanted.ports().get("ta"))));
            await().until(() -> {
                flood();
                return kernelDrops("ta") > 0;
            });
            await().until(() -> scene.now("ta").statistics().transmit().deviceDrops() == kernelDrops("ta"));
            ip("link delete ta");
            await().until(() -> scene.has("ta", OperStatus.UP) && ip("-o link show").contains("ta:"));
            assertTrue(scene.now("ta").statistics().transmit().deviceDrops() > 0, "they outlive the device");
        });
    }

    private static void flood() throws IOException {
        try (var socket = new DatagramSocket()) {
            final var packet = new DatagramPacket(new byte[10], 10,
                new InetSocketAddress(IpPrefix.of("203.0.113.9/32").address(), 9));
            for (int i = 0; i < 1000; i++) {
                socket.send(packet);
            }
        }
    }

    private static long kernelDrops(final String device) throws IOException {
        final var lines = ip("-s link show dev " + device).lines().map(String::strip).toList();
        final int header = lines.indexOf(lines.stream().filter(line -> line.startsWith("TX:")).findFirst()
            .orElseThrow());
        return Long.parseLong(lines.get(header + 1).split(" +")[3]);
    }
}
