/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * An endpoint as it is.
 *
 * @param applied the configuration in force
 * @param operStatus whether it works
 * @param lastChange when that changed
 * @param lastError why it failed, empty if it did not
 * @param receiveBuffer bytes of receive buffer that the kernel granted, 0 while there is no socket
 * @param receiveBufferReason why that is less than was asked for, empty if it is not
 * @param offloads what became of the switches
 */
public record EndpointStatus(EndpointConfiguration applied, OperStatus operStatus, Instant lastChange,
        String lastError, int receiveBuffer, String receiveBufferReason, List<OffloadStatus> offloads) {
    public EndpointStatus {
        requireNonNull(applied);
        requireNonNull(operStatus);
        requireNonNull(lastChange);
        requireNonNull(lastError);
        requireNonNull(receiveBufferReason);
        offloads = List.copyOf(offloads);
    }
}
