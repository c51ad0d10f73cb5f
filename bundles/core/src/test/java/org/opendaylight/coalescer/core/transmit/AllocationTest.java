/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

class AllocationTest {
    private static final int WARM_UP = 30_000;
    private static final int ROUNDS = 2_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PacketMemory memory = PacketMemory.allocate(1 << 18);
    private final PacketMemory headers = PacketMemory.allocate(128);
    private final PacketMetadata meta = new PacketMetadata();
    private final TransmitValidation output = new TransmitValidation(OutputCapabilities.NONE, 128);

    @Test
    void segmentingAndFinishingAllocateNothing() {
        final Random random = new Random(3);
        final int superpacket = PacketSpec.tcp4().gso(100).payload(random, 450).write(memory, 0, 0);
        final int second = 4096;
        final int ordinary = PacketSpec.udp6().payload(random, 450).write(memory, second, 0);
        memory.host().put(second + 1, (byte) 0);
        final int third = 8192;
        final int sctp = PacketSpec.tcp4().payload(random, 100).write(memory, third, 0);
        memory.host().put(third + 1, (byte) 0).putShort(third + 8, (short) 8);

        for (int i = 0; i < WARM_UP; i++) {
            send(superpacket, second, ordinary, third, sctp);
        }
        // The measuring itself allocates a little, once, so the best of a few rounds counts
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                send(superpacket, second, ordinary, third, sctp);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }

    private void send(final int superpacket, final int second, final int ordinary, final int third, final int sctp) {
        send(0, superpacket, 5);
        send(second, ordinary, 1);
        send(third, sctp, 1);
    }

    private void send(final int off, final int bytes, final int expected) {
        if (TransmitValidation.accept(memory, off, bytes, meta) != null || output.begin(memory, meta) != expected) {
            throw new AssertionError("dropped");
        }
        for (int i = 0; i < expected; i++) {
            output.writeHeader(i, headers, 0);
        }
    }
}
