/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import java.util.Map;

/**
 * State and counters of everything, read at one moment.
 *
 * @param endpoints endpoints by name
 * @param ports ports by name
 */
public record DataPlaneSnapshot(Map<String, Endpoint> endpoints, Map<String, Port> ports) {
    public DataPlaneSnapshot {
        endpoints = Map.copyOf(endpoints);
        ports = Map.copyOf(ports);
    }

    /**
     * One endpoint.
     *
     * @param status as it is
     * @param statistics what it has done
     */
    public record Endpoint(EndpointStatus status, EndpointStatistics statistics) {
    }

    /**
     * One port.
     *
     * @param status as it is
     * @param statistics what it has done
     */
    public record Port(PortStatus status, PortStatistics statistics) {
    }
}
