/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.FlowOrder;
import org.opendaylight.mdsal.dom.api.DOMRpcIdentifier;
import org.opendaylight.mdsal.dom.api.DOMRpcImplementation;
import org.opendaylight.mdsal.dom.api.DOMRpcProviderService;
import org.opendaylight.mdsal.dom.api.DOMRpcResult;
import org.opendaylight.mdsal.dom.spi.DefaultDOMRpcResult;
import org.opendaylight.netconf.databind.RequestException;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ClearStatistics;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GetStatistics;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GetStatisticsOutputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ListFlows;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ListFlowsOutputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ListGaps;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ListGapsOutputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.get.statistics.output.StatisticsBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.list.flows.output.FlowBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.list.gaps.output.GapEventBuilder;
import org.opendaylight.yangtools.binding.data.codec.api.BindingNormalizedNodeSerializer;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The RPCs about counters. Stateless; called from any thread.
 *
 * <p>They are registered below the binding, as no error from above it gets through to all clients: the NETCONF server
 * reads the output of a result and ignores its errors, and an exception is wrapped in one that RESTCONF makes a server
 * error of. A future that failed with {@link RequestException} is understood by RESTCONF and an rpc-error in NETCONF.
 */
@Component(service = { }, immediate = true)
public final class StatisticsRpcs implements AutoCloseable {
    private final DataPlane dataPlane;
    private final Publisher publisher;
    private final BindingNormalizedNodeSerializer serializer;
    private final Registration registration;

    /**
     * Offers the RPCs.
     *
     * @param rpcProvider to offer them to
     * @param serializer to write their output
     * @param dataPlane to ask
     * @param publisher told when counters were cleared
     */
    @Activate
    public StatisticsRpcs(@Reference final DOMRpcProviderService rpcProvider,
            @Reference final BindingNormalizedNodeSerializer serializer, @Reference final DataPlane dataPlane,
            @Reference final Publisher publisher) {
        this.serializer = requireNonNull(serializer);
        this.dataPlane = requireNonNull(dataPlane);
        this.publisher = requireNonNull(publisher);
        registration = rpcProvider.registerRpcImplementations(Map.of(
            DOMRpcIdentifier.create(GetStatistics.QNAME), new Implementation(this::getStatistics, dataPlane),
            DOMRpcIdentifier.create(ClearStatistics.QNAME), new Implementation(this::clearStatistics, dataPlane),
            DOMRpcIdentifier.create(ListFlows.QNAME), new Implementation(this::listFlows, dataPlane),
            DOMRpcIdentifier.create(ListGaps.QNAME), new Implementation(this::listGaps, dataPlane)));
    }

    /** What an RPC does. */
    @FunctionalInterface
    private interface Procedure {
        @Nullable ContainerNode call(RpcInput input) throws RequestException;
    }

    /** Calls a procedure and turns what comes of it into a future. */
    private record Implementation(Procedure procedure, DataPlane dataPlane) implements DOMRpcImplementation {
        @Override
        public ListenableFuture<? extends DOMRpcResult> invokeRpc(final DOMRpcIdentifier rpc,
                final ContainerNode input) {
            try {
                return Futures.immediateFuture(new DefaultDOMRpcResult(procedure.call(new RpcInput(input, dataPlane))));
            } catch (RequestException e) {
                return Futures.immediateFailedFuture(e);
            }
        }
    }

    private ContainerNode getStatistics(final RpcInput input) throws RequestException {
        return serializer.toNormalizedNodeRpcData(new GetStatisticsOutputBuilder()
            .setStatistics(new StatisticsBuilder(
                StatisticsMapper.write(input.knownPort().statistics(), List.of())).build())
            .build());
    }

    private ContainerNode listGaps(final RpcInput input) throws RequestException {
        return serializer.toNormalizedNodeRpcData(new ListGapsOutputBuilder()
            .setGapEvent(input.knownPort().statistics().receive().sequence().gapEvents().stream()
                .map(gap -> new GapEventBuilder(StatisticsMapper.write(gap)).build())
                .toList())
            .build());
    }

    private ContainerNode listFlows(final RpcInput input) throws RequestException {
        final int top = input.leaf("top") instanceof Number number ? number.intValue()
            : DataPlane.DEFAULT_LISTED_FLOWS;
        if (top < 1 || top > DataPlane.MAX_LISTED_FLOWS) {
            throw new RequestException(ErrorType.APPLICATION, ErrorTag.INVALID_VALUE,
                "input/top: must be 1.." + DataPlane.MAX_LISTED_FLOWS + ", but is " + top
                    + ". Choose a value in this range.");
        }
        final FlowOrder order = input.leaf("sort-by") instanceof Object name
            ? FlowOrder.valueOf(name.toString().toUpperCase(Locale.ROOT)) : FlowOrder.BYTES;
        input.knownPort();
        return serializer.toNormalizedNodeRpcData(new ListFlowsOutputBuilder()
            .setFlow(dataPlane.listFlows(String.valueOf(input.port()), top, order).stream()
                .map(flow -> new FlowBuilder(StatisticsMapper.write(flow)).build())
                .toList())
            .build());
    }

    private @Nullable ContainerNode clearStatistics(final RpcInput input) throws RequestException {
        final String name = input.port();
        if (name == null) {
            dataPlane.clearStatistics();
        } else if (!dataPlane.clearStatistics(name)) {
            throw input.unknown(name);
        }
        publisher.publish();
        return null;
    }

    @Deactivate
    @Override
    public void close() {
        registration.close();
    }
}
