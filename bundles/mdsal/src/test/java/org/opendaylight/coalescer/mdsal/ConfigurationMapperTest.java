/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opendaylight.coalescer.api.ChecksumValidation;
import org.opendaylight.coalescer.api.CoalescingConfiguration;
import org.opendaylight.coalescer.api.DataPlaneConfiguration;
import org.opendaylight.coalescer.api.DeviceConfiguration;
import org.opendaylight.coalescer.api.EcnPolicy;
import org.opendaylight.coalescer.api.Encapsulation;
import org.opendaylight.coalescer.api.EndpointConfiguration;
import org.opendaylight.coalescer.api.GapAlarmConfiguration;
import org.opendaylight.coalescer.api.IpPrefix;
import org.opendaylight.coalescer.api.OffloadConfiguration;
import org.opendaylight.coalescer.api.PeerConfiguration;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.api.TunnelConfiguration;
import org.opendaylight.coalescer.mdsal.ConfigurationMapper.MissingLeafException;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IpAddressNoZone;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Ipv6AddressNoZone;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Ipv6Prefix;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Coalescer;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.CoalescerBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ObjectName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.EndpointBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Port;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.PortBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.GapAlarmBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.TunnelBuilder;
import org.opendaylight.yangtools.binding.util.BindingMap;

class ConfigurationMapperTest {
    private static final EndpointConfiguration DEFAULT_ENDPOINT = new EndpointConfiguration("underlay",
        Encapsulation.VXLAN_GPE, "", Samples.address("192.0.2.1"), 4790, true, 64, 0, 8388608, true, true);
    private static final PortConfiguration DEFAULT_PORT = new PortConfiguration("tun0", "", true,
        new DeviceConfiguration("", 0, 0, 1000, List.of(), true), new OffloadConfiguration(true, true, true, true),
        new CoalescingConfiguration(true, true, 64, 65535, 65535, true, EcnPolicy.EXACT,
            ChecksumValidation.VERIFY, 1024, 200), new TunnelConfiguration("underlay", 42, false, false, List.of(
                new PeerConfiguration("far", Samples.address("192.0.2.2"), 4790,
                    List.of(IpPrefix.of("203.0.113.0/24"))))));

    @Test
    void readsNothingAsNothing() {
        final var reading = ConfigurationMapper.read((Coalescer) null);
        assertEquals(DataPlaneConfiguration.EMPTY, reading.configuration());
        assertEquals(1000, reading.publication().intervalMillis());
    }

    @Test
    void readsAnEmptyContainerAsNothing() {
        final var reading = ConfigurationMapper.read(new CoalescerBuilder().build());
        assertEquals(DataPlaneConfiguration.EMPTY, reading.configuration());
        assertEquals(1000, reading.publication().intervalMillis());
    }

    @Test
    void givesDefaultsToWhatABuilderLeavesOut() {
        final var reading = ConfigurationMapper.read(Samples.valid(500));
        assertEquals(new DataPlaneConfiguration(Map.of("underlay", DEFAULT_ENDPOINT), Map.of("tun0", DEFAULT_PORT)),
            reading.configuration());
        assertEquals(500, reading.publication().intervalMillis());
        assertEquals(List.of(), reading.unreadable());
    }

    @Test
    void readsTheSameFromTheDatastoreWithTheDefaultsOfTheModel() {
        final var store = TestStore.open();
        store.configure(Samples.valid(500));
        final var stored = store.read(LogicalDatastoreType.CONFIGURATION).orElseThrow();
        assertEquals(Boolean.TRUE, stored.nonnullPort().values().iterator().next().getEnabled());
        assertEquals(ConfigurationMapper.read(Samples.valid(500)), ConfigurationMapper.read(stored));
    }

    @Test
    void hasTheDefaultIntervalOfTheModel() {
        final var store = TestStore.open();
        store.configure(new CoalescerBuilder()
            .setEndpoint(BindingMap.of(Samples.minimalEndpoint("underlay", "192.0.2.1"))).build());
        final var stored = store.read(LogicalDatastoreType.CONFIGURATION).orElseThrow();
        assertEquals(1000, stored.nonnullSettings().getStatisticsInterval().intValue());
    }

    @Test
    void readsBackWhatItWrites() {
        assertEquals(Samples.ENDPOINT, ConfigurationMapper.read(ConfigurationMapper.write(Samples.ENDPOINT).build()));
        assertEquals(Samples.PORT, read(ConfigurationMapper.write(Samples.PORT).build()));
        assertEquals(DEFAULT_PORT, read(ConfigurationMapper.write(DEFAULT_PORT).build()));
    }

    @Test
    void readsBackFromTheDatastoreWhatItWrites() {
        final var store = TestStore.open();
        store.configure(Samples.configuration(0, List.of(ConfigurationMapper.write(Samples.ENDPOINT).build()),
            List.of(ConfigurationMapper.write(Samples.PORT).build())));
        final var reading = ConfigurationMapper.read(store.read(LogicalDatastoreType.CONFIGURATION).orElseThrow());
        assertEquals(Map.of("underlay", Samples.ENDPOINT), reading.configuration().endpoints());
        final var port = reading.configuration().ports().get("tun0");
        assertEquals(Set.copyOf(Samples.PORT.device().addresses()), Set.copyOf(port.device().addresses()));
        assertEquals(Samples.PORT.coalescing(), port.coalescing());
        assertEquals(Samples.PORT.offload(), port.offload());
        assertEquals(Samples.PORT.gapAlarm(), port.gapAlarm());
    }

    @Test
    void readsAnAlarmWithNothingInItAsThatOfTheModel() {
        final var port = new PortBuilder(Samples.minimalPort("tun0", 42, "203.0.113.0/24"))
            .setGapAlarm(new GapAlarmBuilder().build()).build();
        assertEquals(new GapAlarmConfiguration(10, 5, 10), read(port).gapAlarm());
        final var store = TestStore.open();
        store.configure(Samples.configuration(0, List.of(), List.of(port)));
        final var stored = store.read(LogicalDatastoreType.CONFIGURATION).orElseThrow();
        assertEquals(new GapAlarmConfiguration(10, 5, 10),
            read(stored.nonnullPort().values().iterator().next()).gapAlarm());
    }

    @ParameterizedTest
    @EnumSource
    void readsBackEveryEncapsulation(final Encapsulation encapsulation) {
        final var endpoint = endpoint(encapsulation, 4444);
        assertEquals(endpoint, ConfigurationMapper.read(ConfigurationMapper.write(endpoint).build()));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IP_IN_UDP")
    void takesThePortThatIsAssignedToTheEncapsulation(final Encapsulation encapsulation) {
        final var endpoint = new EndpointBuilder(ConfigurationMapper.write(endpoint(encapsulation, 1)).build())
            .setLocalPort(null).build();
        assertEquals(encapsulation.defaultPort(), ConfigurationMapper.read(endpoint).localPort());
        final var port = ConfigurationMapper.read(Samples.minimalPort("tun0", 42, "203.0.113.0/24"),
            Map.of("underlay", endpoint(encapsulation, 1)));
        assertEquals(encapsulation.defaultPort(), port.tunnel().peers().get(0).port());
    }

    @Test
    void wantsPortsWhereNoneIsAssigned() {
        final var bare = new EndpointBuilder(ConfigurationMapper.write(endpoint(Encapsulation.IP_IN_UDP, 1)).build())
            .setLocalPort(null).build();
        assertEquals("local-port", assertThrows(MissingLeafException.class,
            () -> ConfigurationMapper.read(bare)).getMessage());
        assertEquals("tunnel/peer[name='far']/port", assertThrows(MissingLeafException.class,
            () -> ConfigurationMapper.read(Samples.minimalPort("tun0", 0, "203.0.113.0/24"),
                Map.of("underlay", endpoint(Encapsulation.IP_IN_UDP, 1)))).getMessage());
    }

    @Test
    void wantsAVniOnlyWhereThereIsOne() {
        final var minimal = Samples.minimalPort("tun0", 0, "203.0.113.0/24");
        final var port = new PortBuilder(minimal)
            .setTunnel(new TunnelBuilder(minimal.nonnullTunnel()).setVni(null).build()).build();
        assertEquals(0, ConfigurationMapper.read(port, Map.of("underlay", endpoint(Encapsulation.GUE, 1)))
            .tunnel().vni());
        assertEquals("tunnel/vni", assertThrows(MissingLeafException.class,
            () -> ConfigurationMapper.read(port, Map.of("underlay", endpoint(Encapsulation.GENEVE, 1)))).getMessage());
    }

    private static EndpointConfiguration endpoint(final Encapsulation encapsulation, final int localPort) {
        return new EndpointConfiguration("underlay", encapsulation, "", Samples.address("192.0.2.1"), localPort, true,
            64, 0, 8388608, true, true);
    }

    private static PortConfiguration read(final Port port) {
        return ConfigurationMapper.read(port, Map.of("underlay", DEFAULT_ENDPOINT));
    }

    @Test
    void leavesOutADerivedMtuAndAnEmptyDescription() {
        final var written = ConfigurationMapper.write(DEFAULT_PORT).build();
        assertNull(written.getMtu());
        assertNull(written.getDescription());
        assertNull(written.getAddress());
    }

    @Test
    void refusesIpv4InTheDisguiseOfIpv6() {
        final var reading = ConfigurationMapper.read(Samples.configuration(0, List.of(new EndpointBuilder()
            .setName(new ObjectName("odd"))
            .setLocalAddress(new IpAddressNoZone(new Ipv6AddressNoZone("::ffff:192.0.2.1")))
            .build(), Samples.minimalEndpoint("underlay", "192.0.2.1")), List.of()));
        assertEquals(Set.of("underlay"), reading.configuration().endpoints().keySet());
        assertEquals(Set.of("odd"), reading.unreadableEndpoints().keySet());
        assertTrue(reading.unreadable().get(0).toString().startsWith(
            "/odl-coalescer:coalescer/endpoint[name='odd']: "), reading::toString);
    }

    @Test
    void refusesAnIpv4PrefixInTheDisguiseOfIpv6() {
        final var port = new PortBuilder(Samples.minimalPort("odd", 43, "203.0.113.0/24"))
            .setAddress(Set.of(
                new org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IpPrefix(
                    new Ipv6Prefix("::ffff:192.0.2.1/24")))).build();
        final var reading = ConfigurationMapper.read(Samples.configuration(0, List.of(), List.of(port)));
        assertEquals(Set.of("odd"), reading.unreadablePorts().keySet());
    }

    @Test
    void saysWhichRequiredLeafIsMissing() {
        final var port = new PortBuilder(Samples.minimalPort("odd", 43, "203.0.113.0/24")).setTunnel(null).build();
        final var reading = ConfigurationMapper.read(
            Samples.configuration(0, List.of(), List.of(port, Samples.minimalPort("tun0", 42, "203.0.113.0/24"))));
        assertEquals(Set.of("odd"), reading.unreadablePorts().keySet());
        assertEquals("/odl-coalescer:coalescer/port[name='odd']/tunnel/endpoint: must be given. Add it, or delete the"
            + " port.", reading.unreadable().get(0).toString());
        assertEquals(Set.of("tun0"), reading.configuration().ports().keySet());
    }
}
