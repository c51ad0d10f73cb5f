/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.relay;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Decides what happens to the datagrams of one direction. The decision depends on the seed, the direction, how many
 * datagrams came before and how long this one is, and on nothing else. Not for several threads.
 */
final class FaultPlan {
    /** Bytes at the start of a datagram that hold its headers: half of all flipped bits are there. */
    private static final int HEADERS = 72;
    /** Most datagrams that may overtake one. */
    private static final int MAX_OVERTAKING = 40;
    private static final int MIN_DELAY_MICROS = 200;
    private static final int MAX_DELAY_MICROS = 30_000;

    private final SplittableRandom random;
    private final FaultRates rates;

    FaultPlan(final long seed, final Direction direction, final FaultRates rates) {
        random = new SplittableRandom(seed * Direction.values().length + direction.ordinal());
        this.rates = rates;
    }

    /**
     * What happens to a datagram.
     *
     * @param action what is done
     * @param overtaking how many datagrams go before it, or before its copy
     * @param delayNs how long it waits, in nanoseconds
     * @param bit which bit is flipped, counted from the first bit of the payload of UDP, the highest of a byte first
     */
    record Fault(Action action, int overtaking, long delayNs, int bit) {
    }

    /** Decides about the next datagram, which has some bytes. */
    Fault next(final int length) {
        final double lot = random.nextDouble();
        final int amount = random.nextInt(Integer.MAX_VALUE);
        final boolean header = random.nextBoolean();
        double share = 0;
        for (var action : Action.values()) {
            share += rates.share(action);
            if (lot < share && (action != Action.FLIP || length > 0)) {
                return fault(action, amount, header ? Math.min(length, HEADERS) : length);
            }
        }
        return new Fault(Action.FORWARD, 0, 0, 0);
    }

    private static Fault fault(final Action action, final int amount, final int bytes) {
        return switch (action) {
            case DUPLICATE -> new Fault(action, amount % MAX_OVERTAKING, 0, 0);
            case REORDER -> new Fault(action, 1 + amount % MAX_OVERTAKING, 0, 0);
            case DELAY -> new Fault(action, 0, Duration.ofNanos(
                1000L * (MIN_DELAY_MICROS + amount % (MAX_DELAY_MICROS - MIN_DELAY_MICROS))).toNanos(), 0);
            case FLIP -> new Fault(action, 0, 0, amount % (bytes * Byte.SIZE));
            case FORWARD, DROP -> new Fault(action, 0, 0, 0);
        };
    }
}
