/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.eclipse.jdt.annotation.Nullable;

/**
 * Rule 8 written down as plainly as possible: what has to leave as wire packets for the bytes that a TUN queue
 * delivered, one byte array at a time. Written from the rule alone; the yardstick of {@link SegmentationPropertyTest}.
 */
final class ReferenceReceive {
    private static final Set<Integer> EXTENSIONS = Set.of(0, 43, 60, 135, 139, 140);
    private static final int AH = 51;
    private static final Set<Integer> HIDING = Set.of(44, 50, 59);
    private static final int SCTP_FIELD = 8;

    private final ByteBuffer vnet;
    private final byte[] packet;
    private final int maxHeader;
    private boolean v4;
    private int l4;

    private ReferenceReceive(final byte[] read, final int maxHeader) {
        vnet = ByteBuffer.wrap(read).order(ByteOrder.nativeOrder());
        packet = Arrays.copyOfRange(read, 24, read.length);
        this.maxHeader = maxHeader;
    }

    /**
     * Says what has to leave.
     *
     * @param read {@code virtio_net_hdr} of 24 bytes and packet
     * @param maxHeader most header bytes that the output has room for
     * @return the wire packets, null if the packet is to be dropped
     */
    static @Nullable List<byte[]> packets(final byte[] read, final int maxHeader) {
        return read.length < 24 ? null : new ReferenceReceive(read, maxHeader).packets();
    }

    private @Nullable List<byte[]> packets() {
        if (packet.length < 20) {
            return null;
        }
        final int version = packet[0] >> 4 & 15;
        v4 = version == 4;
        if (!v4 && version != 6 || !v4 && packet.length < 40) {
            return null;
        }
        final boolean needsChecksum = (vnet.get(0) & 1) != 0;
        if (needsChecksum) {
            final int fieldLength = vnet.getShort(8) == SCTP_FIELD ? 4 : 2;
            if (start() < (v4 ? 20 : 40) || start() + field() + fieldLength > packet.length) {
                return null;
            }
        }
        if (vnet.get(1) == 0) {
            if (needsChecksum) {
                finish(packet, start(), field());
            }
            return List.of(packet);
        }
        return needsChecksum ? superpacket() : null;
    }

    private int start() {
        return vnet.getShort(6) & 0xffff;
    }

    private int field() {
        return vnet.getShort(8) & 0xffff;
    }

    private @Nullable List<byte[]> superpacket() {
        final int type = vnet.get(1) & 0xff;
        final boolean tcp = type != 5;
        if (tcp && (type & 0x7f) != (v4 ? 1 : 4)) {
            return null;
        }
        final int size = vnet.getShort(4) & 0xffff;
        if (size == 0 || transport() != (tcp ? 6 : 17) || start() != l4 || field() != (tcp ? 16 : 6)
                || packet.length < l4 + (tcp ? 20 : 8)) {
            return null;
        }
        final int header = l4 + (tcp ? packet[l4 + 12] >> 2 & 60 : 8);
        final int length = v4 ? packet.length : packet.length - 40;
        if (header < l4 + (tcp ? 20 : 8) || header > packet.length || header > maxHeader
                || get(packet, v4 ? 2 : 4) != (length > 65535 ? 0 : length)) {
            return null;
        }
        final int longest = header + Math.min(size, packet.length - header);
        return longest - (v4 ? 0 : 40) > 65535 ? null : cut(header, size, tcp);
    }

    private List<byte[]> cut(final int header, final int size, final boolean tcp) {
        final List<byte[]> segments = new ArrayList<>();
        int at = header;
        do {
            final int end = Math.min(at + size, packet.length);
            final boolean first = at == header;
            final boolean last = end == packet.length;
            final ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(packet, 0, header);
            out.write(packet, at, end - at);
            final byte[] segment = out.toByteArray();
            if (v4) {
                put(segment, 2, segment.length);
                put(segment, 4, get(packet, 4) + segments.size());
                put(segment, 10, 0);
                put(segment, 10, ~PacketSpec.sum(segment, 0, (packet[0] & 15) * 4));
            } else {
                put(segment, 4, segment.length - 40);
            }
            if (tcp) {
                final ByteBuffer net = ByteBuffer.wrap(segment);
                net.putInt(l4 + 4, net.getInt(l4 + 4) + at - header);
                segment[l4 + 13] &= (byte) ((last ? 0xff : 0xf6) & (first ? 0xff : 0x7f));
            } else {
                put(segment, l4 + 4, segment.length - l4);
            }
            // Only the length in the pseudo-header is another one
            final byte[] pseudo = new byte[6];
            put(pseudo, 0, get(packet, start() + field()));
            put(pseudo, 2, ~(packet.length - l4 & 0xffff) - (packet.length - l4 >> 16));
            put(pseudo, 4, segment.length - l4);
            put(segment, l4 + field(), PacketSpec.sum(pseudo, 0, 6));
            finish(segment, l4, field());
            segments.add(segment);
            at = end;
        } while (at < packet.length);
        return segments;
    }

    /** Finds {@link #l4}; returns the protocol there, -1 if it can't be reached. */
    private int transport() {
        if (v4) {
            l4 = (packet[0] & 15) * 4;
            final boolean fragment = (get(packet, 6) & 0x3fff) != 0;
            return l4 < 20 || l4 > packet.length || fragment ? -1 : packet[9] & 0xff;
        }
        int next = packet[6] & 0xff;
        l4 = 40;
        while (EXTENSIONS.contains(next) || next == AH) {
            if (l4 + 2 > packet.length) {
                return -1;
            }
            final int length = packet[l4 + 1] & 0xff;
            final int following = packet[l4] & 0xff;
            l4 += next == AH ? (length + 2) * 4 : (length + 1) * 8;
            next = following;
        }
        return HIDING.contains(next) || l4 > packet.length ? -1 : next;
    }

    private static void finish(final byte[] bytes, final int start, final int field) {
        if (field == SCTP_FIELD) {
            ByteBuffer.wrap(bytes).putInt(start + field, 0);
            final CRC32C crc = new CRC32C();
            crc.update(bytes, start, bytes.length - start);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(start + field, (int) crc.getValue());
            return;
        }
        final int checksum = 0xffff - PacketSpec.sum(bytes, start, bytes.length - start);
        put(bytes, start + field, checksum == 0 && field == 6 ? 0xffff : checksum);
    }

    private static int get(final byte[] bytes, final int off) {
        return (bytes[off] & 0xff) << 8 | bytes[off + 1] & 0xff;
    }

    private static void put(final byte[] bytes, final int off, final int value) {
        bytes[off] = (byte) (value >> 8);
        bytes[off + 1] = (byte) value;
    }
}
