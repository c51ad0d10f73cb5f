/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.metrics.Exposition;
import org.opendaylight.coalescer.it.metrics.Scrape;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;

/** What Prometheus gets when it scrapes a controller that carries data, beside what RESTCONF tells. */
@ControllerTest
class MetricsIT {
    private static final String TEXT = Scrape.TEXT;
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long BYTES = 8 << 20;
    private static final String PORT = "port";
    private static final String DIRECTION = "direction";

    private final ControllerLab lab;

    MetricsIT(final ControllerLab lab) {
        this.lab = lab;
    }

    private HttpResponse<String> scrape(final String format) {
        try {
            final var response = Scrape.get(Scrape.METRICS, "admin",
                Files.readString(lab.controller().passwordFile()).strip(), format);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Exposition exposition() {
        return Exposition.parse(scrape(TEXT).body(), false);
    }

    @Test
    void nobodyReadsWithoutTheLogin() {
        lab.provision(true);
        for (var response : new HttpResponse<?>[] { Scrape.get(Scrape.METRICS, "", "", TEXT),
            Scrape.get(Scrape.METRICS, "admin", "admin", TEXT) }) {
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body().toString()).doesNotContain(lab.port());
        }
    }

    @Test
    void bothFormatsAreAsTheyShouldBe() {
        lab.provision(true);
        lab.move(true, false, BYTES);
        final var text = scrape(TEXT);
        assertThat(text.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        final var openMetrics = scrape(OPEN_METRICS);
        assertThat(openMetrics.headers().firstValue("Content-Type").orElse(""))
            .startsWith("application/openmetrics-text; version=1.0.0");
        final var names = Exposition.parse(openMetrics.body(), true).names();
        assertThat(names).contains("coalescer_port_packets_total", "coalescer_port_superpacket_segments_sum");
        assertThat(Exposition.parse(text.body(), false).names()).containsAll(names);
    }

    /** Samples of the port, and the leaves that say the same. */
    private Map<String, ToDoubleFunction<Exposition>> samplesByLeaf() {
        final var port = lab.port();
        return Map.of(
            "receive/packets", all -> all.at("coalescer_port_packets_total", PORT, port, DIRECTION, "receive"),
            "receive/bytes", all -> all.at("coalescer_port_bytes_total", PORT, port, DIRECTION, "receive"),
            "receive/writes", all -> all.at("coalescer_port_device_writes_total", PORT, port),
            "receive/verbatim-packets", all -> all.sum("coalescer_port_verbatim_packets_total", PORT, port),
            "receive/chains", all -> all.sum("coalescer_port_chains_total", PORT, port),
            "receive/superpackets", all -> all.at("coalescer_port_superpacket_segments_count", PORT, port),
            "receive/segments", all -> all.at("coalescer_port_superpacket_segments_sum", PORT, port),
            "receive/checksum/unnecessary", all -> all.at("coalescer_port_checksum_packets_total", PORT, port,
                DIRECTION, "receive", "result", "unnecessary"),
            "transmit/datagrams", all -> all.at("coalescer_port_packets_total", PORT, port, DIRECTION, "transmit"),
            "transmit/packets", all -> all.at("coalescer_port_device_reads_total", PORT, port));
    }

    @Test
    void countersAreThoseOfRestconf() {
        lab.provision(true);
        lab.move(true, false, BYTES);
        lab.move(false, false, BYTES);
        final var samples = samplesByLeaf();
        ControllerLab.await("a scrape between two equal answers of the RPC is the same", () -> {
            final Statistics before = lab.statistics();
            final var scraped = exposition();
            final boolean stands = before.toString().equals(lab.statistics().toString());
            if (stands) {
                samples.forEach((leaf, sample) -> assertThat(sample.applyAsDouble(scraped)).as(leaf)
                    .isEqualTo((double) before.at(leaf)).isPositive());
                before.table("receive/seal", "reason", "chains").forEach((reason, chains) -> assertThat(
                    scraped.at("coalescer_port_chains_total", PORT, lab.port(), "reason", reason))
                    .isEqualTo((double) chains));
            }
            return stands;
        });
    }

    @Test
    void stateOfPortAndEndpointIsTold() {
        lab.provision(true);
        final var scraped = exposition();
        assertThat(scraped.at("coalescer_port_up", PORT, lab.port())).isEqualTo(1);
        assertThat(scraped.at("coalescer_endpoint_up", "endpoint", CoalescerModel.ENDPOINT)).isEqualTo(1);
        assertThat(scraped.at("coalescer_port_offload_active", PORT, lab.port(), "capability", "tso4", DIRECTION,
            "receive")).isEqualTo(1);
        lab.client().patch(CoalescerModel.ROOT, CoalescerModel.switches(lab.port(), false));
        ControllerLab.await("the offload is told to be off", () -> exposition().at("coalescer_port_offload_active",
            PORT, lab.port(), "capability", "tso4", DIRECTION, "receive") == 0);
        lab.clear();
        assertThat(exposition().names()).isEmpty();
    }

    @Test
    void countersGrowWhileDataFlows() {
        lab.provision(true);
        try (var transfer = lab.start(true, false, Amount.untilFinished())) {
            ControllerLab.await("data flows", () -> transfer.bytesReceived() > BYTES);
            final double before = exposition().at("coalescer_endpoint_bytes_total", "endpoint",
                CoalescerModel.ENDPOINT, DIRECTION, "receive");
            assertThat(before).isGreaterThan(BYTES);
            ControllerLab.await("more is told", () -> exposition().at("coalescer_endpoint_bytes_total", "endpoint",
                CoalescerModel.ENDPOINT, DIRECTION, "receive") > before);
            transfer.finish();
            assertThat(transfer.await(TIMEOUT).isIntact()).isTrue();
        }
    }
}
