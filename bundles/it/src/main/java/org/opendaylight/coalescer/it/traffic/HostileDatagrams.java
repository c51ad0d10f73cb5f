/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.traffic;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes datagrams as an attacker would: noise, noise behind a good tunnel header, and good datagrams with some bits
 * flipped, cut, stretched, or left alone. The same seed makes the same ones. Not for several threads.
 */
public final class HostileDatagrams {
    /** Longest payload of UDP that fits the underlay. */
    public static final int MAX_LENGTH = 1472;

    private static final int KINDS = 5;
    private static final int TUNNEL_HEADER = 8;
    private static final int MAX_FLIPS = 8;

    private final SplittableRandom random;
    private final List<byte[]> templates;

    /**
     * Makes a maker.
     *
     * @param seed what all depends on
     * @param templates good datagrams, at least one, each with a tunnel header
     */
    public HostileDatagrams(final long seed, final List<byte[]> templates) {
        random = new SplittableRandom(seed);
        this.templates = templates.stream().map(byte[]::clone).toList();
    }

    /**
     * Makes the next datagram.
     *
     * @param buffer gets it, from its first byte to its limit
     */
    public void next(final ByteBuffer buffer) {
        buffer.clear();
        final byte[] template = templates.get(random.nextInt(templates.size()));
        switch (random.nextInt(KINDS)) {
            case 0 -> fill(buffer, random.nextInt(MAX_LENGTH + 1));
            case 1 -> {
                buffer.put(template, 0, TUNNEL_HEADER);
                // the version of IP is right more often than not, so that there is more to look at
                buffer.put((byte) (random.nextInt(4) == 0 ? random.nextInt() : template[TUNNEL_HEADER]));
                fill(buffer, random.nextInt(MAX_LENGTH - TUNNEL_HEADER));
            }
            case 2 -> {
                buffer.put(template).flip();
                for (int flips = 1 + random.nextInt(MAX_FLIPS); flips > 0; flips--) {
                    final int bit = random.nextInt(template.length * Byte.SIZE);
                    final int at = bit / Byte.SIZE;
                    buffer.put(at, (byte) (buffer.get(at) ^ 1 << bit % Byte.SIZE));
                }
                return;
            }
            case 3 -> {
                buffer.put(template, 0, random.nextInt(template.length));
            }
            default -> {
                buffer.put(template);
                if (random.nextBoolean()) {
                    fill(buffer, random.nextInt(MAX_LENGTH - template.length));
                }
            }
        }
        buffer.flip();
    }

    private void fill(final ByteBuffer buffer, final int bytes) {
        int left = bytes;
        for (; left >= Long.BYTES; left -= Long.BYTES) {
            buffer.putLong(random.nextLong());
        }
        for (; left > 0; left--) {
            buffer.put((byte) random.nextInt());
        }
    }
}
