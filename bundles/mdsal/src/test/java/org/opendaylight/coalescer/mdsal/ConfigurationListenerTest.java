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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.DataPlaneConfiguration;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ObjectName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.PortName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.EndpointKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.PortKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.State;

class ConfigurationListenerTest {
    private final TestStore store = TestStore.open();
    private final FakeDataPlane dataPlane = new FakeDataPlane();
    private final Publisher publisher = new Publisher(store.broker(), dataPlane, Samples::notifications);
    private @Nullable ConfigurationListener listener;

    @AfterEach
    void close() {
        if (listener != null) {
            listener.close();
        }
        publisher.close();
    }

    private void listen() {
        listener = new ConfigurationListener(store.broker(), dataPlane, publisher);
    }

    @Test
    void appliesWhatIsThereAtTheStart() {
        store.configure(Samples.valid(1000));
        listen();
        await().until(() -> last() != null);
        assertEquals(ConfigurationMapper.read(Samples.valid(1000)).configuration(), last());
    }

    @Test
    void appliesEveryChangeUpToTheRemovalOfEverything() {
        listen();
        store.configure(Samples.valid(1000));
        await().until(() -> last() != null && last().ports().keySet().equals(Set.of("tun0")));
        store.configure(Samples.configuration(1000, List.of(Samples.minimalEndpoint("underlay", "192.0.2.1")),
            List.of(Samples.minimalPort("tun0", 42, "203.0.113.0/24"),
                Samples.minimalPort("tun1", 43, "198.51.100.0/24"))));
        await().until(() -> last().ports().keySet().equals(Set.of("tun0", "tun1")));
        store.unconfigure();
        await().until(() -> last().equals(DataPlaneConfiguration.EMPTY));
    }

    @Test
    void keepsTheInvalidFromTheDataPlaneAndTheOthersGoOn() {
        store.configure(Samples.configuration(0, List.of(Samples.minimalEndpoint("underlay", "192.0.2.1"),
            Samples.minimalEndpoint("zero", "0.0.0.0")), List.of(Samples.minimalPort("tun0", 42, "203.0.113.0/24"),
                Samples.minimalPort("tun1", 43, "198.51.100.1/24"))));
        listen();
        await().until(() -> last() != null);
        assertEquals(Set.of("tun0"), last().ports().keySet());
        assertEquals(Set.of("underlay"), last().endpoints().keySet());
        await().until(() -> state("tun1") != null);
        assertEquals("Failed", state("tun1").getOperStatus().toString());
        assertEquals("/odl-coalescer:coalescer/port[name='tun1']/tunnel/peer[name='far']"
            + "/allowed-prefix[.='198.51.100.1/24']: must have no host part. Write 198.51.100.0/24.",
            state("tun1").getLastError());
        final var operational = store.read(LogicalDatastoreType.OPERATIONAL).orElseThrow();
        final var endpoint = operational.nonnullEndpoint().get(new EndpointKey(new ObjectName("zero")));
        assertEquals("Failed", endpoint.getState().getOperStatus().toString());
        assertTrue(endpoint.getState().getLastError().contains("0.0.0.0 is a wildcard"));
        assertEquals(43, operational.nonnullPort().get(new PortKey(new PortName("tun1"))).getTunnel().getVni()
            .intValue());
    }

    @Test
    void keepsTheTimeOfAFailureThatStays() {
        store.configure(Samples.configuration(0, List.of(Samples.minimalEndpoint("underlay", "192.0.2.1")),
            List.of(Samples.minimalPort("tun1", 43, "198.51.100.1/24"))));
        listen();
        await().until(() -> state("tun1") != null);
        final var since = state("tun1").getLastChange();
        store.configure(Samples.configuration(0, List.of(Samples.minimalEndpoint("underlay", "192.0.2.1")),
            List.of(Samples.minimalPort("tun1", 43, "198.51.100.1/24"), Samples.minimalPort("lo", 44, "0.0.0.0/0"))));
        await().until(() -> state("lo") != null);
        assertEquals(since, state("tun1").getLastChange());
    }

    @Test
    void showsTheRepairOfWhatHadFailed() {
        store.configure(Samples.configuration(0, List.of(Samples.minimalEndpoint("underlay", "192.0.2.1")),
            List.of(Samples.minimalPort("tun0", 42, "203.0.113.1/24"))));
        listen();
        await().until(() -> state("tun0") != null);
        store.configure(Samples.valid(0));
        await().until(() -> last().ports().containsKey("tun0"));
        await().until(() -> state("tun0") == null);
    }

    @Test
    void leavesTheDataPlaneAsItIsWhenItCloses() {
        store.configure(Samples.valid(1000));
        listen();
        await().until(() -> last() != null);
        listener.close();
        final int before = dataPlane.applied().size();
        store.unconfigure();
        assertEquals(before, dataPlane.applied().size());
    }

    private @Nullable DataPlaneConfiguration last() {
        final var applied = dataPlane.applied();
        return applied.isEmpty() ? null : applied.get(applied.size() - 1);
    }

    private @Nullable State state(final String port) {
        return store.read(LogicalDatastoreType.OPERATIONAL)
            .map(all -> all.nonnullPort().get(new PortKey(new PortName(port))))
            .map(one -> one.getState()).orElse(null);
    }
}
