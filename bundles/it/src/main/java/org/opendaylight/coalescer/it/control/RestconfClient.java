/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.jdt.annotation.Nullable;

/**
 * RESTCONF (RFC 8040) with JSON bodies, as much as a user of the plugin needs. Any thread may use it.
 *
 * <p>Every method throws {@link RestconfException} with the server's own words when a request is refused, and with
 * status 0 if there is no answer.
 */
public final class RestconfClient implements AutoCloseable {
    /** Where the controller answers when nothing else is configured. */
    public static final URI DEFAULT_ROOT = URI.create("http://127.0.0.1:8182/restconf/");
    /** Where the controller's older RESTCONF server answers. */
    public static final URI OLDER_ROOT = URI.create("http://127.0.0.1:8181/rests/");

    private static final String ERRORS = "ietf-restconf:errors";
    private static final String MEDIA_TYPE = "application/yang-data+json";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** With cookies, since the older server makes a session for each request without one and keeps it for long. */
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
        .cookieHandler(new CookieManager()).connectTimeout(Duration.ofSeconds(2)).build();
    private final URI root;
    private final String authorization;

    /**
     * Makes a client; nothing is sent yet.
     *
     * @param root address of the RESTCONF root resource, with a slash at its end
     * @param user name of the user
     * @param password the user's password
     */
    public RestconfClient(final URI root, final String user, final String password) {
        this.root = root;
        authorization = "Basic "
            + Base64.getEncoder().encodeToString((user + ':' + password).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a resource.
     *
     * @param path below {@code data/}, with its query if any
     * @return the body, absent if there is no such data
     */
    public Optional<JsonObject> get(final String path) {
        try {
            return Optional.of(send("GET", "data/" + path, BodyPublishers.noBody()));
        } catch (RestconfException e) {
            if (e.isDataMissing()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Creates or replaces a resource.
     *
     * @param path below {@code data/}
     * @param body the resource inside its qualified name
     */
    public void put(final String path, final JsonObject body) {
        send("PUT", "data/" + path, BodyPublishers.ofString(body.toString()));
    }

    /**
     * Merges into a resource.
     *
     * @param path below {@code data/}
     * @param body what changes, inside the qualified name of the resource
     */
    public void patch(final String path, final JsonObject body) {
        send("PATCH", "data/" + path, BodyPublishers.ofString(body.toString()));
    }

    /**
     * Deletes a resource.
     *
     * @param path below {@code data/}
     * @return false if there was no such data
     */
    public boolean delete(final String path) {
        try {
            send("DELETE", "data/" + path, BodyPublishers.noBody());
            return true;
        } catch (RestconfException e) {
            if (e.isDataMissing()) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Calls an RPC.
     *
     * @param name qualified name, {@code module:rpc}
     * @param input the input without its wrapper
     * @return the body of the answer, empty if the RPC has no output
     */
    public JsonObject rpc(final String name, final JsonObject input) {
        final var body = new JsonObject();
        body.add(name.substring(0, name.indexOf(':')) + ":input", input);
        return send("POST", "operations/" + name, BodyPublishers.ofString(body.toString()));
    }

    /**
     * Listens to a stream of notifications, as Server-Sent Events.
     *
     * @param name name of the stream, {@code NETCONF} for the one of all notifications
     * @return what comes, from now on
     */
    public EventStream listen(final String name) {
        final var request = request("streams/json/" + name).header("Accept", "text/event-stream").GET().build();
        return EventStream.open(http, request);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private HttpRequest.Builder request(final String path) {
        return HttpRequest.newBuilder(root.resolve(path)).header("Authorization", authorization);
    }

    private JsonObject send(final String method, final String path, final BodyPublisher body) {
        final var request = request(path).timeout(TIMEOUT).header("Accept", MEDIA_TYPE)
            .header("Content-Type", MEDIA_TYPE).method(method, body).build();
        try {
            final var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new RestconfException(response.statusCode(), method + ' ' + request.uri() + ": "
                    + response.statusCode() + ' ' + errors(response.body()));
            }
            return response.body().isBlank() ? new JsonObject()
                : JsonParser.parseString(response.body()).getAsJsonObject();
        } catch (IOException | JsonSyntaxException e) {
            throw new RestconfException(method + ' ' + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RestconfException(method + ' ' + request.uri(), e);
        }
    }

    /** What RFC 8040 section 7.1 puts into the body of a refusal, or the body as it is. */
    private static String errors(final String body) {
        final JsonElement parsed;
        try {
            parsed = JsonParser.parseString(body);
        } catch (JsonSyntaxException e) {
            return body.strip();
        }
        if (!parsed.isJsonObject()) {
            return body.strip();
        }
        // failures of the datastore come without the module's name
        final var content = parsed.getAsJsonObject();
        final var errors = content.has(ERRORS) ? content.get(ERRORS) : content.get("errors");
        if (errors == null || !errors.isJsonObject() || !errors.getAsJsonObject().has("error")) {
            return body.strip();
        }
        return texts(errors.getAsJsonObject().getAsJsonArray("error"));
    }

    private static String texts(final JsonArray errors) {
        final var texts = new ArrayList<String>();
        for (var error : errors) {
            final var content = error.getAsJsonObject();
            texts.add(text(content.get("error-tag")) + ": " + text(content.get("error-message"))
                + (content.has("error-info") ? " (" + content.get("error-info") + ')' : ""));
        }
        return String.join("; ", texts);
    }

    private static String text(final @Nullable JsonElement element) {
        return element == null ? "" : element.getAsString();
    }
}
