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
 * A port as it is.
 *
 * @param applied the configuration in force
 * @param operStatus whether it works
 * @param lastChange when that changed
 * @param lastError why it failed, empty if it did not
 * @param ifIndex index of the device, 0 while there is none
 * @param mtu MTU in force in bytes, 0 while there is no device
 * @param queues queues of the device
 * @param offloads what became of the switches
 */
public record PortStatus(PortConfiguration applied, OperStatus operStatus, Instant lastChange, String lastError,
        int ifIndex, int mtu, int queues, List<OffloadStatus> offloads) {
    public PortStatus {
        requireNonNull(applied);
        requireNonNull(operStatus);
        requireNonNull(lastChange);
        requireNonNull(lastError);
        offloads = List.copyOf(offloads);
    }
}
