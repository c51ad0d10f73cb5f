/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.crafted;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A packet that the kernel received from a device, or that was written to one.
 *
 * @param flags flags of the virtio_net_hdr; 1 is NEEDS_CSUM
 * @param gsoType 0 for a packet, 1 TCP over IPv4, 4 TCP over IPv6, 5 UDP
 * @param gsoSize segment size
 * @param bytes the packet
 */
public record CapturedPacket(int flags, int gsoType, int gsoSize, byte[] bytes) {
    private static final int TCP_CLOSING = Crafted.PSH | Crafted.FIN;

    static CapturedPacket parse(final String line) {
        final var words = line.split(" ");
        return new CapturedPacket(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]),
            HexFormat.of().parseHex(words.length > 6 ? words[6] : ""));
    }

    /**
     * What a device gets in one write.
     *
     * @param written the virtio_net_hdr of 24 bytes and the packet
     * @return the packet as the kernel has to see it
     */
    public static CapturedPacket ofWrite(final byte[] written) {
        final var header = ByteBuffer.wrap(written).order(ByteOrder.nativeOrder());
        return new CapturedPacket(header.get(0), header.get(1), header.getShort(4) & 0xffff,
            Arrays.copyOfRange(written, 24, written.length));
    }

    /** Whether it is a superpacket. */
    public boolean isSuperpacket() {
        return gsoType != 0;
    }

    /** How many packets it stands for. */
    public int segments() {
        return isSuperpacket() ? (bytes.length - headerLength() + gsoSize - 1) / gsoSize : 1;
    }

    /** The packets that a network card would make of it: a slow segmenter that shares nothing with ours. */
    public List<byte[]> cut() {
        if (!isSuperpacket()) {
            return List.of(bytes);
        }
        final int header = headerLength();
        final int l4 = Checksums.ipHeaderLength(bytes);
        final boolean tcp = Checksums.protocol(bytes) == Checksums.TCP;
        final var packets = new ArrayList<byte[]>();
        for (int at = header; at < bytes.length; at += gsoSize) {
            final int end = Math.min(at + gsoSize, bytes.length);
            final byte[] packet = Arrays.copyOf(bytes, header + end - at);
            System.arraycopy(bytes, at, packet, header, end - at);
            final var view = ByteBuffer.wrap(packet);
            if (Checksums.isIpv4(packet)) {
                view.putShort(2, (short) packet.length);
                view.putShort(4, (short) (view.getShort(4) + packets.size()));
                Checksums.finishIpv4(packet);
            } else {
                view.putShort(4, (short) (packet.length - l4));
            }
            if (tcp) {
                view.putInt(l4 + 4, view.getInt(l4 + 4) + at - header);
                if (end < bytes.length) {
                    packet[l4 + 13] &= ~TCP_CLOSING;
                }
            } else {
                view.putShort(l4 + 4, (short) (packet.length - l4));
            }
            Checksums.finishTransport(packet);
            packets.add(packet);
        }
        return packets;
    }

    @Override
    public String toString() {
        return (isSuperpacket() ? segments() + " x " + gsoSize + ": " : "") + HexFormat.of().formatHex(bytes);
    }

    private int headerLength() {
        final int l4 = Checksums.ipHeaderLength(bytes);
        return l4 + (Checksums.protocol(bytes) == Checksums.TCP ? bytes[l4 + 12] >> 2 & 0x3c : 8);
    }
}
