/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;

import com.google.common.util.concurrent.ListenableFuture;
import java.util.List;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.mdsal.binding.api.RpcProviderService;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ClearStatistics;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ClearStatisticsInput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ClearStatisticsOutput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ClearStatisticsOutputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GetStatistics;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GetStatisticsInput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GetStatisticsOutput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GetStatisticsOutputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.get.statistics.output.StatisticsBuilder;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.common.RpcResult;
import org.opendaylight.yangtools.yang.common.RpcResultBuilder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The RPCs about counters. Stateless; called from any thread. */
@Component(service = { }, immediate = true)
public final class StatisticsRpcs implements AutoCloseable {
    private final DataPlane dataPlane;
    private final Publisher publisher;
    private final Registration registration;

    /**
     * Offers the RPCs.
     *
     * @param rpcProvider to offer them to
     * @param dataPlane to ask
     * @param publisher told when counters were cleared
     */
    @Activate
    public StatisticsRpcs(@Reference final RpcProviderService rpcProvider, @Reference final DataPlane dataPlane,
            @Reference final Publisher publisher) {
        this.dataPlane = requireNonNull(dataPlane);
        this.publisher = requireNonNull(publisher);
        registration = rpcProvider.registerRpcImplementations(
            List.of((GetStatistics) this::getStatistics, (ClearStatistics) this::clearStatistics));
    }

    private ListenableFuture<RpcResult<GetStatisticsOutput>> getStatistics(final GetStatisticsInput input) {
        final String name = input.requirePort().getValue();
        final var port = dataPlane.snapshot().ports().get(name);
        if (port == null) {
            return StatisticsRpcs.<GetStatisticsOutput>unknown(name).buildFuture();
        }
        return RpcResultBuilder.<GetStatisticsOutput>success(new GetStatisticsOutputBuilder()
            .setStatistics(new StatisticsBuilder(StatisticsMapper.write(port.statistics())).build())
            .build()).buildFuture();
    }

    private ListenableFuture<RpcResult<ClearStatisticsOutput>> clearStatistics(final ClearStatisticsInput input) {
        final var port = input.getPort();
        if (port == null) {
            dataPlane.clearStatistics();
        } else if (!dataPlane.clearStatistics(port.getValue())) {
            return StatisticsRpcs.<ClearStatisticsOutput>unknown(port.getValue()).buildFuture();
        }
        publisher.publish();
        return RpcResultBuilder.<ClearStatisticsOutput>success(new ClearStatisticsOutputBuilder().build())
            .buildFuture();
    }

    private static <T> RpcResultBuilder<T> unknown(final String port) {
        return RpcResultBuilder.<T>failed().withError(ErrorType.APPLICATION, ErrorTag.DATA_MISSING, "There is no port '"
            + port + "' in the data plane. Configure it, or see its last-error if it is configured.");
    }

    @Deactivate
    @Override
    public void close() {
        registration.close();
    }
}
