/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

import java.nio.ByteBuffer;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.tunnel.OuterHeaders;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.IpHeader;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Tcp;
import org.opendaylight.coalescer.packet.Udp;

/**
 * Cuts a superpacket: writes the headers of each wire packet and says where its payload lies. Payload is neither copied
 * nor read, and the superpacket stays as it is. The checksum field of each TCP or UDP header gets the pseudo-header
 * sum; {@link TransmitValidation} finishes it.
 *
 * <p>The pseudo-header sum is derived from the one that the superpacket carries, since only the sender knows the
 * destination that counts when there is a routing header (RFC 8200 section 8.1); only the length differs.
 *
 * <p>Hot path: owned by one worker.
 */
final class Segmenter {
    private static final int MAX_IP_LENGTH = 0xffff;

    private PacketMemory memory = PacketMemory.allocate(0);
    private int offset;
    private int ip;
    private int outerL4;
    private boolean outerChecksum;
    private boolean tcp;
    private int l4;
    private int headerLen;
    private int gsoSize;
    private int payloadLen;
    private int segments;
    private int firstSequence;
    private int tcpFlags;
    private int pseudoFull;
    private int pseudoLast;

    /**
     * Takes a superpacket.
     *
     * @param superpacket memory that it lies in, borrowed until the next call
     * @param meta its metadata, complete as {@link TransmitValidation#accept} leaves it
     * @return null, or why it can't be cut
     */
    @Nullable TransmitDrop begin(final PacketMemory superpacket, final PacketMetadata meta) {
        final ByteBuffer net = superpacket.net();
        final int off = meta.offset();
        ip = meta.ipStart();
        outerL4 = meta.outerL4Start();
        outerChecksum = meta.outerChecksum();
        tcp = meta.gsoType() != GsoType.UDP_L4;
        l4 = meta.l4Offset() - off;
        headerLen = meta.payloadOffset() - off;
        gsoSize = meta.gsoSize();
        payloadLen = meta.length() - headerLen;
        segments = Math.max(1, (payloadLen + gsoSize - 1) / gsoSize);
        final int first = meta.linkLength();
        if (headerLen - first + Math.min(gsoSize, payloadLen)
                - (IpHeader.isV4(net, off + first) ? 0 : Ipv6.HEADER_LENGTH) > MAX_IP_LENGTH) {
            return TransmitDrop.GSO_SEGMENT_TOO_LONG;
        }
        memory = superpacket;
        offset = off;
        firstSequence = tcp ? net.getInt(off + l4 + Tcp.SEQUENCE) : 0;
        tcpFlags = tcp ? net.get(off + l4 + Tcp.FLAGS) & 0xff : 0;

        final int field = net.getShort(off + l4 + checksumOffset()) & 0xffff;
        final int wholeLen = meta.length() - l4;
        final int withoutLength = ~InternetChecksum.fold(InternetChecksum.word(wholeLen)) & 0xffff;
        final long base = InternetChecksum.word(field) + InternetChecksum.word(withoutLength);
        final int l4HeaderLen = headerLen - l4;
        pseudoFull = InternetChecksum.fold(base + InternetChecksum.word(l4HeaderLen + gsoSize));
        pseudoLast = InternetChecksum.fold(base + InternetChecksum.word(l4HeaderLen + payloadLength(segments - 1)));
        return null;
    }

    /**
     * Writes the headers of one wire packet, its checksum still to be finished.
     *
     * @param index which one, 0..{@link #segments()} - 1
     * @param to where to
     * @param toOff offset of the first header there
     */
    void writeHeader(final int index, final PacketMemory to, final int toOff) {
        final ByteBuffer net = to.net();
        net.put(toOff, memory.net(), offset, headerLen);
        final int payload = payloadLength(index);
        final boolean last = index == segments - 1;
        IpHeader.writeLength(to, toOff + ip, headerLen - ip + payload, index);
        if (outerL4 != 0) {
            OuterHeaders.write(to, toOff, outerL4, headerLen + payload, index);
        }
        final int l4Off = toOff + l4;
        if (tcp) {
            net.putInt(l4Off + Tcp.SEQUENCE, firstSequence + index * gsoSize);
            int flags = tcpFlags;
            if (!last) {
                flags &= ~(Tcp.FIN | Tcp.PSH);
            }
            if (index != 0) {
                flags &= ~Tcp.CWR;
            }
            net.put(l4Off + Tcp.FLAGS, (byte) flags);
        } else {
            net.putShort(l4Off + Udp.LENGTH, (short) (Udp.HEADER_LENGTH + payload));
        }
        net.putShort(l4Off + checksumOffset(), (short) (last ? pseudoLast : pseudoFull));
    }

    /** Memory of the superpacket. */
    PacketMemory source() {
        return memory;
    }

    int segments() {
        return segments;
    }

    /** Payload bytes of every wire packet but the last. */
    int gsoSize() {
        return gsoSize;
    }

    /** Bytes of the headers of every wire packet. */
    int headerLength() {
        return headerLen;
    }

    /** Bytes from the outer IP header to the outer UDP header if that has a checksum to be finished, else 0. */
    int outerChecksumStart() {
        return outerChecksum ? outerL4 : 0;
    }

    /** Bytes from the first header to the TCP or UDP header, the inner one if there are two. */
    int l4() {
        return l4;
    }

    int checksumOffset() {
        return tcp ? Tcp.CHECKSUM : Udp.CHECKSUM;
    }

    /** Offset of the payload of one wire packet in the memory of the superpacket. */
    int payloadOffset(final int index) {
        return offset + headerLen + index * gsoSize;
    }

    int payloadLength(final int index) {
        return Math.min(gsoSize, payloadLen - index * gsoSize);
    }
}
