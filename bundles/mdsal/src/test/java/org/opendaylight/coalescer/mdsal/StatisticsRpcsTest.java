/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.DataPlaneSettings;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.mdsal.binding.dom.adapter.BindingDOMRpcServiceAdapter;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.mdsal.dom.api.DOMRpcResult;
import org.opendaylight.mdsal.dom.broker.DOMRpcRouter;
import org.opendaylight.mdsal.dom.broker.RouterDOMRpcProviderService;
import org.opendaylight.mdsal.dom.broker.RouterDOMRpcService;
import org.opendaylight.mdsal.dom.spi.FixedDOMSchemaService;
import org.opendaylight.netconf.databind.RequestError;
import org.opendaylight.netconf.databind.RequestException;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ClearStatistics;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ClearStatisticsInputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ClearStatisticsOutput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GetStatistics;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GetStatisticsInputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GetStatisticsOutput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ListFlows;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ListFlowsInput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ListFlowsInputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ListGaps;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ListGapsInputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.PortName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.PortKey;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.RpcResult;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;

class StatisticsRpcsTest {
    private final TestStore store = TestStore.open();
    private final FakeDataPlane dataPlane = new FakeDataPlane();
    private final Publisher publisher = new Publisher(store.broker(), dataPlane, Samples::notifications);
    private final DOMRpcRouter router = new DOMRpcRouter(
        new FixedDOMSchemaService(store.schema().getGlobalContext()));
    private final StatisticsRpcs rpcs = new StatisticsRpcs(new RouterDOMRpcProviderService(router),
        store.context().currentSerializer(), dataPlane, publisher);
    private final BindingDOMRpcServiceAdapter client =
        new BindingDOMRpcServiceAdapter(store.context(), new RouterDOMRpcService(router));

    @AfterEach
    void close() {
        rpcs.close();
        router.close();
        publisher.close();
    }

    @Test
    void readsCountersAsTheyAreNow() throws Exception {
        dataPlane.count(Samples.snapshot(OperStatus.UP, 5));
        assertEquals(5, get("tun0").getResult().getStatistics().getReceive().getPackets().getValue().intValue());
        dataPlane.count(Samples.snapshot(OperStatus.UP, 6));
        final var statistics = get("tun0").getResult().getStatistics();
        assertEquals(6, statistics.getReceive().getPackets().getValue().intValue());
        assertEquals(1, statistics.getReceive().getSequence().nonnullGapEvent().size());
        assertEquals(44, statistics.getTransmit().getChecksum().getCrc32cSoftware().getValue().intValue());
    }

    @Test
    void refusesToReadAnUnknownPort() throws Exception {
        final var error = refusal(GetStatistics.QNAME, "tun9");
        assertEquals(ErrorTag.DATA_MISSING, error.tag());
        assertEquals("There is no port 'tun9' in the data plane. Configure it, or see its last-error if it is"
            + " configured. No port is there.", error.message().elementBody());
    }

    @Test
    void namesThePortsThatThereAre() throws Exception {
        dataPlane.count(Samples.snapshot(OperStatus.UP, 5));
        assertTrue(refusal(ClearStatistics.QNAME, "tun9").message().elementBody()
            .endsWith(" Ports that are there: tun0."));
    }

    @Test
    void refusesToReadNoPort() throws Exception {
        final var error = refusal(GetStatistics.QNAME, null);
        assertEquals(ErrorTag.MISSING_ELEMENT, error.tag());
        assertTrue(error.message().elementBody().startsWith("input/port: must be given. Name a port. "));
    }

    /** NETCONF shows the text of the exception that the future gives, and nothing of what is in it. */
    @Test
    void tellsWhyInTheTextOfTheFailureToo() {
        final var failure = assertThrows(ExecutionException.class, () -> call(GetStatistics.QNAME, "tun9"));
        assertTrue(failure.getMessage().contains("There is no port 'tun9'"), failure::getMessage);
    }

    @Test
    void listsFlows() throws Exception {
        dataPlane.count(Samples.snapshot(OperStatus.UP, 5));
        final var flows = client.getRpc(ListFlows.class).invoke(new ListFlowsInputBuilder()
            .setPort(new PortName("tun0")).setTop(Uint16.TEN).setSortBy(ListFlowsInput.SortBy.Gaps).build())
            .get(10, TimeUnit.SECONDS).getResult().nonnullFlow();
        assertEquals(71, flows.iterator().next().getPackets().getValue().intValue());
        assertEquals("tun0 10 GAPS", dataPlane.listed().getLast());
    }

    @Test
    void listsSixteenFlowsWithMostBytesUnlessAsked() throws Exception {
        dataPlane.count(Samples.snapshot(OperStatus.UP, 5));
        call(ListFlows.QNAME, "tun0");
        assertEquals("tun0 16 BYTES", dataPlane.listed().getLast());
    }

    @Test
    void refusesToListAnUnknownPort() throws Exception {
        assertEquals(ErrorTag.DATA_MISSING, refusal(ListFlows.QNAME, "tun9").tag());
        assertEquals(ErrorTag.DATA_MISSING, refusal(ListGaps.QNAME, "tun9").tag());
    }

    @Test
    void refusesToListNoFlow() {
        dataPlane.count(Samples.snapshot(OperStatus.UP, 5));
        final var failure = assertThrows(ExecutionException.class, () -> client.getRpc(ListFlows.class)
            .invoke(new ListFlowsInputBuilder().setPort(new PortName("tun0")).setTop(Uint16.ZERO).build())
            .get(10, TimeUnit.SECONDS));
        assertTrue(failure.getMessage().contains("input/top: must be 1..1000, but is 0."), failure::getMessage);
    }

    @Test
    void listsGaps() throws Exception {
        dataPlane.count(Samples.snapshot(OperStatus.UP, 5));
        final var gaps = client.getRpc(ListGaps.class).invoke(new ListGapsInputBuilder()
            .setPort(new PortName("tun0")).build()).get(10, TimeUnit.SECONDS).getResult().nonnullGapEvent();
        assertEquals(33, gaps.iterator().next().getGapBytes().intValue());
    }

    @Test
    void clearsOnePort() throws Exception {
        dataPlane.count(Samples.snapshot(OperStatus.UP, 5));
        assertTrue(clear("tun0").isSuccessful());
        assertEquals(List.of("tun0"), dataPlane.cleared());
    }

    @Test
    void clearsEverythingWithoutAName() throws Exception {
        assertTrue(clear(null).isSuccessful());
        assertEquals(List.of("*"), dataPlane.cleared());
    }

    @Test
    void refusesToClearAnUnknownPort() throws Exception {
        assertEquals(ErrorTag.DATA_MISSING, refusal(ClearStatistics.QNAME, "tun9").tag());
        assertEquals(List.of(), dataPlane.cleared());
    }

    @Test
    void publishesAtOnceWhatWasCleared() throws Exception {
        dataPlane.change(Samples.snapshot(OperStatus.UP, 5));
        publisher.follow(new Intent(DataPlaneSettings.DEFAULT, new Publication(3_600_000, 16), Map.of(), Map.of()));
        await().until(() -> packets() == 5);
        dataPlane.count(Samples.snapshot(OperStatus.UP, 0));
        assertTrue(clear("tun0").isSuccessful());
        await().until(() -> packets() == 0);
    }

    private long packets() {
        return store.read(LogicalDatastoreType.OPERATIONAL)
            .map(all -> all.nonnullPort().get(new PortKey(new PortName("tun0"))))
            .map(port -> port.getStatistics().getReceive().getPackets().getValue().longValue()).orElse(-1L);
    }

    private RpcResult<GetStatisticsOutput> get(final String port) throws Exception {
        return client.getRpc(GetStatistics.class)
            .invoke(new GetStatisticsInputBuilder().setPort(new PortName(port)).build()).get(10, TimeUnit.SECONDS);
    }

    private RpcResult<ClearStatisticsOutput> clear(final String port) throws Exception {
        return client.getRpc(ClearStatistics.class)
            .invoke(new ClearStatisticsInputBuilder().setPort(port == null ? null : new PortName(port)).build())
            .get(10, TimeUnit.SECONDS);
    }

    private RequestError refusal(final QName rpc, final @Nullable String port) throws Exception {
        final var failure = assertThrows(ExecutionException.class, () -> call(rpc, port));
        return assertInstanceOf(RequestException.class, failure.getCause()).errors().get(0);
    }

    /** Calls an RPC as RESTCONF and NETCONF do. */
    private DOMRpcResult call(final QName rpc, final @Nullable String port) throws Exception {
        final var input = ImmutableNodes.newContainerBuilder()
            .withNodeIdentifier(new NodeIdentifier(QName.create(rpc, "input")));
        if (port != null) {
            input.withChild(ImmutableNodes.leafNode(QName.create(rpc, "port"), port));
        }
        return new RouterDOMRpcService(router).invokeRpc(rpc, input.build()).get(10, TimeUnit.SECONDS);
    }
}
