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
import com.google.common.util.concurrent.SettableFuture;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.PortDiagnostics;
import org.opendaylight.coalescer.api.SelfTestCheck;
import org.opendaylight.mdsal.dom.api.DOMRpcIdentifier;
import org.opendaylight.mdsal.dom.api.DOMRpcImplementation;
import org.opendaylight.mdsal.dom.api.DOMRpcProviderService;
import org.opendaylight.mdsal.dom.api.DOMRpcResult;
import org.opendaylight.mdsal.dom.spi.DefaultDOMRpcResult;
import org.opendaylight.netconf.databind.RequestException;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ObjectName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.PortName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ReprobeOffloads;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ReprobeOffloadsOutputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.SelfTest;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.SelfTestOutputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.reprobe.offloads.output.EndpointBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.reprobe.offloads.output.PortBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.self.test.output.Check;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.self.test.output.CheckBuilder;
import org.opendaylight.yangtools.binding.data.codec.api.BindingNormalizedNodeSerializer;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The RPCs that have ports prove something. Stateless; called from any thread. Registered below the binding, see
 * {@link StatisticsRpcs}.
 */
@Component(service = { }, immediate = true)
public final class DiagnosticsRpcs implements AutoCloseable {
    private final PortDiagnostics diagnostics;
    private final DataPlane dataPlane;
    private final BindingNormalizedNodeSerializer serializer;
    private final Registration registration;

    /**
     * Offers the RPCs.
     *
     * @param rpcProvider to offer them to
     * @param serializer to write their output
     * @param dataPlane to ask which ports there are
     * @param diagnostics what does the work
     */
    @Activate
    public DiagnosticsRpcs(@Reference final DOMRpcProviderService rpcProvider,
            @Reference final BindingNormalizedNodeSerializer serializer, @Reference final DataPlane dataPlane,
            @Reference final PortDiagnostics diagnostics) {
        this.serializer = requireNonNull(serializer);
        this.dataPlane = requireNonNull(dataPlane);
        this.diagnostics = requireNonNull(diagnostics);
        registration = rpcProvider.registerRpcImplementations(Map.of(
            DOMRpcIdentifier.create(SelfTest.QNAME), implementation(this::selfTest),
            DOMRpcIdentifier.create(ReprobeOffloads.QNAME), implementation(this::reprobe)));
    }

    /** What an RPC begins. */
    @FunctionalInterface
    private interface Procedure {
        CompletionStage<ContainerNode> call(RpcInput input) throws RequestException;
    }

    private DOMRpcImplementation implementation(final Procedure procedure) {
        return (rpc, input) -> {
            try {
                return future(procedure.call(new RpcInput(input, dataPlane)));
            } catch (RequestException e) {
                return Futures.immediateFailedFuture(e);
            }
        };
    }

    private static ListenableFuture<DOMRpcResult> future(final CompletionStage<ContainerNode> stage) {
        final SettableFuture<DOMRpcResult> future = SettableFuture.create();
        stage.whenComplete((output, failure) -> {
            if (failure == null) {
                future.set(new DefaultDOMRpcResult(output));
            } else {
                final var cause = failure.getCause() == null ? failure : failure.getCause();
                future.setException(new RequestException(ErrorType.APPLICATION, ErrorTag.OPERATION_FAILED,
                    String.valueOf(cause.getMessage()), cause));
            }
        });
        return future;
    }

    private CompletionStage<ContainerNode> selfTest(final RpcInput input) throws RequestException {
        return diagnostics.selfTest(input.knownPort().status().applied().name())
            .thenApply(checks -> serializer.toNormalizedNodeRpcData(new SelfTestOutputBuilder()
                .setCheck(checks.stream().map(DiagnosticsRpcs::write).toList())
                .build()));
    }

    private static Check write(final SelfTestCheck check) {
        return new CheckBuilder()
            .setSubject(Check.Subject.ofName(Yang.name(check.subject())))
            .setWorking(check.working())
            .setReason(orAbsent(check.reason()))
            .build();
    }

    private static @Nullable String orAbsent(final String text) {
        return text.isEmpty() ? null : text;
    }

    private CompletionStage<ContainerNode> reprobe(final RpcInput input) throws RequestException {
        final Set<String> ports = input.port() == null ? dataPlane.snapshot().ports().keySet()
            : Set.of(input.knownPort().status().applied().name());
        return diagnostics.reprobeOffloads(ports).thenApply(done -> table(ports));
    }

    private ContainerNode table(final Set<String> names) {
        final var snapshot = dataPlane.snapshot();
        final var ports = snapshot.ports().entrySet().stream()
            .filter(port -> names.contains(port.getKey())).map(port -> port.getValue().status()).toList();
        final var endpoints = ports.stream().map(port -> port.applied().tunnel().endpoint())
            .collect(Collectors.toSet());
        return serializer.toNormalizedNodeRpcData(new ReprobeOffloadsOutputBuilder()
            .setPort(BindingMap.of(ports.stream().map(port -> new PortBuilder()
                .setName(new PortName(port.applied().name()))
                .setOffload(StatusMapper.write(port.offloads()))
                .build()).toList()))
            .setEndpoint(BindingMap.of(snapshot.endpoints().entrySet().stream()
                .filter(endpoint -> endpoints.contains(endpoint.getKey()))
                .map(endpoint -> new EndpointBuilder()
                    .setName(new ObjectName(endpoint.getKey()))
                    .setOffload(StatusMapper.write(endpoint.getValue().status().offloads()))
                    .build()).toList()))
            .build());
    }

    @Deactivate
    @Override
    public void close() {
        registration.close();
    }
}
