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

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.control.RestconfException;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.lab.Command;
import org.xml.sax.InputSource;

/**
 * Management by a NETCONF client that is not ours, ncclient, next to RESTCONF. A machine without it (Debian package
 * python3-ncclient) fails these tests.
 */
@ControllerTest
class NetconfIT {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String NAMESPACE = "urn:opendaylight:params:xml:ns:yang:coalescer";
    private static final int REFUSED = 3;
    private static final long SOME_BYTES = 16L << 20;

    private final ControllerLab lab;
    private final Path script;

    NetconfIT(final ControllerLab lab, @TempDir final Path folder) throws IOException {
        this.lab = lab;
        script = folder.resolve("netconf_client.py");
        try (InputStream resource = NetconfIT.class.getResourceAsStream("/netconf_client.py")) {
            Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
        }
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
        ask("commit", config("<port><name>" + lab.port() + "</name><mtu>1377</mtu><description>By NETCONF"
            + "</description></port>"));

        ControllerLab.await("the device has the MTU",
            () -> lab.near().run("ip", "link", "show", "dev", lab.port()).contains("mtu 1377 "));
        assertThat(lab.configuration().orElseThrow().toString()).contains("\"mtu\":1377", "By NETCONF");
        assertThat(ask("get-config", filter())).contains("<mtu>1377</mtu>");
    }

    @Test
    void refusedCommitSaysWhyAndChangesNothing() {
        final var stored = lab.configuration();
        final var result = run("commit", config("<endpoint><name>other</name><local-address>0.0.0.0</local-address>"
            + "</endpoint>"));

        assertThat(result.exitCode()).as(result.output() + result.error()).isEqualTo(REFUSED);
        assertThat(result.output()).contains("rpc-error", "endpoint[name='other']/local-address",
            "0.0.0.0 is a wildcard", "Name the underlay address that peers send to.");
        assertThat(lab.configuration()).isEqualTo(stored);
        assertThat(ask("get-config", filter())).doesNotContain("0.0.0.0");
        assertThat(ObjectState.read(lab.client(), CoalescerModel.portPath(lab.port())).isUp()).isTrue();
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

    @Test
    void restconfRpcsReadAndClearCounters() {
        lab.move(true, false, SOME_BYTES);
        final var before = lab.statistics();
        assertThat(before.at("receive/superpackets")).isPositive();

        lab.client().rpc(CoalescerModel.CLEAR_STATISTICS, CoalescerModel.portInput(lab.port()));

        final var cleared = lab.statistics();
        assertThat(cleared.at("receive/superpackets")).isZero();
        assertThat(cleared.text("discontinuity-time")).isGreaterThan(before.text("discontinuity-time"));
        ControllerLab.await("the cleared counters are published", () -> cleared.text("discontinuity-time").equals(
            Statistics.published(lab.client(),
                CoalescerModel.portPath(lab.port())).text("discontinuity-time")));
        assertThat(lab.endpointStatistics().at("receive/datagrams")).as("counters of the endpoint go on").isPositive();
    }

    /** By RESTCONF alone: the controller's NETCONF server answers ok whatever errors an RPC returns. */
    @ParameterizedTest
    @ValueSource(strings = { CoalescerModel.GET_STATISTICS, CoalescerModel.CLEAR_STATISTICS })
    void restconfRpcForAnUnknownPortSaysSo(final String rpc) {
        final var failure = catchThrowableOfType(RestconfException.class,
            () -> lab.client().rpc(rpc, CoalescerModel.portInput("nobody")));
        assertThat(failure).isNotNull();
        assertThat(failure.isDataMissing()).as(failure.getMessage()).isTrue();
        assertThat(failure).hasMessageContaining("There is no port 'nobody'");
    }

    private Command.Result run(final String operation, final String xml) {
        return Command.run(List.of(PYTHON, script.toString(), lab.controller().passwordFile().toString(), operation,
            xml));
    }

    private String ask(final String operation, final String xml) {
        final var result = run(operation, xml);
        assertThat(result.succeeded()).as(operation + ": " + result.error() + result.output()).isTrue();
        return result.output();
    }

    private static String filter() {
        return "<coalescer xmlns=\"" + NAMESPACE + "\"/>";
    }

    private static String config(final String content) {
        return "<config xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><coalescer xmlns=\"" + NAMESPACE + "\">"
            + content + "</coalescer></config>";
    }

    private String call(final String rpc) {
        return '<' + rpc + " xmlns=\"" + NAMESPACE + "\"><port>" + lab.port() + "</port></" + rpc + '>';
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
