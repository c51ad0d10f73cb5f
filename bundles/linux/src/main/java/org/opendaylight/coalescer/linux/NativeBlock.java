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
import java.nio.charset.StandardCharsets;

/**
 * A zeroed block of native memory for kernel structures, in the byte order of the machine. Lives as long as this object
 * is reachable; owned by one thread at a time.
 */
final class NativeBlock {
    private final ByteBuffer buffer;
    private final long address;

    NativeBlock(final int size) {
        // The platform aligns direct memory to 8 bytes at least, which is what the widest member of any structure needs
        buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        address = Libc.address(buffer);
    }

    /** A string as C wants it: UTF-8 and a zero byte. */
    static NativeBlock ofString(final String text) {
        final var bytes = text.getBytes(StandardCharsets.UTF_8);
        final var block = new NativeBlock(bytes.length + 1);
        block.buffer.put(0, bytes);
        return block;
    }

    /** An {@code int}, as most socket options are. */
    static NativeBlock ofInt(final int value) {
        final var block = new NativeBlock(Integer.BYTES);
        block.buffer.putInt(0, value);
        return block;
    }

    /** The memory; absolute accesses only. */
    ByteBuffer buffer() {
        return buffer;
    }

    long address() {
        return address;
    }

    int size() {
        return buffer.capacity();
    }
}
