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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc32cTest {
    private final Crc32c crc = new Crc32c();

    /** The check value of the CRC catalogue: CRC-32C of "123456789" is 0xe3069283; SCTP sends its bytes reversed. */
    @Test
    void writesTheRegisterLeastSignificantByteFirst() {
        final byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertEquals(0xe306_9283, slow(check, check.length));
        final PacketMemory memory = PacketMemory.allocate(64);
        final byte[] packet = new byte[16];
        crc.finish(memory, 8, 16, 8);
        assertEquals(Integer.reverseBytes(slow(packet, 16)), memory.net().getInt(16));
    }

    @Test
    void countsTheFieldAsZero() {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        final PacketMemory memory = PacketMemory.allocate(2048);
        for (int i = 0; i < 200; i++) {
            final byte[] packet = new byte[12 + random.nextInt(1500)];
            random.nextBytes(packet);
            final int off = random.nextInt(9);
            memory.net().put(off, packet);
            crc.finish(memory, off, packet.length, Sctp.CHECKSUM);
            Arrays.fill(packet, Sctp.CHECKSUM, Sctp.CHECKSUM + 4, (byte) 0);
            assertEquals(Integer.reverseBytes(slow(packet, packet.length)), memory.net().getInt(off + Sctp.CHECKSUM),
                "seed " + seed);
        }
    }

    @Test
    void knowsWhatItHasWrittenAndSeesAnyOtherBit() {
        final PacketMemory memory = PacketMemory.allocate(64);
        final byte[] packet = new byte[40];
        new Random(3).nextBytes(packet);
        memory.net().put(5, packet);
        crc.finish(memory, 5, packet.length, Sctp.CHECKSUM);
        memory.net().get(5, packet);
        assertTrue(crc.verify(memory, 5, packet.length));
        for (int bit = 0; bit < packet.length * 8; bit++) {
            final byte right = packet[bit / 8];
            memory.net().put(5 + bit / 8, (byte) (right ^ 1 << bit % 8));
            assertFalse(crc.verify(memory, 5, packet.length), "bit " + bit);
            memory.net().put(5 + bit / 8, right);
        }
        final byte[] after = new byte[packet.length];
        memory.net().get(5, after);
        assertArrayEquals(packet, after, "it only looks");
    }

    @Test
    void followsAChangeOfMemory() {
        final PacketMemory first = PacketMemory.allocate(32);
        final PacketMemory second = PacketMemory.allocate(32);
        second.net().put(0, (byte) 1);
        crc.finish(first, 0, 12, 8);
        crc.finish(second, 0, 12, 8);
        final byte[] packet = new byte[12];
        assertEquals(Integer.reverseBytes(slow(packet, 12)), first.net().getInt(8));
        packet[0] = 1;
        assertEquals(Integer.reverseBytes(slow(packet, 12)), second.net().getInt(8));
    }

    /** Bit by bit, reflected polynomial 0x82f63b78. */
    private static int slow(final byte[] data, final int len) {
        int register = -1;
        for (int i = 0; i < len; i++) {
            register ^= data[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                register = (register & 1) != 0 ? register >>> 1 ^ 0x82f6_3b78 : register >>> 1;
            }
        }
        return ~register;
    }
}
