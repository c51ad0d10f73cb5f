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
 * What the network sees of a port. What every component means, its unit and its range stand in
 * {@code odl-coalescer.yang}.
 *
 * @param kind what it carries
 * @param networkNamespace name of the network namespace of the device, empty for that of the controller
 * @param mtu MTU in bytes, 0 to derive it from the underlay
 * @param queues queues that the kernel may spread packets over, 0 for one per worker
 * @param txQueueLength packets that the kernel queues for us
 * @param addresses addresses of the device
 * @param installRoutes install routes for the peers' allowed prefixes
 */
public record DeviceConfiguration(DeviceKind kind, String networkNamespace, int mtu, int queues, int txQueueLength,
        List<IpPrefix> addresses, boolean installRoutes) {
    public DeviceConfiguration {
        requireNonNull(kind);
        requireNonNull(networkNamespace);
        addresses = List.copyOf(addresses);
    }

    /** A device that carries IP packets. */
    public DeviceConfiguration(final String networkNamespace, final int mtu, final int queues, final int txQueueLength,
            final List<IpPrefix> addresses, final boolean installRoutes) {
        this(DeviceKind.TUN, networkNamespace, mtu, queues, txQueueLength, addresses, installRoutes);
    }
}
