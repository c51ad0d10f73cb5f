/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.web;

import io.prometheus.metrics.model.snapshots.Labels;
import org.opendaylight.coalescer.api.DataPlaneSnapshot.Endpoint;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.web.MetricFamilies.Family;
import org.opendaylight.coalescer.web.MetricFamilies.Source;

/** Metrics of underlay endpoints. Functions without state. */
final class EndpointMetrics {
    private static final String DIRECTION = "direction";
    private static final String RECEIVE = "receive";
    private static final String TRANSMIT = "transmit";

    private static final Family INFO = new Family("endpoint", "What an endpoint is configured to be.");
    private static final Family UP = new Family("endpoint_up", "Whether an endpoint works (oper-status is up).");
    private static final Family DATAGRAMS = new Family("endpoint_datagrams", "Datagrams of the underlay.");
    private static final Family BYTES = new Family("endpoint_bytes", "Payload of the datagrams of the underlay.");
    private static final Family BATCHES = new Family("endpoint_offload_batches",
        "Calls that moved several datagrams at once, by UDP_GRO (receive) or UDP_SEGMENT (transmit).");
    private static final Family FRAGMENTED = new Family("endpoint_fragmented_datagrams",
        "Datagrams longer than the underlay carries, sent for the kernel to fragment.");
    private static final Family SOCKET_DROPS = new Family("endpoint_socket_dropped_datagrams",
        "Datagrams that the kernel dropped for lack of receive buffer (receive), or that were not sent (transmit).");
    private static final Family DROPS = new Family("endpoint_dropped_datagrams",
        "Datagrams refused by the encapsulation, by reason.");
    private static final Family ERRORS = new Family("endpoint_errors", "Failed calls to the sockets.");

    private EndpointMetrics() {
        // functions only
    }

    static void collect(final String name, final Endpoint endpoint, final MetricFamilies to) {
        final var statistics = endpoint.statistics();
        final var source = new Source(statistics.discontinuityTime(), Labels.of("endpoint", name));
        final var applied = endpoint.status().applied();
        to.info(INFO, source.labels().merge(Labels.of("local_address", applied.localAddress().getHostAddress(),
            "local_port", Integer.toString(applied.localPort()), "encapsulation",
            MetricFamilies.word(applied.encapsulation()))));
        to.gauge(UP, source.labels(), endpoint.status().operStatus() == OperStatus.UP ? 1 : 0);

        final var receive = statistics.receive();
        to.count(DATAGRAMS, source, receive.datagrams(), DIRECTION, RECEIVE);
        to.count(BYTES, source, receive.bytes(), DIRECTION, RECEIVE);
        to.count(BATCHES, source, receive.groBatches(), DIRECTION, RECEIVE);
        to.count(SOCKET_DROPS, source, receive.socketDrops(), DIRECTION, RECEIVE);
        to.count(DROPS, source, receive.drops(), "reason");
        to.count(ERRORS, source, receive.errors(), DIRECTION, RECEIVE, "errno");

        final var transmit = statistics.transmit();
        to.count(DATAGRAMS, source, transmit.datagrams(), DIRECTION, TRANSMIT);
        to.count(BYTES, source, transmit.bytes(), DIRECTION, TRANSMIT);
        to.count(BATCHES, source, transmit.gsoBatches(), DIRECTION, TRANSMIT);
        to.count(FRAGMENTED, source, transmit.fragmented());
        to.count(SOCKET_DROPS, source, transmit.dropped(), DIRECTION, TRANSMIT);
        to.count(ERRORS, source, transmit.errors(), DIRECTION, TRANSMIT, "errno");
    }
}
