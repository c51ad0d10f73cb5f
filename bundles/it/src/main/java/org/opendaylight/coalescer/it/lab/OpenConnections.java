/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/** Looks for connections of TCP that may still send something of their own accord. Any thread may use it. */
public final class OpenConnections {
    /** States of TCP that wait for others only: TIME_WAIT, CLOSE, LISTEN (include/net/tcp_states.h). */
    private static final Set<String> IDLE = Set.of("06", "07", "0A");

    private OpenConnections() {
        // functions only
    }

    /**
     * Lists them by /proc/net/tcp, and by /proc/net/tcp6, where those of sockets for both versions are.
     *
     * @param namespace where
     * @param address own address of the connections
     * @return a line for each, as the kernel has it
     */
    public static List<String> list(final NetworkNamespace namespace, final String address) {
        final var wanted = hexadecimal(address) + ':';
        return namespace.run("cat", "/proc/net/tcp", "/proc/net/tcp6").lines().map(String::strip).filter(line -> {
            final var words = line.split("\\s+");
            return words[1].contains(wanted) && !IDLE.contains(words[3]);
        }).toList();
    }

    /**
     * Ends those that are left, so that nothing is sent again later. What waits for others only may stay.
     *
     * @param namespace where
     * @param address own address of the connections
     */
    public static void end(final NetworkNamespace namespace, final String address) {
        namespace.run("ss", "--kill", "--tcp", "src", '[' + address + ']');
    }

    /** Words of four bytes as the machine has them, the first byte being the lowest on all machines that we know. */
    private static String hexadecimal(final String address) {
        final byte[] bytes;
        try {
            bytes = InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new LabException(address, e);
        }
        final var words = new StringBuilder();
        for (int word = 0; word < bytes.length; word += Integer.BYTES) {
            for (int i = Integer.BYTES - 1; i >= 0; i--) {
                words.append(String.format("%02X", bytes[word + i]));
            }
        }
        return words.toString();
    }
}
