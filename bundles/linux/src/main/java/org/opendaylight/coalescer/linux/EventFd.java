/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.nio.ByteBuffer;

/**
 * Wakes a worker that waits in {@link Epoll#await} ({@code eventfd(2)}): {@link #signal} may be called by any thread,
 * everything else by the owner. Signals that were not drained yet count as one.
 */
public final class EventFd implements Pollable, AutoCloseable {
    private static final int EFD_NONBLOCK = 0x800;
    private static final int EFD_CLOEXEC = 0x80000;

    // The lock keeps a late signal from writing to whatever descriptor got the number after close
    private final Object lock = new Object();
    private final CallState signalState = new CallState();
    private final CallState state = new CallState();
    private final NativeBlock one = new NativeBlock(Long.BYTES);
    private final NativeBlock count = new NativeBlock(Long.BYTES);
    private int fd;

    /**
     * Opens an event counter of zero.
     *
     * @throws LinuxException if the kernel refuses
     */
    public EventFd() throws LinuxException {
        one.buffer().putLong(0, 1);
        fd = LinuxException.check(Libc.eventfd(state, 0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd", "wake-up");
    }

    /**
     * Wakes the owner. Any thread; takes a lock that is held for one system call.
     *
     * @return 0 when the owner will wake up, or a negated error number, EBADF after close
     */
    public int signal() {
        synchronized (lock) {
            final int result = Libc.write(signalState, fd, one.address(), Long.BYTES);
            // A full counter is a signal as well
            return result == -Errno.EAGAIN ? 0 : Math.min(result, 0);
        }
    }

    /**
     * Takes all signals there are. Owner only; never blocks.
     *
     * @return the number of signals, 0 if there were none, or a negated error number
     */
    public int drain() {
        final int result = Libc.read(state, fd, count.address(), Long.BYTES);
        if (result < 0) {
            return result == -Errno.EAGAIN ? 0 : result;
        }
        final ByteBuffer buffer = count.buffer();
        return (int) Math.min(buffer.getLong(0), Integer.MAX_VALUE);
    }

    @Override
    public int fd() {
        return fd;
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (fd >= 0) {
                Libc.close(state, fd);
                fd = -1;
            }
        }
    }

    @Override
    public String toString() {
        return "eventfd";
    }
}
