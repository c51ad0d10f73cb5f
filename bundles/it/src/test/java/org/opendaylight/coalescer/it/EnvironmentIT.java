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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.traffic.Conversation;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;

/**
 * Troubles of the environment: an object fails with call, object, error and remedy, works by itself as soon as the
 * cause is gone, and disturbs no other port meanwhile.
 */
@ControllerTest
class EnvironmentIT {
    private static final long SOME_BYTES = 8L << 20;
    private static final String ABSENT_UNDERLAY = "198.18.1.77";
    private static final String CLONE_DEVICE = "/dev/net/tun";
    private static final String UNPRIVILEGED_PORT = "4795";

    private final ControllerLab lab;

    EnvironmentIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void provision() {
        lab.provision(true);
    }

    @Test
    void anEndpointWaitsForItsAddress() {
        final var port = lab.underlay().portName('x');
        final var device = lab.underlay().nearDevice();
        final var endpointPath = CoalescerModel.endpointPath("other");
        undisturbed(() -> {
            patch("'endpoint':[{'name':'other','local-address':'" + ABSENT_UNDERLAY + "'}],'port':[{'name':'" + port
                + "','tunnel':{'endpoint':'other','vni':77}}]");
            final var remedy = "Give that address to an interface of this node, or change local-address.";
            assertThat(lab.awaitState(endpointPath, "failed").lastError())
                .contains("bind(\"" + ABSENT_UNDERLAY, "EADDRNOTAVAIL", remedy);
            assertThat(lab.awaitState(CoalescerModel.portPath(port), "failed").lastError())
                .contains("Endpoint other", "EADDRNOTAVAIL", remedy);
        }, () -> {
            lab.near().run("ip", "address", "add", ABSENT_UNDERLAY + "/32", "dev", device);
            try {
                assertHealed(endpointPath);
                assertHealed(CoalescerModel.portPath(port));
            } finally {
                lab.near().run("ip", "address", "delete", ABSENT_UNDERLAY + "/32", "dev", device);
            }
        });
        remove(port);
    }

    @Test
    void portsWhoseNamesAreTakenLeaveTheDevicesAloneAndWait() {
        final var tun = lab.underlay().portName('x');
        final var bridge = lab.underlay().portName('y');
        lab.near().run("ip", "tuntap", "add", "dev", tun, "mode", "tun");
        lab.near().run("ip", "link", "add", bridge, "type", "bridge");
        final var before = links(tun, bridge);
        undisturbed(() -> {
            patch("'port':[{'name':'" + tun + "','tunnel':{'endpoint':'lab','vni':77}},{'name':'" + bridge
                + "','tunnel':{'endpoint':'lab','vni':78}}]");
            for (var port : List.of(tun, bridge)) {
                assertThat(lab.awaitState(CoalescerModel.portPath(port), "failed").lastError())
                    .contains("ioctl(TUNSETIFF, \"" + port + "\")", "EBUSY", "A device of that name is there already",
                        "name the port otherwise.");
            }
            assertThat(links(tun, bridge)).as("devices of others").isEqualTo(before);
        }, () -> {
            lab.near().run("ip", "link", "delete", tun);
            lab.near().run("ip", "link", "delete", bridge);
            assertHealed(CoalescerModel.portPath(tun));
            assertHealed(CoalescerModel.portPath(bridge));
        });
        remove(tun);
        remove(bridge);
    }

    @Test
    void objectsWaitForTheirNetworkNamespace() {
        final var port = lab.underlay().portName('x');
        final var other = lab.underlay().portName('y');
        final var namespace = "absent-" + port;
        final var endpointPath = CoalescerModel.endpointPath("other");
        undisturbed(() -> {
            patch("'endpoint':[{'name':'other','network-namespace':'" + namespace + "','local-address':'127.0.0.1'}],"
                + "'port':[{'name':'" + port + "','network-namespace':'" + namespace
                + "','tunnel':{'endpoint':'lab','vni':77}},{'name':'" + other
                + "','tunnel':{'endpoint':'other','vni':77}}]");
            for (var path : List.of(endpointPath, CoalescerModel.portPath(port), CoalescerModel.portPath(other))) {
                assertThat(lab.awaitState(path, "failed").lastError()).contains("setns", namespace, "ENOENT",
                    "make it with 'ip netns add " + namespace + "'");
            }
        }, () -> {
            lab.near().run("ip", "netns", "add", namespace);
            try {
                lab.near().run("ip", "-n", namespace, "link", "set", "lo", "up");
                assertHealed(endpointPath);
                assertHealed(CoalescerModel.portPath(port));
                assertHealed(CoalescerModel.portPath(other));
                assertThat(lab.near().run("ip", "-n", namespace, "link")).contains(port + ':');
                assertThat(lab.hasDevice(port)).as("in the controller's namespace").isFalse();
            } finally {
                lab.near().run("ip", "netns", "delete", namespace);
            }
        });
        remove(other);
    }

    /** As a container does that was not given the device, and then is. */
    @Test
    void aPortWaitsUntilTheDeviceOfAllTunnelsMayBeOpened() {
        final var port = lab.underlay().portName('x');
        final var cure = new Cleanup();
        lab.near().run("mount", "--bind", CLONE_DEVICE, CLONE_DEVICE);
        cure.add("open the device again", () -> lab.near().run("umount", CLONE_DEVICE));
        try {
            undisturbed(() -> {
                lab.near().run("mount", "-o", "remount,bind,nodev", CLONE_DEVICE);
                patch("'port':[{'name':'" + port + "','tunnel':{'endpoint':'lab','vni':77}}]");
                assertThat(lab.awaitState(CoalescerModel.portPath(port), "failed").lastError())
                    .contains("open(\"" + CLONE_DEVICE + "\")", "EACCES",
                        "Let the controller's user open that device for reading and writing");
                assertThat(lab.hasDevice(port)).isFalse();
            }, () -> {
                cure.close();
                assertHealed(CoalescerModel.portPath(port));
                assertThat(lab.hasDevice(port)).isTrue();
            });
        } finally {
            cure.close();
        }
        remove(port);
    }

    @Test
    void aDataPlaneWithoutPrivilegesSaysWhichOneItLacks() {
        final var port = lab.underlay().portName('x');
        undisturbed(() -> {
            try (var process = Conversation.start("data plane without CAP_NET_ADMIN", List.of("setpriv",
                "--bounding-set", "-net_admin", "--inh-caps", "-net_admin", "--",
                System.getProperty("java.home") + "/bin/java", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), DataPlaneMain.class.getName(), port,
                LabAddresses.NEAR_UNDERLAY, UNPRIVILEGED_PORT))) {
                final var said = process.await(0, line -> line.startsWith("FAILED "), ControllerLab.PATIENCE);
                assertThat(said.get(said.size() - 1)).contains("ioctl(TUNSETIFF, \"" + port + "\")", "EPERM",
                    "Run the controller with the capability CAP_NET_ADMIN.");
            }
        }, () -> assertThat(lab.hasDevice(port)).isFalse());
    }

    /** Has two things done while data flows through the lab's port, which must not even notice. */
    private void undisturbed(final Runnable trouble, final Runnable cure) {
        final var path = CoalescerModel.portPath(lab.port());
        final var changed = ObjectState.read(lab.client(), path).content().get("last-change");
        try (var transfer = lab.start(true, false, Amount.untilFinished())) {
            ControllerLab.await("data flows", () -> transfer.bytesReceived() > SOME_BYTES);
            trouble.run();
            final long troubled = transfer.bytesReceived();
            ControllerLab.await("data goes on", () -> transfer.bytesReceived() > troubled + SOME_BYTES);
            cure.run();
            final long cured = transfer.bytesReceived();
            ControllerLab.await("data goes on", () -> transfer.bytesReceived() > cured + SOME_BYTES);
            transfer.finish();
            final var result = transfer.await(ControllerLab.PATIENCE);
            assertThat(result.isIntact()).as(result.summary()).isTrue();
        }
        final var state = ObjectState.read(lab.client(), path);
        assertThat(state.isUp()).isTrue();
        assertThat(state.content().get("last-change")).as("last change of the other port").isEqualTo(changed);
        final var statistics = lab.statistics();
        assertThat(statistics.at("receive/dropped") + statistics.at("transmit/dropped")).isZero();
    }

    private void assertHealed(final String path) {
        assertThat(lab.awaitState(path, "up").lastError()).isEmpty();
    }

    private void remove(final String port) {
        lab.client().delete(CoalescerModel.portPath(port));
        ControllerLab.await("the device is gone", () -> !lab.hasDevice(port));
    }

    /** Index, kind and flags of devices, without what passed through them. */
    private String links(final String... names) {
        final var links = new StringBuilder();
        for (var name : names) {
            links.append(Command.output(lab.near().inside(List.of("ip", "-d", "-j", "link", "show", "dev", name))));
        }
        return links.toString();
    }

    private void patch(final String content) {
        final var body = new JsonObject();
        body.add(CoalescerModel.ROOT, JsonParser.parseString('{' + content + '}'));
        lab.client().patch(CoalescerModel.ROOT, body);
    }
}
