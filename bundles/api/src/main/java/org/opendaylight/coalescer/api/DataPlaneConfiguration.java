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
 * Everything that the operator wants, as one immutable value.
 *
 * @param endpoints endpoints by name
 * @param ports ports by name
 */
public record DataPlaneConfiguration(Map<String, EndpointConfiguration> endpoints,
        Map<String, PortConfiguration> ports) {
    /** Nothing at all. */
    public static final DataPlaneConfiguration EMPTY = new DataPlaneConfiguration(Map.of(), Map.of());

    public DataPlaneConfiguration {
        endpoints = Map.copyOf(endpoints);
        ports = Map.copyOf(ports);
    }
}
