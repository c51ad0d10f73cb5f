/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

/** Why a packet did not get through a tunnel. Counted by whoever drops it. */
public enum TunnelDrop {
    /** Received: too short for the tunnel header and an IP header behind it. */
    SHORT,
    /** Received: the datagram was longer than the buffer and was cut. */
    TRUNCATED,
    /** Received: a flag that is missing, unknown or reserved, or another version of the tunnel header. */
    BAD_FLAGS,
    /** Received: a message of the tunnel's own maintenance (OAM), which we don't speak. */
    OAM,
    /** Received: an option of the tunnel header that must be understood, and is not (RFC 8926 section 3.5). */
    CRITICAL_OPTION,
    /** Received: options of the tunnel header that do not end where they should. */
    MALFORMED_OPTIONS,
    /** Received: the tunnel carries something else than the port: IP, or Ethernet frames. */
    WRONG_NEXT_PROTOCOL,
    /** Received: no port has this VNI. */
    UNKNOWN_VNI,
    /** Received: the outer source address is no configured peer. */
    UNKNOWN_PEER,
    /** Received: the inner source is in no prefix of the peer, or no station of its. */
    SPOOFED_INNER_SOURCE,
    /** Neither IPv4 nor IPv6 inside. */
    NOT_IP,
    /** Received: the tunnel header announces the other IP version. */
    VERSION_MISMATCH,
    /** TTL or hop limit of the inner packet is 0. */
    TTL_ZERO,
    /** Received: the inner destination is our own endpoint. Sent or relayed: it is that of the peer. */
    LOOP,
    /** Received: congestion was marked outside, and the inner packet can't carry the mark (RFC 6040). */
    ECN_DROP,
    /** Sent: the inner destination is in no prefix of any peer, or there is none. */
    NO_PEER,
    /**
     * Sent or relayed: longer than the underlay towards the peer carries, and its sender can make it shorter. It is
     * told, at a bounded rate.
     */
    TOO_BIG,
    /** Relayed: it has gone through as many hops as its sender allowed. The sender is told, at a bounded rate. */
    TTL_EXCEEDED,
    /** Relayed: a wrong IPv4 header checksum, or a header that promises more than there is (RFC 1812 section 5.2.2). */
    BAD_IP_HEADER,
    /** The port is disabled. */
    PORT_DISABLED
}
