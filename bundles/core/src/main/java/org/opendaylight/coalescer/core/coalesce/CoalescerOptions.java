/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static java.util.Objects.requireNonNull;

/**
 * What an operator may choose about coalescing.
 *
 * @param tcp whether TCP is coalesced
 * @param udp whether UDP is coalesced
 * @param maxSegments most segments of a superpacket, 2..64
 * @param maxBytes most bytes of a superpacket with its headers, 1280..65535; longer packets go verbatim
 * @param maxSegmentSize most payload bytes of one segment, 1..65535; packets with more go verbatim
 * @param reorderRepair whether the TCP segments of one flush are put back in order
 * @param ecnPolicy which codepoints merge
 * @param checksumValidation whether checksums are verified
 * @param holdPackets most packets held, 1..{@link #MAX_HOLD_PACKETS}
 * @param holdTimeNs longest time that the first held packet waits, 0 or more
 * @param maxFlows most flows remembered, 1 or more
 * @param reorderWindowNs longest time after which a filled gap counts as reordering, 0 or more
 */
public record CoalescerOptions(boolean tcp, boolean udp, int maxSegments, int maxBytes, int maxSegmentSize,
        boolean reorderRepair, EcnPolicy ecnPolicy, ChecksumValidation checksumValidation, int holdPackets,
        long holdTimeNs, int maxFlows, long reorderWindowNs) {
    /** Most segments that any superpacket has; Linux refuses more for UDP ({@code UDP_MAX_SEGMENTS} once was 64). */
    public static final int MAX_SEGMENTS = 64;
    /** Most packets that anybody may hold. Ports hold far fewer; a capture may say that a million came at once. */
    public static final int MAX_HOLD_PACKETS = 1 << 20;
    /** What the YANG model gives where the operator says nothing. */
    public static final CoalescerOptions DEFAULT = new CoalescerOptions(true, true, MAX_SEGMENTS, 0xffff, true,
        EcnPolicy.EXACT, ChecksumValidation.VERIFY, 1024, 200_000);

    private static final int DEFAULT_MAX_FLOWS = 4096;
    private static final long DEFAULT_REORDER_WINDOW_NS = 10_000_000;

    public CoalescerOptions {
        requireRange("max-segments", maxSegments, 2, MAX_SEGMENTS);
        requireRange("max-bytes", maxBytes, 1280, 0xffff);
        requireRange("max-segment-size", maxSegmentSize, 1, 0xffff);
        requireRange("hold packets", holdPackets, 1, MAX_HOLD_PACKETS);
        if (holdTimeNs < 0) {
            throw new IllegalArgumentException("hold time " + holdTimeNs + " ns is negative");
        }
        requireRange("max-flows", maxFlows, 1, 1 << 20);
        if (reorderWindowNs < 0) {
            throw new IllegalArgumentException("reorder-window " + reorderWindowNs + " ns is negative");
        }
        requireNonNull(ecnPolicy);
        requireNonNull(checksumValidation);
    }

    /** Options with flow statistics and segments of any size, as the operator gets them without asking. */
    public CoalescerOptions(final boolean tcp, final boolean udp, final int maxSegments, final int maxBytes,
            final boolean reorderRepair, final EcnPolicy ecnPolicy, final ChecksumValidation checksumValidation,
            final int holdPackets, final long holdTimeNs) {
        this(tcp, udp, maxSegments, maxBytes, 0xffff, reorderRepair, ecnPolicy, checksumValidation, holdPackets,
            holdTimeNs, DEFAULT_MAX_FLOWS, DEFAULT_REORDER_WINDOW_NS);
    }

    /**
     * The same options with other bounds of what is held.
     *
     * @param packets most packets held
     * @param timeNs longest time that the first held packet waits
     * @return the options
     */
    public CoalescerOptions holding(final int packets, final long timeNs) {
        return new CoalescerOptions(tcp, udp, maxSegments, maxBytes, maxSegmentSize, reorderRepair, ecnPolicy,
            checksumValidation, packets, timeNs, maxFlows, reorderWindowNs);
    }

    /**
     * The same options with another bound of segments.
     *
     * @param bytes most payload bytes of one segment
     * @return the options
     */
    public CoalescerOptions segmentsUpTo(final int bytes) {
        return new CoalescerOptions(tcp, udp, maxSegments, maxBytes, bytes, reorderRepair, ecnPolicy,
            checksumValidation, holdPackets, holdTimeNs, maxFlows, reorderWindowNs);
    }

    private static void requireRange(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + " is not in " + min + ".." + max);
        }
    }
}
