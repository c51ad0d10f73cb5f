/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the TCP of a namespace counted beyond the standard, under the kernel's names.
 *
 * @param values by name, such as {@code PAWSEstab}
 */
public record TcpExtCounters(Map<String, Long> values) {
    public TcpExtCounters {
        values = Map.copyOf(values);
    }

    /**
     * Reads them from /proc/net/netstat.
     *
     * @param namespace whose TCP
     * @return its counters now
     */
    public static TcpExtCounters read(final NetworkNamespace namespace) {
        final var lines = namespace.run("cat", "/proc/net/netstat").lines()
            .filter(line -> line.startsWith("TcpExt:")).map(line -> List.of(line.split(" "))).toList();
        final var values = new TreeMap<String, Long>();
        for (int i = 1; i < lines.get(0).size(); i++) {
            values.put(lines.get(0).get(i), Long.valueOf(lines.get(1).get(i)));
        }
        return new TcpExtCounters(values);
    }

    /**
     * What was counted since, without what was not.
     *
     * @param earlier counters read before
     * @return the differences
     */
    public TcpExtCounters since(final TcpExtCounters earlier) {
        final var differences = new TreeMap<String, Long>();
        values.forEach((name, value) -> {
            if (value > earlier.at(name)) {
                differences.put(name, value - earlier.at(name));
            }
        });
        return new TcpExtCounters(differences);
    }

    /**
     * One of them.
     *
     * @param name the kernel's name
     * @return its value, 0 if there is none of that name
     */
    public long at(final String name) {
        return values.getOrDefault(name, 0L);
    }
}
