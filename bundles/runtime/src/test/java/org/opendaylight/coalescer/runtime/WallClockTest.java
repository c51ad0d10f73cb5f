/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WallClockTest {
    private static final Instant START = Instant.parse("2026-11-22T01:02:03Z");

    private Instant now = START;
    private long nowNs = 1_000_000;
    private final WallClock clock = new WallClock(() -> now, () -> nowNs);

    private void pass(final long wallNs, final long monotonicNs) {
        now = now.plusNanos(wallNs);
        nowNs += monotonicNs;
    }

    @Test
    void tellsTheSameTimeForTheSameMomentAgain() {
        final var first = clock.at(1_000_500);
        assertEquals(START.plusNanos(500), first);
        pass(7_000_000_123L, 7_000_000_000L);
        assertEquals(first, clock.at(1_000_500));
    }

    @Test
    void followsAClockThatIsSet() {
        pass(3_600_000_000_000L, 10);
        assertEquals(now, clock.at(nowNs));
        pass(-7_200_000_000_000L, 10);
        assertEquals(now.minusNanos(5), clock.at(nowNs - 5));
    }
}
