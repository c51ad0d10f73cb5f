/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.ProcessFootprint;

class TrendTest {
    private static final long MIB = 1 << 20;

    @Test
    void theSameAllTheTimeIsNoGrowth() {
        assertThat(growth(11, minute -> new ProcessFootprint(90 * MIB, 700 * MIB, 120, 600))).isEmpty();
    }

    @Test
    void ripplesAreNoGrowth() {
        assertThat(growth(30, minute -> new ProcessFootprint((90 + minute % 4) * MIB, 700 * MIB, 120 + minute % 5,
            600 + minute % 9))).isEmpty();
    }

    @Test
    void warmingUpIsNoGrowth() {
        assertThat(growth(30, minute -> new ProcessFootprint((minute < 2 ? 60 : 90) * MIB, 700 * MIB,
            minute < 2 ? 80 : 120, minute < 2 ? 300 : 600))).isEmpty();
    }

    @Test
    void objectsThatAreNeverFreedAreGrowth() {
        assertThat(growth(30, minute -> new ProcessFootprint((90 + minute) * MIB, 700 * MIB, 120, 600)))
            .containsExactly("the number of bytes of objects grew from " + 100 * MIB + " to " + 111 * MIB);
    }

    @Test
    void aThreadAMinuteIsGrowth() {
        assertThat(growth(30, minute -> new ProcessFootprint(90 * MIB, 700 * MIB, 120 + minute, 600)))
            .containsExactly("the number of threads grew from 130 to 141");
    }

    @Test
    void aDescriptorAMinuteIsGrowth() {
        assertThat(growth(30, minute -> new ProcessFootprint(90 * MIB, 700 * MIB, 120, 600 + minute)))
            .containsExactly("the number of descriptors grew from 610 to 621");
    }

    private static Iterable<String> growth(final int minutes, final IntFunction<ProcessFootprint> sample) {
        final var trend = new Trend();
        for (int minute = 0; minute < minutes; minute++) {
            trend.add(sample.apply(minute));
        }
        return trend.growth();
    }
}
