/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opendaylight.coalescer.api.GapEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs gaps for who debugs a flow, a few of a port at a time. Confined to one thread. */
final class GapTrace {
    private static final int MAX_AT_ONCE = 10;
    private static final Logger LOG = LoggerFactory.getLogger(GapTrace.class);

    /** Number of the first gap of each port that has not been seen. */
    private final Map<String, Long> next = new HashMap<>();

    /**
     * Logs what is new.
     *
     * @param port name of the port
     * @param gaps its last gaps, oldest first
     */
    void trace(final String port, final List<GapEvent> gaps) {
        if (LOG.isDebugEnabled()) {
            final List<GapEvent> fresh = fresh(port, gaps);
            fresh.stream().limit(MAX_AT_ONCE).forEach(gap -> LOG.debug(
                "Gap in port {}: flow {} port {} to {} port {}, {} bytes missing before sequence number {}, ending {}",
                port, gap.source().getHostAddress(), gap.sourcePort(), gap.destination().getHostAddress(),
                gap.destinationPort(), gap.gapBytes(), Integer.toUnsignedString(gap.sequenceSeen()), gap.ending()));
            if (fresh.size() > MAX_AT_ONCE) {
                LOG.debug("Gap in port {}: {} more at the same time", port, fresh.size() - MAX_AT_ONCE);
            }
        }
    }

    /** The gaps that were not among those of the call before. */
    List<GapEvent> fresh(final String port, final List<GapEvent> gaps) {
        final long end = gaps.isEmpty() ? 0 : gaps.getLast().id() + 1;
        final Long before = next.put(port, end);
        // After a clear they are numbered from 0 again
        final long begin = before == null || before > end ? 0 : before;
        return gaps.stream().filter(gap -> gap.id() >= begin).toList();
    }

    /**
     * Forgets ports that are gone.
     *
     * @param ports those that are there
     */
    void retain(final Collection<String> ports) {
        next.keySet().retainAll(ports);
    }
}
