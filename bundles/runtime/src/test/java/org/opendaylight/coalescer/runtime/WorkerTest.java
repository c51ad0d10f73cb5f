/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.linux.EventFd;

class WorkerTest {
    private static final int NUMBER = 77;
    private static final String NAME = "coalescer-worker-" + NUMBER;

    private final AtomicInteger faults = new AtomicInteger();
    private Worker worker;
    private EventFd first;
    private EventFd second;

    @BeforeEach
    void open() throws IOException {
        worker = new Worker(NUMBER, faults::incrementAndGet);
        first = new EventFd();
        second = new EventFd();
    }

    @AfterEach
    void close() {
        worker.close();
        first.close();
        second.close();
    }

    /** What a descriptor does when it is readable, and what its handler was told. */
    private static final class Handler implements PollHandler {
        private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
        private final Runnable action;

        Handler(final Runnable action) {
            this.action = action;
        }

        @Override
        public void ready(final int events) {
            action.run();
        }

        @Override
        public void failed(final RuntimeException cause) {
            failure.set(cause);
        }
    }

    private Handler watch(final EventFd descriptor, final Runnable action) throws IOException {
        final var handler = new Handler(action);
        worker.call(() -> {
            worker.watch(descriptor, handler);
            return null;
        });
        return handler;
    }

    @Test
    void runsCommandsOnItsOwnThread() throws IOException {
        assertEquals(NAME, worker.call(() -> Thread.currentThread().getName()));
    }

    @Test
    void saysWhyACommandFailed() {
        final var failure = assertThrows(IOException.class, () -> worker.call(() -> {
            throw new IOException("out of it");
        }));
        assertEquals("out of it", failure.getMessage());
    }

    @Test
    void handlerThatFailsIsNotServedAgainAndTheOthersAre() throws Exception {
        final var failures = new AtomicInteger();
        final var served = new Semaphore(0);
        final var fault = new IllegalStateException("a fault that this test provokes");
        final var handler = watch(first, () -> {
            failures.incrementAndGet();
            throw fault;
        });
        watch(second, () -> {
            second.drain();
            served.release();
        });
        first.signal();
        for (int i = 0; i < 3; i++) {
            second.signal();
            assertTrue(served.tryAcquire(10, TimeUnit.SECONDS), "the other descriptor is served");
        }
        assertSame(fault, handler.failure.get());
        assertEquals(1, faults.get(), "somebody is told to start it over");
        assertTrue(worker.isAlive());
        assertEquals(1, failures.get(), "the descriptor stayed readable, but its handler was left alone");
    }

    @Test
    void forgottenDescriptorIsNotServed() throws IOException {
        final var calls = new AtomicInteger();
        watch(first, () -> calls.incrementAndGet());
        worker.call(() -> {
            worker.forget(first);
            return null;
        });
        first.signal();
        worker.call(() -> null);
        worker.call(() -> null);
        assertEquals(0, calls.get());
    }

    @Test
    void servesMoreDescriptorsThanItHadRoomFor() throws Exception {
        final int many = 100;
        final var served = new CountDownLatch(many);
        final var all = new EventFd[many];
        for (int i = 0; i < many; i++) {
            final var each = new EventFd();
            all[i] = each;
            watch(each, () -> {
                each.drain();
                served.countDown();
            });
        }
        for (var each : all) {
            each.signal();
        }
        assertTrue(served.await(10, TimeUnit.SECONDS));
        for (var each : all) {
            worker.call(() -> {
                worker.forget(each);
                return null;
            });
            each.close();
        }
    }

    @Test
    void closeEndsTheThreadAndRefusesCommands() {
        worker.close();
        assertFalse(worker.isAlive());
        assertFalse(Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> NAME.equals(thread.getName())));
        assertThrows(IOException.class, () -> worker.call(() -> null));
    }
}
