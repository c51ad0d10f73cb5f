/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * Everything that the operator wants, as one immutable value.
 *
 * @param settings what concerns all of it
 * @param endpoints endpoints by name
 * @param ports ports by name
 */
public record DataPlaneConfiguration(DataPlaneSettings settings, Map<String, EndpointConfiguration> endpoints,
        Map<String, PortConfiguration> ports) {
    /** Nothing at all. */
    public static final DataPlaneConfiguration EMPTY = new DataPlaneConfiguration(Map.of(), Map.of());

    public DataPlaneConfiguration {
        requireNonNull(settings);
        endpoints = Map.copyOf(endpoints);
        ports = Map.copyOf(ports);
    }

    /**
     * A configuration with default settings.
     *
     * @param endpoints endpoints by name
     * @param ports ports by name
     */
    public DataPlaneConfiguration(final Map<String, EndpointConfiguration> endpoints,
            final Map<String, PortConfiguration> ports) {
        this(DataPlaneSettings.DEFAULT, endpoints, ports);
    }
}
