/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import java.util.Arrays;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.replay.capture.CaptureException;
import org.opendaylight.coalescer.replay.capture.CapturedFrame;

/** The packets of a batch, in memory that grows with the largest one. For one thread. */
final class PacketBatch {
    private static final int MAX_PACKETS = CoalescerOptions.MAX_HOLD_PACKETS;
    private static final int MAX_BYTES = Integer.MAX_VALUE - 7;

    private PacketMemory memory = PacketMemory.allocate(1 << 20);
    private int[] offsets = new int[1024];
    private int[] lengths = new int[1024];
    private int[] links = new int[1024];
    private int count;
    private int used;
    private int placed;

    /** Where the packets lie; another one after the memory has grown. */
    PacketMemory memory() {
        return memory;
    }

    int count() {
        return count;
    }

    int offset(final int index) {
        return offsets[index];
    }

    int length(final int index) {
        return lengths[index];
    }

    /** Bytes in front of its IP header, as its metadata has them. */
    int link(final int index) {
        return links[index];
    }

    void clear() {
        count = 0;
        used = 0;
    }

    /**
     * Copies the packet of a frame behind the others. It is forgotten unless {@link #keep} follows.
     *
     * @param frame the frame
     * @param skip bytes in front of the packet
     * @return offset of the packet
     * @throws CaptureException if no more fits
     */
    int place(final CapturedFrame frame, final int skip) throws CaptureException {
        final int length = frame.length() - skip;
        if (count == MAX_PACKETS) {
            throw new CaptureException(frame.offset(), "no batch can have more than " + MAX_PACKETS
                + " packets, choose another way to make batches");
        }
        if (length > memory.capacity() - used) {
            grow(frame, (long) used + length);
        }
        frame.copy(skip, memory.net(), used);
        placed = length;
        return used;
    }

    /** Takes the packet that was placed last, or what is in it, of which some bytes are in front of the IP header. */
    void keep(final int off, final int length, final int link) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
            links = Arrays.copyOf(links, 2 * count);
        }
        offsets[count] = off;
        lengths[count] = length;
        links[count] = link;
        count++;
        used += placed;
    }

    private void grow(final CapturedFrame frame, final long needed) throws CaptureException {
        if (needed > MAX_BYTES) {
            throw new CaptureException(frame.offset(), "no batch can have more than " + MAX_BYTES
                + " bytes, choose another way to make batches");
        }
        final int capacity = (int) Math.min(Math.max(needed, 2L * memory.capacity()), MAX_BYTES);
        final PacketMemory larger;
        try {
            larger = PacketMemory.allocate(capacity);
        } catch (final OutOfMemoryError e) {
            throw new CaptureException(frame.offset(), "a batch of " + needed
                + " bytes and more does not fit into memory; give the JVM more of it (-XX:MaxDirectMemorySize) or "
                + "choose another way to make batches", e);
        }
        larger.net().put(0, memory.net(), 0, used);
        memory = larger;
    }
}
