/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

/**
 * Addresses of the lab: IPv4 from the block for benchmarks (RFC 2544), IPv6 from that for documentation (RFC 3849). A
 * machine may well have the documentation blocks of IPv4 in use.
 */
public final class LabAddresses {
    /** All IPv4 addresses of the lab. */
    public static final String NETWORK_IPV4 = "198.18.0.0/22";
    /** Underlay address of the controller's side. */
    public static final String NEAR_UNDERLAY = "198.18.1.1";
    /** Underlay address of the kernel's tunnel device. */
    public static final String FAR_UNDERLAY = "198.18.1.2";
    /** Underlay address where nothing of the kernel's listens: for peers that are programs. */
    public static final String SPARE_UNDERLAY = "198.18.1.3";
    /** Length of the prefix of the underlay. */
    public static final int UNDERLAY_PREFIX_LENGTH = 24;
    /** UDP port of the tunnel at both ends, as registered for VXLAN-GPE. */
    public static final int TUNNEL_PORT = 4790;
    /** Virtual network identifier. */
    public static final int VNI = 4242;

    /** Underlay address of the controller's side towards a relay. */
    public static final String RELAYED_NEAR = "198.18.0.1";
    /** Address of the relay towards the controller's side. */
    public static final String RELAY_NEAR = "198.18.0.2";
    /** Underlay address of the far end towards a relay. */
    public static final String RELAYED_FAR = "198.18.0.5";
    /** Address of the relay towards the far end. */
    public static final String RELAY_FAR = "198.18.0.6";
    /** Length of the prefixes of both. */
    public static final int RELAY_PREFIX_LENGTH = 30;

    /** Address of the port, IPv4. */
    public static final String NEAR_IPV4 = "198.18.2.1";
    /** Network of the port, IPv4. */
    public static final String NEAR_IPV4_NETWORK = "198.18.2.0/24";
    /** Address behind the tunnel, IPv4. */
    public static final String FAR_IPV4 = "198.18.3.1";
    /** Network behind the tunnel, IPv4: its lower half. */
    public static final String FAR_IPV4_NETWORK = "198.18.3.0/25";
    /** Address behind a peer that is a program. */
    public static final String SPARE_IPV4 = "198.18.3.129";
    /** Network behind a peer that is a program. */
    public static final String SPARE_IPV4_NETWORK = "198.18.3.128/25";

    /** Address of the port, IPv6. */
    public static final String NEAR_IPV6 = "2001:db8:1::1";
    /** Network of the port, IPv6. */
    public static final String NEAR_IPV6_NETWORK = "2001:db8:1::/64";
    /** Address behind the tunnel, IPv6. */
    public static final String FAR_IPV6 = "2001:db8:2::1";
    /** Network behind the tunnel, IPv6. */
    public static final String FAR_IPV6_NETWORK = "2001:db8:2::/64";
    /** Address behind a second peer, IPv6. */
    public static final String SPARE_IPV6 = "2001:db8:3::1";
    /** Network behind a second peer, IPv6. */
    public static final String SPARE_IPV6_NETWORK = "2001:db8:3::/64";

    /** MTU of the underlay. */
    public static final int UNDERLAY_MTU = 1500;
    /** What the headers of the underlay take: IPv4 20, UDP 8, VXLAN-GPE 8. */
    public static final int OVERHEAD = 36;

    private LabAddresses() {
        // constants only
    }
}
