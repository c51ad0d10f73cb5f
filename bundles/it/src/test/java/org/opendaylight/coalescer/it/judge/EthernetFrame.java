/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.judge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.opendaylight.coalescer.it.crafted.Checksums;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.VirtioNetHeader;

/** Turns what is written to a TUN device into what a TAP device takes. Functions without state. */
final class EthernetFrame {
    /** The device's own address, to which all frames go. */
    static final String ADDRESS = "02:c0:a1:00:00:0b";
    /** Bytes of the longest frame and its virtio_net_hdr. */
    static final int ROOM = 1 << 17;

    private static final byte[] DESTINATION_AND_SOURCE = { 2, (byte) 0xc0, (byte) 0xa1, 0, 0, 0xb, 2, 0, 0, 0, 0, 1 };
    private static final int LENGTH = 14;
    private static final int TUNNEL_TYPES = 0x60;
    private static final int NEEDS_CSUM = 1;

    private EthernetFrame() {
        // functions only
    }

    /**
     * Puts an Ethernet header between a virtio_net_hdr and its packet; what counts from the packet's first byte counts
     * from there.
     *
     * @param written the virtio_net_hdr and the packet
     * @param to gets the frame at offset 0
     * @return its bytes, the virtio_net_hdr included
     */
    static int put(final byte[] written, final PacketMemory to) {
        final var vnet = ByteBuffer.wrap(written.clone(), 0, VirtioNetHeader.LENGTH).order(ByteOrder.nativeOrder());
        final boolean superpacket = vnet.get(VirtioNetHeader.GSO_TYPE) != 0;
        if (superpacket) {
            shift(vnet, VirtioNetHeader.HDR_LEN);
        }
        if ((vnet.get(VirtioNetHeader.FLAGS) & NEEDS_CSUM) != 0) {
            shift(vnet, VirtioNetHeader.CSUM_START);
        }
        if ((vnet.get(VirtioNetHeader.GSO_TYPE) & TUNNEL_TYPES) != 0) {
            vnet.order(ByteOrder.LITTLE_ENDIAN);
            shift(vnet, VirtioNetHeader.OUTER_TH_OFFSET);
            shift(vnet, VirtioNetHeader.INNER_NH_OFFSET);
        }
        final byte[] packet = Arrays.copyOfRange(written, VirtioNetHeader.LENGTH, written.length);
        final var net = to.net();
        net.put(0, vnet.array(), 0, VirtioNetHeader.LENGTH);
        net.put(VirtioNetHeader.LENGTH, DESTINATION_AND_SOURCE);
        net.putShort(VirtioNetHeader.LENGTH + DESTINATION_AND_SOURCE.length,
            (short) (Checksums.isIpv4(packet) ? 0x0800 : 0x86dd));
        net.put(VirtioNetHeader.LENGTH + LENGTH, packet);
        return written.length + LENGTH;
    }

    private static void shift(final ByteBuffer vnet, final int field) {
        vnet.putShort(field, (short) (vnet.getShort(field) + LENGTH));
    }
}
