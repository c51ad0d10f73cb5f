/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

/** What an output had to do with checksums and superpackets, one counter each. */
public enum TransmitCounter {
    /** Packets that left with the checksum that they had. */
    CSUM_NONE,
    /** Packets and superpackets whose checksum is left to the output. */
    NEEDS_CSUM,
    /** Wire packets whose Internet checksum was finished in software. */
    CSUM_SOFTWARE,
    /** Wire packets whose CRC32c was finished in software. */
    CRC32C_SOFTWARE,
    /** Outer UDP checksums of wire packets, computed from headers alone (local checksum offload). */
    LCO_OUTER,
    /** Superpackets that had to be cut. */
    SUPERPACKETS_SEGMENTED,
    /** Wire packets that they were cut into. */
    SEGMENTS,
    /** Superpackets that passed whole. */
    SUPERPACKETS_PASSED
}
