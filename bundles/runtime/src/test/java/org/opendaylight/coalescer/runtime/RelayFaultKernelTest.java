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
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.HERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.THERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.await;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.endpoint;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.peer;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.play;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.port;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.wish;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.withWorkers;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.api.TunnelConfiguration;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.core.coalesce.Coalescer;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.coalesce.CoalescerTarget;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.PacketMemory;

/** A fault while packets wait that go from peer to peer, on real devices. */
@ExtendWith(KernelPrerequisite.class)
class RelayFaultKernelTest {
    private static final String OTHER = "198.18.1.3";
    private static final int UDP_PORT = 4790;
    private static final int TUNNEL = 8;
    private static final int SLOT = 1 << 16;
    private static final int SLOTS = 16;
    private static final int GOOD_VNI = 1;
    private static final int BUSY_VNI = 98;
    private static final int FAULTY_VNI = 99;
    private static final int PATIENCE_MS = 5000;
    /** 203.0.113.7, of the first peer. */
    private static final int SOURCE = 0xcb00_7107;
    /** 203.0.113.200, of the second one. */
    private static final int DESTINATION = 0xcb00_71c8;

    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch resume = new CountDownLatch(1);

    private static PortConfiguration relaying() {
        final var plain = port("tr", GOOD_VNI, List.of(), peer("first", THERE, "203.0.113.0/25"),
            peer("second", OTHER, "203.0.113.128/25"));
        return new PortConfiguration(plain.name(), plain.description(), plain.enabled(), plain.device(),
            plain.offload(), plain.coalescing(), new TunnelConfiguration(plain.tunnel().endpoint(),
                plain.tunnel().vni(), plain.tunnel().mssClamp(), true, plain.tunnel().peers()));
    }

    /** An IPv4 packet of a header alone. */
    private static byte[] packet(final int destination, final int hops) {
        final var memory = PacketMemory.allocate(Ipv4.HEADER_LENGTH);
        memory.net().putInt(0, 0x4500_0014).putInt(4, 0x4000).put(8, (byte) hops).put(9, (byte) 253)
            .putInt(12, SOURCE).putInt(16, destination);
        Ipv4.writeChecksum(memory, 0, Ipv4.HEADER_LENGTH);
        final var bytes = new byte[Ipv4.HEADER_LENGTH];
        memory.net().get(0, bytes);
        return bytes;
    }

    private static void send(final int vni, final byte[] packet) throws IOException {
        final var datagram = ByteBuffer.allocate(TUNNEL + packet.length).putInt(0x0c00_0001).putInt(vni << 8)
            .put(packet).array();
        try (var socket = new DatagramSocket(new InetSocketAddress(THERE, 0))) {
            socket.send(new DatagramPacket(datagram, datagram.length, new InetSocketAddress(HERE, UDP_PORT)));
        }
    }

    /**
     * A path whose memory, full of packets to the second peer, is none that the kernel can send from: what was relayed
     * from there fails as soon as it is sent.
     */
    private static ReceivePath faulty(final EndpointPath endpoint, final PeerTable peers, final Runnable onPacket) {
        final var memory = PacketMemory.allocate(SLOTS * SLOT);
        final var relay = new Relay();
        relay.connect(endpoint.lane(0).sender(), new PortConnection(endpoint, FAULTY_VNI, List.of(), true, false, true,
            List.of()));
        for (int slot = 0; slot < SLOTS; slot++) {
            // A batch has the one to be relayed first
            memory.net().put(slot * SLOT + TUNNEL, packet(slot == 0 ? DESTINATION : SOURCE + 1, 64));
        }
        return path(memory, relay, peers, onPacket);
    }

    private static ReceivePath path(final PacketMemory memory, final Relay relay, final PeerTable peers,
            final Runnable onPacket) {
        final var target = new CoalescerTarget(packet -> {
            onPacket.run();
            return 0;
        }, new TransmitValidation(OutputCapabilities.ALL, 0), PacketMemory.allocate(Coalescer.SCRATCH_BYTES), 0);
        final var path = new ReceivePath(new Coalescer(memory, target, new CoalescerStatistics(),
            CoalescerOptions.DEFAULT, 1), memory, false, new EnumCounters<>(TunnelDrop.class), relay);
        path.configure(peers, true, false);
        return path;
    }

    private void holdTheWorker() {
        busy.countDown();
        assertDoesNotThrow(() -> assertTrue(resume.await(10, TimeUnit.SECONDS)));
    }

    private static boolean isUp(final Reconciler reconciler) {
        final var port = reconciler.ports().get("tr");
        return port != null && port.snapshot().status().operStatus() == OperStatus.UP;
    }

    private static boolean isStartedOver(final Reconciler reconciler, final EndpointPath before) {
        final var now = reconciler.endpoints().get("underlay");
        return now.status().operStatus() == OperStatus.UP && now.path() != null && now.path() != before
            && isUp(reconciler);
    }

    /** VNI and hops of what the second peer is sent, until it gets one of {@code last} hops. */
    private static void requireNothingOf(final int vni, final DatagramSocket second, final int last)
            throws IOException {
        int hops = 0;
        while (hops != last) {
            final var datagram = new DatagramPacket(new byte[2048], 2048);
            second.receive(datagram);
            final var bytes = ByteBuffer.wrap(datagram.getData());
            assertTrue(bytes.getInt(4) >>> 8 != vni, "sent although it was forgotten");
            assertEquals(DESTINATION, bytes.getInt(TUNNEL + 16));
            hops = bytes.get(TUNNEL + 8);
        }
    }

    @Test
    void nothingThatWaitedIsSentAfterTheFaultAndTheRestGoesOn() throws Exception {
        play(scene -> {
            DataPlaneScene.ip("address add " + OTHER + "/24 dev lo");
            final var written = new AtomicInteger();
            try (var reconciler = new Reconciler((port, factory) -> () -> { });
                 var second = new DatagramSocket(new InetSocketAddress(OTHER, UDP_PORT))) {
                second.setSoTimeout(PATIENCE_MS);
                reconciler.want(withWorkers(1, wish(endpoint("underlay", HERE), relaying())));
                await().until(() -> isUp(reconciler));
                final var before = reconciler.endpoints().get("underlay").path();
                final var peers = new PeerTable(relaying().tunnel().peers().stream()
                    .map(peer -> new PeerRoute(peer, Integer.MAX_VALUE, false)).toList());
                final var receiver = before.lane(0).receiver();
                receiver.attach(FAULTY_VNI, faulty(before, peers, written::incrementAndGet));
                // Memory of zeros: their source is nobody's, so that it takes anybody
                receiver.attach(BUSY_VNI, path(PacketMemory.allocate(SLOTS * SLOT), new Relay(),
                    new PeerTable(List.of(new PeerRoute(peer("any", THERE, "0.0.0.0/0"), Integer.MAX_VALUE, false))),
                    this::holdTheWorker));
                send(BUSY_VNI, packet(DESTINATION, 64));
                assertTrue(busy.await(10, TimeUnit.SECONDS));
                send(FAULTY_VNI, packet(DESTINATION, 64));
                send(FAULTY_VNI, packet(DESTINATION, 64));
                resume.countDown();
                await().until(() -> isStartedOver(reconciler, before));
                assertInstanceOf(IllegalArgumentException.class, before.lane(0).fault());
                assertEquals(1, written.get(), "what was for the device got there");
                await().until(() -> {
                    send(GOOD_VNI, packet(DESTINATION, 33));
                    return reconciler.ports().get("tr").snapshot().statistics().relay().packets() > 0;
                });
                requireNothingOf(FAULTY_VNI, second, 32);
            }
        });
    }
}
