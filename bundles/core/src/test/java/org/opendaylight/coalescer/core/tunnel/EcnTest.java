/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.PacketMemory;

/** RFC 6040 section 4. */
class EcnTest {
    private static final int OFF = 5;

    private final PacketMemory memory = PacketMemory.allocate(64);
    private final Random random = new Random(6040);

    /** Figure 4, row by row: inner codepoint, outer codepoint, what goes on; -1 is a drop. */
    @ParameterizedTest
    @CsvSource({ "0, 0, 0", "0, 2, 0", "0, 1, 0", "0, 3, -1",
        "2, 0, 2", "2, 2, 2", "2, 1, 1", "2, 3, 3",
        "1, 0, 1", "1, 2, 1", "1, 1, 1", "1, 3, 3",
        "3, 0, 3", "3, 2, 3", "3, 1, 3", "3, 3, 3" })
    void decapsulatesByFigure4(final int inner, final int outer, final int expected) {
        for (final int version : new int[] { 4, 6 }) {
            for (int dscp = 0; dscp < 64; dscp++) {
                packet(version, dscp << 2 | inner);
                final boolean kept = Ecn.decapsulate(memory, OFF, (63 - dscp) << 2 | outer);
                assertEquals(expected >= 0, kept);
                assertEquals(dscp << 2 | (kept ? expected : inner), InnerPacket.trafficClass(memory, OFF));
                if (version == 4) {
                    assertTrue(InternetChecksum.verify(0, memory, OFF, 20));
                }
            }
        }
    }

    /** RFC 2983 section 3: the pipe model and the uniform model; ECN goes outside in both. */
    @ParameterizedTest
    @CsvSource({ "0, 0x2a, 0x02", "46, 0x2a, 0xba", "63, 0x03, 0xff", "-1, 0x2a, 0x2a", "-1, 0xff, 0xff" })
    void encapsulatesWithTheCodepointOfTheTunnelOrOfThePacket(final int dscp, final String inner,
            final String expected) {
        for (final int version : new int[] { 4, 6 }) {
            packet(version, Integer.decode(inner));
            assertEquals(Integer.decode(expected), Ecn.encapsulate(memory, OFF, dscp));
            assertEquals(Integer.decode(inner), InnerPacket.trafficClass(memory, OFF));
        }
    }

    @Test
    void framesWithoutIpHaveTheCodepointOfTheTunnel() {
        assertEquals(46 << 2, Ecn.encapsulateFrame(46));
        assertEquals(0, Ecn.encapsulateFrame(Ecn.INHERIT_DSCP));
    }

    @Test
    void changesNothingOfIpv6ButTheCodepoint() {
        memory.net().putInt(OFF, 0x6fef_ffff);
        assertTrue(Ecn.decapsulate(memory, OFF, Ecn.CE));
        assertEquals(0x6fff_ffff, memory.net().getInt(OFF));
        memory.net().putInt(OFF, 0x6020_0000);
        assertTrue(Ecn.decapsulate(memory, OFF, Ecn.ECT_1));
        assertEquals(0x6010_0000, memory.net().getInt(OFF));
    }

    @Test
    void leavesAWrongHeaderChecksumWrong() {
        packet(4, Ecn.ECT_0);
        final ByteBuffer net = memory.net();
        net.putShort(OFF + Ipv4.CHECKSUM, (short) (net.getShort(OFF + Ipv4.CHECKSUM) ^ 0x0100));
        assertTrue(Ecn.decapsulate(memory, OFF, Ecn.CE));
        assertEquals(false, InternetChecksum.verify(0, memory, OFF, 20));
    }

    @Test
    void encapsulatesTheInnerCodepointAndTheDscpOfTheTunnel() {
        for (final int version : new int[] { 4, 6 }) {
            for (int codepoint = 0; codepoint < 4; codepoint++) {
                packet(version, 0xfc | codepoint);
                assertEquals(codepoint, Ecn.encapsulate(memory, OFF, 0));
                assertEquals(46 << 2 | codepoint, Ecn.encapsulate(memory, OFF, 46));
            }
        }
    }

    private void packet(final int version, final int trafficClass) {
        final byte[] header = new byte[40];
        random.nextBytes(header);
        memory.net().put(OFF, header);
        if (version == 4) {
            memory.net().put(OFF, (byte) 0x45).put(OFF + Ipv4.TOS, (byte) trafficClass);
            Ipv4.writeChecksum(memory, OFF, 20);
        } else {
            memory.net().putInt(OFF, 0x6000_0000 | trafficClass << 20 | random.nextInt(1 << 20));
        }
    }
}
