/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import java.nio.ByteBuffer;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Finds what is missing between the chains of a TCP flow, in the order in which they leave, inside one flush. All
 * differences are serial arithmetic (RFC 1982).
 *
 * <p>Hot path: owned by one worker.
 */
final class GapTracker {
    private final ByteBuffer net;
    private final FlowTable flows;
    private final CoalescerStatistics statistics;
    private final boolean[] known;
    private final int[] expected;
    private final int[] lastStart;
    private final int[] lastEnd;
    private final int[] lastSegments;

    /** What the log reads about the last gap. */
    private int gapFlow;
    private int gapBytes;

    GapTracker(final PacketMemory memory, final FlowTable flows, final CoalescerStatistics statistics,
            final int flowLimit) {
        net = memory.net();
        this.flows = flows;
        this.statistics = statistics;
        known = new boolean[flowLimit];
        expected = new int[flowLimit];
        lastStart = new int[flowLimit];
        lastEnd = new int[flowLimit];
        lastSegments = new int[flowLimit];
    }

    /** Expects nothing of a flow any more: it is new, or begins anew. */
    void forget(final int flow) {
        known[flow] = false;
    }

    /**
     * Takes note of data that leaves.
     *
     * @param flow its flow
     * @param start first sequence number
     * @param end sequence number behind the last byte
     * @param segments its number of segments
     */
    void observe(final int flow, final int start, final int end, final int segments) {
        if (!known[flow]) {
            known[flow] = true;
            expected[flow] = end;
        } else {
            final int missing = start - expected[flow];
            if (missing > 0) {
                gapFlow = flow;
                gapBytes = missing;
                statistics.increment(CoalescerCounter.GAPS);
                statistics.add(CoalescerCounter.GAP_BYTES, missing);
                statistics.gapLog().record(net, flows.offset(flow), flows.ports(flow), this, start);
            }
            if (end - expected[flow] > 0) {
                expected[flow] = end;
            }
        }
        lastStart[flow] = start;
        lastEnd[flow] = end;
        lastSegments[flow] = segments;
    }

    int gapBytes() {
        return gapBytes;
    }

    int beforeStart() {
        return lastStart[gapFlow];
    }

    int beforeEnd() {
        return lastEnd[gapFlow];
    }

    int beforeSegments() {
        return lastSegments[gapFlow];
    }

    int beforeBytes() {
        return lastEnd[gapFlow] - lastStart[gapFlow];
    }
}
