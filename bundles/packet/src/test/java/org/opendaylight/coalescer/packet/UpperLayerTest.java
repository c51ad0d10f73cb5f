/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpperLayerTest {
    private static final int OFF = 9;

    private final PacketMemory memory = PacketMemory.allocate(70_000);

    @ParameterizedTest
    @ValueSource(ints = { 20, 24, 60 })
    void passesIpv4Options(final int headerLen) {
        v4(headerLen, IpProtocol.TCP, Ipv4.DF);
        assertFound(IpProtocol.TCP, headerLen, 100);
    }

    @Test
    void findsNothingInFragments() {
        v4(20, IpProtocol.UDP, Ipv4.MF);
        assertEquals(UpperLayer.NONE, UpperLayer.find(memory, OFF, 100));
        v4(20, IpProtocol.UDP, 1);
        assertEquals(UpperLayer.NONE, UpperLayer.find(memory, OFF, 100));
        v6(IpProtocol.FRAGMENT);
        assertEquals(UpperLayer.NONE, UpperLayer.find(memory, OFF, 100));
    }

    @Test
    void findsNothingBehindABadIpv4HeaderLength() {
        v4(16, IpProtocol.TCP, 0);
        assertEquals(UpperLayer.NONE, UpperLayer.find(memory, OFF, 100));
        v4(60, IpProtocol.TCP, 0);
        assertEquals(UpperLayer.NONE, UpperLayer.find(memory, OFF, 59));
    }

    @Test
    void findsNothingInShortPacketsAndOtherVersions() {
        v6(IpProtocol.TCP);
        assertEquals(UpperLayer.NONE, UpperLayer.find(memory, OFF, 39));
        assertEquals(UpperLayer.NONE, UpperLayer.find(memory, OFF, 0));
        memory.net().put(OFF, (byte) 0x55);
        assertEquals(UpperLayer.NONE, UpperLayer.find(memory, OFF, 100));
    }

    @Test
    void findsPlainIpv6() {
        v6(IpProtocol.UDP);
        assertFound(IpProtocol.UDP, 40, 40);
    }

    @Test
    void walksEveryKindOfExtensionHeader() {
        final int[] chain = { IpProtocol.HOP_BY_HOP, IpProtocol.DESTINATION_OPTIONS, IpProtocol.ROUTING, IpProtocol.AH,
            IpProtocol.MOBILITY, IpProtocol.HIP, IpProtocol.SHIM6, IpProtocol.TCP };
        v6(chain[0]);
        int pos = 40;
        for (int i = 0; i < chain.length - 1; i++) {
            extension(pos, chain[i + 1], 2);
            pos += chain[i] == IpProtocol.AH ? 16 : 24;
        }
        assertFound(IpProtocol.TCP, pos, pos + 20);
    }

    @Test
    void walksAChainAlmostAsLongAsThePacket() {
        v6(IpProtocol.DESTINATION_OPTIONS);
        int pos = 40;
        for (int i = 0; i < 31; i++) {
            extension(pos, i == 30 ? IpProtocol.UDP : IpProtocol.DESTINATION_OPTIONS, 255);
            pos += 2048;
        }
        assertFound(IpProtocol.UDP, pos, pos + 8);
        assertFound(IpProtocol.UDP, pos, pos);
        assertEquals(UpperLayer.NONE, UpperLayer.find(memory, OFF, pos - 1));
    }

    @Test
    void findsNothingBehindAnExtensionCutShort() {
        v6(IpProtocol.HOP_BY_HOP);
        extension(40, IpProtocol.TCP, 0);
        assertEquals(UpperLayer.NONE, UpperLayer.find(memory, OFF, 41));
        assertEquals(UpperLayer.NONE, UpperLayer.find(memory, OFF, 47));
        assertFound(IpProtocol.TCP, 48, 48);
    }

    @Test
    void readsNothingBeyondThePacket() {
        for (int len = 40; len < 48; len++) {
            final PacketMemory exact = PacketMemory.allocate(len);
            exact.net().put(0, (byte) 0x60);
            assertEquals(UpperLayer.NONE, UpperLayer.find(exact, 0, len));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { IpProtocol.ESP, IpProtocol.NO_NEXT_HEADER })
    void findsNothingWhereTheChainEnds(final int next) {
        v6(next);
        assertEquals(UpperLayer.NONE, UpperLayer.find(memory, OFF, 100));
    }

    private void assertFound(final int protocol, final int offset, final int len) {
        final int found = UpperLayer.find(memory, OFF, len);
        assertEquals(protocol, UpperLayer.protocol(found));
        assertEquals(offset, UpperLayer.offset(found));
    }

    private void v4(final int headerLen, final int protocol, final int fragment) {
        memory.net().put(OFF, (byte) (0x40 | headerLen / 4)).putShort(OFF + Ipv4.FRAGMENT, (short) fragment)
            .put(OFF + Ipv4.PROTOCOL, (byte) protocol);
    }

    private void v6(final int next) {
        memory.net().put(OFF, (byte) 0x60).put(OFF + Ipv6.NEXT_HEADER, (byte) next);
    }

    private void extension(final int pos, final int next, final int length) {
        memory.net().put(OFF + pos, (byte) next).put(OFF + pos + 1, (byte) length);
    }
}
