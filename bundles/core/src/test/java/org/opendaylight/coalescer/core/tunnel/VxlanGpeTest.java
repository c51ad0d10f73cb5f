/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HexFormat;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.packet.PacketMemory;

class VxlanGpeTest {
    private static final int OFF = 11;
    private static final int INNER = OFF + 8;

    private final PacketMemory memory = PacketMemory.allocate(256);
    private final DecapsulatedPacket out = new DecapsulatedPacket();
    private final Encapsulation gpe = new VxlanGpe();

    @BeforeEach
    void putAPacketInside() {
        inner(4, 64);
        gpe.encapsulate(memory, OFF, 0x12_3456, 4);
    }

    @ParameterizedTest
    @CsvSource({ "4, 0x123456, 0c00000112345600", "6, 0xffffff, 0c000002ffffff00", "4, 0, 0c00000100000000" })
    void writesVersionFlagsNextProtocolAndVni(final int version, final String vni, final String expected) {
        gpe.encapsulate(memory, OFF, Integer.decode(vni), version);
        final byte[] header = new byte[8];
        memory.net().get(OFF, header);
        assertArrayEquals(HexFormat.of().parseHex(expected), header);
        assertEquals(8, gpe.headerLength());
        assertEquals("vxlan-gpe", gpe.name());
        assertEquals(4790, gpe.defaultPort());
    }

    @ParameterizedTest
    @ValueSource(ints = { 4, 6 })
    void readsWhatItWrote(final int version) {
        inner(version, 1);
        gpe.encapsulate(memory, OFF, 0xfe_dcba, version);
        assertNull(decapsulate(8 + 60));
        assertEquals(INNER, out.offset());
        assertEquals(60, out.length());
        assertEquals(0xfe_dcba, out.vni());
        assertEquals(version, out.ipVersion());
    }

    @ParameterizedTest
    @CsvSource({ "-1, SHORT", "0, SHORT", "7, SHORT", "8, SHORT", "27, SHORT" })
    void refusesWhatIsTooShort(final int length, final TunnelDrop reason) {
        assertEquals(reason, decapsulate(length));
        assertNull(decapsulate(28));
    }

    @Test
    void refusesAnIpv6HeaderCutShort() {
        inner(6, 64);
        gpe.encapsulate(memory, OFF, 1, 6);
        assertEquals(TunnelDrop.SHORT, decapsulate(8 + 39));
        assertNull(decapsulate(8 + 40));
    }

    /** No VNI flag, no next protocol flag, neither, versions 1 to 3, reserved bits. */
    @ParameterizedTest
    @ValueSource(ints = { 0x0400_0001, 0x0800_0001, 0x0000_0001, 0x1c00_0001, 0x2c00_0001, 0x3c00_0001, 0x4c00_0001,
        0x8c00_0001, 0x0c80_0001, 0x0c00_0101 })
    void refusesFlags(final int first) {
        memory.net().putInt(OFF, first);
        assertEquals(TunnelDrop.BAD_FLAGS, decapsulate(100));
    }

    @Test
    void refusesAReservedByteBehindTheVni() {
        memory.net().put(OFF + 7, (byte) 1);
        assertEquals(TunnelDrop.BAD_FLAGS, decapsulate(100));
    }

    @Test
    void refusesMaintenanceMessages() {
        memory.net().putInt(OFF, 0x0d00_0001);
        assertEquals(TunnelDrop.OAM, decapsulate(100));
    }

    @Test
    void takesPacketsThatTheSenderReplicated() {
        memory.net().putInt(OFF, 0x0e00_0001);
        assertNull(decapsulate(100));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 3, 4, 5, 0xff })
    void refusesOtherNextProtocols(final int next) {
        memory.net().put(OFF + 3, (byte) next);
        assertEquals(TunnelDrop.WRONG_NEXT_PROTOCOL, decapsulate(100));
    }

    @Test
    void refusesAnotherVersionThanAnnounced() {
        inner(6, 64);
        assertEquals(TunnelDrop.VERSION_MISMATCH, decapsulate(100));
        inner(4, 64);
        memory.net().put(OFF + 3, (byte) 2);
        assertEquals(TunnelDrop.VERSION_MISMATCH, decapsulate(100));
    }

    @Test
    void refusesWhatIsNotIp() {
        inner(5, 64);
        assertEquals(TunnelDrop.NOT_IP, decapsulate(100));
    }

    @ParameterizedTest
    @ValueSource(ints = { 4, 6 })
    void refusesATtlThatHasRunOut(final int version) {
        inner(version, 0);
        gpe.encapsulate(memory, OFF, 1, version);
        assertEquals(TunnelDrop.TTL_ZERO, decapsulate(100));
    }

    private @Nullable TunnelDrop decapsulate(final int len) {
        return gpe.decapsulate(memory, OFF, len, out);
    }

    /** Every byte 0xff but version and TTL, so that neither is read from another place. */
    private void inner(final int version, final int ttl) {
        for (int i = INNER; i < 256; i++) {
            memory.net().put(i, (byte) 0xff);
        }
        memory.net().put(INNER, (byte) (version << 4 | 5)).put(INNER + (version == 6 ? 7 : 8), (byte) ttl);
    }
}
