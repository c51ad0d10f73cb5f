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
 * VXLAN (RFC 7348 section 5): Ethernet frames. Reserved bits that are set are refused, as Linux does: whoever sets one
 * means an extension that changes what follows.
 *
 * <p>Hot path: stateless.
 */
public final class Vxlan implements Encapsulation {
    /** UDP port that IANA assigned to it. */
    static final int PORT = 4789;
    static final int HEADER_LENGTH = 8;
    /** First word: the VNI is valid, everything else reserved. */
    static final int FLAGS = 0x0800_0000;

    @Override
    public String name() {
        return "vxlan";
    }

    @Override
    public int defaultPort() {
        return PORT;
    }

    @Override
    public int headerLength() {
        return HEADER_LENGTH;
    }

    @Override
    public void encapsulate(final PacketMemory memory, final int off, final int vni, final int ipVersion) {
        final ByteBuffer net = memory.net();
        net.putInt(off, FLAGS);
        net.putInt(off + 4, vni << 8);
    }

    @Override
    public @Nullable TunnelDrop decapsulate(final PacketMemory memory, final int off, final int len,
            final DecapsulatedPacket out) {
        if (len < HEADER_LENGTH) {
            return TunnelDrop.SHORT;
        }
        final ByteBuffer net = memory.net();
        final int second = net.getInt(off + 4);
        if (net.getInt(off) != FLAGS || (second & 0xff) != 0) {
            return TunnelDrop.BAD_FLAGS;
        }
        out.setVni(second >>> 8);
        return InnerPacket.takeFrame(off + HEADER_LENGTH, len - HEADER_LENGTH, out);
    }
}
