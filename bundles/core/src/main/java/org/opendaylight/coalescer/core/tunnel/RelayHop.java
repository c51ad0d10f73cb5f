/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import java.nio.ByteBuffer;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * What a packet that is sent on from one peer to another goes through, as at any router (RFC 1812 sections 5.2 and 5.3,
 * RFC 8200 section 3): without it packets that go round would do so for ever. Checksums of TCP and UDP do not cover
 * what is changed.
 *
 * <p>Hot path: stateless.
 */
public final class RelayHop {
    /** One hop in the word of the IPv4 TTL and protocol. */
    private static final int HOP = 1 << Byte.SIZE;
    private static final int LAST_HOP = 1;
    /** 169.254.0.0/16. */
    private static final int LINK_LOCAL_V4 = 0xa9fe;
    /** fe80::/10. */
    private static final int LINK_LOCAL_V6 = 0xfe80 >>> 6;

    private RelayHop() {
        // Hidden on purpose
    }

    /**
     * Whether a packet goes beyond its link: both addresses are those of single hosts, and neither is link-local nor
     * that of the sender itself (RFC 1812 sections 5.2.3 and 5.3.7, RFC 3927 section 7, RFC 4291 section 2.5).
     *
     * @param memory where the packet lies
     * @param off offset of its IP header
     * @param version 4 or 6
     * @return true if it may be sent on
     */
    public static boolean isRoutable(final PacketMemory memory, final int off, final int version) {
        final ByteBuffer net = memory.net();
        return version == 4
            ? isRoutableV4(net.getInt(off + Ipv4.DESTINATION)) && isRoutableV4(net.getInt(off + Ipv4.SOURCE))
            : isRoutableV6(net, off + Ipv6.DESTINATION) && isRoutableV6(net, off + Ipv6.SOURCE);
    }

    private static boolean isRoutableV4(final int address) {
        return InnerPacket.isHostV4(address) && address >>> 16 != LINK_LOCAL_V4;
    }

    private static boolean isRoutableV6(final ByteBuffer net, final int off) {
        return InnerPacket.isHostV6(net, off) && net.getLong(off) >>> 54 != LINK_LOCAL_V6;
    }

    /**
     * Takes one hop off a packet and has the IPv4 header checksum follow (RFC 1624). A checksum that is wrong would
     * follow as well, and stay wrong, but nobody can know where such a packet goes. A packet that is not all there ends
     * here too; what is behind one goes with it.
     *
     * @param memory where the packet lies
     * @param off offset of its IP header
     * @param len its length in bytes
     * @return null if it goes on, else {@link TunnelDrop#BAD_IP_HEADER} or {@link TunnelDrop#TTL_EXCEEDED}, and it is
     *         unchanged
     */
    public static @Nullable TunnelDrop pass(final PacketMemory memory, final int off, final int len) {
        final ByteBuffer net = memory.net();
        if (InnerPacket.version(memory, off) == 6) {
            if (Ipv6.HEADER_LENGTH + (net.getShort(off + Ipv6.PAYLOAD_LENGTH) & 0xffff) > len) {
                return TunnelDrop.BAD_IP_HEADER;
            }
            final int hops = net.get(off + Ipv6.HOP_LIMIT) & 0xff;
            if (hops <= LAST_HOP) {
                return TunnelDrop.TTL_EXCEEDED;
            }
            net.put(off + Ipv6.HOP_LIMIT, (byte) (hops - 1));
            return null;
        }
        final int headerLen = (net.get(off) & 0xf) * Integer.BYTES;
        final int total = net.getShort(off + Ipv4.TOTAL_LENGTH) & 0xffff;
        if (headerLen < Ipv4.HEADER_LENGTH || total < headerLen || total > len
                || !Ipv4.verifyChecksum(memory, off, headerLen)) {
            return TunnelDrop.BAD_IP_HEADER;
        }
        final int before = net.getShort(off + Ipv4.TTL) & 0xffff;
        if (before < (LAST_HOP + 1) * HOP) {
            return TunnelDrop.TTL_EXCEEDED;
        }
        net.putShort(off + Ipv4.TTL, (short) (before - HOP));
        net.putShort(off + Ipv4.CHECKSUM, (short) InternetChecksum.update16(
            net.getShort(off + Ipv4.CHECKSUM) & 0xffff, before, before - HOP));
        return null;
    }
}
