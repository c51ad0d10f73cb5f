/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Valid configurations to break, one component at a time. */
final class Configurations {
    private final Map<String, EndpointConfiguration> endpoints = new TreeMap<>();
    private final Map<String, PortConfiguration> ports = new TreeMap<>();

    /** One endpoint {@code underlay}, one port {@code tun0} with vni 42 and the peer {@code far}. */
    static Configurations valid() {
        final Configurations all = new Configurations();
        all.put(endpoint("underlay", "192.0.2.1", 4790));
        all.put(port("tun0", 42, "198.51.100.1/24", peer("far", "192.0.2.2", "203.0.113.0/24", "2001:db8:1::/48")));
        return all;
    }

    static EndpointConfiguration endpoint(final String name, final String address, final int port) {
        return new EndpointConfiguration(name, Encapsulation.VXLAN_GPE, "", IpPrefix.of(address + "/0").address(),
            port, true, 64, 0, 1 << 20, true, true);
    }

    static PeerConfiguration peer(final String name, final String address, final String... prefixes) {
        final List<IpPrefix> allowed = new ArrayList<>();
        for (String prefix : prefixes) {
            allowed.add(IpPrefix.of(prefix));
        }
        return new PeerConfiguration(name, IpPrefix.of(address + "/0").address(), 4790, allowed);
    }

    static PortConfiguration port(final String name, final int vni, final String address,
            final PeerConfiguration... peers) {
        return new PortConfiguration(name, "", true,
            new DeviceConfiguration("", 0, 0, 1000, List.of(IpPrefix.of(address)), true),
            new OffloadConfiguration(true, true, true, true), new CoalescingConfiguration(true, true, 64, 65535, 65535,
                true, EcnPolicy.EXACT, ChecksumValidation.VERIFY, 1024, 200),
            new TunnelConfiguration("underlay", vni, false, false, List.of(peers)));
    }

    Configurations put(final EndpointConfiguration endpoint) {
        endpoints.put(endpoint.name(), endpoint);
        return this;
    }

    Configurations put(final PortConfiguration port) {
        ports.put(port.name(), port);
        return this;
    }

    Configurations peers(final PeerConfiguration... peers) {
        return with(port -> withTunnel(port, new TunnelConfiguration("underlay", 42, false, false, List.of(peers))));
    }

    Configurations relaying() {
        return with(port -> withTunnel(port, new TunnelConfiguration(port.tunnel().endpoint(), port.tunnel().vni(),
            port.tunnel().mssClamp(), true, port.tunnel().peers())));
    }

    Configurations address(final String... prefixes) {
        final List<IpPrefix> addresses = new ArrayList<>();
        for (String prefix : prefixes) {
            addresses.add(IpPrefix.of(prefix));
        }
        return with(port -> withDevice(port, new DeviceConfiguration(port.device().networkNamespace(),
            port.device().mtu(), port.device().queues(), port.device().txQueueLength(), addresses,
            port.device().installRoutes())));
    }

    Configurations offload(final boolean checksum, final boolean tso, final boolean uso,
            final boolean udpTunnelGso) {
        return with(port -> new PortConfiguration(port.name(), port.description(), port.enabled(), port.device(),
            new OffloadConfiguration(checksum, tso, uso, udpTunnelGso), port.coalescing(), port.tunnel()));
    }

    Configurations coalescing(final int maxSegments, final int maxBytes, final int holdPackets, final int holdMicros) {
        return with(port -> new PortConfiguration(port.name(), port.description(), port.enabled(), port.device(),
            port.offload(), new CoalescingConfiguration(true, true, maxSegments, maxBytes, 65535, true, EcnPolicy.EXACT,
                ChecksumValidation.VERIFY, holdPackets, holdMicros), port.tunnel()));
    }

    Configurations device(final String description, final int mtu, final int txQueueLength) {
        return with(port -> new PortConfiguration(port.name(), description, port.enabled(),
            new DeviceConfiguration("", mtu, 0, txQueueLength, port.device().addresses(), true), port.offload(),
            port.coalescing(), port.tunnel()));
    }

    Configurations gapAlarm(final int raise, final int clear, final int window) {
        return with(port -> new PortConfiguration(port.name(), port.description(), port.enabled(), port.device(),
            port.offload(), port.coalescing(), port.tunnel(), new GapAlarmConfiguration(raise, clear, window)));
    }

    Configurations withoutRoutes(final String name) {
        final PortConfiguration port = ports.get(name);
        return put(withDevice(port, new DeviceConfiguration(port.device().networkNamespace(), port.device().mtu(),
            port.device().queues(), port.device().txQueueLength(), port.device().addresses(), false)));
    }

    /** One endpoint with VXLAN and a port of kind tap with peers. */
    static Configurations ethernet(final PeerConfiguration... peers) {
        return new Configurations().put(new EndpointConfiguration("underlay", Encapsulation.VXLAN, "",
            IpPrefix.of("192.0.2.1/0").address(), 4789, true, 64, 0, 1 << 20, true, true))
            .put(of(DeviceKind.TAP, port("tun0", 42, "198.51.100.1/24", peers)));
    }

    /** A peer with stations. */
    static PeerConfiguration stationed(final String name, final String address, final String... macs) {
        return new PeerConfiguration(name, IpPrefix.of(address + "/0").address(), 4789, List.of(),
            Arrays.stream(macs).map(MacAddress::of).toList());
    }

    /** The same port of another kind. */
    static PortConfiguration of(final DeviceKind kind, final PortConfiguration port) {
        final DeviceConfiguration device = port.device();
        return withDevice(port, new DeviceConfiguration(kind, device.networkNamespace(), device.mtu(), device.queues(),
            device.txQueueLength(), device.addresses(), device.installRoutes()));
    }

    static PortConfiguration withDevice(final PortConfiguration port, final DeviceConfiguration device) {
        return new PortConfiguration(port.name(), port.description(), port.enabled(), device, port.offload(),
            port.coalescing(), port.tunnel());
    }

    /** The same port in a network namespace. */
    static PortConfiguration in(final String namespace, final PortConfiguration port) {
        return withDevice(port, new DeviceConfiguration(namespace, port.device().mtu(), port.device().queues(),
            port.device().txQueueLength(), port.device().addresses(), port.device().installRoutes()));
    }

    static PortConfiguration withTunnel(final PortConfiguration port, final TunnelConfiguration tunnel) {
        return new PortConfiguration(port.name(), port.description(), port.enabled(), port.device(), port.offload(),
            port.coalescing(), tunnel);
    }

    DataPlaneConfiguration build() {
        return new DataPlaneConfiguration(endpoints, ports);
    }

    private Configurations with(final UnaryOperator<PortConfiguration> change) {
        return put(change.apply(ports.get("tun0")));
    }
}
