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

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.api.PortStatus;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.iana._if.type.rev230126.Tunnel;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces.Interface;

class InterfaceMapperTest {
    @Test
    void showsAPortAsATunnelInterface() {
        final var shown = InterfaceMapper.write(Samples.portStatus(OperStatus.UP), Samples.portStatistics(1), false);
        assertEquals("tun0", shown.getName());
        assertEquals("for the tests", shown.getDescription());
        assertEquals(Tunnel.VALUE, shown.getType());
        assertEquals(7, shown.getIfIndex());
        assertEquals(Interface.OperStatus.Up, shown.getOperStatus());
        assertEquals(Interface.AdminStatus.Down, shown.getAdminStatus());
        assertEquals("2026-11-22T01:02:03.456Z", shown.getLastChange().getValue());
        assertEquals("2026-11-22T01:02:03.456Z", shown.getStatistics().getDiscontinuityTime().getValue());
        assertNull(shown.getStatistics().getInOctets());
        assertNull(shown.getPhysAddress());
        assertNull(shown.getSpeed());
    }

    @Test
    void aFailedPortIsDown() {
        final var up = Samples.portStatus(OperStatus.UP);
        final var failed = new PortStatus(up.applied(), OperStatus.FAILED, up.lastChange(), "why", up.ifIndex(),
            up.mtu(), up.queues(), up.offloads());
        assertEquals(Interface.OperStatus.Down,
            InterfaceMapper.write(failed, Samples.portStatistics(1), true).getOperStatus());
    }

    @Test
    void countsInFromTheOverlayAndPacketsOfTheWire() {
        final var counts = InterfaceMapper.write(Samples.portStatus(OperStatus.UP), Samples.portStatistics(100),
            true).getStatistics();
        assertEquals("2026-11-22T01:02:03.456Z", counts.getDiscontinuityTime().getValue());
        assertEquals(List.of(2L, 100L - 7, 12L, 7L, 37L, 36L - 38 + 39, 45L + 45, 46L), Stream.of(
            counts.getInOctets().getValue(), counts.getInUnicastPkts().getValue(), counts.getInDiscards().getValue(),
            counts.getInErrors().getValue(), counts.getOutOctets().getValue(), counts.getOutUnicastPkts().getValue(),
            counts.getOutDiscards().getValue(), counts.getOutErrors().getValue()).map(Number::longValue).toList());
    }
}
