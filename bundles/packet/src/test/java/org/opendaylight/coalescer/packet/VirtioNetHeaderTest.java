/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtioNetHeaderTest {
    private static final int OFF = 3;

    private final PacketMemory memory = PacketMemory.allocate(64);
    private final PacketMetadata packet = new PacketMetadata();

    @BeforeEach
    void fillWithWhatAnEarlierPacketLeft() {
        for (int i = 0; i < 64; i++) {
            memory.net().put(i, (byte) 0xa5);
        }
        packet.reset(100, 1500);
    }

    @Test
    void noneIsAllZeros() {
        VirtioNetHeader.writeNone(memory, OFF);
        assertHeader(0, 0, 0, 0, 0, 0);
    }

    @Test
    void writesInTheByteOrderOfTheMachine() {
        VirtioNetHeader.writeNeedsChecksum(memory, OFF, 0x1234, 16);
        assertEquals((short) 0x1234, memory.host().getShort(OFF + 6));
        assertHeader(1, 0, 0, 0, 0x1234, 16);
    }

    @Test
    void gsoAddsTypeAndSizes() {
        VirtioNetHeader.writeNeedsChecksum(memory, OFF, 40, 16);
        VirtioNetHeader.writeGso(memory, OFF, GsoType.TCPV6, 72, 40_000);
        assertHeader(1, 4, 72, 40_000, 40, 16);
    }

    @Test
    void metadataWithoutAnythingToFinishGivesZeros() {
        for (final ChecksumState state : ChecksumState.values()) {
            if (state != ChecksumState.PARTIAL) {
                packet.setChecksumState(state);
                VirtioNetHeader.write(memory, OFF, packet);
                assertHeader(0, 0, 0, 0, 0, 0);
            }
        }
    }

    @Test
    void partialMetadataGivesStartAndOffset() {
        packet.setPartial(20, 6);
        VirtioNetHeader.write(memory, OFF, packet);
        assertHeader(1, 0, 0, 0, 20, 6);
    }

    @Test
    void superpacketMetadataGivesAllFields() {
        packet.setPartial(20, 16);
        packet.setGso(GsoType.TCPV4, 1448, 2);
        packet.setLayers(120, 152);
        VirtioNetHeader.write(memory, OFF, packet);
        assertHeader(1, 1, 52, 1448, 20, 16);
    }

    /** Linux include/uapi/linux/virtio_net.h, struct virtio_net_hdr_v1_hash_tunnel: behind 20 bytes, little-endian. */
    @ParameterizedTest
    @CsvSource({ "45, true, 21, 9", "45, false, 21, 1", "60, true, 41, 9", "60, false, 41, 1" })
    void tunnelMetadataGivesWhereItsHeadersAre(final String first, final boolean checksum, final String type,
            final int flags) {
        final PacketMemory packets = PacketMemory.allocate(256);
        packets.net().put(100, (byte) Integer.parseInt(first, 16));
        final PacketMetadata tunnel = new PacketMetadata();
        tunnel.reset(100, 140);
        tunnel.setPartial(70, 16);
        tunnel.setTunnel(0x0114, 0x0232, checksum);
        tunnel.setGso(GsoType.TCPV4, 1448, 2);
        tunnel.setLayers(170, 190);
        VirtioNetHeader.write(packets, OFF, tunnel);
        assertEquals(Integer.parseInt(type, 16), VirtioNetHeader.gsoType(packets, OFF));
        assertEquals(flags, VirtioNetHeader.flags(packets, OFF));
        assertEquals(0x0114, VirtioNetHeader.outerL4Start(packets, OFF));
        assertEquals(0x0232, VirtioNetHeader.innerStart(packets, OFF));
        assertEquals(0, tunnel.linkLength());
        packets.net().putInt(OFF + 20, 0xffff_ffff);
        assertEquals(0xffff, VirtioNetHeader.outerL4Start(packets, OFF));
        assertEquals(0xffff, VirtioNetHeader.innerStart(packets, OFF));
    }

    @Test
    void readsWhatItWrote() {
        VirtioNetHeader.writeNeedsChecksum(memory, OFF, 0xfedc, 0x8001);
        VirtioNetHeader.writeGso(memory, OFF, GsoType.UDP_L4, 0xabcd, 0xffff);
        assertEquals(VirtioNetHeader.FLAG_NEEDS_CSUM, VirtioNetHeader.flags(memory, OFF));
        assertEquals(5, VirtioNetHeader.gsoType(memory, OFF));
        assertEquals(0xabcd, VirtioNetHeader.headerLength(memory, OFF));
        assertEquals(0xffff, VirtioNetHeader.gsoSize(memory, OFF));
        assertEquals(0xfedc, VirtioNetHeader.csumStart(memory, OFF));
        assertEquals(0x8001, VirtioNetHeader.csumOffset(memory, OFF));
    }

    private void assertHeader(final int flags, final int gsoType, final int hdrLen, final int gsoSize,
            final int csumStart, final int csumOffset) {
        final byte[] expected = ByteBuffer.allocate(VirtioNetHeader.LENGTH).order(ByteOrder.nativeOrder())
            .put((byte) flags).put((byte) gsoType).putShort((short) hdrLen).putShort((short) gsoSize)
            .putShort((short) csumStart).putShort((short) csumOffset).array();
        final byte[] actual = new byte[VirtioNetHeader.LENGTH];
        memory.net().get(OFF, actual);
        assertArrayEquals(expected, actual);
        assertEquals((byte) 0xa5, memory.net().get(OFF - 1));
        assertEquals((byte) 0xa5, memory.net().get(OFF + VirtioNetHeader.LENGTH));
    }
}
