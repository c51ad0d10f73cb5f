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
 * What the TCP of a namespace counted, IPv4 and IPv6 together.
 *
 * @param checksumErrors segments dropped since their checksum was wrong
 * @param errors segments dropped since something was wrong
 * @param retransmissions segments sent again
 */
public record TcpCounters(long checksumErrors, long errors, long retransmissions) {
    /**
     * Reads them from /proc/net/snmp.
     *
     * @param namespace whose TCP
     * @return its counters now
     */
    public static TcpCounters read(final NetworkNamespace namespace) {
        final var lines = namespace.run("cat", "/proc/net/snmp").lines()
            .filter(line -> line.startsWith("Tcp:")).toList();
        final var names = List.of(lines.get(0).split(" "));
        final var values = List.of(lines.get(1).split(" "));
        return new TcpCounters(value(names, values, "InCsumErrors"), value(names, values, "InErrs"),
            value(names, values, "RetransSegs"));
    }

    /**
     * What was counted since.
     *
     * @param earlier counters read before
     * @return the differences
     */
    public TcpCounters since(final TcpCounters earlier) {
        return new TcpCounters(checksumErrors - earlier.checksumErrors, errors - earlier.errors,
            retransmissions - earlier.retransmissions);
    }

    private static long value(final List<String> names, final List<String> values, final String name) {
        return Long.parseLong(values.get(names.indexOf(name)));
    }
}
