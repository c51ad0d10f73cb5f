/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void numbersHaveTheirNames() {
        assertEquals("EBUSY", Errno.name(Errno.EBUSY));
        assertEquals("EAGAIN", Errno.name(Errno.EAGAIN));
        assertEquals("EBADFD", Errno.name(Errno.EBADFD));
        assertEquals("EMSGSIZE (Message too long)", Errno.describe(Errno.EMSGSIZE));
        assertEquals("errno 4711", Errno.describe(4711));
        assertEquals("errno 0", Errno.name(0));
    }

    @Test
    void messageSaysCallObjectAndReason() {
        assertEquals("bind(\"192.0.2.1 port 1\"): EADDRINUSE (Address already in use)",
            new LinuxException("bind", "192.0.2.1 port 1", Errno.EADDRINUSE).getMessage());
        assertEquals("ioctl(TUNSETIFF, \"tun7\"): EPERM (Operation not permitted): no privilege",
            new LinuxException("ioctl(TUNSETIFF)", "tun7", Errno.EPERM, "no privilege").getMessage());
    }
}
