/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@KernelTest
class LinuxProbeKernelTest {
    @Test
    void answersForEveryCapabilityWithAReason() {
        final var results = LinuxProbe.run();
        assertEquals(EnumSet.allOf(Capability.class),
            results.stream().map(CapabilityResult::capability).collect(Collectors.toSet()));
        assertEquals(Capability.values().length, results.size());
        for (final var result : results) {
            assertEquals(result.negotiated(), result.reason().isEmpty(), result.toString());
        }
    }

    @Test
    void thisKernelTakesTcpSuperpackets() {
        final var granted = LinuxProbe.superpacketWrites().stream().filter(CapabilityResult::negotiated)
            .map(CapabilityResult::capability).collect(Collectors.toSet());
        assertTrue(granted.containsAll(Set.of(Capability.WRITE_CHECKSUM, Capability.WRITE_TSO4,
            Capability.WRITE_TSO6)), granted.toString());
    }

    @Test
    void leavesNothingBehind() throws IOException {
        Sandbox.run(() -> {
            final var before = Sandbox.ip("-brief link");
            LinuxProbe.run();
            assertEquals(before, Sandbox.ip("-brief link"));
        });
    }

    @Test
    void labelsAreUniqueInTheirDirection() {
        assertEquals(Capability.values().length, Arrays.stream(Capability.values())
            .map(capability -> capability.direction() + capability.label()).distinct().count());
    }
}
