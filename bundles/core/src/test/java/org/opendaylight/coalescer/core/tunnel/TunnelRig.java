/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import java.util.HexFormat;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.packet.PacketMemory;

/** A datagram in memory, made of hex digits, and what an encapsulation reads of it. */
final class TunnelRig {
    /** Where tunnel headers begin: not at a place that is easily mistaken for one. */
    static final int OFF = 11;
    /** An IPv4 and an IPv6 header with nothing but version and TTL. */
    static final String IPV4 = "45" + "ff".repeat(7) + "40" + "ff".repeat(11);
    static final String IPV6 = "60" + "ff".repeat(6) + "40" + "ff".repeat(32);

    final PacketMemory memory = PacketMemory.allocate(512);
    final DecapsulatedPacket out = new DecapsulatedPacket();
    private final Encapsulation encapsulation;

    TunnelRig(final Encapsulation encapsulation) {
        this.encapsulation = encapsulation;
    }

    /** What comes of a datagram. What is behind it in memory would do harm. */
    @Nullable TunnelDrop decapsulate(final String hex) {
        final byte[] datagram = HexFormat.of().parseHex(hex);
        for (int i = 0; i < memory.net().capacity(); i++) {
            memory.net().put(i, (byte) 0xff);
        }
        memory.net().put(OFF, datagram);
        return encapsulation.decapsulate(memory, OFF, datagram.length, out);
    }

    /** What is written in front of a packet, in hex digits. */
    String header(final int vni, final int ipVersion) {
        encapsulation.encapsulate(memory, OFF, vni, ipVersion);
        final byte[] header = new byte[encapsulation.headerLength()];
        memory.net().get(OFF, header);
        return HexFormat.of().formatHex(header);
    }

    /** Where the inner packet was found, from the tunnel header on. */
    int innerOffset() {
        return out.offset() - OFF;
    }
}
