/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HexFormat;
import java.util.Random;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

/** Rule 8 behind an Ethernet header: what is believed of a frame read from a TAP queue. */
class AcceptFrameTest {
    private static final int VNET = 3;
    private static final int FRAME = VNET + 24;
    private static final String STATIONS = "00005e00530100005e005302";
    private static final String IPV4 = STATIONS + "0800";
    private static final String TAGGED_IPV6 = STATIONS + "8100002a86dd";
    private static final String ARP = STATIONS + "0806";

    private final PacketMemory memory = PacketMemory.allocate(1 << 18);
    private final PacketMetadata meta = new PacketMetadata();

    /** Writes a packet behind a header, and counts the header in what virtio_net_hdr says. */
    private int write(final String header, final PacketSpec spec) {
        final byte[] link = HexFormat.of().parseHex(header);
        final int bytes = spec.write(memory, VNET + link.length, spec.headerLength());
        // The virtio_net_hdr goes in front of the Ethernet header
        final byte[] vnet = new byte[24];
        memory.net().get(VNET + link.length, vnet);
        memory.net().put(VNET, vnet);
        memory.net().put(FRAME, link);
        memory.host().putShort(VNET + 2, (short) (memory.host().getShort(VNET + 2) + link.length));
        memory.host().putShort(VNET + 6, (short) (memory.host().getShort(VNET + 6) + link.length));
        return bytes + link.length;
    }

    private @Nullable TransmitDrop accept(final int bytes) {
        return TransmitValidation.acceptFrame(memory, VNET, bytes, meta);
    }

    private static PacketSpec superpacket() {
        return PacketSpec.tcp4().gso(1000).payload(new Random(1), 2500);
    }

    @Test
    void describesASuperpacket() {
        assertNull(accept(write(IPV4, superpacket())));
        assertEquals(FRAME, meta.offset());
        assertEquals(2554, meta.length());
        assertEquals(14, meta.linkLength());
        assertEquals(ChecksumState.PARTIAL, meta.checksumState());
        assertEquals(34, meta.csumStart());
        assertEquals(GsoType.TCPV4, meta.gsoType());
        assertEquals(3, meta.gsoSegments());
        assertEquals(FRAME + 34, meta.l4Offset());
        assertEquals(FRAME + 54, meta.payloadOffset());
    }

    @Test
    void countsATag() {
        assertNull(accept(write(TAGGED_IPV6, PacketSpec.tcp6().gso(100).payload(new Random(1), 300))));
        assertEquals(18, meta.linkLength());
        assertEquals(58, meta.csumStart());
        assertEquals(FRAME + 78, meta.payloadOffset());
    }

    @ParameterizedTest
    @CsvSource({ "88a8002a, 18", "88a8002a8100002b, 22", "8100002a8100002b, 22", "88a8002a88a8002b8100002c, 26" })
    void countsTagsOfAProvider(final String tags, final int link) {
        assertNull(accept(write(STATIONS + tags + "0800", superpacket())));
        assertEquals(link, meta.linkLength());
        assertEquals(GsoType.TCPV4, meta.gsoType());
        assertEquals(link + 20, meta.csumStart());
        assertEquals(FRAME + link + 40, meta.payloadOffset());
    }

    @Test
    void refusesAChecksumThatIsCountedFromTheIpHeader() {
        final int bytes = write(IPV4, superpacket());
        memory.host().putShort(VNET + 6, (short) 20);
        assertEquals(TransmitDrop.CHECKSUM_PLACE, accept(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = { -2, 4, 14 })
    void refusesAChecksumElsewhere(final int shift) {
        final int bytes = write(IPV4, superpacket());
        memory.host().putShort(VNET + 6, (short) (34 + shift));
        assertEquals(shift < 0 ? TransmitDrop.CHECKSUM_PLACE : TransmitDrop.GSO_CHECKSUM_PLACE, accept(bytes));
    }

    @Test
    void refusesASuperpacketWithoutIp() {
        assertEquals(TransmitDrop.NOT_IP, accept(write(ARP, superpacket())));
    }

    @Test
    void refusesATunnelNobodyAskedFor() {
        final int bytes = write(IPV4, superpacket());
        memory.net().put(VNET + 1, (byte) 0x21);
        assertEquals(TransmitDrop.GSO_TUNNEL, accept(bytes));
    }

    @Test
    void takesAFrameWithoutIp() {
        memory.net().put(FRAME, HexFormat.of().parseHex(ARP));
        assertNull(accept(24 + 42));
        assertEquals(42, meta.linkLength());
        assertEquals(ChecksumState.NONE, meta.checksumState());
    }

    @Test
    void finishesAChecksumWhereverItIsInAFrameWithoutIp() {
        final byte[] link = HexFormat.of().parseHex(STATIONS + "88a8002a8100002a0800");
        memory.net().put(FRAME, link);
        memory.net().put(VNET, (byte) 1);
        memory.host().putShort(VNET + 6, (short) 42);
        memory.host().putShort(VNET + 8, (short) 6);
        assertNull(accept(24 + 60));
        final TransmitValidation output = new TransmitValidation(OutputCapabilities.ALL, 0);
        assertEquals(1, output.begin(memory, meta));
        assertEquals(1, output.count(TransmitCounter.CSUM_SOFTWARE));
        // The sum of zeros
        assertEquals((short) 0xffff, memory.net().getShort(FRAME + 48));
    }

    @Test
    void refusesAChecksumInTheEthernetHeader() {
        memory.net().put(FRAME, HexFormat.of().parseHex(ARP));
        memory.net().put(VNET, (byte) 1);
        memory.host().putShort(VNET + 6, (short) 13);
        assertEquals(TransmitDrop.CHECKSUM_PLACE, accept(24 + 42));
        memory.host().putShort(VNET + 6, (short) 41);
        assertEquals(TransmitDrop.CHECKSUM_PLACE, accept(24 + 42));
    }

    @Test
    void refusesLessThanAnEthernetHeader() {
        assertEquals(TransmitDrop.SHORT, accept(24 + 13));
        assertEquals(TransmitDrop.SHORT, accept(24));
    }

    @Test
    void aCopyForAnotherOutputIsNotFinishedTwice() {
        final int bytes = write(IPV4, PacketSpec.udp4().payload(new Random(1), 100));
        memory.net().put(VNET + 1, (byte) GsoType.NONE.code());
        assertNull(accept(bytes));
        assertEquals(ChecksumState.PARTIAL, meta.checksumState());
        final TransmitValidation output = new TransmitValidation(OutputCapabilities.NONE, 0);
        assertEquals(1, output.begin(memory, meta));
        final short finished = memory.net().getShort(FRAME + 14 + 20 + 6);
        assertEquals(1, output.begin(memory, meta));
        assertEquals(finished, memory.net().getShort(FRAME + 14 + 20 + 6));
        assertEquals(1, output.count(TransmitCounter.CSUM_SOFTWARE));
    }
}
