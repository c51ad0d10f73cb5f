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
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.opendaylight.coalescer.it.browser.Chromium;
import org.opendaylight.coalescer.it.browser.DashboardPage;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.lab.RelayLab;
import org.opendaylight.coalescer.it.relay.Action;
import org.opendaylight.coalescer.it.relay.Direction;
import org.opendaylight.coalescer.it.relay.FaultRates;
import org.opendaylight.coalescer.it.relay.Relay;
import org.opendaylight.coalescer.it.relay.RelayProcess;
import org.opendaylight.coalescer.it.traffic.TcpTransfer;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;

/** What an operator sees and does on the dashboard, in Chromium, while the port carries data. */
@ControllerTest
@TestInstance(Lifecycle.PER_CLASS)
class DashboardIT {
    private static final Path PICTURES = Path.of("target", "it", "dashboard");
    private static final String TSO = "port-offload-tso";
    private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'"
        + "</script>&amp;${1+1}";
    private static final Pattern BIT_RATE = Pattern.compile("[0-9.]+ [MG]bit/s");
    private static final int SPACE = 32;
    private static final int TAB = 9;

    private final ControllerLab lab;
    private DashboardPage page;
    private Chromium browser;

    DashboardIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void open() {
        page = DashboardPage.open(lab);
        browser = page.browser();
    }

    @AfterAll
    void close() {
        page.close();
    }

    private void end(final TcpTransfer transfer) {
        transfer.finish();
        assertThat(transfer.await(ControllerLab.PATIENCE).isIntact()).isTrue();
    }

    @Test
    void showsAPortAndItsTraffic() throws IOException {
        lab.provision(true);
        page.choose(lab.port());
        assertThat(page.health()).startsWith("Ports: 1 up");
        assertThat(page.rows("ports")).singleElement().asString().startsWith(lab.port() + "|up|")
            .contains("Port of the lab");
        assertThat(page.rows("endpoints")).singleElement().asString().startsWith(CoalescerModel.ENDPOINT + "|up|"
            + LabAddresses.NEAR_UNDERLAY);
        try (var transfer = lab.start(true, false, Amount.untilFinished())) {
            ControllerLab.await("throughput is shown", () -> BIT_RATE.matcher(page.figure("received")).matches(),
                () -> page.figure("received"));
            final var before = page.figure("packets received");
            ControllerLab.await("counters move", () -> !page.figure("packets received").equals(before));
            ControllerLab.await("packets were coalesced", () -> shown(page.figure("packets per write")) > 2);
            ControllerLab.await("the flow is shown with its rate", () -> page.rows("flows").getFirst()
                .contains("→ " + LabAddresses.NEAR_IPV4) && page.rows("flows").getFirst().contains("bit/s"),
                () -> page.rows("flows"));
            assertThat(page.rows("segments")).isNotEmpty().allMatch(row -> row.contains(" to "));
            assertThat(page.rows("seals")).anyMatch(row -> row.startsWith("psh|") || row.startsWith("max-segments|"));
            browser.picture(PICTURES.resolve("light.png"));
            browser.prefer("dark");
            browser.picture(PICTURES.resolve("dark.png"));
            browser.prefer("light");
            end(transfer);
        }
        ControllerLab.await("the page shows what RESTCONF tells", () -> shown(page.figure("packets received"))
            == lab.statistics().at("receive/packets"), () -> page.figure("packets received"));
        assertThat(page.rows("seals")).hasSameSizeAs(lab.statistics().table("receive/seal", "reason", "chains")
            .entrySet());
        assertThat(browser.complaints()).isEmpty();
    }

    private static double shown(final String figure) {
        return figure.matches("[0-9,.]+") ? Double.parseDouble(figure.replace(",", "")) : 0;
    }

    @Test
    void kindsOfGapsAreShownApart() throws IOException {
        try (var relayLab = RelayLab.open(lab.underlay())) {
            RelayedPort.provision(lab);
            page.choose(lab.port());
            final var faults = new FaultRates(Map.of(Action.DROP, 0.01, Action.REORDER, 0.01));
            try (var relay = RelayProcess.start(relayLab.namespace(), new Relay.Faults(1, Map.of(Direction.IN, faults)),
                    Files.createDirectories(Path.of("target", "it")).resolve("dashboard.log"));
                 var transfer = lab.start(true, false, Amount.untilFinished())) {
                for (var kind : List.of("Probably lost: filled by a retransmission: now ",
                        "Reordered: filled by a late packet: now ")) {
                    ControllerLab.await(kind + "is shown", () -> browser.texts("#gaps figcaption").stream()
                        .anyMatch(text -> text.startsWith(kind) && text.matches(".*now [0-9.]*[1-9][0-9.]*/s")),
                        () -> browser.texts("#gaps figcaption"));
                }
                ControllerLab.await("single gaps are listed", () -> page.rows("gap-events").stream()
                    .anyMatch(row -> row.endsWith("|late-reorder")) && page.rows("gap-events").stream()
                    .anyMatch(row -> row.endsWith("|retransmission-suspected")), () -> page.rows("gap-events"));
                browser.picture(PICTURES.resolve("gaps.png"));
                for (var harm : List.of(Action.DROP, Action.REORDER)) {
                    assertThat(RelayedPort.count(relay.summary(), Direction.IN, harm.word())).isPositive();
                }
                end(transfer);
                RelayedPort.awaitClosed(lab, false);
            }
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aSwitchIsTurnedByMouseAndByKeys() {
        lab.provision(true);
        page.choose(lab.port());
        ControllerLab.await("the switch shows what is in force", () -> page.isUsable(TSO) && page.isOn(TSO));
        try (var transfer = lab.start(true, false, Amount.untilFinished())) {
            browser.click('#' + TSO);
            awaitTso(false);
            ControllerLab.await("the reason is shown", () -> page.rows("offloads")
                .contains("tso4|receive|port|no|no|no|switched off"), () -> page.rows("offloads"));
            ControllerLab.await("nothing is coalesced any more", () -> "1.0".equals(page.figure("packets per write")));

            browser.press(" ", SPACE, " ");
            awaitTso(true);
            ControllerLab.await("it is coalesced again", () -> shown(page.figure("packets per write")) > 2);
            end(transfer);
        }
        browser.press("Tab", TAB, "");
        assertThat(browser.value("document.activeElement.id").getAsString()).isEqualTo("port-offload-uso");
        assertThat(browser.complaints()).isEmpty();
    }

    private void awaitTso(final boolean on) {
        ControllerLab.await("the page confirms", () -> browser.text("#outcome").equals("tso of " + lab.port()
            + " is switched " + (on ? "on" : "off") + '.'), () -> browser.text("#outcome"));
        assertThat(page.isOn(TSO)).isEqualTo(on);
        assertThat(lab.client().get(CoalescerModel.portPath(lab.port()) + "/offload/tso?content=config").orElseThrow()
            .get("odl-coalescer:tso").getAsBoolean()).isEqualTo(on);
    }

    @Test
    void aSwitchOfTheEndpointIsTurned() {
        lab.provision(true);
        page.choose(lab.port());
        ControllerLab.await("the switch can be used", () -> page.isUsable("endpoint-offload-udp-gro"));
        browser.click("#endpoint-offload-udp-gro");
        ControllerLab.await("the endpoint has it off", () -> page.rows("offloads")
            .contains("udp-gro|receive|endpoint|no|no|no|switched off"), () -> page.rows("offloads"));
    }

    @Test
    void whatTheControllerRefusesIsTold() {
        lab.provision(true);
        page.choose(lab.port());
        final var before = lab.configuration();
        ControllerLab.await("the switch can be used", () -> page.isUsable("port-offload-checksum"));
        browser.click("#port-offload-checksum");
        ControllerLab.await("the page says why", () -> browser.text("#outcome").contains("needs offload/checksum"),
            () -> browser.text("#outcome"));
        assertThat(page.isOn("port-offload-checksum")).isTrue();
        assertThat(lab.configuration()).isEqualTo(before);
    }

    @Test
    void textOfTheControllerStaysText() {
        lab.provision(true);
        final var description = new JsonObject();
        description.addProperty("name", lab.port());
        description.addProperty("description", HOSTILE);
        lab.client().patch(CoalescerModel.portPath(lab.port()), CoalescerModel.entry("port", description));
        page.choose(lab.port());
        ControllerLab.await("the description is shown as it is", () -> page.rows("ports").getFirst().contains(HOSTILE)
            && browser.text("#chosen-text").contains(HOSTILE), () -> page.rows("ports"));
        assertThat(browser.value("document.querySelectorAll('img, main script').length").getAsInt()).isZero();
        assertThat(browser.value("document.title").getAsString()).isEqualTo("Coalescer");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void portsThatFailComeFirstWithTheirError() {
        final var all = CoalescerModel.lab(lab.port(), true);
        final var other = JsonParser.parseString("{'name':'aaa','network-namespace':'nowhere','tunnel':{'endpoint':'"
            + CoalescerModel.ENDPOINT + "','vni':77}}").getAsJsonObject();
        other.addProperty("name", "zzz");
        all.getAsJsonObject(CoalescerModel.ROOT).getAsJsonArray("port").add(other);
        lab.client().put(CoalescerModel.ROOT, all);
        lab.awaitUp();
        page.choose("zzz");
        ControllerLab.await("both are shown", () -> page.health().startsWith("Ports: 1 failed, 1 up"), page::health);
        assertThat(page.rows("ports").getFirst()).startsWith("zzz|failed|").contains("nowhere");
        assertThat(browser.text("#chosen-text")).contains("nowhere");
        browser.click("#ports tr:nth-child(2) a");
        ControllerLab.await("the other one is shown", () -> browser.text("#chosen-title")
            .equals("Port " + lab.port()), () -> browser.value("location.href") + page.health());
    }

    @Test
    void withoutRestconfNothingCanBeSwitched() {
        lab.provision(true);
        page.choose(lab.port());
        browser.answer("*/.well-known/*", 404);
        ControllerLab.await("the page says so", () -> browser.text("#writable").startsWith("Nothing can be switched "
            + "here: there is no RESTCONF on this port of the controller."), () -> browser.text("#writable"));
        ControllerLab.await("the rest is shown", () -> page.isOn(TSO));
        assertThat(page.isUsable(TSO)).isFalse();
    }

    @Test
    void silenceOfTheControllerIsTold() {
        lab.provision(true);
        page.choose(lab.port());
        browser.block("*/coalescer/snapshot*");
        ControllerLab.await("the page says so", () -> browser.text("#trouble").startsWith("The controller does not "
            + "answer"), () -> browser.text("#trouble"));
        assertThat(browser.text("#trouble")).contains("What is shown is as old as ");
        browser.block();
        ControllerLab.await("the page goes on", () -> browser.text("#trouble").isEmpty());
    }

    @Test
    void everythingCanBeReadInBothSchemes() {
        lab.provision(true);
        page.choose(lab.port());
        for (var scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            assertThat(browser.value(CONTRASTS).getAsJsonArray()).as("weaker than 4.5:1 (WCAG 1.4.3), " + scheme)
                .isEmpty();
        }
        browser.prefer("light");
    }

    @Test
    void everythingHasAName() {
        lab.provision(true);
        page.choose(lab.port());
        final var named = browser.named();
        assertThat(named).contains("switch tso TCP superpackets", "link " + lab.port(),
            "heading Port " + lab.port()).anyMatch(name -> name.startsWith("image Chart of the last 5 minutes. Now "));
        assertThat(named.stream().filter(name -> name.matches("(switch|link|image|table|region|button|checkbox) ")))
            .isEmpty();
    }

    /** Texts whose colour is too near to that of what is behind them (WCAG 2.2, relative luminance). */
    private static final String CONTRASTS = """
        (() => {
            const luminance = color => {
                const [red, green, blue] = color.match(/[0-9.]+/g).slice(0, 3).map(Number).map(value => value / 255)
                    .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
                return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
            };
            const background = each => {
                const color = getComputedStyle(each).backgroundColor;
                return color !== 'rgba(0, 0, 0, 0)' || each.parentElement === null ? color
                    : background(each.parentElement);
            };
            const weak = [];
            for (const each of document.querySelectorAll('body *')) {
                const isText = [...each.childNodes].some(child => child.nodeType === 3 && child.data.trim() !== '');
                if (isText && each.getClientRects().length > 0) {
                    const [dark, light] = [luminance(getComputedStyle(each).color), luminance(background(each))]
                        .sort((one, other) => one - other);
                    if ((light + 0.05) / (dark + 0.05) < 4.5) {
                        weak.push(each.tagName + ' ' + each.textContent);
                    }
                }
            }
            return weak;
        })()""";
}
