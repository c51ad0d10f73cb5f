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
import static org.opendaylight.coalescer.it.NetconfSession.filter;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.control.RestconfException;
import org.xml.sax.InputSource;

/** Management by a NETCONF client that is not ours, ncclient, next to RESTCONF. */
@ControllerTest
class NetconfIT {
    private static final Path MODEL = Path.of("../../yang/src/main/yang/odl-coalescer.yang");
    private static final long SOME_BYTES = 16L << 20;

    private final ControllerLab lab;
    private final NetconfSession session;

    NetconfIT(final ControllerLab lab) {
        this.lab = lab;
        session = NetconfSession.open(lab.controller().passwordFile());
    }

    @AfterEach
    void close() {
        session.close();
    }

    @BeforeEach
    void provision() {
        lab.provision(true);
    }

    @Test
    void getShowsStateAndStatistics() {
        final var result = lab.move(true, false, SOME_BYTES);
        assertThat(result.isIntact()).as(result.summary()).isTrue();
        final long superpackets = lab.statistics().at("receive/superpackets");
        assertThat(superpackets).isPositive();
        ControllerLab.await("the counters are published",
            () -> counter(ask("get", filter()), "receive", "superpackets") == superpackets, () -> ask("get", filter()));

        final var answer = ask("get", filter());
        assertThat(answer).contains("<oper-status>up</oper-status>", "<name>" + lab.port() + "</name>",
            "<capability>tso4</capability>", "<reason>psh</reason>");
    }

    @Test
    void getConfigShowsWhatRestconfWrote() {
        final var answer = ask("get-config", filter());
        assertThat(answer).contains("<vni>4242</vni>", "<address>198.18.2.1/24</address>", "<name>kernel</name>");
        assertThat(answer).doesNotContain("oper-status");
    }

    @Test
    void goodEditOfTheCandidateIsInForceAfterCommit() {
        ask("apply", config("<port><name>" + lab.port() + "</name><mtu>1377</mtu><description>By NETCONF"
            + "</description></port>"));

        ControllerLab.await("the device has the MTU",
            () -> lab.near().run("ip", "link", "show", "dev", lab.port()).contains("mtu 1377 "));
        assertThat(lab.configuration().orElseThrow().toString()).contains("\"mtu\":1377", "By NETCONF");
        assertThat(ask("get-config", filter())).contains("<mtu>1377</mtu>");
    }

    @Test
    void editsOfTheCandidateAreInForceOnlyTogetherAndAfterCommit() {
        final var stored = lab.configuration();
        ask("edit", config("<endpoint><name>other</name><local-address>127.0.0.9</local-address></endpoint>"));
        ask("edit", config("<settings><max-flows>128</max-flows></settings>"));
        assertThat(ask("get-candidate", filter())).contains("127.0.0.9", "<max-flows>128</max-flows>");
        assertThat(ask("get-config", filter())).doesNotContain("127.0.0.9", "<max-flows>128</max-flows>");
        assertThat(lab.configuration()).isEqualTo(stored);

        ask("commit", "");

        assertThat(ask("get-config", filter())).contains("127.0.0.9", "<max-flows>128</max-flows>");
        lab.awaitState(CoalescerModel.endpointPath("other"), "up");
    }

    @Test
    void discardedEditsLeaveNothing() {
        final var stored = lab.configuration();
        ask("edit", config("<endpoint><name>other</name><local-address>127.0.0.9</local-address></endpoint>"));
        ask("discard", "");
        ask("commit", "");

        assertThat(lab.configuration()).isEqualTo(stored);
        assertThat(ask("get-config", filter())).doesNotContain("127.0.0.9");
    }

    @Test
    void refusedCommitSaysWhatRestconfSaysAndChangesNothing() {
        final var stored = lab.configuration();
        final var content = JsonParser.parseString("{'endpoint':[{'name':'other','local-address':'0.0.0.0'}],"
            + "'port':[{'name':'all','tunnel':{'endpoint':'nowhere','vni':1}}]}").getAsJsonObject();
        final var body = new JsonObject();
        body.add(CoalescerModel.ROOT, content);
        final var failure = catchThrowableOfType(RestconfException.class,
            () -> lab.client().patch(CoalescerModel.ROOT, body));
        assertThat(failure).isNotNull();
        final var message = failure.getMessage();
        final var words = message.substring(message.indexOf("Configuration refused: "),
            message.indexOf("name another one.") + "name another one.".length());
        assertThat(words).contains("3 violations", "endpoint[name='other']/local-address", "0.0.0.0 is a wildcard",
            "Name the underlay address that peers send to.");

        final var reply = session.request("apply", config(NetconfSession.xml(content)));

        assertThat(reply.granted()).as(reply.xml()).isFalse();
        assertThat(reply.xml()).contains("rpc-error", words);
        assertThat(lab.configuration()).isEqualTo(stored);
        assertThat(ask("get-config", filter())).doesNotContain("0.0.0.0");
        assertThat(ObjectState.read(lab.client(), CoalescerModel.portPath(lab.port())).isUp()).isTrue();
    }

    @Test
    void getWithASubtreeFilterShowsThatAlone() {
        final var endpoint = ask("get", filter("<endpoint><name>" + CoalescerModel.ENDPOINT + "</name><state/>"
            + "</endpoint>"));
        assertThat(endpoint).contains("<oper-status>up</oper-status>").doesNotContain("<port>", "<statistics>");
        final var port = ask("get", filter("<port><name>" + lab.port() + "</name><statistics/></port>"));
        assertThat(port).contains("<discontinuity-time>").doesNotContain("<oper-status>", "<endpoint>");
    }

    @Test
    void theModelCanBeRead() throws IOException {
        assertThat(ask("capabilities", "")).contains("urn:ietf:params:netconf:capability:candidate:1.0",
            "urn:opendaylight:params:xml:ns:yang:coalescer?module=odl-coalescer&revision=");
        assertThat(ask("get-schema", "odl-coalescer").strip()).isEqualTo(Files.readString(MODEL).strip());
    }

    @Test
    void rpcsReadAndClearCounters() {
        lab.move(true, false, SOME_BYTES);
        final var answer = ask("rpc", call("get-statistics"));
        assertThat(counter(answer, "receive", "superpackets"))
            .isEqualTo(lab.statistics().at("receive/superpackets")).isPositive();
        final var before = discontinuity(answer);
        assertThat(before).isEqualTo(lab.statistics().text("discontinuity-time"));

        ask("rpc", call("clear-statistics"));

        final var cleared = lab.statistics();
        assertThat(cleared.at("receive/superpackets") + cleared.at("transmit/datagrams")).isZero();
        assertThat(cleared.text("discontinuity-time")).isGreaterThan(before);
        assertThat(discontinuity(ask("rpc", call("get-statistics"))))
            .isEqualTo(cleared.text("discontinuity-time"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "get-statistics", "clear-statistics", "list-flows", "list-gaps", "self-test",
        "reprobe-offloads" })
    void rpcForAnUnknownPortSaysWhichThereAre(final String rpc) {
        final var reply = session.request("rpc", NetconfSession.call(rpc, "<port>nobody</port>"));
        assertThat(reply.granted()).as(reply.xml()).isFalse();
        assertThat(reply.xml()).contains("rpc-error", "There is no port 'nobody'", "Configure it",
            "Ports that are there: " + lab.port() + '.');
    }

    @Test
    void rpcsListFlowsAndGaps() {
        lab.move(true, false, SOME_BYTES);
        final var flows = ask("rpc", NetconfSession.call("list-flows",
            "<port>" + lab.port() + "</port><top>1</top><sort-by>bytes</sort-by>"));
        assertThat(text(flows, "count(//*[local-name()='flow'])")).isEqualTo("1");
        assertThat(Long.parseLong(text(flows, "//*[local-name()='flow']/*[local-name()='bytes']")))
            .isGreaterThanOrEqualTo(SOME_BYTES);
        final var gaps = ask("rpc", call("list-gaps"));
        assertThat(text(gaps, "count(//*[local-name()='gap-event'])")).isEqualTo(text(
            ask("rpc", call("get-statistics")), "count(//*[local-name()='gap-event'])"));
    }

    @Test
    void rpcWithoutItsPortSaysSo() {
        final var reply = session.request("rpc", NetconfSession.call("get-statistics", ""));
        assertThat(reply.granted()).as(reply.xml()).isFalse();
        assertThat(reply.xml()).contains("rpc-error", "input/port: must be given. Name a port.", lab.port());
    }

    private String ask(final String operation, final String xml) {
        return session.ask(operation, xml);
    }

    private String call(final String rpc) {
        return NetconfSession.call(rpc, "<port>" + lab.port() + "</port>");
    }

    /** A counter of the port: the direction first, then the leaf. */
    private static long counter(final String xml, final String direction, final String leaf) {
        return Long.parseLong(text(xml, "//*[local-name()='" + direction + "']/*[local-name()='" + leaf + "']"));
    }

    private static String discontinuity(final String xml) {
        return text(xml, "//*[local-name()='discontinuity-time']");
    }

    /** What an XPath expression finds first. */
    private static String text(final String xml, final String expression) {
        try {
            return XPathFactory.newInstance().newXPath().evaluate(expression, new InputSource(new StringReader(xml)));
        } catch (XPathExpressionException e) {
            throw new AssertionError(expression + " of " + xml, e);
        }
    }
}
