/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.util.Map;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.api.PortStatistics;
import org.opendaylight.coalescer.api.PortStatus;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.iana._if.type.rev230126.Tunnel;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.Interfaces;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces.Interface;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces.InterfaceBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces.InterfaceKey;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces._interface.Statistics;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces._interface.StatisticsBuilder;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;

/**
 * Shows ports as interfaces (RFC 8343), for whoever monitors interfaces and knows nothing of us. Stateless, for any
 * thread.
 *
 * <p>In and out are as the kernel counts its device, and as the host sees it: in is what came from the overlay. Packets
 * are those of the wire: a superpacket counts as its segments, while the octets of out are those read from the device,
 * where a superpacket has its headers once. A port without a device is no interface: RFC 8343 demands an if-index.
 */
final class InterfaceMapper {
    private InterfaceMapper() {
        // Hidden on purpose
    }

    /**
     * Writes a port as an interface.
     *
     * @param status of the port, which has a device
     * @param statistics what it has done
     * @param withCounters write the counters, too; RFC 8343 demands to know since when they count in any case
     * @return the interface
     */
    static Interface write(final PortStatus status, final PortStatistics statistics, final boolean withCounters) {
        final var applied = status.applied();
        return new InterfaceBuilder()
            .setName(applied.name())
            .setDescription(applied.description().isEmpty() ? null : applied.description())
            .setType(Tunnel.VALUE)
            .setEnabled(applied.enabled())
            .setAdminStatus(applied.enabled() ? Interface.AdminStatus.Up : Interface.AdminStatus.Down)
            .setOperStatus(status.operStatus() == OperStatus.UP ? Interface.OperStatus.Up : Interface.OperStatus.Down)
            .setLastChange(Yang.time(status.lastChange()))
            .setIfIndex(status.ifIndex())
            .setStatistics(withCounters ? write(statistics) : new StatisticsBuilder()
                .setDiscontinuityTime(Yang.time(statistics.discontinuityTime())).build())
            .build();
    }

    private static Statistics write(final PortStatistics statistics) {
        final var in = statistics.receive();
        final var out = statistics.transmit();
        return new StatisticsBuilder()
            .setDiscontinuityTime(Yang.time(statistics.discontinuityTime()))
            .setInOctets(Yang.counter(in.bytes()))
            .setInUnicastPkts(Yang.counter(in.packets() - in.dropped()))
            .setInDiscards(Yang.counter32(sum(in.drops())))
            .setInErrors(Yang.counter32(in.dropped()))
            .setOutOctets(Yang.counter(out.bytes()))
            .setOutUnicastPkts(Yang.counter(out.packets() - out.superpackets() + out.segments()))
            .setOutDiscards(Yang.counter32(out.deviceDrops() + sum(out.drops())))
            .setOutErrors(Yang.counter32(sum(out.errors())))
            .build();
    }

    private static long sum(final Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    static DataObjectIdentifier.WithKey<Interface, InterfaceKey> path(final InterfaceKey key) {
        return DataObjectIdentifier.builder(Interfaces.class).child(Interface.class, key).build();
    }
}
