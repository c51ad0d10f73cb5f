/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

/**
 * What the kernel may or may not be able to do for us. Each is asked for and probed on its own and has its own reason
 * when it is missing, see {@link CapabilityResult}.
 */
public enum Capability {
    /** TUN devices can be created at all. */
    TUN_DEVICE("tun-device", Direction.DEVICE, 0),
    /** The kernel may hand us packets whose checksum is to be finished. {@code TUN_F_CSUM}, {@code linux/if_tun.h}. */
    READ_CHECKSUM("checksum", Direction.FROM_KERNEL, 0x01),
    /** The kernel may hand us TCP superpackets over IPv4. {@code TUN_F_TSO4}. */
    READ_TSO4("tso4", Direction.FROM_KERNEL, 0x02),
    /** The kernel may hand us TCP superpackets over IPv6. {@code TUN_F_TSO6}. */
    READ_TSO6("tso6", Direction.FROM_KERNEL, 0x04),
    /** The kernel may hand us TCP superpackets with CWR set. {@code TUN_F_TSO_ECN}. */
    READ_TSO_ECN("tso-ecn", Direction.FROM_KERNEL, 0x08),
    /** The kernel may hand us UDP superpackets over IPv4. {@code TUN_F_USO4}, Linux 6.2. */
    READ_USO4("uso4", Direction.FROM_KERNEL, 0x20),
    /** The kernel may hand us UDP superpackets over IPv6. {@code TUN_F_USO6}, Linux 6.2. */
    READ_USO6("uso6", Direction.FROM_KERNEL, 0x40),
    /** The kernel may hand us encapsulated superpackets. {@code TUN_F_UDP_TUNNEL_GSO}, Linux 6.17. */
    READ_UDP_TUNNEL_GSO("udp-tunnel-gso", Direction.FROM_KERNEL, 0x80),
    /** The same with an outer UDP checksum. {@code TUN_F_UDP_TUNNEL_GSO_CSUM}, Linux 6.17. */
    READ_UDP_TUNNEL_GSO_CSUM("udp-tunnel-gso-csum", Direction.FROM_KERNEL, 0x100),
    /** The kernel takes packets whose checksum is to be finished. */
    WRITE_CHECKSUM("checksum", Direction.TO_KERNEL, 0),
    /** The kernel takes TCP superpackets over IPv4. */
    WRITE_TSO4("tso4", Direction.TO_KERNEL, 0),
    /** The kernel takes TCP superpackets over IPv6. */
    WRITE_TSO6("tso6", Direction.TO_KERNEL, 0),
    /** The kernel takes UDP superpackets over IPv4. */
    WRITE_USO4("uso4", Direction.TO_KERNEL, 0),
    /** The kernel takes UDP superpackets over IPv6. */
    WRITE_USO6("uso6", Direction.TO_KERNEL, 0),
    /**
     * The kernel takes encapsulated superpackets, with or without outer UDP checksum. Linux 6.17 and 6.18 take them
     * from TAP devices only: {@code virtio_net_hdr_tnl_to_skb} demands room for an Ethernet header in front.
     */
    WRITE_UDP_TUNNEL_GSO("udp-tunnel-gso", Direction.TO_KERNEL, 0),
    /** One send call takes many datagrams in one buffer. {@code UDP_SEGMENT}, {@code linux/udp.h}, Linux 4.18. */
    UDP_SEGMENT("udp-gso", Direction.SOCKET, 0),
    /** One receive slot gets many datagrams. {@code UDP_GRO}, Linux 5.0. */
    UDP_GRO("udp-gro", Direction.SOCKET, 0);

    /** Where a capability acts. */
    public enum Direction {
        /** The device itself. */
        DEVICE,
        /** What we read from a TUN queue. */
        FROM_KERNEL,
        /** What we write to a TUN queue. */
        TO_KERNEL,
        /** The underlay socket. */
        SOCKET
    }

    private final String label;
    private final Direction direction;
    private final int tunFlag;

    Capability(final String label, final Direction direction, final int tunFlag) {
        this.label = label;
        this.direction = direction;
        this.tunFlag = tunFlag;
    }

    /** The name that operators see, unique together with {@link #direction()}. */
    public String label() {
        return label;
    }

    /** Where it acts. */
    public Direction direction() {
        return direction;
    }

    /** The bit in the argument of {@code TUNSETOFFLOAD}, 0 for what is not negotiated there. */
    int tunFlag() {
        return tunFlag;
    }
}
