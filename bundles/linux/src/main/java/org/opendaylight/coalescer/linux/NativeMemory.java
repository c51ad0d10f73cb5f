/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Makes packet memory that system calls can see. For set-up; the memory is freed when its last view is unreachable, so
 * its owner keeps the {@link PacketMemory} as long as any descriptor may use it.
 */
public final class NativeMemory {
    /** Alignment in bytes of everything allocated here: a page on x86-64, a multiple of a cache line everywhere. */
    public static final int ALIGNMENT = 4096;

    private NativeMemory() {
        // static methods only
    }

    /**
     * Allocates a slab.
     *
     * @param capacity size in bytes
     * @return zeroed packet memory aligned to {@link #ALIGNMENT}, with its address
     * @throws IllegalStateException if native calls are not available, with the remedy
     * @throws OutOfMemoryError if the limit of direct memory is reached ({@code -XX:MaxDirectMemorySize})
     */
    public static PacketMemory allocate(final int capacity) {
        // An aligned slice begins and ends at a multiple: one page for either end
        final var slice = ByteBuffer.allocateDirect(Math.addExact(capacity, 2 * ALIGNMENT)).alignedSlice(ALIGNMENT)
            .slice(0, capacity);
        return new PacketMemory(slice, Libc.address(slice));
    }

    /**
     * The address of a direct buffer's first byte, whatever its position.
     *
     * @param buffer direct buffer, to be kept reachable as long as the address is used
     * @return the address in this process
     * @throws IllegalArgumentException if the buffer is not direct
     * @throws IllegalStateException if native calls are not available, with the remedy
     */
    public static long address(final ByteBuffer buffer) {
        return Libc.address(buffer);
    }

    /**
     * The address of a slice of packet memory for a system call. Hot path.
     *
     * @param mem memory from {@link #allocate}
     * @param off offset of the first byte
     * @param len length in bytes
     * @return the address of the first byte
     * @throws IndexOutOfBoundsException if the slice is not inside the memory
     * @throws IllegalArgumentException if the memory was not made for system calls
     */
    static long at(final PacketMemory mem, final int off, final int len) {
        Objects.checkFromIndexSize(off, len, mem.capacity());
        final long base = mem.address();
        if (base == 0) {
            throw new IllegalArgumentException("This packet memory has no address for system calls");
        }
        return base + off;
    }
}
