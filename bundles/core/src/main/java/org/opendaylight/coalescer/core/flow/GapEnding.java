/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

/** How a gap ended. */
public enum GapEnding {
    /** It has not: bytes are missing. */
    OPEN,
    /** Filled by what looks like a retransmission: a newer timestamp value, or later than the reorder window. */
    RETRANSMISSION_SUSPECTED,
    /** Filled by packets that were just late. */
    LATE_REORDER,
    /** Not filled within {@link FlowTracker#GAP_LIFETIME_NS}, or before its connection ended. */
    NEVER_FILLED,
    /** Nobody knows: its flow had too many younger gaps, or had to make room for another flow. */
    GIVEN_UP;

    /** What counts gaps that ended so. */
    SequenceCounter counter() {
        return switch (this) {
            case RETRANSMISSION_SUSPECTED -> SequenceCounter.RETRANSMISSION_SUSPECTED;
            case LATE_REORDER -> SequenceCounter.LATE_REORDER;
            case NEVER_FILLED -> SequenceCounter.NEVER_FILLED;
            case GIVEN_UP -> SequenceCounter.GAPS_GIVEN_UP;
            case OPEN -> throw new IllegalStateException("An open gap has not ended");
        };
    }
}
