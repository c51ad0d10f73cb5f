/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlaneEvent;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ObjectName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.OffloadFallbackBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.OperStatus;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.PortName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.PortStateChangeBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.offload.fallback.object.EndpointBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.offload.fallback.object.PortBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.offload.state.Offload;
import org.opendaylight.yangtools.binding.Notification;
import org.opendaylight.yangtools.yang.common.Uint16;

/** Translates events of the data plane. Stateless, for any thread. */
final class EventMapper {
    private EventMapper() {
        // Hidden on purpose
    }

    static Notification<?> write(final DataPlaneEvent event) {
        return switch (event) {
            case DataPlaneEvent.PortStateChange change -> new PortStateChangeBuilder()
                .setPort(new PortName(change.port()))
                .setOldStatus(status(change.before()))
                .setNewStatus(status(change.after()))
                .setLastError(orAbsent(change.lastError()))
                .setTime(Yang.time(change.time()))
                .build();
            case DataPlaneEvent.OffloadFallback fallback -> new OffloadFallbackBuilder()
                .setObject(switch (fallback.owner()) {
                    case PORT -> new PortBuilder().setPort(new PortName(fallback.name())).build();
                    case ENDPOINT -> new EndpointBuilder().setEndpoint(new ObjectName(fallback.name())).build();
                })
                .setCapability(Offload.Capability.ofName(Yang.name(fallback.refusal().capability())))
                .setDirection(Offload.Direction.ofName(Yang.name(fallback.refusal().direction())))
                .setErrno(Uint16.valueOf(fallback.refusal().errno()))
                .setReason(fallback.refusal().reason())
                .setTime(Yang.time(fallback.time()))
                .build();
        };
    }

    private static OperStatus status(final org.opendaylight.coalescer.api.OperStatus status) {
        return OperStatus.ofName(Yang.name(status));
    }

    private static @Nullable String orAbsent(final String text) {
        return text.isEmpty() ? null : text;
    }
}
