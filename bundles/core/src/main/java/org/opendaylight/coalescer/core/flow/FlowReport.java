/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import java.net.InetAddress;
import java.util.Map;
import org.opendaylight.coalescer.core.SealReason;

/**
 * What a flow has sent since it was seen first, and why its packets did not coalesce.
 *
 * @param key which flow it is
 * @param seenNs when its last packet was seen, by the clock that the tracker is told
 * @param traffic how much it was
 * @param counts what was found about the order of its data; all zero for UDP
 * @param seals its chains by why they ended; without zeros
 */
public record FlowReport(Key key, long seenNs, Traffic traffic, Map<SequenceCounter, Long> counts,
        Map<SealReason, Long> seals) {
    public FlowReport {
        counts = Map.copyOf(counts);
        seals = Map.copyOf(seals);
    }

    /**
     * What tells a flow from others.
     *
     * @param isUdp UDP rather than TCP
     * @param source source address
     * @param destination destination address
     * @param ports source port in the upper, destination port in the lower 16 bits
     */
    public record Key(boolean isUdp, InetAddress source, InetAddress destination, int ports) {
    }

    /**
     * How much a flow has sent.
     *
     * @param packets data packets, duplicates included
     * @param bytes their payload
     * @param superpackets superpackets written of them
     * @param segments packets in those
     */
    public record Traffic(long packets, long bytes, long superpackets, long segments) {
    }

    /** What was counted about the order of its data. */
    public long count(final SequenceCounter counter) {
        return counts.getOrDefault(counter, 0L);
    }
}
