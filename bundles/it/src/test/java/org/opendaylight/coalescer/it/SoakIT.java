/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.soak.CrashSoak;

/** The controller is killed in the middle of work, whatever it is doing, and nothing that was promised is lost. */
@ControllerTest
class SoakIT {
    private static final int ROUNDS = 3;
    /** Of those of few seconds of work in all, and without a kill of a start. */
    private static final long SEED = 10;

    private final ControllerLab lab;

    SoakIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @Test
    void everythingPromisedComesBackAfterKillsAtRandomMoments() {
        try (var soak = CrashSoak.open(lab.controller(), lab.underlay(), SEED)) {
            for (int i = 0; i < ROUNDS; i++) {
                final var round = soak.next();
                Console.line(round.story());
                assertThat(round.problems()).as(round.story()).isEmpty();
            }
        } finally {
            lab.reconnect();
        }
    }
}
