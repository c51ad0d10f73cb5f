/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.io.IOException;
import org.opendaylight.coalescer.linux.LinuxException;
import org.opendaylight.coalescer.linux.NetworkNamespace;
import org.opendaylight.coalescer.linux.RouteNetlink;

/**
 * A network namespace in which endpoints have sockets and ports have devices. It is this very namespace, not whichever
 * has its name: when somebody makes the namespace anew, {@link NetworkHomes} gives out another home.
 *
 * <p>Reconciler's thread, but for {@link #droppedBefore}.
 */
final class NetworkHome implements AutoCloseable {
    private final NetworkNamespace namespace;
    private final RouteNetlink netlink;
    /** Guarded by itself. */
    private final RouteNetlink reader;
    private final Object identity;
    private final String name;

    /**
     * Enters a namespace.
     *
     * @param name its name, empty for the one that the controller runs in
     * @throws IOException if there is none, or it can't be entered
     */
    NetworkHome(final String name) throws IOException {
        this.name = name;
        namespace = name.isEmpty() ? NetworkNamespace.current() : NetworkNamespace.named(name);
        identity = namespace.identity();
        netlink = namespace.call(RouteNetlink::new);
        try {
            reader = namespace.call(RouteNetlink::new);
        } catch (IOException e) {
            netlink.close();
            throw e;
        }
    }

    /** Whether its name still stands for it. */
    boolean isCurrent() throws IOException {
        return namespace.identity().equals(identity);
    }

    /** Whether it is the same namespace, under whatever name. */
    boolean isSameAs(final NetworkHome other) {
        return identity.equals(other.identity);
    }

    /**
     * Opens something that shall live in the namespace.
     *
     * @param action what opens it
     * @param <T> what is opened
     * @return what the action returned
     * @throws IOException what it threw
     */
    <T> T call(final NetworkNamespace.Action<T> action) throws IOException {
        return namespace.call(action);
    }

    /** Interfaces, addresses and routes of the namespace. */
    RouteNetlink netlink() {
        return netlink;
    }

    /**
     * Packets that the kernel dropped in front of a device. Any thread.
     *
     * @param ifIndex the device
     * @return how many since it was made, -1 if it is gone
     */
    long droppedBefore(final int ifIndex) {
        synchronized (reader) {
            try {
                return reader.findLink(ifIndex).map(link -> link.txDropped()).orElse(-1L);
            } catch (LinuxException e) {
                // Closed meanwhile
                return -1;
            }
        }
    }

    @Override
    public void close() {
        netlink.close();
        synchronized (reader) {
            reader.close();
        }
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "the controller's network namespace" : "network namespace " + name;
    }
}
