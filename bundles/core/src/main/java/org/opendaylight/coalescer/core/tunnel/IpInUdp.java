/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * IP packets right behind the UDP header, told apart by their version field: what Linux calls foo-over-UDP with
 * protocol 4 or 41 ({@code net/ipv4/fou_core.c}). There is no header, and no port that IANA assigned.
 *
 * <p>Hot path: stateless.
 */
public final class IpInUdp implements Encapsulation {
    @Override
    public String name() {
        return "ip-in-udp";
    }

    @Override
    public int defaultPort() {
        return 0;
    }

    @Override
    public int headerLength() {
        return 0;
    }

    @Override
    public void encapsulate(final PacketMemory memory, final int off, final int vni, final int ipVersion) {
        // Nothing to be written
    }

    @Override
    public @Nullable TunnelDrop decapsulate(final PacketMemory memory, final int off, final int len,
            final DecapsulatedPacket out) {
        out.setVni(0);
        return len < 1 ? TunnelDrop.SHORT
            : InnerPacket.take(memory, off, len, InnerPacket.version(memory, off), out);
    }
}
