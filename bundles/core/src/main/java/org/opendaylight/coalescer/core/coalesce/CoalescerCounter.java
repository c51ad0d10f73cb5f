/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

/**
 * What a coalescer counts besides its reasons. {@link #PACKETS} = {@link #SEGMENTS} + {@link #VERBATIM} +
 * {@link #DROPPED}, and {@link #WRITES} = {@link #SUPERPACKETS} + {@link #VERBATIM}, whenever nothing is held.
 */
public enum CoalescerCounter {
    /** Packets committed. */
    PACKETS,
    /** Their bytes from the IP header on. */
    BYTES,
    /** Superpackets that the output took. */
    SUPERPACKETS,
    /** Packets that left as part of one. */
    SEGMENTS,
    /** Packets that left unchanged. */
    VERBATIM,
    /** Writes that the output took. */
    WRITES,
    /** Packets lost: empty ones, and those that the output refused. */
    DROPPED,
    /** Chains emitted, of one segment or more. */
    CHAINS,
    /** Flushes that had something to emit. */
    FLUSHES,
    /** Runs of chains of one flow that had to be put back in order. */
    REPAIR_EVENTS,
    /** Segments in chains that moved forward when a run was put back in order. */
    REPAIRED_SEGMENTS,
    /** Superpackets that failed the last check before the write: a bug. */
    GEOMETRY_ERRORS,
    /** Packets whose checksum nobody looked at; this and what follows: data packets, ICMP, ICMPv6 and SCTP. */
    CSUM_NONE,
    /** Packets whose checksum is good, verified here or before. */
    CSUM_UNNECESSARY,
    /** Packets that came with their checksum to be finished, as their metadata says. */
    CSUM_PARTIAL,
    /** Packets that hold just the pseudo-header sum, without metadata that says so. */
    CSUM_UNFINISHED,
    /** Packets with a wrong IPv4 header checksum. */
    CSUM_BAD_IP,
    /** TCP data packets with a wrong checksum. */
    CSUM_BAD_TCP,
    /** UDP data packets with a wrong checksum. */
    CSUM_BAD_UDP,
    /** ICMP and ICMPv6 packets with a wrong checksum. */
    CSUM_BAD_ICMP,
    /** SCTP packets with a wrong checksum. */
    CSUM_BAD_SCTP
}
