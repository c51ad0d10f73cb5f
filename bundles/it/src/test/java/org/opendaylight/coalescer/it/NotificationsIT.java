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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.EventStream;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.lab.RelayLab;
import org.opendaylight.coalescer.it.relay.Action;
import org.opendaylight.coalescer.it.relay.Direction;
import org.opendaylight.coalescer.it.relay.FaultRates;
import org.opendaylight.coalescer.it.relay.Relay;
import org.opendaylight.coalescer.it.relay.RelayProcess;
import org.opendaylight.coalescer.it.traffic.TcpTransfer;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;
import org.opendaylight.coalescer.linux.Errno;

/** What wakes an operator, as a client of Server-Sent Events and a NETCONF client that is not ours hear it. */
@ControllerTest
class NotificationsIT {
    private static final String STATE_CHANGE = "odl-coalescer:port-state-change";
    private static final String ALARM = "odl-coalescer:gap-rate-alarm";
    private static final String FALLBACK = "odl-coalescer:offload-fallback";
    private static final String DEFAULT_STREAM = "NETCONF";
    private static final String OWN_STREAM = "odl-coalescer";
    /** A connection that loses much may stand still for long between two attempts. */
    private static final Duration LOSSY_PATIENCE = Duration.ofSeconds(60);
    private static final int BYTES = 1 << 20;
    /** What a refusal may take to be heard of. */
    private static final Duration MOMENT = Duration.ofSeconds(3);
    private static final int RAISE = 20;
    private static final int CLEAR = 5;

    private final ControllerLab lab;
    private NetconfSession session;
    private EventStream events;

    NotificationsIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void listen() {
        session = NetconfSession.open(lab.controller().passwordFile());
        events = lab.client().listen(DEFAULT_STREAM);
    }

    @AfterEach
    void close() {
        events.close();
        session.close();
    }

    @Test
    void aPortThatFailsAndComesBackIsToldToBothClients() {
        session.ask("subscribe", OWN_STREAM);
        lab.provision(true);
        events.await(STATE_CHANGE, change -> is(change, "down", "up"), ControllerLab.PATIENCE);
        assertThat(notification()).contains(
            "<port-state-change xmlns=\"urn:opendaylight:params:xml:ns:yang:coalescer\">",
            "<port>" + lab.port() + "</port>", "<old-status>down</old-status>", "<new-status>up</new-status>");
        final var before = Instant.now();

        lab.near().run("ip", "link", "delete", lab.port());

        final var failed = events.await(STATE_CHANGE, change -> is(change, "up", "failed"), ControllerLab.PATIENCE);
        assertThat(failed.get("port").getAsString()).isEqualTo(lab.port());
        assertThat(failed.get("last-error").getAsString()).contains("The device was lost");
        assertThat(Instant.parse(failed.get("time").getAsString())).isAfter(before.minusMillis(1));
        final var back = events.await(STATE_CHANGE, change -> is(change, "failed", "up"), ControllerLab.PATIENCE);
        assertThat(back.has("last-error")).isFalse();
        assertThat(events.heard(STATE_CHANGE)).as("each change is told once").hasSize(3);
        assertThat(notification()).contains("<new-status>failed</new-status>", "The device was lost", "<eventTime>");
        assertThat(notification()).contains("<old-status>failed</old-status>", "<new-status>up</new-status>");
    }

    /** The refusal may also meet a single datagram, which says nothing of segmentation: it is repeated then. */
    @Test
    void segmentationThatTheKernelRefusesIsToldToBothClients() {
        session.ask("subscribe", OWN_STREAM);
        try (var sends = FailingSends.of(lab.controller().pid(), Errno.EMSGSIZE)) {
            lab.provision(true);
            try (var transfer = lab.start(false, false, Amount.untilFinished())) {
                ControllerLab.await("a batch is refused", () -> isRefused(sends, transfer));
                end(transfer);
            }
        }
        assertThat(events.heard(FALLBACK)).as("told once").hasSize(1);
        final var told = events.heard(FALLBACK).getFirst();
        assertThat(told.get("endpoint").getAsString()).isEqualTo(CoalescerModel.ENDPOINT);
        assertThat(told.get("capability").getAsString()).isEqualTo("udp-gso");
        assertThat(told.get("direction").getAsString()).isEqualTo("transmit");
        assertThat(told.get("errno").getAsInt()).isEqualTo(Errno.EMSGSIZE);
        assertThat(told.get("reason").getAsString()).contains("sendmmsg", "EMSGSIZE");
        assertThat(await("offload-fallback")).contains("<endpoint>" + CoalescerModel.ENDPOINT + "</endpoint>",
            "<capability>udp-gso</capability>", "<errno>" + Errno.EMSGSIZE + "</errno>",
            "<reason>" + told.get("reason").getAsString() + "</reason>");
    }

    /** Refuses something amid the data: before them it would be the opening of the connection, each time again. */
    private boolean isRefused(final FailingSends sends, final TcpTransfer transfer) {
        final long before = transfer.bytesReceived();
        ControllerLab.await("data flow", () -> transfer.bytesReceived() > before + BYTES);
        sends.fail(1);
        return Poll.until(MOMENT, () -> !events.heard(FALLBACK).isEmpty());
    }

    @Test
    void theDefaultStreamOfNetconfHasThemToo() {
        session.ask("subscribe", "");
        lab.provision(true);
        assertThat(await("port-state-change")).contains("<new-status>up</new-status>");
        lab.client().delete(CoalescerModel.portPath(lab.port()));
        assertThat(await("port-state-change")).contains("<old-status>up</old-status>", "<new-status>down</new-status>");
    }

    @Test
    void aStreamOfOneKindIsMadeByRestconf() {
        final var input = JsonParser.parseString("{'notifications':['(urn:opendaylight:params:xml:ns:yang:coalescer?"
            + "revision=2026-11-22)port-state-change']}").getAsJsonObject();
        final var output = lab.client().rpc("sal-remote:create-notification-stream", input)
            .getAsJsonObject("sal-remote:output");
        try (var stream = lab.client().listen(output.get("notification-stream-identifier").getAsString())) {
            lab.provision(true);
            stream.await(STATE_CHANGE, change -> is(change, "down", "up"), ControllerLab.PATIENCE);
        }
    }

    @Test
    void lossesRaiseTheAlarmAndTheirEndClearsIt() throws IOException {
        session.ask("subscribe", OWN_STREAM);
        try (var relayLab = RelayLab.open(lab.underlay())) {
            RelayedPort.provision(lab);
            watch();
            final long dropped = lossy(relayLab);
            final var raised = events.await(ALARM, alarm -> is(alarm, "raise"), ControllerLab.PATIENCE);
            assertThat(dropped).isPositive();
            assertThat(raised.get("port").getAsString()).isEqualTo(lab.port());
            assertThat(raised.get("rate").getAsInt()).as(raised.toString()).isBetween(RAISE, 120);
            assertThat(raised.get("threshold").getAsInt()).isEqualTo(RAISE);
            assertThat(raised.get("losses").getAsLong()).isPositive().isLessThanOrEqualTo(dropped);
            assertThat(events.heard(ALARM).stream().filter(alarm -> is(alarm, "raise"))).as("raised once").hasSize(1);

            clean(relayLab);
            final var cleared = events.await(ALARM, alarm -> is(alarm, "clear"), ControllerLab.PATIENCE);
            assertThat(cleared.get("rate").getAsInt()).isLessThanOrEqualTo(CLEAR);
            assertThat(cleared.get("threshold").getAsInt()).isEqualTo(CLEAR);
            assertThat(cleared.get("packets").getAsLong()).isPositive();
        }
        assertThat(await("gap-rate-alarm")).contains("<event>raise</event>");
        assertThat(await("gap-rate-alarm")).contains("<event>clear</event>");
    }

    private void watch() {
        lab.client().patch(CoalescerModel.portPath(lab.port()), CoalescerModel.entry("port", JsonParser.parseString(
            "{'name':'" + lab.port() + "','gap-alarm':{'raise':" + RAISE + ",'clear':" + CLEAR + ",'window':1}}")
            .getAsJsonObject()));
    }

    /** Data through a relay that loses one datagram of twenty, until the alarm is there. Returns how many it lost. */
    private long lossy(final RelayLab relayLab) throws IOException {
        try (var relay = relay(relayLab, new FaultRates(Map.of(Action.DROP, 0.05)));
             var transfer = lab.start(true, false, Amount.untilFinished())) {
            events.await(ALARM, alarm -> is(alarm, "raise"), LOSSY_PATIENCE);
            final long dropped = RelayedPort.count(relay.summary(), Direction.IN, "drop");
            end(transfer);
            return dropped;
        }
    }

    private void clean(final RelayLab relayLab) throws IOException {
        try (var relay = relay(relayLab, FaultRates.NONE);
             var transfer = lab.start(true, false, Amount.untilFinished())) {
            events.await(ALARM, alarm -> is(alarm, "clear"), ControllerLab.PATIENCE);
            end(transfer);
            assertThat(relay.summary().getAsJsonObject(Direction.IN.word()).has("drop")).isFalse();
        }
    }

    /** Leaves no connection behind that others would wait for. */
    private void end(final TcpTransfer transfer) {
        transfer.finish();
        assertThat(transfer.await(ControllerLab.PATIENCE).isIntact()).isTrue();
        RelayedPort.awaitClosed(lab, false);
    }

    private static RelayProcess relay(final RelayLab lab, final FaultRates inward) throws IOException {
        final var log = Files.createDirectories(Path.of("target", "it")).resolve("notifications.log");
        return RelayProcess.start(lab.namespace(), new Relay.Faults(1, Map.of(Direction.IN, inward)), log);
    }

    private static boolean is(final JsonObject change, final String before, final String after) {
        return before.equals(change.get("old-status").getAsString())
            && after.equals(change.get("new-status").getAsString());
    }

    private static boolean is(final JsonObject alarm, final String event) {
        return event.equals(alarm.get("event").getAsString());
    }

    /** The next notification of the NETCONF session. */
    private String notification() {
        final var xml = session.ask("notification", String.valueOf(ControllerLab.PATIENCE.toSeconds()));
        assertThat(xml).as("a notification in time").isNotEmpty();
        return xml;
    }

    /** The next notification of a kind; the server tells of sessions, too. */
    private String await(final String kind) {
        while (true) {
            final var xml = notification();
            if (xml.contains('<' + kind + ' ')) {
                return xml;
            }
        }
    }
}
