/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.ConfigurationValidator;
import org.opendaylight.coalescer.api.ConfigurationValidator.Verdict;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.Violation;
import org.opendaylight.coalescer.mdsal.ConfigurationMapper.Reading;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.opendaylight.mdsal.binding.api.DataListener;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Coalescer;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ObjectName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.PortName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Endpoint;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.EndpointKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Port;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.PortKey;
import org.opendaylight.yangtools.concepts.Registration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the configuration from the datastore to the data plane. What was written before the commit cohort was there, or
 * recovered from disk, was never validated: what is wrong with it is kept from the data plane and published as failed,
 * the rest goes on. Closing leaves the data plane as it is.
 */
@Component(service = { }, immediate = true)
public final class ConfigurationListener implements DataListener<Coalescer>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationListener.class);

    private final DataPlane dataPlane;
    private final Publisher publisher;
    private final Registration registration;
    /** Refusals by path; callbacks come one at a time. */
    private Map<String, Refusal> refusals = new HashMap<>();

    /**
     * Starts listening; what is there already comes as the first change.
     *
     * @param dataBroker to listen to
     * @param dataPlane to be configured
     * @param publisher told what the data plane does not get
     */
    @Activate
    public ConfigurationListener(@Reference final DataBroker dataBroker, @Reference final DataPlane dataPlane,
            @Reference final Publisher publisher) {
        this.dataPlane = requireNonNull(dataPlane);
        this.publisher = requireNonNull(publisher);
        registration = dataBroker.registerDataListener(LogicalDatastoreType.CONFIGURATION, Yang.ROOT, this);
    }

    @Override
    @SuppressWarnings("checkstyle:IllegalCatch")
    public void dataChangedTo(final @Nullable Coalescer data) {
        try {
            final Reading reading = ConfigurationMapper.read(data);
            final Verdict verdict = ConfigurationValidator.judge(reading.configuration());
            final Map<String, Refusal> current = new HashMap<>();
            final Map<String, Endpoint> endpoints = new HashMap<>();
            final Map<String, Port> ports = new HashMap<>();
            if (data != null) {
                SettingsRules.check(data.nonnullSettings()).forEach(violation ->
                    LOG.warn("Stored settings are not used, but their defaults: {}", violation));
                refused(reading.unreadableEndpoints(), verdict.refusedEndpoints()).forEach((name, why) -> {
                    final Endpoint endpoint = data.nonnullEndpoint().get(new EndpointKey(new ObjectName(name)));
                    endpoints.put(name, StatusMapper.refused(requireNonNull(endpoint),
                        refusal("endpoint " + name, why, current)));
                });
                refused(reading.unreadablePorts(), verdict.refusedPorts()).forEach((name, why) -> {
                    final Port port = data.nonnullPort().get(new PortKey(new PortName(name)));
                    ports.put(name, StatusMapper.refused(requireNonNull(port), refusal("port " + name, why, current)));
                });
            }
            refusals = current;
            publisher.follow(new Intent(verdict.accepted().settings(), reading.publication(), endpoints, ports));
            dataPlane.apply(verdict.accepted());
        } catch (RuntimeException e) {
            LOG.error("A configuration can't be applied, the one before stays in force", e);
        }
    }

    private static Map<String, List<Violation>> refused(final Map<String, Violation> unreadable,
            final Map<String, List<Violation>> invalid) {
        final Map<String, List<Violation>> all = new HashMap<>(invalid);
        unreadable.forEach((name, violation) -> all.put(name, List.of(violation)));
        return all;
    }

    private Refusal refusal(final String object, final List<Violation> why, final Map<String, Refusal> current) {
        final String reason = ConfigurationValidator.describe(why);
        final Refusal before = refusals.get(object);
        final Refusal refusal;
        if (before != null && before.reason().equals(reason)) {
            refusal = before;
        } else {
            LOG.warn("Stored configuration of {} is not used: {}", object, reason);
            refusal = new Refusal(Instant.now(), reason);
        }
        current.put(object, refusal);
        return refusal;
    }

    @Deactivate
    @Override
    public void close() {
        registration.close();
    }
}
