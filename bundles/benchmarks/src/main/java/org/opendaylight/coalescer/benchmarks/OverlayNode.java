/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.opendaylight.coalescer.api.ChecksumValidation;
import org.opendaylight.coalescer.api.CoalescingConfiguration;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.DataPlaneConfiguration;
import org.opendaylight.coalescer.api.DeviceConfiguration;
import org.opendaylight.coalescer.api.EcnPolicy;
import org.opendaylight.coalescer.api.Encapsulation;
import org.opendaylight.coalescer.api.EndpointConfiguration;
import org.opendaylight.coalescer.api.IpPrefix;
import org.opendaylight.coalescer.api.OffloadConfiguration;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.api.PeerConfiguration;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.api.TunnelConfiguration;
import org.opendaylight.coalescer.runtime.DataPlaneProvider;

/**
 * One end of the overlay of {@link OverlayThroughput}: the data plane in a process of its own. Reads {@code on} and
 * {@code off} from standard input, which switch every offload and coalescing leaf, and answers with the status of the
 * port; ends with its input.
 */
public final class OverlayNode {
    static final String PORT = "overlay0";
    private static final int UDP_PORT = 4790;

    private OverlayNode() {
        // Hidden on purpose
    }

    /**
     * Runs a node.
     *
     * @param args own underlay address, peer's underlay address, own inner address, network of all inner addresses
     * @throws IOException if an address is none
     */
    @SuppressWarnings("checkstyle:regexpSinglelineJava")
    public static void main(final String... args) throws IOException {
        final var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var dataPlane = new DataPlaneProvider()) {
            final var changes = new Semaphore(0);
            dataPlane.onStatusChange(changes::release);
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                final var wanted = configuration(args, line.equals("on"));
                dataPlane.apply(wanted);
                System.out.println(await(dataPlane, wanted, changes));
            }
        }
    }

    private static String await(final DataPlane dataPlane, final DataPlaneConfiguration wanted,
            final Semaphore changes) {
        while (true) {
            final var port = dataPlane.snapshot().ports().get(PORT);
            if (port != null && port.status().applied().equals(wanted.ports().get(PORT))
                    && port.status().operStatus() != OperStatus.DOWN) {
                return port.status().operStatus() + " " + port.status().lastError();
            }
            changes.acquireUninterruptibly();
        }
    }

    private static DataPlaneConfiguration configuration(final String[] args, final boolean on) throws IOException {
        final var endpoint = new EndpointConfiguration("underlay", Encapsulation.VXLAN_GPE, "",
            InetAddress.getByName(args[0]), UDP_PORT, true, 64, 0, 8 << 20, on, on);
        final var peer = new PeerConfiguration("peer", InetAddress.getByName(args[1]), UDP_PORT,
            List.of(IpPrefix.of(args[3])));
        final var port = new PortConfiguration(PORT, "", true,
            new DeviceConfiguration("", 0, 0, 1000, List.of(IpPrefix.of(args[2])), true),
            new OffloadConfiguration(on, on, on, on),
            new CoalescingConfiguration(on, on, 64, 0xffff, 0xffff, true, EcnPolicy.EXACT,
                ChecksumValidation.VERIFY, 1024, 200),
            new TunnelConfiguration("underlay", 42, false, false, List.of(peer)));
        return new DataPlaneConfiguration(Map.of("underlay", endpoint), Map.of(PORT, port));
    }
}
