/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

import java.nio.ByteBuffer;

/**
 * {@code struct virtio_net_hdr_v1_hash_tunnel}, the 24 bytes in front of every packet that a TUN queue carries
 * ({@code include/uapi/linux/virtio_net.h}), in the byte order of the machine where nothing else is said. The
 * hash fields are written as zeros.
 */
public final class VirtioNetHeader {
    public static final int LENGTH = 24;

    public static final int FLAGS = 0;
    public static final int GSO_TYPE = 1;
    public static final int HDR_LEN = 2;
    public static final int GSO_SIZE = 4;
    public static final int CSUM_START = 6;
    public static final int CSUM_OFFSET = 8;
    /** {@code outer_th_offset} of {@code struct virtio_net_hdr_v1_hash_tunnel}, little-endian. */
    public static final int OUTER_TH_OFFSET = 20;
    /** {@code inner_nh_offset} of the same. */
    public static final int INNER_NH_OFFSET = 22;

    /** The checksum is to be finished from {@code csum_start} on. */
    public static final int FLAG_NEEDS_CSUM = 1;
    /** The checksum has been verified. */
    public static final int FLAG_DATA_VALID = 2;
    /** The outer UDP checksum is to be finished, too: {@code VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM}. */
    public static final int FLAG_TUNNEL_CSUM = 8;
    /** Behind an outer UDP header over IPv4: {@code VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4}. */
    public static final int GSO_TUNNEL_V4 = 0x20;
    /** Behind an outer UDP header over IPv6: {@code VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV6}. */
    public static final int GSO_TUNNEL_V6 = 0x40;
    /** TCP has CWR set: {@code VIRTIO_NET_HDR_GSO_ECN}. */
    public static final int GSO_ECN = 0x80;

    private VirtioNetHeader() {
        // Hidden on purpose
    }

    /**
     * Writes a header of zeros: a packet that needs nothing.
     *
     * @param memory where to
     * @param off offset of the header
     */
    public static void writeNone(final PacketMemory memory, final int off) {
        final ByteBuffer host = memory.host();
        host.putLong(off, 0);
        host.putLong(off + 8, 0);
        host.putLong(off + 16, 0);
    }

    /**
     * Writes the header of a packet whose checksum the receiver of this header finishes.
     *
     * @param memory where to
     * @param off offset of the header
     * @param csumStart first byte covered, from the start of the packet
     * @param csumOffset place of the field from there
     */
    public static void writeNeedsChecksum(final PacketMemory memory, final int off, final int csumStart,
            final int csumOffset) {
        writeNone(memory, off);
        final ByteBuffer host = memory.host();
        host.put(off + FLAGS, (byte) FLAG_NEEDS_CSUM);
        host.putShort(off + CSUM_START, (short) csumStart);
        host.putShort(off + CSUM_OFFSET, (short) csumOffset);
    }

    /**
     * Adds what makes a superpacket of it to a header written by {@link #writeNeedsChecksum}.
     *
     * @param memory where to
     * @param off offset of the header
     * @param type kind of superpacket
     * @param headerLen bytes of all headers
     * @param gsoSize payload bytes per segment
     */
    public static void writeGso(final PacketMemory memory, final int off, final GsoType type, final int headerLen,
            final int gsoSize) {
        final ByteBuffer host = memory.host();
        host.put(off + GSO_TYPE, (byte) type.code());
        host.putShort(off + HDR_LEN, (short) headerLen);
        host.putShort(off + GSO_SIZE, (short) gsoSize);
    }

    /**
     * Writes the header that says about a packet what its metadata says.
     *
     * @param memory where to
     * @param off offset of the header
     * @param packet metadata; a superpacket must know its headers
     */
    public static void write(final PacketMemory memory, final int off, final PacketMetadata packet) {
        if (packet.checksumState() != ChecksumState.PARTIAL) {
            writeNone(memory, off);
            return;
        }
        writeNeedsChecksum(memory, off, packet.csumStart(), packet.csumOffset());
        if (packet.gsoType() != GsoType.NONE) {
            writeGso(memory, off, packet.gsoType(), packet.payloadOffset() - packet.offset(), packet.gsoSize());
        }
        if (packet.isEncapsulated()) {
            writeTunnel(memory, off, packet);
        }
    }

    private static void writeTunnel(final PacketMemory memory, final int off, final PacketMetadata packet) {
        final ByteBuffer net = memory.net();
        final boolean v4 = IpHeader.isV4(net, packet.offset());
        net.put(off + GSO_TYPE, (byte) (packet.gsoType().code() | (v4 ? GSO_TUNNEL_V4 : GSO_TUNNEL_V6)));
        if (packet.outerChecksum()) {
            net.put(off + FLAGS, (byte) (FLAG_NEEDS_CSUM | FLAG_TUNNEL_CSUM));
        }
        net.putShort(off + OUTER_TH_OFFSET, Short.reverseBytes((short) packet.outerL4Start()));
        net.putShort(off + INNER_NH_OFFSET, Short.reverseBytes((short) packet.ipStart()));
    }

    /** The flags of a header, 0..255. */
    public static int flags(final PacketMemory memory, final int off) {
        return memory.host().get(off + FLAGS) & 0xff;
    }

    /** {@code gso_type} of a header with the {@link #GSO_ECN} bit, 0..255. */
    public static int gsoType(final PacketMemory memory, final int off) {
        return memory.host().get(off + GSO_TYPE) & 0xff;
    }

    /** {@code hdr_len} of a header in bytes: only a hint, the kernel's value can be wrong. */
    public static int headerLength(final PacketMemory memory, final int off) {
        return memory.host().getShort(off + HDR_LEN) & 0xffff;
    }

    /** {@code gso_size} of a header in bytes. */
    public static int gsoSize(final PacketMemory memory, final int off) {
        return memory.host().getShort(off + GSO_SIZE) & 0xffff;
    }

    /** {@code csum_start} of a header, in bytes from the start of the packet. */
    public static int csumStart(final PacketMemory memory, final int off) {
        return memory.host().getShort(off + CSUM_START) & 0xffff;
    }

    /** {@code outer_th_offset} of a header, in bytes from the start of the packet. */
    public static int outerL4Start(final PacketMemory memory, final int off) {
        return Short.reverseBytes(memory.net().getShort(off + OUTER_TH_OFFSET)) & 0xffff;
    }

    /** {@code inner_nh_offset} of a header, in bytes from the start of the packet. */
    public static int innerStart(final PacketMemory memory, final int off) {
        return Short.reverseBytes(memory.net().getShort(off + INNER_NH_OFFSET)) & 0xffff;
    }

    /** {@code csum_offset} of a header, in bytes from {@code csum_start}. */
    public static int csumOffset(final PacketMemory memory, final int off) {
        return memory.host().getShort(off + CSUM_OFFSET) & 0xffff;
    }
}
