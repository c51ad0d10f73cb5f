/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.opendaylight.coalescer.core.coalesce.ReferencePacket.Input;
import org.opendaylight.coalescer.packet.ChecksumState;

/** Puts Ethernet headers in front of packets, and takes them away from what was written. Addresses are of RFC 7042. */
final class Frames {
    private static final int VNET = 24;
    private static final int CSUM_START = 6;
    private static final int HDR_LEN = 2;

    private Frames() {
        // Hidden on purpose
    }

    /**
     * The header of one of several stations, of the type that the packet has.
     *
     * @param station which one, 0..255
     * @param tags how many there are, 0..7: one of a customer, and in front of it those of providers
     * @param packet what follows
     * @return 14 bytes, and 4 for each tag
     */
    static byte[] header(final int station, final int tags, final byte[] packet) {
        final ByteBuffer header = ByteBuffer.allocate(14 + 4 * tags);
        header.put(new byte[] { 0x00, 0x00, 0x5e, 0x00, 0x53, 1, 0x00, 0x00, 0x5e, 0x00, 0x53, (byte) station });
        for (int i = 1; i < tags; i++) {
            header.putShort((short) 0x88a8).putShort((short) 7);
        }
        if (tags > 0) {
            header.putShort((short) 0x8100).putShort((short) 42);
        }
        final int version = packet.length == 0 ? 0 : packet[0] >>> 4 & 0xf;
        return header.putShort((short) (version == 4 ? 0x0800 : version == 6 ? 0x86dd : 0x0806)).array();
    }

    /** The same packet behind an Ethernet header. */
    static Input frame(final byte[] header, final Input packet) {
        final boolean partial = packet.state() == ChecksumState.PARTIAL;
        return new Input(join(header, packet.bytes()), packet.state(),
            packet.csumStart() + (partial ? header.length : 0), packet.csumOffset());
    }

    static byte[] join(final byte[] first, final byte[] second) {
        final byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** The Ethernet header of what was written. */
    static byte[] headerOf(final byte[] written, final int length) {
        return Arrays.copyOfRange(written, VNET, VNET + length);
    }

    /** What would have been written without the Ethernet header, which the virtio_net_hdr counts as well. */
    static byte[] strip(final byte[] written, final int length) {
        final byte[] plain = join(Arrays.copyOf(written, VNET),
            Arrays.copyOfRange(written, VNET + length, written.length));
        final ByteBuffer vnet = ByteBuffer.wrap(plain).order(ByteOrder.nativeOrder());
        for (final int field : new int[] { HDR_LEN, CSUM_START }) {
            if (vnet.getShort(field) != 0) {
                vnet.putShort(field, (short) (vnet.getShort(field) - length));
            }
        }
        return plain;
    }
}
