/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.LinuxException;

class RemedyTest {
    @ParameterizedTest
    @CsvSource({
        "bind, 99, 'Give that address to an interface of this node, or change local-address.'",
        "bind, 98, 'End what uses that address and port (''ss -lnup'' shows it), or change local-port.'",
        "ioctl(TUNSETIFF), 1, Run the controller with the capability CAP_NET_ADMIN.",
        "setns, 1, 'Run the controller with the capability CAP_SYS_ADMIN, which other network namespaces need.'",
        "open, 1, 'Let the controller''s user open that device for reading and writing: its permissions, the rules of"
            + " the container and the options of its mount have to allow that.'",
        "open, 13, 'Let the controller''s user open that device for reading and writing: its permissions, the rules of"
            + " the container and the options of its mount have to allow that.'",
        "open, 2, Load the module of that device ('modprobe tun')." })
    void followsCallObjectAndError(final String call, final int errno, final String remedy) {
        final var refusal = new LinuxException(call, "it", errno);
        assertEquals(refusal.getMessage() + ". " + remedy, Remedy.describe(refusal));
    }

    @Test
    void isFoundBehindAnotherFailure() {
        final var refusal = new LinuxException("ioctl(TUNSETIFF)", "tun0", Errno.EBUSY);
        assertEquals("the worker says so. A device of that name is there already: remove or rename it ('ip link'), or"
            + " name the port otherwise.", Remedy.describe(new IOException("the worker says so", refusal)));
    }

    @Test
    void isLeftOutWhereNoneIsKnown() {
        final var refusal = new LinuxException("ioctl(TUNSETOFFLOAD)", "tun0", Errno.EINVAL);
        assertEquals(refusal.getMessage(), Remedy.describe(refusal));
        assertEquals("java.lang.IllegalStateException: odd", Remedy.describe(new IllegalStateException("odd")));
    }
}
