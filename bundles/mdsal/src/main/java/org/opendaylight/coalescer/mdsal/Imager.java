/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.coalescer.api.FlowOrder;
import org.opendaylight.coalescer.api.FlowStatistics;
import org.opendaylight.coalescer.api.PortStatistics;
import org.opendaylight.coalescer.api.PortStatus;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces.Interface;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces.InterfaceKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Endpoint;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.EndpointKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Notifications;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Port;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.PortKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.Statistics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes images of the data plane for the operational datastore. Confined to one thread.
 */
final class Imager {
    private static final Logger LOG = LoggerFactory.getLogger(Imager.class);

    private final Set<String> complaints = new HashSet<>();
    private final GapTrace gapTrace = new GapTrace();
    private final Supplier<Notifications> notifications;
    private final Memo<PortStatus, Port> states = new Memo<>(StatusMapper::write);
    private final Memo<Mirror, Interface> mirrors = new Memo<>(
        mirror -> InterfaceMapper.write(mirror.status, mirror.statistics, mirror.withStatistics));
    private final Memo<Counters, Statistics> counters = new Memo<>(
        value -> statistics(value, each -> StatisticsMapper.write(each.statistics, each.flows)));

    /** What an interface is made of. */
    private record Mirror(PortStatus status, PortStatistics statistics, boolean withStatistics) {
        // Nothing but its components
    }

    /** What the statistics of a port are made of. */
    private record Counters(PortStatistics statistics, List<FlowStatistics> flows) {
        // Nothing but its components
    }

    Imager(final Supplier<Notifications> notifications) {
        this.notifications = requireNonNull(notifications);
    }

    /**
     * Makes one image.
     *
     * @param dataPlane shown as it is
     * @param intent what was kept from it, and whether statistics are wanted
     * @return the image
     */
    OperationalImage take(final DataPlane dataPlane, final Intent intent) {
        final DataPlaneSnapshot snapshot = dataPlane.snapshot();
        final boolean withStatistics = intent.publication().intervalMillis() != 0;
        final int exportedFlows = intent.publication().exportedFlows();
        final Map<EndpointKey, Endpoint> endpoints = new HashMap<>();
        final Map<EndpointKey, org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122
            .coalescer.endpoint.Statistics> endpointStatistics = new HashMap<>();
        snapshot.endpoints().forEach((name, endpoint) -> {
            if (!intent.refusedEndpoints().containsKey(name)) {
                final Endpoint written = StatusMapper.write(endpoint.status());
                endpoints.put(written.key(), written);
                if (withStatistics) {
                    putUnlessNull(endpointStatistics, written.key(),
                        statistics(endpoint.statistics(), StatisticsMapper::write));
                }
            }
        });
        intent.refusedEndpoints().values().forEach(endpoint -> endpoints.put(endpoint.key(), endpoint));
        final Map<PortKey, Port> ports = new HashMap<>();
        final Map<PortKey, Statistics> portStatistics = new HashMap<>();
        final Map<InterfaceKey, Interface> interfaces = new HashMap<>();
        snapshot.ports().forEach((name, port) -> {
            if (!intent.refusedPorts().containsKey(name)) {
                final Port written = requireNonNull(states.of(name, port.status()));
                ports.put(written.key(), written);
                if (port.status().ifIndex() != 0) {
                    interfaces.put(new InterfaceKey(name), requireNonNull(mirrors.of(name,
                        new Mirror(port.status(), port.statistics(), withStatistics))));
                }
                if (withStatistics) {
                    gapTrace.trace(name, port.statistics().receive().sequence().gapEvents());
                    final List<FlowStatistics> flows = exportedFlows == 0 ? List.of()
                        : dataPlane.listFlows(name, exportedFlows, FlowOrder.BYTES);
                    putUnlessNull(portStatistics, written.key(),
                        counters.of(name, new Counters(port.statistics(), flows)));
                }
            }
        });
        intent.refusedPorts().values().forEach(port -> ports.put(port.key(), port));
        final Set<String> names = snapshot.ports().keySet();
        gapTrace.retain(names);
        states.retain(names);
        mirrors.retain(names);
        counters.retain(names);
        return new OperationalImage(ConfigurationMapper.write(intent.settings(), intent.publication()), endpoints,
            endpointStatistics, ports, portStatistics, interfaces, notifications.get());
    }

    /** Counters that can't be written must not keep the state from being published; each cause is logged once. */
    private <S, T> @Nullable T statistics(final S values, final Function<S, T> mapper) {
        try {
            return mapper.apply(values);
        } catch (IllegalArgumentException e) {
            if (complaints.add(String.valueOf(e.getMessage()))) {
                LOG.warn("Statistics can't be published", e);
            }
            return null;
        }
    }

    private static <K, V> void putUnlessNull(final Map<K, V> map, final K key, final @Nullable V value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
