/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.core.ErrnoCounters;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;

/** The counters of one endpoint on one worker. Written by the worker, read by any thread. */
final class EndpointCounters {
    private final EnumCounters<EndpointCounter> traffic = new EnumCounters<>(EndpointCounter.class);
    private final EnumCounters<TunnelDrop> drops = new EnumCounters<>(TunnelDrop.class);
    private final ErrnoCounters receiveErrors = new ErrnoCounters();
    private final ErrnoCounters sendErrors = new ErrnoCounters();

    EnumCounters<EndpointCounter> traffic() {
        return traffic;
    }

    /** Datagrams that no port could be found for. */
    EnumCounters<TunnelDrop> drops() {
        return drops;
    }

    ErrnoCounters receiveErrors() {
        return receiveErrors;
    }

    ErrnoCounters sendErrors() {
        return sendErrors;
    }

    /** Adds everything to a reading. */
    void addTo(final Tally tally) {
        tally.add(EndpointCounter.class, traffic);
        tally.add(TunnelDrop.class, drops);
        receiveErrors.forEach((errno, count) -> tally.add(new ReceiveError(errno), count));
        sendErrors.forEach((errno, count) -> tally.add(new SendError(errno), count));
    }

    /** A failed receive call. */
    record ReceiveError(int errno) {
    }

    /** A failed send call. */
    record SendError(int errno) {
    }
}
