/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.DataPlaneSettings;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.iana._if.type.rev230126.Tunnel;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces.Interface;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces.InterfaceBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces._interface.StatisticsBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ObjectName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.PortName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Endpoint;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.EndpointKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Port;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.PortKey;

class PublisherTest {
    private static final Intent NEVER = intent(0);
    private static final Intent OFTEN = intent(100);
    private static final Intent SELDOM = intent(3_600_000);

    private final TestStore store = TestStore.open();
    private final FakeDataPlane dataPlane = new FakeDataPlane();
    private final Publisher publisher = new Publisher(store.broker(), dataPlane, Samples::notifications);

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void writesAppliedConfigurationWithStateAndStatistics() {
        dataPlane.change(Samples.snapshot(OperStatus.UP, 5));
        publisher.follow(SELDOM);
        await().until(() -> port() != null);
        final var port = port();
        assertEquals(Samples.PORT.tunnel().vni(), port.getTunnel().getVni().intValue());
        assertEquals(Samples.PORT.device().txQueueLength(), port.getTxQueueLength().intValue());
        assertEquals("Up", port.getState().getOperStatus().toString());
        assertEquals("2026-11-22T01:02:03.456Z", port.getState().getLastChange().getValue());
        assertEquals(7, port.getState().getIfIndex().intValue());
        assertEquals(1400, port.getState().getMtu().intValue());
        assertEquals(2, port.getState().nonnullOffload().size());
        assertNull(port.getState().getLastError());
        assertEquals(StatisticsMapper.write(Samples.portStatistics(5), List.of(Samples.FLOW)), port.getStatistics());
        final var endpoint = endpoint();
        assertEquals(Samples.ENDPOINT, ConfigurationMapper.read(endpoint));
        assertEquals(425984, endpoint.getState().getReceiveBuffer().intValue());
        assertEquals("not requested", endpoint.getState().nonnullOffload().values().iterator().next().getReason());
        assertEquals(StatisticsMapper.write(Samples.endpointStatistics(5)), endpoint.getStatistics());
        assertEquals(Samples.notifications(),
            store.read(LogicalDatastoreType.OPERATIONAL).orElseThrow().getNotifications());
        assertEquals(3_600_000, store.read(LogicalDatastoreType.OPERATIONAL).orElseThrow().getSettings()
            .getStatisticsInterval().intValue());
    }

    @Test
    void writesAChangeOfStatusAtOnce() {
        publisher.follow(NEVER);
        dataPlane.change(Samples.snapshot(OperStatus.DOWN, 0));
        await().until(() -> "Down".equals(status()));
        dataPlane.change(Samples.snapshot(OperStatus.FAILED, 0));
        await().until(() -> "Failed".equals(status()));
        assertEquals("ioctl(TUNSETIFF): EPERM", port().getState().getLastError());
        assertEquals("bind: EADDRNOTAVAIL", endpoint().getState().getLastError());
        assertNull(port().getState().getIfIndex());
        dataPlane.change(Samples.snapshot(OperStatus.UP, 0));
        await().until(() -> "Up".equals(status()));
        assertNull(port().getState().getLastError());
    }

    @Test
    void writesCountersInEveryInterval() {
        dataPlane.change(Samples.snapshot(OperStatus.UP, 1));
        publisher.follow(OFTEN);
        await().until(() -> packets() == 1);
        dataPlane.count(Samples.snapshot(OperStatus.UP, 2));
        await().until(() -> packets() == 2);
        dataPlane.count(Samples.snapshot(OperStatus.UP, 3));
        await().until(() -> packets() == 3);
    }

    @Test
    void commitsNothingWhenNothingChanged() {
        dataPlane.change(Samples.snapshot(OperStatus.UP, 1));
        publisher.follow(NEVER);
        await().until(() -> port() != null);
        final int before = store.commits();
        publisher.publish();
        publisher.follow(OFTEN);
        await().until(() -> packets() == 1);
        assertEquals(before + 1, store.commits());
    }

    @Test
    void removesCountersWhenTheIntervalBecomesZero() {
        dataPlane.change(Samples.snapshot(OperStatus.UP, 1));
        publisher.follow(SELDOM);
        await().until(() -> packets() == 1);
        publisher.follow(NEVER);
        await().until(() -> port().getStatistics() == null);
        assertNull(endpoint().getStatistics());
        assertEquals("Up", status());
    }

    @Test
    void removesWhatIsGone() {
        publisher.follow(SELDOM);
        dataPlane.change(Samples.snapshot(OperStatus.UP, 1));
        await().until(() -> port() != null);
        dataPlane.change(new DataPlaneSnapshot(Samples.snapshot(OperStatus.UP, 1).endpoints(), Map.of()));
        await().until(() -> port() == null);
        assertEquals("Up", endpoint().getState().getOperStatus().toString());
        dataPlane.change(new DataPlaneSnapshot(Map.of(), Map.of()));
        await().until(() -> endpoint() == null);
    }

    @Test
    void writesEverythingAnewAfterAFailure() {
        publisher.follow(OFTEN);
        dataPlane.change(Samples.snapshot(OperStatus.DOWN, 1));
        await().until(() -> packets() == 1);
        store.failNextCommits(3);
        dataPlane.change(Samples.snapshot(OperStatus.UP, 2));
        await().until(() -> "Up".equals(status()) && packets() == 2);
        dataPlane.count(Samples.snapshot(OperStatus.UP, 3));
        await().until(() -> packets() == 3);
    }

    @Test
    void publishesStateWhenCountersCannotBeWritten() {
        final var good = Samples.snapshot(OperStatus.UP, 1);
        final var counters = Samples.portStatistics(1);
        final var receive = counters.receive();
        final var odd = new org.opendaylight.coalescer.api.PortStatistics(Samples.TIME,
            new org.opendaylight.coalescer.api.PortStatistics.Receive(1, 0, 0, 0, 0, 0, 0, 0, Map.of("whim", 1L),
                Map.of(), Map.of(), Map.of(), receive.checksum(), receive.sequence(), receive.histograms()),
            counters.transmit(), counters.relay());
        publisher.follow(SELDOM);
        dataPlane.change(new DataPlaneSnapshot(good.endpoints(), Map.of("tun0",
            new DataPlaneSnapshot.Port(Samples.portStatus(OperStatus.UP), odd))));
        await().until(() -> "Up".equals(status()));
        assertNull(port().getStatistics());
        assertEquals(StatisticsMapper.write(Samples.endpointStatistics(1)), endpoint().getStatistics());
    }

    @Test
    void showsWhatWasRefusedAsFailed() {
        final var port = StatusMapper.refused(Samples.minimalPort("tun0", 42, "203.0.113.0/24"),
            new Refusal(Samples.TIME, "because"));
        dataPlane.change(Samples.snapshot(OperStatus.UP, 1));
        publisher.follow(new Intent(DataPlaneSettings.DEFAULT, Publication.DEFAULT, Map.of(), Map.of("tun0", port)));
        await().until(() -> "Failed".equals(status()));
        assertEquals("because", port().getState().getLastError());
        assertNull(port().getStatistics());
        publisher.follow(SELDOM);
        await().until(() -> "Up".equals(status()));
    }

    @Test
    void removesEverythingWhenItCloses() {
        publisher.follow(OFTEN);
        dataPlane.change(Samples.snapshot(OperStatus.UP, 1));
        await().until(() -> port() != null);
        publisher.close();
        assertEquals(Optional.empty(), store.read(LogicalDatastoreType.OPERATIONAL));
        assertEquals(List.of(), dataPlane.listeners());
        publisher.publish();
        publisher.close();
        assertTrue(store.read(LogicalDatastoreType.OPERATIONAL).isEmpty());
    }

    @Test
    void mirrorsPortsWithADeviceAmongTheInterfacesOfOthers() {
        final var other = new InterfaceBuilder().setName("eth0").setType(Tunnel.VALUE).setIfIndex(1)
            .setAdminStatus(Interface.AdminStatus.Up).setOperStatus(Interface.OperStatus.Up)
            .setStatistics(new StatisticsBuilder().setDiscontinuityTime(Yang.time(Samples.TIME)).build()).build();
        store.write(InterfaceMapper.path(other.key()), other);
        publisher.follow(SELDOM);
        dataPlane.change(Samples.snapshot(OperStatus.UP, 5));
        await().until(() -> interfaces().size() == 2);
        assertEquals(InterfaceMapper.write(Samples.portStatus(OperStatus.UP), Samples.portStatistics(5), true),
            interfaces().get("tun0"));
        dataPlane.change(Samples.snapshot(OperStatus.FAILED, 5));
        await().until(() -> interfaces().keySet().equals(Set.of("eth0")));
        dataPlane.change(Samples.snapshot(OperStatus.UP, 5));
        await().until(() -> interfaces().size() == 2);
        publisher.close();
        assertEquals(Set.of("eth0"), interfaces().keySet());
    }

    @Test
    void removesAnInterfaceThatVanishedWhileTheDatastoreRefused() {
        publisher.follow(SELDOM);
        dataPlane.change(Samples.snapshot(OperStatus.UP, 5));
        await().until(() -> interfaces().size() == 1);
        store.failNextCommits(2);
        dataPlane.change(Samples.snapshot(OperStatus.DOWN, 5));
        await().until(() -> "Down".equals(status()));
        assertEquals(Map.of(), interfaces());
    }

    private Map<String, Interface> interfaces() {
        return store.interfaces().stream().collect(Collectors.toMap(Interface::getName, each -> each));
    }

    private @Nullable Port port() {
        return store.read(LogicalDatastoreType.OPERATIONAL)
            .map(all -> all.nonnullPort().get(new PortKey(new PortName("tun0")))).orElse(null);
    }

    private @Nullable Endpoint endpoint() {
        return store.read(LogicalDatastoreType.OPERATIONAL)
            .map(all -> all.nonnullEndpoint().get(new EndpointKey(new ObjectName("underlay")))).orElse(null);
    }

    private @Nullable String status() {
        final var port = port();
        return port == null ? null : port.getState().getOperStatus().toString();
    }

    private long packets() {
        final var port = port();
        return port == null || port.getStatistics() == null ? -1
            : port.getStatistics().getReceive().getPackets().getValue().longValue();
    }

    private static Intent intent(final int interval) {
        return new Intent(DataPlaneSettings.DEFAULT, new Publication(interval, 16), Map.of(), Map.of());
    }
}
