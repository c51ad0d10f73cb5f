/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.core.tunnel.IcmpError;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.TunQueue;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.VirtioNetHeader;

/**
 * Tells senders behind a port that the underlay does not carry packets of this length, as often as a token bucket lets
 * it (RFC 1812 section 4.3.2.8): a sender who does not listen must not double the work. Hot path: owned by one worker.
 */
final class TooBigReply {
    private final PacketMemory memory = NativeMemory.allocate(VirtioNetHeader.LENGTH + IcmpError.MAX_LENGTH);
    private final TransmitValidation output = new TransmitValidation(OutputCapabilities.NONE, 0);
    private final PacketMetadata answer = new PacketMetadata();
    private final ReplyBudget budget = new ReplyBudget();
    private final TunQueue queue;

    /**
     * Makes one.
     *
     * @param queue where senders are, owned by the caller
     */
    TooBigReply(final TunQueue queue) {
        this.queue = queue;
    }

    /**
     * Tells the sender of a packet, if that is allowed and not too often. An answer that the device does not take is
     * lost: the sender will ask again.
     *
     * @param packets where the packet lies
     * @param packet its metadata
     * @param mtu most bytes of a packet that could be carried
     * @param nowNs {@link System#nanoTime}
     * @return whether the device has taken an answer
     */
    boolean send(final PacketMemory packets, final PacketMetadata packet, final int mtu, final long nowNs) {
        if (budget.isSpent(nowNs)
                || !IcmpError.tooBig(packets, packet, mtu, memory, VirtioNetHeader.LENGTH, answer)) {
            return false;
        }
        budget.spend(nowNs);
        output.begin(memory, answer);
        output.writeVirtioHeader(memory, 0, answer);
        return queue.write(memory, 0, VirtioNetHeader.LENGTH + answer.length()) > 0;
    }
}
