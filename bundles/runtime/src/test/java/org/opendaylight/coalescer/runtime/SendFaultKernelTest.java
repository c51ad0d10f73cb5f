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
import static org.opendaylight.coalescer.runtime.DataPlaneScene.HERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.THERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.ip;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.play;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.UdpAddress;
import org.opendaylight.coalescer.linux.UdpSocket;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Sends that the kernel refuses. A program in the kernel, attached to a control group of this process, makes the next
 * ones fail with a chosen error: no device at hand does so at will.
 */
@ExtendWith(KernelPrerequisite.class)
class SendFaultKernelTest {
    private static final int DATAGRAMS = 8;
    private static final int LENGTH = 1000;

    private final EndpointCounters counters = new EndpointCounters();
    private final PacketMemory memory = NativeMemory.allocate(DATAGRAMS * LENGTH);

    /** What a test does. */
    interface Trouble {
        void run() throws IOException;
    }

    private static void failing(final int errno, final Trouble trouble) throws Exception {
        failing(errno, 1, trouble);
    }

    /** Fails the first sends of the sockets that are opened meanwhile: they belong to the group of their process. */
    static void failing(final int errno, final int sends, final Trouble trouble) throws Exception {
        final var program = Path.of(SendFaultKernelTest.class.getResource("/failing_sends.py").toURI());
        final var process = new ProcessBuilder("python3", program.toString(),
            String.valueOf(ProcessHandle.current().pid()), String.valueOf(errno), String.valueOf(sends))
            .redirectErrorStream(true).start();
        try (var output = process.inputReader()) {
            final var said = output.readLine();
            assertEquals("attached", said, () -> said + output.lines().toList());
            try {
                trouble.run();
            } finally {
                process.getOutputStream().close();
                assertEquals("released", output.readLine());
            }
        }
    }

    private UnderlaySender sender(final UdpSocket socket) throws IOException {
        socket.bind(InetAddress.getByName(HERE), 0);
        final var sender = new UnderlaySender(List.of(socket), socket, counters, () -> { });
        sender.setSegmentation(true);
        for (int i = 0; i < DATAGRAMS; i++) {
            memory.net().put(i * LENGTH, (byte) i);
        }
        return sender;
    }

    /** One flush with a message to one port, one to the other, and another one to the first. */
    private void sendThree(final UnderlaySender sender, final DatagramSocket first, final DatagramSocket second)
            throws IOException {
        for (var to : List.of(first, second, first)) {
            sender.begin(0, UdpAddress.of(to.getLocalAddress(), to.getLocalPort()), 0);
            for (int i = 0; i < DATAGRAMS; i++) {
                final int header = sender.reserveHeader(8);
                sender.add(header, 8, memory, i * LENGTH, LENGTH);
            }
        }
        sender.flush();
    }

    private static void receive(final DatagramSocket socket, final int messages) throws IOException {
        final byte[] expected = new byte[messages * DATAGRAMS];
        final byte[] found = new byte[expected.length];
        final var packet = new DatagramPacket(new byte[LENGTH + 8], LENGTH + 8);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) (i % DATAGRAMS);
            socket.receive(packet);
            assertEquals(LENGTH + 8, packet.getLength());
            found[i] = packet.getData()[8];
        }
        assertArrayEquals(expected, found, "all of them, in order");
    }

    private static DatagramSocket receiver() throws IOException {
        final var socket = new DatagramSocket(new InetSocketAddress(THERE, 0));
        socket.setSoTimeout(5000);
        return socket;
    }

    private long count(final EndpointCounter counter) {
        return counters.traffic().get(counter);
    }

    private Map<Integer, Long> errors() {
        final var errors = new TreeMap<Integer, Long>();
        counters.sendErrors().forEach(errors::put);
        return errors;
    }

    @ParameterizedTest
    @ValueSource(ints = { Errno.EIO, Errno.EMSGSIZE, Errno.EINVAL })
    void refusedSegmentationFallsBackAndTheRestOfTheBatchIsUnharmed(final int errno) throws Exception {
        play(scene -> failing(errno, () -> {
            try (var socket = UdpSocket.open(false);
                 var first = receiver();
                 var second = receiver()) {
                final var sender = sender(socket);
                sendThree(sender, first, second);
                receive(first, 2);
                receive(second, 1);
                assertEquals(3 * DATAGRAMS, count(EndpointCounter.TX_DATAGRAMS));
                assertEquals(0, count(EndpointCounter.TX_DROPPED));
                assertEquals(2, count(EndpointCounter.TX_GSO_BATCHES), "the other two were planned already");
                assertEquals(Map.of(errno, 1L), errors());
                assertEquals(errno, sender.segmentationErrno());

                sendThree(sender, first, second);
                receive(first, 2);
                receive(second, 1);
                assertEquals(2, count(EndpointCounter.TX_GSO_BATCHES), "one by one from now on");

                sender.setSegmentation(true);
                assertEquals(0, sender.segmentationErrno());
                sendThree(sender, first, second);
                receive(first, 2);
                assertEquals(5, count(EndpointCounter.TX_GSO_BATCHES), "until the switch is touched");
            }
        }));
    }

    /** A short last datagram passes where the others are too long, whoever segments. */
    @Test
    void aPathThatIsTooNarrowIsNoFaultOfSegmentation() throws Exception {
        play(scene -> {
            try (var socket = UdpSocket.open(false);
                 var receiver = receiver()) {
                final var sender = sender(socket);
                ip("link set lo mtu " + (LENGTH - 100));
                sender.begin(0, UdpAddress.of(receiver.getLocalAddress(), receiver.getLocalPort()), 0);
                for (int i = 0; i < DATAGRAMS; i++) {
                    sender.add(sender.reserveHeader(8), 8, memory, i * LENGTH, i == DATAGRAMS - 1 ? 10 : LENGTH);
                }
                sender.flush();
                assertEquals(1, count(EndpointCounter.TX_DATAGRAMS));
                assertEquals(DATAGRAMS - 1, count(EndpointCounter.TX_DROPPED));
                assertEquals(0, sender.segmentationErrno());

                ip("link set lo mtu 65536");
                receiver.receive(new DatagramPacket(new byte[LENGTH], LENGTH));
                sendThree(sender, receiver, receiver);
                receive(receiver, 3);
                assertEquals(3, count(EndpointCounter.TX_GSO_BATCHES), "segmentation stays on");
            }
        });
    }

    @Test
    void lackOfBuffersDropsOneMessageAndChangesNothing() throws Exception {
        play(scene -> failing(Errno.ENOBUFS, () -> {
            try (var socket = UdpSocket.open(false);
                 var first = receiver();
                 var second = receiver()) {
                final var sender = sender(socket);
                sendThree(sender, first, second);
                receive(first, 1);
                receive(second, 1);
                assertEquals(2 * DATAGRAMS, count(EndpointCounter.TX_DATAGRAMS));
                assertEquals(DATAGRAMS, count(EndpointCounter.TX_DROPPED));
                assertEquals(Map.of(Errno.ENOBUFS, 1L), errors());
                assertEquals(0, sender.segmentationErrno());
                sendThree(sender, first, second);
                receive(first, 2);
                assertEquals(5, count(EndpointCounter.TX_GSO_BATCHES), "segmentation stays on");
            }
        }));
    }
}
