/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.control;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A client of Server-Sent Events that carry notifications (RFC 8040 section 6.4). A thread of its own reads them; all
 * methods may be called from any thread.
 */
public final class EventStream implements AutoCloseable {
    private static final int OK = 200;
    private static final String DATA = "data:";

    private final List<JsonObject> heard = new ArrayList<>();
    private final Stream<String> lines;

    private EventStream(final Stream<String> lines) {
        this.lines = lines;
    }

    static EventStream open(final HttpClient http, final HttpRequest request) {
        try {
            final var response = http.send(request, BodyHandlers.ofLines());
            if (response.statusCode() != OK) {
                throw new RestconfException(response.statusCode(), "GET " + request.uri() + ": "
                    + response.statusCode() + ' ' + response.body().toList());
            }
            final var stream = new EventStream(response.body());
            Thread.ofPlatform().daemon().name("reads " + request.uri()).start(stream::read);
            return stream;
        } catch (IOException e) {
            throw new RestconfException("GET " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RestconfException("GET " + request.uri(), e);
        }
    }

    private void read() {
        final var event = new StringBuilder();
        try {
            lines.forEach(line -> {
                if (line.startsWith(DATA)) {
                    event.append(line.substring(DATA.length()).strip());
                } else if (line.isEmpty() && !event.isEmpty()) {
                    hear(JsonParser.parseString(event.toString()).getAsJsonObject());
                    event.setLength(0);
                }
            });
        } catch (UncheckedIOException e) {
            // its end
            return;
        }
    }

    private synchronized void hear(final JsonObject event) {
        heard.add(event.getAsJsonObject("ietf-restconf:notification"));
    }

    /**
     * What has come of a kind.
     *
     * @param notification its qualified name
     * @return the contents, in the order in which they came
     */
    public synchronized List<JsonObject> heard(final String notification) {
        return heard.stream().filter(event -> event.has(notification))
            .map(event -> event.getAsJsonObject(notification)).toList();
    }

    /**
     * Waits for a notification, also if it has come already.
     *
     * @param notification its qualified name
     * @param wanted what it has to be like
     * @param patience how long at most
     * @return its content
     */
    public JsonObject await(final String notification, final Predicate<JsonObject> wanted, final Duration patience) {
        return Poll.forAnswer(patience, () -> heard(notification).stream().filter(wanted).findFirst())
            .orElseThrow(() -> new AssertionError("No such " + notification + " within " + patience.toSeconds()
                + " s, but " + this));
    }

    @Override
    public synchronized String toString() {
        return heard.toString();
    }

    @Override
    public void close() {
        lines.close();
    }
}
