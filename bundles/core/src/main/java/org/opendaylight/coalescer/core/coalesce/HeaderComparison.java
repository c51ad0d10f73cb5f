/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import java.nio.ByteBuffer;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.tunnel.OuterHeaders;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Tcp;

/**
 * Compares the header fields that the segmenter repeats in every packet, but for ECN. Reads words of 8 bytes, each
 * field once. Hot path: stateless.
 */
final class HeaderComparison {
    /** DSCP in the first 8 bytes of IPv4. */
    private static final long V4_DSCP = 0xfcL << 48;
    /** Where the identification ends in them. */
    private static final int V4_ID_SHIFT = 16;
    /** Where DSCP ends in the first 8 bytes of IPv6, only the version in front of it. */
    private static final int V6_DSCP_SHIFT = 54;
    private static final long V6_FLOW_LABEL = 0xf_ffffL << 32;
    /** Data offset, reserved bits and flags of TCP but for those that TSO keeps to the last segment. */
    private static final int TCP_EQUAL_FLAGS = 0xffff & ~(Tcp.PSH | Tcp.FIN);

    private HeaderComparison() {
        // Hidden on purpose
    }

    /**
     * Compares two packets of a flow.
     *
     * @param net memory that they lie in, big-endian
     * @param seedPacket the first packet of a chain
     * @param otherPacket the packet in question
     * @param layout layout of both
     * @param index which segment the other is to become
     * @return what differs, null if nothing does
     */
    static @Nullable SealReason difference(final ByteBuffer net, final int seedPacket, final int otherPacket,
            final int layout, final int index) {
        final int outerLen = PacketParser.outerLength(layout);
        if (outerLen != 0 && !OuterHeaders.mayFollow(net, seedPacket, otherPacket, outerLen, index)) {
            return SealReason.OUTER_HEADER;
        }
        // An Ethernet header is part of the flow's key
        final int seed = seedPacket + PacketParser.ipStart(layout);
        final int other = otherPacket + PacketParser.ipStart(layout);
        final SealReason difference = (layout & PacketParser.LAYOUT_V6) != 0 ? ipv6(net, seed, other)
            : ipv4(net, seed, other, index);
        if (difference != null || (layout & PacketParser.LAYOUT_UDP) != 0) {
            return difference;
        }
        final int ipHeaderLen = PacketParser.ipHeaderLength(layout);
        return tcp(net, seed + ipHeaderLen, other + ipHeaderLen, layout & PacketParser.LAYOUT_L4_LENGTH);
    }

    private static @Nullable SealReason ipv4(final ByteBuffer net, final int seed, final int other, final int index) {
        final long first = net.getLong(seed);
        final long second = net.getLong(other);
        if (((first ^ second) & V4_DSCP) != 0) {
            return SealReason.TOS;
        }
        if ((short) first != (short) second) {
            return SealReason.FRAGMENT_BITS;
        }
        if (net.get(seed + Ipv4.TTL) != net.get(other + Ipv4.TTL)) {
            return SealReason.TTL;
        }
        // Equal fragment bits below the identification take nothing from it
        final long step = second - first >>> V4_ID_SHIFT & 0xffff;
        return (first & Ipv4.DF) == 0 && step != index ? SealReason.IP_ID : null;
    }

    private static @Nullable SealReason ipv6(final ByteBuffer net, final int seed, final int other) {
        final long word = net.getLong(seed) ^ net.getLong(other);
        if (word >>> V6_DSCP_SHIFT != 0) {
            return SealReason.TOS;
        }
        if ((word & V6_FLOW_LABEL) != 0) {
            return SealReason.FLOW_LABEL;
        }
        // The hop limit is the last of these bytes
        return (byte) word != 0 ? SealReason.TTL : null;
    }

    private static @Nullable SealReason tcp(final ByteBuffer net, final int seed, final int other,
            final int headerLen) {
        // Acknowledgment number, data offset and flags, window
        final long word = net.getLong(seed + Tcp.ACKNOWLEDGMENT) ^ net.getLong(other + Tcp.ACKNOWLEDGMENT);
        if (word >>> Integer.SIZE != 0) {
            return SealReason.ACK;
        }
        if ((word >>> Short.SIZE & TCP_EQUAL_FLAGS) != 0) {
            return SealReason.ECN_CHANGE;
        }
        if ((short) word != 0 || net.getShort(seed + Tcp.URGENT) != net.getShort(other + Tcp.URGENT)) {
            return SealReason.WINDOW;
        }
        for (int i = Tcp.OPTIONS; i < headerLen; i += Integer.BYTES) {
            if (net.getInt(seed + i) != net.getInt(other + i)) {
                return SealReason.OPTIONS;
            }
        }
        return null;
    }
}
