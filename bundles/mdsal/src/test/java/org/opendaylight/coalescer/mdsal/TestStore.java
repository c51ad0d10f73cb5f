/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.opendaylight.mdsal.binding.api.WriteTransaction;
import org.opendaylight.mdsal.binding.dom.adapter.AdapterContext;
import org.opendaylight.mdsal.binding.dom.adapter.test.AbstractConcurrentDataBrokerTest;
import org.opendaylight.mdsal.binding.spi.ForwardingDataBroker;
import org.opendaylight.mdsal.binding.spi.ForwardingWriteTransaction;
import org.opendaylight.mdsal.common.api.CommitInfo;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.mdsal.common.api.TransactionCommitFailedException;
import org.opendaylight.mdsal.dom.api.DOMSchemaService;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.Interfaces;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces.Interface;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Coalescer;
import org.opendaylight.yangtools.binding.DataObject;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.opendaylight.yangtools.util.concurrent.FluentFutures;

/** A datastore in memory with real codecs, whose commits can be made to fail. */
final class TestStore extends AbstractConcurrentDataBrokerTest {
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();

    private TestStore() {
        super(true);
    }

    @SuppressWarnings("checkstyle:IllegalCatch")
    static TestStore open() {
        final TestStore store = new TestStore();
        try {
            store.setup();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return store;
    }

    AdapterContext context() {
        return getDataBrokerTestCustomizer().getAdapterContext();
    }

    DOMSchemaService schema() {
        return getDataBrokerTestCustomizer().getSchemaService();
    }

    /** A broker that counts its commits. */
    DataBroker broker() {
        final DataBroker delegate = getDataBroker();
        return new ForwardingDataBroker() {
            @Override
            protected DataBroker delegate() {
                return delegate;
            }

            @Override
            public WriteTransaction newWriteOnlyTransaction() {
                return new ForwardingWriteTransaction(delegate.newWriteOnlyTransaction()) {
                    @Override
                    public com.google.common.util.concurrent.FluentFuture<? extends CommitInfo> commit() {
                        commits.incrementAndGet();
                        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                            delegate().cancel();
                            return FluentFutures.immediateFailedFluentFuture(
                                new TransactionCommitFailedException("made to fail"));
                        }
                        return delegate().commit();
                    }
                };
            }
        };
    }

    void failNextCommits(final int count) {
        failures.set(count);
    }

    int commits() {
        return commits.get();
    }

    void configure(final Coalescer data) {
        final var tx = getDataBroker().newWriteOnlyTransaction();
        tx.put(LogicalDatastoreType.CONFIGURATION, Yang.ROOT, data);
        get(tx.commit());
    }

    void unconfigure() {
        final var tx = getDataBroker().newWriteOnlyTransaction();
        tx.delete(LogicalDatastoreType.CONFIGURATION, Yang.ROOT);
        get(tx.commit());
    }

    Optional<Coalescer> read(final LogicalDatastoreType datastore) {
        try (var tx = getDataBroker().newReadOnlyTransaction()) {
            return get(tx.read(datastore, Yang.ROOT));
        }
    }

    /** Puts something into the operational datastore, as others do. */
    <T extends DataObject> void write(final DataObjectIdentifier<T> path, final T data) {
        final var tx = getDataBroker().newWriteOnlyTransaction();
        tx.put(LogicalDatastoreType.OPERATIONAL, path, data);
        get(tx.commit());
    }

    /** The interfaces in the operational datastore. */
    Collection<Interface> interfaces() {
        try (var tx = getDataBroker().newReadOnlyTransaction()) {
            return get(tx.read(LogicalDatastoreType.OPERATIONAL, DataObjectIdentifier.builder(Interfaces.class)
                .build())).map(all -> all.nonnullInterface().values()).orElse(List.of());
        }
    }

    private static <T> T get(final com.google.common.util.concurrent.ListenableFuture<T> future) {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
