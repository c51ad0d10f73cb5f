/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

import java.util.List;

/**
 * What the UDP of a namespace counted, IPv4 only.
 *
 * @param received datagrams delivered to sockets and tunnels
 * @param sent datagrams sent by sockets
 * @param overflows datagrams dropped since a socket's buffer was full
 */
public record UdpCounters(long received, long sent, long overflows) {
    /**
     * Reads them from /proc/net/snmp.
     *
     * @param namespace whose UDP
     * @return its counters now
     */
    public static UdpCounters read(final NetworkNamespace namespace) {
        final var lines = namespace.run("cat", "/proc/net/snmp").lines()
            .filter(line -> line.startsWith("Udp:")).toList();
        final var names = List.of(lines.get(0).split(" "));
        final var values = List.of(lines.get(1).split(" "));
        return new UdpCounters(Long.parseLong(values.get(names.indexOf("InDatagrams"))),
            Long.parseLong(values.get(names.indexOf("OutDatagrams"))),
            Long.parseLong(values.get(names.indexOf("RcvbufErrors"))));
    }

    /**
     * What was counted since.
     *
     * @param earlier counters read before
     * @return the differences
     */
    public UdpCounters since(final UdpCounters earlier) {
        return new UdpCounters(received - earlier.received, sent - earlier.sent,
            overflows - earlier.overflows);
    }
}
