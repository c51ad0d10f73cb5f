/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import java.nio.ByteBuffer;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;

/**
 * Hash of addresses and something else, which depends on secrets: nobody outside can aim at collisions. Immutable, for
 * any thread.
 */
public final class FlowHash {
    private final long[] secrets = new long[4];

    /**
     * Makes a hash.
     *
     * @param seed what the secrets are made of, random
     */
    public FlowHash(final long seed) {
        long state = seed;
        for (int i = 0; i < secrets.length; i++) {
            state += 0x9e3779b97f4a7c15L;
            secrets[i] = product(state ^ 0xbf58476d1ce4e5b9L, 0x94d049bb133111ebL ^ state >>> 31) | 1;
        }
    }

    /**
     * Computes the hash of a key.
     *
     * @param net memory that the packet lies in, big-endian
     * @param off offset of its IP header, addresses included
     * @param key what else tells flows apart
     * @return 64 bits, all of them good
     */
    public long of(final ByteBuffer net, final int off, final long key) {
        if (net.get(off) >>> 4 == 4) {
            return product(net.getLong(off + Ipv4.SOURCE) ^ secrets[0], key ^ secrets[1]);
        }
        final long source = product(net.getLong(off + Ipv6.SOURCE) ^ secrets[0],
            net.getLong(off + Ipv6.SOURCE + Long.BYTES) ^ secrets[1]);
        final long destination = product(net.getLong(off + Ipv6.DESTINATION) ^ secrets[2],
            net.getLong(off + Ipv6.DESTINATION + Long.BYTES) ^ secrets[3]);
        return product(source ^ key, destination ^ secrets[1]);
    }

    /**
     * Carries a hash on over more of a key.
     *
     * @param start what {@link #of(ByteBuffer, int, long)} returned, mixed with 64 bits of it
     * @param more another 64 bits
     * @return 64 bits, all of them good
     */
    public long of(final long start, final long more) {
        return product(start ^ secrets[2], more ^ secrets[3]);
    }

    /** Both halves of the 128-bit product, folded: every bit of one factor reaches every bit of the result. */
    private static long product(final long first, final long second) {
        return Math.multiplyHigh(first, second) ^ first * second;
    }
}
