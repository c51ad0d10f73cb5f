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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.OffloadConfiguration;
import org.opendaylight.coalescer.api.OffloadStatus;
import org.opendaylight.coalescer.api.OffloadStatus.Direction;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.linux.Capability;
import org.opendaylight.coalescer.linux.CapabilityResult;
import org.opendaylight.coalescer.packet.GsoType;

class PortOffloadsTest {
    private static final OffloadConfiguration ON = new OffloadConfiguration(true, true, true, true);

    /** Everything was granted but what is named. */
    private static List<CapabilityResult> granted(final String reason, final Capability... refused) {
        final var without = List.of(refused);
        final var all = new ArrayList<CapabilityResult>();
        for (var capability : Capability.values()) {
            final boolean negotiated = !without.contains(capability);
            all.add(new CapabilityResult(capability, true, negotiated, negotiated ? "" : reason));
        }
        return all;
    }

    private static OffloadStatus status(final PortOffloads offloads, final OffloadStatus.Capability capability,
            final Direction direction) {
        return offloads.status().stream()
            .filter(each -> each.capability() == capability && each.direction() == direction)
            .findFirst().orElseThrow();
    }

    @Test
    void everythingIsActiveThatTheKernelGrants() {
        final var offloads = new PortOffloads(ON, granted(""), granted(""), List.of());
        assertEquals(OutputCapabilities.ALL, offloads.output());
        assertEquals(16, offloads.status().size());
        for (var each : offloads.status()) {
            if (each.capability() == OffloadStatus.Capability.SCTP_CRC) {
                assertFalse(each.requested() || each.negotiated() || each.active(), each::toString);
                assertTrue(each.reason().contains("software"), each::toString);
                continue;
            }
            assertTrue(each.requested() && each.negotiated() && each.active() && each.reason().isEmpty(),
                each::toString);
        }
    }

    @Test
    void switchedOffIsTheReasonInBothDirections() {
        final var offloads = new PortOffloads(new OffloadConfiguration(true, false, true, true), granted(""),
            granted(""), List.of());
        assertEquals(new OutputCapabilities(true, false, false, true, true, true), offloads.output());
        for (var direction : Direction.values()) {
            final var tso = status(offloads, OffloadStatus.Capability.TSO6, direction);
            assertFalse(tso.requested() || tso.negotiated() || tso.active());
            assertEquals("switched off", tso.reason());
            assertTrue(status(offloads, OffloadStatus.Capability.USO4, direction).active());
            assertTrue(status(offloads, OffloadStatus.Capability.USO6, direction).active());
        }
    }

    @Test
    void reasonOfTheKernelIsPassedOnForItsDirection() {
        final var reason = "ioctl(TUNSETOFFLOAD): EINVAL";
        final var offloads = new PortOffloads(ON, granted(reason, Capability.READ_USO6), granted(""), List.of());
        final var transmit = status(offloads, OffloadStatus.Capability.USO6, Direction.TRANSMIT);
        assertTrue(transmit.requested());
        assertFalse(transmit.negotiated() || transmit.active());
        assertEquals(reason, transmit.reason());
        assertTrue(status(offloads, OffloadStatus.Capability.USO4, Direction.TRANSMIT).active());
        assertTrue(status(offloads, OffloadStatus.Capability.USO6, Direction.RECEIVE).active());
        assertEquals(OutputCapabilities.ALL, offloads.output());
    }

    @Test
    void refusalWithoutReasonIsStillExplained() {
        final var offloads = new PortOffloads(ON, granted("", Capability.READ_TSO4), granted(""), List.of());
        assertEquals("not agreed to by the kernel",
            status(offloads, OffloadStatus.Capability.TSO4, Direction.TRANSMIT).reason());
    }

    @Test
    void whatTheProbeFoundMissingIsNotWritten() {
        final var offloads = new PortOffloads(ON, granted(""), granted("no", Capability.WRITE_TSO4), List.of());
        assertEquals(new OutputCapabilities(true, false, true, true, true, true), offloads.output());
        assertEquals("no", status(offloads, OffloadStatus.Capability.TSO4, Direction.RECEIVE).reason());
    }

    @Test
    void encapsulatedSuperpacketsAreWrittenIfTheKernelTakesThem() {
        final var offloads = new PortOffloads(ON, granted(""), granted("TAP only", Capability.WRITE_UDP_TUNNEL_GSO),
            List.of());
        assertFalse(offloads.output().udpTunnel());
        assertTrue(status(offloads, OffloadStatus.Capability.UDP_TUNNEL_GSO, Direction.TRANSMIT).active());
        assertEquals("TAP only",
            status(offloads, OffloadStatus.Capability.UDP_TUNNEL_GSO, Direction.RECEIVE).reason());
    }

    @Test
    void outerChecksumsHaveAReasonOfTheirOwn() {
        final var offloads = new PortOffloads(ON, granted("too old", Capability.READ_UDP_TUNNEL_GSO_CSUM), granted(""),
            List.of());
        assertTrue(status(offloads, OffloadStatus.Capability.UDP_TUNNEL_GSO, Direction.TRANSMIT).active());
        final var checksum = status(offloads, OffloadStatus.Capability.UDP_TUNNEL_CSUM, Direction.TRANSMIT);
        assertTrue(checksum.requested());
        assertFalse(checksum.negotiated() || checksum.active());
        assertEquals("too old", checksum.reason());
    }

    @Test
    void encapsulatedSuperpacketsNeedAKindToCarry() {
        final var offloads = new PortOffloads(new OffloadConfiguration(true, false, false, true), granted(""),
            granted(""), List.of());
        final var tunnel = status(offloads, OffloadStatus.Capability.UDP_TUNNEL_GSO, Direction.RECEIVE);
        assertTrue(tunnel.requested() && tunnel.negotiated());
        assertFalse(tunnel.active());
        assertEquals("needs tso or uso", tunnel.reason());
    }

    @Test
    void refusedEncapsulatedSuperpacketsSwitchOffThoseAlone() {
        final var offloads = new PortOffloads(ON, granted(""), granted(""),
            List.of(new PortOffloads.Refusal(GsoType.UDP_TUNNEL, 22)));
        assertEquals(new OutputCapabilities(true, true, true, true, true, false), offloads.output());
    }

    @Test
    void whatTheDeviceRefusedLaterIsSwitchedOffWithItsErrno() {
        final var offloads = new PortOffloads(ON, granted(""), granted(""),
            List.of(new PortOffloads.Refusal(GsoType.UDP_L4, 22)));
        assertEquals(new OutputCapabilities(true, true, true, false, false, true), offloads.output());
        for (var capability : List.of(OffloadStatus.Capability.USO4, OffloadStatus.Capability.USO6)) {
            final var uso = status(offloads, capability, Direction.RECEIVE);
            assertTrue(uso.negotiated() && !uso.active());
            assertTrue(uso.reason().startsWith("write: ") && uso.reason().contains("EINVAL"), uso::reason);
            assertTrue(status(offloads, capability, Direction.TRANSMIT).active());
        }
    }
}
