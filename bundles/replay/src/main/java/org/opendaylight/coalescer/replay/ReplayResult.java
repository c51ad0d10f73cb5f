/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import java.util.List;
import java.util.Map;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.replay.capture.CaptureException;

/**
 * What a replay found.
 *
 * @param options how the capture was replayed
 * @param capture what the capture is
 * @param tunnel what came of decapsulation, null if none was asked for
 * @param batches batches with at least one packet
 * @param statistics what the coalescer counted
 * @param problem where the capture is broken and how, null if it is whole
 */
@SuppressFBWarnings(value = "EI_EXPOSE_REP", justification = "Nobody changes it any more")
public record ReplayResult(ReplayOptions options, Capture capture, @Nullable Tunnel tunnel, long batches,
        CoalescerStatistics statistics, @Nullable CaptureException problem) {

    /**
     * What a capture is.
     *
     * @param format name of the file format, empty if it isn't known
     * @param linkTypes names of the link layers of its frames
     * @param frames frames and their bytes
     * @param time when they were captured
     */
    public record Capture(String format, List<String> linkTypes, Frames frames, Time time) {
        public Capture {
            linkTypes = List.copyOf(linkTypes);
        }
    }

    /**
     * Frames of a capture.
     *
     * @param count how many
     * @param bytes their bytes as captured
     * @param nonIp those that are no IP packets
     * @param truncated those of which not all bytes were captured
     */
    public record Frames(long count, long bytes, long nonIp, long truncated) {
    }

    /**
     * Time in a capture, nanoseconds since 1970.
     *
     * @param firstNs of the first frame, 0 without any
     * @param lastNs the latest one
     * @param stepsBack frames that are older than one before them
     */
    public record Time(long firstNs, long lastNs, long stepsBack) {
        /** Nanoseconds from the first frame to the latest. */
        public long durationNs() {
            return lastNs - firstNs;
        }
    }

    /**
     * What came of decapsulation.
     *
     * @param decapsulated datagrams of which the inside was replayed
     * @param outside IP packets that are no datagrams of the tunnel
     * @param drops datagrams that an endpoint would drop, by reason
     */
    public record Tunnel(long decapsulated, long outside, Map<TunnelDrop, Long> drops) {
        public Tunnel {
            drops = Map.copyOf(drops);
        }
    }
}
