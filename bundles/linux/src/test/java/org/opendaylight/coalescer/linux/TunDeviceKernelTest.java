/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.packet.GatherList;
import org.opendaylight.coalescer.packet.PacketMemory;

@KernelTest
class TunDeviceKernelTest {
    private static final int ROOM = 1 << 17;
    private static final int FLOWS = 16;

    private final PacketMemory memory = NativeMemory.allocate(2 * ROOM);

    @Test
    void vanishesWithItsLastQueue() throws IOException {
        Sandbox.run(() -> {
            final var device = TunDevice.create("tun7", TunDevice.Kind.TUN);
            final var queue = device.openQueue();
            assertTrue(Sandbox.ip("-details link show tun7").contains("tun type tun pi off vnet_hdr on multi_queue"));
            device.close();
            device.close();
            assertTrue(Sandbox.ip("link").contains("tun7"));
            queue.close();
            queue.close();
            assertFalse(Sandbox.ip("link").contains("tun7"));
            assertEquals(-Errno.EBADF, queue.read(memory, 0, ROOM));
        });
    }

    @Test
    void detachedQueueKeepsTheDeviceButNotTheOtherWay() throws IOException {
        Sandbox.run(() -> {
            final var device = up("tun7", "192.0.2.1/24");
            device.openDetachedQueue().close();
            final int length = TestPackets.tcp4(memory, 100, 100);
            try (var queue = device.openDetachedQueue()) {
                device.close();
                assertTrue(Sandbox.ip("link").contains("tun7"));
                assertEquals(length, queue.write(memory, 0, length));
            }
            assertFalse(Sandbox.ip("link").contains("tun7"));
        });
    }

    @Test
    void createsTapDevice() throws IOException {
        Sandbox.run(() -> {
            try (var device = TunDevice.create("tap0", TunDevice.Kind.TAP)) {
                assertTrue(Sandbox.ip("-details link show tap0").contains("tun type tap pi off vnet_hdr on"));
                assertEquals("tap0 (TAP, index " + device.ifIndex() + ")", device.toString());
            }
        });
    }

    @Test
    void refusesExistingDevice() throws IOException {
        Sandbox.run(() -> {
            try (var device = TunDevice.create("tun7", TunDevice.Kind.TUN)) {
                final var refusal = assertThrows(LinuxException.class,
                    () -> TunDevice.create("tun7", TunDevice.Kind.TUN));
                assertEquals("ioctl(TUNSETIFF, \"tun7\"): EBUSY (Device or resource busy)", refusal.getMessage());
                assertEquals(Errno.EBUSY, refusal.errno());
                assertEquals("EBUSY", refusal.errnoName());
                assertEquals("ioctl(TUNSETIFF)", refusal.call());
                assertEquals("tun7", refusal.object());
                assertTrue(device.exists());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "tun%d", "sixteen-letters-", ".", "..", "a/b", "a b" })
    void refusesNameThatIsNotOne(final String name) {
        final var refusal = assertThrows(LinuxException.class, () -> TunDevice.create(name, TunDevice.Kind.TUN));
        assertEquals(Errno.EINVAL, refusal.errno());
    }

    @Test
    void readsWhatTheKernelSends() throws IOException {
        Sandbox.run(() -> {
            try (var device = up("tun7", "192.0.2.1/24");
                 var queue = device.openQueue();
                 var epoll = new Epoll(4);
                 var sender = UdpSocket.open(false)) {
                epoll.add(queue, Epoll.IN, 42);
                assertEquals(-Errno.EAGAIN, queue.read(memory, 0, ROOM));
                final var batch = new UdpSendBatch(1, 1);
                batch.begin(UdpAddress.of(Sandbox.address("192.0.2.2"), 4789), 0, 0);
                batch.add(memory, 0, 100);
                batch.end();
                assertEquals(1, batch.send(sender, 0));
                assertEquals(1, epoll.await(10_000));
                assertEquals(42, epoll.token(0));
                assertEquals(TunQueue.VNET_HEADER_BYTES + 20 + 8 + 100, queue.read(memory, 0, ROOM));
                assertEquals(0xc0000202, memory.net().getInt(TunQueue.VNET_HEADER_BYTES + 16));
                assertEquals(4789, memory.net().getShort(TunQueue.VNET_HEADER_BYTES + 22));
            }
        });
    }

    @Test
    void kernelSegmentsWrittenSuperpacket() throws IOException {
        Sandbox.run(() -> {
            try (var in = forwarding("in");
                 var out = up("out", "198.51.100.2/24", "2001:db8:1::2/64");
                 var writer = in.openDetachedQueue();
                 var reader = out.openQueue()) {
                drain(reader);
                final int sent = TestPackets.tcp4(memory, 2500, 1000);
                assertEquals(sent, writer.write(memory, 0, sent));
                assertSegments(reader, TestPackets.IPV4, 1000, 1000, 500);
                final int sent6 = TestPackets.tcp6(memory, 2500, 1000);
                assertEquals(sent6, writer.write(memory, 0, sent6));
                assertSegments(reader, TestPackets.IPV6, 1000, 1000, 500);
            }
        });
    }

    @Test
    void readsSuperpacketWhenOffloadsAreOn() throws IOException {
        Sandbox.run(() -> {
            try (var in = forwarding("in");
                 var out = up("out", "198.51.100.2/24");
                 var writer = in.openDetachedQueue();
                 var reader = out.openQueue()) {
                final var result = out.setOffloads(OffloadSet.ofSwitches(true, true, true, true));
                assertEquals(result.requested(), result.negotiated());
                drain(reader);
                final int sent = TestPackets.tcp4(memory, 50_000, 1000);
                assertEquals(sent, writer.write(memory, 0, sent));
                assertEquals(sent, readTcp(reader));
                assertEquals(TunLayout.VIRTIO_NET_HDR_GSO_TCPV4, memory.host().get(ROOM + TunLayout.VNET_GSO_TYPE));
                assertEquals(1000, memory.host().getShort(ROOM + TunLayout.VNET_GSO_SIZE));
            }
        });
    }

    @Test
    void writesPiecesAsOnePacket() throws IOException {
        Sandbox.run(() -> {
            try (var in = forwarding("in");
                 var out = up("out", "198.51.100.2/24");
                 var writer = in.openDetachedQueue();
                 var reader = out.openQueue()) {
                drain(reader);
                final int sent = TestPackets.tcp4(memory, 2500, 1000);
                // The payload goes to another place, in pieces that are not neighbours
                final int header = TestPackets.VNET + TestPackets.IPV4 + TestPackets.TCP;
                final var list = new GatherList(8);
                list.add(memory, 0, header);
                for (int i = 0; i < 5; i++) {
                    memory.net().put(ROOM + i * 1000, memory.net(), header + i * 500, 500);
                    list.add(memory, ROOM + i * 1000, 500);
                }
                assertEquals(6, list.count());
                assertEquals(sent, writer.write(list));
                assertSegments(reader, TestPackets.IPV4, 1000, 1000, 500);
            }
        });
    }

    @Test
    void detachedQueueReceivesNothing() throws IOException {
        Sandbox.run(() -> {
            try (var in = forwarding("in");
                 var out = up("out", "198.51.100.2/24");
                 var writer = in.openDetachedQueue();
                 var detached = out.openDetachedQueue();
                 var reader = out.openQueue()) {
                drain(reader);
                final int sent = TestPackets.tcp4(memory, 2500, 1000);
                for (int i = 0; i < 8; i++) {
                    memory.net().putShort(TestPackets.VNET + TestPackets.IPV4, (short) (10000 + i));
                    assertEquals(sent, writer.write(memory, 0, sent));
                }
                assertEquals(24, drain(reader));
                assertEquals(-Errno.EAGAIN, detached.read(memory, ROOM, ROOM));
            }
        });
    }

    @Test
    void openingDetachedQueuesTakesNothingFromTheReader() throws IOException {
        Sandbox.run(() -> {
            try (var device = up("tun7", "192.0.2.1/24");
                 var reader = device.openQueue();
                 var epoll = new Epoll(1);
                 var sender = UdpSocket.open(false)) {
                epoll.add(reader, Epoll.IN, 0);
                final var stop = new AtomicBoolean();
                final var opening = new FutureTask<>(() -> {
                    int opened = 0;
                    for (; !stop.get(); opened++) {
                        device.openDetachedQueue().close();
                    }
                    return opened;
                });
                // Born in this namespace
                new Thread(opening).start();
                try {
                    for (int number = 0; number < 100_000; number += FLOWS) {
                        sendNumbered(sender, number);
                        assertNumbered(reader, epoll, number);
                    }
                } finally {
                    stop.set(true);
                }
                assertTrue(opening.get() > 0);
            }
        });
    }

    /** Sends one datagram of each flow: the kernel may give each flow to another queue. */
    private void sendNumbered(final UdpSocket sender, final int first) throws IOException {
        final var batch = new UdpSendBatch(FLOWS, FLOWS);
        for (int i = 0; i < FLOWS; i++) {
            memory.net().putInt(i * Integer.BYTES, first + i);
            batch.begin(UdpAddress.of(Sandbox.address("192.0.2.2"), 4789 + i), 0, 0);
            batch.add(memory, i * Integer.BYTES, Integer.BYTES);
            batch.end();
        }
        assertEquals(FLOWS, batch.send(sender, 0));
    }

    private void assertNumbered(final TunQueue reader, final Epoll epoll, final int first) {
        for (int i = 0; i < FLOWS; i++) {
            int length = reader.read(memory, ROOM, ROOM);
            if (length == -Errno.EAGAIN) {
                epoll.await(2000);
                length = reader.read(memory, ROOM, ROOM);
            }
            assertEquals(TunQueue.VNET_HEADER_BYTES + 20 + 8 + Integer.BYTES, length, "datagram " + (first + i));
            assertEquals(first + i, memory.net().getInt(ROOM + TunQueue.VNET_HEADER_BYTES + 28));
        }
    }

    @Test
    void queueCanBeReplacedWithoutLosingTheDevice() throws IOException {
        Sandbox.run(() -> {
            try (var device = up("tun7", "192.0.2.1/24")) {
                device.openQueue().close();
                assertTrue(device.exists());
                device.openQueue().close();
                assertTrue(Sandbox.ip("address show tun7").contains("192.0.2.1/24"));
            }
        });
    }

    @Test
    void everyQueueGetsFlows() throws IOException {
        Sandbox.run(() -> {
            try (var in = forwarding("in");
                 var out = up("out", "198.51.100.2/24");
                 var writer = in.openDetachedQueue();
                 var first = out.openQueue();
                 var second = out.openQueue()) {
                final int sent = TestPackets.tcp4(memory, 100, 100);
                memory.host().put(TunLayout.VNET_GSO_TYPE, (byte) 0);
                for (int i = 0; i < 64; i++) {
                    memory.net().putShort(TestPackets.VNET + TestPackets.IPV4, (short) (10000 + i));
                    assertEquals(sent, writer.write(memory, 0, sent));
                }
                final int one = drain(first);
                final int other = drain(second);
                assertTrue(one > 0 && other > 0, one + " and " + other);
            }
        });
    }

    @Test
    void reportsDeviceDeletedFromOutside() throws IOException {
        Sandbox.run(() -> {
            try (var device = up("tun7", "192.0.2.1/24");
                 var queue = device.openQueue();
                 var epoll = new Epoll(1)) {
                epoll.add(queue, Epoll.IN, 1);
                drain(queue);
                Sandbox.ip("link delete tun7");
                assertEquals(1, epoll.await(10_000));
                assertTrue((epoll.events(0) & Epoll.ERROR) != 0);
                assertEquals(-Errno.EBADFD, queue.read(memory, 0, ROOM));
                assertEquals(-Errno.EBADFD, queue.write(memory, 0, TestPackets.tcp4(memory, 100, 100)));
                assertFalse(device.exists());
                assertEquals(Errno.ENODEV, assertThrows(LinuxException.class, device::openQueue).errno());
                // The name is free again at once
                TunDevice.create("tun7", TunDevice.Kind.TUN).close();
            }
        });
    }

    @Test
    void refusesQueueOfDeviceThatTookTheName() throws IOException {
        Sandbox.run(() -> {
            try (var device = TunDevice.create("tun7", TunDevice.Kind.TUN)) {
                Sandbox.ip("link set tun7 name other");
                assertEquals(Errno.ENODEV, assertThrows(LinuxException.class, device::openQueue).errno());
                assertTrue(Sandbox.ip("link").contains("other"));
                assertFalse(Sandbox.ip("link").contains("tun7"));
            }
        });
    }

    @Test
    void refusesQueueFromAnotherNamespace() throws IOException {
        Sandbox.run(() -> {
            try (var device = TunDevice.create("tun7", TunDevice.Kind.TUN)) {
                Sandbox.run(() -> {
                    final var refusal = assertThrows(LinuxException.class, device::openQueue);
                    assertTrue(refusal.getMessage().contains("another network namespace"), refusal.getMessage());
                    assertFalse(Sandbox.ip("link").contains("tun7"));
                });
            }
        });
    }

    @Test
    void writeWhileDownFails() throws IOException {
        Sandbox.run(() -> {
            try (var device = TunDevice.create("tun7", TunDevice.Kind.TUN);
                 var queue = device.openQueue()) {
                assertEquals(-Errno.EIO, queue.write(memory, 0, TestPackets.tcp4(memory, 100, 100)));
            }
        });
    }

    @Test
    void refusedHeaderIsAnErrorNumber() throws IOException {
        Sandbox.run(() -> {
            try (var device = up("tun7", "192.0.2.1/24");
                 var queue = device.openQueue()) {
                final int length = TestPackets.tcp4(memory, 2500, 1000);
                memory.host().putShort(TunLayout.VNET_GSO_SIZE, (short) 0);
                assertEquals(-Errno.EINVAL, queue.write(memory, 0, length));
            }
        });
    }

    @Test
    void offloadsAreNegotiatedWithReasons() throws IOException {
        Sandbox.run(() -> {
            try (var device = TunDevice.create("tun7", TunDevice.Kind.TUN)) {
                final var all = device.setOffloads(OffloadSet.all());
                assertTrue(all.negotiated().contains(Capability.READ_TSO4));
                for (final var result : all.capabilities()) {
                    assertEquals(result.negotiated(), result.reason().isEmpty(), result.toString());
                }
                final var halfUso = device.setOffloads(
                    OffloadSet.of(Capability.READ_CHECKSUM, Capability.READ_USO4));
                assertEquals(OffloadSet.of(Capability.READ_CHECKSUM), halfUso.negotiated());
                assertTrue(halfUso.capabilities().contains(CapabilityResult.missing(Capability.READ_USO4,
                    "the kernel grants uso4 and uso6 only together")));
                assertEquals(OffloadSet.NONE, device.setOffloads(OffloadSet.NONE).negotiated());
            }
        });
    }

    @Test
    void refusesMemoryWithoutAddress() throws IOException {
        Sandbox.run(() -> {
            try (var device = TunDevice.create("tun7", TunDevice.Kind.TUN);
                 var queue = device.openQueue()) {
                final var heapless = PacketMemory.allocate(4096);
                assertThrows(IllegalArgumentException.class, () -> queue.read(heapless, 0, 4096));
                assertThrows(IndexOutOfBoundsException.class, () -> queue.read(memory, 2 * ROOM - 10, 11));
            }
        });
    }

    /** A device from which the kernel forwards. */
    private static TunDevice forwarding(final String name) throws IOException {
        Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
        Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"), "1");
        return up(name, "192.0.2.254/24", "2001:db8::fe/64");
    }

    private static TunDevice up(final String name, final String... addresses) throws IOException {
        final var device = TunDevice.create(name, TunDevice.Kind.TUN);
        if (addresses.length == 1) {
            // Or the kernel sends multicast listener reports and router solicitations whenever it likes
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf", name, "disable_ipv6"), "1");
        }
        try (var netlink = new RouteNetlink()) {
            netlink.setUp(device.ifIndex(), true);
            for (final var address : addresses) {
                netlink.addAddress(device.ifIndex(), Sandbox.prefix(address));
            }
        }
        return device;
    }

    /** Reads everything there is and returns how many TCP packets were among it. */
    private int drain(final TunQueue queue) {
        int packets = 0;
        while (readTcp(queue) > 0) {
            packets++;
        }
        return packets;
    }

    /** Reads the next TCP packet, whatever the kernel has to say of its own meanwhile. */
    private int readTcp(final TunQueue queue) {
        while (true) {
            final int length = queue.read(memory, ROOM, ROOM);
            final int packet = ROOM + TestPackets.VNET;
            final boolean ipv6 = memory.net().get(packet) >> 4 == 6;
            if (length < 0 || memory.net().get(packet + (ipv6 ? 6 : 9)) == 6) {
                return length;
            }
        }
    }

    /** Reads TCP segments and checks that checksums are right, none is missing and no byte differs. */
    private void assertSegments(final TunQueue queue, final int ipHeader, final int... payloads) {
        final int packet = ROOM + TestPackets.VNET;
        final int tcp = packet + ipHeader;
        final Set<Integer> sequences = new HashSet<>();
        for (final int payload : payloads) {
            assertEquals(TestPackets.VNET + ipHeader + TestPackets.TCP + payload, readTcp(queue));
            assertEquals(0, memory.host().get(ROOM + TunLayout.VNET_GSO_TYPE));
            final int addresses = ipHeader == TestPackets.IPV4 ? 8 : 32;
            assertEquals(0xffff, TestPackets.sum(memory, tcp - addresses, addresses + TestPackets.TCP + payload,
                6 + TestPackets.TCP + payload));
            final int seq = memory.net().getInt(tcp + 4);
            sequences.add(seq);
            for (int i = 0; i < payload; i++) {
                assertEquals((byte) (seq - 1000 + i), memory.net().get(tcp + TestPackets.TCP + i));
            }
        }
        assertEquals(payloads.length, sequences.size());
        assertEquals(-Errno.EAGAIN, readTcp(queue));
    }
}
