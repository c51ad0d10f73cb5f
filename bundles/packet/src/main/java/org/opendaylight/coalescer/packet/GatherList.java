/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

/**
 * An ordered list of memory slices that one write sends as a single packet: the Java side of an {@code iovec} array
 * ({@code include/uapi/linux/uio.h}). Filled by whoever builds the packet, borrowed by the output for the length of one
 * call. Adjacent slices of the same memory are joined, since every entry costs the kernel time.
 *
 * <p>Hot path: owned by one thread, fixed capacity, never allocates.
 */
public final class GatherList {
    /** Most entries that one call takes: {@code UIO_MAXIOV}, {@code include/uapi/linux/uio.h}. */
    public static final int MAX_ENTRIES = 1024;

    private final PacketMemory[] memory;
    private final int[] offset;
    private final int[] length;
    private int count;
    private int bytes;

    public GatherList(final int capacity) {
        if (capacity < 1 || capacity > MAX_ENTRIES) {
            throw new IllegalArgumentException("Capacity " + capacity + " is not in 1.." + MAX_ENTRIES);
        }
        memory = new PacketMemory[capacity];
        offset = new int[capacity];
        length = new int[capacity];
    }

    /** Empties the list. */
    public void clear() {
        count = 0;
        bytes = 0;
    }

    /**
     * Appends a slice.
     *
     * @param mem memory it lies in
     * @param off offset of its first byte
     * @param len its length in bytes; 0 adds nothing
     * @return true, or false when the list is full and nothing was added
     */
    public boolean add(final PacketMemory mem, final int off, final int len) {
        if (len == 0) {
            return true;
        }
        final int last = count - 1;
        if (last >= 0 && memory[last] == mem && offset[last] + length[last] == off) {
            length[last] += len;
            bytes += len;
            return true;
        }
        if (count == memory.length) {
            return false;
        }
        memory[count] = mem;
        offset[count] = off;
        length[count] = len;
        count++;
        bytes += len;
        return true;
    }

    /** How many more {@link #add} calls are sure to succeed. */
    public int remaining() {
        return memory.length - count;
    }

    public int count() {
        return count;
    }

    /** Sum of all lengths in bytes. */
    public int bytes() {
        return bytes;
    }

    public PacketMemory memory(final int index) {
        return memory[index];
    }

    public int offset(final int index) {
        return offset[index];
    }

    public int length(final int index) {
        return length[index];
    }
}
