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
 * Counters of IPv4 in the kernel, of a namespace.
 *
 * @param headerErrors InHdrErrors: packets dropped for their header, wrong checksums among them
 */
public record Ipv4Counters(long headerErrors) {
    /**
     * Reads them from /proc/net/snmp.
     *
     * @param namespace whose IPv4
     * @return its counters now
     */
    public static Ipv4Counters read(final NetworkNamespace namespace) {
        final var lines = namespace.run("cat", "/proc/net/snmp").lines().filter(line -> line.startsWith("Ip:"))
            .toList();
        final var names = List.of(lines.get(0).split(" "));
        return new Ipv4Counters(Long.parseLong(lines.get(1).split(" ")[names.indexOf("InHdrErrors")]));
    }

    /**
     * What was counted since.
     *
     * @param earlier counters read before
     * @return the differences
     */
    public Ipv4Counters since(final Ipv4Counters earlier) {
        return new Ipv4Counters(headerErrors - earlier.headerErrors);
    }
}
