/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static java.util.Objects.requireNonNull;

import org.opendaylight.coalescer.core.PacketOutput;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Where a coalescer writes.
 *
 * @param output takes the packets
 * @param validation says what that output can do, now
 * @param scratch memory that the output can read, for headers
 * @param scratchOff offset there of {@link Coalescer#SCRATCH_BYTES} bytes that nobody else touches
 */
public record CoalescerTarget(PacketOutput output, TransmitValidation validation, PacketMemory scratch,
        int scratchOff) {

    public CoalescerTarget {
        requireNonNull(output);
        requireNonNull(validation);
        if (scratchOff < 0 || scratchOff > scratch.capacity() - Coalescer.SCRATCH_BYTES) {
            throw new IllegalArgumentException("No room for headers at offset " + scratchOff + " of "
                + scratch.capacity());
        }
    }
}
