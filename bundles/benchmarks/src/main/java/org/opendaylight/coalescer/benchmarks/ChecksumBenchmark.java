/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** What a sum of so many bytes costs, that lie in the cache. See {@link DataPathBenchmarks}. */
public class ChecksumBenchmark extends DataPathBenchmark {
    private static final int LONGEST = 0xffff;

    /** Bytes. */
    @Param({"20", "64", "256", "576", "1200", "1448", "8948", "65535"})
    public int length;

    private final PacketMemory memory = PacketMemory.allocate(LONGEST);

    /** One sum. */
    @Benchmark
    public long sum() {
        return InternetChecksum.sum(memory, 0, length);
    }
}
