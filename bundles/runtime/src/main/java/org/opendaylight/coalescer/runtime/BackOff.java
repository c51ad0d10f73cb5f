/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

/**
 * When something that failed is tried again: after 100 ms, then twice as long each time, up to 10 s. One thread.
 */
final class BackOff {
    private static final long FIRST_NS = 100_000_000L;
    private static final long LAST_NS = 10_000_000_000L;

    private long delayNs = FIRST_NS;
    private long dueNs;
    private boolean waiting;

    /**
     * Notes a failure.
     *
     * @param nowNs {@code System.nanoTime()}
     */
    void failed(final long nowNs) {
        waiting = true;
        dueNs = nowNs + delayNs;
        delayNs = Math.min(2 * delayNs, LAST_NS);
    }

    /** Notes success, or something new that is worth a try at once. */
    void reset() {
        waiting = false;
        delayNs = FIRST_NS;
    }

    /**
     * How long to wait.
     *
     * @param nowNs {@code System.nanoTime()}
     * @return nanoseconds until the next try, 0 when it is due or nothing has failed
     */
    long remainingNs(final long nowNs) {
        return waiting ? Math.max(0, dueNs - nowNs) : 0;
    }

    /** Whether the last try failed. */
    boolean isWaiting() {
        return waiting;
    }
}
