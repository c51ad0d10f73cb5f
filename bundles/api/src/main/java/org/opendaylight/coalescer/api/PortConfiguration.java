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
 * A TUN device, fed by the overlay.
 *
 * @param name name of the port and of its device
 * @param description what the operator says about it, may be empty
 * @param enabled carries packets
 * @param mtu MTU of the device in bytes, 0 to derive it from the underlay
 * @param txQueueLength packets that the kernel queues for us
 * @param addresses addresses of the device
 * @param installRoutes install routes for the peers' allowed prefixes
 * @param offload what kernel and port leave to each other
 * @param coalescing how received packets become superpackets
 * @param tunnel how packets get here and leave
 */
public record PortConfiguration(String name, String description, boolean enabled, int mtu, int txQueueLength,
        List<IpPrefix> addresses, boolean installRoutes, OffloadConfiguration offload,
        CoalescingConfiguration coalescing, TunnelConfiguration tunnel) {
    public PortConfiguration {
        requireNonNull(name);
        requireNonNull(description);
        addresses = List.copyOf(addresses);
        requireNonNull(offload);
        requireNonNull(coalescing);
        requireNonNull(tunnel);
    }
}
