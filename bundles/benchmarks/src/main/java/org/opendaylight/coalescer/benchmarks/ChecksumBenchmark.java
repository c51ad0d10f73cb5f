/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.opendaylight.coalescer.packet.Crc32c;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** What checksums of so many bytes cost, in the cache and outside of it. See {@link DataPathBenchmarks}. */
public class ChecksumBenchmark extends DataPathBenchmark {
    private static final VarHandle WORDS =
        MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int LONGEST = 0xffff;
    /** More than any cache holds, and how far apart two packets in it are: not in a line or page of the last one. */
    private static final int COLD = 1 << 27;
    private static final int STRIDE = (1 << 17) + 4096 + 64;

    /** Bytes; the first two are headers. */
    @Param({"20", "40", "64", "256", "576", "1200", "1448", "8948", "65535"})
    public int length;

    private final PacketMemory memory = PacketMemory.allocate(LONGEST);
    private final PacketMemory cold = PacketMemory.allocate(COLD);
    private final Crc32c crc32c = new Crc32c();
    private int next;

    /** One sum. */
    @Benchmark
    public long sum() {
        return InternetChecksum.sum(memory, 0, length);
    }

    /** The loop that the compiler vectorises, and nothing around it. */
    @Benchmark
    public long plainLoop() {
        final ByteBuffer words = memory.host();
        final int end = length & ~7;
        long sum = 0;
        for (int pos = 0; pos < end; pos += Long.BYTES) {
            final long word = (long) WORDS.get(words, pos);
            sum += (word & 0xffff_ffffL) + (word >>> 32);
        }
        return sum;
    }

    /** One sum of bytes that come from memory. */
    @Benchmark
    public long sumCold() {
        final int off = next;
        next = off + STRIDE & COLD / 2 - 1;
        return InternetChecksum.sum(cold, off, length);
    }

    /** The checksum of SCTP. */
    @Benchmark
    public int crc32c() {
        crc32c.finish(memory, 0, length, 8);
        return memory.net().getInt(8);
    }
}
