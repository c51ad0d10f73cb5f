/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

import java.nio.ByteBuffer;

/**
 * Finds the transport header behind an IPv4 header with options or a chain of IPv6 extension headers (RFC 8200 section
 * 4.1). The result is one number that {@link #protocol} and {@link #offset} take apart.
 *
 * <p>Hot path: stateless.
 */
public final class UpperLayer {
    /** No transport header can be reached: a fragment, ESP, no next header, or headers that don't fit the packet. */
    public static final int NONE = -1;

    private static final int OFFSET_BITS = 20;
    private static final int OFFSET_MASK = (1 << OFFSET_BITS) - 1;

    private UpperLayer() {
        // Hidden on purpose
    }

    /**
     * Walks the headers.
     *
     * @param memory where the packet lies
     * @param off offset of its IP header
     * @param len bytes of the packet, below 2^20
     * @return what was found, or {@link #NONE}
     */
    public static int find(final PacketMemory memory, final int off, final int len) {
        final ByteBuffer net = memory.net();
        if (len < Ipv4.HEADER_LENGTH) {
            return NONE;
        }
        return switch (net.get(off) >>> 4 & 0xf) {
            case 4 -> findV4(net, off, len);
            case 6 -> len < Ipv6.HEADER_LENGTH ? NONE : findV6(net, off, len);
            default -> NONE;
        };
    }

    /** Protocol number of what {@link #find} found. */
    public static int protocol(final int found) {
        return found >>> OFFSET_BITS;
    }

    /** Bytes from the IP header to the transport header that {@link #find} found, at most the length of the packet. */
    public static int offset(final int found) {
        return found & OFFSET_MASK;
    }

    private static int findV4(final ByteBuffer net, final int off, final int len) {
        final int headerLen = (net.get(off) & 0xf) << 2;
        if (headerLen < Ipv4.HEADER_LENGTH || headerLen > len
                || (net.getShort(off + Ipv4.FRAGMENT) & (Ipv4.MF | Ipv4.OFFSET_MASK)) != 0) {
            return NONE;
        }
        return pack(net.get(off + Ipv4.PROTOCOL) & 0xff, headerLen);
    }

    private static int findV6(final ByteBuffer net, final int off, final int len) {
        int next = net.get(off + Ipv6.NEXT_HEADER) & 0xff;
        int pos = Ipv6.HEADER_LENGTH;
        while (true) {
            final int unit;
            final int extra;
            switch (next) {
                case IpProtocol.HOP_BY_HOP, IpProtocol.ROUTING, IpProtocol.DESTINATION_OPTIONS, IpProtocol.MOBILITY,
                        IpProtocol.HIP, IpProtocol.SHIM6 -> {
                    unit = 8;
                    extra = 1;
                }
                case IpProtocol.AH -> {
                    // RFC 4302 section 2.2: the length in 4-byte units, minus 2
                    unit = 4;
                    extra = 2;
                }
                case IpProtocol.FRAGMENT, IpProtocol.ESP, IpProtocol.NO_NEXT_HEADER -> {
                    return NONE;
                }
                default -> {
                    return pack(next, pos);
                }
            }
            if (pos + 2 > len) {
                return NONE;
            }
            next = net.get(off + pos) & 0xff;
            pos += ((net.get(off + pos + 1) & 0xff) + extra) * unit;
            if (pos > len) {
                return NONE;
            }
        }
    }

    private static int pack(final int protocol, final int offset) {
        return protocol << OFFSET_BITS | offset;
    }
}
