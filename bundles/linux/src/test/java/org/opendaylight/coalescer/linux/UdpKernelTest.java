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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.packet.PacketMemory;

@KernelTest
class UdpKernelTest {
    private static final int SLOT = 1 << 16;
    private static final int SLOTS = 8;
    private static final int TX = SLOTS * SLOT;

    private final PacketMemory memory = NativeMemory.allocate(TX + 4 * SLOT);
    private final UdpReceiveBatch received = new UdpReceiveBatch(memory, 0, SLOTS, SLOT);
    private final UdpSendBatch batch = new UdpSendBatch(8, 512);

    UdpKernelTest() {
        for (int i = 0; i < 4 * SLOT; i++) {
            memory.net().put(TX + i, (byte) (i * 31 >>> 3));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "127.0.0.1", "::1" })
    void segmentsArriveJoinedWithTheirControlMessages(final String loopback) throws IOException {
        Sandbox.run(() -> {
            try (var receiver = bound(loopback);
                 var sender = bound(loopback);
                 var epoll = new Epoll(1)) {
                assertTrue(receiver.setGro(true).negotiated());
                assertTrue(sender.probeSegmentation().negotiated());
                epoll.add(receiver, Epoll.IN, 7);
                final var expected = gatheredSegments(receiver, 64, 20, 980, 0xb9);
                assertEquals(1, batch.send(sender, 0));
                assertEquals(1, epoll.await(10_000));
                assertEquals(1, received.receive(receiver));
                assertEquals(64_000, received.length(0));
                assertEquals(1000, received.groSize(0));
                assertEquals(0xb9, received.tos(0));
                assertFalse(received.truncated(0));
                assertSource(sender.localAddress(), 0);
                assertEquals(expected, memory.net().slice(received.offset(0), 64_000));
                assertEquals(0, receiver.drops());
                assertEquals(-Errno.EAGAIN, received.receive(receiver));
            }
        });
    }

    @Test
    void withoutGroEachDatagramHasItsSlot() throws IOException {
        Sandbox.run(() -> {
            try (var receiver = bound("127.0.0.1");
                 var sender = bound("127.0.0.1")) {
                assertFalse(receiver.setGro(false).requested());
                gatheredSegments(receiver, 3, 20, 980, 0x02);
                batch.begin(target(receiver), 0x60, 0);
                assertTrue(batch.add(memory, TX, 123));
                batch.end();
                assertEquals(2, batch.count());
                assertEquals(2, batch.send(sender, 0));
                assertEquals(4, received.receive(receiver));
                for (int i = 0; i < 3; i++) {
                    assertEquals(1000, received.length(i));
                    assertEquals(0, received.groSize(i));
                    assertEquals(0x02, received.tos(i));
                    assertEquals(i * SLOT, received.offset(i));
                }
                assertEquals(123, received.length(3));
                assertEquals(0x60, received.tos(3));
                assertThrows(IndexOutOfBoundsException.class, () -> received.length(4));
            }
        });
    }

    @Test
    void stateOfOneCallDoesNotLeakIntoTheNext() throws IOException {
        Sandbox.run(() -> {
            try (var receiver = bound("127.0.0.1");
                 var sender = bound("127.0.0.1")) {
                receiver.setGro(true);
                gatheredSegments(receiver, 3, 20, 980, 0xb8);
                assertEquals(1, batch.send(sender, 0));
                assertEquals(1, received.receive(receiver));
                assertEquals(1000, received.groSize(0));
                batch.clear();
                single(receiver, 10);
                assertEquals(1, batch.send(sender, 0));
                assertEquals(1, received.receive(receiver));
                assertEquals(0, received.groSize(0));
                assertEquals(0, received.tos(0));
                assertEquals(10, received.length(0));
            }
        });
    }

    @Test
    void fullReceiveBufferCountsDrops() throws IOException {
        Sandbox.run(() -> {
            try (var receiver = bound("127.0.0.1");
                 var sender = bound("127.0.0.1")) {
                final int size = receiver.setReceiveBuffer(4096);
                assertTrue(size >= 4096 && size <= 16_384, Integer.toString(size));
                single(receiver, 1000);
                final int sent = 100;
                for (int i = 0; i < sent; i++) {
                    assertEquals(1, batch.send(sender, 0));
                }
                int arrived = 0;
                for (int n = received.receive(receiver); n > 0; n = received.receive(receiver)) {
                    arrived += n;
                }
                assertTrue(arrived > 0 && arrived < sent, Integer.toString(arrived));
                assertEquals(sent - arrived, receiver.drops());
            }
        });
    }

    @Test
    void datagramLargerThanItsSlotIsTruncated() throws IOException {
        Sandbox.run(() -> {
            try (var receiver = bound("127.0.0.1");
                 var sender = bound("127.0.0.1")) {
                single(receiver, 101);
                assertEquals(1, batch.send(sender, 0));
                final var small = new UdpReceiveBatch(memory, 0, 2, 100);
                assertEquals(1, small.receive(receiver));
                assertTrue(small.truncated(0));
            }
        });
    }

    @Test
    void partialSendStopsAtTheMessageThatFails() throws IOException {
        Sandbox.run(() -> {
            try (var receiver = bound("127.0.0.1");
                 var sender = UdpSocket.open(false)) {
                single(receiver, 100);
                batch.begin(UdpAddress.of(Sandbox.address("203.0.113.1"), 4789), 0, 0);
                batch.add(memory, TX, 100);
                batch.end();
                batch.begin(target(receiver), 0, 0);
                batch.add(memory, TX, 102);
                batch.end();
                assertEquals(1, batch.send(sender, 0));
                assertEquals(-Errno.ENETUNREACH, batch.send(sender, 1));
                assertEquals(1, batch.send(sender, 2));
                assertEquals(2, received.receive(receiver));
                assertEquals(100, received.length(0));
                assertEquals(102, received.length(1));
            }
        });
    }

    @Test
    void segmentationNeedsTheChecksum() throws IOException {
        Sandbox.run(() -> {
            try (var receiver = bound("127.0.0.1");
                 var sender = bound("127.0.0.1")) {
                sender.setChecksum(false);
                gatheredSegments(receiver, 3, 20, 980, 0);
                assertEquals(-Errno.EINVAL, batch.send(sender, 0));
                batch.clear();
                single(receiver, 100);
                assertEquals(1, batch.send(sender, 0));
                sender.setChecksum(true);
                assertEquals(1, batch.send(sender, 0));
                assertEquals(2, received.receive(receiver));
            }
        });
    }

    @Test
    void zeroChecksumOverIpv6IsTakenOnlyWhereAllowed() throws IOException {
        Sandbox.run(() -> {
            try (var strict = bound("::1");
                 var lenient = bound("::1");
                 var sender = bound("::1")) {
                sender.setChecksum(false);
                lenient.setChecksum(false);
                single(strict, 100);
                single(lenient, 100);
                assertEquals(2, batch.send(sender, 0));
                assertEquals(1, received.receive(lenient));
                assertEquals(-Errno.EAGAIN, received.receive(strict));
            }
        });
    }

    @Test
    void datagramBeyondThePathIsRefusedUnlessItMayBeFragmented() throws IOException {
        Sandbox.run(() -> {
            Sandbox.ip("link set lo mtu 1500");
            try (var receiver = bound("127.0.0.1");
                 var sender = bound("127.0.0.1")) {
                single(receiver, 1473);
                assertEquals(-Errno.EMSGSIZE, batch.send(sender, 0));
                sender.setPathMtu(UdpSocket.PathMtu.IGNORE);
                assertEquals(-Errno.EMSGSIZE, batch.send(sender, 0));
                sender.setPathMtu(UdpSocket.PathMtu.FRAGMENT);
                assertEquals(1, batch.send(sender, 0));
                assertEquals(1, received.receive(receiver));
                assertEquals(1473, received.length(0));
            }
        });
    }

    @Test
    void socketsShareAnAddress() throws IOException {
        Sandbox.run(() -> {
            try (var first = UdpSocket.open(false);
                 var second = UdpSocket.open(false);
                 var third = UdpSocket.open(false)) {
                first.shareAddress();
                first.bind(Sandbox.address("127.0.0.1"), 4790);
                second.shareAddress();
                second.bind(Sandbox.address("127.0.0.1"), 4790);
                assertEquals(new InetSocketAddress("127.0.0.1", 4790), second.localAddress());
                assertEquals("bind(\"127.0.0.1 port 4790\"): EADDRINUSE (Address already in use)",
                    assertThrows(LinuxException.class, () -> third.bind(Sandbox.address("127.0.0.1"), 4790))
                        .getMessage());
            }
        });
    }

    @Test
    void refusesAddressThatNoDeviceHas() throws IOException {
        Sandbox.run(() -> {
            try (var socket = UdpSocket.open(false)) {
                assertEquals("bind(\"192.0.2.1 port 4790\"): EADDRNOTAVAIL (Cannot assign requested address)",
                    assertThrows(LinuxException.class, () -> socket.bind(Sandbox.address("192.0.2.1"), 4790))
                        .getMessage());
            }
        });
    }

    @Test
    void buffersGrowBeyondTheLimitOfTheUnprivileged() throws IOException {
        Sandbox.run(() -> {
            try (var socket = UdpSocket.open(true)) {
                assertTrue(socket.setReceiveBuffer(8 << 20) >= 8 << 20);
                assertTrue(socket.setSendBuffer(8 << 20) >= 8 << 20);
                socket.setTtl(17);
                assertThrows(LinuxException.class, () -> socket.setTtl(300));
            }
        });
    }

    @Test
    void segmentsArriveJoinedAcrossVeth() throws IOException {
        Sandbox.runWithNeighbour(neighbour -> {
            Sandbox.ip("link add near mtu 1500 type veth peer name far netns " + neighbour);
            Sandbox.ip("address add 192.0.2.1/24 dev near");
            Sandbox.ip("link set near up");
            Sandbox.ip("-n " + neighbour + " address add 192.0.2.2/24 dev far");
            Sandbox.ip("-n " + neighbour + " link set far up");
            try (var receiver = bound("192.0.2.1");
                 var sender = NetworkNamespace.named(neighbour).call(() -> bound("192.0.2.2"));
                 var epoll = new Epoll(1)) {
                receiver.setGro(true);
                epoll.add(receiver, Epoll.IN, 0);
                final var expected = gatheredSegments(receiver, 40, 50, 1350, 0x03);
                assertEquals(1, batch.send(sender, 0));
                assertEquals(1, epoll.await(10_000));
                assertEquals(1, received.receive(receiver));
                assertEquals(1400, received.groSize(0));
                assertEquals(0x03, received.tos(0));
                assertSource(new InetSocketAddress("192.0.2.2", sender.localAddress().getPort()), 0);
                assertEquals(expected, memory.net().slice(received.offset(0), 40 * 1400));
                // More than the path takes in one segment
                batch.clear();
                gatheredSegments(receiver, 2, 50, 1450, 0);
                assertNotEquals(1, batch.send(sender, 0));
            }
        });
    }

    @Test
    void closedSocketIsAnErrorNumber() throws IOException {
        Sandbox.run(() -> {
            final var socket = bound("127.0.0.1");
            single(socket, 1);
            socket.close();
            socket.close();
            assertEquals(-Errno.EBADF, received.receive(socket));
            assertEquals(-Errno.EBADF, batch.send(socket, 0));
        });
    }

    private static UdpSocket bound(final String address) throws IOException {
        final var socket = UdpSocket.open(address.contains(":"));
        socket.bind(Sandbox.address(address), 0);
        return socket;
    }

    private static UdpAddress target(final UdpSocket receiver) throws IOException {
        final var local = receiver.localAddress();
        return UdpAddress.of(local.getAddress(), local.getPort());
    }

    private void single(final UdpSocket receiver, final int bytes) throws IOException {
        assertTrue(batch.begin(target(receiver), 0, 0));
        assertTrue(batch.add(memory, TX, bytes));
        batch.end();
    }

    /** Fills the batch with one message, each of its segments from two slices, and returns what must arrive. */
    private ByteBuffer gatheredSegments(final UdpSocket receiver, final int segments, final int header,
            final int payload, final int tos) throws IOException {
        final var expected = ByteBuffer.allocate(segments * (header + payload));
        assertTrue(batch.begin(target(receiver), tos, header + payload));
        for (int i = 0; i < segments; i++) {
            final int headerOff = TX + i * header;
            final int payloadOff = TX + 2 * SLOT + i * payload;
            assertTrue(batch.add(memory, headerOff, header));
            assertTrue(batch.add(memory, payloadOff, payload));
            expected.put(memory.net().slice(headerOff, header)).put(memory.net().slice(payloadOff, payload));
        }
        batch.end();
        return expected.flip();
    }

    private void assertSource(final InetSocketAddress expected, final int index) {
        assertEquals(expected.getPort(), received.sourcePort(index));
        final var source = received.isIpv6(index)
            ? ByteBuffer.allocate(16).putLong(received.sourceV6High(index)).putLong(received.sourceV6Low(index))
            : ByteBuffer.allocate(4).putInt(received.sourceV4(index));
        assertEquals(ByteBuffer.wrap(expected.getAddress().getAddress()), source.flip());
    }
}
