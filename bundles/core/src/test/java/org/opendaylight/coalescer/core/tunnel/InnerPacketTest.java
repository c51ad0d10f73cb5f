/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.packet.PacketMemory;

class InnerPacketTest {
    private static final int OFF = 7;

    private final PacketMemory memory = PacketMemory.allocate(64);

    @Test
    void needsAWholeHeader() {
        memory.net().put(OFF, (byte) 0x45).put(OFF + 8, (byte) 1);
        assertEquals(TunnelDrop.SHORT, InnerPacket.check(memory, OFF, 0));
        assertEquals(TunnelDrop.SHORT, InnerPacket.check(memory, OFF, 19));
        assertNull(InnerPacket.check(memory, OFF, 20));
        memory.net().put(OFF, (byte) 0x60).put(OFF + 7, (byte) 1);
        assertEquals(TunnelDrop.SHORT, InnerPacket.check(memory, OFF, 39));
        assertNull(InnerPacket.check(memory, OFF, 40));
    }

    /** What only the ends can judge is not refused: options, fragments, a length that promises more. */
    @Test
    void leavesTheRestToTheEnds() {
        memory.net().put(OFF, (byte) 0x4f).putInt(OFF + 2, -1).putShort(OFF + 6, (short) -1).put(OFF + 8, (byte) 1);
        assertNull(InnerPacket.check(memory, OFF, 20));
    }

    @ParameterizedTest
    @CsvSource({ "0000, true", "2000, true", "00b9, true", "8000, true", "4000, false", "6000, false" })
    void fragmentsIpv4UnlessItsSenderForbids(final String word, final boolean fragmented) {
        memory.net().putShort(OFF + 6, (short) Integer.parseInt(word, 16));
        assertEquals(fragmented, InnerPacket.isToBeFragmented(memory, OFF, 1500, 4));
        assertEquals(fragmented, InnerPacket.isToBeFragmented(memory, OFF, 100, 4));
    }

    @Test
    void fragmentsIpv6OfLengthsThatEveryLinkCarries() {
        assertTrue(InnerPacket.isToBeFragmented(memory, OFF, 1280, 6));
        assertFalse(InnerPacket.isToBeFragmented(memory, OFF, 1281, 6));
    }

    @Test
    void fragmentsWhatHasNoSenderToBeTold() {
        assertTrue(InnerPacket.isToBeFragmented(memory, OFF, 1500, 0));
    }

    @Test
    void findsAddressesAndTrafficClass() {
        memory.net().put(OFF, (byte) 0x45).put(OFF + 1, (byte) 0xb9);
        assertEquals(4, InnerPacket.version(memory, OFF));
        assertEquals(0xb9, InnerPacket.trafficClass(memory, OFF));
        assertEquals(OFF + 12, InnerPacket.sourceOffset(memory, OFF));
        assertEquals(OFF + 16, InnerPacket.destinationOffset(memory, OFF));
        memory.net().putInt(OFF, 0x6b9f_ffff);
        assertEquals(6, InnerPacket.version(memory, OFF));
        assertEquals(0xb9, InnerPacket.trafficClass(memory, OFF));
        assertEquals(OFF + 8, InnerPacket.sourceOffset(memory, OFF));
        assertEquals(OFF + 24, InnerPacket.destinationOffset(memory, OFF));
    }
}
