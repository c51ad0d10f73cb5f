/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import org.opendaylight.coalescer.packet.PacketMetadata;

/** A packet in a {@link ChainStore}, which writes it. Hot path: owned by one worker. */
final class HeldPacket {
    /** Place and length. */
    int off;
    int len;
    /** Bytes of the Ethernet header in front of the first IP header. */
    int link;
    int payloadOff;
    int payloadLen;
    /** The packet behind it in its chain, {@link ChainStore#NONE} behind the last. */
    int next;
    /** Start and offset of the checksum to finish, upper and lower half; {@link ChainStore#NONE} if none is. */
    int partial;

    /** Puts what is known of it into metadata again. */
    void describe(final PacketMetadata meta) {
        meta.reset(off, len);
        meta.setLink(link);
        if (partial != ChainStore.NONE) {
            meta.setPartial(partial >>> 16, partial & 0xffff);
        }
    }
}
