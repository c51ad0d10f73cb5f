/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import java.nio.ByteBuffer;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.IpHeader;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Tcp;
import org.opendaylight.coalescer.packet.TcpOptions;
import org.opendaylight.coalescer.packet.UpperLayer;

/**
 * Lowers the maximum segment size that a TCP connection is opened with (RFC 9293 section 3.7.1) to what a tunnel
 * carries, so that it never sends what is too long, even where errors of ICMP get lost.
 *
 * <p>A finished checksum follows the change (RFC 1624) and stays as wrong as it was; one that is to be finished does
 * not cover options yet. Hot path: stateless.
 */
public final class MssClamp {
    private MssClamp() {
        // Hidden on purpose
    }

    /**
     * Looks at a packet and changes it if it is a SYN that announces too much. What has no such option, or malformed
     * ones, stays as it is.
     *
     * @param memory where the packet lies
     * @param packet its place, and what is known of its checksum
     * @param maxPacket most bytes of a packet that is carried, with its Ethernet header if it has one
     * @return true if it was changed
     */
    public static boolean apply(final PacketMemory memory, final PacketMetadata packet, final int maxPacket) {
        final int link = packet.linkLength();
        final int off = packet.offset() + link;
        final int len = packet.length() - link;
        final int found = UpperLayer.find(memory, off, len);
        if (found == UpperLayer.NONE || UpperLayer.protocol(found) != IpProtocol.TCP) {
            return false;
        }
        final ByteBuffer net = memory.net();
        final int l4 = UpperLayer.offset(found);
        final int available = len - l4;
        if (available < Tcp.HEADER_LENGTH || (net.get(off + l4 + Tcp.FLAGS) & Tcp.SYN) == 0) {
            return false;
        }
        final int headerLen = (net.get(off + l4 + Tcp.DATA_OFFSET) & 0xf0) >>> 2;
        final int option = headerLen > available ? 0
            : findOption(net, off + l4 + Tcp.HEADER_LENGTH, off + l4 + headerLen);
        // RFC 6691: options don't count
        final int most = Math.max(0, maxPacket - link - Tcp.HEADER_LENGTH
            - (IpHeader.isV4(net, off) ? Ipv4.HEADER_LENGTH : Ipv6.HEADER_LENGTH));
        if (option == 0 || (net.getShort(option) & 0xffff) <= most) {
            return false;
        }
        write(net, packet, off + l4, option, most);
        return true;
    }

    private static void write(final ByteBuffer net, final PacketMetadata packet, final int tcpOff, final int valueOff,
            final int value) {
        final int before = net.getShort(valueOff) & 0xffff;
        net.putShort(valueOff, (short) value);
        if (packet.checksumState() != ChecksumState.PARTIAL) {
            // At an odd place it is half of two words, which adds up to the same with its bytes exchanged
            final boolean odd = (valueOff - tcpOff & 1) != 0;
            final int checksum = net.getShort(tcpOff + Tcp.CHECKSUM) & 0xffff;
            net.putShort(tcpOff + Tcp.CHECKSUM, (short) InternetChecksum.update16(checksum,
                odd ? exchanged(before) : before, odd ? exchanged(value) : value));
        }
    }

    private static int exchanged(final int word) {
        return (word & 0xff) << Byte.SIZE | word >>> Byte.SIZE;
    }

    /** Offset of the value of the option, 0 if there is none. */
    private static int findOption(final ByteBuffer net, final int from, final int to) {
        int pos = from;
        while (pos < to && net.get(pos) != Tcp.OPTION_END) {
            final int next = TcpOptions.next(net, pos, to);
            if (next == TcpOptions.MALFORMED) {
                return 0;
            }
            if (net.get(pos) == Tcp.OPTION_MSS) {
                return next - pos == Tcp.OPTION_MSS_LENGTH ? pos + 2 : 0;
            }
            pos = next;
        }
        return 0;
    }
}
