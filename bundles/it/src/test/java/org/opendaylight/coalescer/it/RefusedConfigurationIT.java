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

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.RestconfException;

/**
 * Configurations that are refused: the answer says where, what rule and what to do, and nothing has changed, neither
 * what is stored nor the device.
 */
@ControllerTest
class RefusedConfigurationIT {
    private static final String PORT = "PORT";
    /** The rest of the port that most cases add, behind what is wrong with it. */
    private static final String OTHER_TUNNEL = "'tunnel':{'endpoint':'lab','vni':9}";

    private final ControllerLab lab;

    RefusedConfigurationIT(final ControllerLab lab) {
        this.lab = lab;
    }

    /**
     * A transaction.
     *
     * @param name what is wrong
     * @param method PUT or PATCH
     * @param content content of the container, with apostrophes for quotation marks, PORT for the port's name
     * @param words what the answer must contain: path, rule, remedy
     */
    record Refusal(String name, String method, String content, List<String> words) {
        @Override
        public String toString() {
            return method + ": " + name;
        }
    }

    private static Refusal patch(final String name, final String content, final String... words) {
        return new Refusal(name, "PATCH", content, List.of(words));
    }

    private static Refusal patchPort(final String name, final String leaves, final String... words) {
        return patch(name, "'port':[{'name':'PORT'," + leaves + "}]", words);
    }

    private static Refusal patchEndpoint(final String name, final String leaves, final String... words) {
        return patch(name, "'endpoint':[{'name':'other'," + leaves + "}]", words);
    }

    private static Refusal patchPeer(final String name, final String leaves, final String... words) {
        return patchPort(name, "'tunnel':{'peer':[{" + leaves + "}]}", words);
    }

    static Stream<Refusal> violations() {
        return Stream.of(
            patchPort("a port on an endpoint that is not there", "'tunnel':{'endpoint':'nowhere'}",
                "port[name='PORT']/tunnel/endpoint", "endpoint 'nowhere' must exist",
                "Define it in the same transaction, or name another one."),
            patch("the endpoint of a port is taken away by a PUT",
                "'endpoint':[{'name':'other','local-address':'198.18.1.9'}]"),
            patchEndpoint("an endpoint without address", "'ttl':9", "endpoint[name='other']/local-address",
                "must be given", "Add it, or delete the endpoint."),
            patch("a port without tunnel", "'port':[{'name':'zz-other','enabled':false}]",
                "port[name='zz-other']/tunnel/endpoint", "must be given", "Add it, or delete the port."),
            patchEndpoint("a wildcard as local address", "'local-address':'0.0.0.0'",
                "endpoint[name='other']/local-address", "0.0.0.0 is a wildcard",
                "Name the underlay address that peers send to."),
            patchEndpoint("a multicast group as local address", "'local-address':'224.0.0.1'",
                "endpoint[name='other']/local-address", "is a multicast group",
                "Name the underlay address that peers send to."),
            patchEndpoint("an IPv6 underlay", "'local-address':'2001:db8::1'",
                "endpoint[name='other']/local-address", "must be an IPv4 address in this revision",
                "Use an IPv4 underlay; inner packets may be IPv6."),
            patchEndpoint("two endpoints on one socket address", "'local-address':'198.18.1.1'",
                "endpoint[name='other']/local-port", "address and port must differ",
                "Change local-address or local-port"),
            patch("two ports with one VNI", "'port':[{'name':'zz-other','tunnel':{'endpoint':'lab','vni':4242}}]",
                "port[name='zz-other']/tunnel/vni", "must be unique among the ports of an endpoint",
                "Choose another vni, or another endpoint."),
            patch("a name with a meaning of its own", "'port':[{'name':'all'," + OTHER_TUNNEL + "}]",
                "port[name='all']/name", "has a meaning of its own in the kernel", "Choose another name."),
            patch("an address that another port has",
                "'port':[{'name':'zz-other','address':['198.18.2.1/24']," + OTHER_TUNNEL + "}]",
                "port[name='zz-other']/address[.='198.18.2.1/24']", "an address must be given once",
                "Remove one of the two."),
            patchPort("a loopback address", "'address':['127.0.0.9/8']",
                "port[name='PORT']/address[.='127.0.0.9/8']", "is a loopback address",
                "Give the port an address of its own."),
            patchPort("the address of the underlay", "'address':['198.18.1.1/24']",
                "port[name='PORT']/address[.='198.18.1.1/24']", "belongs to the underlay",
                "Give the port an address of its own."),
            patchPort("TSO without checksum offload", "'offload':{'checksum':false,'uso':false,'tso':true}",
                "port[name='PORT']/offload/tso", "needs offload/checksum", "Set offload/checksum to true"),
            patchPort("USO without checksum offload", "'offload':{'checksum':false,'uso':true,'tso':false}",
                "port[name='PORT']/offload/uso", "needs offload/checksum", "Set offload/checksum to true"),
            patchPeer("two peers with one address", "'name':'zz','address':'198.18.1.2'",
                "port[name='PORT']/tunnel/peer[name='zz']/address", "must be unique among the peers of a port",
                "Put the allowed prefixes into one peer"),
            patchPeer("a peer of the other family", "'name':'zz','address':'2001:db8::9'",
                "port[name='PORT']/tunnel/peer[name='zz']/address", "must be of the same family",
                "Use an underlay address of the peer in that family."),
            patchPeer("the endpoint as its own peer", "'name':'zz','address':'198.18.1.1'",
                "port[name='PORT']/tunnel/peer[name='zz']/address", "must not be the socket of endpoint 'lab' itself",
                "Name the underlay address of the peer."),
            patchPeer("a prefix with a host part",
                "'name':'kernel','address':'198.18.1.2','allowed-prefix':['198.18.3.1/24']",
                "allowed-prefix[.='198.18.3.1/24']", "must have no host part", "Write 198.18.3.0/24."),
            patchPeer("one prefix for two peers",
                "'name':'zz','address':'198.18.1.3','allowed-prefix':['198.18.3.0/25']",
                "port[name='PORT']/tunnel/peer[name='zz']/allowed-prefix[.='198.18.3.0/25']",
                "must lead to one peer of the port", "Leave it with one of them"),
            patch("one route to two ports", "'port':[{'name':'zz-other','tunnel':{'endpoint':'lab','vni':9,'peer':["
                + "{'name':'p','address':'198.18.1.3','allowed-prefix':['198.18.3.0/25']}]}}]",
                "port[name='zz-other']/tunnel/peer[name='p']/allowed-prefix[.='198.18.3.0/25']",
                "a route leads to one device", "Set install-routes of one of the two ports to false."),
            patchPeer("a route that swallows the peer",
                "'name':'kernel','address':'198.18.1.2','allowed-prefix':['198.18.1.2/32']",
                "allowed-prefix[.='198.18.1.2/32']", "must not route the peer's own underlay address into the tunnel",
                "Set install-routes to false, or remove this prefix."))
            .map(each -> each.words().isEmpty() ? new Refusal(each.name(), "PUT", each.content()
                + ",'port':[{'name':'PORT','tunnel':{'endpoint':'lab','vni':4242}}]",
                List.of("port[name='PORT']/tunnel/endpoint", "endpoint 'lab' must exist",
                    "Define it in the same transaction, or name another one.")) : each);
    }

    /** What the types of the model refuse, in the controller's own words. */
    static Stream<Refusal> wrongTypes() {
        return Stream.of(
            patchPort("a VNI of more than 24 bits", "'tunnel':{'vni':16777216}"),
            patchPort("an MTU below that of IPv6", "'mtu':1279"),
            patchPort("more segments than the kernel takes", "'coalescing':{'max-segments':65}"),
            patchEndpoint("port 0", "'local-address':'198.18.1.9','local-port':0"),
            patch("a name of sixteen letters", "'port':[{'name':'abcdefghijklmnop'," + OTHER_TUNNEL + "}]"),
            patch("a name with a percent sign", "'port':[{'name':'rv%d'," + OTHER_TUNNEL + "}]"),
            patch("an interval that is too short", "'settings':{'statistics-interval':99}"),
            patchPort("a leaf that is not there", "'no-such-leaf':1"));
    }

    @BeforeEach
    void provision() {
        lab.provision(true);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void saysPathRuleAndRemedyAndChangesNothing(final Refusal refusal) {
        final var message = refuse(refusal);
        assertThat(message).contains("invalid-value");
        assertThat(message).contains(refusal.words().stream().map(word -> word.replace(PORT, lab.port())).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongTypes")
    void refusesWrongTypesAndChangesNothing(final Refusal refusal) {
        refuse(refusal);
    }

    @Test
    void namesAllViolationsOfATransactionAtOnce() {
        final var message = refuse(patch("three at once", "'endpoint':[{'name':'other','local-address':'0.0.0.0'}],"
            + "'port':[{'name':'all','tunnel':{'endpoint':'nowhere','vni':1}}]"));
        assertThat(message).contains("3 violations", "(1) ", "(2) ", "(3) ", "0.0.0.0 is a wildcard", "'all' has a",
            "endpoint 'nowhere' must exist");
    }

    /** Sends it, and checks that it is refused and that nothing has changed. Returns the message. */
    private String refuse(final Refusal refusal) {
        final var stored = lab.configuration();
        final var device = device();
        final var state = lab.awaitState(CoalescerModel.portPath(lab.port()), "up").content();
        final var failure = catchThrowableOfType(RestconfException.class, () -> send(refusal));

        assertThat(failure).as("refused").isNotNull();
        assertThat(failure.status()).as(failure.getMessage()).isEqualTo(400);
        assertThat(lab.configuration()).isEqualTo(stored);
        assertThat(device()).isEqualTo(device);
        assertThat(lab.awaitState(CoalescerModel.portPath(lab.port()), "up").content()).isEqualTo(state);
        return failure.getMessage();
    }

    private void send(final Refusal refusal) {
        final var body = new JsonObject();
        body.add(CoalescerModel.ROOT, JsonParser.parseString(
            '{' + refusal.content().replace(PORT, lab.port()).replace('\'', '"') + '}'));
        if ("PUT".equals(refusal.method())) {
            lab.client().put(CoalescerModel.ROOT, body);
        } else {
            lab.client().patch(CoalescerModel.ROOT, body);
        }
    }

    /** Index, MTU, flags, addresses and routes. */
    private String device() {
        return lab.near().run("ip", "-j", "address", "show", "dev", lab.port())
            + lab.near().run("ip", "-4", "-j", "route", "show", "dev", lab.port())
            + lab.near().run("ip", "-6", "-j", "route", "show", "dev", lab.port());
    }
}
