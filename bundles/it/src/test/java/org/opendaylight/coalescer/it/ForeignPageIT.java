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
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.it.browser.Chromium;
import org.opendaylight.coalescer.it.browser.DashboardPage;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.metrics.Scrape;

/** What those get who have no login, and what a page of others can do in the browser of an operator who has one. */
@ControllerTest
class ForeignPageIT {
    private static final String SERVER = "127.0.0.1:8181/";
    private static final String DASHBOARD = "http://" + SERVER + "coalescer/";
    private static final String RESTCONF = "http://" + SERVER + "rests/";
    private static final String DATA = RESTCONF + "data/" + CoalescerModel.ROOT;
    private static final String RPC = RESTCONF + "operations/" + CoalescerModel.CLEAR_STATISTICS;

    private final ControllerLab lab;

    ForeignPageIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "index.html", "dashboard.js", "snapshot", "snapshot?port=x", "charts/uPlot.esm.js",
        "nothing" })
    void nobodyReadsWithoutTheLogin(final String path) {
        assertThat(Scrape.get(path, "", "", "*/*").statusCode()).isEqualTo(401);
        assertThat(Scrape.get(path, "admin", "admin", "*/*").statusCode()).isEqualTo(401);
    }

    /** What is done there. */
    @FunctionalInterface
    private interface Visit {
        void use(Chromium browser);
    }

    /** An operator who has logged in goes to a page of another origin that has the dashboard in a frame. */
    private void visitForeignPage(final Visit visit) throws IOException {
        final var html = ("<!DOCTYPE html><title>Foreign</title><iframe src=\"" + DASHBOARD + "\"></iframe>")
            .getBytes(StandardCharsets.UTF_8);
        final var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
            exchange.close();
        });
        server.start();
        try (var page = DashboardPage.open(lab)) {
            page.login(lab, SERVER + "rests/data/" + CoalescerModel.ROOT + "?content=config");
            page.browser().forget();
            page.browser().visit("http://127.0.0.1:" + server.getAddress().getPort() + '/');
            visit.use(page.browser());
        } finally {
            server.stop(0);
        }
    }

    /** What a request of the page comes to. */
    private static String attempt(final Chromium browser, final String address, final JsonObject request) {
        request.addProperty("credentials", "include");
        return browser.value("fetch(" + Chromium.quote(address) + ", " + request
            + ").then(answer => answer.type + ' ' + answer.status, String)").getAsString();
    }

    private static JsonObject request(final String method, final String type, final String body) {
        final var request = new JsonObject();
        request.addProperty("method", method);
        if (!body.isEmpty()) {
            request.addProperty("body", body);
            final var headers = new JsonObject();
            headers.addProperty("Content-Type", type);
            request.add("headers", headers);
        }
        // what a form can send, too, is sent without asking the server first
        if ("POST".equals(method) && !type.startsWith("application/yang")) {
            request.addProperty("mode", "no-cors");
        }
        return request;
    }

    @Test
    void itChangesNothing() throws IOException {
        lab.provision(true);
        final var configuration = lab.configuration();
        final var since = lab.statistics().text("discontinuity-time");
        final var off = CoalescerModel.switches(lab.port(), false).toString();
        visitForeignPage(browser -> {
            for (var method : List.of("PATCH", "PUT", "DELETE")) {
                for (var type : List.of("application/yang-data+json", "text/plain")) {
                    assertThat(attempt(browser, DATA, request(method, type, off))).as(method)
                        .isEqualTo("TypeError: Failed to fetch");
                }
            }
            browser.forget();
            for (var type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
                attempt(browser, RPC, request("POST", type, "{\"odl-coalescer:input\":{}}"));
                attempt(browser, DATA, request("POST", type, off));
            }
            attempt(browser, RPC, request("POST", "", ""));
            // it was sent, and with the login; word of a question that was asked without it before may come late
            assertThat(browser.statuses(RESTCONF)).filteredOn(status -> status != 401).hasSize(7).containsOnly(403);
        });
        assertThat(lab.configuration()).isEqualTo(configuration);
        assertThat(lab.statistics().text("discontinuity-time")).isEqualTo(since);
    }

    @Test
    void itReadsNothingAndFramesNothing() throws IOException {
        lab.provision(true);
        visitForeignPage(browser -> {
            for (var path : List.of("", "snapshot", "dashboard.js", "metrics")) {
                assertThat(attempt(browser, DASHBOARD + path, request("GET", "", ""))).as(path)
                    .isEqualTo("TypeError: Failed to fetch");
            }
            ControllerLab.await("the frame is refused", () -> browser.complaints().stream()
                .anyMatch(each -> each.contains("frame-ancestors") || each.contains("X-Frame-Options")),
                browser::complaints);
        });
    }
}
