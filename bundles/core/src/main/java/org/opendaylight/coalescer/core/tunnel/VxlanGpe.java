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
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * The Generic Protocol Extension for VXLAN (draft-ietf-nvo3-vxlan-gpe section 3.1), as the Linux kernel speaks it
 * ({@code include/net/vxlan.h}, {@code vxlan_parse_gpe_proto} in {@code drivers/net/vxlan/vxlan_core.c}).
 * <pre>
 *     0                   1                   2                   3
 *    |R|R|Ver|I|P|B|O|       Reserved                |Next Protocol  |
 *    |                VXLAN Network Identifier (VNI) |   Reserved    |
 * </pre>
 *
 * <p>Reserved bits must be 0: the draft would ignore them, but like the kernel we refuse what may be an extension that
 * changes the meaning of the rest. The B bit (flooded by the sender) means nothing between configured peers.
 *
 * <p>Hot path: stateless.
 */
public final class VxlanGpe implements Encapsulation {
    static final int HEADER_LENGTH = 8;

    /** First word: the VNI is valid. */
    static final int FLAG_VNI = 0x0800_0000;
    /** First word: the next protocol is valid. */
    static final int FLAG_NEXT_PROTOCOL = 0x0400_0000;
    /** First word: broadcast, unknown unicast or multicast that the sender replicated. */
    static final int FLAG_BUM = 0x0200_0000;
    /** First word: maintenance message. */
    static final int FLAG_OAM = 0x0100_0000;

    static final int NEXT_IPV4 = 1;
    static final int NEXT_IPV6 = 2;

    private static final int NEXT_PROTOCOL_MASK = 0xff;
    private static final int REQUIRED = FLAG_VNI | FLAG_NEXT_PROTOCOL;

    @Override
    public String name() {
        return "vxlan-gpe";
    }

    @Override
    public int defaultPort() {
        return 4790;
    }

    @Override
    public int headerLength() {
        return HEADER_LENGTH;
    }

    @Override
    public void encapsulate(final PacketMemory memory, final int off, final int vni, final int ipVersion) {
        final ByteBuffer net = memory.net();
        net.putInt(off, REQUIRED | (ipVersion == 4 ? NEXT_IPV4 : NEXT_IPV6));
        net.putInt(off + 4, vni << 8);
    }

    @Override
    public @Nullable TunnelDrop decapsulate(final PacketMemory memory, final int off, final int len,
            final DecapsulatedPacket out) {
        if (len < HEADER_LENGTH) {
            return TunnelDrop.SHORT;
        }
        final ByteBuffer net = memory.net();
        final int first = net.getInt(off);
        final int second = net.getInt(off + 4);
        if ((first & FLAG_OAM) != 0) {
            return TunnelDrop.OAM;
        }
        if ((first & ~(FLAG_BUM | NEXT_PROTOCOL_MASK)) != REQUIRED || (second & 0xff) != 0) {
            return TunnelDrop.BAD_FLAGS;
        }
        final int version;
        switch (first & NEXT_PROTOCOL_MASK) {
            case NEXT_IPV4 -> version = 4;
            case NEXT_IPV6 -> version = 6;
            default -> {
                return TunnelDrop.WRONG_NEXT_PROTOCOL;
            }
        }
        out.setVni(second >>> 8);
        return InnerPacket.take(memory, off + HEADER_LENGTH, len - HEADER_LENGTH, version, out);
    }
}
