/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.packet.TimestampOption;

/**
 * What is written at once: a verbatim packet or a chain. {@link ChainStore} says what lies in it; of a verbatim packet
 * only the reason and the packet do. Hot path: owned by one worker.
 */
final class HeldEvent {
    private static final int ECN_CE = 3;

    /** Why its packet goes as it is, null for a chain. */
    @Nullable VerbatimReason verbatim;
    /** First and last packet. */
    int first;
    int last;
    /** Why the chain ended, null while it is open. */
    @Nullable SealReason seal;
    int segments;
    int segmentSize;
    /** Payload bytes of all segments, and most that it may have. */
    int payload;
    int maxPayload;
    /** TCP only: the sequence number behind it. */
    int nextSeq;
    /** See {@link PacketParser#layout}. */
    int layout;
    /** FIN and PSH as the superpacket has to carry them: those of the last segment. */
    int closingFlags;
    /** A bit for each ECN codepoint among the segments. */
    int codepoints;
    /** TSval of all segments (RFC 7323 section 3.2), or {@link TimestampOption#NONE}. */
    long timestamp;
    long openedNs;
    /** What {@link org.opendaylight.coalescer.core.flow.FlowTracker} knows its flow by. */
    long flowTicket;

    boolean isChain() {
        return verbatim == null;
    }

    boolean isOpen() {
        return seal == null;
    }

    boolean isTcp() {
        return (layout & PacketParser.LAYOUT_UDP) == 0;
    }

    boolean isEncapsulated() {
        return PacketParser.outerLength(layout) != 0;
    }

    /** Whether a segment is marked CE. */
    boolean isCongested() {
        return (codepoints & 1 << ECN_CE) != 0;
    }

    /** Whether the segments carry the TCP timestamp option. */
    boolean isTimestamped() {
        return timestamp != TimestampOption.NONE;
    }

    /** First sequence number. */
    int sequence() {
        return nextSeq - payload;
    }

    /** Ends the chain unless something has ended it before. */
    void seal(final SealReason why) {
        if (seal == null) {
            seal = why;
        }
    }
}
