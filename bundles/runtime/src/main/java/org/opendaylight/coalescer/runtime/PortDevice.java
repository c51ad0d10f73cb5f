/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.PacketWriter;
import org.opendaylight.coalescer.core.coalesce.Coalescer;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.coalesce.CoalescerTarget;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.linux.CapabilityResult;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.LinuxException;
import org.opendaylight.coalescer.linux.LinuxProbe;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.OffloadResult;
import org.opendaylight.coalescer.linux.OffloadSet;
import org.opendaylight.coalescer.linux.TunDevice;
import org.opendaylight.coalescer.linux.TunQueue;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * The device of a port with everything that hangs on it: a lane for each worker, and the packet writers of other
 * bundles. It exists from creation to {@link #close}, after which nothing of it is left.
 *
 * <p>Created, changed and closed by the reconciler. Writers are opened by any thread: the lock of this object guards
 * the device and the list of writers.
 */
final class PortDevice {
    /** Nobody outside may guess which flows collide in a table. */
    private static final SecureRandom SEEDS = new SecureRandom();

    /** Guarded by this. */
    private final List<QueuePacketWriter> writers = new ArrayList<>();
    private final PortCounters counters;
    private final LongSupplier drops;
    private final NetworkHome home;
    private final TunDevice device;
    private final Runnable onLost;
    private List<PortLane> lanes = List.of();
    private @Nullable WorkerGroup workers;
    private @Nullable PortConnection connection;
    private int queues;
    /** Whether all lanes know what {@link #configure} was told last. */
    private boolean configured;
    /** Superpackets that the device refused to lanes and writers that are gone, and the last errno. Guarded by this. */
    private final long[] retiredRefusals = new long[GsoType.values().length];
    private final int[] retiredErrno = new int[GsoType.values().length];
    /** Guarded by this. */
    private CoalescerOptions options;
    /** Guarded by this. */
    private OutputCapabilities capabilities = OutputCapabilities.NONE;
    /** Guarded by this. */
    private boolean closed;

    private PortDevice(final Blueprint blueprint, final NetworkHome home) throws IOException {
        this.home = home;
        counters = blueprint.counters();
        options = blueprint.options();
        onLost = blueprint.onLost();
        device = home.call(() -> TunDevice.create(blueprint.name(), blueprint.kind()));
        final int ifIndex = device.ifIndex();
        drops = new LastKnown(() -> home.droppedBefore(ifIndex));
        counters.add(drops);
    }

    /** A number that only grows, and stays when it can no longer be read. */
    private static final class LastKnown implements LongSupplier {
        private final LongSupplier source;
        private long known;

        LastKnown(final LongSupplier source) {
            this.source = source;
        }

        @Override
        public synchronized long getAsLong() {
            known = Math.max(known, source.getAsLong());
            return known;
        }
    }

    /**
     * What a device is made with.
     *
     * @param name its name
     * @param kind what its packets are
     * @param options how packets coalesce
     * @param counters where everything is counted
     * @param onLost told on the worker's thread, perhaps repeatedly, that somebody deleted the device
     */
    record Blueprint(String name, TunDevice.Kind kind, CoalescerOptions options, PortCounters counters,
            Runnable onLost) {
    }

    /**
     * Creates a device, down and served by nobody.
     *
     * @param blueprint what to make
     * @param home where it shall live
     * @return the device
     * @throws IOException if the kernel refuses: EBUSY when the name is taken
     */
    static PortDevice create(final Blueprint blueprint, final NetworkHome home) throws IOException {
        return new PortDevice(blueprint, home);
    }

    /**
     * Has workers serve the device. The first ones, as many as there are queues, also read from it.
     *
     * @param group who serves it
     * @param queuesWanted queues that the kernel may spread packets over, 0 for one per worker
     * @throws IOException if the kernel refuses a queue; then nobody serves it
     */
    void serve(final WorkerGroup group, final int queuesWanted) throws IOException {
        final int reading = queuesWanted == 0 ? group.workers().size() : Math.min(queuesWanted, group.workers().size());
        if (group == workers && reading == queues) {
            return;
        }
        abandon();
        final var made = new ArrayList<PortLane>();
        boolean done = false;
        try {
            for (var worker : group.workers()) {
                final var queue = openQueue(made.size() < reading);
                final var lane = newLane(queue, worker);
                made.add(lane);
                if (made.size() <= reading) {
                    lane.start();
                }
            }
            lanes = List.copyOf(made);
            workers = group;
            queues = reading;
            configured = false;
            done = true;
        } finally {
            if (!done) {
                made.forEach(PortLane::close);
            }
        }
    }

    private synchronized TunQueue openQueue(final boolean isRead) throws IOException {
        return home.call(() -> isRead ? device.openQueue() : device.openDetachedQueue());
    }

    private PortLane newLane(final TunQueue queue, final Worker worker) {
        boolean done = false;
        try {
            final var lane = new PortLane(this, queue, worker, counters, onLost);
            done = true;
            return lane;
        } finally {
            // Memory may be short; a queue left open would keep the device for ever
            if (!done) {
                queue.close();
            }
        }
    }

    /** Takes the device from its workers. */
    void abandon() {
        lanes.forEach(lane -> {
            lane.close();
            retire(lane.statistics());
        });
        lanes = List.of();
        workers = null;
        connection = null;
        queues = 0;
    }

    NetworkHome home() {
        return home;
    }

    int ifIndex() {
        return device.ifIndex();
    }

    TunDevice.Kind kind() {
        return device.kind();
    }

    /** Whether its packets are Ethernet frames. */
    boolean isFramed() {
        return device.kind() == TunDevice.Kind.TAP;
    }

    /** Queues that are read. */
    int queues() {
        return queues;
    }

    synchronized boolean exists() {
        return !closed && device.exists();
    }

    /** Why a worker no longer reads, null if all do. */
    @Nullable RuntimeException fault() {
        for (var lane : lanes) {
            if (lane.fault() != null) {
                return lane.fault();
            }
        }
        return null;
    }

    private Stream<CoalescerStatistics> statistics() {
        return Stream.concat(lanes.stream().map(PortLane::statistics),
            writers.stream().map(QueuePacketWriter::statistics));
    }

    /** Superpackets of a kind that the device refused, from workers and from packet writers. */
    synchronized long superpacketRefusals(final GsoType type) {
        return retiredRefusals[type.ordinal()]
            + statistics().mapToLong(each -> each.superpacketRefusals(type)).sum();
    }

    /** The errno of such a refusal, 0 if there was none. */
    synchronized int lastRefusal(final GsoType type) {
        return statistics().mapToInt(each -> each.lastRefusal(type)).filter(errno -> errno != 0).findFirst()
            .orElse(retiredErrno[type.ordinal()]);
    }

    private synchronized void retire(final CoalescerStatistics source) {
        for (var type : GsoType.values()) {
            retiredRefusals[type.ordinal()] += source.superpacketRefusals(type);
            if (source.lastRefusal(type) != 0) {
                retiredErrno[type.ordinal()] = source.lastRefusal(type);
            }
        }
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
     * Tries what the device takes, with packets that the kernel drops behind it.
     *
     * @return one result for each capability of writing
     */
    synchronized List<CapabilityResult> probe() {
        try (var queue = home.call(device::openDetachedQueue)) {
            return LinuxProbe.superpacketWrites(queue, device.kind());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Changes how packets coalesce and what may be written, for the workers and for all packet writers.
     *
     * @param newOptions how packets coalesce
     * @param newCapabilities what may be written
     * @throws IOException if a worker is gone
     */
    void configure(final CoalescerOptions newOptions, final OutputCapabilities newCapabilities) throws IOException {
        synchronized (this) {
            if (!newOptions.equals(options) || !newCapabilities.equals(capabilities)) {
                configured = false;
                options = newOptions;
                capabilities = newCapabilities;
                writers.forEach(writer -> writer.configure(newOptions, newCapabilities));
            }
        }
        if (!configured) {
            for (var lane : lanes) {
                lane.configure(newOptions, newCapabilities);
            }
            configured = true;
        }
    }

    /**
     * Connects the port to an endpoint, or to another one, with peers.
     *
     * @param wanted what to connect to; its sockets are served by the same workers
     * @throws IOException if a worker is gone
     */
    void connect(final PortConnection wanted) throws IOException {
        if (wanted.equals(connection)) {
            return;
        }
        connection = null;
        final var peers = new PeerTable(wanted.peers());
        final EndpointPath path = wanted.path();
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).connect(wanted, path == null ? null : path.lane(i), peers);
        }
        connection = wanted;
    }

    /** The sockets that it hangs on, null for none. */
    @Nullable EndpointPath path() {
        return connection == null ? null : connection.path();
    }

    /** Whether packets pass. */
    boolean carries() {
        return connection != null && connection.enabled();
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
        final var detached = home.call(device::openDetachedQueue);
        boolean done = false;
        try {
            final var writer = new QueuePacketWriter(this, detached);
            writer.configure(options, capabilities);
            writers.add(writer);
            counters.add(writer.statistics(), writer.output());
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
            retire(writer.statistics());
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

    /** Takes everything down: writers, lanes, queues. The device vanishes with its last queue. Idempotent. */
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
        abandon();
        counters.retire(drops);
        synchronized (this) {
            device.close();
        }
    }
}
