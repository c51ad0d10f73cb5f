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
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Generic Network Virtualization Encapsulation with IP or Ethernet inside (RFC 8926 section 3.4). We send no options.
 * <pre>
 *    |Ver|  Opt Len  |O|C|    Rsvd.  |          Protocol Type        |
 *    |        Virtual Network Identifier (VNI)       |    Reserved   |
 * </pre>
 *
 * <p>We know no option, so one that must be understood (the highest bit of its type) is a reason to drop, whether or
 * not the C bit announces it, and all others are skipped. Reserved bits are ignored, as section 3.4 demands.
 *
 * <p>Hot path: stateless.
 */
public final class Geneve implements Encapsulation {
    static final int HEADER_LENGTH = 8;
    /** Bits of an Ethertype in the first word. */
    static final int PROTOCOL_MASK = 0xffff;
    /** Transparent Ethernet bridging. */
    static final int ETHERTYPE_ETHERNET = 0x6558;

    private static final int VERSION_SHIFT = 30;
    private static final int OPTIONS_SHIFT = 24;
    /** Length of options, in words of 4 bytes. */
    private static final int OPTIONS_MASK = 0x3f;
    /** First word: a control packet. */
    private static final int FLAG_CONTROL = 0x0080_0000;
    /** Type of an option: whoever does not understand it must drop the packet. */
    private static final int OPTION_CRITICAL = 0x80;
    private static final int OPTION_TYPE = 2;
    private static final int OPTION_LENGTH = 3;
    private static final int OPTION_LENGTH_MASK = 0x1f;
    private static final int OPTION_HEADER_LENGTH = 4;

    @Override
    public String name() {
        return "geneve";
    }

    @Override
    public int defaultPort() {
        return 6081;
    }

    @Override
    public int headerLength() {
        return HEADER_LENGTH;
    }

    @Override
    public void encapsulate(final PacketMemory memory, final int off, final int vni, final int ipVersion) {
        final ByteBuffer net = memory.net();
        net.putInt(off, switch (ipVersion) {
            case ETHERNET -> ETHERTYPE_ETHERNET;
            case 4 -> Ethernet.TYPE_IPV4;
            default -> Ethernet.TYPE_IPV6;
        });
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
        if (first >>> VERSION_SHIFT != 0) {
            return TunnelDrop.BAD_FLAGS;
        }
        final int headerLen = HEADER_LENGTH + (first >>> OPTIONS_SHIFT & OPTIONS_MASK) * Integer.BYTES;
        if (len < headerLen) {
            return TunnelDrop.SHORT;
        }
        out.setVni(net.getInt(off + 4) >>> 8);
        if ((first & FLAG_CONTROL) != 0) {
            return TunnelDrop.OAM;
        }
        final TunnelDrop option = checkOptions(net, off + HEADER_LENGTH, off + headerLen);
        if (option != null) {
            return option;
        }
        final int version;
        switch (first & PROTOCOL_MASK) {
            case ETHERTYPE_ETHERNET -> {
                return InnerPacket.takeFrame(off + headerLen, len - headerLen, out);
            }
            case Ethernet.TYPE_IPV4 -> version = 4;
            case Ethernet.TYPE_IPV6 -> version = 6;
            default -> {
                return TunnelDrop.WRONG_NEXT_PROTOCOL;
            }
        }
        return InnerPacket.take(memory, off + headerLen, len - headerLen, version, out);
    }

    private static @Nullable TunnelDrop checkOptions(final ByteBuffer net, final int from, final int to) {
        int option = from;
        while (option < to) {
            // Options are whole words, so there is always one
            if ((net.get(option + OPTION_TYPE) & OPTION_CRITICAL) != 0) {
                return TunnelDrop.CRITICAL_OPTION;
            }
            option += OPTION_HEADER_LENGTH + (net.get(option + OPTION_LENGTH) & OPTION_LENGTH_MASK) * Integer.BYTES;
        }
        return option == to ? null : TunnelDrop.MALFORMED_OPTIONS;
    }
}
