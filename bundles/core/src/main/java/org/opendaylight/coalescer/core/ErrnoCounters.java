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
 * Failed calls, counted by error number ({@code include/uapi/asm-generic/errno.h}). Single writer, any reader, as
 * {@link EnumCounters}.
 */
public final class ErrnoCounters {
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);
    /** Linux has no error number of 256 or more that user space ever sees. */
    private static final int NUMBERS = 256;

    private final long[] values = new long[NUMBERS];

    /**
     * Counts a failure. Owner's thread.
     *
     * @param result what the call returned: a negated error number
     */
    public void count(final int result) {
        final int index = Math.min(Math.max(0, -result), NUMBERS - 1);
        VALUES.setRelease(values, index, values[index] + 1);
    }

    /**
     * Reads all errors that have happened. Any thread.
     *
     * @param reader given each error number and how often it happened
     */
    public void forEach(final Reader reader) {
        for (int errno = 0; errno < NUMBERS; errno++) {
            final long count = (long) VALUES.getAcquire(values, errno);
            if (count != 0) {
                reader.accept(errno, count);
            }
        }
    }

    /** Takes what {@link #forEach} reads. */
    @FunctionalInterface
    public interface Reader {
        /**
         * One error.
         *
         * @param errno positive error number
         * @param count how often
         */
        void accept(int errno, long count);
    }
}
