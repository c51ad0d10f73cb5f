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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpHeaderTest {
    private static final int OFF = 5;
    /** The header of RFC 1071's usual example, whose checksum is b861. */
    private static final String EXAMPLE = "450000730000400040110000c0a80001c0a800c7";

    private final PacketMemory memory = PacketMemory.allocate(128);

    private void put(final String header) {
        memory.net().put(OFF, HexFormat.of().parseHex(header));
    }

    private int word(final int offset) {
        return memory.net().getShort(OFF + offset) & 0xffff;
    }

    @Test
    void knowsTheVersionByTheFirstFourBits() {
        put("4f");
        assertTrue(IpHeader.isV4(memory.net(), OFF));
        put("64");
        assertFalse(IpHeader.isV4(memory.net(), OFF));
        put("c4");
        assertFalse(IpHeader.isV4(memory.net(), OFF));
    }

    @Test
    void writesTheKnownChecksum() {
        put(EXAMPLE);
        memory.net().putShort(OFF + Ipv4.CHECKSUM, (short) 0x1234);
        Ipv4.writeChecksum(memory, OFF, 20);
        assertEquals(0xb861, word(Ipv4.CHECKSUM));
        assertTrue(Ipv4.verifyChecksum(memory, OFF, 20));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 8, 63, 80, 159 })
    void seesAWrongBit(final int bit) {
        put(EXAMPLE);
        Ipv4.writeChecksum(memory, OFF, 20);
        final int at = OFF + bit / 8;
        memory.net().put(at, (byte) (memory.net().get(at) ^ 0x80 >>> bit % 8));
        assertFalse(Ipv4.verifyChecksum(memory, OFF, 20));
    }

    @Test
    void optionsAreCovered() {
        put("46000073000040004011000" + "0c0a80001c0a800c7" + "94040001");
        IpHeader.writeLength(memory, OFF, 0x73, 0);
        assertTrue(Ipv4.verifyChecksum(memory, OFF, 24));
        assertFalse(Ipv4.verifyChecksum(memory, OFF, 20));
    }

    @Test
    void segmentsHaveTheirLengthAndCountTheIdentificationOn() {
        put(EXAMPLE);
        memory.net().putShort(OFF + Ipv4.IDENTIFICATION, (short) 0xfffe);
        IpHeader.writeLength(memory, OFF, 0xfedc, 3);
        assertEquals(0xfedc, word(Ipv4.TOTAL_LENGTH));
        assertEquals(1, word(Ipv4.IDENTIFICATION));
        assertTrue(Ipv4.verifyChecksum(memory, OFF, 20));
    }

    @Test
    void ipv6CountsWhatIsBehindItsHeader() {
        put("60000000ffff0640" + "00".repeat(32));
        IpHeader.writeLength(memory, OFF, 40 + 0x1234, 7);
        assertEquals(0x1234, word(Ipv6.PAYLOAD_LENGTH));
        assertEquals(0x0640, word(Ipv6.NEXT_HEADER));
    }
}
