/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

import java.nio.ByteBuffer;

/** What the headers of both versions of IP have in common. Hot path: stateless. */
public final class IpHeader {
    private IpHeader() {
        // Hidden on purpose
    }

    /**
     * Whether a header is that of IPv4.
     *
     * @param net memory that it lies in, big-endian
     * @param off its offset
     * @return false for IPv6
     */
    public static boolean isV4(final ByteBuffer net, final int off) {
        return (net.get(off) >>> 4 & 0xf) == 4;
    }

    /**
     * Writes what depends on how long a packet is and which segment of a superpacket; the IPv4 header checksum as well.
     *
     * @param memory where the header lies
     * @param off its offset
     * @param len bytes of the packet from there, at most what IP can say
     * @param index which segment it is: counted on to the IPv4 identification
     */
    public static void writeLength(final PacketMemory memory, final int off, final int len, final int index) {
        final ByteBuffer net = memory.net();
        if (isV4(net, off)) {
            net.putShort(off + Ipv4.TOTAL_LENGTH, (short) len);
            net.putShort(off + Ipv4.IDENTIFICATION, (short) (net.getShort(off + Ipv4.IDENTIFICATION) + index));
            Ipv4.writeChecksum(memory, off, (net.get(off + Ipv4.VERSION_IHL) & 0xf) << 2);
        } else {
            net.putShort(off + Ipv6.PAYLOAD_LENGTH, (short) (len - Ipv6.HEADER_LENGTH));
        }
    }
}
