/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.util.Map;
import org.opendaylight.coalescer.api.DataPlaneSettings;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Endpoint;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Port;

/**
 * What the publisher has to know of the configuration, beyond what the data plane tells.
 *
 * @param settings settings in force
 * @param publication what of the counters is published
 * @param refusedEndpoints endpoints that were kept from the data plane, with the state {@code failed}, by name
 * @param refusedPorts ports that were kept from the data plane, with the state {@code failed}, by name
 */
record Intent(DataPlaneSettings settings, Publication publication, Map<String, Endpoint> refusedEndpoints,
        Map<String, Port> refusedPorts) {
    Intent {
        refusedEndpoints = Map.copyOf(refusedEndpoints);
        refusedPorts = Map.copyOf(refusedPorts);
    }
}
