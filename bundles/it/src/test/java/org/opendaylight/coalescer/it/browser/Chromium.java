/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.browser;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.LabException;

/** A Chromium without a screen, with one page, as an operator uses it. Owned by the thread of the test. */
public final class Chromium implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int WIDTH = 1400;
    private static final int HEIGHT = 1000;

    private final Path folder;
    private final Process process;
    private final DevTools page;

    private Chromium(final Path folder, final Process process, final DevTools page) {
        this.folder = folder;
        this.process = process;
        this.page = page;
    }

    /**
     * Starts it, without anything remembered.
     *
     * @param folder where it keeps its files, replaced, and deleted in the end
     * @throws LabException if it can't be started
     */
    public static Chromium open(final Path folder) {
        final var home = folder.toAbsolutePath().normalize();
        Command.output(List.of("rm", "-rf", home.toString()));
        Process process = null;
        try {
            Files.createDirectories(home);
            // the sandbox refuses to run as root
            final var builder = new ProcessBuilder("chromium", "--headless=new", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--disable-breakpad",
                "--disable-component-update", "--disable-background-networking", "--disable-sync", "--lang=en",
                "--window-size=" + WIDTH + ',' + HEIGHT, "--user-data-dir=" + home, "--remote-debugging-port=0",
                "about:blank");
            builder.environment().put("HOME", home.toString());
            builder.environment().put("TMPDIR", home.toString());
            builder.redirectErrorStream(true).redirectOutput(home.resolve("log").toFile());
            process = builder.start();
            final var page = new DevTools(pageOf(home));
            final var browser = new Chromium(home, process, page);
            for (var domain : List.of("Page", "Runtime", "Log", "Network")) {
                page.call(domain + ".enable", new JsonObject());
            }
            return browser;
        } catch (IOException | LabException e) {
            if (process != null) {
                process.destroyForcibly();
            }
            throw new LabException("Chromium can't be started; is it installed? See " + home.resolve("log"), e);
        }
    }

    /** Where the page is driven; the browser writes its port to a file. */
    private static URI pageOf(final Path home) throws IOException {
        final var port = Poll.forAnswer(PATIENCE, () -> firstLine(home.resolve("DevToolsActivePort")))
            .orElseThrow(() -> new LabException("Chromium is not ready after " + PATIENCE));
        try (var http = HttpClient.newHttpClient()) {
            final var pages = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .timeout(PATIENCE).build(), BodyHandlers.ofString()).body();
            for (var each : JsonParser.parseString(pages).getAsJsonArray()) {
                if ("page".equals(each.getAsJsonObject().get("type").getAsString())) {
                    return URI.create(each.getAsJsonObject().get("webSocketDebuggerUrl").getAsString());
                }
            }
            throw new LabException("Chromium has no page: " + pages);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted while Chromium started", e);
        }
    }

    private static Optional<String> firstLine(final Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).stream().findFirst() : Optional.empty();
        } catch (IOException e) {
            throw new LabException(file + " can't be read", e);
        }
    }

    /** Goes to an address and waits until everything is loaded. */
    public void visit(final String address) {
        final int loads = page.events("Page.loadEventFired").size();
        final var answer = page.call("Page.navigate", parameters("url", address));
        if (answer.has("errorText")) {
            throw new AssertionError(address + ": " + answer.get("errorText"));
        }
        if (!Poll.until(PATIENCE, () -> page.events("Page.loadEventFired").size() > loads)) {
            throw new AssertionError(address + " is not loaded after " + PATIENCE);
        }
    }

    /**
     * Value of an expression of the page.
     *
     * @param expression JavaScript; of a promise, its value is awaited
     */
    public JsonElement value(final String expression) {
        final var asked = parameters("expression", expression);
        asked.addProperty("returnByValue", true);
        asked.addProperty("awaitPromise", true);
        final var answer = page.call("Runtime.evaluate", asked);
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.getAsJsonObject("result").get("value");
    }

    /** Text of the first element that a selector finds. */
    public String text(final String selector) {
        return value("document.querySelector(" + quote(selector) + ").textContent").getAsString();
    }

    /** Texts of all elements that a selector finds. */
    public List<String> texts(final String selector) {
        final var texts = new ArrayList<String>();
        value("[...document.querySelectorAll(" + quote(selector) + ")].map(each => each.textContent)").getAsJsonArray()
            .forEach(each -> texts.add(each.getAsString()));
        return texts;
    }

    /** Clicks into the middle of the first element that a selector finds, with the mouse. */
    public void click(final String selector) {
        final var place = value("(() => { const found = document.querySelector(" + quote(selector)
            + "); found.scrollIntoView({ block: 'center', behavior: 'instant' }); const box = "
            + "found.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()")
            .getAsJsonArray();
        for (var type : List.of("mousePressed", "mouseReleased")) {
            final var event = parameters("type", type);
            event.add("x", place.get(0));
            event.add("y", place.get(1));
            event.addProperty("button", "left");
            event.addProperty("clickCount", 1);
            page.call("Input.dispatchMouseEvent", event);
        }
    }

    /**
     * Presses a key.
     *
     * @param key its name, as of {@code KeyboardEvent.key}
     * @param code its number
     * @param text what it writes, empty if nothing
     */
    public void press(final String key, final int code, final String text) {
        for (var type : List.of("keyDown", "keyUp")) {
            final var event = parameters("type", type);
            event.addProperty("key", key);
            event.addProperty("windowsVirtualKeyCode", code);
            if (!text.isEmpty() && "keyDown".equals(type)) {
                event.addProperty("text", text);
            }
            page.call("Input.dispatchKeyEvent", event);
        }
    }

    /** Has the user prefer dark or light pages. */
    public void prefer(final String scheme) {
        final var feature = parameters("name", "prefers-color-scheme");
        feature.addProperty("value", scheme);
        final var features = new JsonArray();
        features.add(feature);
        final var media = new JsonObject();
        media.add("features", features);
        page.call("Emulation.setEmulatedMedia", media);
    }

    /** Lets nothing be loaded from addresses that match patterns, none to allow everything. */
    public void block(final String... patterns) {
        final var urls = new JsonArray();
        for (var pattern : patterns) {
            urls.add(pattern);
        }
        final var blocked = new JsonObject();
        blocked.add("urls", urls);
        page.call("Network.setBlockedURLs", blocked);
    }

    /** Writes a picture of the whole page, as PNG. */
    public void picture(final Path file) throws IOException {
        final var size = page.call("Page.getLayoutMetrics", new JsonObject()).getAsJsonObject("cssContentSize");
        size.addProperty("scale", 1);
        final var asked = parameters("format", "png");
        asked.add("clip", size);
        asked.addProperty("captureBeyondViewport", true);
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(page.call("Page.captureScreenshot", asked).get("data")
            .getAsString()));
    }

    /**
     * Answers a request in place of the server, once: loads the page again and waits for one.
     *
     * @param pattern of its address
     * @param status that it is answered
     */
    public void answer(final String pattern, final int status) {
        final var patterns = new JsonArray();
        patterns.add(parameters("urlPattern", pattern));
        final var enabled = new JsonObject();
        enabled.add("patterns", patterns);
        page.call("Fetch.enable", enabled);
        page.call("Page.reload", new JsonObject());
        final var paused = Poll.forAnswer(PATIENCE, () -> page.events("Fetch.requestPaused").stream().findFirst())
            .orElseThrow(() -> new AssertionError("Nothing like " + pattern + " is asked for"));
        final var answer = parameters("requestId", paused.get("requestId").getAsString());
        answer.addProperty("responseCode", status);
        page.call("Fetch.fulfillRequest", answer);
        page.call("Fetch.disable", new JsonObject());
    }

    /** Status of every answer that came from addresses with a certain beginning. */
    public List<Integer> statuses(final String beginning) {
        return page.events("Network.responseReceived").stream().map(event -> event.getAsJsonObject("response"))
            .filter(response -> response.get("url").getAsString().startsWith(beginning))
            .map(response -> response.get("status").getAsInt()).toList();
    }

    /** Names of what can be used or seen, as those are told who can't see: role and name. */
    public List<String> named() {
        page.call("Accessibility.enable", new JsonObject());
        final var names = new ArrayList<String>();
        page.call("Accessibility.getFullAXTree", new JsonObject()).getAsJsonArray("nodes").forEach(each -> {
            final var node = each.getAsJsonObject();
            if (!node.get("ignored").getAsBoolean() && node.has("name")) {
                names.add(word(node, "role") + ' ' + word(node, "name"));
            }
        });
        return names;
    }

    private static String word(final JsonObject node, final String property) {
        return node.getAsJsonObject(property).get("value").getAsString();
    }

    /** Forgets complaints and answers. */
    public void forget() {
        page.forget();
    }

    /** What a developer would see in the console: errors, warnings, and what the security policy has refused. */
    public List<String> complaints() {
        final var complaints = new ArrayList<String>();
        page.events("Runtime.exceptionThrown").forEach(each -> complaints.add(each.toString()));
        page.events("Runtime.consoleAPICalled").forEach(each -> complaints.add(each.toString()));
        page.events("Log.entryAdded").forEach(each -> complaints.add(each.toString()));
        return complaints;
    }

    private static JsonObject parameters(final String name, final String value) {
        final var parameters = new JsonObject();
        parameters.addProperty(name, value);
        return parameters;
    }

    /** A string of JavaScript. */
    public static String quote(final String text) {
        return new JsonPrimitive(text).toString();
    }

    @Override
    public void close() {
        page.close();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        // Its helpers outlive it for a moment and write on
        if (!Poll.until(PATIENCE, () -> Command.run(List.of("rm", "-rf", folder.toString())).succeeded())) {
            throw new LabException("The browser does not let go of " + folder);
        }
    }
}
