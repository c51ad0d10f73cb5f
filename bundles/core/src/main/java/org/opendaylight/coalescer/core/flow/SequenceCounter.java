/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

/**
 * What is counted about the order in which TCP data arrives. {@link FlowTracker} says what each one means exactly. With
 * the gaps that are open, {@link #GAPS} = {@link #RETRANSMISSION_SUSPECTED} + {@link #LATE_REORDER} +
 * {@link #NEVER_FILLED} + {@link #GAPS_GIVEN_UP}.
 */
public enum SequenceCounter {
    /** Packets that began beyond the sequence number expected. */
    GAPS,
    /** Bytes missing there. */
    GAP_BYTES,
    /** Gaps filled by what looks like a retransmission. */
    RETRANSMISSION_SUSPECTED,
    /** Gaps filled by packets that were just late. */
    LATE_REORDER,
    /** Gaps never filled. */
    NEVER_FILLED,
    /** Gaps that were no longer watched. */
    GAPS_GIVEN_UP,
    /** Packets of which all bytes had been seen before. */
    DUPLICATE_PACKETS,
    /** Bytes that had been seen before. */
    DUPLICATE_BYTES,
    /** Packets that filled a gap and were just late. */
    REORDERED_PACKETS,
    /** Those among them that are 3-reordered (RFC 4737 section 5): TCP takes three duplicate ACKs for a loss. */
    N_REORDERED_PACKETS,
    /** Flows forgotten to make room for others. */
    EVICTED_FLOWS
}
