/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

/** Rule 1: no allocation after warm-up, whatever the packets are. */
class AllocationTest {
    private final PacketMemory memory = PacketMemory.allocate(1 << 20);
    private final PacketMetadata metadata = new PacketMetadata();
    private final int[] offsets = new int[200];
    private final int[] lengths = new int[200];
    private int count;
    private int writes;
    private final Coalescer coalescer = new Coalescer(memory, new CoalescerTarget(list -> ++writes % 50 == 0 ? -22 : 0,
        new TransmitValidation(OutputCapabilities.ALL, 0), PacketMemory.allocate(256), 0), new CoalescerStatistics(),
        CoalescerOptions.DEFAULT, 1);

    private void batch() {
        for (int i = 0; i < count; i++) {
            metadata.reset(offsets[i], lengths[i]);
            coalescer.commit(metadata);
        }
        coalescer.flush(SealReason.END_OF_BATCH);
    }

    @Test
    void steadyStateAllocatesNothing() {
        final List<byte[]> packets = new ArrayList<>();
        for (final TcpPackets base : List.of(TcpPackets.v4().timestamp(1), TcpPackets.v6(), TcpPackets.v4().udp())) {
            final byte[][] train = base.train(40, 60);
            packets.addAll(List.of(train));
            for (int i = 39; i > 0; i -= 3) {
                packets.add(train[i]);
            }
        }
        packets.add(TcpPackets.v4().build());
        packets.add(TcpPackets.v4().fragment(1).build());
        packets.add(TcpPackets.v4().length(5).corrupt());
        packets.add(TcpPackets.v4().flags(TcpPackets.SYN).build());
        int pos = 0;
        for (final byte[] packet : packets) {
            memory.net().put(pos, packet);
            offsets[count] = pos;
            lengths[count++] = packet.length;
            pos += packet.length;
        }
        for (int i = 0; i < 5_000; i++) {
            batch();
        }
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        // The compiler may allocate once more on this thread when it replaces code
        for (int attempt = 0; attempt < 20 && least != 0; attempt++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 200; i++) {
                batch();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }
}
