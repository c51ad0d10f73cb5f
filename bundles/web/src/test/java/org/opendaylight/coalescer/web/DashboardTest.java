/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.coalescer.api.Samples;

/** What the dashboard is told. */
class DashboardTest {
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)> \\ \" \u2028";

    private static JsonObject told(final @Nullable String wanted) {
        final var port = Samples.port(Samples.status("tun0"), Samples.statistics(Samples.START, 1));
        final var failed = Samples.port(Samples.failed("tun1", HOSTILE), Samples.statistics(Samples.START, 2));
        final var flow = Samples.flow(true, "2001:db8::1", "2001:db8::2");
        return JsonParser.parseString(Dashboard.of(
            new DataPlaneSnapshot(Map.of("underlay", Samples.endpoint("underlay")),
                Map.of("tun1", failed, "tun0", port)), wanted, name -> List.of(flow)).toJson()).getAsJsonObject();
    }

    private static JsonElement at(final JsonObject from, final String path) {
        JsonElement found = from;
        for (var name : path.split("/")) {
            found = found.isJsonArray() ? found.getAsJsonArray().get(Integer.parseInt(name))
                : found.getAsJsonObject().get(name);
        }
        return found;
    }

    @Test
    void everyPortIsSummarised() {
        final var told = told(null);
        assertThat(told.getAsJsonObject("ports").keySet()).containsExactly("tun0", "tun1");
        assertThat(at(told, "ports/tun0/receive/packets").getAsLong()).isEqualTo(100_000);
        assertThat(at(told, "ports/tun0/receive/writes").getAsLong()).isEqualTo(10_001);
        assertThat(at(told, "ports/tun0/transmitPackets").getAsLong()).isEqualTo(7_400);
        assertThat(at(told, "ports/tun0/transmitBytes").getAsLong()).isEqualTo(12_500_000);
        assertThat(at(told, "ports/tun0/gaps/neverFilled").getAsLong()).isEqualTo(54);
        assertThat(at(told, "ports/tun1/receive/packets").getAsLong()).isEqualTo(200_000);
    }

    @Test
    void endpointsAreTold() {
        assertThat(at(told(null), "endpoints/underlay/status/applied/localAddress").getAsString())
            .isEqualTo("192.0.2.1");
        assertThat(at(told(null), "endpoints/underlay/statistics/receive/socketDrops").getAsLong()).isEqualTo(204);
    }

    @Test
    void wantedPortIsToldInFull() {
        final var told = told("tun0");
        assertThat(at(told, "detail/name").getAsString()).isEqualTo("tun0");
        assertThat(at(told, "detail/port/status/offloads/1/reason").getAsString()).isEqualTo("the kernel refuses it");
        assertThat(at(told, "detail/port/statistics/receive/sealReasons/end-of-batch").getAsLong()).isEqualTo(1_002);
        assertThat(at(told, "detail/port/statistics/receive/histograms/segments/32").getAsLong()).isEqualTo(991);
        assertThat(at(told, "detail/flows/0/key/source").getAsString()).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(at(told, "detail/flows/0/traffic/bytes").getAsLong()).isEqualTo(7_680_000);
    }

    /** A counter that the page names and nobody tells would just not be shown. */
    @Test
    void everyCounterThatThePageReadsIsTold() throws IOException {
        final var told = told("tun0");
        final String script;
        try (var stream = requireNonNull(getClass().getResourceAsStream("/dashboard/details.js"))) {
            script = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        final var read = Pattern.compile("\\b((?:receive|transmit)(?:\\.[a-zA-Z]+(?![a-zA-Z(]))+)").matcher(script)
            .results().map(found -> found.group(1)).distinct().toList();
        assertThat(read).hasSizeGreaterThan(10);
        assertThat(read).allSatisfy(path ->
            assertThat(at(told, "detail/port/statistics/" + path.replace('.', '/'))).isNotNull());
    }

    @Test
    void onlyAPortThatIsThereIsToldInFull() {
        assertThat(told(null).has("detail")).isFalse();
        assertThat(told("tun2").has("detail")).isFalse();
    }

    @Test
    void constantsAndTimesAreWords() {
        final var told = told("tun0");
        assertThat(at(told, "ports/tun1/state/operStatus").getAsString()).isEqualTo("failed");
        assertThat(at(told, "detail/port/status/offloads/1/capability").getAsString()).isEqualTo("uso4");
        assertThat(at(told, "detail/port/statistics/receive/sequence/gapEvents/0/ending").getAsString())
            .isEqualTo("late-reorder");
        assertThat(at(told, "ports/tun0/discontinuityTime").getAsString()).isEqualTo(Samples.START.toString());
    }

    @Test
    void anyTextArrivesAsItIs() {
        assertThat(at(told(null), "ports/tun1/state/lastError").getAsString()).isEqualTo(HOSTILE);
    }
}
