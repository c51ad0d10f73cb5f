/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The sample consumer, dropped into the running distribution like any bundle of somebody else. */
@ControllerTest
class SampleConsumerIT {
    private static final String JAR = "coalescer-sample-consumer-0.1.0.jar";
    private static final int DISCARD = 9;
    private static final int PACKETS = 16;

    private final ControllerLab lab;

    SampleConsumerIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @Test
    void packetsOfAnotherBundleArriveCoalesced() throws IOException {
        lab.provision(true);
        final var deployed = lab.controller().folder().resolve("deploy").resolve(JAR);
        // the folder is watched, and a file that is still being written is no bundle yet
        final var copy = lab.controller().folder().resolve(JAR);
        Files.copy(Path.of(System.getProperty("coalescer.felix.bundles"), JAR), copy);
        try (var socket = new DatagramSocket(DISCARD, InetAddress.getByName("0.0.0.0"))) {
            socket.setSoTimeout((int) ControllerLab.PATIENCE.toMillis());
            Files.move(copy, deployed);
            for (int i = 0; i < PACKETS; i++) {
                final var packet = new DatagramPacket(new byte[2048], 2048);
                socket.receive(packet);
                assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII))
                    .isEqualTo("greeting " + i);
            }
            ControllerLab.await("the port has counted both runs",
                () -> lab.statistics().at("receive/packets") >= 2 * PACKETS, () -> lab.statistics());
            assertThat(lab.statistics().at("receive/superpackets")).as("the segments became a superpacket")
                .isPositive();
            assertThat(lab.statistics().at("receive/checksum/partial"))
                .as("greetings leave their checksum to the device").isGreaterThanOrEqualTo(PACKETS);
            assertThat(lab.statistics().at("receive/checksum/payload-passes"))
                .as("nobody read the greetings for it")
                .isLessThanOrEqualTo(lab.statistics().at("receive/packets") - PACKETS);
        } finally {
            Files.deleteIfExists(deployed);
            Files.deleteIfExists(copy);
        }
    }
}
