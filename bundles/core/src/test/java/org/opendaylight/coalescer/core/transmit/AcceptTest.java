/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.opendaylight.coalescer.packet.VirtioNetHeader;

/** Rule 8 of the data path, what is believed of a packet read from a TUN queue. */
class AcceptTest {
    private static final int VNET = 3;
    private static final int PACKET = VNET + 24;

    private final PacketMemory memory = PacketMemory.allocate(1 << 18);
    private final PacketMetadata meta = new PacketMetadata();
    private final PacketSpec spec = PacketSpec.tcp4().gso(1000).payload(new Random(1), 2500);

    @Test
    void describesASuperpacket() {
        assertNull(accept(write(spec)));
        assertEquals(PACKET, meta.offset());
        assertEquals(2540, meta.length());
        assertEquals(ChecksumState.PARTIAL, meta.checksumState());
        assertEquals(20, meta.csumStart());
        assertEquals(16, meta.csumOffset());
        assertEquals(GsoType.TCPV4, meta.gsoType());
        assertEquals(1000, meta.gsoSize());
        assertEquals(3, meta.gsoSegments());
        assertEquals(PACKET + 20, meta.l4Offset());
        assertEquals(PACKET + 40, meta.payloadOffset());
    }

    @Test
    void knowsAllKindsOfSuperpacket() {
        for (final PacketSpec each : new PacketSpec[] { PacketSpec.tcp4(), PacketSpec.tcp6(), PacketSpec.udp4(),
            PacketSpec.udp6() }) {
            assertNull(accept(write(each.gso(100).payload(new Random(1), 300))));
            assertEquals(each.gsoType(), meta.gsoType());
            assertEquals(3, meta.gsoSegments());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 40, 41, 65_535 })
    void recomputesTheHeaderLength(final int hint) {
        assertNull(accept(spec.write(memory, VNET, hint)));
        assertEquals(PACKET + 40, meta.payloadOffset());
    }

    @Test
    void masksTheEcnBitOfTcp() {
        spec.flags = 0x90;
        final int bytes = write(spec);
        assertEquals(0x81, VirtioNetHeader.gsoType(memory, VNET));
        assertNull(accept(bytes));
        assertEquals(GsoType.TCPV4, meta.gsoType());
    }

    @Test
    void refusesTheEcnBitOnUdp() {
        final int bytes = write(PacketSpec.udp4().gso(100).payload(new Random(1), 300));
        memory.net().put(VNET + 1, (byte) 0x85);
        assertEquals(TransmitDrop.GSO_ECN, accept(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = { 2, 3, 6, 0x20, 0x80, 0xff })
    void refusesUnknownGsoTypes(final int type) {
        final int bytes = write(spec);
        memory.net().put(VNET + 1, (byte) type);
        assertEquals(TransmitDrop.UNKNOWN_GSO_TYPE, accept(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0x21, 0x41, 0x61 })
    void refusesATunnelThatIsNotThere(final int type) {
        final int bytes = write(spec);
        memory.net().put(VNET + 1, (byte) type);
        assertEquals(TransmitDrop.GSO_TUNNEL, accept(bytes));
    }

    @Test
    void refusesGsoSizeZero() {
        final int bytes = write(spec);
        memory.host().putShort(VNET + 4, (short) 0);
        assertEquals(TransmitDrop.GSO_SIZE_ZERO, accept(bytes));
    }

    @Test
    void refusesAVersionThatIsNotThatOfTheGsoType() {
        final int bytes = write(spec);
        memory.net().put(VNET + 1, (byte) 4);
        assertEquals(TransmitDrop.GSO_VERSION, accept(bytes));
        final int bytes6 = write(PacketSpec.tcp6().gso(100).payload(new Random(1), 300));
        memory.net().put(VNET + 1, (byte) 1);
        assertEquals(TransmitDrop.GSO_VERSION, accept(bytes6));
    }

    @Test
    void refusesAProtocolThatIsNotThatOfTheGsoType() {
        final int bytes = write(spec);
        memory.net().put(PACKET + 9, (byte) 17);
        assertEquals(TransmitDrop.GSO_PROTOCOL, accept(bytes));
        memory.net().put(PACKET + 9, (byte) 6).put(VNET + 1, (byte) 5);
        assertEquals(TransmitDrop.GSO_PROTOCOL, accept(bytes));
    }

    @Test
    void refusesASuperpacketWithoutNeedsCsum() {
        final int bytes = write(spec);
        memory.net().put(VNET, (byte) 0);
        assertEquals(TransmitDrop.GSO_WITHOUT_CHECKSUM, accept(bytes));
        memory.net().put(VNET, (byte) VirtioNetHeader.FLAG_DATA_VALID);
        assertEquals(TransmitDrop.GSO_WITHOUT_CHECKSUM, accept(bytes));
    }

    @ParameterizedTest
    @CsvSource({ "24, 16", "20, 6", "20, 14", "40, 16" })
    void refusesAChecksumPlaceThatIsNotThatOfTheTransportHeader(final int start, final int offset) {
        final int bytes = write(spec);
        memory.host().putShort(VNET + 6, (short) start).putShort(VNET + 8, (short) offset);
        assertEquals(TransmitDrop.GSO_CHECKSUM_PLACE, accept(bytes));
    }

    @ParameterizedTest
    @CsvSource({ "0, 16", "16, 16", "19, 6", "2539, 0", "65535, 65535", "2530, 10", "2529, 8" })
    void refusesAChecksumOutsideThePacketOrInsideTheIpHeader(final int start, final int offset) {
        final int bytes = write(spec);
        memory.host().putShort(VNET + 6, (short) start).putShort(VNET + 8, (short) offset);
        assertEquals(TransmitDrop.CHECKSUM_PLACE, accept(bytes));
        memory.net().put(VNET + 1, (byte) 0);
        assertEquals(TransmitDrop.CHECKSUM_PLACE, accept(bytes));
    }

    @Test
    void refusesAFragmentedSuperpacket() {
        spec.fragment = 0x2000;
        assertEquals(TransmitDrop.GSO_NO_TRANSPORT_HEADER, accept(write(spec)));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0x00, 0x10, 0x40 })
    void refusesATcpHeaderTooShort(final int dataOffset) {
        final int bytes = write(spec);
        memory.net().put(PACKET + 32, (byte) dataOffset);
        assertEquals(TransmitDrop.GSO_HEADER, accept(bytes));
    }

    @Test
    void refusesATcpHeaderBeyondThePacket() {
        final int bytes = write(PacketSpec.tcp4().gso(10).payload(new Random(1), 39));
        memory.net().put(PACKET + 32, (byte) 0xf0);
        assertEquals(TransmitDrop.GSO_HEADER, accept(bytes));
        assertEquals(TransmitDrop.GSO_HEADER, accept(24 + 39));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 40, 2539, 2541 })
    void refusesAnIpLengthThatIsNotTheWhole(final int length) {
        final int bytes = write(spec);
        memory.net().putShort(PACKET + 2, (short) length);
        assertEquals(TransmitDrop.GSO_LENGTH, accept(bytes));
    }

    @Test
    void refusesAnIpv6LengthThatIsNotTheWhole() {
        final int bytes = write(PacketSpec.tcp6().gso(100).payload(new Random(1), 300));
        memory.net().putShort(PACKET + 4, (short) 0);
        assertEquals(TransmitDrop.GSO_LENGTH, accept(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, 0, 23, 24, 25, 43 })
    void refusesWhatIsTooShortForAnIpHeader(final int bytes) {
        write(spec);
        assertEquals(TransmitDrop.SHORT, accept(bytes));
    }

    @Test
    void refusesAnIpv6HeaderCutShort() {
        write(PacketSpec.tcp6());
        assertEquals(TransmitDrop.SHORT, accept(24 + 39));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0x05, 0x55, 0xf0 })
    void refusesWhatIsNotIp(final int first) {
        final int bytes = write(spec);
        memory.net().put(PACKET, (byte) first);
        assertEquals(TransmitDrop.NOT_IP, accept(bytes));
    }

    @Test
    void takesAnOrdinaryPacketAsItIs() {
        final int bytes = plain(spec, 0, 0, 0);
        memory.net().putShort(PACKET + 2, (short) 7);
        assertNull(accept(bytes));
        assertEquals(ChecksumState.NONE, meta.checksumState());
        assertEquals(GsoType.NONE, meta.gsoType());
        assertEquals(PACKET + 20, meta.l4Offset());
        assertEquals(PACKET + 40, meta.payloadOffset());
    }

    @Test
    void takesAFragmentWithoutLayers() {
        spec.fragment = 0x2001;
        assertNull(accept(plain(spec, 0, 0, 0)));
        assertEquals(0, meta.l4Offset());
        assertEquals(0, meta.payloadOffset());
    }

    @Test
    void believesThatAChecksumWasVerified() {
        assertNull(accept(plain(spec, VirtioNetHeader.FLAG_DATA_VALID, 0, 0)));
        assertEquals(ChecksumState.UNNECESSARY, meta.checksumState());
    }

    @Test
    void takesAChecksumAnywhereInAnOrdinaryPacket() {
        assertNull(accept(plain(spec, VirtioNetHeader.FLAG_NEEDS_CSUM, 90, 16)));
        assertEquals(ChecksumState.PARTIAL, meta.checksumState());
        assertEquals(90, meta.csumStart());
        assertEquals(16, meta.csumOffset());
        assertFalse(meta.csumNotInet());
    }

    @Test
    void knowsTheChecksumOfSctpByItsPlace() {
        assertNull(accept(plain(spec, VirtioNetHeader.FLAG_NEEDS_CSUM, 20, 8)));
        assertTrue(meta.csumNotInet());
    }

    private int write(final PacketSpec packet) {
        return packet.write(memory, VNET, packet.headerLength());
    }

    private int plain(final PacketSpec packet, final int flags, final int start, final int offset) {
        final int bytes = write(packet);
        VirtioNetHeader.writeNone(memory, VNET);
        memory.host().put(VNET, (byte) flags).putShort(VNET + 6, (short) start).putShort(VNET + 8, (short) offset);
        return bytes;
    }

    private @Nullable TransmitDrop accept(final int bytes) {
        return TransmitValidation.accept(memory, VNET, bytes, meta);
    }
}
