/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlaneConfiguration;
import org.opendaylight.coalescer.api.DataPlaneEvent;
import org.opendaylight.coalescer.api.EndpointConfiguration;
import org.opendaylight.coalescer.linux.CapabilityResult;
import org.opendaylight.coalescer.linux.LinuxProbe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings devices and sockets in line with the configuration. One thread compares everything that is wanted with
 * everything that is there, whenever something may have changed and once in a while; what fails is tried again later
 * and disturbs nothing else. Set-up calls to the kernel happen on this thread alone.
 *
 * <p>{@link #want} and {@link #wake} may be called from any thread, and so may the readers of {@link #ports()} and
 * {@link #endpoints()}.
 */
final class Reconciler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    /** How often reality is compared with the configuration although nothing is known to have changed. */
    private static final long AUDIT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long JOIN_MS = TimeUnit.SECONDS.toMillis(20);

    private final Map<String, EndpointUnit> endpoints = new ConcurrentHashMap<>();
    private final Map<String, PortUnit> ports = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Consumer<DataPlaneEvent>> subscribers = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final WriterRegistry writers;
    private final Thread thread;
    /** What others want to be done or to know, on the reconciler's thread. */
    private final Queue<Runnable> questions = new ConcurrentLinkedQueue<>();
    /** Guarded by {@link #lock}. */
    private DataPlaneConfiguration wanted = DataPlaneConfiguration.EMPTY;
    /** Guarded by {@link #lock}. */
    private boolean pending;
    /** Guarded by {@link #lock}. */
    private boolean closing;
    /** Found out once: sockets are not to be opened anew because the machine gets or loses a processor. */
    private final int autoWorkers = WorkerGroup.autoSize();
    /** Reconciler's thread. */
    private final NetworkHomes homes = new NetworkHomes();
    /** Reconciler's thread; null while nobody is needed or can be started. */
    private @Nullable WorkerGroup workers;
    private List<CapabilityResult> superpacketWrites;
    private boolean published;

    Reconciler(final WriterRegistry writers) {
        this.writers = requireNonNull(writers);
        thread = new Thread(this::run, "coalescer-reconciler");
        thread.setDaemon(true);
        thread.start();
    }

    /** Replaces what is wanted. */
    void want(final DataPlaneConfiguration configuration) {
        lock.lock();
        try {
            wanted = requireNonNull(configuration);
            pending = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Asks for a comparison soon: something may have changed. Never blocks, fit for a worker. */
    void wake() {
        lock.lock();
        try {
            pending = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has something done on the reconciler's thread, before it next compares everything. Any thread.
     *
     * @param question what to do
     * @return what came of it
     */
    // What goes wrong with a question is told to who asks
    @SuppressWarnings("checkstyle:illegalCatch")
    <T> CompletableFuture<T> ask(final Supplier<T> question) {
        final var answer = new CompletableFuture<T>();
        questions.add(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        wake();
        return answer;
    }

    /** Answers what has been asked, but not what is asked meanwhile. */
    private void answer() {
        for (int left = questions.size(); left > 0; left--) {
            questions.remove().run();
        }
    }

    /**
     * Finds out anew what the kernel does for ports and their endpoints. Any thread.
     *
     * @param names of the ports
     * @return completed when the result is in force
     */
    CompletableFuture<Void> reprobe(final Set<String> names) {
        return this.<Void>ask(() -> {
            superpacketWrites = null;
            names.stream().map(ports::get).filter(Objects::nonNull).forEach(port -> {
                port.reprobe();
                final var endpoint = endpoints.get(port.status().applied().tunnel().endpoint());
                if (endpoint != null) {
                    endpoint.reprobe();
                }
            });
            return null;
        // Asked before a comparison, answered before the next one
        }).thenCompose(done -> ask(() -> null));
    }

    Map<String, EndpointUnit> endpoints() {
        return endpoints;
    }

    Map<String, PortUnit> ports() {
        return ports;
    }

    CopyOnWriteArrayList<Runnable> listeners() {
        return listeners;
    }

    CopyOnWriteArrayList<Consumer<DataPlaneEvent>> subscribers() {
        return subscribers;
    }

    /** Tells all subscribers. Reconciler's thread. */
    // A subscriber's fault is its own; the others are told all the same
    @SuppressWarnings("checkstyle:illegalCatch")
    void tell(final DataPlaneEvent event) {
        for (var subscriber : subscribers) {
            try {
                subscriber.accept(event);
            } catch (RuntimeException e) {
                LOG.warn("Subscriber {} failed", subscriber, e);
            }
        }
    }

    /** What devices of this kernel take on writing, found out once by trying. Reconciler's thread. */
    List<CapabilityResult> superpacketWrites() {
        if (superpacketWrites == null) {
            superpacketWrites = LinuxProbe.superpacketWrites();
        }
        return superpacketWrites;
    }

    /** Notes that a status changed; listeners are told at the end of the round. Reconciler's thread. */
    void statusChanged() {
        published = true;
    }

    // Whatever goes wrong in one round must not end this thread: it is tried again
    @SuppressWarnings("checkstyle:illegalCatch")
    private void run() {
        try {
            probeEarly();
            long delayNs = AUDIT_NS;
            for (var wish = await(delayNs); wish != null; wish = await(delayNs)) {
                try {
                    answer();
                    delayNs = reconcile(wish);
                    notifyListeners();
                } catch (RuntimeException | Error e) {
                    LOG.error("Bringing endpoints and ports in line failed and is tried again, please report this", e);
                    delayNs = AUDIT_NS;
                }
            }
            reconcile(DataPlaneConfiguration.EMPTY);
        } finally {
            if (workers != null) {
                workers.close();
            }
            homes.close();
        }
    }

    /** Takes some tenths of a second in a young process: better now than when the first port is waited for. */
    @SuppressWarnings("checkstyle:illegalCatch")
    private void probeEarly() {
        try {
            superpacketWrites();
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("Nothing could be probed; endpoints and ports will tell why", e);
        }
    }

    /** Waits for something to do; null when all is to be taken down. */
    private DataPlaneConfiguration await(final long delayNs) {
        lock.lock();
        try {
            long left = delayNs;
            while (!pending && !closing && left > 0) {
                left = changed.awaitNanos(left);
            }
            pending = false;
            return closing ? null : wanted;
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but to end it
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** One comparison of everything. Returns nanoseconds until the next one at the latest. */
    private long reconcile(final DataPlaneConfiguration configuration) {
        removeGonePorts(configuration);
        removeGoneEndpoints(configuration);
        final String trouble = startWorkers(configuration);

        // Addresses, VNIs and routes may move from one to another in one step, so all are given up before any is taken
        endpoints.forEach((name, unit) -> unit.release(configuration.endpoints().get(name)));
        ports.forEach((name, unit) -> unit.release(configuration.ports().get(name)));

        long delayNs = AUDIT_NS;
        for (var endpoint : configuration.endpoints().values()) {
            final var unit = endpoints.computeIfAbsent(endpoint.name(), name -> new EndpointUnit(this, endpoint));
            delayNs = Math.min(delayNs, unit.reconcile(endpoint, workers, trouble, homes));
        }
        final var around = Surroundings.of(configuration, homes);
        for (var port : configuration.ports().values()) {
            final var unit = ports.computeIfAbsent(port.name(), name -> new PortUnit(this, writers, port));
            delayNs = Math.min(delayNs, unit.reconcile(port, endpoints.get(port.tunnel().endpoint()), around));
        }
        homes.retain(namespaces(configuration));
        return Math.max(delayNs, TimeUnit.MILLISECONDS.toNanos(1));
    }

    private static Set<String> namespaces(final DataPlaneConfiguration configuration) {
        return Stream.concat(
                configuration.endpoints().values().stream().map(EndpointConfiguration::networkNamespace),
                configuration.ports().values().stream().map(port -> port.device().networkNamespace()))
            .collect(Collectors.toSet());
    }

    private void removeGoneEndpoints(final DataPlaneConfiguration configuration) {
        for (Iterator<EndpointUnit> it = endpoints.values().iterator(); it.hasNext();) {
            final EndpointUnit unit = it.next();
            if (!configuration.endpoints().containsKey(unit.name())) {
                unit.close();
                it.remove();
                statusChanged();
            }
        }
    }

    private void removeGonePorts(final DataPlaneConfiguration configuration) {
        for (Iterator<PortUnit> it = ports.values().iterator(); it.hasNext();) {
            final PortUnit unit = it.next();
            if (!configuration.ports().containsKey(unit.name())) {
                unit.close();
                it.remove();
                statusChanged();
                LOG.info("Port {} removed", unit.name());
            }
        }
    }

    /**
     * Starts workers with the first endpoint, and others if one has died or their number changes. Returns why there are
     * none, empty if there are some or none are needed.
     */
    // Whatever keeps them from starting is told to every endpoint and tried again
    @SuppressWarnings("checkstyle:illegalCatch")
    private String startWorkers(final DataPlaneConfiguration configuration) {
        final int count = configuration.endpoints().isEmpty() ? 0
            : configuration.settings().workers() == 0 ? autoWorkers : configuration.settings().workers();
        if (workers != null && (!workers.isAlive() || workers.workers().size() != count)) {
            if (!workers.isAlive()) {
                LOG.error("A worker has died; all endpoints and ports start over");
            }
            ports.values().forEach(PortUnit::abandonWorkers);
            endpoints.values().forEach(EndpointUnit::abandonWorkers);
            workers.close();
            workers = null;
        }
        if (workers != null || count == 0) {
            return "";
        }
        try {
            workers = WorkerGroup.start(count, this::wake);
            LOG.info("{} workers", count);
            return "";
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            LOG.debug("No worker can be started", e);
            return "No worker: " + e;
        }
    }

    // A listener's fault is its own; the others are told all the same
    @SuppressWarnings("checkstyle:illegalCatch")
    private void notifyListeners() {
        if (!published) {
            return;
        }
        published = false;
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.warn("Status listener {} failed", listener, e);
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
