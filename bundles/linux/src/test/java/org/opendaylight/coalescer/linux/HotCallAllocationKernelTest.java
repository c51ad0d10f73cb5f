/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.packet.GatherList;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * The calls of the packet path allocate nothing once they are compiled.
 */
@KernelTest
class HotCallAllocationKernelTest {
    private static final int CALLS = 20_000;
    /** How many rounds in a row must allocate nothing. */
    private static final int QUIET_ROUNDS = 5;
    /** The compiler's share of a busy machine may be small; before it comes, each call makes a segment of 40 bytes. */
    private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(3);
    private static final int ROOM = 1 << 16;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PacketMemory memory = NativeMemory.allocate(16 * ROOM);

    @Test
    void tunCallsAllocateNothing() throws IOException {
        Sandbox.run(() -> {
            try (var device = TunDevice.create("tun7", TunDevice.Kind.TUN);
                 var queue = device.openQueue();
                 var netlink = new RouteNetlink()) {
                netlink.setUp(device.ifIndex(), true);
                final int length = TestPackets.tcp4(memory, 2000, 1000);
                final var pieces = new GatherList(4);
                pieces.add(memory, 0, 64);
                pieces.add(memory, 2 * ROOM, 1000);
                pieces.add(memory, ROOM, 1000);
                final var whole = new GatherList(1);
                whole.add(memory, 0, length);
                assertAllocatesNothing(() -> queue.read(memory, ROOM, ROOM));
                assertAllocatesNothing(() -> queue.write(whole));
                assertAllocatesNothing(() -> queue.write(pieces));
                assertEquals(length, queue.write(whole));
                assertEquals(2064, queue.write(pieces));
            }
        });
    }

    @Test
    void udpCallsAllocateNothing() throws IOException {
        Sandbox.run(() -> {
            try (var socket = UdpSocket.open(false);
                 var epoll = new Epoll(8);
                 var wakeUp = new EventFd()) {
                socket.bind(Sandbox.address("127.0.0.1"), 0);
                socket.setGro(true);
                epoll.add(socket, Epoll.IN, 1);
                epoll.add(wakeUp, Epoll.IN, 2);
                wakeUp.signal();
                final var target = UdpAddress.of(Sandbox.address("127.0.0.1"), socket.localAddress().getPort());
                final var out = new UdpSendBatch(4, 256);
                final var in = new UdpReceiveBatch(memory, 8 * ROOM, 4, ROOM);
                assertAllocatesNothing(() -> roundTrip(socket, out, in, target));
                assertAllocatesNothing(() -> epoll.await(0) + epoll.events(0) + epoll.token(0));
                assertAllocatesNothing(() -> wakeUp.signal() + wakeUp.drain());
                assertEquals(2 * 3000 + 1000, roundTrip(socket, out, in, target));
            }
        });
    }

    private long roundTrip(final UdpSocket socket, final UdpSendBatch out, final UdpReceiveBatch in,
            final UdpAddress target) {
        out.clear();
        for (int i = 0; i < 2; i++) {
            out.begin(target, 0xb8, 1000);
            for (int segment = 0; segment < 3; segment++) {
                out.add(memory, ROOM + segment * 20, 20);
                out.add(memory, 2 * ROOM + segment * 980, 980);
            }
            out.end();
        }
        out.send(socket, 0);
        long seen = 0;
        final int received = in.receive(socket);
        for (int i = 0; i < received; i++) {
            seen += in.length(i) + (in.truncated(i) ? 1 : 0) + in.tos(i) - 0xb8;
            seen += in.sourceV4(i) == 0x7f000001 ? in.groSize(i) / 2 : in.sourcePort(i);
        }
        return seen;
    }

    /** Something that is called often and whose result must not be optimised away. */
    @FunctionalInterface
    private interface Call {
        long make();
    }

    private void assertAllocatesNothing(final Call call) {
        final long start = System.nanoTime();
        long seen = 0;
        long allocated = 0;
        int quiet = 0;
        while (quiet < QUIET_ROUNDS && System.nanoTime() - start < PATIENCE_NS) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                seen += call.make();
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
            quiet = allocated == 0 ? quiet + 1 : 0;
        }
        assertEquals(QUIET_ROUNDS, quiet, allocated + " bytes allocated by the last " + CALLS + " calls");
        assertTrue(seen != 1);
    }
}
