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
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.Ethernet;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.IpHeader;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Tcp;
import org.opendaylight.coalescer.packet.Udp;
import org.opendaylight.coalescer.packet.UpperLayer;
import org.opendaylight.coalescer.packet.VirtioNetHeader;

/**
 * Decodes and checks what a TUN queue delivers: a {@code virtio_net_hdr} and a packet. The kernel validates little, so
 * nothing of the header is used before it has been compared with the packet behind it.
 *
 * <p>Hot path: stateless.
 */
final class VirtioReceive {
    private static final int MAX_IP_LENGTH = 0xffff;
    private static final int TUNNEL = VirtioNetHeader.GSO_TUNNEL_V4 | VirtioNetHeader.GSO_TUNNEL_V6;

    private VirtioReceive() {
        // Hidden on purpose
    }

    /** See {@link TransmitValidation#accept}. */
    static @Nullable TransmitDrop accept(final PacketMemory memory, final int vnetOff, final int bytesRead,
            final PacketMetadata meta) {
        final int off = vnetOff + VirtioNetHeader.LENGTH;
        final int len = bytesRead - VirtioNetHeader.LENGTH;
        if (len < Ipv4.HEADER_LENGTH) {
            return TransmitDrop.SHORT;
        }
        final int version = memory.net().get(off) >>> 4 & 0xf;
        if (version != 4 && version != 6) {
            return TransmitDrop.NOT_IP;
        }
        final int ipHeaderLen = version == 4 ? Ipv4.HEADER_LENGTH : Ipv6.HEADER_LENGTH;
        if (len < ipHeaderLen) {
            return TransmitDrop.SHORT;
        }
        meta.reset(off, len);
        return acceptIp(memory, vnetOff, ipHeaderLen, meta);
    }

    /** See {@link TransmitValidation#acceptFrame}. */
    static @Nullable TransmitDrop acceptFrame(final PacketMemory memory, final int vnetOff, final int bytesRead,
            final PacketMetadata meta) {
        final int off = vnetOff + VirtioNetHeader.LENGTH;
        final int len = bytesRead - VirtioNetHeader.LENGTH;
        if (len < Ethernet.HEADER_LENGTH) {
            return TransmitDrop.SHORT;
        }
        final int link = Ethernet.ipStart(memory, off, len);
        meta.reset(off, len);
        meta.setLink(link);
        if (link == len) {
            return VirtioNetHeader.gsoType(memory, vnetOff) != GsoType.NONE.code() ? TransmitDrop.NOT_IP
                : acceptChecksum(memory, vnetOff, Ethernet.HEADER_LENGTH, meta);
        }
        return acceptIp(memory, vnetOff,
            link + (IpHeader.isV4(memory.net(), off + link) ? Ipv4.HEADER_LENGTH : Ipv6.HEADER_LENGTH), meta);
    }

    /** Notes what is said about the checksum; {@code least} is the first byte where a transport header may start. */
    private static @Nullable TransmitDrop acceptChecksum(final PacketMemory memory, final int vnetOff, final int least,
            final PacketMetadata meta) {
        final int flags = VirtioNetHeader.flags(memory, vnetOff);
        if ((flags & VirtioNetHeader.FLAG_NEEDS_CSUM) != 0) {
            final int start = VirtioNetHeader.csumStart(memory, vnetOff);
            meta.setPartial(start, VirtioNetHeader.csumOffset(memory, vnetOff));
            if (start < least || !meta.isChecksumInside()) {
                return TransmitDrop.CHECKSUM_PLACE;
            }
        } else if ((flags & VirtioNetHeader.FLAG_DATA_VALID) != 0) {
            meta.setChecksumState(ChecksumState.UNNECESSARY);
        }
        return null;
    }

    private static @Nullable TransmitDrop acceptIp(final PacketMemory memory, final int vnetOff, final int headersLen,
            final PacketMetadata meta) {
        final TransmitDrop wrong = acceptChecksum(memory, vnetOff, headersLen, meta);
        if (wrong != null) {
            return wrong;
        }
        final int gsoType = VirtioNetHeader.gsoType(memory, vnetOff);
        if (gsoType == GsoType.NONE.code()) {
            findLayers(memory, meta);
            return null;
        }
        final int tunnel = gsoType & TUNNEL;
        final int plainType = gsoType & ~TUNNEL;
        final GsoType type = switch (plainType & ~VirtioNetHeader.GSO_ECN) {
            case 1 -> GsoType.TCPV4;
            case 4 -> GsoType.TCPV6;
            case 5 -> GsoType.UDP_L4;
            default -> GsoType.NONE;
        };
        if (type == GsoType.NONE) {
            return TransmitDrop.UNKNOWN_GSO_TYPE;
        }
        if (tunnel != 0 && !acceptTunnel(memory, vnetOff, tunnel, meta)) {
            return TransmitDrop.GSO_TUNNEL;
        }
        if (type == GsoType.UDP_L4 && plainType != type.code()) {
            return TransmitDrop.GSO_ECN;
        }
        final int innerVersion = memory.net().get(meta.offset() + meta.ipStart()) >>> 4 & 0xf;
        if (type != GsoType.UDP_L4 && innerVersion != (type == GsoType.TCPV4 ? 4 : 6)) {
            return TransmitDrop.GSO_VERSION;
        }
        return superpacket(memory, type, VirtioNetHeader.gsoSize(memory, vnetOff), meta);
    }

    /**
     * Notes where the headers of a tunnel are; false if they are not there, contradict each other, or are behind an
     * Ethernet header, where nobody asked for them.
     */
    private static boolean acceptTunnel(final PacketMemory memory, final int vnetOff, final int tunnel,
            final PacketMetadata meta) {
        final int off = meta.offset();
        final int len = meta.length();
        final int outerL4 = VirtioNetHeader.outerL4Start(memory, vnetOff);
        final int inner = VirtioNetHeader.innerStart(memory, vnetOff);
        final int found = UpperLayer.find(memory, off, len);
        if (meta.ipStart() != 0 || tunnel != (IpHeader.isV4(memory.net(), off) ? VirtioNetHeader.GSO_TUNNEL_V4
                : VirtioNetHeader.GSO_TUNNEL_V6)
                || found == UpperLayer.NONE || UpperLayer.protocol(found) != IpProtocol.UDP
                || UpperLayer.offset(found) != outerL4
                || inner < outerL4 + Udp.HEADER_LENGTH || (inner & 1) != 0 || inner > len - Ipv4.HEADER_LENGTH
                || !isLengthRight(memory, off, len)) {
            return false;
        }
        final int version = memory.net().get(off + inner) >>> 4 & 0xf;
        if (version != 4 && (version != 6 || inner > len - Ipv6.HEADER_LENGTH)) {
            return false;
        }
        final int flags = VirtioNetHeader.flags(memory, vnetOff);
        meta.setTunnel(outerL4, inner, (flags & VirtioNetHeader.FLAG_TUNNEL_CSUM) != 0);
        return true;
    }

    private static @Nullable TransmitDrop superpacket(final PacketMemory memory, final GsoType type, final int gsoSize,
            final PacketMetadata meta) {
        final int off = meta.offset() + meta.ipStart();
        final int len = meta.length() - meta.ipStart();
        if (gsoSize == 0) {
            return TransmitDrop.GSO_SIZE_ZERO;
        }
        if (meta.checksumState() != ChecksumState.PARTIAL) {
            return TransmitDrop.GSO_WITHOUT_CHECKSUM;
        }
        final int found = UpperLayer.find(memory, off, len);
        if (found == UpperLayer.NONE) {
            return TransmitDrop.GSO_NO_TRANSPORT_HEADER;
        }
        final boolean tcp = type != GsoType.UDP_L4;
        if (UpperLayer.protocol(found) != (tcp ? IpProtocol.TCP : IpProtocol.UDP)) {
            return TransmitDrop.GSO_PROTOCOL;
        }
        final int l4 = UpperLayer.offset(found);
        if (meta.csumStart() != meta.ipStart() + l4 || meta.csumOffset() != (tcp ? Tcp.CHECKSUM : Udp.CHECKSUM)) {
            return TransmitDrop.GSO_CHECKSUM_PLACE;
        }
        final int l4HeaderLen = l4HeaderLength(memory, off + l4, len - l4, tcp);
        if (l4HeaderLen < 0) {
            return TransmitDrop.GSO_HEADER;
        }
        if (!isLengthRight(memory, off, len)) {
            return TransmitDrop.GSO_LENGTH;
        }
        // hdr_len of the kernel is not looked at: it can be wrong for forwarded packets
        final int headerLen = l4 + l4HeaderLen;
        final int payload = len - headerLen;
        meta.setLayers(off + l4, off + headerLen);
        meta.setGso(type, gsoSize, Math.max(1, (payload + gsoSize - 1) / gsoSize));
        return null;
    }

    /**
     * The IP length of a superpacket is that of the whole. Only where it does not fit 16 bits, Linux writes 0
     * ({@code iph_set_totlen} in {@code include/linux/ip.h}).
     */
    private static boolean isLengthRight(final PacketMemory memory, final int off, final int len) {
        final ByteBuffer net = memory.net();
        final boolean v4 = (net.get(off) >>> 4 & 0xf) == 4;
        final int given = net.getShort(off + (v4 ? Ipv4.TOTAL_LENGTH : Ipv6.PAYLOAD_LENGTH)) & 0xffff;
        final int real = v4 ? len : len - Ipv6.HEADER_LENGTH;
        return given == (real > MAX_IP_LENGTH ? 0 : real);
    }

    /** Length of the TCP or UDP header, or -1 if it is malformed or cut short. */
    private static int l4HeaderLength(final PacketMemory memory, final int l4Off, final int available,
            final boolean tcp) {
        if (available < (tcp ? Tcp.HEADER_LENGTH : Udp.HEADER_LENGTH)) {
            return -1;
        }
        if (!tcp) {
            return Udp.HEADER_LENGTH;
        }
        final int headerLen = (memory.net().get(l4Off + Tcp.DATA_OFFSET) & 0xf0) >>> 2;
        return headerLen < Tcp.HEADER_LENGTH || headerLen > available ? -1 : headerLen;
    }

    /** Notes where the headers of an ordinary packet end, if it has any that we know. */
    private static void findLayers(final PacketMemory memory, final PacketMetadata meta) {
        final int off = meta.offset() + meta.ipStart();
        final int len = meta.length() - meta.ipStart();
        final int found = UpperLayer.find(memory, off, len);
        if (found == UpperLayer.NONE) {
            return;
        }
        final int protocol = UpperLayer.protocol(found);
        if (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP) {
            final int l4 = UpperLayer.offset(found);
            final int l4Off = off + l4;
            final int l4HeaderLen = l4HeaderLength(memory, l4Off, len - l4, protocol == IpProtocol.TCP);
            if (l4HeaderLen >= 0) {
                meta.setLayers(l4Off, l4Off + l4HeaderLen);
            }
        }
    }
}
