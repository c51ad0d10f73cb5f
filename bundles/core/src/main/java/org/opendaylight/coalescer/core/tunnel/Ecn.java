/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import java.nio.ByteBuffer;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Congestion marks across the ends of a tunnel (RFC 6040 section 4). The codepoint is no part of what TCP and UDP
 * checksums cover, so only the IPv4 header checksum follows a change, and a wrong one stays as wrong as it was.
 *
 * <p>Hot path: stateless.
 */
public final class Ecn {
    public static final int NOT_ECT = 0;
    public static final int ECT_1 = 1;
    public static final int ECT_0 = 2;
    public static final int CE = 3;

    /** In place of a codepoint: the one of the inner packet. */
    public static final int INHERIT_DSCP = -1;

    private static final int MASK = 3;
    private static final int IPV6_SHIFT = 20;

    private Ecn() {
        // Hidden on purpose
    }

    /**
     * TOS or traffic class of the outer header: in normal mode for ECN, in the pipe or the uniform model for
     * differentiated services (RFC 2983 section 3). What is inside keeps its own codepoint in both.
     *
     * @param memory where the inner packet lies
     * @param off offset of its IP header
     * @param dscp differentiated services codepoint of the tunnel, 0..63, or {@link #INHERIT_DSCP}
     * @return value of the outer byte, 0..255
     */
    public static int encapsulate(final PacketMemory memory, final int off, final int dscp) {
        final int inner = InnerPacket.trafficClass(memory, off);
        return dscp == INHERIT_DSCP ? inner : dscp << 2 | inner & MASK;
    }

    /**
     * TOS or traffic class of the outer header of a frame without IP, which has no codepoints itself.
     *
     * @param dscp differentiated services codepoint of the tunnel, 0..63, or {@link #INHERIT_DSCP}
     * @return value of the outer byte, 0..255
     */
    public static int encapsulateFrame(final int dscp) {
        return dscp == INHERIT_DSCP ? 0 : dscp << 2;
    }

    /**
     * Brings the outer codepoint into the inner packet.
     *
     * @param memory where the inner packet lies, edited where RFC 6040 figure 4 says so
     * @param off offset of its IP header
     * @param outerTrafficClass TOS or traffic class that the datagram came with
     * @return false if the packet must be dropped: congestion was marked outside, and inside is no ECN-capable packet
     */
    public static boolean decapsulate(final PacketMemory memory, final int off, final int outerTrafficClass) {
        final int outer = outerTrafficClass & MASK;
        if (outer == NOT_ECT || outer == ECT_0) {
            return true;
        }
        final int inner = InnerPacket.trafficClass(memory, off) & MASK;
        if (inner == NOT_ECT) {
            return outer != CE;
        }
        // CE outside, or ECT(0) inside and ECT(1) outside
        if (inner != CE && (outer == CE || inner == ECT_0)) {
            write(memory, off, outer);
        }
        return true;
    }

    private static void write(final PacketMemory memory, final int off, final int codepoint) {
        final ByteBuffer net = memory.net();
        if (InnerPacket.version(memory, off) == 4) {
            final int before = net.getShort(off) & 0xffff;
            final int after = before & ~MASK | codepoint;
            net.putShort(off, (short) after);
            net.putShort(off + Ipv4.CHECKSUM, (short) InternetChecksum.update16(
                net.getShort(off + Ipv4.CHECKSUM) & 0xffff, before, after));
        } else {
            final int word = net.getInt(off + Ipv6.VERSION_CLASS_FLOW);
            net.putInt(off + Ipv6.VERSION_CLASS_FLOW, word & ~(MASK << IPV6_SHIFT) | codepoint << IPV6_SHIFT);
        }
    }
}
