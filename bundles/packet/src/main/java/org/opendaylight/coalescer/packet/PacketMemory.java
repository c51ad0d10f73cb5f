/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A slab of memory that packets live in: one direct buffer seen in two byte orders, and the address at which system
 * calls find it. Headers are read and written through {@link #net()}, checksums sum through {@link #host()}: a sum in
 * the byte order of the machine is what the compiler vectorises.
 *
 * <p>Positions are absolute offsets from the start of the slab, in bytes; nobody moves position or limit of the two
 * views. The slab never shrinks, grows or moves. Hot path: owned by one thread at a time.
 */
public final class PacketMemory {
    private final ByteBuffer net;
    private final ByteBuffer host;
    private final long address;

    /**
     * Wraps a direct buffer.
     *
     * @param buffer direct buffer; its whole capacity is used and it must stay reachable only through this object
     * @param address address of byte 0 in this process, or 0 when no system call will ever see this memory
     * @throws IllegalArgumentException if the buffer is not direct
     */
    public PacketMemory(final ByteBuffer buffer, final long address) {
        if (!requireNonNull(buffer).isDirect()) {
            throw new IllegalArgumentException("Packet memory must be a direct buffer");
        }
        net = buffer.duplicate().clear().order(ByteOrder.BIG_ENDIAN);
        host = buffer.duplicate().clear().order(ByteOrder.nativeOrder());
        this.address = address;
    }

    /**
     * Allocates memory that no system call will see, as tests, captures and benchmarks need it.
     *
     * @param capacity size in bytes
     * @return zeroed memory of that size
     */
    public static PacketMemory allocate(final int capacity) {
        return new PacketMemory(ByteBuffer.allocateDirect(capacity), 0);
    }

    /**
     * The slab in network byte order, for header fields.
     *
     * @return the big-endian view, the same object at every call
     */
    public ByteBuffer net() {
        return net;
    }

    /**
     * The slab in the byte order of this machine, for checksum arithmetic and kernel structures.
     *
     * @return the native-endian view, the same object at every call
     */
    public ByteBuffer host() {
        return host;
    }

    /**
     * The address of byte 0 as system calls need it.
     *
     * @return the address, 0 if this memory was not made for system calls
     */
    public long address() {
        return address;
    }

    public int capacity() {
        return net.capacity();
    }
}
