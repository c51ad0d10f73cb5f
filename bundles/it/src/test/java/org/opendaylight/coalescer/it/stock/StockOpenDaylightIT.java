/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opendaylight.coalescer.it.ControllerLab;
import org.opendaylight.coalescer.it.KernelTest;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.control.RestconfException;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.lab.UnderlayLab;
import org.opendaylight.coalescer.it.metrics.Scrape;

/**
 * A stock OpenDaylight on JDK 21 with no Maven repository in reach gets the plugin, uses it, keeps it over a restart,
 * and gets rid of it.
 */
@KernelTest
class StockOpenDaylightIT {
    private static final int RELEASE = 21;
    private static final long SOME_BYTES = 8L << 20;
    private static final Duration READY_TIME = Duration.ofMinutes(2);
    private static final String MODULES = "ietf-yang-library:modules-state";

    @ParameterizedTest
    @EnumSource
    void installsWorksRestartsAndUninstalls(final Installation way) throws IOException {
        final var files = Path.of(System.getProperty("coalescer.stock"));
        final long begin = System.nanoTime();
        try (var stock = StockController.unpack(files.resolve("opendaylight-karaf-empty.tar.gz"),
                Path.of("target", "it", "stock").toAbsolutePath(), Jdks.require(RELEASE));
             var underlay = UnderlayLab.open()) {
            stock.start();
            report(way, "runs", begin);
            way.provide(stock, files.resolve("coalescer-kar.kar"));
            stock.shell("feature:repo-add mvn:org.opendaylight.netconf/features-netconf/10.0.2/xml/features");
            stock.shell("feature:install odl-restconf-nb odl-coalescer odl-coalescer-web odl-coalescer-watch");
            try (var lab = ControllerLab.of(stock.controller(), underlay)) {
                report(way, "has the plugin", begin);
                lab.provision(true);
                assertCarriesData(lab);
                assertThat(lab.statistics().at("receive/superpackets")).isPositive();
                assertThat(stock.pluginThreads()).isNotEmpty();
                assertThat(stock.shell("coalescer:ports")).contains(lab.port());
                assertThat(Scrape.get(Scrape.METRICS, "admin", "admin", Scrape.TEXT).body())
                    .contains("coalescer_port_up{port=\"" + lab.port() + "\"} 1.0");
                report(way, "carried data", begin);

                assertThat(stock.controller().stop()).as("stops without force").isTrue();
                assertThat(lab.hasDevice(lab.port())).as("a device without a controller").isFalse();
                lab.startAgain();
                lab.awaitUp();
                assertCarriesData(lab);
                report(way, "carried data after a restart", begin);

                stock.shell("feature:uninstall odl-coalescer-watch odl-coalescer-web odl-coalescer");
                way.withdraw(stock);
                assertNothingIsLeft(stock, lab);
                report(way, "is without the plugin", begin);
                // RESTCONF restarts itself as models go, and may fail to: OpenDaylight's own, and over with a restart.
                // The plugin's configuration is in the datastore still, and nobody knows its model
                assertThat(stock.controller().stop()).as("stops without force").isTrue();
                stock.start();
                assertNothingIsLeft(stock, lab);
                assertModelIsUnknown(stock);
                report(way, "is without the plugin after a restart", begin);
            }
        }
    }

    private static void assertCarriesData(final ControllerLab lab) {
        for (boolean inward : new boolean[] { true, false }) {
            final var result = lab.move(inward, false, SOME_BYTES);
            assertThat(result.isIntact()).as(result.summary()).isTrue();
        }
    }

    private static void assertNothingIsLeft(final StockController stock, final ControllerLab lab) throws IOException {
        assertThat(lab.hasDevice(lab.port())).as("a device without a plugin").isFalse();
        assertThat(lab.near().run("ss", "-Hlun", "sport", "=", String.valueOf(LabAddresses.TUNNEL_PORT)))
            .as("sockets without a plugin").isBlank();
        assertThat(stock.pluginThreads()).isEmpty();
        assertThat(stock.shell("bundle:list -t 0 -s")).doesNotContain("org.opendaylight.coalescer");
        assertThat(stock.shell("feature:list")).contains("odl-restconf-nb").doesNotContain("coalescer");
        assertThat(stock.shell("feature:repo-list")).doesNotContain("org.opendaylight.coalescer");
        assertThat(stock.shell("kar:list")).doesNotContain("coalescer");
    }

    private static void assertModelIsUnknown(final StockController stock) {
        for (var root : new URI[] { RestconfClient.DEFAULT_ROOT, RestconfClient.OLDER_ROOT }) {
            try (var client = stock.controller().client(root)) {
                assertThat(Poll.forAnswer(READY_TIME, () -> modules(client)).orElseGet(() -> "no answer by " + root
                    + '\n' + stock.controller().logTail()))
                    .contains("ietf-interfaces").doesNotContain("coalescer");
                assertThat(refusal(client)).contains("odl-coalescer");
            }
        }
    }

    private static Optional<String> modules(final RestconfClient client) {
        try {
            return client.get(MODULES).map(Object::toString);
        } catch (RestconfException e) {
            return Optional.empty();
        }
    }

    private static String refusal(final RestconfClient client) {
        try {
            return client.get(CoalescerModel.ROOT) + " instead of a refusal";
        } catch (RestconfException e) {
            assertThat(e.status()).as(e.getMessage()).isEqualTo(400);
            return e.getMessage();
        }
    }

    private static void report(final Installation way, final String what, final long begin) {
        Console.done(way + ": stock OpenDaylight " + what + " after "
            + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s");
    }
}
