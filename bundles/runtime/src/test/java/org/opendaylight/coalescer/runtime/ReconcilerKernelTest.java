/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.HERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.THERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.addVeth;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.await;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.endpoint;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.ip;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.peer;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.play;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.port;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.wish;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.withWorkers;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opendaylight.coalescer.api.DataPlaneConfiguration;
import org.opendaylight.coalescer.api.KernelError;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.core.coalesce.Coalescer;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.coalesce.CoalescerTarget;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.UdpAddress;
import org.opendaylight.coalescer.linux.UdpSocket;
import org.opendaylight.coalescer.packet.PacketMemory;

/** What the data plane must stand without falling over, on real devices in network namespaces of their own. */
@ExtendWith(KernelPrerequisite.class)
class ReconcilerKernelTest {
    private static final String LOW = "203.0.113.0/25";
    private static final String HIGH = "203.0.113.128/25";
    private static final String LOW_SOURCE = "203.0.113.5";
    private static final String HIGH_SOURCE = "203.0.113.133";
    /** VNI without a port, for what a test attaches itself. */
    private static final int FAULTY_VNI = 99;

    private static PortConfiguration low(final String name, final int vni) {
        return port(name, vni, List.of("198.51.100.1/25"), peer("far", THERE, LOW));
    }

    private static PortConfiguration high(final String name, final int vni) {
        return port(name, vni, List.of("198.51.100.129/25"), peer("far", THERE, HIGH));
    }

    private static DataPlaneConfiguration here(final PortConfiguration... ports) {
        return wish(endpoint("underlay", HERE), ports);
    }

    @Test
    void swapsTheVnisOfTwoPortsInOneStepWithoutFailing() throws Exception {
        play(scene -> {
            for (int i = 0; i < 2; i++) {
                scene.applyAndAwait(here(low("ta", 1), high("tb", 2)));
                scene.requireArrival("ta", 1, LOW_SOURCE);
                scene.requireArrival("tb", 2, HIGH_SOURCE);
                scene.applyAndAwait(here(low("ta", 2), high("tb", 1)));
                scene.requireArrival("ta", 2, LOW_SOURCE);
                scene.requireArrival("tb", 1, HIGH_SOURCE);
            }
            assertEquals(List.of(), scene.failures());
        });
    }

    @Test
    void swapsAddressesAndRoutesOfTwoPortsInOneStepWithoutFailing() throws Exception {
        play(scene -> {
            scene.applyAndAwait(here(low("ta", 1), high("tb", 2)));
            scene.applyAndAwait(here(high("ta", 1), low("tb", 2)));
            assertEquals(List.of(), scene.failures());
            assertTrue(ip("-4 address show dev ta").contains("inet 198.51.100.129/25"));
            assertTrue(ip("-4 address show dev tb").contains("inet 198.51.100.1/25"));
            assertTrue(ip("route show dev ta").contains(HIGH));
            assertTrue(ip("route show dev tb").contains(LOW));
            scene.requireArrival("ta", 1, HIGH_SOURCE);
        });
    }

    @Test
    void renamesAnEndpointInOneStep() throws Exception {
        play(scene -> {
            scene.applyAndAwait(here(low("ta", 1)));
            scene.applyAndAwait(wish(endpoint("other", HERE), low("ta", 1)));
            scene.requireArrival("ta", 1, LOW_SOURCE);
            assertEquals(List.of(), scene.failures());
        });
    }

    private static void sendEight(final UnderlaySender sender, final PacketMemory memory, final UdpAddress to,
            final int length) {
        sender.begin(0, to, 0);
        for (int i = 0; i < 8; i++) {
            final int header = sender.reserveHeader(8);
            sender.add(header, 8, memory, i * length, length);
        }
        sender.flush();
    }

    @Test
    void aTooLongDatagramDoesNotSwitchSegmentationOff() throws Exception {
        play(scene -> {
            addVeth("u0", "198.18.2.1/24", 1300);
            final var counters = new EndpointCounters();
            try (var socket = UdpSocket.open(false)) {
                socket.bind(InetAddress.getByName("198.18.2.1"), 0);
                final var sender = new UnderlaySender(List.of(socket), socket, counters, () -> { });
                sender.setSegmentation(true);
                final var memory = NativeMemory.allocate(1 << 16);
                final var to = UdpAddress.of(InetAddress.getByName("198.18.2.2"), 4790);
                sendEight(sender, memory, to, 1000);
                assertEquals(1, counters.traffic().get(EndpointCounter.TX_GSO_BATCHES), "the kernel segments");
                sendEight(sender, memory, to, 1400);
                assertEquals(8, counters.traffic().get(EndpointCounter.TX_DROPPED));
                assertEquals(0, sender.segmentationErrno());
                sendEight(sender, memory, to, 1000);
                assertEquals(2, counters.traffic().get(EndpointCounter.TX_GSO_BATCHES), "the kernel still segments");
                assertEquals(16, counters.traffic().get(EndpointCounter.TX_DATAGRAMS));
            }
        });
    }

    @Test
    void aDeletedDeviceOfAFailedPortIsRemadeAtOnce() throws Exception {
        play(scene -> {
            addVeth("u0", "198.18.2.1/24", 1500);
            ip("route add " + LOW + " dev u0");
            scene.dataPlane().apply(here(low("ta", 1)));
            await().until(() -> scene.has("ta", OperStatus.FAILED));
            // The delay between tries would double each time, up to 6.4 s: 12.7 s in all
            final int deletions = 7;
            final long start = System.nanoTime();
            for (int i = 0; i < deletions; i++) {
                final int index = scene.now("ta").status().ifIndex();
                assertNotEquals(0, index, "the device exists although a route can't be set");
                ip("link delete ta");
                await().until(() -> scene.now("ta").status().ifIndex() > index);
            }
            final var took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, took::toString);
            final var errors = scene.now("ta").statistics().transmit().errors();
            final var lost = new KernelError(Errno.EBADFD, "EBADFD");
            assertEquals(Set.of(lost), errors.keySet());
            assertTrue(errors.get(lost) <= 2 * deletions, () -> "the worker must not spin: " + errors);
        });
    }

    @Test
    void oneConflictingRouteKeepsNoOtherOut() throws Exception {
        play(scene -> {
            addVeth("u0", "198.18.2.1/24", 1500);
            ip("route add 203.0.113.64/26 dev u0");
            final var wanted = here(port("ta", 1, List.of("198.51.100.1/25"), peer("far", THERE, "203.0.113.0/26",
                "203.0.113.64/26", "203.0.113.128/26", "203.0.113.192/26")), port("tb", 2,
                    List.of("198.51.100.129/25"), peer("far", THERE, "192.0.2.0/24")));
            scene.dataPlane().apply(wanted);
            await().until(() -> scene.has("ta", OperStatus.FAILED) && scene.has("tb", OperStatus.UP));
            final var status = scene.now("ta").status();
            assertTrue(status.lastError().contains("EEXIST"), status::lastError);
            final var routes = ip("route show dev ta");
            for (var other : List.of("203.0.113.0/26", "203.0.113.128/26", "203.0.113.192/26")) {
                assertTrue(routes.contains(other), () -> other + " is missing: " + routes);
            }
            scene.requireArrival("ta", 1, LOW_SOURCE);
            ip("route delete 203.0.113.64/26 dev u0");
            DataPlaneScene.awaitUp(scene.dataPlane(), wanted);
            assertTrue(ip("route show dev ta").contains("203.0.113.64/26"));
        });
    }

    @Test
    void oneUnreachablePeerDoesNotFailThePort() throws Exception {
        play(scene -> {
            addVeth("u0", "198.18.2.1/24", 1450);
            addVeth("u1", "198.18.3.1/24", 1460);
            scene.applyAndAwait(here(port("ta", 1, List.of("198.51.100.1/25"),
                peer("gone", "192.0.2.9", "203.0.113.0/26"),
                peer("narrow", "198.18.2.2", "203.0.113.64/26"),
                peer("wide", "198.18.3.2", "203.0.113.128/26"),
                peer("near", THERE, "203.0.113.192/26"))));
            assertEquals(List.of(), scene.failures());
            // Outer IPv4 header, UDP header, VXLAN-GPE header
            assertEquals(1450 - 20 - 8 - 8, scene.now("ta").status().mtu(), "least of the peers in reach");
            assertTrue(ip("link show dev ta").contains("mtu 1414 "));
            assertTrue(ip("route show dev ta").contains("203.0.113.0/26"), "it may come into reach later");
            scene.requireArrival("ta", 1, "203.0.113.200");
        });
    }

    @Test
    void aSecondaryAddressSurvivesTheRemovalOfThePrimary() throws Exception {
        play(scene -> {
            final var peer = peer("far", THERE, LOW);
            // One after the other: the first one is the primary
            scene.applyAndAwait(here(port("ta", 1, List.of("198.51.100.1/24"), peer)));
            scene.applyAndAwait(here(port("ta", 1, List.of("198.51.100.1/24", "198.51.100.2/24"), peer)));
            assertTrue(ip("-4 address show dev ta").contains("inet 198.51.100.2/24 scope global secondary"));
            scene.applyAndAwait(here(port("ta", 1, List.of("198.51.100.2/24"), peer)));
            final var addresses = ip("-4 address show dev ta");
            assertTrue(addresses.contains("inet 198.51.100.2/24"), addresses);
            assertFalse(addresses.contains("198.51.100.1"), addresses);
            assertTrue(ip("route show dev ta").contains(LOW));
            assertEquals(List.of(), scene.failures());
        });
    }

    @Test
    void anEndpointWhoseAddressVanishedFailsAndHeals() throws Exception {
        play(scene -> {
            addVeth("u0", "198.18.2.1/24", 1500);
            final var wanted = wish(endpoint("underlay", "198.18.2.1"), port("ta", 1, List.of("198.51.100.1/25"),
                peer("far", THERE, LOW)));
            scene.applyAndAwait(wanted);
            ip("address delete 198.18.2.1/24 dev u0");
            await().until(() -> scene.has("ta", OperStatus.FAILED));
            final var status = scene.dataPlane().snapshot().endpoints().get("underlay").status();
            assertEquals(OperStatus.FAILED, status.operStatus());
            assertTrue(status.lastError().contains("EADDRNOTAVAIL"), status::lastError);
            ip("address add 198.18.2.1/24 dev u0");
            DataPlaneScene.awaitUp(scene.dataPlane(), wanted);
        });
    }

    /** A port that does something on the worker's thread as soon as a packet comes. */
    private static ReceivePath path(final Runnable onPacket) {
        // The worker's buffers are out of reach: zeros stand for what is in them
        final var memory = PacketMemory.allocate(1 << 20);
        final var target = new CoalescerTarget(packet -> {
            onPacket.run();
            return 0;
        }, new TransmitValidation(OutputCapabilities.ALL, 0), PacketMemory.allocate(Coalescer.SCRATCH_BYTES), 0);
        final var peers = new PeerTable(List.of(
            new PeerRoute(peer("far", THERE, "0.0.0.0/0"), Integer.MAX_VALUE, false)));
        final var path = new ReceivePath(new Coalescer(memory, target, new CoalescerStatistics(),
            CoalescerOptions.DEFAULT, 1), memory, false, new EnumCounters<>(TunnelDrop.class),
            new Relay());
        path.configure(peers, true, true);
        return path;
    }

    private static EndpointPath bringUp(final Reconciler reconciler) {
        // One worker, so that a fault that is attached to it meets what is sent
        reconciler.want(withWorkers(1, here(low("ta", 1))));
        await().until(() -> isUp(reconciler));
        return reconciler.endpoints().get("underlay").path();
    }

    private static boolean isUp(final Reconciler reconciler) {
        final var port = reconciler.ports().get("ta");
        return port != null && port.snapshot().status().operStatus() == OperStatus.UP;
    }

    private static long writes(final Reconciler reconciler) {
        return reconciler.ports().get("ta").snapshot().statistics().receive().writes();
    }

    /** Sends until something arrives, since a status may be older than what it tells of. */
    private static void awaitArrival(final Reconciler reconciler) {
        final long before = writes(reconciler);
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            DataPlaneScene.send(1, LOW_SOURCE);
            return writes(reconciler) > before;
        });
    }

    private static void awaitRestart(final Reconciler reconciler, final EndpointPath before) {
        await().until(() -> reconciler.endpoints().get("underlay").status().operStatus() == OperStatus.UP
            && isAnother(reconciler.endpoints().get("underlay").path(), before) && isUp(reconciler));
    }

    /** In between there is none, and the status is still that of before. */
    private static boolean isAnother(final EndpointPath now, final EndpointPath before) {
        return now != null && now != before;
    }

    @Test
    void aHandlerThatThrowsIsStartedOver() throws Exception {
        play(scene -> {
            try (var reconciler = new Reconciler((port, factory) -> () -> { })) {
                final var before = bringUp(reconciler);
                before.lane(0).receiver().attach(FAULTY_VNI, path(() -> {
                    throw new IllegalStateException("a fault that this test provokes");
                }));
                DataPlaneScene.send(FAULTY_VNI, LOW_SOURCE);
                awaitRestart(reconciler, before);
                awaitArrival(reconciler);
            }
        });
    }

    @Test
    void aPortSurvivesTheFaultOfAnotherInTheSameBatch() throws Exception {
        play(scene -> {
            final var busy = new CountDownLatch(1);
            final var resume = new CountDownLatch(1);
            try (var reconciler = new Reconciler((port, factory) -> () -> { })) {
                final var before = bringUp(reconciler);
                before.lane(0).receiver().attach(FAULTY_VNI, path(() -> {
                    throw new IllegalStateException("a fault that this test provokes");
                }));
                before.lane(0).receiver().attach(FAULTY_VNI + 1, path(() -> {
                    busy.countDown();
                    assertDoesNotThrow(() -> assertTrue(resume.await(10, TimeUnit.SECONDS)));
                }));
                DataPlaneScene.send(FAULTY_VNI + 1, LOW_SOURCE);
                assertTrue(busy.await(10, TimeUnit.SECONDS));
                DataPlaneScene.send(FAULTY_VNI, LOW_SOURCE);
                DataPlaneScene.send(1, LOW_SOURCE);
                resume.countDown();
                awaitRestart(reconciler, before);
                awaitArrival(reconciler);
            }
        });
    }

    private static Set<Thread> threads(final String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith(prefix))
            .collect(Collectors.toSet());
    }

    @Test
    void aDeadWorkerIsReplaced() throws Exception {
        play(scene -> {
            try (var reconciler = new Reconciler((port, factory) -> () -> { })) {
                final var before = bringUp(reconciler);
                final var dead = threads("coalescer-worker-");
                assertEquals(1, dead.size());
                before.lane(0).receiver().attach(FAULTY_VNI, path(() -> {
                    throw new AssertionError("a fault that this test provokes");
                }));
                DataPlaneScene.send(FAULTY_VNI, LOW_SOURCE);
                awaitRestart(reconciler, before);
                final var alive = threads("coalescer-worker-");
                assertEquals(1, alive.size());
                assertNotEquals(dead, alive);
                awaitArrival(reconciler);
            }
        });
    }

    /** Open descriptors of the kinds that the data plane uses. */
    private static long descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(ReconcilerKernelTest::target)
                .filter(target -> target.startsWith("socket:") || target.startsWith("anon_inode:")
                    || target.equals("/dev/net/tun"))
                .count();
        }
    }

    private static String target(final Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    private static void runBriefly() {
        final var writers = new ConcurrentLinkedQueue<WriterRegistry.WriterFactory>();
        try (var dataPlane = new DataPlaneProvider((port, factory) -> {
            writers.add(factory);
            return () -> { };
        })) {
            final var wanted = here(low("ta", 1), high("tb", 2));
            dataPlane.apply(wanted);
            DataPlaneScene.awaitUp(dataPlane, wanted);
            assertEquals(2, writers.size());
            assertDoesNotThrow(() -> writers.remove().open(), "left open on purpose");
        }
    }

    @Test
    void closingLeavesNoDeviceThreadOrDescriptor() throws Exception {
        play(scene -> {
            scene.applyAndAwait(here(low("ta", 1)));
            scene.dataPlane().close();
            runBriefly();
            final long before = descriptors();
            runBriefly();
            assertEquals(before, descriptors());
            final var links = ip("-o link show");
            assertEquals(1, links.lines().count(), links);
            assertEquals(Set.of(), threads("coalescer-"));
        });
    }

    @Test
    void thousandEditsConvergeToTheLast() throws Exception {
        play(scene -> {
            final int edits = 1000;
            DataPlaneConfiguration last = DataPlaneConfiguration.EMPTY;
            for (int i = 0; i < edits; i++) {
                final var edited = port("ta", 1 + i % 7, List.of("198.51.100." + (1 + i % 100) + "/25"),
                    peer("far", THERE, i % 3 == 0 ? LOW : HIGH));
                last = i % 2 == 0 ? here(edited, port("tb", 8, List.of(), peer("far", THERE, "192.0.2.0/24")))
                    : here(edited);
                scene.dataPlane().apply(last);
            }
            DataPlaneScene.awaitUp(scene.dataPlane(), last);
            final var addresses = ip("-o -4 address show dev ta");
            assertEquals(1, addresses.lines().count(), addresses);
            assertTrue(addresses.contains("inet 198.51.100.100/25"), addresses);
            final var routes = ip("route show dev ta");
            assertTrue(routes.contains(LOW) && !routes.contains(HIGH), routes);
            final var links = ip("-o link show");
            assertEquals(2, links.lines().count(), links);
            scene.requireArrival("ta", 1 + (edits - 1) % 7, LOW_SOURCE);
        });
    }
}
