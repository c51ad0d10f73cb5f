/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.util.List;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.IpPrefix;
import org.opendaylight.coalescer.core.tunnel.Encapsulation;

/**
 * How a port hangs on its endpoint.
 *
 * @param path the sockets, null for none
 * @param vni VNI of the port
 * @param peers the peers, and what the way to each carries
 * @param enabled whether packets pass
 * @param canLoop whether an inner packet to an underlay address would come round again: device and sockets are in the
 *        same network namespace
 * @param relay whether packets go from peer to peer
 * @param addresses the port's own, with the lengths of their networks
 */
record PortConnection(@Nullable EndpointPath path, int vni, List<PeerRoute> peers, boolean enabled,
        boolean canLoop, boolean relay, List<IpPrefix> addresses) {
    PortConnection {
        addresses = List.copyOf(addresses);
    }

    /** A connection to nothing. */
    static PortConnection none(final int vni) {
        return new PortConnection(null, vni, List.of(), false, false, false, List.of());
    }

    @Nullable Encapsulation encapsulation() {
        return path == null ? null : path.encapsulation();
    }
}
