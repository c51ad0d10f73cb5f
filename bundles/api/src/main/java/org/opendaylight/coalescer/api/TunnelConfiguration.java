/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How packets get to a port and leave it.
 *
 * @param endpoint name of the endpoint that carries the port
 * @param vni virtual network identifier, 0..16777215, unique among the ports of the endpoint; 0 if the endpoint's
 *     encapsulation has none
 * @param mssClamp lower the maximum segment size of TCP connections to what the way to the peer carries
 * @param relay send packets of one peer that are for another one on to it, instead of to the device
 * @param peers the peers, in no particular order
 */
public record TunnelConfiguration(String endpoint, int vni, boolean mssClamp, boolean relay,
        List<PeerConfiguration> peers) {
    public TunnelConfiguration {
        requireNonNull(endpoint);
        peers = List.copyOf(peers);
    }
}
