/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The hash is what its definition says, computed slowly, and lets no bit of a key go to waste. */
class FlowHashTest {
    private static final int V4_ADDRESSES = 12;
    private static final int V6_ADDRESSES = 8;
    private static final int TRIES = 400;

    private final Random random = new Random(11);

    private ByteBuffer packet(final int version) {
        final byte[] bytes = new byte[40];
        random.nextBytes(bytes);
        bytes[0] = (byte) (version << 4);
        return ByteBuffer.wrap(bytes);
    }

    /** Both halves of the signed 128-bit product, folded. */
    private static long product(final long first, final long second) {
        final BigInteger whole = BigInteger.valueOf(first).multiply(BigInteger.valueOf(second));
        return whole.shiftRight(Long.SIZE).longValue() ^ whole.longValue();
    }

    private static long[] secrets(final long seed) {
        final long[] secrets = new long[4];
        long state = seed;
        for (int i = 0; i < secrets.length; i++) {
            state += 0x9e3779b97f4a7c15L;
            secrets[i] = product(state ^ 0xbf58476d1ce4e5b9L, 0x94d049bb133111ebL ^ state >>> 31) | 1;
        }
        return secrets;
    }

    @Test
    void followsItsDefinition() {
        for (int i = 0; i < TRIES; i++) {
            final long seed = random.nextLong();
            final long key = random.nextLong();
            final long[] secret = secrets(seed);
            final FlowHash hash = new FlowHash(seed);
            final ByteBuffer v4 = packet(4);
            assertEquals(product(v4.getLong(V4_ADDRESSES) ^ secret[0], key ^ secret[1]), hash.of(v4, 0, key));
            final ByteBuffer v6 = packet(6);
            final long source = product(v6.getLong(8) ^ secret[0], v6.getLong(16) ^ secret[1]);
            final long destination = product(v6.getLong(24) ^ secret[2], v6.getLong(32) ^ secret[3]);
            assertEquals(product(source ^ key, destination ^ secret[1]), hash.of(v6, 0, key));
            final long more = random.nextLong();
            assertEquals(product(key ^ secret[2], more ^ secret[3]), hash.of(key, more));
        }
    }

    @Test
    void everyBitOfAnAddressReachesHalfOfTheHash() {
        for (final int version : new int[] { 4, 6 }) {
            final int first = version == 4 ? V4_ADDRESSES : V6_ADDRESSES;
            final int bits = (version == 4 ? 8 : 32) * Byte.SIZE;
            for (int bit = 0; bit < bits; bit++) {
                long changed = 0;
                for (int i = 0; i < TRIES; i++) {
                    final FlowHash hash = new FlowHash(random.nextLong());
                    final ByteBuffer packet = packet(version);
                    final long before = hash.of(packet, 0, i);
                    final int at = first + bit / Byte.SIZE;
                    packet.put(at, (byte) (packet.get(at) ^ 1 << bit % Byte.SIZE));
                    changed += Long.bitCount(before ^ hash.of(packet, 0, i));
                }
                assertSpread(changed, "address bit " + bit);
            }
        }
    }

    @Test
    void everyBitOfAKeyReachesHalfOfTheHash() {
        for (int bit = 0; bit < Long.SIZE; bit++) {
            long v4 = 0;
            long v6 = 0;
            long more = 0;
            for (int i = 0; i < TRIES; i++) {
                final FlowHash hash = new FlowHash(random.nextLong());
                final long key = random.nextLong();
                final long other = key ^ 1L << bit;
                final ByteBuffer packet4 = packet(4);
                final ByteBuffer packet6 = packet(6);
                v4 += Long.bitCount(hash.of(packet4, 0, key) ^ hash.of(packet4, 0, other));
                v6 += Long.bitCount(hash.of(packet6, 0, key) ^ hash.of(packet6, 0, other));
                more += Long.bitCount(hash.of(i, key) ^ hash.of(i, other));
            }
            assertSpread(v4, "key bit " + bit + " with IPv4");
            assertSpread(v6, "key bit " + bit + " with IPv6");
            assertSpread(more, "further bit " + bit);
        }
    }

    /** A multiplication has weak ends: a third of all bits at least, half on average. */
    private static void assertSpread(final long changed, final String what) {
        final double share = (double) changed / TRIES / Long.SIZE;
        assertTrue(share > 0.33 && share < 0.67, () -> what + " reaches " + share);
    }
}
