/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

/**
 * What became of one switch.
 *
 * @param capability which ability of the kernel
 * @param direction on which way
 * @param requested the configuration asks for it
 * @param negotiated the kernel agreed when it was tried, which is done with what is asked for
 * @param active it is in use
 * @param reason why it is not active, empty if it is
 */
public record OffloadStatus(Capability capability, Direction direction, boolean requested, boolean negotiated,
        boolean active, String reason) {
    /** Abilities of the kernel; names and meaning as in {@code odl-coalescer.yang}. */
    public enum Capability {
        CHECKSUM, TSO4, TSO6, TSO_ECN, USO4, USO6, UDP_TUNNEL_GSO, UDP_TUNNEL_CSUM, SCTP_CRC, UDP_GSO, UDP_GRO
    }

    /** RECEIVE is from the overlay to the port, TRANSMIT from the port to the overlay. */
    public enum Direction {
        RECEIVE, TRANSMIT
    }

    public OffloadStatus {
        requireNonNull(capability);
        requireNonNull(direction);
        requireNonNull(reason);
    }
}
