/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The place where the error number of a failed call is captured. Each resource has its own, because the number would be
 * overwritten by another thread if it were shared. Owned by the thread that owns the resource.
 */
final class CallState {
    /** The captured state is {@code struct { int errno; }}; room for whatever a later platform adds. */
    private static final int BYTES = 64;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder());
    private final Object segment;

    /**
     * Makes the call state of one resource, and is where a platform without native calls is found out.
     *
     * @throws LinuxException if native calls cannot be made, with the remedy
     */
    CallState() throws LinuxException {
        final var unavailable = Libc.unavailable();
        if (!unavailable.isEmpty()) {
            throw new LinuxException("link", "libc", Errno.ENOSYS, unavailable);
        }
        segment = Libc.segment(buffer);
    }

    /** The {@code java.lang.foreign.MemorySegment} that a call handle takes as its first argument. */
    Object segment() {
        return segment;
    }

    /** What a call that follows the convention "-1 and errno" returns to us: its result or the negated errno. */
    int result(final long returned) {
        return returned >= 0 ? (int) returned : -buffer.getInt(0);
    }
}
