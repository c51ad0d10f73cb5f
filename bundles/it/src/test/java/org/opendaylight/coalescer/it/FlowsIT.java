/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.RestconfException;

/** What an operator is told of single flows: by RPC, and in the datastore. */
@ControllerTest
class FlowsIT {
    private static final long BYTES = 8 << 20;
    private static final int BAD_REQUEST = 400;

    private final ControllerLab lab;

    FlowsIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void provision() {
        lab.provision(true);
    }

    private JsonArray flows(final int top, final String order) {
        final var input = CoalescerModel.portInput(lab.port());
        input.addProperty("top", top);
        input.addProperty("sort-by", order);
        final var output = lab.client().rpc(CoalescerModel.LIST_FLOWS, input).getAsJsonObject("odl-coalescer:output");
        return Optional.ofNullable(output).map(flows -> flows.getAsJsonArray("flow")).orElseGet(JsonArray::new);
    }

    private Optional<JsonArray> published() {
        return lab.client().get(CoalescerModel.portPath(lab.port()) + "/statistics?content=nonconfig")
            .map(body -> body.getAsJsonObject("odl-coalescer:statistics").getAsJsonArray("flow"));
    }

    @Test
    void flowTellsWhatBecameOfIt() {
        final var before = Instant.now();
        lab.move(true, false, BYTES);
        final var flow = flows(1, "bytes").get(0).getAsJsonObject();
        assertThat(flow.get("protocol").getAsString()).isEqualTo("tcp");
        assertThat(flow.get("bytes").getAsLong()).isGreaterThanOrEqualTo(BYTES);
        assertThat(flow.get("segments").getAsLong()).isPositive().isLessThanOrEqualTo(flow.get("packets").getAsLong());
        assertThat(flow.get("superpackets").getAsLong()).isPositive();
        long chains = 0;
        for (var seal : flow.getAsJsonArray("seal")) {
            chains += seal.getAsJsonObject().get("chains").getAsLong();
        }
        assertThat(chains).isGreaterThanOrEqualTo(flow.get("superpackets").getAsLong());
        assertThat(Instant.parse(flow.get("last-seen").getAsString())).isBetween(before, Instant.now());
    }

    @Test
    void biggestFlowsComeFirst() {
        lab.move(true, false, BYTES / 4);
        lab.move(true, true, BYTES);
        final var flows = flows(1000, "bytes");
        long before = Long.MAX_VALUE;
        for (var flow : flows) {
            final long bytes = flow.getAsJsonObject().get("bytes").getAsLong();
            assertThat(bytes).isLessThanOrEqualTo(before);
            before = bytes;
        }
        assertThat(flows(2, "bytes")).hasSize(2);
    }

    @Test
    void busiestFlowsAreInTheDatastore() {
        lab.move(true, false, BYTES);
        final var source = flows(1, "bytes").get(0).getAsJsonObject().get("source-port").getAsInt();
        ControllerLab.await("the flow is published", () -> published().stream()
            .flatMap(flows -> flows.asList().stream())
            .anyMatch(flow -> flow.getAsJsonObject().get("source-port").getAsInt() == source));
        export(0);
        ControllerLab.await("no flow is published", () -> published().isEmpty());
        export(16);
        ControllerLab.await("flows are published again", () -> published().isPresent());
    }

    @Test
    void listOfNoFlowIsRefused() {
        final var failure = catchThrowableOfType(RestconfException.class, () -> flows(0, "bytes"));
        assertThat(failure).isNotNull();
        assertThat(failure.status()).isEqualTo(BAD_REQUEST);
        assertThat(failure).hasMessageContaining("input/top: must be 1..1000, but is 0. Choose a value in this range.");
    }

    private void export(final int flows) {
        final var leaf = new JsonObject();
        leaf.addProperty("exported-flows", flows);
        final var settings = new JsonObject();
        settings.add("settings", leaf);
        final var body = new JsonObject();
        body.add(CoalescerModel.ROOT, settings);
        lab.client().patch(CoalescerModel.ROOT, body);
    }
}
