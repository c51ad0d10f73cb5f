/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.opendaylight.coalescer.api.DataPlaneConfiguration;
import org.opendaylight.coalescer.api.DataPlaneSettings;

/**
 * What ports share with each other.
 *
 * @param settings what concerns the whole node
 * @param homes network namespaces
 * @param peers underlay addresses of the peers of all ports, by the name of the network namespace that they are reached
 *        from
 */
record Surroundings(DataPlaneSettings settings, NetworkHomes homes, Map<String, Set<InetAddress>> peers) {
    static Surroundings of(final DataPlaneConfiguration configuration, final NetworkHomes homes) {
        final var peers = new HashMap<String, Set<InetAddress>>();
        for (var port : configuration.ports().values()) {
            final var namespace = configuration.endpoints().get(port.tunnel().endpoint()).networkNamespace();
            final var addresses = peers.computeIfAbsent(namespace, name -> new HashSet<>());
            port.tunnel().peers().forEach(peer -> addresses.add(peer.address()));
        }
        return new Surroundings(configuration.settings(), homes, peers);
    }

    /** Peers that are reached from a network namespace. */
    Set<InetAddress> peersIn(final String namespace) {
        return peers.getOrDefault(namespace, Set.of());
    }
}
