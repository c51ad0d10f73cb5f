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
import java.util.List;

/**
 * Who may send to a port, and to whom it sends.
 *
 * @param name name of the peer
 * @param address underlay address; datagrams from other addresses are dropped
 * @param port UDP port to send to
 * @param allowedPrefixes inner destinations sent to the peer and inner sources accepted from it
 * @param macs inner stations that are behind the peer, of a port that carries Ethernet frames
 */
public record PeerConfiguration(String name, InetAddress address, int port, List<IpPrefix> allowedPrefixes,
        List<MacAddress> macs) {
    public PeerConfiguration {
        requireNonNull(name);
        requireNonNull(address);
        allowedPrefixes = List.copyOf(allowedPrefixes);
        macs = List.copyOf(macs);
    }

    /** A peer without stations. */
    public PeerConfiguration(final String name, final InetAddress address, final int port,
            final List<IpPrefix> allowedPrefixes) {
        this(name, address, port, allowedPrefixes, List.of());
    }
}
