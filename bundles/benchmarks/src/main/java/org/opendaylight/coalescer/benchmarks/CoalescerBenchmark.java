/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.coalesce.ChecksumValidation;
import org.opendaylight.coalescer.core.coalesce.Coalescer;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.coalesce.CoalescerTarget;
import org.opendaylight.coalescer.core.coalesce.EcnPolicy;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.packet.GatherList;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What it costs to parse, verify, coalesce and emit a batch to an output that does nothing, and to make its flows go on
 * before. See {@link DataPathBenchmarks}.
 */
@SuppressFBWarnings(value = "UWF_FIELD_NOT_INITIALIZED_IN_CONSTRUCTOR", justification = "JMH calls setUp() first")
public class CoalescerBenchmark extends DataPathBenchmark {
    /** What arrives. */
    @Param
    public Workload workload;
    /** Whether TCP and UDP checksums are looked at. */
    @Param
    public ChecksumValidation validation;

    private final PacketMetadata metadata = new PacketMetadata();
    private PacketBatch batch;
    private Coalescer coalescer;
    private int first;
    private long written;

    /** Makes the packets and the coalescer. */
    @Setup
    public void setUp() {
        batch = workload.batch();
        final var target = new CoalescerTarget(this::write, new TransmitValidation(OutputCapabilities.ALL, 0),
            PacketMemory.allocate(Coalescer.SCRATCH_BYTES), 0);
        final var options = new CoalescerOptions(true, true, 64, 0xffff, 0xffff, true, EcnPolicy.EXACT, validation,
            1024, 200_000, 1 << 16, 10_000_000);
        coalescer = new Coalescer(batch.memory(), target, new CoalescerStatistics(), options, 42);
        first = workload.burst();
        coalesce(0, first);
    }

    private int write(final GatherList packet) {
        written += packet.bytes();
        return packet.bytes();
    }

    /** One batch. */
    @Benchmark
    public long coalesce() {
        batch.advance(first);
        coalesce(first, batch.count());
        return written;
    }

    private void coalesce(final int from, final int to) {
        coalescer.setTime(System.nanoTime());
        for (int i = from; i < to; i++) {
            metadata.reset(batch.offset(i), batch.length(i));
            coalescer.commit(metadata);
        }
        coalescer.flush(SealReason.END_OF_BATCH);
    }
}
