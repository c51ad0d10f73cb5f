/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.linux.Epoll;
import org.opendaylight.coalescer.linux.EventFd;
import org.opendaylight.coalescer.linux.LinuxException;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.Pollable;
import org.opendaylight.coalescer.linux.UdpReceiveBatch;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of the data path. It runs every packet from one descriptor to the other to completion: no packet changes
 * thread, nothing is locked. It sleeps in epoll while there is nothing to do.
 *
 * <p>Other threads reach what the worker owns through {@link #call} only. {@link #watch} and {@link #forget} are for
 * the worker's own thread.
 */
final class Worker implements AutoCloseable {
    /** Datagram buffers that one receive call fills. */
    static final int RECEIVE_SLOTS = 16;
    /** Size of a datagram buffer: no UDP payload is longer. */
    static final int RECEIVE_SLOT_BYTES = 1 << 16;
    /** Packets read from a TUN queue before they are sent. */
    static final int TRANSMIT_SLOTS = 8;
    /** Size of a read buffer: {@code virtio_net_hdr} and the longest packet, rounded to cache lines. */
    static final int TRANSMIT_SLOT_BYTES = (1 << 16) + 128;

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int EVENTS = 64;
    private static final long CALL_TIMEOUT_SECONDS = 10;
    private static final int WAKE_TOKEN = 0;
    private static final long AUDIT_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    /** Watched descriptors; the place of each is its token. Place 0 belongs to the eventfd. */
    private Pollable[] targets = new Pollable[EVENTS];
    private PollHandler[] handlers = new PollHandler[EVENTS];
    private final UdpReceiveBatch receiveBatch;
    private final PacketMemory transmitSlab;
    private final Epoll epoll;
    private final Runnable onFault;
    private long nextAuditNs = System.nanoTime();
    private final EventFd wake;
    private final Thread thread;
    /** What stands for the thread in {@code /proc}; null until it runs. */
    private volatile @Nullable Path task;
    private volatile boolean stopping;

    /**
     * Starts a worker.
     *
     * @param index its number, for the name of its thread
     * @param onFault told on the worker's thread when something of it has to be started over, or looked at
     * @throws IOException if the kernel refuses what it needs
     */
    Worker(final int index, final Runnable onFault) throws IOException {
        this.onFault = requireNonNull(onFault);
        receiveBatch = new UdpReceiveBatch(NativeMemory.allocate(RECEIVE_SLOTS * RECEIVE_SLOT_BYTES), 0, RECEIVE_SLOTS,
            RECEIVE_SLOT_BYTES);
        transmitSlab = NativeMemory.allocate(TRANSMIT_SLOTS * TRANSMIT_SLOT_BYTES);
        wake = new EventFd();
        try {
            epoll = openEpoll(wake);
        } catch (LinuxException e) {
            wake.close();
            throw e;
        }
        thread = new Thread(this::run, "coalescer-worker-" + index);
        thread.setDaemon(true);
        thread.start();
    }

    private static Epoll openEpoll(final EventFd wake) throws LinuxException {
        final var ret = new Epoll(EVENTS);
        try {
            ret.add(wake, Epoll.IN, WAKE_TOKEN);
        } catch (LinuxException e) {
            ret.close();
            throw e;
        }
        return ret;
    }

    /** Buffers that datagrams are received into; what is in them lives until the next receive call of any endpoint. */
    UdpReceiveBatch receiveBatch() {
        return receiveBatch;
    }

    /** Memory that packets of TUN queues are read into. */
    PacketMemory transmitSlab() {
        return transmitSlab;
    }

    /**
     * Runs something on the worker's thread and waits for it. Any other thread.
     *
     * @param command what to run; it must not block
     * @param <T> type of its result
     * @return its result
     * @throws IOException if it failed, or the worker is closed or does not answer
     */
    <T> T call(final Callable<T> command) throws IOException {
        final var call = new FutureTask<>(command);
        commands.add(call);
        if (stopping || !isAlive() || wake.signal() < 0) {
            call.cancel(false);
            throw new IOException("Worker " + thread.getName() + " is stopped");
        }
        try {
            return call.get(CALL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + thread.getName(), e);
        } catch (TimeoutException e) {
            throw new IOException(thread.getName() + " did not answer", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    /**
     * Starts calling a handler when a descriptor is readable. Worker's thread.
     *
     * @param target the descriptor
     * @param handler what to call
     * @throws LinuxException if the kernel refuses
     */
    void watch(final Pollable target, final PollHandler handler) throws LinuxException {
        int token = WAKE_TOKEN + 1;
        while (token < targets.length && targets[token] != null) {
            token++;
        }
        if (token == targets.length) {
            targets = Arrays.copyOf(targets, 2 * token);
            handlers = Arrays.copyOf(handlers, 2 * token);
        }
        epoll.add(target, Epoll.IN, token);
        targets[token] = target;
        handlers[token] = handler;
    }

    /**
     * Stops calling the handler of a descriptor, from now on and also for events already fetched. Worker's thread.
     *
     * @param target the descriptor; one that is not watched is ignored
     */
    void forget(final Pollable target) {
        for (int token = WAKE_TOKEN + 1; token < targets.length; token++) {
            if (targets[token] == target) {
                forget(token);
            }
        }
    }

    private void forget(final int token) {
        final Pollable target = targets[token];
        targets[token] = null;
        handlers[token] = null;
        try {
            epoll.remove(target);
        } catch (LinuxException e) {
            LOG.debug("{} had left the set by itself", target, e);
        }
    }

    private void run() {
        try {
            task = ownTask();
            while (!stopping) {
                final int events = epoll.await(-1);
                if (events < 0) {
                    LOG.error("epoll_wait failed with error {}; the worker stops", -events);
                    return;
                }
                handle(events);
                for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                    command.run();
                }
            }
        } finally {
            // However it ends, nobody must wait for it, and the reconciler starts another
            stopping = true;
            onFault.run();
        }
    }

    /**
     * Has the reconciler look at once whether what it knows of the underlay still holds, ten times a second at most.
     * Worker's thread.
     */
    void askForAudit() {
        final long now = System.nanoTime();
        if (now - nextAuditNs >= 0) {
            nextAuditNs = now + AUDIT_PAUSE_NS;
            onFault.run();
        }
    }

    /** Null without {@code /proc}. */
    private static @Nullable Path ownTask() {
        final var proc = Path.of("/proc");
        try {
            return proc.resolve(Files.readSymbolicLink(proc.resolve("thread-self")));
        } catch (IOException e) {
            LOG.debug("A worker that the kernel ends will not be noticed", e);
            return null;
        }
    }

    private void handle(final int events) {
        for (int i = 0; i < events; i++) {
            final int token = (int) epoll.token(i);
            if (token == WAKE_TOKEN) {
                wake.drain();
            } else {
                dispatch(token, epoll.events(i));
            }
        }
    }

    // A fault in the handling of one port must not end the others
    @SuppressWarnings("checkstyle:illegalCatch")
    private void dispatch(final int token, final int events) {
        final PollHandler handler = handlers[token];
        if (handler == null) {
            return;
        }
        try {
            handler.ready(events);
        } catch (RuntimeException cause) {
            LOG.error("{} failed and starts over, please report this", handler, cause);
            forget(token);
            handler.failed(cause);
            onFault.run();
        }
    }

    /**
     * Whether it still works; if not, nobody uses any more what it owned. A thread that the kernel ended, for a fault
     * of its own, still looks alive to the virtual machine.
     */
    boolean isAlive() {
        final Path known = task;
        return thread.isAlive() && (known == null || Files.exists(known));
    }

    @Override
    public void close() {
        stopping = true;
        wake.signal();
        try {
            if (isAlive()) {
                thread.join(TimeUnit.SECONDS.toMillis(CALL_TIMEOUT_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        epoll.close();
        wake.close();
    }
}
