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
 * Ethernet frames as a TAP device and tunnels carry them: without preamble and check sequence. Hot path: stateless.
 */
public final class Ethernet {
    /** Bytes in front of the payload without tag. */
    public static final int HEADER_LENGTH = 14;
    /** Bytes of a tag. */
    public static final int TAG_LENGTH = 4;
    /**
     * Most bytes in front of an IP header that is looked for: with as many tags as Linux looks behind, one less than
     * {@code VLAN_MAX_DEPTH} of {@code include/linux/if_vlan.h}. Superpackets behind more would be lost in the kernel.
     */
    public static final int MAX_HEADER_LENGTH = HEADER_LENGTH + 7 * TAG_LENGTH;

    /** Offset of the type, or of the tag in its place. */
    public static final int TYPE = 12;

    public static final int TYPE_IPV4 = 0x0800;
    public static final int TYPE_IPV6 = 0x86dd;
    /** Type of an IEEE 802.1Q customer tag. */
    public static final int TYPE_TAG = 0x8100;
    /** Type of an IEEE 802.1Q service tag, a provider's. */
    public static final int TYPE_SERVICE_TAG = 0x88a8;

    private static final int ADDRESS_LENGTH = 6;
    private static final long GROUP = 0x0100_0000_0000L;

    private Ethernet() {
        // Hidden on purpose
    }

    /**
     * Looks for an IP header behind the stations, or behind up to seven tags (IEEE 802.1Q, IEEE 802.1ad).
     *
     * @param memory where the frame lies
     * @param off offset of its first byte
     * @param len its bytes
     * @return bytes in front of the header if all of that, without options, is there and of the version that the type
     *     says; else {@code len}
     */
    public static int ipStart(final PacketMemory memory, final int off, final int len) {
        if (len < HEADER_LENGTH) {
            return len;
        }
        final ByteBuffer net = memory.net();
        final int lastTag = Math.min(len, MAX_HEADER_LENGTH) - TAG_LENGTH;
        int start = HEADER_LENGTH;
        int type = net.getShort(off + TYPE) & 0xffff;
        while ((type == TYPE_TAG || type == TYPE_SERVICE_TAG) && start <= lastTag) {
            start += TAG_LENGTH;
            type = net.getShort(off + start - Short.BYTES) & 0xffff;
        }
        final int version;
        final int headerLen;
        switch (type) {
            case TYPE_IPV4 -> {
                version = 4;
                headerLen = Ipv4.HEADER_LENGTH;
            }
            case TYPE_IPV6 -> {
                version = 6;
                headerLen = Ipv6.HEADER_LENGTH;
            }
            default -> {
                return len;
            }
        }
        return len - start >= headerLen && (net.get(off + start) >>> 4 & 0xf) == version ? start : len;
    }

    /**
     * Writes the header of a frame that goes back to where another one came from.
     *
     * @param memory where the other frame lies
     * @param off offset of its first byte
     * @param to where to
     * @param toOff offset of the header there
     * @param length bytes of both headers
     */
    public static void writeReturn(final PacketMemory memory, final int off, final PacketMemory to, final int toOff,
            final int length) {
        final ByteBuffer net = to.net();
        net.put(toOff, memory.net(), off + ADDRESS_LENGTH, ADDRESS_LENGTH);
        net.put(toOff + ADDRESS_LENGTH, memory.net(), off, ADDRESS_LENGTH);
        net.put(toOff + TYPE, memory.net(), off + TYPE, length - TYPE);
    }

    /** Destination of a frame, 48 bits. */
    public static long destination(final ByteBuffer net, final int off) {
        return net.getLong(off) >>> 16;
    }

    /** Source of a frame, 48 bits. */
    public static long source(final ByteBuffer net, final int off) {
        return net.getLong(off + 4) & 0xffff_ffff_ffffL;
    }

    /** Whether an address is that of a group: multicast or broadcast. */
    public static boolean isGroup(final long address) {
        return (address & GROUP) != 0;
    }
}
