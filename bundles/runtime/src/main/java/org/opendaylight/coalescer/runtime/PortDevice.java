/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.PacketWriter;
import org.opendaylight.coalescer.core.coalesce.Coalescer;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.coalesce.CoalescerTarget;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.LinuxException;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.OffloadResult;
import org.opendaylight.coalescer.linux.OffloadSet;
import org.opendaylight.coalescer.linux.TunDevice;
import org.opendaylight.coalescer.linux.TunQueue;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * The device of a port with everything that hangs on it: the worker's queue with its two paths, and the packet writers
 * of other bundles. It exists from creation to {@link #close}, after which nothing of it is left.
 *
 * <p>Created, changed and closed by the reconciler. Writers are opened by any thread: the lock of this object guards
 * the device and the list of writers.
 */
final class PortDevice {
    /** Nobody outside may guess which flows collide in a table. */
    private static final SecureRandom SEEDS = new SecureRandom();

    private final List<QueuePacketWriter> writers = new ArrayList<>();
    private final CoalescerStatistics statistics = new CoalescerStatistics();
    private final PortCounters counters;
    private final TransmitValidation output;
    private final ReceivePath receivePath;
    private final TransmitPath transmitPath;
    private final Coalescer coalescer;
    private final TunDevice device;
    private final TunQueue queue;
    private final Worker worker;
    private CoalescerOptions options;
    private OutputCapabilities capabilities = OutputCapabilities.NONE;
    private @Nullable EndpointPath endpoint;
    private int vni;
    private boolean closed;

    private PortDevice(final TunDevice device, final TunQueue queue, final Worker worker, final Blueprint blueprint) {
        this.device = device;
        this.queue = queue;
        this.worker = worker;
        counters = blueprint.counters();
        options = blueprint.options();
        output = new TransmitValidation(capabilities, 0);
        final var memory = worker.receiveBatch().memory();
        coalescer = newCoalescer(memory, output, queue, statistics);
        final var nobody = new PeerTable(List.of());
        receivePath = new ReceivePath(coalescer, memory, nobody, counters.receiveDrops());
        transmitPath = new TransmitPath(queue, worker.transmitSlab(), nobody, () -> {
            // Its descriptor would be ready for ever
            worker.forget(queue);
            blueprint.onLost().run();
        });
        counters.add(statistics);
        counters.add(transmitPath);
    }

    /**
     * What a device is made with.
     *
     * @param name its name
     * @param options how packets coalesce
     * @param counters where everything is counted
     * @param onLost told on the worker's thread, perhaps repeatedly, that somebody deleted the device
     */
    record Blueprint(String name, CoalescerOptions options, PortCounters counters, Runnable onLost) {
    }

    /**
     * Creates a device, down and without peers, and has the worker read from it.
     *
     * @param blueprint what to make
     * @param worker who serves it
     * @return the device
     * @throws IOException if the kernel refuses: EBUSY when the name is taken
     */
    static PortDevice create(final Blueprint blueprint, final Worker worker) throws IOException {
        final var device = TunDevice.create(blueprint.name(), TunDevice.Kind.TUN);
        TunQueue queue = null;
        PortDevice port = null;
        boolean done = false;
        try {
            queue = device.openQueue();
            port = new PortDevice(device, queue, worker, blueprint);
            port.startReading();
            done = true;
            return port;
        } finally {
            if (!done) {
                if (port != null) {
                    port.close();
                } else if (queue != null) {
                    queue.close();
                }
                device.close();
            }
        }
    }

    private void startReading() throws IOException {
        worker.call(() -> {
            worker.watch(queue, transmitPath);
            return null;
        });
    }

    int ifIndex() {
        return device.ifIndex();
    }

    synchronized boolean exists() {
        return !closed && device.exists();
    }

    /** Why the worker no longer reads, null if it does. */
    @Nullable RuntimeException fault() {
        return transmitPath.fault();
    }

    /** Superpackets of a kind that the device refused, from the worker and from packet writers. */
    synchronized long superpacketRefusals(final GsoType type) {
        long refusals = statistics.superpacketRefusals(type);
        for (var writer : writers) {
            refusals += writer.statistics().superpacketRefusals(type);
        }
        return refusals;
    }

    /** The errno of such a refusal, 0 if there was none. */
    synchronized int lastRefusal(final GsoType type) {
        int errno = statistics.lastRefusal(type);
        for (var writer : writers) {
            errno = errno == 0 ? writer.statistics().lastRefusal(type) : errno;
        }
        return errno;
    }

    /**
     * Says what the kernel may hand to us.
     *
     * @param wanted what is asked for
     * @return what came of it
     * @throws LinuxException if the device is gone
     */
    synchronized OffloadResult setReadOffloads(final OffloadSet wanted) throws LinuxException {
        return device.setOffloads(wanted);
    }

    /**
     * Changes how packets coalesce and what may be written, for the worker and for all packet writers.
     *
     * @param newOptions how packets coalesce
     * @param newCapabilities what may be written
     * @throws IOException if the worker is gone
     */
    void configure(final CoalescerOptions newOptions, final OutputCapabilities newCapabilities) throws IOException {
        synchronized (this) {
            if (newOptions.equals(options) && newCapabilities.equals(capabilities)) {
                return;
            }
            options = newOptions;
            capabilities = newCapabilities;
            writers.forEach(writer -> writer.configure(newOptions, newCapabilities));
        }
        worker.call(() -> {
            coalescer.setOptions(newOptions);
            output.setCapabilities(newCapabilities);
            return null;
        });
    }

    /**
     * Connects the port to an endpoint, or to another one, with peers.
     *
     * @param newEndpoint the endpoint, null for none
     * @param newVni VNI of the port
     * @param peers the peers
     * @param enabled whether packets pass
     * @throws IOException if the worker is gone
     */
    void connect(final @Nullable EndpointPath newEndpoint, final int newVni, final PeerTable peers,
            final boolean enabled) throws IOException {
        worker.call(() -> {
            if (endpoint != newEndpoint || vni != newVni) {
                detach();
                endpoint = null;
                if (newEndpoint != null) {
                    newEndpoint.receiver().attach(newVni, receivePath);
                }
                endpoint = newEndpoint;
                vni = newVni;
            }
            receivePath.configure(peers, enabled);
            transmitPath.setPeers(peers);
            transmitPath.setTunnel(enabled && newEndpoint != null ? newEndpoint.sender() : null,
                newEndpoint == null ? null : newEndpoint.encapsulation(), newVni);
            return null;
        });
    }

    /**
     * Opens a packet writer. Any thread.
     *
     * @return the writer, owned by the caller
     * @throws IOException if the port is gone or the kernel refuses another queue
     */
    synchronized PacketWriter openWriter() throws IOException {
        if (closed) {
            throw new LinuxException("open", device.name(), Errno.ENODEV, "the port is gone");
        }
        final var detached = device.openDetachedQueue();
        boolean done = false;
        try {
            final var writer = new QueuePacketWriter(this, detached);
            writer.configure(options, capabilities);
            writers.add(writer);
            counters.add(writer.statistics());
            done = true;
            return writer;
        } finally {
            // A queue left open would keep the device for ever
            if (!done) {
                detached.close();
            }
        }
    }

    /** Forgets a writer that was closed. Any thread. */
    synchronized void forget(final QueuePacketWriter writer) {
        if (writers.remove(writer)) {
            counters.retire(writer.statistics());
        }
    }

    /**
     * Makes a coalescer with the options in force.
     *
     * @param memory where its packets lie
     * @param validation what the queue can do
     * @param to where it writes
     * @param counts what it counts
     * @return the coalescer
     */
    synchronized Coalescer newCoalescer(final PacketMemory memory, final TransmitValidation validation,
            final TunQueue to, final CoalescerStatistics counts) {
        return new Coalescer(memory, new CoalescerTarget(to::write, validation,
            NativeMemory.allocate(Coalescer.SCRATCH_BYTES), 0), counts, options, SEEDS.nextLong());
    }

    private void detach() {
        if (endpoint != null) {
            endpoint.receiver().detach(receivePath);
        }
    }

    /** Takes everything down: writers, paths, queues. The device vanishes with its last queue. Idempotent. */
    void close() {
        final List<QueuePacketWriter> open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = List.copyOf(writers);
        }
        open.forEach(QueuePacketWriter::close);
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
        synchronized (this) {
            device.close();
        }
        counters.retire(statistics);
        counters.retire(transmitPath);
    }
}
