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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.CoalescerModel;

/** Ports as whoever monitors interfaces sees them (RFC 8343), next to what the kernel counts. */
@ControllerTest
class InterfacesIT {
    private static final long BYTES = 8 << 20;

    private final ControllerLab lab;

    InterfacesIT(final ControllerLab lab) {
        this.lab = lab;
    }

    private Optional<JsonObject> shown() {
        return lab.client().get("ietf-interfaces:interfaces/interface=" + lab.port() + "?content=nonconfig")
            .map(body -> body.getAsJsonArray("ietf-interfaces:interface").get(0).getAsJsonObject());
    }

    private long counter(final String name) {
        return shown().orElseThrow().getAsJsonObject("statistics").get(name).getAsLong();
    }

    /** A counter of the device as the kernel has it. */
    private long kernel(final String direction, final String name) {
        final var device = JsonParser.parseString(
            lab.near().run("ip", "-s", "-j", "link", "show", "dev", lab.port())).getAsJsonArray().get(0);
        return device.getAsJsonObject().getAsJsonObject("stats64").getAsJsonObject(direction).get(name).getAsLong();
    }

    @Test
    void aPortIsAnInterfaceThatCountsWhatTheKernelCounts() {
        lab.provision(true);
        final var result = lab.move(true, false, BYTES);
        assertThat(result.isIntact()).as(result.summary()).isTrue();
        // its kernel asks for routers and groups when it likes
        ControllerLab.await("the published counters are those of the kernel",
            () -> counter("in-unicast-pkts") == lab.statistics().at("receive/packets")
                && counter("out-octets") == kernel("tx", "bytes")
                && counter("out-unicast-pkts") >= kernel("tx", "packets"),
            () -> shown() + " " + lab.statistics() + " kernel " + kernel("tx", "bytes"));

        final var port = shown().orElseThrow();
        assertThat(port.get("type").getAsString()).isEqualTo("iana-if-type:tunnel");
        assertThat(port.get("oper-status").getAsString()).isEqualTo("up");
        assertThat(port.get("admin-status").getAsString()).isEqualTo("up");
        assertThat(lab.near().run("ip", "-o", "link", "show", "dev", lab.port()))
            .startsWith(port.get("if-index").getAsString() + ':');
        assertThat(port.has("phys-address") || port.has("speed")).isFalse();
        // a superpacket has the headers of its first segment alone: the kernel's bytes are fewer
        assertThat(counter("in-octets")).isGreaterThanOrEqualTo(kernel("rx", "bytes")).isGreaterThan(BYTES);
        assertThat(kernel("rx", "bytes")).isGreaterThan(BYTES);
    }

    @Test
    void aPortThatIsSwitchedOffOrRemovedIsSeenToBeSo() {
        lab.provision(true);
        ControllerLab.await("the port is an interface", () -> shown().isPresent());
        final var off = JsonParser.parseString("{'name':'" + lab.port() + "','enabled':false}")
            .getAsJsonObject();
        lab.client().patch(CoalescerModel.portPath(lab.port()), CoalescerModel.entry("port", off));
        ControllerLab.await("it is down", () -> "down".equals(shown().orElseThrow().get("oper-status").getAsString()));
        assertThat(shown().orElseThrow().get("admin-status").getAsString()).isEqualTo("down");
        lab.client().delete(CoalescerModel.portPath(lab.port()));
        ControllerLab.await("it is gone", () -> shown().isEmpty());
    }
}
