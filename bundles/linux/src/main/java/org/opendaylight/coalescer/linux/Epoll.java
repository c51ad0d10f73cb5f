/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.util.Objects;

/**
 * Waits for many descriptors at once ({@code epoll(7)}). Level-triggered unless {@link #EDGE} is asked for.
 *
 * <p>Owned by one worker: all calls are made by its thread; {@link #await} is its only blocking call, and another
 * thread wakes it through an {@link EventFd} that was added here. Hot path: {@link #await} and the accessors allocate
 * nothing.
 */
public final class Epoll implements AutoCloseable {
    /** There is something to read. {@code EPOLLIN}, {@code linux/eventpoll.h}. */
    public static final int IN = 0x001;
    /** There is room to write. {@code EPOLLOUT}. */
    public static final int OUT = 0x004;
    /** Something is wrong, always reported: a TUN queue whose device was deleted has it. {@code EPOLLERR}. */
    public static final int ERROR = 0x008;
    /** Hung up, always reported. {@code EPOLLHUP}. */
    public static final int HANG_UP = 0x010;
    /** Report only transitions. {@code EPOLLET}. */
    public static final int EDGE = 1 << 31;

    /*
     * struct epoll_event { __poll_t events; __u64 data; } EPOLL_PACKED;    linux/eventpoll.h
     */
    static final int EVENT_EVENTS = 0;
    static final int EVENT_DATA = Platform.EPOLL_EVENT_PACKED ? 4 : 8;
    static final int EVENT_BYTES = Platform.EPOLL_EVENT_PACKED ? 12 : 16;

    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLL_CTL_MOD = 3;

    private final CallState state = new CallState();
    private final NativeBlock events;
    private final NativeBlock change = new NativeBlock(EVENT_BYTES);
    private final int capacity;
    private int fd;
    private int ready;

    /**
     * Opens an empty set.
     *
     * @param capacity how many events one {@link #await} reports at most
     * @throws LinuxException if the kernel refuses
     */
    public Epoll(final int capacity) throws LinuxException {
        if (capacity < 1) {
            throw new IllegalArgumentException("Capacity " + capacity + " is not positive");
        }
        this.capacity = capacity;
        events = new NativeBlock(capacity * EVENT_BYTES);
        fd = LinuxException.check(Libc.epollCreate(state, EPOLL_CLOEXEC), "epoll_create1", "worker");
    }

    /**
     * Adds a descriptor.
     *
     * @param target what to wait for; it leaves the set by itself when it is closed
     * @param interest {@link #IN}, {@link #OUT}, {@link #EDGE} or'ed
     * @param token value that {@link #token} reports for it
     * @throws LinuxException if the kernel refuses, EEXIST if it is in the set already
     */
    public void add(final Pollable target, final int interest, final long token) throws LinuxException {
        control(EPOLL_CTL_ADD, "epoll_ctl(EPOLL_CTL_ADD)", target, interest, token);
    }

    /**
     * Changes interest and token of a descriptor in the set.
     *
     * @param target what was added
     * @param interest as in {@link #add}
     * @param token as in {@link #add}
     * @throws LinuxException if the kernel refuses, ENOENT if it is not in the set
     */
    public void modify(final Pollable target, final int interest, final long token) throws LinuxException {
        control(EPOLL_CTL_MOD, "epoll_ctl(EPOLL_CTL_MOD)", target, interest, token);
    }

    /**
     * Removes a descriptor.
     *
     * @param target what was added
     * @throws LinuxException if the kernel refuses, ENOENT if it is not in the set
     */
    public void remove(final Pollable target) throws LinuxException {
        control(EPOLL_CTL_DEL, "epoll_ctl(EPOLL_CTL_DEL)", target, 0, 0);
    }

    /**
     * Waits for events.
     *
     * @param timeoutMs milliseconds, 0 not to block, -1 for as long as it takes
     * @return number of events, 0 after the timeout or when a signal interrupted the wait, or a negated error number
     */
    public int await(final int timeoutMs) {
        final int result = Libc.epollWait(state, fd, events.address(), capacity, timeoutMs);
        ready = Math.max(result, 0);
        return result == -Errno.EINTR ? 0 : result;
    }

    /**
     * The token of an event of the last {@link #await}.
     *
     * @param index 0 to its result - 1
     * @return the token given to {@link #add}
     */
    public long token(final int index) {
        return events.buffer().getLong(Objects.checkIndex(index, ready) * EVENT_BYTES + EVENT_DATA);
    }

    /**
     * What happened, for an event of the last {@link #await}.
     *
     * @param index 0 to its result - 1
     * @return {@link #IN}, {@link #OUT}, {@link #ERROR}, {@link #HANG_UP} or'ed
     */
    public int events(final int index) {
        return events.buffer().getInt(Objects.checkIndex(index, ready) * EVENT_BYTES + EVENT_EVENTS);
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Libc.close(state, fd);
            fd = -1;
            ready = 0;
        }
    }

    private void control(final int operation, final String call, final Pollable target, final int interest,
            final long token) throws LinuxException {
        change.buffer().putInt(EVENT_EVENTS, interest).putLong(EVENT_DATA, token);
        LinuxException.check(Libc.epollCtl(state, fd, operation, target.fd(), change.address()), call,
            target.toString());
    }
}
