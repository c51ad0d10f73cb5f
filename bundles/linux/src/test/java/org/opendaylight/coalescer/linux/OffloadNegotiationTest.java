/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffloadNegotiationTest {
    private final List<Integer> applied = new ArrayList<>();

    /** A kernel that knows some flags and has the rule about USO. */
    private OffloadResult negotiate(final int known, final int requested) throws LinuxException {
        return OffloadNegotiation.run(new OffloadSet(requested), flags -> {
            applied.add(flags);
            return (flags & ~known) == 0 ? 0 : -Errno.EINVAL;
        }, "tun7");
    }

    @ParameterizedTest
    @CsvSource({ "1ff, 1ef, 1ef", "6f, 1ef, 6f", "f, 1ef, f", "1, 1ef, 1", "0, 1ef, 0", "3, f, 3", "1ff, 0, 0" })
    void keepsWhatTheKernelKnows(final String known, final String requested, final String expected)
            throws LinuxException {
        final int flags = Integer.parseInt(expected, 16);
        final var result = negotiate(Integer.parseInt(known, 16), Integer.parseInt(requested, 16));
        assertEquals(new OffloadSet(flags), result.negotiated());
        // What is in force is what was applied last
        assertEquals(flags, applied.get(applied.size() - 1));
        for (final var capability : result.capabilities()) {
            assertEquals(capability.requested() && !capability.negotiated(), !capability.reason().isEmpty());
        }
    }

    @Test
    void needsOneCallWhenAllIsKnown() throws LinuxException {
        negotiate(0x1ff, 0x1ef);
        assertEquals(List.of(0x1ef), applied);
    }

    @ParameterizedTest
    @CsvSource({ "0e, READ_TSO4, needs checksum", "09, READ_TSO_ECN, needs tso4 or tso6",
        "21, READ_USO4, the kernel grants uso4 and uso6 only together",
        "181, READ_UDP_TUNNEL_GSO, 'needs tso4, tso6 or uso'", "103, READ_UDP_TUNNEL_GSO_CSUM, needs udp-tunnel-gso" })
    void saysWhatIsNeededFirst(final String requested, final Capability capability, final String reason)
            throws LinuxException {
        final var result = negotiate(0x1ff, Integer.parseInt(requested, 16));
        assertTrue(result.capabilities().contains(CapabilityResult.missing(capability, reason)), result.toString());
    }

    @Test
    void reasonNamesCallAndError() throws LinuxException {
        assertTrue(negotiate(0x0f, 0x6f).capabilities().contains(CapabilityResult.missing(Capability.READ_USO6,
            "ioctl(TUNSETOFFLOAD): EINVAL (Invalid argument)")));
    }

    @Test
    void deviceThatRefusesEverythingIsAnError() {
        assertEquals(Errno.EBADFD, assertThrows(LinuxException.class, () -> OffloadNegotiation.run(
            new OffloadSet(1), flags -> -Errno.EBADFD, "tun7")).errno());
    }

    @Test
    void switchesMapToFlags() {
        assertEquals(0x1ef, OffloadSet.ofSwitches(true, true, true, true).flags());
        assertEquals(OffloadSet.all(), OffloadSet.ofSwitches(true, true, true, true));
        assertEquals("[checksum, tso4, tso6, tso-ecn]", OffloadSet.ofSwitches(true, true, false, false).toString());
        assertThrows(IllegalArgumentException.class, () -> new OffloadSet(0x10));
        assertThrows(IllegalArgumentException.class, () -> OffloadSet.of(Capability.UDP_GRO));
    }
}
