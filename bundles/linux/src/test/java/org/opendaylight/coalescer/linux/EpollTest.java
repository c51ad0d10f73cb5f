/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EpollTest {
    @Test
    void signalOfAnotherThreadWakesTheOwner() throws Exception {
        try (var epoll = new Epoll(4);
             var wakeUp = new EventFd()) {
            epoll.add(wakeUp, Epoll.IN, 0x123456789abcdef0L);
            assertEquals(0, epoll.await(0));
            final var thread = Thread.ofPlatform().start(wakeUp::signal);
            assertEquals(1, epoll.await(-1));
            thread.join();
            assertEquals(0x123456789abcdef0L, epoll.token(0));
            assertEquals(Epoll.IN, epoll.events(0));
            assertEquals(0, wakeUp.signal());
            assertEquals(2, wakeUp.drain());
            assertEquals(0, wakeUp.drain());
            assertEquals(0, epoll.await(0));
            assertThrows(IndexOutOfBoundsException.class, () -> epoll.token(0));
        }
    }

    @Test
    void eachEventCarriesItsOwnToken() throws Exception {
        try (var epoll = new Epoll(4);
             var first = new EventFd();
             var second = new EventFd()) {
            epoll.add(first, Epoll.IN, 1);
            epoll.add(second, Epoll.IN, 2);
            first.signal();
            second.signal();
            assertEquals(2, epoll.await(10_000));
            assertEquals(3, epoll.token(0) + epoll.token(1));
            epoll.modify(first, Epoll.IN, 11);
            epoll.remove(second);
            assertEquals(1, epoll.await(10_000));
            assertEquals(11, epoll.token(0));
        }
    }

    @Test
    void errorsNameTheCall() throws Exception {
        try (var epoll = new Epoll(1);
             var event = new EventFd()) {
            epoll.add(event, Epoll.IN, 1);
            assertEquals("epoll_ctl(EPOLL_CTL_ADD, \"eventfd\"): EEXIST (File exists)",
                assertThrows(LinuxException.class, () -> epoll.add(event, Epoll.IN, 1)).getMessage());
        }
    }

    @Test
    void signalAfterCloseIsHarmless() throws Exception {
        final var event = new EventFd();
        event.close();
        event.close();
        assertEquals(-Errno.EBADF, event.signal());
        final var epoll = new Epoll(1);
        epoll.close();
        epoll.close();
        assertTrue(epoll.await(0) < 0);
    }
}
