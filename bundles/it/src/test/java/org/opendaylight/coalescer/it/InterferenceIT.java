/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.UnderlayLab;

/** Somebody else changes what is the controller's: it says so if it can't help it, and puts it right by itself. */
@ControllerTest
class InterferenceIT {
    private static final long SOME_BYTES = 8L << 20;
    private static final int OTHER_PORT = 4791;

    private final ControllerLab lab;

    InterferenceIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void provision() {
        lab.provision(true);
    }

    @Test
    void aDeviceThatIsRenamedIsMadeAnewAndTheOtherOneGoes() {
        final var other = lab.underlay().portName('x');
        final int index = lab.link().get("ifindex").getAsInt();
        lab.near().run("ip", "link", "set", lab.port(), "down");
        lab.near().run("ip", "link", "set", lab.port(), "name", other);
        ControllerLab.await("another device is up", () -> lab.hasDevice(lab.port())
            && lab.link().get("ifindex").getAsInt() != index && stateFollows(), this::state);
        assertThat(lab.hasDevice(other)).as("the renamed device").isFalse();
        assertWorks();
    }

    /** The kernel takes routes and IPv6 addresses from a device that goes down. */
    @Test
    void aDeviceThatIsSetDownComesUpWithRoutesAndAddresses() {
        final var before = addressesAndRoutes();
        assertThat(lab.near().run("sh", "-c", "ip link set " + lab.port() + " down && ip route show "
            + LabAddresses.FAR_IPV4_NETWORK + " dev " + lab.port())).as("routes at once").isEmpty();
        ControllerLab.await("it is as it was", () -> addressesAndRoutes().equals(before), this::addressesAndRoutes);
        assertThat(lab.link().get("flags").toString()).contains("\"UP\"");
        assertWorks();
    }

    @Test
    void anMtuThatIsChangedIsChangedBack() {
        final int mtu = lab.link().get("mtu").getAsInt();
        lab.near().run("ip", "link", "set", lab.port(), "mtu", String.valueOf(mtu - 100));
        ControllerLab.await("it is as it was", () -> lab.link().get("mtu").getAsInt() == mtu, lab::link);
        assertWorks();
    }

    @Test
    void anAddressThatIsRemovedComesBack() {
        final var before = addressesAndRoutes();
        lab.near().run("ip", "address", "flush", "dev", lab.port(), "scope", "global");
        ControllerLab.await("it is as it was", () -> addressesAndRoutes().equals(before), this::addressesAndRoutes);
        assertWorks();
    }

    @Test
    void anEndpointWaitsUntilNobodyElseUsesItsAddress() throws IOException {
        final var path = CoalescerModel.endpointPath("other");
        try (var user = DatagramChannel.open()) {
            user.bind(new InetSocketAddress(LabAddresses.NEAR_UNDERLAY, OTHER_PORT));
            patch("'endpoint':[{'name':'other','local-address':'" + LabAddresses.NEAR_UNDERLAY + "','local-port':"
                + OTHER_PORT + "}]");
            assertThat(lab.awaitState(path, "failed").lastError())
                .contains("bind(\"" + LabAddresses.NEAR_UNDERLAY, "EADDRINUSE", "End what uses that address and port");
        }
        assertThat(lab.awaitState(path, "up").lastError()).isEmpty();
        assertWorks();
    }

    @Test
    void aPortWhoseNamespaceGoesWaitsForAnother() {
        final var port = lab.underlay().portName('x');
        final var path = CoalescerModel.portPath(port);
        final var name = UnderlayLab.namespaceName('x');
        try (var gone = NetworkNamespace.create(name)) {
            patch("'port':[{'name':'" + port + "','network-namespace':'" + name
                + "','tunnel':{'endpoint':'lab','vni':77}}]");
            lab.awaitState(path, "up");
            assertThat(gone.run("ip", "link")).contains(port + ':');
        }
        assertThat(lab.awaitState(path, "failed").lastError())
            .contains("setns", name, "ENOENT", "make it with 'ip netns add " + name + "'");
        try (var another = NetworkNamespace.create(name)) {
            assertThat(lab.awaitState(path, "up").lastError()).isEmpty();
            assertThat(another.run("ip", "link")).contains(port + ':');
            lab.client().delete(path);
            ControllerLab.await("the device is gone", () -> !another.run("ip", "link").contains(port + ':'));
        }
        assertWorks();
    }

    @Test
    void anUnderlayAddressThatIsNotThereAtBootIsWaitedFor() {
        final var cure = new Cleanup();
        assertThat(lab.controller().stop()).as("stops without force").isTrue();
        lab.underlay().deleteNearAddress();
        cure.add("give the address back", lab.underlay()::addNearAddress);
        try {
            lab.startAgain();
            assertThat(lab.awaitState(CoalescerModel.endpointPath(CoalescerModel.ENDPOINT), "failed").lastError())
                .contains("EADDRNOTAVAIL", "Give that address to an interface of this node");
            assertThat(lab.awaitState(CoalescerModel.portPath(lab.port()), "failed").lastError())
                .contains("Endpoint lab", "EADDRNOTAVAIL");
        } finally {
            cure.close();
        }
        lab.awaitUp();
        assertWorks();
    }

    private void assertWorks() {
        lab.awaitUp();
        assertThat(state().lastError()).isEmpty();
        for (boolean inward : new boolean[] { true, false }) {
            final var result = lab.move(inward, inward, SOME_BYTES);
            assertThat(result.isIntact()).as(result.summary()).isTrue();
        }
    }

    private ObjectState state() {
        return ObjectState.read(lab.client(), CoalescerModel.portPath(lab.port()));
    }

    /** Whether the state is that of the device which is there. */
    private boolean stateFollows() {
        final var state = state();
        return state.isUp() && state.content().get("if-index").equals(lab.link().get("ifindex"));
    }

    /** Those of the operator; the lab's own routes to single addresses go with the device. */
    private String addressesAndRoutes() {
        final var port = lab.port();
        return lab.near().run("ip", "-o", "address", "show", "dev", port, "scope", "global")
            + lab.near().run("ip", "route", "show", LabAddresses.FAR_IPV4_NETWORK, "dev", port)
            + lab.near().run("ip", "-6", "route", "show", LabAddresses.FAR_IPV6_NETWORK, "dev", port);
    }

    private void patch(final String content) {
        final var body = new JsonObject();
        body.add(CoalescerModel.ROOT, JsonParser.parseString('{' + content + '}'));
        lab.client().patch(CoalescerModel.ROOT, body);
    }
}
