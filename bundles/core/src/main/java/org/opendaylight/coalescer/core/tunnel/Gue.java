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
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Generic UDP Encapsulation with IP inside (draft-ietf-intarea-gue, {@code struct guehdr} in
 * {@code include/net/gue.h}). Version 0 has a header, version 1 is the IP packet itself, whose first bits, 01, are the
 * version. Both are received, whichever is sent.
 * <pre>
 *    | 0 |C|   Hlen  |  Proto/ctype  |             Flags             |
 * </pre>
 *
 * <p>Flags announce optional fields, and whatever is left of the header is private data: what we don't know we must
 * drop (sections 3.2 and 3.7).
 *
 * <p>Hot path: stateless.
 */
public final class Gue implements Encapsulation {
    /** Highest version. */
    public static final int MAX_VERSION = 1;

    static final int HEADER_LENGTH = 4;
    /** First word: a control message. */
    private static final int FLAG_CONTROL = 0x2000_0000;
    private static final int VERSION_SHIFT = 30;
    private static final int PROTOCOL_SHIFT = 16;
    private static final int PROTOCOL_MASK = 0xff;
    /** First word: flags, and the length of the optional fields that they announce. */
    private static final int OPTIONAL = 0x1f00_ffff;

    private final int version;

    /**
     * Makes an encapsulation.
     *
     * @param version what is sent, 0..{@link #MAX_VERSION}
     */
    public Gue(final int version) {
        if (version < 0 || version > MAX_VERSION) {
            throw new IllegalArgumentException("GUE has the versions 0 and 1, not " + version);
        }
        this.version = version;
    }

    @Override
    public String name() {
        return version == 0 ? "gue" : "gue-1";
    }

    @Override
    public int defaultPort() {
        return 6080;
    }

    @Override
    public int headerLength() {
        return version == 0 ? HEADER_LENGTH : 0;
    }

    @Override
    public void encapsulate(final PacketMemory memory, final int off, final int vni, final int ipVersion) {
        if (version == 0) {
            memory.net().putInt(off, (ipVersion == 4 ? IpProtocol.IPV4 : IpProtocol.IPV6) << PROTOCOL_SHIFT);
        }
    }

    @Override
    public @Nullable TunnelDrop decapsulate(final PacketMemory memory, final int off, final int len,
            final DecapsulatedPacket out) {
        out.setVni(0);
        if (len < HEADER_LENGTH) {
            return TunnelDrop.SHORT;
        }
        final ByteBuffer net = memory.net();
        final int first = net.getInt(off);
        return switch (first >>> VERSION_SHIFT) {
            case 0 -> decapsulate0(memory, off, len, out);
            case 1 -> InnerPacket.take(memory, off, len, InnerPacket.version(memory, off), out);
            default -> TunnelDrop.BAD_FLAGS;
        };
    }

    private static @Nullable TunnelDrop decapsulate0(final PacketMemory memory, final int off, final int len,
            final DecapsulatedPacket out) {
        final int first = memory.net().getInt(off);
        if ((first & FLAG_CONTROL) != 0) {
            return TunnelDrop.OAM;
        }
        if ((first & OPTIONAL) != 0) {
            return TunnelDrop.BAD_FLAGS;
        }
        final int announced;
        switch (first >>> PROTOCOL_SHIFT & PROTOCOL_MASK) {
            case IpProtocol.IPV4 -> announced = 4;
            case IpProtocol.IPV6 -> announced = 6;
            default -> {
                return TunnelDrop.WRONG_NEXT_PROTOCOL;
            }
        }
        return InnerPacket.take(memory, off + HEADER_LENGTH, len - HEADER_LENGTH, announced, out);
    }
}
