/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.coalescer.api.Samples;

/** What Prometheus is told, in its text format. */
class MetricsTest {
    private static final Path DASHBOARD = Path.of("..", "..", "docs", "grafana", "coalescer.json");
    private static final Pattern METRIC = Pattern.compile("coalescer_[a-z0-9_]+");
    private static final Pattern GROUPING = Pattern.compile("by \\(([a-z_, ]+)\\)|\\{([a-z_]+)[=!]");
    private static final Pattern LABEL = Pattern.compile("[{,]([a-z_]+)=\"");

    private static List<String> scrape() throws IOException {
        final var port = Samples.port(Samples.status("tun0"), Samples.statistics(Samples.START, 1));
        final var failed = Samples.port(Samples.failed("tun1", "no \"address\""),
            Samples.statistics(Samples.START, 2));
        final var bytes = new ByteArrayOutputStream();
        ExpositionFormats.init().getPrometheusTextFormatWriter().write(bytes, MetricsServlet.collect(
            new DataPlaneSnapshot(Map.of("underlay", Samples.endpoint("underlay")),
                Map.of("tun0", port, "tun1", failed))));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Names of what can be asked for. */
    private static Set<String> names() throws IOException {
        return scrape().stream().filter(line -> !line.startsWith("#")).map(line -> line.split("[{ ]", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void countersHaveTheirValues() throws IOException {
        assertThat(scrape()).contains(
            "coalescer_port_packets_total{direction=\"receive\",port=\"tun0\"} 100000.0",
            "coalescer_port_packets_total{direction=\"transmit\",port=\"tun0\"} 7400.0",
            "coalescer_port_packets_total{direction=\"receive\",port=\"tun1\"} 200000.0",
            "coalescer_port_bytes_total{direction=\"transmit\",port=\"tun0\"} 1.25E7",
            "coalescer_port_device_writes_total{port=\"tun0\"} 10001.0",
            "coalescer_port_device_reads_total{port=\"tun0\"} 70.0",
            "coalescer_port_chains_total{port=\"tun0\",reason=\"end-of-batch\"} 1002.0",
            "coalescer_port_verbatim_packets_total{port=\"tun0\",reason=\"pure-ack\"} 8000.0",
            "coalescer_port_dropped_packets_total{direction=\"transmit\",port=\"tun0\",reason=\"no-peer\"} 4.0",
            "coalescer_port_dropped_packets_total{direction=\"relay\",port=\"tun0\",reason=\"ttl-exceeded\"} 7.0",
            "coalescer_port_relayed_packets_total{port=\"tun0\"} 82.0",
            "coalescer_port_relayed_bytes_total{port=\"tun0\"} 83.0",
            "coalescer_port_relay_errors_sent_total{port=\"tun0\"} 84.0",
            "coalescer_port_errors_total{direction=\"receive\",errno=\"EINVAL\",port=\"tun0\"} 5.0",
            "coalescer_port_checksum_packets_total{direction=\"receive\",port=\"tun0\",result=\"bad-udp\"} 16.0",
            "coalescer_port_gap_endings_total{ending=\"never-filled\",port=\"tun0\"} 54.0",
            "coalescer_endpoint_datagrams_total{direction=\"receive\",endpoint=\"underlay\"} 201.0",
            "coalescer_endpoint_fragmented_datagrams_total{endpoint=\"underlay\"} 210.0",
            "coalescer_endpoint_socket_dropped_datagrams_total{direction=\"transmit\",endpoint=\"underlay\"} 211.0");
    }

    @Test
    void stateIsToldAsNumbers() throws IOException {
        assertThat(scrape()).contains("coalescer_port_up{port=\"tun0\"} 1.0", "coalescer_port_up{port=\"tun1\"} 0.0",
            "coalescer_endpoint_up{endpoint=\"underlay\"} 1.0", "coalescer_port_mtu_bytes{port=\"tun0\"} 9000.0",
            "coalescer_port_offload_active{capability=\"uso4\",direction=\"transmit\",port=\"tun0\"} 0.0",
            "coalescer_port_offload_active{capability=\"tso4\",direction=\"receive\",port=\"tun0\"} 1.0",
            "coalescer_port_info{description=\"uplink\",endpoint=\"underlay\",port=\"tun0\",vni=\"42\"} 1");
    }

    @Test
    void histogramsAreCumulative() throws IOException {
        // 10 of 2..3 and 991 of 32..63 segments
        assertThat(scrape()).contains("coalescer_port_superpacket_segments_bucket{port=\"tun0\",le=\"3.0\"} 10",
            "coalescer_port_superpacket_segments_bucket{port=\"tun0\",le=\"31.0\"} 10",
            "coalescer_port_superpacket_segments_bucket{port=\"tun0\",le=\"63.0\"} 1001",
            "coalescer_port_superpacket_segments_bucket{port=\"tun0\",le=\"+Inf\"} 1001",
            "coalescer_port_superpacket_segments_count{port=\"tun0\"} 1001",
            "coalescer_port_superpacket_segments_sum{port=\"tun0\"} 90002.0",
            // 1 of 1024..2047 bytes
            "coalescer_port_superpacket_bytes_bucket{port=\"tun0\",le=\"1023.0\"} 0",
            "coalescer_port_superpacket_bytes_bucket{port=\"tun0\",le=\"2047.0\"} 1",
            // 3 below 2 us, 4 of 128..255 us
            "coalescer_port_superpacket_hold_seconds_bucket{port=\"tun0\",le=\"2.0E-6\"} 3",
            "coalescer_port_superpacket_hold_seconds_bucket{port=\"tun0\",le=\"1.28E-4\"} 3",
            "coalescer_port_superpacket_hold_seconds_bucket{port=\"tun0\",le=\"2.56E-4\"} 7");
    }

    @Test
    void whatIsBeyondTheLastBoundCounts() {
        final var buckets = Log2Buckets.SEGMENTS.of(Map.of(2, 1L, 1024, 5L));
        assertThat(buckets.getCount(0)).isEqualTo(1);
        assertThat(buckets.getUpperBound(buckets.size() - 1)).isInfinite();
        assertThat(buckets.getCount(buckets.size() - 1)).isEqualTo(5);
    }

    @Test
    void namesEndAsTheyShould() throws IOException {
        final var types = scrape().stream().filter(line -> line.startsWith("# TYPE ")).toList();
        assertThat(types).isNotEmpty().allSatisfy(line -> {
            final var words = line.split(" ");
            assertThat(words[2].endsWith("_total")).as(line).isEqualTo(words[3].equals("counter"));
        });
        assertThat(scrape().stream().filter(line -> line.startsWith("# HELP "))).hasSameSizeAs(types);
    }

    @Test
    void dashboardAsksForWhatThereIs() throws IOException {
        final var dashboard = Files.readString(DASHBOARD);
        final var asked = METRIC.matcher(dashboard).results().map(match -> match.group())
            .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked).hasSizeGreaterThan(15);
        assertThat(names()).containsAll(asked);
    }

    @Test
    void dashboardGroupsByLabelsThatThereAre() throws IOException {
        final var labels = scrape().stream().flatMap(line -> LABEL.matcher(line).results())
            .map(match -> match.group(1)).collect(Collectors.toSet());
        final var asked = GROUPING.matcher(Files.readString(DASHBOARD)).results()
            .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
            .flatMap(names -> Pattern.compile(", *").splitAsStream(names)).collect(Collectors.toSet());
        assertThat(asked).contains("reason");
        assertThat(labels).containsAll(asked);
    }
}
