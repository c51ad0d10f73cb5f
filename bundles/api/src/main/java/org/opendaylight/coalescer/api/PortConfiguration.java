/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

import org.eclipse.jdt.annotation.Nullable;

/**
 * A TUN or TAP device, fed by the overlay. What every component means, its unit and its range stand in
 * {@code odl-coalescer.yang}.
 *
 * @param name name of the port and of its device
 * @param description what the operator says about it, may be empty
 * @param enabled carries packets
 * @param device what the network sees of it
 * @param offload what kernel and port leave to each other
 * @param coalescing how received packets become superpackets
 * @param tunnel how packets get here and leave
 * @param gapAlarm when losses are told of, null for never
 */
public record PortConfiguration(String name, String description, boolean enabled, DeviceConfiguration device,
        OffloadConfiguration offload, CoalescingConfiguration coalescing, TunnelConfiguration tunnel,
        @Nullable GapAlarmConfiguration gapAlarm) {
    public PortConfiguration {
        requireNonNull(name);
        requireNonNull(description);
        requireNonNull(device);
        requireNonNull(offload);
        requireNonNull(coalescing);
        requireNonNull(tunnel);
    }

    /** A port whose losses nobody is told of. */
    public PortConfiguration(final String name, final String description, final boolean enabled,
            final DeviceConfiguration device, final OffloadConfiguration offload,
            final CoalescingConfiguration coalescing, final TunnelConfiguration tunnel) {
        this(name, description, enabled, device, offload, coalescing, tunnel, null);
    }
}
