/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.DataPlaneConfiguration;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.coalescer.api.FlowOrder;
import org.opendaylight.coalescer.api.FlowStatistics;

/** Records what it is told, and shows what the test wants. */
final class FakeDataPlane implements DataPlane {
    private final List<DataPlaneConfiguration> applied = new CopyOnWriteArrayList<>();
    private final List<String> cleared = new CopyOnWriteArrayList<>();
    private final List<String> listed = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile DataPlaneSnapshot snapshot = new DataPlaneSnapshot(java.util.Map.of(), java.util.Map.of());

    @Override
    public void apply(final DataPlaneConfiguration configuration) {
        applied.add(configuration);
    }

    @Override
    public DataPlaneSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public List<FlowStatistics> listFlows(final String port, final int top, final FlowOrder order) {
        listed.add(port + " " + top + " " + order);
        return List.of(Samples.FLOW);
    }

    @Override
    public boolean clearStatistics(final String port) {
        if (snapshot.ports().containsKey(port)) {
            cleared.add(port);
            return true;
        }
        return false;
    }

    @Override
    public void clearStatistics() {
        cleared.add("*");
    }

    @Override
    public Registration onStatusChange(final Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Shows something else, and tells of it. */
    void change(final DataPlaneSnapshot now) {
        snapshot = now;
        listeners.forEach(Runnable::run);
    }

    /** Shows something else, and tells nobody, as counters do. */
    void count(final DataPlaneSnapshot now) {
        snapshot = now;
    }

    List<DataPlaneConfiguration> applied() {
        return List.copyOf(applied);
    }

    List<String> cleared() {
        return List.copyOf(cleared);
    }

    List<Runnable> listeners() {
        return List.copyOf(listeners);
    }

    /** What was asked of flows: port, number and order. */
    List<String> listed() {
        return listed;
    }
}
