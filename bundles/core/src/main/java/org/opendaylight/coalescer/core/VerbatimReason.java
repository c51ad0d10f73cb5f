/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core;

/** Why a packet left as it came. Each verbatim packet has exactly one. */
public enum VerbatimReason {
    /** Neither TCP nor UDP. */
    NOT_TCP_UDP,
    /** IPv4 options. */
    IP_OPTIONS,
    /** A fragment. */
    FRAGMENT,
    /** An IPv6 extension header hides the flow. */
    EXTENSION_HEADER,
    /** The IPv4 header checksum is wrong. */
    BAD_IP_CHECKSUM,
    /** The TCP or UDP checksum is wrong. */
    BAD_L4_CHECKSUM,
    /** The checksum field holds just the pseudo-header sum: somebody left it to an offload that never came. */
    UNFINISHED_CHECKSUM,
    /** A good TCP checksum of 0xffff where the segmenter writes 0. */
    ODD_CHECKSUM,
    /** UDP without checksum; merging would invent one. */
    ZERO_UDP_CHECKSUM,
    /** An acknowledgment without payload. */
    PURE_ACK,
    /** Superpackets of this protocol can't be written, or are switched off. */
    NO_OFFLOAD,
    /** Coalescing of this protocol is switched off. */
    COALESCING_OFF,
    /** Bytes behind the end that the IP header gives. */
    TRAILING_BYTES,
    /** Longer than {@code max-bytes}, or with more payload than {@code max-segment-size}. */
    TOO_LARGE,
    /** Lengths that contradict each other, or a header cut short. */
    MALFORMED,
    /** A TCP flag that no superpacket may carry, or no ACK. */
    FLAG_NOT_ADMISSIBLE,
    /** A UDP datagram without payload. */
    NO_PAYLOAD,
    /** A chain that stayed alone. */
    SINGLE_SEGMENT,
    /** The output refused the superpacket: its segments went one by one. */
    SUPERPACKET_REFUSED,
    /** The superpacket failed the last check before the write: its segments went one by one. */
    GEOMETRY_ERROR
}
