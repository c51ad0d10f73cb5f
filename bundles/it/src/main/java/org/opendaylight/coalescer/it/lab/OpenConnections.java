/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

import java.util.Set;

/** Looks for connections of TCP over IPv4 that may still send something of their own accord. Any thread may use it. */
public final class OpenConnections {
    /** States of TCP that wait for others only: TIME_WAIT, CLOSE, LISTEN (include/net/tcp_states.h). */
    private static final Set<String> IDLE = Set.of("06", "07", "0A");

    private OpenConnections() {
        // functions only
    }

    /**
     * Counts them by /proc/net/tcp, and by /proc/net/tcp6, where those of sockets for both versions are.
     *
     * @param namespace where
     * @param address own address of the connections
     * @return how many there are
     */
    public static long count(final NetworkNamespace namespace, final String address) {
        final var parts = address.split("\\.");
        // the address as the machine has it, its first byte being the lowest on all machines that we know
        final var wanted = String.format("%02X%02X%02X%02X:", Integer.valueOf(parts[3]), Integer.valueOf(parts[2]),
            Integer.valueOf(parts[1]), Integer.valueOf(parts[0]));
        return namespace.run("cat", "/proc/net/tcp", "/proc/net/tcp6").lines().map(line -> line.strip().split("\\s+"))
            .filter(words -> words[1].contains(wanted) && !IDLE.contains(words[3])).count();
    }
}
