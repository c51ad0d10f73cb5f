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

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PacketMetadataTest {
    @Test
    void resetForgetsEverythingOfThePacketBefore() {
        final PacketMetadata packet = new PacketMetadata();
        packet.setPartial(20, 16);
        packet.setCsumNotInet(true);
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

    @Test
    void memoryMustBeDirect() {
        final ByteBuffer heap = ByteBuffer.allocate(8);
        assertThrows(IllegalArgumentException.class, () -> new PacketMemory(heap, 0));
    }
}
