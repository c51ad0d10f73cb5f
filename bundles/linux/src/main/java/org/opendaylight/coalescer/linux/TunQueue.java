/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import org.opendaylight.coalescer.packet.GatherList;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * One queue of a {@link TunDevice}: reads and writes packets, each preceded by a {@code virtio_net_hdr} of
 * {@link #VNET_HEADER_BYTES}. Never blocks.
 *
 * <p>Hot path: owned by one thread, which also closes it; nothing here allocates. The result of every call is
 * {@code >= 0} or a negated error number:
 * <ul>
 * <li>EAGAIN: nothing to read, wait with {@link Epoll};</li>
 * <li>EBADFD: the device was deleted from outside (then {@link Epoll} reports {@link Epoll#ERROR} as well);</li>
 * <li>EIO on write: the device is down;</li>
 * <li>EINVAL on write: the kernel refuses the {@code virtio_net_hdr} or the packet is shorter than its headers;</li>
 * <li>EBADF: the queue is closed.</li>
 * </ul>
 */
public final class TunQueue implements Pollable, AutoCloseable {
    /** Size in bytes of the header before every packet: {@code struct virtio_net_hdr_v1_hash_tunnel}. */
    public static final int VNET_HEADER_BYTES = TunLayout.VNET_BYTES;

    private final String name;
    private final CallState state;
    private final NativeBlock iovecs = new NativeBlock(GatherList.MAX_ENTRIES * SocketLayout.IOVEC_BYTES);
    private int fd;

    TunQueue(final String name, final CallState state, final int fd) {
        this.name = name;
        this.state = state;
        this.fd = fd;
    }

    /**
     * Reads one packet.
     *
     * @param mem memory from {@link NativeMemory}
     * @param off where the {@code virtio_net_hdr} goes
     * @param len room in bytes; what does not fit is lost, so 65,535 + header at least
     * @return bytes read, header included, or a negated error number
     */
    public int read(final PacketMemory mem, final int off, final int len) {
        return Libc.read(state, fd, NativeMemory.at(mem, off, len), len);
    }

    /**
     * Writes one packet.
     *
     * @param mem memory from {@link NativeMemory}
     * @param off where the {@code virtio_net_hdr} is, with the packet behind it
     * @param len bytes, header included
     * @return bytes written or a negated error number
     */
    public int write(final PacketMemory mem, final int off, final int len) {
        return Libc.write(state, fd, NativeMemory.at(mem, off, len), len);
    }

    /**
     * Writes one packet that lies in pieces.
     *
     * @param list slices of memory from {@link NativeMemory}; the first bytes are the {@code virtio_net_hdr}
     * @return bytes written or a negated error number
     */
    public int write(final GatherList list) {
        final int count = list.count();
        if (count == 1) {
            return write(list.memory(0), list.offset(0), list.length(0));
        }
        final var buffer = iovecs.buffer();
        for (int i = 0, pos = 0; i < count; i++, pos += SocketLayout.IOVEC_BYTES) {
            final int len = list.length(i);
            buffer.putLong(pos + SocketLayout.IOVEC_BASE, NativeMemory.at(list.memory(i), list.offset(i), len));
            buffer.putLong(pos + SocketLayout.IOVEC_LEN, len);
        }
        return Libc.writev(state, fd, iovecs.address(), count);
    }

    @Override
    public int fd() {
        return fd;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Libc.close(state, fd);
            fd = -1;
        }
    }

    @Override
    public String toString() {
        return "queue of " + name;
    }
}
