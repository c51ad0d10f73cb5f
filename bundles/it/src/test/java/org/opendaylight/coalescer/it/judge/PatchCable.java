/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.judge;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.opendaylight.coalescer.it.crafted.Crafted;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Joins two ports: what the kernel sends to one is coalesced into the other, both ways, on a thread of its own. It
 * looks at the TCP over IPv4 that passes.
 */
final class PatchCable implements AutoCloseable {
    private static final int BATCH = 64;
    private static final long PAUSE_NS = 20_000;

    private final Direction there = new Direction();
    private final Direction back = new Direction();
    private final CompletableFuture<Void> run;
    private volatile boolean closed;

    /**
     * Joins them.
     *
     * @param one a port
     * @param other another one; both belong to this object until it is closed
     */
    PatchCable(final TunPort one, final TunPort other) {
        run = CompletableFuture.runAsync(() -> carry(one, other),
            task -> Thread.ofPlatform().daemon().name("patch-cable").start(task));
    }

    private void carry(final TunPort one, final TunPort other) {
        while (!closed) {
            if (!carry(one, other, there) & !carry(other, one, back)) {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private static boolean carry(final TunPort from, final TunPort to, final Direction direction) {
        int packets = 0;
        while (packets < BATCH && to.take(from, direction)) {
            packets++;
        }
        to.flush();
        return packets > 0;
    }

    /** Acknowledgments that passed one way. For other threads when the cable is closed. */
    static final class Direction implements TunPort.Tap {
        private int lastAck;
        private int lastWindow;
        private int lastSeq;
        private long pure;
        private long duplicate;

        @Override
        public void see(final PacketMemory memory, final int offset, final int length) {
            final ByteBuffer packet = memory.net();
            final int tcp = offset + 20;
            if (packet.get(offset) != 0x45 || packet.get(offset + 9) != 6) {
                return;
            }
            final int ack = packet.getInt(tcp + 8);
            final int seq = packet.getInt(tcp + 4);
            final int window = packet.getShort(tcp + 14);
            if (length == 20 + (packet.get(tcp + 12) >> 2 & 0x3c) && packet.get(tcp + 13) == Crafted.ACK) {
                pure++;
                duplicate += ack == lastAck && window == lastWindow && seq == lastSeq ? 1 : 0;
            }
            lastAck = ack;
            lastSeq = seq;
            lastWindow = window;
        }

        /** Acknowledgments without data. */
        long pure() {
            return pure;
        }

        /** Those that said nothing that the packet before them had not said (RFC 5681 section 2). */
        long duplicate() {
            return duplicate;
        }
    }

    /** From the first port to the second. */
    Direction there() {
        return there;
    }

    /** From the second port to the first. */
    Direction back() {
        return back;
    }

    /** Ends it, and fails if it had failed. Idempotent. */
    @Override
    public void close() {
        closed = true;
        run.join();
    }
}
