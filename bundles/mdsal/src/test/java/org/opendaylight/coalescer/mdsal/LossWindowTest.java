/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.GapAlarmConfiguration;
import org.opendaylight.coalescer.mdsal.LossWindow.Sample;

class LossWindowTest {
    private final LossWindow window = new LossWindow(new GapAlarmConfiguration(10, 5, 1), sample(100, 10_000));
    private long losses = 100;
    private long packets = 10_000;

    private static Sample sample(final long losses, final long packets) {
        return new Sample(Samples.TIME, losses, packets);
    }

    private Boolean end(final int newLosses, final int newPackets) {
        losses += newLosses;
        packets += newPackets;
        return window.end(sample(losses, packets));
    }

    @Test
    void raisesAtTheThreshold() {
        assertNull(end(9, 1000));
        assertEquals(Boolean.TRUE, end(10, 1000));
        assertEquals(10, window.last().perMille());
    }

    @Test
    void doesNotRoundUpToTheThreshold() {
        assertNull(end(999, 100_000));
        assertEquals(9, window.last().perMille());
    }

    @Test
    void raisesOnceUntilItIsCleared() {
        end(50, 1000);
        assertNull(end(50, 1000));
    }

    @Test
    void staysRaisedBetweenTheThresholds() {
        end(50, 1000);
        assertNull(end(9, 1000));
        assertNull(end(6, 1000));
        assertEquals(Boolean.FALSE, end(5, 1000));
        assertNull(end(9, 1000));
        assertEquals(Boolean.TRUE, end(10, 1000));
    }

    @Test
    void clearsAboveTheThresholdNot() {
        end(50, 1000);
        assertNull(end(501, 100_000));
    }

    @Test
    void learnsNothingFromAWindowWithoutPackets() {
        assertNull(end(50, 0));
        end(50, 1000);
        assertNull(end(0, 0));
        assertEquals(50, window.last().losses());
    }

    @Test
    void learnsNothingFromAWindowInWhichTheCountersWereCleared() {
        assertNull(window.end(new Sample(Samples.TIME.plusSeconds(1), 5000, 50_000)));
        assertNull(window.end(new Sample(Samples.TIME.plusSeconds(1), 5000, 51_000)));
        assertEquals(Boolean.TRUE, window.end(new Sample(Samples.TIME.plusSeconds(1), 5010, 52_000)));
    }

    @Test
    void countsPureAcknowledgmentsNot() {
        final var counters = Samples.portStatistics(100);
        assertEquals(sample(50 + 52 - 0, 100 - 11), Sample.of(counters));
    }
}
