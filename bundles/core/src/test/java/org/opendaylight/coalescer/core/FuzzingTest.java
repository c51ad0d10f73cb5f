/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.coalesce.CoalescerFuzz;
import org.opendaylight.coalescer.core.coalesce.FuzzSeeds;
import org.opendaylight.coalescer.core.transmit.TransmitFuzz;
import org.opendaylight.coalescer.core.tunnel.DecapsulationFuzz;
import org.opendaylight.coalescer.fuzz.Fuzzer;

/**
 * A short look by a coverage-guided fuzzer at everything that reads bytes from a wire or from a device. A long one:
 * {@code mvn test -pl bundles/core -am -Dtest=FuzzingTest -Dcoalescer.fuzz.seconds=3600}; it goes on from what the run
 * before has found.
 */
class FuzzingTest {
    @Test
    void coalescerWritesWhatTheReferenceSays() throws Exception {
        assertThat(Fuzzer.run(CoalescerFuzz.class, 25, FuzzSeeds.streams())).isGreaterThan(100);
    }

    @Test
    void superpacketsAreCutAsTheReferenceSays() throws Exception {
        assertThat(Fuzzer.run(TransmitFuzz.class, 15, FuzzSeeds.writes())).isGreaterThan(100);
    }

    @Test
    void decapsulationStaysInsideTheDatagram() throws Exception {
        assertThat(Fuzzer.run(DecapsulationFuzz.class, 10, FuzzSeeds.datagrams())).isGreaterThan(100);
    }
}
