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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.UdpAddress;
import org.opendaylight.coalescer.linux.UdpSocket;
import org.opendaylight.coalescer.packet.PacketMemory;

/** Real sockets over the loopback interface; the receiver is the JDK's. */
class UnderlaySenderTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final EndpointCounters counters = new EndpointCounters();
    private final PacketMemory payload = NativeMemory.allocate(1 << 17);
    private final List<UdpSocket> sockets = new ArrayList<>();
    private final AtomicInteger troubles = new AtomicInteger();
    private DatagramSocket receiver;
    private UnderlaySender sender;
    private UdpAddress destination;

    @BeforeEach
    void open() throws IOException {
        receiver = new DatagramSocket(0, LOOPBACK);
        receiver.setSoTimeout(10_000);
        receiver.setReceiveBufferSize(1 << 20);
        destination = UdpAddress.of(LOOPBACK, receiver.getLocalPort());
        for (int i = 0; i < 3; i++) {
            final var socket = UdpSocket.open(false);
            socket.bind(LOOPBACK, 0);
            sockets.add(socket);
        }
        sender = new UnderlaySender(sockets.subList(0, 2), sockets.get(2), counters, troubles::incrementAndGet);
        final var bytes = new byte[payload.capacity()];
        new Random(1).nextBytes(bytes);
        payload.net().put(0, bytes);
    }

    @AfterEach
    void close() {
        sockets.forEach(UdpSocket::close);
        receiver.close();
    }

    private void add(final int headerByte, final int off, final int len) {
        final int header = sender.reserveHeader(8);
        for (int i = 0; i < 8; i++) {
            sender.headers().net().put(header + i, (byte) headerByte);
        }
        sender.add(header, 8, payload, off, len);
    }

    private DatagramPacket receive() throws IOException {
        final var packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
        receiver.receive(packet);
        return packet;
    }

    private void assertReceived(final int headerByte, final int off, final int len) throws IOException {
        final var packet = receive();
        final var expected = new byte[8 + len];
        Arrays.fill(expected, 0, 8, (byte) headerByte);
        payload.net().get(off, expected, 8, len);
        assertArrayEquals(expected, Arrays.copyOf(packet.getData(), packet.getLength()));
    }

    private long count(final EndpointCounter counter) {
        return counters.traffic().get(counter);
    }

    @Test
    void sendsARunOfEqualDatagramsAsOneAndAShorterLastOneWithIt() throws IOException {
        sender.setSegmentation(true);
        sender.begin(0, destination, 0);
        for (int i = 0; i < 4; i++) {
            add(i, i * 1000, i == 3 ? 10 : 1000);
        }
        sender.flush();
        for (int i = 0; i < 4; i++) {
            assertReceived(i, i * 1000, i == 3 ? 10 : 1000);
        }
        assertEquals(1, count(EndpointCounter.TX_GSO_BATCHES));
        assertEquals(4, count(EndpointCounter.TX_DATAGRAMS));
        assertEquals(3 * 1008 + 18, count(EndpointCounter.TX_BYTES));
        assertEquals(0, sender.segmentationErrno());
    }

    @Test
    void startsANewRunAfterAShorterDatagramAndForALongerOne() throws IOException {
        sender.setSegmentation(true);
        sender.begin(0, destination, 0);
        final int[] lengths = { 100, 100, 50, 100, 100, 200, 200 };
        for (int i = 0; i < lengths.length; i++) {
            add(i, i, lengths[i]);
        }
        sender.flush();
        for (int i = 0; i < lengths.length; i++) {
            assertReceived(i, i, lengths[i]);
        }
        assertEquals(3, count(EndpointCounter.TX_GSO_BATCHES));
    }

    @Test
    void sendsEachDatagramAloneWhenSegmentationIsOff() throws IOException {
        sender.begin(0, destination, 0);
        add(1, 0, 100);
        add(2, 100, 100);
        sender.flush();
        assertReceived(1, 0, 100);
        assertReceived(2, 100, 100);
        assertEquals(0, count(EndpointCounter.TX_GSO_BATCHES));
    }

    @Test
    void undoesASegmentationThatTheKernelRefuses() throws IOException {
        for (var socket : sockets) {
            // No segmentation without checksum: EINVAL
            socket.setChecksum(false);
        }
        sender.setSegmentation(true);
        sender.begin(0, destination, 0);
        add(1, 0, 100);
        add(2, 100, 100);
        add(3, 200, 50);
        add(4, 300, 500);
        sender.flush();
        assertReceived(1, 0, 100);
        assertReceived(2, 100, 100);
        assertReceived(3, 200, 50);
        assertReceived(4, 300, 500);
        assertEquals(Errno.EINVAL, sender.segmentationErrno());
        assertEquals(4, count(EndpointCounter.TX_DATAGRAMS));
        assertEquals(0, count(EndpointCounter.TX_DROPPED));
        assertEquals(1, troubles.get());
    }

    @Test
    void dropsWhatFitsNoDatagramAndSendsTheRest() throws IOException {
        sender.setSegmentation(true);
        sender.begin(0, destination, 0);
        add(1, 0, 100);
        add(2, 0, 65_500);
        add(3, 0, 100);
        sender.flush();
        assertReceived(1, 0, 100);
        assertReceived(3, 0, 100);
        assertEquals(1, count(EndpointCounter.TX_DROPPED));
        assertEquals(0, troubles.get(), "no path carries more");
        final var tally = new Tally();
        counters.addTo(tally);
        assertEquals(1, tally.get(new EndpointCounters.SendError(Errno.EMSGSIZE)));
    }

    @Test
    void sendsWhatIsToBeFragmentedOneByOneInOrderWithTheRestAndCountsIt() throws IOException {
        sender.setSegmentation(true);
        sender.beginFragmented(destination, 0);
        add(1, 0, 100);
        add(2, 100, 100);
        sender.begin(0, destination, 0);
        add(3, 200, 100);
        add(4, 300, 100);
        sender.beginFragmented(destination, 0);
        add(5, 400, 100);
        sender.begin(0, destination, 0);
        add(6, 500, 100);
        sender.flush();
        for (int i = 0; i < 6; i++) {
            assertReceived(i + 1, i * 100, 100);
        }
        assertEquals(3, count(EndpointCounter.TX_FRAGMENTED));
        assertEquals(6, count(EndpointCounter.TX_DATAGRAMS));
        assertEquals(1, count(EndpointCounter.TX_GSO_BATCHES));
    }

    @Test
    void forgetsWhatIsToBeFragmentedWithTheRest() throws IOException {
        sender.beginFragmented(destination, 0);
        add(1, 0, 100);
        sender.clear();
        sender.begin(0, destination, 0);
        add(2, 100, 100);
        sender.flush();
        assertReceived(2, 100, 100);
        assertEquals(0, count(EndpointCounter.TX_FRAGMENTED));
        assertEquals(1, count(EndpointCounter.TX_DROPPED));
    }

    @Test
    void countsWhatAFaultLeavesUnsent() throws IOException {
        sender.begin(0, destination, 0);
        add(1, 0, 65_500);
        add(2, 0, 100);
        // A fault of whoever adds it
        sender.add(sender.reserveHeader(8), 8, null, 0, 100);
        add(4, 0, 100);
        assertThrows(NullPointerException.class, sender::flush);
        assertEquals(4, count(EndpointCounter.TX_DROPPED));
        add(5, 500, 100);
        sender.flush();
        assertReceived(5, 500, 100);
        assertEquals(1, count(EndpointCounter.TX_DATAGRAMS));
        assertEquals(4, count(EndpointCounter.TX_DROPPED));
    }

    @Test
    void flushesByItselfWhenItIsFull() throws IOException {
        sender.setSegmentation(true);
        sender.begin(0, destination, 0);
        for (int i = 0; i < SendLane.CAPACITY + 1; i++) {
            add(i, i, 10);
        }
        assertEquals(SendLane.CAPACITY, count(EndpointCounter.TX_DATAGRAMS));
        sender.flush();
        assertEquals(SendLane.CAPACITY + 1, count(EndpointCounter.TX_DATAGRAMS));
        for (int i = 0; i < SendLane.CAPACITY + 1; i++) {
            assertReceived(i, i, 10);
        }
    }

    @Test
    void givesFlowsDifferentSourcePorts() throws IOException {
        sender.begin(0, destination, 0);
        add(1, 0, 10);
        sender.begin(1, destination, 0);
        add(2, 0, 10);
        sender.flush();
        assertNotEquals(receive().getPort(), receive().getPort());
    }
}
