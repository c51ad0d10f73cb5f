/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.browser;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.opendaylight.coalescer.it.lab.LabException;

/**
 * A connection to one page of a browser by the Chrome DevTools Protocol: calls and their answers, and events, which are
 * kept. Owned by the thread of the test; what the browser sends is taken by a thread of the client.
 */
final class DevTools implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, CompletableFuture<JsonObject>> calls = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final List<JsonObject> events = new ArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    DevTools(final URI page) {
        try {
            socket = http.newWebSocketBuilder().connectTimeout(PATIENCE).buildAsync(page, this).join();
        } catch (CompletionException e) {
            http.close();
            throw new LabException("The browser does not answer at " + page, e);
        }
    }

    /**
     * Calls a method of the browser.
     *
     * @param method its name
     * @param parameters as the protocol has them
     * @return the result
     * @throws AssertionError if the browser refuses
     */
    JsonObject call(final String method, final JsonObject parameters) {
        final var message = new JsonObject();
        final int id = lastId.incrementAndGet();
        message.addProperty("id", id);
        message.addProperty("method", method);
        message.add("params", parameters);
        final var answer = new CompletableFuture<JsonObject>();
        calls.put(id, answer);
        socket.sendText(message.toString(), true);
        final var told = answer.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
        if (told.has("error")) {
            throw new AssertionError(method + ' ' + parameters + ": " + told.get("error"));
        }
        return told.getAsJsonObject("result");
    }

    /** Parameters of events that came, in their order. */
    List<JsonObject> events(final String method) {
        synchronized (events) {
            return events.stream().filter(event -> method.equals(event.get("method").getAsString()))
                .map(event -> event.getAsJsonObject("params")).toList();
        }
    }

    /** Forgets all events. */
    void forget() {
        synchronized (events) {
            events.clear();
        }
    }

    @Override
    public CompletionStage<?> onText(final WebSocket from, final CharSequence data, final boolean last) {
        partial.append(data);
        if (last) {
            final var message = JsonParser.parseString(partial.toString()).getAsJsonObject();
            partial.setLength(0);
            if (message.has("id")) {
                final var call = calls.remove(message.get("id").getAsInt());
                if (call != null) {
                    call.complete(message);
                }
            } else {
                synchronized (events) {
                    events.add(message);
                }
            }
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
        http.close();
    }
}
