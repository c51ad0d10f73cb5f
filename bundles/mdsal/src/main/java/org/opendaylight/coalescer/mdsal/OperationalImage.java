/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.mdsal.binding.api.WriteOperations;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces.Interface;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces.InterfaceKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.CoalescerBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Endpoint;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.EndpointBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.EndpointKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Notifications;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Port;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.PortBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.PortKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Settings;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.Statistics;
import org.opendaylight.yangtools.binding.DataObject;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.opendaylight.yangtools.binding.util.BindingMap;

/**
 * What the operational datastore holds of us, or shall hold. Statistics are apart from what they belong to, since they
 * change at every look and the rest does not. An immutable value.
 *
 * @param settings settings in force
 * @param endpoints configuration and state of the endpoints
 * @param endpointStatistics their statistics, as far as they are published
 * @param ports configuration and state of the ports
 * @param portStatistics their statistics, as far as they are published
 * @param interfaces the ports with a device as interfaces
 * @param notifications how many were sent
 */
record OperationalImage(Settings settings, Map<EndpointKey, Endpoint> endpoints,
        Map<EndpointKey, org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122
            .coalescer.endpoint.Statistics> endpointStatistics,
        Map<PortKey, Port> ports, Map<PortKey, Statistics> portStatistics,
        Map<InterfaceKey, Interface> interfaces, Notifications notifications) {
    private static final LogicalDatastoreType STORE = LogicalDatastoreType.OPERATIONAL;

    OperationalImage {
        endpoints = Map.copyOf(endpoints);
        endpointStatistics = Map.copyOf(endpointStatistics);
        ports = Map.copyOf(ports);
        portStatistics = Map.copyOf(portStatistics);
        interfaces = Map.copyOf(interfaces);
    }

    /**
     * Writes everything, in place of whatever was there.
     *
     * @param tx where to
     * @param mirrored interfaces of ours that may be there; those of others are left alone
     */
    void writeAll(final WriteOperations tx, final Set<InterfaceKey> mirrored) {
        mirrored.stream().filter(key -> !interfaces.containsKey(key))
            .forEach(key -> tx.delete(STORE, InterfaceMapper.path(key)));
        interfaces.forEach((key, value) -> tx.put(STORE, InterfaceMapper.path(key), value));
        final List<Endpoint> allEndpoints = new ArrayList<>();
        endpoints.forEach((key, endpoint) -> allEndpoints.add(whole(key, endpoint)));
        final List<Port> allPorts = new ArrayList<>();
        ports.forEach((key, port) -> allPorts.add(whole(key, port)));
        tx.put(STORE, Yang.ROOT, new CoalescerBuilder()
            .setSettings(settings)
            .setNotifications(notifications)
            .setEndpoint(BindingMap.of(allEndpoints))
            .setPort(BindingMap.of(allPorts))
            .build());
    }

    /**
     * Writes what differs.
     *
     * @param tx where to
     * @param before what is there
     * @return false if nothing differs
     */
    boolean writeChanges(final WriteOperations tx, final OperationalImage before) {
        boolean changed = false;
        if (!settings.equals(before.settings)) {
            tx.put(STORE, Yang.ROOT.toBuilder().child(Settings.class).build(), settings);
            changed = true;
        }
        changed |= write(tx, Yang.ROOT.toBuilder().child(Notifications.class).build(), notifications,
            before.notifications);
        for (EndpointKey key : before.endpoints.keySet()) {
            if (!endpoints.containsKey(key)) {
                tx.delete(STORE, path(key));
                changed = true;
            }
        }
        for (PortKey key : before.ports.keySet()) {
            if (!ports.containsKey(key)) {
                tx.delete(STORE, path(key));
                changed = true;
            }
        }
        changed |= writeInterfaces(tx, before);
        for (EndpointKey key : endpoints.keySet()) {
            changed |= writeEndpoint(tx, before, key);
        }
        for (PortKey key : ports.keySet()) {
            changed |= writePort(tx, before, key);
        }
        return changed;
    }

    private boolean writeInterfaces(final WriteOperations tx, final OperationalImage before) {
        boolean changed = false;
        for (InterfaceKey key : before.interfaces.keySet()) {
            if (!interfaces.containsKey(key)) {
                tx.delete(STORE, InterfaceMapper.path(key));
                changed = true;
            }
        }
        for (var entry : interfaces.entrySet()) {
            if (!entry.getValue().equals(before.interfaces.get(entry.getKey()))) {
                tx.put(STORE, InterfaceMapper.path(entry.getKey()), entry.getValue());
                changed = true;
            }
        }
        return changed;
    }

    private boolean writeEndpoint(final WriteOperations tx, final OperationalImage before, final EndpointKey key) {
        final Endpoint endpoint = Objects.requireNonNull(endpoints.get(key));
        if (!endpoint.equals(before.endpoints.get(key))) {
            tx.put(STORE, path(key), whole(key, endpoint));
            return true;
        }
        return write(tx, path(key).toBuilder()
            .child(org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122
                .coalescer.endpoint.Statistics.class)
            .build(), endpointStatistics.get(key), before.endpointStatistics.get(key));
    }

    private boolean writePort(final WriteOperations tx, final OperationalImage before, final PortKey key) {
        final Port port = Objects.requireNonNull(ports.get(key));
        if (!port.equals(before.ports.get(key))) {
            tx.put(STORE, path(key), whole(key, port));
            return true;
        }
        return write(tx, path(key).toBuilder().child(Statistics.class).build(), portStatistics.get(key),
            before.portStatistics.get(key));
    }

    private static <T extends DataObject> boolean write(final WriteOperations tx,
            final DataObjectIdentifier<T> path, final @Nullable T now, final @Nullable T before) {
        if (Objects.equals(now, before)) {
            return false;
        }
        if (now == null) {
            tx.delete(STORE, path);
        } else {
            tx.put(STORE, path, now);
        }
        return true;
    }

    private Endpoint whole(final EndpointKey key, final Endpoint endpoint) {
        return new EndpointBuilder(endpoint).setStatistics(endpointStatistics.get(key)).build();
    }

    private Port whole(final PortKey key, final Port port) {
        return new PortBuilder(port).setStatistics(portStatistics.get(key)).build();
    }

    private static DataObjectIdentifier.WithKey<Endpoint, EndpointKey> path(final EndpointKey key) {
        return Yang.ROOT.toBuilder().child(Endpoint.class, key).build();
    }

    private static DataObjectIdentifier.WithKey<Port, PortKey> path(final PortKey key) {
        return Yang.ROOT.toBuilder().child(Port.class, key).build();
    }
}
