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
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.mdsal.dom.api.DOMRpcIdentifier;
import org.opendaylight.mdsal.dom.api.DOMRpcImplementation;
import org.opendaylight.mdsal.dom.api.DOMRpcProviderService;
import org.opendaylight.mdsal.dom.api.DOMRpcResult;
import org.opendaylight.mdsal.dom.spi.DefaultDOMRpcResult;
import org.opendaylight.netconf.databind.RequestException;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ClearStatistics;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Coalescer;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GetStatistics;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GetStatisticsOutputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.get.statistics.output.StatisticsBuilder;
import org.opendaylight.yangtools.binding.data.codec.api.BindingNormalizedNodeSerializer;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafNode;
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
    private static final NodeIdentifier PORT = new NodeIdentifier(QName.create(Coalescer.QNAME, "port"));
    /** Ports that an answer lists. */
    private static final int MAX_LISTED = 20;

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
            DOMRpcIdentifier.create(GetStatistics.QNAME), new Implementation(this::getStatistics),
            DOMRpcIdentifier.create(ClearStatistics.QNAME), new Implementation(this::clearStatistics)));
    }

    /** What an RPC does. */
    @FunctionalInterface
    private interface Procedure {
        @Nullable ContainerNode call(@Nullable String port) throws RequestException;
    }

    /** Calls a procedure with the port that the input names, and turns what comes of it into a future. */
    private record Implementation(Procedure procedure) implements DOMRpcImplementation {
        @Override
        public ListenableFuture<? extends DOMRpcResult> invokeRpc(final DOMRpcIdentifier rpc,
                final ContainerNode input) {
            final var leaf = input.childByArg(PORT);
            try {
                return Futures.immediateFuture(new DefaultDOMRpcResult(procedure.call(
                    leaf instanceof LeafNode<?> port ? port.body().toString() : null)));
            } catch (RequestException e) {
                return Futures.immediateFailedFuture(e);
            }
        }
    }

    private ContainerNode getStatistics(final @Nullable String name) throws RequestException {
        if (name == null) {
            throw new RequestException(ErrorType.APPLICATION, ErrorTag.MISSING_ELEMENT,
                "input/port: must be given. Name a port. " + existing());
        }
        final var port = dataPlane.snapshot().ports().get(name);
        if (port == null) {
            throw unknown(name);
        }
        return serializer.toNormalizedNodeRpcData(new GetStatisticsOutputBuilder()
            .setStatistics(new StatisticsBuilder(StatisticsMapper.write(port.statistics())).build()).build());
    }

    private @Nullable ContainerNode clearStatistics(final @Nullable String name) throws RequestException {
        if (name == null) {
            dataPlane.clearStatistics();
        } else if (!dataPlane.clearStatistics(name)) {
            throw unknown(name);
        }
        publisher.publish();
        return null;
    }

    private RequestException unknown(final String name) {
        return new RequestException(ErrorType.APPLICATION, ErrorTag.DATA_MISSING, "There is no port '" + name
            + "' in the data plane. Configure it, or see its last-error if it is configured. " + existing());
    }

    private String existing() {
        final var names = new TreeSet<>(dataPlane.snapshot().ports().keySet());
        if (names.isEmpty()) {
            return "No port is there.";
        }
        return "Ports that are there: " + names.stream().limit(MAX_LISTED).collect(Collectors.joining(", "))
            + (names.size() > MAX_LISTED ? " and " + (names.size() - MAX_LISTED) + " more." : ".");
    }

    @Deactivate
    @Override
    public void close() {
        registration.close();
    }
}
