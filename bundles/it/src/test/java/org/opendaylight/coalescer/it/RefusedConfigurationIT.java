/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.opendaylight.coalescer.it.NetconfSession.config;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.RestconfException;

/**
 * Transactions as a whole: what is judged is the tree that would result, and all of a transaction is in force or
 * nothing. What single values are refused {@link BadInputIT} shows.
 */
@ControllerTest
class RefusedConfigurationIT {
    private static final String PORT = "PORT";
    private static final String SECOND = "SECOND";

    private final ControllerLab lab;

    RefusedConfigurationIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void provision() {
        lab.provision(true);
    }

    @Test
    void allViolationsOfATransactionAreNamedAtOnce() {
        assertThat(refuse(() -> patch("'endpoint':[{'name':'other','local-address':'0.0.0.0'}],"
            + "'port':[{'name':'all','tunnel':{'endpoint':'nowhere','vni':1}}]")))
            .contains("3 violations", "(1) ", "(2) ", "(3) ", "0.0.0.0 is a wildcard", "'all' has a",
                "endpoint 'nowhere' must exist");
    }

    @Test
    void oneBadPortKeepsTheGoodOnesOfItsTransactionOut() {
        assertThat(refuse(() -> patch("'port':[{'name':'SECOND','tunnel':{'endpoint':'lab','vni':9}},"
            + "{'name':'zz-bad','tunnel':{'endpoint':'lab','vni':9}}]")))
            .contains("port[name='zz-bad']/tunnel/vni: must be unique", second());
        assertThat(lab.hasDevice(second())).isFalse();
        assertThat(lab.client().get(CoalescerModel.portPath(second()))).isEmpty();
    }

    /** The controller's RESTCONF drops the reason of a DELETE that is refused, and answers 500: NETCONF has it. */
    @Test
    void anEndpointThatCarriesAPortCannotBeDeleted() {
        final var failure = unchanged(() -> lab.client().delete(CoalescerModel.endpointPath(CoalescerModel.ENDPOINT)));
        assertThat(failure.getMessage()).contains("Transaction to delete failed");

        final var stored = lab.configuration();
        try (var session = NetconfSession.open(lab.controller().passwordFile())) {
            final var reply = session.request("apply", config("<endpoint xmlns:nc=\"urn:ietf:params:xml:ns:netconf:"
                + "base:1.0\" nc:operation=\"delete\"><name>lab</name></endpoint>"));
            assertThat(reply.granted()).as(reply.xml()).isFalse();
            assertThat(reply.xml()).contains(named("port[name='PORT']/tunnel/endpoint: endpoint 'lab' must exist"),
                "Define it in the same transaction, or name another one.");
        }
        assertThat(lab.configuration()).isEqualTo(stored);
    }

    @Test
    void anEndpointThatCarriesAPortCannotBeReplacedByAnother() {
        final var body = body("'endpoint':[{'name':'other','local-address':'198.18.1.9'}],"
            + "'port':[{'name':'PORT','tunnel':{'endpoint':'lab','vni':4242}}]");
        assertThat(refuse(() -> lab.client().put(CoalescerModel.ROOT, body)))
            .contains(named("port[name='PORT']/tunnel/endpoint: endpoint 'lab' must exist"),
                "Define it in the same transaction, or name another one.");
    }

    @Test
    void aChangeIsRefusedForWhatItMakesOfOtherObjects() {
        assertThat(refuse(() -> patch("'endpoint':[{'name':'lab','local-address':'2001:db8::1'}]")))
            .contains(named("port[name='PORT']/tunnel/peer[name='kernel']/address: must be of the same family"),
                "Use an underlay address of the peer in that family.");
        assertThat(refuse(() -> patch("'endpoint':[{'name':'lab','local-address':'198.18.2.1'}]")))
            .contains(named("port[name='PORT']/address[.='198.18.2.1/24']: must not be local-address of endpoint"),
                "Give the port an address of its own.");
    }

    @Test
    void changesThatAreGoodOnlyTogetherAreAccepted() {
        patch("'port':[{'name':'SECOND','tunnel':{'endpoint':'lab','vni':9}}]");
        lab.awaitState(CoalescerModel.portPath(second()), "up");
        lab.awaitAddress(second());
        refuse(() -> patch("'port':[{'name':'SECOND','tunnel':{'vni':4242}}]"));
        refuse(() -> patch("'port':[{'name':'PORT','tunnel':{'vni':9}}]"));

        patch("'port':[{'name':'SECOND','tunnel':{'vni':4242}},{'name':'PORT','tunnel':{'vni':9}}]");
        assertThat(vni(lab.port())).isEqualTo(9);
        assertThat(vni(second())).isEqualTo(4242);

        try (var session = NetconfSession.open(lab.controller().passwordFile())) {
            session.ask("edit", config(named("<port><name>PORT</name><tunnel><vni>4242</vni></tunnel></port>")));
            session.ask("edit", config(named("<port><name>SECOND</name><tunnel><vni>9</vni></tunnel></port>")));
            session.ask("commit", "");
        }
        assertThat(vni(lab.port())).isEqualTo(4242);
        assertThat(vni(second())).isEqualTo(9);
        lab.awaitState(CoalescerModel.portPath(second()), "up");
        lab.awaitUp();
        assertThat(lab.move(true, false, 1L << 20).isIntact()).isTrue();
        removeSecond();
    }

    private void removeSecond() {
        lab.client().delete(CoalescerModel.portPath(second()));
        ControllerLab.await("the device is gone", () -> !lab.hasDevice(second()));
    }

    /** Checks that a request is refused and that nothing has changed. Returns the message. */
    private String refuse(final Runnable request) {
        final var failure = unchanged(request);
        assertThat(failure.status()).as(failure.getMessage()).isEqualTo(400);
        assertThat(failure.getMessage()).contains("invalid-value");
        return failure.getMessage();
    }

    private RestconfException unchanged(final Runnable request) {
        final var stored = lab.configuration();
        lab.awaitAddress(lab.port());
        final var devices = devices();
        final var state = lab.awaitState(CoalescerModel.portPath(lab.port()), "up").content();
        final var failure = catchThrowableOfType(RestconfException.class, request::run);

        assertThat(failure).as("refused").isNotNull();
        assertThat(lab.configuration()).isEqualTo(stored);
        assertThat(devices()).isEqualTo(devices);
        assertThat(lab.awaitState(CoalescerModel.portPath(lab.port()), "up").content()).isEqualTo(state);
        return failure;
    }

    private void patch(final String content) {
        lab.client().patch(CoalescerModel.ROOT, body(content));
    }

    private JsonObject body(final String content) {
        final var body = new JsonObject();
        body.add(CoalescerModel.ROOT, JsonParser.parseString('{' + named(content) + '}'));
        return body;
    }

    private int vni(final String port) {
        return lab.client().get(CoalescerModel.portPath(port) + "/tunnel/vni?content=config").orElseThrow()
            .get("odl-coalescer:vni").getAsInt();
    }

    private String second() {
        return lab.underlay().portName('z');
    }

    private String named(final String text) {
        return text.replace(PORT, lab.port()).replace(SECOND, second());
    }

    /** All devices with index, MTU, flags and addresses, and the routes of the port. */
    private String devices() {
        return lab.near().run("ip", "-j", "address") + lab.near().run("ip", "-j", "route", "show", "dev", lab.port())
            + lab.near().run("ip", "-6", "-j", "route", "show", "dev", lab.port());
    }
}
