/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.tunnel.DecapsulatedPacket;
import org.opendaylight.coalescer.core.tunnel.Ecn;
import org.opendaylight.coalescer.core.tunnel.Encapsulation;
import org.opendaylight.coalescer.core.tunnel.InnerPacket;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Udp;

/** Takes packets out of the datagrams of a tunnel as an endpoint does that accepts anybody. For one thread. */
final class Decapsulator {
    private final DecapsulatedPacket inner = new DecapsulatedPacket();
    private final PacketMetadata metadata = new PacketMetadata();
    private final Map<TunnelDrop, Long> drops = new EnumMap<>(TunnelDrop.class);
    private final Encapsulation encapsulation;
    private final int port;
    private long decapsulated;
    private long outside;

    /**
     * Makes a decapsulator.
     *
     * @param tunnel which datagrams
     */
    Decapsulator(final ReplayOptions.Tunnel tunnel) {
        encapsulation = tunnel.encapsulation();
        port = tunnel.port();
    }

    /**
     * Looks for a datagram of the tunnel and what is in it.
     *
     * @param memory where the packet lies; the congestion mark of the outer header gets into the inner one
     * @param off offset of the outer IP header
     * @param len bytes of the packet
     * @return what is inside, the same object each time; null if nothing is to be had
     */
    @Nullable PacketMetadata take(final PacketMemory memory, final int off, final int len) {
        final int udp = udpOffset(memory.net(), off, len);
        final int end = udp < 0 ? 0 : datagramEnd(memory.net(), udp, off + len);
        if (end == 0) {
            outside++;
            return null;
        }
        final int header = udp + Udp.HEADER_LENGTH;
        TunnelDrop drop = encapsulation.decapsulate(memory, header, end - header, inner);
        if (drop == null) {
            inner.describe(memory, metadata);
            if (metadata.linkLength() < metadata.length() && !Ecn.decapsulate(memory,
                    inner.offset() + metadata.linkLength(), InnerPacket.trafficClass(memory, off))) {
                drop = TunnelDrop.ECN_DROP;
            }
        }
        if (drop != null) {
            drops.merge(drop, 1L, Long::sum);
            return null;
        }
        decapsulated++;
        return metadata;
    }

    ReplayResult.Tunnel result() {
        return new ReplayResult.Tunnel(decapsulated, outside, drops);
    }

    /** Where the UDP header begins, -1 if there is none, or just a fragment of it. */
    private static int udpOffset(final ByteBuffer net, final int off, final int len) {
        final int headerLen;
        switch (len == 0 ? 0 : net.get(off) >>> 4 & 0xf) {
            case 4 -> {
                headerLen = (net.get(off) & 0xf) * Integer.BYTES;
                if (len < Ipv4.HEADER_LENGTH || headerLen < Ipv4.HEADER_LENGTH
                        || (net.get(off + Ipv4.PROTOCOL) & 0xff) != IpProtocol.UDP
                        || (net.getShort(off + Ipv4.FRAGMENT) & (Ipv4.MF | Ipv4.OFFSET_MASK)) != 0) {
                    return -1;
                }
            }
            case 6 -> {
                headerLen = Ipv6.HEADER_LENGTH;
                if (len < headerLen || (net.get(off + Ipv6.NEXT_HEADER) & 0xff) != IpProtocol.UDP) {
                    return -1;
                }
            }
            default -> {
                return -1;
            }
        }
        return len < headerLen + Udp.HEADER_LENGTH ? -1 : off + headerLen;
    }

    /** Where a datagram of the tunnel ends, or what was captured of it; 0 if it is another one. */
    private int datagramEnd(final ByteBuffer net, final int udp, final int packetEnd) {
        final int length = net.getShort(udp + Udp.LENGTH) & 0xffff;
        return (net.getShort(udp + Udp.DESTINATION_PORT) & 0xffff) != port || length < Udp.HEADER_LENGTH ? 0
            : Math.min(udp + length, packetEnd);
    }
}
