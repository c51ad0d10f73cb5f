/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import java.util.List;

/**
 * The data plane of this node, as an OSGi service. All methods may be called from any thread, return soon and never
 * wait for a device.
 */
public interface DataPlane {
    /** Flows that are listed of a port unless somebody says how many. */
    int DEFAULT_LISTED_FLOWS = 16;
    /** Most flows that an operator may ask for. */
    int MAX_LISTED_FLOWS = 1000;

    /**
     * Replaces the configuration. The reconciler brings devices and sockets in line with it, retrying what fails; what
     * the configuration no longer names is taken down.
     *
     * @param configuration everything that is wanted
     * @throws IllegalArgumentException if {@link ConfigurationValidator} refuses it; nothing has changed then
     */
    void apply(DataPlaneConfiguration configuration);

    /**
     * Reads state and counters as they are now.
     *
     * @return everything that is configured
     */
    DataPlaneSnapshot snapshot();

    /**
     * Starts the counters of a port from zero.
     *
     * @param port its name
     * @return false if there is no such port
     */
    boolean clearStatistics(String port);

    /** Starts the counters of all ports and endpoints from zero. */
    void clearStatistics();

    /**
     * Lists flows of a port.
     *
     * @param port its name
     * @param top most flows listed, 1 or more
     * @param order what comes first
     * @return the flows, the first one first; empty if there is no such port
     */
    List<FlowStatistics> listFlows(String port, int top, FlowOrder order);

    /**
     * Asks to be told about changes of state.
     *
     * @param listener called from a thread of the data plane, soon after a port or endpoint has changed its status or
     *        has gone; it reads {@link #snapshot()} for what is new, and must not block
     * @return closed to be told no longer
     */
    Registration onStatusChange(Runnable listener);

    /** Ends what it was returned for. Idempotent. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
