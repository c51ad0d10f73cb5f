/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.traffic;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * An endless stream of bytes that both ends can make for themselves: blocks of 1 MiB of pseudo-random data, in which
 * every page starts with its own position in the stream. So a lost, repeated or displaced piece differs from what
 * belongs there. Owned by one thread.
 */
final class DataPattern {
    /** Bytes of a block. */
    static final int BLOCK = 1 << 20;

    private static final int PAGE = 4096;

    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    private final long seed;

    DataPattern(final long seed) {
        this.seed = seed;
        final var random = new SplittableRandom(seed);
        for (int at = 0; at < BLOCK; at += Long.BYTES) {
            block.putLong(at, random.nextLong());
        }
    }

    /**
     * Makes a block of the stream.
     *
     * @param index number of the block, from 0
     * @return the block, whole and ready to be read; it changes with the next call
     */
    ByteBuffer block(final long index) {
        final long start = index * BLOCK;
        for (int at = 0; at < BLOCK; at += PAGE) {
            block.putLong(at, start + at ^ seed);
        }
        return block.clear();
    }
}
