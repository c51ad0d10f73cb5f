/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;

import com.google.common.util.concurrent.FluentFuture;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.ConfigurationValidator;
import org.opendaylight.coalescer.api.Violation;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.mdsal.common.api.PostCanCommitStep;
import org.opendaylight.mdsal.common.api.TransactionCommitFailedException;
import org.opendaylight.mdsal.dom.api.DOMDataBroker;
import org.opendaylight.mdsal.dom.api.DOMDataTreeCandidate;
import org.opendaylight.mdsal.dom.api.DOMDataTreeCommitCohort;
import org.opendaylight.mdsal.dom.api.DOMDataTreeIdentifier;
import org.opendaylight.netconf.api.NetconfDocumentedException;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Coalescer;
import org.opendaylight.yangtools.binding.data.codec.api.BindingNormalizedNodeSerializer;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.util.concurrent.FluentFutures;
import org.opendaylight.yangtools.yang.common.ErrorSeverity;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a say before a configuration is committed: judges the whole tree that would result and refuses the transaction
 * with everything that is wrong. MD-SAL itself evaluates neither references nor constraints. Stateless; called from
 * threads of the datastore, to which it never throws.
 */
@Component(service = { }, immediate = true)
public final class CommitCohort implements DOMDataTreeCommitCohort, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitCohort.class);

    private final BindingNormalizedNodeSerializer serializer;
    private final @Nullable Registration registration;

    /**
     * Joins the commits of our container.
     *
     * @param dataBroker whose transactions are judged
     * @param serializer to read their data
     */
    @Activate
    public CommitCohort(@Reference final DOMDataBroker dataBroker,
            @Reference final BindingNormalizedNodeSerializer serializer) {
        this.serializer = requireNonNull(serializer);
        final var extension = dataBroker.extension(DOMDataBroker.CommitCohortExtension.class);
        if (extension == null) {
            LOG.error("This datastore lets nobody refuse a transaction: invalid configuration will be accepted and"
                + " shown as failed");
            registration = null;
        } else {
            registration = extension.registerCommitCohort(DOMDataTreeIdentifier.of(LogicalDatastoreType.CONFIGURATION,
                YangInstanceIdentifier.of(Coalescer.QNAME)), this);
        }
    }

    @Override
    @SuppressWarnings("checkstyle:IllegalCatch")
    public FluentFuture<PostCanCommitStep> canCommit(final Object txId, final EffectiveModelContext ctx,
            final Collection<DOMDataTreeCandidate> candidates) {
        final List<Violation> violations = new ArrayList<>();
        try {
            for (DOMDataTreeCandidate candidate : candidates) {
                violations.addAll(judge(candidate));
            }
        } catch (RuntimeException e) {
            LOG.warn("Transaction {} refused: it can't be read", txId, e);
            return refuse("Configuration refused, as it can't be read: " + e.getMessage());
        }
        if (violations.isEmpty()) {
            return PostCanCommitStep.NOOP_SUCCESSFUL_FUTURE;
        }
        final String message = "Configuration refused: " + ConfigurationValidator.describe(violations);
        LOG.debug("Transaction {}: {}", txId, message);
        return refuse(message);
    }

    private List<Violation> judge(final DOMDataTreeCandidate candidate) {
        final var after = candidate.getRootNode().dataAfter();
        if (after == null) {
            return List.of();
        }
        final var entry = serializer.fromNormalizedNode(candidate.getRootPath().path(), after);
        if (entry == null || !(entry.getValue() instanceof Coalescer data)
                || !(after instanceof ContainerNode container)) {
            throw new IllegalArgumentException("unexpected data at " + candidate.getRootPath());
        }
        final List<Violation> violations = new ArrayList<>(SettingsRules.check(data.nonnullSettings()));
        final List<Violation> unreadable = ValueRules.check(container);
        violations.addAll(unreadable);
        final var reading = ConfigurationMapper.read(data);
        for (Violation violation : reading.unreadable()) {
            // about the whole object: says less than what was found about its leaves
            if (unreadable.stream().noneMatch(one -> one.path().startsWith(violation.path() + '/'))) {
                violations.add(violation);
            }
        }
        violations.addAll(ConfigurationValidator.validate(reading.configuration()));
        return violations;
    }

    private static FluentFuture<PostCanCommitStep> refuse(final String message) {
        return FluentFutures.immediateFailedFluentFuture(new TransactionCommitFailedException(message,
            new NetconfDocumentedException(message, ErrorType.APPLICATION, ErrorTag.INVALID_VALUE,
                ErrorSeverity.ERROR)));
    }

    @Deactivate
    @Override
    public void close() {
        if (registration != null) {
            registration.close();
        }
    }
}
