/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a name that no port has is refused. */
class DataPlaneSnapshotTest {
    private static DataPlaneSnapshot withPorts(final int count) {
        final var configuration = Configurations.port("tun0", 42, "198.51.100.1/24");
        final var status = new PortStatus(configuration, OperStatus.DOWN, Instant.EPOCH, "", 0, 0, 0,
            List.of());
        return new DataPlaneSnapshot(Map.of(), IntStream.range(0, count).mapToObj(i -> "tun" + (100 + i))
            .collect(Collectors.toMap(Function.identity(), name -> new DataPlaneSnapshot.Port(status,
                idle()))));
    }

    private static PortStatistics idle() {
        final var receive = new PortStatistics.Receive(0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of(), Map.of(), Map.of(),
            new PortStatistics.ReceiveChecksum(0, 0, 0, 0, new PortStatistics.BadChecksum(0, 0, 0, 0, 0), 0,
                new PortStatistics.WrittenChecksum(0, 0, 0)),
            new PortStatistics.Sequence(
                new PortStatistics.Gaps(0, 0, 0, 0, 0, 0), 0, 0, new PortStatistics.Reordering(0, 0, 0),
                new PortStatistics.Repairs(0, 0, 0), 0, 0, List.of()),
            new PortStatistics.Histograms(Map.of(), Map.of(), Map.of()));
        return new PortStatistics(Instant.EPOCH, receive, new PortStatistics.Transmit(0, 0, 0, 0, 0, 0, 0,
            new PortStatistics.TransmitChecksum(0, 0, 0, 0, 0, 0), Map.of(), Map.of()),
            new PortStatistics.Relay(0, 0, 0, Map.of()));
    }

    @Test
    void namesThePortsThatThereAre() {
        assertThat(withPorts(3).unknownPort("tun9"))
            .startsWith("There is no port 'tun9' in the data plane.")
            .endsWith("Ports that are there: tun100, tun101, tun102.");
    }

    @Test
    void namesSomeOfMany() {
        assertThat(withPorts(22).knownPorts()).endsWith("tun118, tun119 and 2 more.");
    }

    @Test
    void saysThatThereAreNone() {
        assertThat(withPorts(0).unknownPort("tun9")).endsWith("No port is there.");
    }
}
