/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import java.net.InetAddress;

/**
 * A chain that began beyond the sequence number expected.
 *
 * @param timeNs when it was seen, nanoseconds since 1970 by the wall clock
 * @param source source address of the flow
 * @param destination destination address of the flow
 * @param ports source port in the upper, destination port in the lower 16 bits
 * @param before the chain in front of the gap
 * @param sequence first sequence number behind the gap
 * @param gapBytes bytes missing, 1..2^31 - 1
 */
public record GapEvent(long timeNs, InetAddress source, InetAddress destination, int ports, Before before,
        int sequence, int gapBytes) {

    /**
     * The chain in front of a gap.
     *
     * @param start its first sequence number
     * @param end the sequence number behind its last byte
     * @param segments its segments
     * @param bytes its payload bytes
     */
    public record Before(int start, int end, int segments, int bytes) {
    }

    public int sourcePort() {
        return ports >>> 16;
    }

    public int destinationPort() {
        return ports & 0xffff;
    }
}
