/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

/**
 * The cost of a batch, to be compared with that of another one on the same machine a moment later: processor time of
 * this thread, the least of many samples, so that what else the machine does hardly matters.
 */
final class BatchCost {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    final Coalescer coalescer;
    final CoalescerStatistics statistics = new CoalescerStatistics();
    private final PacketMemory memory;
    private final PacketMetadata metadata = new PacketMetadata();

    BatchCost(final CoalescerOptions options, final int bytes) {
        memory = PacketMemory.allocate(bytes);
        coalescer = new Coalescer(memory, new CoalescerTarget(list -> 0,
            new TransmitValidation(OutputCapabilities.ALL, 0), PacketMemory.allocate(256), 0), statistics, options, 42);
    }

    /** Flushes the packets, one batch. */
    void batch(final byte[]... packets) {
        place(packets);
        commit(packets);
    }

    /** The least time in nanoseconds that a few batches of these packets took in any of the samples. */
    long least(final int samples, final int batches, final byte[]... packets) {
        place(packets);
        long least = Long.MAX_VALUE;
        for (int sample = 0; sample < samples; sample++) {
            final long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < batches; i++) {
                commit(packets);
            }
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - start);
        }
        return least;
    }

    private void place(final byte[]... packets) {
        int pos = 0;
        for (final byte[] packet : packets) {
            memory.net().put(pos, packet);
            pos += packet.length;
        }
    }

    private void commit(final byte[]... packets) {
        int pos = 0;
        for (final byte[] packet : packets) {
            metadata.reset(pos, packet.length);
            coalescer.commit(metadata);
            pos += packet.length;
        }
        coalescer.flush(SealReason.END_OF_BATCH);
    }
}
