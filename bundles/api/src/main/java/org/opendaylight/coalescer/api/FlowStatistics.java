/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;

/**
 * What a flow has sent to a port since it was seen first, and why its packets did not coalesce. A flow is forgotten a
 * minute after its last packet, or earlier to make room for others.
 *
 * @param key which flow it is
 * @param lastSeen when its last packet came; stays as it is while none comes
 * @param traffic how much it was
 * @param sealReasons its chains by why they ended, named as in {@code odl-coalescer.yang}, without zeros
 * @param gaps what was missing; all zero for UDP
 * @param duplicatePackets packets of which all bytes had been seen before
 * @param reorderedPackets packets that filled a gap and were just late
 */
public record FlowStatistics(Key key, Instant lastSeen, Traffic traffic, Map<String, Long> sealReasons,
        PortStatistics.Gaps gaps, long duplicatePackets, long reorderedPackets) {
    public FlowStatistics {
        requireNonNull(key);
        requireNonNull(lastSeen);
        requireNonNull(traffic);
        sealReasons = Map.copyOf(sealReasons);
        requireNonNull(gaps);
    }

    /**
     * What tells a flow from others.
     *
     * @param isUdp UDP rather than TCP
     * @param source source address
     * @param sourcePort source port, 0..65535
     * @param destination destination address
     * @param destinationPort destination port, 0..65535
     */
    public record Key(boolean isUdp, InetAddress source, int sourcePort, InetAddress destination,
            int destinationPort) {
        public Key {
            requireNonNull(source);
            requireNonNull(destination);
        }
    }

    /**
     * How much a flow has sent.
     *
     * @param packets data packets, duplicates included
     * @param bytes their payload
     * @param superpackets superpackets written of them
     * @param segments packets that became part of those
     */
    public record Traffic(long packets, long bytes, long superpackets, long segments) {
    }
}
