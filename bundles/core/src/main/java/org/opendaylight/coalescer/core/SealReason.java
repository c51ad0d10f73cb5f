/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core;

/** Why a chain ended. Each emitted chain has exactly one, so the counters add up to the number of chains. */
public enum SealReason {
    /** A segment with PSH ended it, or was its first. */
    PSH,
    /** A FIN ended it. */
    FIN,
    /** A segment shorter than the segment size ended it. */
    SHORT_TAIL,
    /** The next payload was longer than the segment size. */
    LARGER_SEGMENT,
    /** It had {@code max-segments} segments. */
    MAX_SEGMENTS,
    /** Headers and payload would have exceeded {@code max-bytes}. */
    MAX_BYTES,
    /** The next segment began beyond the expected sequence number. */
    SEQUENCE_GAP,
    /** The next segment began before the expected sequence number. */
    SEQUENCE_BEHIND,
    /** The acknowledgment number changed. */
    ACK,
    /** The window or the urgent pointer changed. */
    WINDOW,
    /** The bytes of the TCP options changed. */
    OPTIONS,
    /** The length of the headers changed. */
    HEADER_LENGTH,
    /** TTL or hop limit changed. */
    TTL,
    /** DSCP changed. */
    TOS,
    /** The IPv6 flow label changed. */
    FLOW_LABEL,
    /** DF or another bit of the fragment word changed. */
    FRAGMENT_BITS,
    /** The ECN codepoint, ECE or a reserved bit of TCP changed. */
    ECN_CHANGE,
    /** DF is clear and the IPv4 identification did not count on. */
    IP_ID,
    /** A header of the tunnel around it changed. */
    OUTER_HEADER,
    /** A packet of the flow had a flag that no superpacket may carry. */
    FLAG_NOT_ADMISSIBLE,
    /** A packet of the flow had a bad checksum. */
    BAD_CHECKSUM,
    /** A packet between the same addresses had no readable ports. */
    ADDRESS_PAIR,
    /** Another packet of the flow had to go verbatim. */
    OTHER_VERBATIM,
    /** The batch was flushed. */
    END_OF_BATCH,
    /** Held packets or held time reached their bound. */
    HOLD_BOUND,
    /** Configuration changed. */
    CONFIG_CHANGE,
    /** The output refused it. */
    WRITER_ERROR
}
