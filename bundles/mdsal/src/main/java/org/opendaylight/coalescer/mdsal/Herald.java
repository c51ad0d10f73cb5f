/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.DataPlaneEvent;
import org.opendaylight.coalescer.api.DataPlaneEvents;
import org.opendaylight.mdsal.binding.api.NotificationPublishService;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Notifications;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.NotificationsBuilder;
import org.opendaylight.yangtools.binding.Notification;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends YANG notifications: of events of the data plane, and of what others here have to tell. Whoever tells something
 * never waits. A thread of its own hands everything on in the order in which it was told; what it can't hand on in time
 * is counted.
 *
 * <p>All methods may be called from any thread.
 */
@Component(service = Herald.class, immediate = true)
public final class Herald implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Herald.class);
    /** Ports that may change their state at once, several times over. */
    static final int CAPACITY = 4096;
    private static final long JOIN_MS = 2_000;

    private final BlockingQueue<Notification<?>> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final NotificationPublishService publishService;
    private final DataPlane.Registration registration;
    private final Thread thread;

    /**
     * Starts sending.
     *
     * @param publishService to send with
     * @param events what to tell of
     */
    @Activate
    public Herald(@Reference final NotificationPublishService publishService, @Reference final DataPlaneEvents events) {
        this.publishService = requireNonNull(publishService);
        thread = new Thread(this::run, "coalescer-notifications");
        thread.setDaemon(true);
        thread.start();
        registration = events.subscribe(this::tell);
    }

    private void tell(final DataPlaneEvent event) {
        tell(EventMapper.write(event));
    }

    /**
     * Sends a notification soon.
     *
     * @param notification what to send
     */
    void tell(final Notification<?> notification) {
        if (!queue.offer(notification) && lost.getAndIncrement() == 0) {
            LOG.warn("The controller does not take notifications in time; {} and perhaps others are lost",
                notification.implementedInterface().getSimpleName());
        }
    }

    /** For the operator. */
    Notifications counts() {
        return new NotificationsBuilder().setSent(Yang.counter(sent.get())).setLost(Yang.counter(lost.get())).build();
    }

    /** Notifications handed to the controller. */
    long sent() {
        return sent.get();
    }

    /** Notifications thrown away since it did not take them in time. */
    long lost() {
        return lost.get();
    }

    // A notification that can't be sent must not keep the others from being sent
    @SuppressWarnings("checkstyle:IllegalCatch")
    private void run() {
        try {
            while (true) {
                final var next = queue.take();
                try {
                    publishService.putNotification(next);
                    sent.incrementAndGet();
                } catch (RuntimeException e) {
                    lost.incrementAndGet();
                    LOG.warn("Not sent: {}", next, e);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("No more notifications", e);
        }
    }

    /** Stops sending; what was not sent yet is forgotten. Idempotent. */
    @Deactivate
    @Override
    public void close() {
        registration.close();
        thread.interrupt();
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
