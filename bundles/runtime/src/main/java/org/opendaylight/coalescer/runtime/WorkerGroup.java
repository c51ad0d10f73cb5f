/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The workers that share the packets of all ports and endpoints. Immutable. */
final class WorkerGroup implements AutoCloseable {
    private static final int MAX_AUTO = 8;

    private final List<Worker> workers;

    private WorkerGroup(final List<Worker> workers) {
        this.workers = List.copyOf(workers);
    }

    /**
     * Starts workers.
     *
     * @param count how many
     * @param onFault told on the thread of a worker that something of it has to be started over
     * @return the workers
     * @throws IOException if the kernel refuses what they need
     */
    // Memory may be short as well
    @SuppressWarnings("checkstyle:illegalCatch")
    static WorkerGroup start(final int count, final Runnable onFault) throws IOException {
        final var started = new ArrayList<Worker>();
        try {
            for (int index = 0; index < count; index++) {
                started.add(new Worker(index, onFault));
            }
            return new WorkerGroup(started);
        } catch (IOException | RuntimeException | Error e) {
            started.forEach(Worker::close);
            throw e;
        }
    }

    /** How many workers this machine suggests: one to every two processors. */
    static int autoSize() {
        return Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MAX_AUTO);
    }

    List<Worker> workers() {
        return workers;
    }

    /** Whether all of them work. */
    boolean isAlive() {
        return workers.stream().allMatch(Worker::isAlive);
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
    }
}
