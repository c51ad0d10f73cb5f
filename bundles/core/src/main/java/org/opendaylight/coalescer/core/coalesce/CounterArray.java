/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counters found by a small number. Written by one thread with release stores, read by any with acquire loads. */
final class CounterArray {
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] values;

    CounterArray(final int size) {
        values = new long[size];
    }

    /** Adds one; numbers outside the array count as the nearest one inside. */
    void increment(final int index) {
        final int slot = slot(index);
        VALUES.setRelease(values, slot, values[slot] + 1);
    }

    void set(final int index, final long value) {
        VALUES.setRelease(values, slot(index), value);
    }

    long get(final int index) {
        return (long) VALUES.getAcquire(values, slot(index));
    }

    private int slot(final int index) {
        return Math.max(0, Math.min(index, values.length - 1));
    }
}
