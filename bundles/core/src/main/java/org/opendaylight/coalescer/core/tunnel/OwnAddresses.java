/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * The addresses of a port itself: what goes to them is not for others, and what the port has to say comes from one of
 * them. Asking allocates nothing. Not for several threads.
 */
public final class OwnAddresses {
    /** Longest IPv4 prefix that has a broadcast address (RFC 3021). */
    private static final int MAX_BROADCAST_PREFIX = 30;

    private int[] v4 = new int[0];
    private long[] v6 = new long[0];
    private byte @Nullable [] speaker4;
    private byte @Nullable [] speaker6;

    /**
     * Adds an address. The first one of each version that is not link-local speaks for the port.
     *
     * @param inet the address
     * @param prefixLength of its network; the broadcast address of an IPv4 network is the port's, too, since routers do
     *     not carry what goes to one (RFC 2644)
     */
    public void add(final InetAddress inet, final int prefixLength) {
        final byte[] address = inet.getAddress();
        final ByteBuffer bytes = ByteBuffer.wrap(address);
        if (address.length == Integer.BYTES) {
            v4 = Arrays.copyOf(v4, v4.length + 2);
            final int host = bytes.getInt(0);
            v4[v4.length - 2] = host;
            v4[v4.length - 1] = prefixLength > MAX_BROADCAST_PREFIX ? host : host | -1 >>> prefixLength;
            speaker4 = speaker4 == null && !inet.isLinkLocalAddress() ? address : speaker4;
        } else {
            v6 = Arrays.copyOf(v6, v6.length + 2);
            v6[v6.length - 2] = bytes.getLong(0);
            v6[v6.length - 1] = bytes.getLong(Long.BYTES);
            speaker6 = speaker6 == null && !inet.isLinkLocalAddress() ? address : speaker6;
        }
    }

    /**
     * Whether a packet goes to the port itself.
     *
     * @param memory where the packet lies
     * @param off offset of its IP header
     * @param version 4 or 6
     * @return true if its destination is one of these addresses
     */
    public boolean isDestination(final PacketMemory memory, final int off, final int version) {
        final ByteBuffer net = memory.net();
        final int at = InnerPacket.destinationOffset(memory, off);
        if (version == 4) {
            final int address = net.getInt(at);
            for (int own : v4) {
                if (own == address) {
                    return true;
                }
            }
            return false;
        }
        final long high = net.getLong(at);
        final long low = net.getLong(at + Long.BYTES);
        for (int i = 0; i < v6.length; i += 2) {
            if (v6[i] == high && v6[i + 1] == low) {
                return true;
            }
        }
        return false;
    }

    /** The address that speaks for the port, of 4 or 16 bytes; null if it has none of this IP version. */
    byte @Nullable [] speaker(final int version) {
        return version == 4 ? speaker4 : speaker6;
    }
}
