/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.opendaylight.coalescer.it.lab.LabException;

/** Asks a controller for its metrics, and for what else is beside them. Functions without state. */
public final class Scrape {
    /** The format that every Prometheus reads. */
    public static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** Path of the metrics. */
    public static final String METRICS = "metrics";

    private static final URI ROOT = URI.create("http://127.0.0.1:8181/coalescer/");
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private Scrape() {
        // functions only
    }

    /**
     * Asks once.
     *
     * @param path of what is wanted, below that of the plugin
     * @param user who asks, empty for nobody
     * @param password of the user
     * @param format what is preferred
     */
    public static HttpResponse<String> get(final String path, final String user, final String password,
            final String format) {
        final var address = ROOT.resolve(path);
        try (var http = HttpClient.newHttpClient()) {
            final var request = HttpRequest.newBuilder(address).timeout(TIMEOUT).header("Accept", format);
            if (!user.isEmpty()) {
                request.header("Authorization", "Basic " + Base64.getEncoder()
                    .encodeToString((user + ':' + password).getBytes(StandardCharsets.UTF_8)));
            }
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new LabException(address + " can't be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException(address + ": interrupted", e);
        }
    }
}
