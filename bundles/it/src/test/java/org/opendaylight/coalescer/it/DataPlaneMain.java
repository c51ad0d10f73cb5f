/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.opendaylight.coalescer.api.ChecksumValidation;
import org.opendaylight.coalescer.api.CoalescingConfiguration;
import org.opendaylight.coalescer.api.DataPlaneConfiguration;
import org.opendaylight.coalescer.api.DeviceConfiguration;
import org.opendaylight.coalescer.api.EcnPolicy;
import org.opendaylight.coalescer.api.Encapsulation;
import org.opendaylight.coalescer.api.EndpointConfiguration;
import org.opendaylight.coalescer.api.OffloadConfiguration;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.api.TunnelConfiguration;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.runtime.DataPlaneProvider;

/**
 * A data plane in a process of its own, for a test that takes privileges away from it. Says the status of its port
 * whenever that changes, until its standard input ends.
 */
final class DataPlaneMain {
    private DataPlaneMain() {
        // Hidden on purpose
    }

    /**
     * Runs it.
     *
     * @param args name of the port, local address of the endpoint, its UDP port
     * @throws IOException if the standard input can't be read
     */
    public static void main(final String[] args) throws IOException {
        final var endpoint = new EndpointConfiguration("underlay", Encapsulation.VXLAN_GPE, "",
            InetAddress.getByName(args[1]), Integer.parseInt(args[2]), true, 64, 0, 1 << 20, true, true);
        final var port = new PortConfiguration(args[0], "", true,
            new DeviceConfiguration("", 1400, 0, 1000, List.of(), true),
            new OffloadConfiguration(true, true, true, true),
            new CoalescingConfiguration(true, true, 64, 65535, 65535, true, EcnPolicy.EXACT,
                ChecksumValidation.VERIFY, 1024, 200),
            new TunnelConfiguration("underlay", 42, false, false, List.of()));
        try (var dataPlane = new DataPlaneProvider()) {
            dataPlane.onStatusChange(() -> dataPlane.snapshot().ports().values().forEach(
                each -> Console.line(each.status().operStatus() + " " + each.status().lastError())));
            dataPlane.apply(new DataPlaneConfiguration(Map.of("underlay", endpoint), Map.of(args[0], port)));
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }
}
