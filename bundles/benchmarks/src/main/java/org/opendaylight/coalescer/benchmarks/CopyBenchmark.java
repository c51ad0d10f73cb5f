/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;

/** The yardstick: 64 payloads of 1200 bytes copied into one buffer by bulk put. See {@link DataPathBenchmarks}. */
public class CopyBenchmark extends DataPathBenchmark {
    private static final int COPY_BYTES = 128 << 10;

    private final PacketBatch batch = Workload.SINGLE_FLOW.batch();
    private final ByteBuffer copy = ByteBuffer.allocateDirect(COPY_BYTES);

    /** One batch. */
    @Benchmark
    public ByteBuffer copy() {
        final ByteBuffer from = batch.memory().net();
        int to = 0;
        for (int i = 0; i < batch.count(); i++) {
            copy.put(to, from, batch.offset(i) + batch.length(i) - Workload.PAYLOAD, Workload.PAYLOAD);
            to += Workload.PAYLOAD;
        }
        return copy;
    }
}
