/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.checksum;

import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.VerbatimReason;

/** What was found about the checksums of a packet. */
public enum ChecksumVerdict {
    /** Good, verified here or before. */
    GOOD(null),
    /** Nobody looked, since the carrier is trusted. */
    TRUSTED(null),
    /** To be finished, as the metadata says, and then as the segmenter writes it. */
    PARTIAL(null),
    /** To be finished, as the metadata says, but not as TCP and UDP have it. */
    PARTIAL_ELSEWHERE(VerbatimReason.UNFINISHED_CHECKSUM),
    /** A good TCP checksum of 0xffff where the segmenter writes 0: Linux sends it at times. */
    ODD(VerbatimReason.ODD_CHECKSUM),
    /** Holds just the pseudo-header sum, without metadata that says so. */
    UNFINISHED(VerbatimReason.UNFINISHED_CHECKSUM),
    /** An IPv4 header checksum is wrong. */
    BAD_IP(VerbatimReason.BAD_IP_CHECKSUM),
    /** The TCP checksum is wrong. */
    BAD_TCP(VerbatimReason.BAD_L4_CHECKSUM),
    /** A UDP checksum is wrong. */
    BAD_UDP(VerbatimReason.BAD_L4_CHECKSUM),
    /** The ICMP or ICMPv6 checksum is wrong. */
    BAD_ICMP(VerbatimReason.BAD_L4_CHECKSUM),
    /** The CRC32c of SCTP is wrong. */
    BAD_SCTP(VerbatimReason.BAD_L4_CHECKSUM);

    private final @Nullable VerbatimReason obstacle;

    ChecksumVerdict(final @Nullable VerbatimReason obstacle) {
        this.obstacle = obstacle;
    }

    /** Whether it speaks for what the packet says: good, to be trusted, or to be finished. */
    public boolean isSound() {
        return compareTo(UNFINISHED) < 0;
    }

    /** Why it keeps a packet from any superpacket, null if it doesn't. */
    public @Nullable VerbatimReason obstacle() {
        return obstacle;
    }
}
