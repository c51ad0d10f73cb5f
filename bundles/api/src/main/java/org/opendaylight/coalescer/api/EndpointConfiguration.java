/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * One underlay socket address, shared by ports. What every component means, its unit and its range stand in
 * {@code odl-coalescer.yang}.
 *
 * @param name name of the endpoint
 * @param encapsulation encapsulation of the inner packets
 * @param networkNamespace name of the network namespace of its sockets, empty for that of the controller
 * @param localAddress address to bind to
 * @param localPort UDP port to receive on
 * @param udpChecksum send UDP checksums
 * @param ttl TTL or hop limit of datagrams sent
 * @param dscp differentiated services codepoint of datagrams sent, 0..63, or {@link #INHERIT_DSCP}
 * @param receiveBuffer bytes asked for the receive buffer
 * @param udpGso send batches with UDP_SEGMENT
 * @param udpGro receive batches with UDP_GRO
 */
public record EndpointConfiguration(String name, Encapsulation encapsulation, String networkNamespace,
        InetAddress localAddress, int localPort, boolean udpChecksum, int ttl, int dscp, int receiveBuffer,
        boolean udpGso, boolean udpGro) {
    /** Datagrams have the codepoint of the packet inside. */
    public static final int INHERIT_DSCP = -1;

    public EndpointConfiguration {
        requireNonNull(name);
        requireNonNull(encapsulation);
        requireNonNull(networkNamespace);
        requireNonNull(localAddress);
    }
}
