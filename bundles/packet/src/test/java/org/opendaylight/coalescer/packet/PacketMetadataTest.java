/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketMetadataTest {
    @Test
    void resetForgetsEverythingOfThePacketBefore() {
        final PacketMetadata packet = new PacketMetadata();
        packet.setPartial(20, Sctp.CHECKSUM);
        packet.setGso(GsoType.TCPV4, 1448, 3);
        packet.setLayers(20, 52);
        packet.reset(64, 1500);
        assertEquals(64, packet.offset());
        assertEquals(1500, packet.length());
        assertEquals(ChecksumState.NONE, packet.checksumState());
        assertEquals(0, packet.csumStart());
        assertEquals(0, packet.csumOffset());
        assertFalse(packet.csumNotInet());
        assertEquals(GsoType.NONE, packet.gsoType());
        assertEquals(0, packet.gsoSize());
        assertEquals(0, packet.gsoSegments());
        assertEquals(0, packet.l4Offset());
        assertEquals(0, packet.payloadOffset());
    }

    private static PacketMetadata unfinished(final int start, final int fieldOffset) {
        final PacketMetadata packet = new PacketMetadata();
        packet.reset(64, 100);
        packet.setPartial(start, fieldOffset);
        return packet;
    }

    @ParameterizedTest
    @CsvSource({ "0, 0", "20, 16", "20, 78", "92, 6", "98, 0", "88, 8", "0, 98", "20, 7" })
    void aFieldThatEndsWithThePacketIsInside(final int start, final int fieldOffset) {
        assertTrue(unfinished(start, fieldOffset).isChecksumInside());
    }

    @ParameterizedTest
    @CsvSource({ "20, 80", "94, 6", "99, 0", "100, 0", "89, 8", "90, 8", "-2, 6", "20, -2", "101, 0",
        "2147483647, 8", "2147483647, 0", "20, 2147483646", "-2147483648, 0", "-2147483648, 2147483646" })
    void aFieldThatIsNotWhollyInThePacketIsNotInside(final int start, final int fieldOffset) {
        assertFalse(unfinished(start, fieldOffset).isChecksumInside());
    }

    @Test
    void theFieldOfSctpIsThatOfACrc32c() {
        assertTrue(unfinished(20, 8).csumNotInet());
        assertFalse(unfinished(20, 16).csumNotInet());
        assertFalse(unfinished(20, 6).csumNotInet());
    }

    @Test
    void memoryMustBeDirect() {
        final ByteBuffer heap = ByteBuffer.allocate(8);
        assertThrows(IllegalArgumentException.class, () -> new PacketMemory(heap, 0));
    }
}
