/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

/**
 * Kinds of superpacket, with their values of {@code virtio_net_hdr.gso_type} ({@code include/uapi/linux/virtio_net.h}).
 */
public enum GsoType {
    NONE(0),
    TCPV4(1),
    TCPV6(4),
    UDP_L4(5),
    /**
     * One of the others behind an outer UDP header, where kinds are told apart by what a device does with them. A
     * packet has the type of its inner one, see {@link PacketMetadata#setTunnel}.
     */
    UDP_TUNNEL(0x60);

    private final int code;

    GsoType(final int code) {
        this.code = code;
    }

    /** Value of {@code gso_type} without the ECN bit. */
    public int code() {
        return code;
    }
}
