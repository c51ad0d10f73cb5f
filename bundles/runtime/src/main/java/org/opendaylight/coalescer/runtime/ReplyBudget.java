/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

/**
 * How many ICMP errors may be sent: senders must be told, but whoever sends nonsense must not get as much back
 * (RFC 1812 section 4.3.2.8, RFC 4443 section 2.4 (f)). Owned by one worker.
 */
final class ReplyBudget {
    /** Nanoseconds until one more may be sent, and how many may be sent at once after a pause. */
    private static final long INTERVAL_NS = 10_000_000;
    private static final int BURST = 50;

    /** When the bucket is full again. */
    private long fullNs = System.nanoTime();

    /**
     * Whether one more is too many at present.
     *
     * @param nowNs {@link System#nanoTime}
     * @return true if nothing may be sent
     */
    boolean isSpent(final long nowNs) {
        return Math.max(fullNs - nowNs, 0) + INTERVAL_NS > BURST * INTERVAL_NS;
    }

    /** Counts one that was sent. */
    void spend(final long nowNs) {
        fullNs = nowNs + Math.max(fullNs - nowNs, 0) + INTERVAL_NS;
    }
}
