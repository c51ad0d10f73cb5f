/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.opendaylight.coalescer.api.ChecksumValidation;
import org.opendaylight.coalescer.api.CoalescingConfiguration;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.coalescer.api.DeviceConfiguration;
import org.opendaylight.coalescer.api.DeviceKind;
import org.opendaylight.coalescer.api.EcnPolicy;
import org.opendaylight.coalescer.api.Encapsulation;
import org.opendaylight.coalescer.api.EndpointConfiguration;
import org.opendaylight.coalescer.api.EndpointStatistics;
import org.opendaylight.coalescer.api.EndpointStatus;
import org.opendaylight.coalescer.api.FlowStatistics;
import org.opendaylight.coalescer.api.GapAlarmConfiguration;
import org.opendaylight.coalescer.api.GapEnding;
import org.opendaylight.coalescer.api.GapEvent;
import org.opendaylight.coalescer.api.IpPrefix;
import org.opendaylight.coalescer.api.KernelError;
import org.opendaylight.coalescer.api.MacAddress;
import org.opendaylight.coalescer.api.OffloadConfiguration;
import org.opendaylight.coalescer.api.OffloadStatus;
import org.opendaylight.coalescer.api.OffloadStatus.Capability;
import org.opendaylight.coalescer.api.OffloadStatus.Direction;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.api.PeerConfiguration;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.api.PortStatistics;
import org.opendaylight.coalescer.api.PortStatus;
import org.opendaylight.coalescer.api.TunnelConfiguration;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IetfInetUtil;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Coalescer;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.CoalescerBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ObjectName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.PortName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Endpoint;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.EndpointBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Notifications;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.NotificationsBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Port;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.PortBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.SettingsBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.TunnelBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.tunnel.PeerBuilder;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint32;

/** Configuration, status and counters to test with; addresses are those of documentation. */
final class Samples {
    static final Instant TIME = Instant.parse("2026-11-22T01:02:03.456789Z");

    /** Every leaf different from its default. */
    static final EndpointConfiguration ENDPOINT = new EndpointConfiguration("underlay", Encapsulation.VXLAN_GPE,
        "blue", address("192.0.2.1"), 4791, false, 17, EndpointConfiguration.INHERIT_DSCP, 1 << 20, false, false);
    /** Every leaf different from its default. */
    static final PortConfiguration PORT = new PortConfiguration("tun0", "for the tests", false,
        new DeviceConfiguration(DeviceKind.TAP, "red", 1400, 3, 77,
            List.of(IpPrefix.of("198.51.100.1/24"), IpPrefix.of("2001:db8:1::1/64")), false),
        new OffloadConfiguration(false, false, false, false),
        new CoalescingConfiguration(false, false, 32, 30000, 1400, false,
            EcnPolicy.PROPAGATE_CE, ChecksumValidation.TRUST, 128, 300), new TunnelConfiguration("underlay", 42, true,
                true,
                List.of(new PeerConfiguration("far", address("192.0.2.2"), 4792,
                    List.of(IpPrefix.of("203.0.113.0/24"), IpPrefix.of("2001:db8:2::/48")),
                    List.of(MacAddress.of("00:00:5e:00:53:01"), MacAddress.of("00:00:5e:00:53:02"))))),
        new GapAlarmConfiguration(20, 3, 2));

    static final FlowStatistics FLOW = new FlowStatistics(
        new FlowStatistics.Key(true, address("203.0.113.1"), 26, address("2001:db8::1"), 27), TIME,
        new FlowStatistics.Traffic(71, 72, 73, 74), Map.of("ttl", 84L), new PortStatistics.Gaps(75, 76, 77, 78, 79, 80),
        82, 83);

    private Samples() {
        // Hidden on purpose
    }

    static Notifications notifications() {
        return new NotificationsBuilder().setSent(Yang.counter(85)).setLost(Yang.counter(86)).build();
    }

    static InetAddress address(final String text) {
        return IpPrefix.of(text + "/0").address();
    }

    static EndpointStatus endpointStatus(final OperStatus status) {
        return new EndpointStatus(ENDPOINT, status, TIME, status == OperStatus.FAILED ? "bind: EADDRNOTAVAIL" : "",
            status == OperStatus.UP ? 425984 : 0, status == OperStatus.UP ? "less than asked for" : "",
            List.of(new OffloadStatus(Capability.UDP_GSO, Direction.TRANSMIT, false, true, false, "not requested")));
    }

    static PortStatus portStatus(final OperStatus status) {
        return new PortStatus(PORT, status, TIME, status == OperStatus.FAILED ? "ioctl(TUNSETIFF): EPERM" : "",
            status == OperStatus.UP ? 7 : 0, status == OperStatus.UP ? 1400 : 0, 1, List.of(
                new OffloadStatus(Capability.TSO4, Direction.RECEIVE, true, true, true, ""),
                new OffloadStatus(Capability.TSO4, Direction.TRANSMIT, true, false, false, "EINVAL")));
    }

    static EndpointStatistics endpointStatistics(final long datagrams) {
        return new EndpointStatistics(TIME,
            new EndpointStatistics.Receive(datagrams, 2, 3, 4, Map.of("unknown-vni", 5L),
                Map.of(new KernelError(105, "ENOBUFS"), 6L)),
            new EndpointStatistics.Transmit(7, 8, 9, 10, 11,
                Map.of(new KernelError(90, "EMSGSIZE"), 12L)));
    }

    static PortStatistics portStatistics(final long packets) {
        return new PortStatistics(TIME, new PortStatistics.Receive(packets, 2, 3, 4, 5, 6, 7, 8, Map.of("psh", 9L,
            "end-of-batch", 10L), Map.of("pure-ack", 11L), Map.of("inner-source", 12L),
            Map.of(new KernelError(5, "EIO"), 13L),
            new PortStatistics.ReceiveChecksum(14, 15, 63, 16, new PortStatistics.BadChecksum(17, 18, 19, 64, 65), 66,
                new PortStatistics.WrittenChecksum(67, 68, 69)),
            new PortStatistics.Sequence(
                new PortStatistics.Gaps(20, 21, 50, 51, 52, 53), 54, 55,
                new PortStatistics.Reordering(56, 57, 24), new PortStatistics.Repairs(22, 23, 60), 58, 59,
                List.of(new GapEvent(25, TIME, address("203.0.113.1"), 26, address("198.51.100.1"), 27, -28, -29, 30,
                    31, -32, 33, GapEnding.LATE_REORDER))),
            new PortStatistics.Histograms(Map.of(1, 34L, 64, 35L), Map.of(1024, 61L), Map.of(0, 62L))),
            new PortStatistics.Transmit(36, 37, 38, 39, 40, 45, 67,
                new PortStatistics.TransmitChecksum(41, 42, 43, 44, 70, 71), Map.of("no-peer", 45L),
                Map.of(new KernelError(77, "EBADFD"), 46L)),
            new PortStatistics.Relay(63, 64, 65, Map.of("ttl-exceeded", 66L)));
    }

    static DataPlaneSnapshot snapshot(final OperStatus status, final long count) {
        return new DataPlaneSnapshot(
            Map.of("underlay", new DataPlaneSnapshot.Endpoint(endpointStatus(status), endpointStatistics(count))),
            Map.of("tun0", new DataPlaneSnapshot.Port(portStatus(status), portStatistics(count))));
    }

    /** Just what is mandatory, as an operator or a builder would leave it. */
    static Endpoint minimalEndpoint(final String name, final String address) {
        return new EndpointBuilder()
            .setName(new ObjectName(name))
            .setLocalAddress(IetfInetUtil.ipAddressNoZoneFor(address(address)))
            .build();
    }

    /** Just what is mandatory, and one peer. */
    static Port minimalPort(final String name, final int vni, final String prefix) {
        return new PortBuilder()
            .setName(new PortName(name))
            .setTunnel(new TunnelBuilder()
                .setEndpoint(new ObjectName("underlay"))
                .setVni(Uint32.valueOf(vni))
                .setPeer(BindingMap.of(new PeerBuilder()
                    .setName(new ObjectName("far"))
                    .setAddress(IetfInetUtil.ipAddressNoZoneFor(address("192.0.2.2")))
                    .setAllowedPrefix(Set.of(IetfInetUtil.ipPrefixFor(prefix)))
                    .build()))
                .build())
            .build();
    }

    static Coalescer configuration(final int interval, final List<Endpoint> endpoints, final List<Port> ports) {
        return new CoalescerBuilder()
            .setSettings(new SettingsBuilder().setStatisticsInterval(Uint32.valueOf(interval)).build())
            .setEndpoint(BindingMap.of(endpoints))
            .setPort(BindingMap.of(ports))
            .build();
    }

    /** One endpoint and one port. */
    static Coalescer valid(final int interval) {
        return configuration(interval, List.of(minimalEndpoint("underlay", "192.0.2.1")),
            List.of(minimalPort("tun0", 42, "203.0.113.0/24")));
    }
}
