/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.opendaylight.coalescer.api.ConfigurationValidator;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.DataPlaneConfiguration;
import org.opendaylight.coalescer.api.DataPlaneEvent;
import org.opendaylight.coalescer.api.DataPlaneEvents;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.coalescer.api.FlowOrder;
import org.opendaylight.coalescer.api.FlowStatistics;
import org.opendaylight.coalescer.api.PortDiagnostics;
import org.opendaylight.coalescer.api.SelfTestCheck;
import org.opendaylight.coalescer.api.Violation;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data plane as an OSGi service. Starting it needs no privilege and waits for nothing; what is missing shows in the
 * status of endpoints and ports.
 */
@Component(service = { DataPlane.class, DataPlaneEvents.class, PortDiagnostics.class }, immediate = true)
public final class DataPlaneProvider implements DataPlane, DataPlaneEvents, PortDiagnostics, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataPlaneProvider.class);

    private final Reconciler reconciler;

    /**
     * Starts the data plane in an OSGi framework.
     *
     * @param context where packet writers are registered
     */
    @Activate
    public DataPlaneProvider(final BundleContext context) {
        this(new OsgiWriterRegistry(context));
    }

    /** Starts a data plane outside OSGi, which offers no packet writers. */
    public DataPlaneProvider() {
        this((port, factory) -> () -> { });
    }

    DataPlaneProvider(final WriterRegistry writers) {
        reconciler = new Reconciler(writers);
        LOG.info("Data plane started");
    }

    @Override
    public void apply(final DataPlaneConfiguration configuration) {
        final var violations = ConfigurationValidator.validate(requireNonNull(configuration));
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(violations.stream()
                .map(Violation::toString)
                .collect(Collectors.joining("; ")));
        }
        reconciler.want(configuration);
    }

    @Override
    public DataPlaneSnapshot snapshot() {
        final var endpoints = new HashMap<String, DataPlaneSnapshot.Endpoint>();
        reconciler.endpoints().forEach((name, unit) -> endpoints.put(name, unit.snapshot()));
        final var ports = new HashMap<String, DataPlaneSnapshot.Port>();
        reconciler.ports().forEach((name, unit) -> ports.put(name, unit.snapshot()));
        return new DataPlaneSnapshot(endpoints, ports);
    }

    @Override
    public boolean clearStatistics(final String port) {
        final var unit = reconciler.ports().get(port);
        if (unit == null) {
            return false;
        }
        unit.clearStatistics();
        return true;
    }

    @Override
    public void clearStatistics() {
        reconciler.ports().values().forEach(PortUnit::clearStatistics);
        reconciler.endpoints().values().forEach(EndpointUnit::clearStatistics);
    }

    @Override
    public List<FlowStatistics> listFlows(final String port, final int top, final FlowOrder order) {
        final var unit = reconciler.ports().get(port);
        return unit == null ? List.of() : unit.listFlows(top, order);
    }

    @Override
    public Registration onStatusChange(final Runnable listener) {
        reconciler.listeners().add(requireNonNull(listener));
        return () -> reconciler.listeners().remove(listener);
    }

    @Override
    public Registration subscribe(final Consumer<DataPlaneEvent> subscriber) {
        reconciler.subscribers().add(requireNonNull(subscriber));
        return () -> reconciler.subscribers().remove(subscriber);
    }

    @Override
    public CompletionStage<List<SelfTestCheck>> selfTest(final String port) {
        return reconciler.ask(() -> {
            final var unit = reconciler.ports().get(port);
            if (unit == null) {
                throw new IllegalArgumentException("There is no port " + port);
            }
            return unit.tested();
        // The reconciler has other ports to care for
        }).thenApplyAsync(tested -> new SelfTest(tested).run(),
            task -> Thread.ofPlatform().daemon().name("coalescer-self-test").start(task));
    }

    @Override
    public CompletionStage<Void> reprobeOffloads(final Set<String> ports) {
        return reconciler.reprobe(Set.copyOf(ports));
    }

    @Deactivate
    @Override
    public void close() {
        reconciler.close();
        LOG.info("Data plane stopped");
    }
}
