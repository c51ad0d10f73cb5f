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
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;

/** What an operator has a port prove, under traffic. */
@ControllerTest
class DiagnosticsIT {
    private static final Set<String> SUBJECTS = Set.of("tcp-ipv4", "tcp-ipv6", "udp-ipv4", "udp-ipv6",
        "protocol-89-ipv4", "protocol-89-ipv6");

    private final ControllerLab lab;

    DiagnosticsIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void provision() {
        lab.provision(true);
    }

    private JsonObject call(final String rpc) {
        return lab.client().rpc("odl-coalescer:" + rpc, CoalescerModel.portInput(lab.port()))
            .getAsJsonObject("odl-coalescer:output");
    }

    /** Subjects of the self-test that work. */
    private Set<String> working(final JsonObject output) {
        final var working = new TreeSet<String>();
        output.getAsJsonArray("check").forEach(check -> {
            final var entry = check.getAsJsonObject();
            assertThat(entry.has("reason")).as(entry.toString()).isNotEqualTo(entry.get("working").getAsBoolean());
            if (entry.get("working").getAsBoolean()) {
                working.add(entry.get("subject").getAsString());
            }
        });
        return working;
    }

    @Test
    void everythingWorksAndTheTrafficNeverNotices() {
        final var devices = lab.near().run("ip", "-o", "link");
        try (var transfer = lab.start(true, false, Amount.untilFinished())) {
            for (int i = 0; i < 5; i++) {
                final long received = transfer.bytesReceived();
                assertThat(working(call("self-test"))).isEqualTo(SUBJECTS);
                ControllerLab.await("data flows", () -> transfer.bytesReceived() > received);
            }
            transfer.finish();
            final var result = transfer.await(ControllerLab.PATIENCE);
            assertThat(result.isIntact()).as(result.summary()).isTrue();
        }
        assertThat(lab.near().run("ip", "-o", "link")).isEqualTo(devices);
        assertThat(lab.statistics().table("receive/verbatim", "reason", "packets")).doesNotContainKey("not-tcp-udp");
    }

    @Test
    void whatIsSwitchedOffDoesNotWork() {
        lab.client().patch(CoalescerModel.ROOT, CoalescerModel.switches(lab.port(), false));
        ControllerLab.await("only what needs no offload works",
            () -> working(call("self-test")).equals(Set.of("protocol-89-ipv4", "protocol-89-ipv6")));
        assertThat(call("self-test").toString()).contains("switched off");
    }

    @Test
    void probingAgainReportsPortAndEndpoint() {
        final var output = call("reprobe-offloads");
        final var port = output.getAsJsonArray("port").get(0).getAsJsonObject();
        assertThat(port.get("name").getAsString()).isEqualTo(lab.port());
        assertThat(port.getAsJsonArray("offload")).hasSizeGreaterThanOrEqualTo(8).allMatch(
            offload -> offload.getAsJsonObject().get("requested").getAsBoolean()
                != "sctp-crc".equals(offload.getAsJsonObject().get("capability").getAsString()));
        assertThat(output.getAsJsonArray("endpoint").get(0).getAsJsonObject().get("name").getAsString())
            .isEqualTo(CoalescerModel.ENDPOINT);
        assertThat(lab.client().rpc("odl-coalescer:reprobe-offloads", new JsonObject())
            .getAsJsonObject("odl-coalescer:output")).isEqualTo(output);
    }
}
