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

import com.google.gson.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.control.RestconfException;
import org.opendaylight.coalescer.it.control.Statistics;

/** The controller's two RESTCONF servers, which show the same and answer alike. */
@ControllerTest
class RestconfEndpointsIT {
    private static final long SOME_BYTES = 16L << 20;
    private static final int CONFLICT = 409;
    private static final int BAD_REQUEST = 400;

    private final ControllerLab lab;
    private final RestconfClient older;

    RestconfEndpointsIT(final ControllerLab lab) {
        this.lab = lab;
        older = lab.controller().client(RestconfClient.OLDER_ROOT);
    }

    @BeforeEach
    void provision() {
        lab.provision(true);
    }

    @AfterEach
    void close() {
        older.close();
    }

    @Test
    void whatOneWritesBothShow() {
        final var endpoint = new JsonObject();
        endpoint.addProperty("name", "other");
        endpoint.addProperty("local-address", "127.0.0.9");
        older.put(CoalescerModel.endpointPath("other"), CoalescerModel.entry("endpoint", endpoint));

        lab.awaitState(CoalescerModel.endpointPath("other"), "up");
        assertThat(configuration(older)).isPresent().isEqualTo(lab.configuration());
        assertThat(configuration(older).orElseThrow().toString()).contains("127.0.0.9");
        assertThat(ObjectState.read(older, CoalescerModel.endpointPath("other")))
            .isEqualTo(ObjectState.read(lab.client(), CoalescerModel.endpointPath("other")));

        assertThat(older.delete(CoalescerModel.endpointPath("other"))).isTrue();
        assertThat(lab.client().get(CoalescerModel.endpointPath("other") + "?content=config")).isEmpty();
    }

    @Test
    void bothShowTheSameCounters() {
        lab.move(true, false, SOME_BYTES);
        final var live = lab.statistics();
        assertThat(live.at("receive/superpackets")).isPositive()
            .isEqualTo(Statistics.live(older, lab.port()).at("receive/superpackets"));
        ControllerLab.await("the counters are published", () -> live.at("receive/superpackets")
            == Statistics.published(older, CoalescerModel.portPath(lab.port())).at("receive/superpackets"));
    }

    @Test
    void countersAreClearedThroughEither() {
        for (var client : new RestconfClient[] { lab.client(), older }) {
            lab.move(true, false, SOME_BYTES);
            final var before = lab.statistics();
            assertThat(before.at("receive/superpackets")).isPositive();

            client.rpc(CoalescerModel.CLEAR_STATISTICS, CoalescerModel.portInput(lab.port()));

            final var cleared = lab.statistics();
            assertThat(cleared.at("receive/superpackets")).isZero();
            assertThat(cleared.text("discontinuity-time")).isGreaterThan(before.text("discontinuity-time"));
            ControllerLab.await("the cleared counters are published", () -> cleared.text("discontinuity-time").equals(
                Statistics.published(client, CoalescerModel.portPath(lab.port())).text("discontinuity-time")));
        }
        assertThat(lab.endpointStatistics().at("receive/datagrams")).as("counters of the endpoint go on").isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = { CoalescerModel.GET_STATISTICS, CoalescerModel.CLEAR_STATISTICS, CoalescerModel.LIST_FLOWS,
        CoalescerModel.LIST_GAPS })
    void bothSayWhichPortsThereAre(final String rpc) {
        for (var client : new RestconfClient[] { lab.client(), older }) {
            final var failure = catchThrowableOfType(RestconfException.class,
                () -> client.rpc(rpc, CoalescerModel.portInput("nobody")));
            assertThat(failure).isNotNull();
            assertThat(failure.status()).isEqualTo(CONFLICT);
            assertThat(failure).hasMessageContainingAll("data-missing: There is no port 'nobody'", "Configure it",
                "Ports that are there: " + lab.port() + '.');
        }
    }

    @Test
    void bothMissAPortThatIsNotGiven() {
        for (var client : new RestconfClient[] { lab.client(), older }) {
            final var failure = catchThrowableOfType(RestconfException.class,
                () -> client.rpc(CoalescerModel.GET_STATISTICS, new JsonObject()));
            assertThat(failure).isNotNull();
            assertThat(failure.status()).isEqualTo(BAD_REQUEST);
            assertThat(failure).hasMessageContaining("missing-element: input/port: must be given. Name a port.");
        }
    }

    private static Optional<JsonObject> configuration(final RestconfClient client) {
        return client.get(CoalescerModel.ROOT + "?content=config");
    }
}
