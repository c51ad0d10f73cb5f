/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.core.SealReason;

class TallyTest {
    @Test
    void addsSourcesUpAndTakesTheBaselineOff() {
        final var counters = new EnumCounters<>(SealReason.class);
        counters.add(SealReason.SHORT_TAIL, 5);
        counters.add(SealReason.PSH, 2);
        final var baseline = new Tally();
        baseline.add(SealReason.class, counters);

        counters.add(SealReason.SHORT_TAIL, 1);
        final var tally = new Tally();
        tally.add(SealReason.class, counters);
        tally.add(SealReason.class, counters);
        tally.subtract(baseline);

        assertEquals(7, tally.get(SealReason.SHORT_TAIL));
        assertEquals(0, tally.get(SealReason.FIN));
    }

    @Test
    void namesReasonsAsTheModelDoesAndLeavesZerosOut() {
        final var tally = new Tally();
        tally.add(SealReason.SHORT_TAIL, 3);
        tally.add(SealReason.PSH, 3);
        tally.add(SealReason.PSH, -3);
        assertEquals(Map.of("short-tail", 3L), tally.byName(SealReason.class));
    }
}
