/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private final BackOff backOff = new BackOff();

    @Test
    void doublesTheDelayUpToTenSeconds() {
        final long[] expectedMs = { 100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000 };
        for (long delay : expectedMs) {
            backOff.failed(0);
            assertEquals(TimeUnit.MILLISECONDS.toNanos(delay), backOff.remainingNs(0));
        }
    }

    @Test
    void isDueWhenTheDelayIsOver() {
        backOff.failed(5);
        assertEquals(1, backOff.remainingNs(5 + TimeUnit.MILLISECONDS.toNanos(100) - 1));
        assertEquals(0, backOff.remainingNs(5 + TimeUnit.MILLISECONDS.toNanos(100)));
    }

    @Test
    void startsOverAfterSuccess() {
        backOff.failed(0);
        backOff.failed(0);
        backOff.reset();
        assertFalse(backOff.isWaiting());
        assertEquals(0, backOff.remainingNs(0));
        backOff.failed(0);
        assertEquals(TimeUnit.MILLISECONDS.toNanos(100), backOff.remainingNs(0));
    }
}
