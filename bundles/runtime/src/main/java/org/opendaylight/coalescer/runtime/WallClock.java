/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Tells the time of day of moments of the monotonic clock: the same time for the same moment, whenever it is asked for,
 * unless somebody sets the clock meanwhile. Any thread.
 */
final class WallClock {
    /** Reading two clocks one after the other takes time; setting one is done by more. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final LongSupplier monotonicClock;
    /** Guarded by this, like the next. */
    private Instant anchor;
    private long anchorNs;

    WallClock() {
        this(InstantSource.system(), System::nanoTime);
    }

    WallClock(final InstantSource clock, final LongSupplier monotonicClock) {
        this.clock = requireNonNull(clock);
        this.monotonicClock = requireNonNull(monotonicClock);
        anchor = clock.instant();
        anchorNs = monotonicClock.getAsLong();
    }

    /**
     * The time of day of a moment.
     *
     * @param momentNs as {@link System#nanoTime} told it
     * @return the same
     */
    synchronized Instant at(final long momentNs) {
        final var now = clock.instant();
        final long nowNs = monotonicClock.getAsLong();
        if (Duration.between(anchor.plusNanos(nowNs - anchorNs), now).abs().compareTo(TOLERANCE) > 0) {
            anchor = now;
            anchorNs = nowNs;
        }
        return anchor.plusNanos(momentNs - anchorNs);
    }
}
