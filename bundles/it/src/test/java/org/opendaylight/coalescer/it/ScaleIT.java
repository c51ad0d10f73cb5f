/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.Leftovers;
import org.opendaylight.coalescer.it.lab.RelayLab;
import org.opendaylight.coalescer.it.soak.EnduranceSoak;
import org.opendaylight.coalescer.it.soak.Round;

/**
 * Very many ports: all of them work, and all their counters are there and exact. What they take is measured by a
 * benchmark, since a test must not fail on a busy machine.
 */
@ControllerTest
class ScaleIT {
    private static final long SEED = 1;
    private static final Duration EXCHANGE = Duration.ofSeconds(3);

    private final ControllerLab lab;

    ScaleIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @AfterEach
    void clear() {
        try (var client = lab.controller().client(RestconfClient.OLDER_ROOT)) {
            lab.clear(client);
        }
    }

    @Test
    void twoHundredPortsWorkAndAccountForEveryPacket() {
        try (var soak = EnduranceSoak.open(lab.controller(), lab.underlay(), SEED)) {
            assertGood(soak.begin());
            assertGood(soak.exchange(EXCHANGE));
            assertGood(soak.readStatistics());
            assertGood(soak.end());
        }
    }

    @Test
    void aSoakThatCannotBeSetUpLeavesNothing() {
        final var before = Leftovers.of(ProcessHandle.current().pid());
        try (var blocker = RelayLab.open(lab.underlay())) {
            final var blocked = Leftovers.of(ProcessHandle.current().pid());
            assertThatThrownBy(() -> EnduranceSoak.open(lab.controller(), lab.underlay(), SEED))
                .isInstanceOf(LabException.class);
            assertThat(Leftovers.of(ProcessHandle.current().pid())).isEqualTo(blocked)
                .contains("namespace " + blocker.namespace().name());
        }
        assertThat(Leftovers.of(ProcessHandle.current().pid())).isEqualTo(before);
    }

    private static void assertGood(final Round round) {
        Console.line(round.story());
        assertThat(round.problems()).as(round.story()).isEmpty();
    }
}
