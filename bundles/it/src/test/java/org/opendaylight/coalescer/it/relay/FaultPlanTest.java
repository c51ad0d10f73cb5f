/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.it.relay.FaultPlan.Fault;

class FaultPlanTest {
    private static final String ALL = "drop=0.1,duplicate=0.1,reorder=0.1,delay=0.1,flip=0.1";

    private static List<Fault> faults(final long seed, final Direction direction, final String rates) {
        final var plan = new FaultPlan(seed, direction, FaultRates.parse(rates));
        return IntStream.range(0, 10_000).mapToObj(index -> plan.next(1 + index % 1400)).toList();
    }

    @Test
    void sameSeedDecidesTheSame() {
        assertThat(faults(7, Direction.IN, ALL)).isEqualTo(faults(7, Direction.IN, ALL))
            .isNotEqualTo(faults(8, Direction.IN, ALL)).isNotEqualTo(faults(7, Direction.OUT, ALL));
    }

    @Test
    void eachHarmIsDoneAsOftenAsWanted() {
        final var counts = new EnumMap<Action, Integer>(Action.class);
        faults(7, Direction.IN, ALL).forEach(fault -> counts.merge(fault.action(), 1, Integer::sum));
        assertThat(counts).containsOnlyKeys(Action.values());
        counts.remove(Action.FORWARD);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(900, 1100));
    }

    @Test
    void flippedBitIsInsideTheDatagram() {
        final var plan = new FaultPlan(7, Direction.IN, FaultRates.parse("flip=1"));
        assertThat(IntStream.range(0, 1000).map(index -> plan.next(3).bit()).distinct().sorted().toArray())
            .isEqualTo(IntStream.range(0, 24).toArray());
        assertThat(plan.next(0).action()).as("nothing to flip").isEqualTo(Action.FORWARD);
    }

    @Test
    void noRatesDoNoHarm() {
        assertThat(faults(7, Direction.IN, "")).extracting(Fault::action).containsOnly(Action.FORWARD);
        assertThat(FaultRates.parse("")).isEqualTo(new FaultRates(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = { "drop", "lose=0.1", "drop=-0.1", "drop=0.6,flip=0.6", "forward=0.1", "drop=x" })
    void refusesWhatAreNoRates(final String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FaultRates.parse(text));
    }
}
