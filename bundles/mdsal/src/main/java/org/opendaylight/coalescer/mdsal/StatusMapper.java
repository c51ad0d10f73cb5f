/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.EndpointStatus;
import org.opendaylight.coalescer.api.OffloadStatus;
import org.opendaylight.coalescer.api.PortStatus;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.OperStatus;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Endpoint;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.EndpointBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Port;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.PortBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.StateBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.offload.state.Offload;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.offload.state.OffloadBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.offload.state.OffloadKey;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;

/**
 * Translates status, together with the configuration in force: the operational datastore demands mandatory leaves too
 * (RFC 8342). Stateless, for any thread.
 */
final class StatusMapper {
    private StatusMapper() {
        // Hidden on purpose
    }

    /**
     * Writes an endpoint as it is.
     *
     * @param status its status
     * @return configuration and state, without statistics
     */
    static Endpoint write(final EndpointStatus status) {
        return ConfigurationMapper.write(status.applied())
            .setState(new org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122
                    .coalescer.endpoint.StateBuilder()
                .setOperStatus(OperStatus.ofName(Yang.name(status.operStatus())))
                .setLastChange(Yang.time(status.lastChange()))
                .setLastError(orAbsent(status.lastError()))
                .setReceiveBuffer(orAbsent(status.receiveBuffer()))
                .setReceiveBufferReason(orAbsent(status.receiveBufferReason()))
                .setOffload(write(status.offloads()))
                .build())
            .build();
    }

    /**
     * Writes a port as it is.
     *
     * @param status its status
     * @return configuration and state, without statistics
     */
    static Port write(final PortStatus status) {
        return ConfigurationMapper.write(status.applied())
            .setState(new StateBuilder()
                .setOperStatus(OperStatus.ofName(Yang.name(status.operStatus())))
                .setLastChange(Yang.time(status.lastChange()))
                .setLastError(orAbsent(status.lastError()))
                .setIfIndex(orAbsent(status.ifIndex()))
                .setMtu(orAbsent(status.mtu()))
                .setQueues(Uint16.valueOf(status.queues()))
                .setOffload(write(status.offloads()))
                .build())
            .build();
    }

    static Map<OffloadKey, Offload> write(final List<OffloadStatus> offloads) {
        final List<Offload> written = new ArrayList<>(offloads.size());
        for (OffloadStatus offload : offloads) {
            written.add(new OffloadBuilder()
                .setCapability(Offload.Capability.ofName(Yang.name(offload.capability())))
                .setDirection(Offload.Direction.ofName(Yang.name(offload.direction())))
                .setRequested(offload.requested())
                .setNegotiated(offload.negotiated())
                .setActive(offload.active())
                .setReason(orAbsent(offload.reason()))
                .build());
        }
        return BindingMap.of(written);
    }

    /**
     * Writes an endpoint that never reached the data plane.
     *
     * @param endpoint as the datastore has it
     * @param refusal why not
     * @return the same, failed
     */
    static Endpoint refused(final Endpoint endpoint, final Refusal refusal) {
        return new EndpointBuilder(endpoint)
            .setState(new org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122
                    .coalescer.endpoint.StateBuilder()
                .setOperStatus(OperStatus.Failed)
                .setLastChange(Yang.time(refusal.since()))
                .setLastError(refusal.reason())
                .build())
            .setStatistics(null)
            .build();
    }

    /**
     * Writes a port that never reached the data plane.
     *
     * @param port as the datastore has it
     * @param refusal why not
     * @return the same, failed
     */
    static Port refused(final Port port, final Refusal refusal) {
        return new PortBuilder(port)
            .setState(new StateBuilder()
                .setOperStatus(OperStatus.Failed)
                .setLastChange(Yang.time(refusal.since()))
                .setLastError(refusal.reason())
                .build())
            .setStatistics(null)
            .build();
    }

    private static @Nullable String orAbsent(final String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Uint32 orAbsent(final int number) {
        return number == 0 ? null : Uint32.valueOf(number);
    }
}
