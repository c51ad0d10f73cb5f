/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import static java.util.Objects.requireNonNull;

import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.tunnel.VxlanGpe;

/**
 * How to replay a capture.
 *
 * @param coalescing what an operator would have chosen; {@link CoalescerOptions#MAX_HOLD_PACKETS} and
 *                   {@link Long#MAX_VALUE} leave it to batches how much is held and how long
 * @param output what the device would take
 * @param batchPackets packets of a batch, {@link #BY_TIME} if packets with the same timestamp are one
 * @param decapPort UDP port of VXLAN-GPE datagrams of which to replay what is inside, {@link #NO_DECAP} for none
 */
public record ReplayOptions(CoalescerOptions coalescing, OutputCapabilities output, int batchPackets, int decapPort) {
    /** In place of the packets of a batch: packets with the same timestamp are one. */
    public static final int BY_TIME = 0;
    /** In place of a port: packets are replayed as they were captured. */
    public static final int NO_DECAP = 0;
    /** Packets of a batch unless somebody says otherwise. */
    public static final int DEFAULT_BATCH = 64;
    /** Where VXLAN-GPE is expected unless somebody says otherwise. */
    public static final int DEFAULT_PORT = VxlanGpe.DEFAULT_PORT;
    /**
     * Batches of 64 packets, and otherwise what a port does without being told. Tunnels inside are UDP as any other, as
     * on TUN devices of Linux 6.18; {@code --decap} looks into the outermost one.
     */
    public static final ReplayOptions DEFAULT = new ReplayOptions(
        CoalescerOptions.DEFAULT.holding(CoalescerOptions.MAX_HOLD_PACKETS, Long.MAX_VALUE),
        new OutputCapabilities(true, true, true, true, true, false), DEFAULT_BATCH, NO_DECAP);

    public ReplayOptions {
        requireNonNull(coalescing);
        requireNonNull(output);
        if (batchPackets < 0 || batchPackets > CoalescerOptions.MAX_HOLD_PACKETS) {
            throw new IllegalArgumentException("a batch has 1.." + CoalescerOptions.MAX_HOLD_PACKETS
                + " packets, not " + batchPackets);
        }
        if (decapPort < 0 || decapPort > 0xffff) {
            throw new IllegalArgumentException("a port is 1..65535, not " + decapPort);
        }
    }
}
