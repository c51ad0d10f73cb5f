/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * State and counters of everything, read at one moment.
 *
 * @param endpoints endpoints by name
 * @param ports ports by name
 */
public record DataPlaneSnapshot(Map<String, Endpoint> endpoints, Map<String, Port> ports) {
    /** Ports that a sentence names. */
    private static final int MAX_NAMED = 20;

    public DataPlaneSnapshot {
        endpoints = Map.copyOf(endpoints);
        ports = Map.copyOf(ports);
    }

    /**
     * Refuses a name that no port has.
     *
     * @param name the name
     * @return that there is no such port, what to do, and which there are
     */
    public String unknownPort(final String name) {
        return "There is no port '" + name + "' in the data plane. Configure it, or see its last-error if it is "
            + "configured. " + knownPorts();
    }

    /**
     * Tells which ports there are.
     *
     * @return a sentence with their names, some of them if there are many
     */
    public String knownPorts() {
        if (ports.isEmpty()) {
            return "No port is there.";
        }
        return "Ports that are there: "
            + new TreeSet<>(ports.keySet()).stream().limit(MAX_NAMED).collect(Collectors.joining(", "))
            + (ports.size() > MAX_NAMED ? " and " + (ports.size() - MAX_NAMED) + " more." : ".");
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
