/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.opendaylight.coalescer.packet.GatherList;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.VirtioNetHeader;

/**
 * Writes what the coalescer wrote, a JSON object for each write, in order. Says what stands in the
 * {@code virtio_net_hdr}; only the number of segments is counted here. For one thread.
 */
public final class EventWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final ByteBuffer packet = ByteBuffer.allocate(1 << 18);
    private final byte[] hex = new byte[2 * packet.capacity()];
    private final StringBuilder line = new StringBuilder();

    /**
     * Makes a writer.
     *
     * @param out where to, buffered; owned by the caller
     */
    public EventWriter(final OutputStream out) {
        this.out = out;
    }

    /**
     * Writes an event.
     *
     * @param flush number of its batch
     * @param written a {@code virtio_net_hdr} of 24 bytes and the packet behind it
     * @throws IOException if it can't be written
     */
    public void write(final long flush, final GatherList written) throws IOException {
        final PacketMemory header = written.memory(0);
        final int off = written.offset(0);
        final int length = written.bytes() - VirtioNetHeader.LENGTH;
        line.setLength(0);
        line.append("{\"flush\":").append(flush);
        final int type = VirtioNetHeader.gsoType(header, off) & ~VirtioNetHeader.GSO_ECN;
        if (type == GsoType.NONE.code()) {
            line.append(",\"kind\":\"plain\"");
        } else {
            final int headerLen = VirtioNetHeader.headerLength(header, off);
            final int size = VirtioNetHeader.gsoSize(header, off);
            line.append(",\"kind\":\"gso\",\"gsoType\":\"").append(name(type))
                .append("\",\"flags\":").append(VirtioNetHeader.flags(header, off))
                .append(",\"hdrLen\":").append(headerLen)
                .append(",\"gsoSize\":").append(size)
                .append(",\"csumStart\":").append(VirtioNetHeader.csumStart(header, off))
                .append(",\"csumOffset\":").append(VirtioNetHeader.csumOffset(header, off))
                .append(",\"segments\":").append((length - headerLen + size - 1) / size);
        }
        line.append(",\"bytes\":\"");
        out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
        writeHex(written);
        out.write('"');
        out.write('}');
        out.write('\n');
    }

    private static String name(final int type) {
        return switch (type) {
            case 1 -> "tcpv4";
            case 4 -> "tcpv6";
            case 5 -> "udp";
            default -> throw new IllegalStateException("No superpacket has type " + type);
        };
    }

    private void writeHex(final GatherList written) throws IOException {
        packet.clear();
        for (int i = 0; i < written.count(); i++) {
            final int skip = i == 0 ? VirtioNetHeader.LENGTH : 0;
            final int length = written.length(i) - skip;
            packet.put(packet.position(), written.memory(i).net(), written.offset(i) + skip, length);
            packet.position(packet.position() + length);
        }
        final byte[] bytes = packet.array();
        final int count = packet.position();
        for (int i = 0; i < count; i++) {
            hex[2 * i] = HEX[bytes[i] >>> 4 & 0xf];
            hex[2 * i + 1] = HEX[bytes[i] & 0xf];
        }
        out.write(hex, 0, 2 * count);
    }
}
