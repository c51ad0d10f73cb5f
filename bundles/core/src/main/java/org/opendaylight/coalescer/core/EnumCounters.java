/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One 64-bit counter for every constant of an enumeration. A single writer adds, any thread reads: every addition is a
 * release store, paired with the acquire load of {@link #get}. Counters never go back; whoever wants to clear them
 * keeps a baseline.
 *
 * @param <E> what is counted
 */
public final class EnumCounters<E extends Enum<E>> {
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);
    /** Keeps the counters of different owners on different cache lines: 128 bytes, two lines fetched at once. */
    private static final int PADDING = 16;

    private final long[] values;

    public EnumCounters(final Class<E> type) {
        values = new long[type.getEnumConstants().length + 2 * PADDING];
    }

    /**
     * Adds one. Owner's thread.
     *
     * @param counter which one
     */
    public void increment(final E counter) {
        add(counter, 1);
    }

    /**
     * Adds. Owner's thread.
     *
     * @param counter which one
     * @param delta how much; negative only for what is no counter but a level
     */
    public void add(final E counter, final long delta) {
        final int index = PADDING + counter.ordinal();
        VALUES.setRelease(values, index, values[index] + delta);
    }

    /**
     * Sets a level, which may go down. Owner's thread.
     *
     * @param level which one
     * @param value its value
     */
    public void set(final E level, final long value) {
        VALUES.setRelease(values, PADDING + level.ordinal(), value);
    }

    /**
     * Reads. Any thread.
     *
     * @param counter which one
     * @return its value, at least as new as anything else that the owner published before
     */
    public long get(final E counter) {
        return (long) VALUES.getAcquire(values, PADDING + counter.ordinal());
    }
}
