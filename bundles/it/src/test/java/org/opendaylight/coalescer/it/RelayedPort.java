/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV6;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV6;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.lab.OpenConnections;
import org.opendaylight.coalescer.it.relay.Direction;
import org.opendaylight.coalescer.it.relay.RelayProcess;

/** The lab's endpoint and port where a relay stands between them and the far end. Stateless. */
final class RelayedPort {
    /**
     * Longer than anything but a retransmission after a time-out takes, so that timestamp values decide: they are in
     * the log of the relay, while nobody else's clock is that of the relay.
     */
    static final Duration REORDER_WINDOW = Duration.ofSeconds(1);

    private RelayedPort() {
        // functions only
    }

    /** Configures both and waits until they are up. */
    static void provision(final ControllerLab lab) {
        final var all = CoalescerModel.relayed(lab.port());
        final var settings = new JsonObject();
        settings.addProperty("statistics-interval", 100);
        // the kernel changes the outer port of a connection after a time-out, and so the worker that knows it
        settings.addProperty("workers", 1);
        settings.addProperty("reorder-window", REORDER_WINDOW.toMillis());
        all.getAsJsonObject(CoalescerModel.ROOT).add("settings", settings);
        lab.client().put(CoalescerModel.ROOT, all);
        lab.awaitUp();
    }

    /** Waits until nothing is under way any more: the end of the connection may get lost, too. */
    static void awaitSilence(final ControllerLab lab, final RelayProcess relay, final boolean ipv6) {
        awaitClosed(lab, ipv6);
        ControllerLab.await("everything has passed the relay", () -> {
            final var passed = relay.summary();
            final var endpoint = lab.endpointStatistics();
            return count(passed, Direction.IN, "sent") == endpoint.at("receive/datagrams")
                && count(passed, Direction.OUT, "received") == endpoint.at("transmit/datagrams");
        }, () -> relay.summary() + " " + lab.endpointStatistics());
    }

    /** Waits until no connection is left. */
    static void awaitClosed(final ControllerLab lab, final boolean ipv6) {
        final Supplier<List<String>> near = () -> OpenConnections.list(lab.near(), ipv6 ? NEAR_IPV6 : NEAR_IPV4);
        final Supplier<List<String>> far =
            () -> OpenConnections.list(lab.underlay().far(), ipv6 ? FAR_IPV6 : FAR_IPV4);
        ControllerLab.await("both ends have closed the connection",
            () -> near.get().isEmpty() && far.get().isEmpty(), () -> near.get() + " " + far.get());
    }

    /** A number of a relay's summary. */
    static long count(final JsonObject summary, final Direction direction, final String name) {
        return summary.getAsJsonObject(direction.word()).get(name).getAsLong();
    }
}
