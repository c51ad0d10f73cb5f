/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.capture;

/**
 * What the timestamps of a pcapng interface mean: {@code if_tsresol} and {@code if_tsoffset}. Immutable.
 */
final class CaptureClock {
    /** The resolution of an interface that says nothing. */
    static final int MICROSECONDS = 6;

    private static final int BINARY = 0x80;
    private static final int NANOSECONDS = 9;
    /** Powers of ten that fit a long. */
    private static final int MAX_DECIMALS = 18;
    /** So that a fraction times 10^9 fits a long. */
    private static final int MAX_BITS = 33;
    private static final long NS = 1_000_000_000;
    /** The year 2262; no clock of a capture goes beyond. */
    private static final long MAX_SECONDS = Long.MAX_VALUE / NS - 1;

    private final boolean binary;
    private final int digits;
    private final long units;
    private final long offset;

    /**
     * Makes a clock.
     *
     * @param resolution a power of ten, or with the highest bit set of two, of which a second has so many
     * @param offset seconds to add
     */
    CaptureClock(final int resolution, final long offset) {
        binary = (resolution & BINARY) != 0;
        digits = resolution & ~BINARY;
        long power = 1;
        for (int i = 0; i < Math.min(digits, MAX_DECIMALS); i++) {
            power *= 10;
        }
        units = power;
        this.offset = Math.clamp(offset, -MAX_SECONDS, MAX_SECONDS);
    }

    /**
     * Nanoseconds since 1970, between that and the year 2262.
     *
     * @param time timestamp, unsigned
     * @return the time, rounded down
     */
    long toNs(final long time) {
        final long seconds;
        final long fractionNs;
        if (binary) {
            seconds = digits >= Long.SIZE ? 0 : time >>> digits;
            final long fraction = digits >= Long.SIZE ? time : time & (1L << digits) - 1;
            final int excess = Math.max(0, digits - MAX_BITS);
            fractionNs = (excess >= Long.SIZE ? 0 : fraction >>> excess) * NS >>> Math.min(digits, MAX_BITS);
        } else {
            seconds = Long.divideUnsigned(time, units);
            final long fraction = Long.remainderUnsigned(time, units);
            fractionNs = digits <= NANOSECONDS ? fraction * (NS / units) : fraction / (units / NS);
        }
        final long sum = Math.clamp(Long.compareUnsigned(seconds, MAX_SECONDS) > 0 ? MAX_SECONDS : seconds, 0,
            MAX_SECONDS) + offset;
        return Math.clamp(sum, 0, MAX_SECONDS) * NS + fractionNs;
    }
}
