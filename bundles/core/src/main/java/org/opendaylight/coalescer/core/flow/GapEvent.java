/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import java.net.InetAddress;

/**
 * A packet that began beyond the sequence number expected.
 *
 * @param timeNs when it was seen, nanoseconds since 1970 by the wall clock; {@link GapListener} has another one
 * @param source source address of the flow
 * @param destination destination address of the flow
 * @param ports source port in the upper, destination port in the lower 16 bits
 * @param before the chain that arrived before the gap
 * @param sequence first sequence number behind the gap
 * @param gapBytes bytes missing, 1..2^30
 * @param ending how it ended
 */
public record GapEvent(long timeNs, InetAddress source, InetAddress destination, int ports, Before before,
        int sequence, int gapBytes, GapEnding ending) {

    /**
     * The chain that arrived before a gap.
     *
     * @param start its first sequence number
     * @param end the sequence number behind its last byte
     * @param segments its segments
     * @param bytes its payload bytes
     */
    public record Before(int start, int end, int segments, int bytes) {
    }

    /** The same gap with another ending. */
    public GapEvent endedAs(final GapEnding other) {
        return new GapEvent(timeNs, source, destination, ports, before, sequence, gapBytes, other);
    }

    /** The same gap by another clock. */
    GapEvent seenAt(final long otherNs) {
        return new GapEvent(otherNs, source, destination, ports, before, sequence, gapBytes, ending);
    }

    public int sourcePort() {
        return ports >>> 16;
    }

    public int destinationPort() {
        return ports & 0xffff;
    }
}
