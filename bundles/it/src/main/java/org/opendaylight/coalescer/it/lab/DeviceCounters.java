/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

import com.google.gson.JsonParser;
import java.util.List;

/**
 * What the kernel counted for a device. For a TUN device received is what was written to it, transmitted what was read
 * from it, and a superpacket is one packet.
 *
 * @param receivedPackets packets received
 * @param receivedBytes their bytes
 * @param receiveErrors packets received with errors
 * @param receiveDropped packets dropped on receipt
 * @param sent what was transmitted
 */
public record DeviceCounters(long receivedPackets, long receivedBytes, long receiveErrors, long receiveDropped,
        Sent sent) {
    /**
     * What was transmitted.
     *
     * @param packets packets
     * @param bytes their bytes
     * @param dropped packets dropped since the queue was full
     */
    public record Sent(long packets, long bytes, long dropped) {
    }

    /**
     * Reads them by {@code ip -s -j link}.
     *
     * @param namespace where the device is
     * @param device its name
     * @return its counters now
     * @throws LabException if there is no such device
     */
    public static DeviceCounters read(final NetworkNamespace namespace, final String device) {
        final var text = Command.output(namespace.inside(List.of("ip", "-s", "-j", "link", "show", "dev", device)));
        final var statistics = JsonParser.parseString(text).getAsJsonArray().get(0).getAsJsonObject()
            .getAsJsonObject("stats64");
        final var received = statistics.getAsJsonObject("rx");
        final var sent = statistics.getAsJsonObject("tx");
        return new DeviceCounters(received.get("packets").getAsLong(), received.get("bytes").getAsLong(),
            received.get("errors").getAsLong(), received.get("dropped").getAsLong(),
            new Sent(sent.get("packets").getAsLong(), sent.get("bytes").getAsLong(), sent.get("dropped").getAsLong()));
    }
}
