/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.io.IOException;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.core.coalesce.Coalescer;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.linux.TunQueue;

/**
 * One worker's queue of a port with the paths to and from the overlay. Made, changed and closed by the reconciler;
 * between that the worker owns what is in it.
 */
final class PortLane {
    private final EnumCounters<TunnelDrop> receiveDrops = new EnumCounters<>(TunnelDrop.class);
    private final CoalescerStatistics statistics = new CoalescerStatistics();
    private final TransmitValidation output = new TransmitValidation(OutputCapabilities.NONE, 0);
    private final TransmitPath transmitPath;
    private final ReceivePath receivePath;
    private final Relay relay = new Relay();
    private final PortCounters counters;
    private final Coalescer coalescer;
    private final TunQueue queue;
    private final Worker worker;
    /** Worker's thread. */
    private @Nullable EndpointLane endpoint;
    /** Worker's thread. */
    private int vni;

    /**
     * Makes a lane without peers. The queue is the lane's from now on.
     *
     * @param port the device that the queue belongs to
     * @param queue where packets come from and go to
     * @param worker who serves it
     * @param counters where everything is counted
     * @param onLost told on the worker's thread, perhaps repeatedly, that somebody deleted the device
     */
    PortLane(final PortDevice port, final TunQueue queue, final Worker worker, final PortCounters counters,
            final Runnable onLost) {
        this.queue = queue;
        this.worker = worker;
        this.counters = counters;
        final var memory = worker.receiveBatch().memory();
        coalescer = port.newCoalescer(memory, output, queue, statistics);
        receivePath = new ReceivePath(coalescer, memory, port.isFramed(), receiveDrops, relay);
        transmitPath = new TransmitPath(queue, worker.transmitSlab(), port.isFramed(), () -> {
            // Its descriptor would be ready for ever
            worker.forget(queue);
            onLost.run();
        });
        counters.add(statistics, output);
        counters.add(receiveDrops);
        counters.add(transmitPath);
        counters.add(relay);
    }

    /** Starts reading from the device. */
    void start() throws IOException {
        worker.call(() -> {
            worker.watch(queue, transmitPath);
            return null;
        });
    }

    /** Why the worker no longer reads, null if it does. */
    @Nullable RuntimeException fault() {
        return transmitPath.fault();
    }

    /** What the coalescer has counted. Any thread. */
    CoalescerStatistics statistics() {
        return statistics;
    }

    /** Changes how packets coalesce and what may be written. */
    void configure(final CoalescerOptions options, final OutputCapabilities capabilities) throws IOException {
        worker.call(() -> {
            coalescer.setOptions(options);
            output.setCapabilities(capabilities);
            return null;
        });
    }

    /**
     * Connects the lane to an endpoint, or to another one, with peers.
     *
     * @param connection what to connect to
     * @param newEndpoint the endpoint's lane of the same worker, null for none
     * @param peers the peers
     * @throws IOException if the worker is gone
     */
    void connect(final PortConnection connection, final @Nullable EndpointLane newEndpoint, final PeerTable peers)
            throws IOException {
        worker.call(() -> {
            final int newVni = connection.vni();
            if (endpoint != newEndpoint || vni != newVni) {
                detach();
                endpoint = null;
                if (newEndpoint != null) {
                    newEndpoint.receiver().attach(newVni, receivePath);
                }
                endpoint = newEndpoint;
                vni = newVni;
            }
            receivePath.configure(peers, connection.enabled(), connection.canLoop());
            final var sender = connection.enabled() && newEndpoint != null ? newEndpoint.sender() : null;
            transmitPath.connect(sender, connection, peers);
            relay.connect(sender, connection);
            return null;
        });
    }

    private void detach() {
        if (endpoint != null) {
            endpoint.receiver().detach(receivePath);
        }
    }

    /** Takes everything down; what was counted is kept. */
    void close() {
        try {
            worker.call(() -> {
                detach();
                worker.forget(queue);
                queue.close();
                return null;
            });
        } catch (IOException e) {
            // A worker that is just slow closes it when it gets there
            if (!worker.isAlive()) {
                queue.close();
            }
        }
        counters.retire(statistics);
        counters.retire(receiveDrops);
        counters.retire(transmitPath);
        counters.retire(relay);
    }
}
