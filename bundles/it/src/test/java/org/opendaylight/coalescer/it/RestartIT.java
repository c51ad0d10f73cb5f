/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;

/** What is configured comes back: after restart, crash, and whatever somebody else did to devices and addresses. */
@ControllerTest
class RestartIT {
    private static final long SOME_BYTES = 8L << 20;

    private final ControllerLab lab;

    RestartIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @Test
    void portsComeBackAfterAnOrderlyStop() {
        provisionUnusual();
        final var stored = lab.configuration();

        assertThat(lab.controller().stop()).as("stops without force").isTrue();
        assertThat(lab.hasDevice(lab.port())).as("a device without a controller").isFalse();
        lab.startAgain();

        assertIsBack(stored);
    }

    @Test
    void portsComeBackAfterACrash() {
        provisionUnusual();
        final var stored = lab.configuration();

        try (var transfer = lab.start(true, false, Amount.untilFinished())) {
            ControllerLab.await("data flows", () -> transfer.bytesReceived() > SOME_BYTES);
            lab.controller().kill();
        }
        ControllerLab.await("the kernel took the device away", () -> !lab.hasDevice(lab.port()));
        lab.startAgain();

        assertIsBack(stored);
    }

    /** Not the defaults, so that it shows whether all of it came back. */
    private void provisionUnusual() {
        lab.provision(true);
        final var port = new JsonObject();
        port.addProperty("name", lab.port());
        port.addProperty("mtu", 1399);
        port.addProperty("tx-queue-length", 777);
        final var coalescing = new JsonObject();
        coalescing.addProperty("max-segments", 17);
        port.add("coalescing", coalescing);
        lab.client().patch(CoalescerModel.ROOT, body("port", port));
        ControllerLab.await("the device has the MTU",
            () -> lab.link().get("mtu").getAsInt() == 1399 && lab.link().get("txqlen").getAsInt() == 777);
    }

    private void assertIsBack(final Object stored) {
        lab.awaitUp();
        assertThat(lab.configuration()).isEqualTo(stored);
        assertThat(lab.link().get("mtu").getAsInt()).isEqualTo(1399);
        assertThat(lab.link().get("txqlen").getAsInt()).isEqualTo(777);
        assertCarriesData();
    }

    private void assertCarriesData() {
        for (boolean inward : new boolean[] { true, false }) {
            final var result = lab.move(inward, true, SOME_BYTES);
            assertThat(result.isIntact()).as(result.summary()).isTrue();
        }
    }

    @Test
    void deviceDeletedFromOutsideComesBackAndCountersGoOn() {
        lab.provision(true);
        final var path = CoalescerModel.portPath(lab.port());
        assertCarriesData();
        final var before = lab.statistics();
        final int index = lab.awaitState(path, "up").content().get("if-index").getAsInt();

        final long begin = System.nanoTime();
        lab.near().run("ip", "link", "delete", lab.port());
        ControllerLab.await("the state shows another device", () -> {
            final var state = ObjectState.read(lab.client(), path);
            return state.isUp() && state.content().get("if-index").getAsInt() != index;
        }, () -> ObjectState.read(lab.client(), path));
        Console.line("A deleted device is back after " + Duration.ofNanos(System.nanoTime() - begin).toMillis()
            + " ms");
        assertThat(lab.hasDevice(lab.port())).isTrue();
        lab.underlay().steerPort();

        final var between = lab.statistics();
        for (var counter : new String[] { "receive/packets", "receive/superpackets", "receive/bytes",
            "transmit/packets", "transmit/segments", "transmit/bytes" }) {
            assertThat(between.at(counter)).as(counter).isGreaterThanOrEqualTo(before.at(counter)).isPositive();
        }
        assertThat(between.text("discontinuity-time")).isEqualTo(before.text("discontinuity-time"));
        assertCarriesData();
        assertThat(lab.statistics().at("receive/bytes")).isGreaterThan(between.at("receive/bytes") + SOME_BYTES);
        assertThat(lab.near().run("ip", "route", "show", LabAddresses.FAR_IPV4_NETWORK)).contains(lab.port());
    }

    @Test
    void whatIsDeletedLeavesNothing() {
        lab.provision(true);
        assertThat(routes()).contains(lab.port());

        assertThat(lab.client().delete(CoalescerModel.portPath(lab.port()))).isTrue();
        ControllerLab.await("the device is gone", () -> !lab.hasDevice(lab.port()));
        assertThat(routes()).doesNotContain(lab.port());
        ControllerLab.await("the port is out of the operational datastore",
            () -> lab.client().get(CoalescerModel.portPath(lab.port()) + "?content=nonconfig").isEmpty());

        final var endpoint = CoalescerModel.endpointPath(CoalescerModel.ENDPOINT);
        assertThat(sockets()).contains(LabAddresses.NEAR_UNDERLAY + ':' + LabAddresses.TUNNEL_PORT);
        assertThat(lab.client().delete(endpoint)).isTrue();
        ControllerLab.await("the endpoint is out of the operational datastore",
            () -> lab.client().get(endpoint + "?content=nonconfig").isEmpty());
        ControllerLab.await("its sockets are closed", () -> !sockets().contains(LabAddresses.NEAR_UNDERLAY + ':'));
    }

    private String routes() {
        return lab.near().run("ip", "-4", "route") + lab.near().run("ip", "-6", "route");
    }

    private String sockets() {
        return lab.near().run("ss", "-Hnlu");
    }

    private static JsonObject body(final String list, final JsonObject entry) {
        final var entries = new JsonArray();
        entries.add(entry);
        final var content = new JsonObject();
        content.add(list, entries);
        final var body = new JsonObject();
        body.add(CoalescerModel.ROOT, content);
        return body;
    }
}
