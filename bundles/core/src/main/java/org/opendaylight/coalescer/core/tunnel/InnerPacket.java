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
import org.opendaylight.coalescer.packet.Ethernet;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * What a tunnel must know about a packet to carry it. Whatever else may be wrong with the packet is not the tunnel's
 * business and passes.
 *
 * <p>Hot path: stateless.
 */
public final class InnerPacket {
    private static final int MULTICAST_V4 = 0xe;
    private static final int LOOPBACK_V4 = 127;
    /** Every link carries so much IPv6, by fragments of its own if need be (RFC 8200 section 5). */
    static final int MIN_MTU_V6 = 1280;
    /** ff00::/8. */
    private static final int MULTICAST_V6 = 0xff;

    private InnerPacket() {
        // Hidden on purpose
    }

    /**
     * Checks that there is a whole IPv4 or IPv6 header whose TTL has not run out.
     *
     * @param memory where the packet lies
     * @param off offset of its IP header
     * @param len its length in bytes
     * @return null if it may be carried, else {@link TunnelDrop#SHORT}, {@link TunnelDrop#NOT_IP} or
     *         {@link TunnelDrop#TTL_ZERO}
     */
    public static @Nullable TunnelDrop check(final PacketMemory memory, final int off, final int len) {
        if (len < 1) {
            return TunnelDrop.SHORT;
        }
        final int headerLen;
        final int ttl;
        switch (version(memory, off)) {
            case 4 -> {
                headerLen = Ipv4.HEADER_LENGTH;
                ttl = Ipv4.TTL;
            }
            case 6 -> {
                headerLen = Ipv6.HEADER_LENGTH;
                ttl = Ipv6.HOP_LIMIT;
            }
            default -> {
                return TunnelDrop.NOT_IP;
            }
        }
        if (len < headerLen) {
            return TunnelDrop.SHORT;
        }
        return memory.net().get(off + ttl) == 0 ? TunnelDrop.TTL_ZERO : null;
    }

    /**
     * Takes what is behind a tunnel header, if it is a packet of the version that the header announced.
     *
     * @param memory where the packet lies
     * @param off offset of its IP header
     * @param len bytes from there to the end of the datagram
     * @param announced 4 or 6
     * @param out filled, but for the VNI, which is there already
     * @return null if it may be carried, else the reason to drop it
     */
    static @Nullable TunnelDrop take(final PacketMemory memory, final int off, final int len, final int announced,
            final DecapsulatedPacket out) {
        out.setPacket(off, len, announced);
        final TunnelDrop wrong = check(memory, off, len);
        if (wrong != null) {
            return wrong;
        }
        return version(memory, off) == announced ? null : TunnelDrop.VERSION_MISMATCH;
    }

    /**
     * Takes an Ethernet frame behind a tunnel header, whatever is in it.
     *
     * @param off offset of its first byte
     * @param len bytes from there to the end of the datagram
     * @param out filled, but for the VNI, which is there already
     * @return null if it may be carried, else {@link TunnelDrop#SHORT}
     */
    static @Nullable TunnelDrop takeFrame(final int off, final int len, final DecapsulatedPacket out) {
        out.setPacket(off, len, Encapsulation.ETHERNET);
        return len < Ethernet.HEADER_LENGTH ? TunnelDrop.SHORT : null;
    }

    /**
     * Whether the datagram around a packet that is too long for the underlay is to be fragmented: there is no way to
     * have the sender make it shorter. IPv4 with DF clear, where it may be in the middle of a path that nobody asks
     * about; IPv6 of a length that a sender may rely on; a frame with something else.
     *
     * @param memory where the packet lies
     * @param off offset of its IP header
     * @param len its length in bytes from there
     * @param version 4, 6, or 0 if there is no IP header
     * @return false if the sender is to be told
     */
    public static boolean isToBeFragmented(final PacketMemory memory, final int off, final int len,
            final int version) {
        return switch (version) {
            case 4 -> (memory.net().getShort(off + Ipv4.FRAGMENT) & Ipv4.DF) == 0;
            case 6 -> len <= MIN_MTU_V6;
            default -> true;
        };
    }

    /** The version field of an IP header, 0..15. */
    public static int version(final PacketMemory memory, final int off) {
        return memory.net().get(off) >>> 4 & 0xf;
    }

    /**
     * The byte that holds DSCP and ECN.
     *
     * @param memory where the packet lies
     * @param off offset of its IPv4 or IPv6 header
     * @return TOS or traffic class, 0..255
     */
    public static int trafficClass(final PacketMemory memory, final int off) {
        final ByteBuffer net = memory.net();
        return version(memory, off) == 4 ? net.get(off + Ipv4.TOS) & 0xff
            : net.getInt(off + Ipv6.VERSION_CLASS_FLOW) >>> 20 & 0xff;
    }

    /** Offset of the source address in the memory, of 4 or 16 bytes. */
    public static int sourceOffset(final PacketMemory memory, final int off) {
        return off + (version(memory, off) == 4 ? Ipv4.SOURCE : Ipv6.SOURCE);
    }

    /** Offset of the destination address in the memory, of 4 or 16 bytes. */
    public static int destinationOffset(final PacketMemory memory, final int off) {
        return off + (version(memory, off) == 4 ? Ipv4.DESTINATION : Ipv6.DESTINATION);
    }

    /** Whether an address is that of a single host, and not of this one itself (RFC 1122 section 3.2.1.3). */
    static boolean isHostV4(final int address) {
        return address >>> 28 < MULTICAST_V4 && address >>> 24 != 0 && address >>> 24 != LOOPBACK_V4;
    }

    /** Whether the address at an offset is that of a single host, and not of this one itself (RFC 4291 section 2.5). */
    static boolean isHostV6(final ByteBuffer net, final int off) {
        final long high = net.getLong(off);
        // ::/127 is no address and that of the host itself
        return high >>> 56 != MULTICAST_V6 && (high != 0 || net.getLong(off + Long.BYTES) >>> 1 != 0);
    }
}
