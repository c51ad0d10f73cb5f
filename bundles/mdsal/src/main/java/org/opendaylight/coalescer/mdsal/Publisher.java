/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.ListenableFuture;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.opendaylight.mdsal.binding.api.WriteTransaction;
import org.opendaylight.mdsal.common.api.CommitInfo;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.interfaces.rev180220.interfaces.InterfaceKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Notifications;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of the operational datastore: status at once, counters once in an interval. There is never more than
 * one transaction under way; what happens meanwhile goes into the next one. After a failure everything is written anew,
 * with increasing delay.
 *
 * <p>Owns a thread, to which all fields but the final and volatile ones belong. All methods may be called from any
 * thread and return at once, but for {@link #close()}, which waits for the datastore for a few seconds at most.
 */
@Component(service = Publisher.class, immediate = true)
public final class Publisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final long MIN_BACK_OFF_MS = 100;
    private static final long MAX_BACK_OFF_MS = 10_000;
    private static final long CLOSE_TIMEOUT_MS = 2_000;

    private final DataBroker dataBroker;
    private final DataPlane dataPlane;
    private final Imager imager;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor executor;
    private final DataPlane.Registration statusRegistration;

    /** Interfaces of ours that may be in the datastore, among those of others. */
    private final Set<InterfaceKey> mirrored = new HashSet<>();
    private @Nullable OperationalImage written;
    private @Nullable ScheduledFuture<?> timer;
    private long startedNs;
    private long backOffMs;
    private boolean missed;
    private volatile @Nullable Intent intent;
    /** The transaction under way; also read by the thread that closes. */
    private volatile @Nullable ListenableFuture<?> commit;

    /**
     * Starts publishing.
     *
     * @param dataBroker to write to
     * @param dataPlane to read from
     * @param herald whose counts are published, too
     */
    @Activate
    public Publisher(@Reference final DataBroker dataBroker, @Reference final DataPlane dataPlane,
            @Reference final Herald herald) {
        this(dataBroker, dataPlane, herald::counts);
    }

    Publisher(final DataBroker dataBroker, final DataPlane dataPlane, final Supplier<Notifications> notifications) {
        imager = new Imager(notifications);
        this.dataBroker = requireNonNull(dataBroker);
        this.dataPlane = requireNonNull(dataPlane);
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            final Thread thread = new Thread(task, "coalescer-publisher");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        statusRegistration = dataPlane.onStatusChange(this::publish);
    }

    /** Publishes what is now, soon. */
    void publish() {
        if (wanted.compareAndSet(false, true)) {
            post(() -> {
                wanted.set(false);
                if (commit != null) {
                    missed = true;
                } else if (backOffMs == 0) {
                    writeIfConfigured();
                }
            });
        }
    }

    /**
     * Takes notice of a changed configuration. Nothing is published before the first.
     *
     * @param changed in place of what was told before
     */
    void follow(final Intent changed) {
        // before publish(): if that finds a publication pending already, it is one that will see this
        intent = changed;
        publish();
    }

    private void post(final Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.trace("Closed", e);
        }
    }

    private void writeIfConfigured() {
        final Intent current = intent;
        if (current != null) {
            write(current);
        }
    }

    @SuppressWarnings("checkstyle:IllegalCatch")
    private void write(final Intent current) {
        cancelTimer();
        missed = false;
        startedNs = System.nanoTime();
        try {
            final OperationalImage image = imager.take(dataPlane, current);
            final OperationalImage before = written;
            final WriteTransaction tx = dataBroker.newWriteOnlyTransaction();
            if (before == null) {
                image.writeAll(tx, mirrored);
            } else if (!image.writeChanges(tx, before)) {
                tx.cancel();
                onWritten(image, current);
                return;
            }
            mirrored.addAll(image.interfaces().keySet());
            final var future = tx.commit();
            commit = future;
            future.addCallback(new FutureCallback<CommitInfo>() {
                @Override
                public void onSuccess(final @Nullable CommitInfo result) {
                    onWritten(image, current);
                }

                @Override
                public void onFailure(final Throwable cause) {
                    onFailed(cause);
                }
            }, this::post);
        } catch (RuntimeException e) {
            onFailed(e);
        }
    }

    private void onWritten(final OperationalImage image, final Intent current) {
        commit = null;
        written = image;
        mirrored.retainAll(image.interfaces().keySet());
        if (backOffMs != 0) {
            LOG.info("Publishing to the operational datastore works again");
            backOffMs = 0;
        }
        if (missed) {
            writeIfConfigured();
        } else if (current.publication().intervalMillis() != 0) {
            final long elapsedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs);
            schedule(Math.max(1, current.publication().intervalMillis() - elapsedMs));
        }
    }

    private void onFailed(final Throwable cause) {
        commit = null;
        written = null;
        if (backOffMs == 0) {
            LOG.warn("Publishing to the operational datastore failed, trying again", cause);
        } else {
            LOG.debug("Publishing to the operational datastore failed again", cause);
        }
        backOffMs = Math.min(MAX_BACK_OFF_MS, Math.max(MIN_BACK_OFF_MS, backOffMs * 2));
        schedule(backOffMs);
    }

    private void schedule(final long delayMs) {
        cancelTimer();
        try {
            timer = executor.schedule(this::writeIfConfigured, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("Closed", e);
        }
    }

    private void cancelTimer() {
        final ScheduledFuture<?> pending = timer;
        if (pending != null) {
            pending.cancel(false);
            timer = null;
        }
    }

    /** Stops publishing and removes everything that was published. Idempotent. */
    @Deactivate
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        statusRegistration.close();
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("The publisher is busy, the operational datastore may keep what it has published");
            }
            await(commit);
            final WriteTransaction tx = dataBroker.newWriteOnlyTransaction();
            tx.delete(LogicalDatastoreType.OPERATIONAL, Yang.ROOT);
            mirrored.forEach(key -> tx.delete(LogicalDatastoreType.OPERATIONAL, InterfaceMapper.path(key)));
            await(tx.commit());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(final @Nullable ListenableFuture<?> future) throws InterruptedException {
        if (future != null) {
            try {
                future.get(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("The operational datastore did not take the last write", e);
            }
        }
    }
}
