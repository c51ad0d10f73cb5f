/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.Tcp;

/** Full-sized TCP segments over IPv4 with good checksums, laid out as a receive buffer has them. */
final class TcpStream {
    private static final int SOURCE = 0xc633_6401;
    private static final int DESTINATION = 0xc633_6402;
    /** Room between packets, as headers of an encapsulation leave it. */
    private static final int SPACING = 64;

    private final PacketMemory memory;
    private final int[] offsets;
    private final int payload;

    /**
     * Makes the segments of one flow, in order.
     *
     * @param segments how many
     * @param payload payload bytes of each
     */
    TcpStream(final int segments, final int payload) {
        this.payload = payload;
        offsets = new int[segments];
        final int stride = SPACING + length();
        memory = PacketMemory.allocate(segments * stride);
        final var random = new SplittableRandom(42);
        final var bytes = new byte[payload];
        for (int i = 0; i < segments; i++) {
            offsets[i] = i * stride + SPACING;
            random.nextBytes(bytes);
            write(offsets[i], i * payload, bytes);
        }
    }

    private void write(final int off, final int sequence, final byte[] bytes) {
        final var net = memory.net();
        net.put(off + Ipv4.VERSION_IHL, (byte) Ipv4.VERSION_IHL_PLAIN);
        net.putShort(off + Ipv4.TOTAL_LENGTH, (short) length());
        net.putShort(off + Ipv4.FRAGMENT, (short) Ipv4.DF);
        net.put(off + Ipv4.TTL, (byte) 64);
        net.put(off + Ipv4.PROTOCOL, (byte) IpProtocol.TCP);
        net.putInt(off + Ipv4.SOURCE, SOURCE);
        net.putInt(off + Ipv4.DESTINATION, DESTINATION);
        Ipv4.writeChecksum(memory, off, Ipv4.HEADER_LENGTH);
        final int tcp = off + Ipv4.HEADER_LENGTH;
        net.putShort(tcp + Tcp.SOURCE_PORT, (short) 5001);
        net.putShort(tcp + Tcp.DESTINATION_PORT, (short) 40_000);
        net.putInt(tcp + Tcp.SEQUENCE, sequence);
        net.putInt(tcp + Tcp.ACKNOWLEDGMENT, 1);
        net.put(tcp + Tcp.DATA_OFFSET, (byte) (Tcp.HEADER_LENGTH / Integer.BYTES << 4));
        net.put(tcp + Tcp.FLAGS, (byte) Tcp.ACK);
        net.putShort(tcp + Tcp.WINDOW, (short) 0x2000);
        net.put(tcp + Tcp.HEADER_LENGTH, bytes);
        final int l4Len = Tcp.HEADER_LENGTH + payload;
        net.putShort(tcp + Tcp.CHECKSUM, (short) InternetChecksum.complement(
            InternetChecksum.pseudoV4(memory, off, IpProtocol.TCP, l4Len) + InternetChecksum.sum(memory, tcp, l4Len)));
    }

    /** Makes the segments those that follow in the flow: other sequence numbers, checksums good again. */
    void advance() {
        final ByteBuffer net = memory.net();
        final int distance = offsets.length * payload;
        for (final int offset : offsets) {
            final int tcp = offset + Ipv4.HEADER_LENGTH;
            final int before = net.getInt(tcp + Tcp.SEQUENCE);
            final int after = before + distance;
            net.putInt(tcp + Tcp.SEQUENCE, after);
            net.putShort(tcp + Tcp.CHECKSUM, (short) InternetChecksum.update32(
                net.getShort(tcp + Tcp.CHECKSUM) & 0xffff, before, after));
        }
    }

    PacketMemory memory() {
        return memory;
    }

    int count() {
        return offsets.length;
    }

    int offset(final int index) {
        return offsets[index];
    }

    int length() {
        return Ipv4.HEADER_LENGTH + Tcp.HEADER_LENGTH + payload;
    }

    int payloadOffset(final int index) {
        return offsets[index] + Ipv4.HEADER_LENGTH + Tcp.HEADER_LENGTH;
    }

    int payloadLength() {
        return payload;
    }
}
