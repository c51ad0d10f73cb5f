/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.browser;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opendaylight.coalescer.it.ControllerLab;
import org.opendaylight.coalescer.it.lab.LabException;

/** The dashboard of a controller in a browser whose user has logged in. Owned by the thread of the test. */
public final class DashboardPage implements AutoCloseable {
    private static final String PLACE = "127.0.0.1:8181/coalescer/";

    private final Chromium browser;

    private DashboardPage(final Chromium browser) {
        this.browser = browser;
    }

    /** Starts a browser and logs in. */
    public static DashboardPage open(final ControllerLab lab) {
        final var browser = Chromium.open(Path.of("target", "it", "browser"));
        try {
            final var page = new DashboardPage(browser);
            page.login(lab, PLACE);
            return page;
        } catch (LabException | AssertionError e) {
            browser.close();
            throw new LabException("The dashboard can't be opened", e);
        }
    }

    /**
     * Logs in, which the browser remembers for the server.
     *
     * @param lab whose controller it is
     * @param place host, port and path
     */
    public void login(final ControllerLab lab, final String place) {
        try {
            final var password = Files.readString(lab.controller().passwordFile()).strip();
            browser.visit("http://admin:" + URLEncoder.encode(password, StandardCharsets.UTF_8) + '@' + place);
        } catch (IOException e) {
            throw new LabException("The password can't be read", e);
        }
    }

    /** The browser. */
    public Chromium browser() {
        return browser;
    }

    /** Loads the page with a port chosen, and waits until it shows it. */
    public void choose(final String port) {
        // another address than the one before, so that everything is loaded again
        browser.visit("about:blank");
        browser.forget();
        browser.visit("http://" + PLACE + '#' + port);
        ControllerLab.await("the port is shown", () -> browser.text("#chosen-title").equals("Port " + port),
            this::health);
    }

    /** What the page says about the controller. */
    public String health() {
        return browser.text("#health") + ' ' + browser.text("#trouble");
    }

    /** One of the figures of the chosen port. */
    public String figure(final String name) {
        return browser.value("[...document.querySelectorAll('#figures div')].find(each => "
            + "each.querySelector('dt').textContent === " + Chromium.quote(name) + ")?.querySelector('dd').textContent "
            + "?? ''").getAsString();
    }

    /** Rows of a table, cells joined by bars. */
    public List<String> rows(final String table) {
        return browser.value("[...document.querySelectorAll('#" + table + " tbody tr')].map(row => "
            + "[...row.children].map(cell => cell.textContent).join('|')).join('\\n')").getAsString().lines().toList();
    }

    /** Whether a switch is there and on. */
    public boolean isOn(final String id) {
        return browser.value("document.getElementById(" + Chromium.quote(id) + ").checked").getAsBoolean();
    }

    /** Whether a switch can be used. */
    public boolean isUsable(final String id) {
        return !browser.value("document.getElementById(" + Chromium.quote(id) + ").disabled").getAsBoolean();
    }

    @Override
    public void close() {
        browser.close();
    }
}
