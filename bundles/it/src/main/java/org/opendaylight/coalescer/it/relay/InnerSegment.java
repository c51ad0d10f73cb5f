/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.it.relay.RelayEvent.Data;
import org.opendaylight.coalescer.it.relay.RelayEvent.Segment;

/** Reads TCP behind a tunnel header of eight bytes that plain IP follows. Functions without state. */
final class InnerSegment {
    private static final int TUNNEL_HEADER = 8;
    private static final int TCP = 6;
    private static final int TCP_HEADER = 20;
    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int OPTION_TIMESTAMP = 8;

    private InnerSegment() {
        // functions only
    }

    /** Reads a datagram; null if it holds no whole TCP header. */
    static @Nullable Segment read(final byte[] datagram) {
        if (datagram.length < TUNNEL_HEADER + TCP_HEADER) {
            return null;
        }
        final var data = ByteBuffer.wrap(datagram);
        final boolean ipv4 = datagram[TUNNEL_HEADER] == 0x45;
        if (!ipv4 && datagram[TUNNEL_HEADER] >> 4 != 6) {
            return null;
        }
        final int tcp = TUNNEL_HEADER + (ipv4 ? 20 : 40);
        if (datagram[TUNNEL_HEADER + (ipv4 ? 9 : 6)] != TCP || datagram.length < tcp + TCP_HEADER) {
            return null;
        }
        final int options = tcp + TCP_HEADER;
        final int payload = tcp + (datagram[tcp + 12] >> 2 & 0x3c);
        if (payload < options || payload > datagram.length) {
            return null;
        }
        return new Segment(flow(data, ipv4, tcp), datagram[tcp + 13] & 0xff, data.getShort(tcp + 16) & 0xffff,
            new Data(data.getInt(tcp + 4), datagram.length - payload), timestamp(data, options, payload));
    }

    private static String flow(final ByteBuffer data, final boolean ipv4, final int tcp) {
        final int length = ipv4 ? 4 : 16;
        final int source = TUNNEL_HEADER + (ipv4 ? 12 : 8);
        return address(data, source, length) + '/' + (data.getShort(tcp) & 0xffff) + '-'
            + address(data, source + length, length) + '/' + (data.getShort(tcp + 2) & 0xffff);
    }

    private static String address(final ByteBuffer data, final int at, final int length) {
        final byte[] bytes = new byte[length];
        data.get(at, bytes);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Addresses have 4 or 16 bytes", e);
        }
    }

    private static long timestamp(final ByteBuffer data, final int from, final int until) {
        int at = from;
        while (at < until && data.get(at) != OPTION_END) {
            if (data.get(at) == OPTION_NOP) {
                at++;
                continue;
            }
            if (at + 1 >= until || data.get(at + 1) < 2) {
                return -1;
            }
            if (data.get(at) == OPTION_TIMESTAMP && at + 10 <= until) {
                return Integer.toUnsignedLong(data.getInt(at + 2));
            }
            at += data.get(at + 1) & 0xff;
        }
        return -1;
    }
}
