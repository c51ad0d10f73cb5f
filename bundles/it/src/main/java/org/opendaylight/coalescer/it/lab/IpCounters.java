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
 * What the IP of a namespace counted, IPv4 and IPv6 together.
 *
 * @param headerErrors InHdrErrors: packets dropped for their header, wrong checksums of IPv4 among them
 */
public record IpCounters(long headerErrors) {
    /**
     * Reads them from /proc/net/snmp and /proc/net/snmp6.
     *
     * @param namespace whose IP
     * @return its counters now
     */
    public static IpCounters read(final NetworkNamespace namespace) {
        final var lines = namespace.run("cat", "/proc/net/snmp", "/proc/net/snmp6").lines().toList();
        final var ipv4 = lines.stream().filter(line -> line.startsWith("Ip:")).map(line -> line.split(" ")).toList();
        final var ipv6 = lines.stream().filter(line -> line.startsWith("Ip6InHdrErrors")).findFirst().orElseThrow();
        return new IpCounters(Long.parseLong(ipv4.get(1)[List.of(ipv4.get(0)).indexOf("InHdrErrors")])
            + Long.parseLong(ipv6.substring(ipv6.indexOf(' ')).strip()));
    }

    /**
     * What was counted since.
     *
     * @param earlier counters read before
     * @return the differences
     */
    public IpCounters since(final IpCounters earlier) {
        return new IpCounters(headerErrors - earlier.headerErrors);
    }
}
