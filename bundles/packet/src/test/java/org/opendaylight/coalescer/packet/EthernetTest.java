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
import org.junit.jupiter.params.provider.CsvSource;

class EthernetTest {
    private static final int OFF = 3;
    private static final String STATIONS = "00005e00530100005e005302";

    private final PacketMemory memory = PacketMemory.allocate(256);

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource({
        "0800,         45, 20, 14", "0800,         4f, 20, 14", "86dd,         60, 40, 14",
        "8100002a0800, 45, 20, 18", "8100ffff86dd, 60, 40, 18",
        // An IP header cut short, or of another version than the type says
        "0800,         45, 19, -1", "86dd,         60, 39, -1", "8100002a86dd, 60, 39, -1",
        "0800,         60, 40, -1", "86dd,         45, 40, -1", "0800,         05, 40, -1",
        // A provider's tag, and two tags
        "88a8002a0800, 45, 20, 18", "88a8002a8100002b0800, 45, 20, 22", "8100002a8100002b86dd, 60, 40, 22",
        "88a8002a88a8002b86dd, 60, 40, 22", "88a8002a8100002b0800, 45, 19, -1", "88a8002a8100002b0800, 60, 40, -1",
        // As many as Linux looks behind, one more, and a frame that ends among them
        "8100002a8100002b8100002c0800, 45, 20, 26",
        "8100002a8100002b8100002c8100002d8100002e8100002f810000300800, 45, 20, 42",
        "8100002a8100002b8100002c8100002d8100002e8100002f81000030810000310800, 45, 20, -1",
        "8100002a8100002b8100, 45, 0, -1", "8100002a8100002b8100002c, 45, 0, -1",
        // ARP, LLDP, tags of another kind, and a length where the type should be
        "0806,         45, 28, -1", "88cc,         45, 28, -1",
        "9100002a0800, 45, 40, -1", "8100002a0806, 45, 40, -1", "0026,         45, 40, -1"})
    void findsTheIpHeader(final String type, final String firstByte, final int length, final int expected) {
        final byte[] head = HexFormat.of().parseHex(STATIONS + type + firstByte);
        memory.net().put(OFF, head);
        final int frame = head.length - 1 + length;
        assertEquals(expected < 0 ? frame : expected, Ethernet.ipStart(memory, OFF, frame));
    }

    @ParameterizedTest
    @CsvSource({"0", "13", "14", "15", "17", "21"})
    void looksAtNothingBehindAShortFrame(final int length) {
        memory.net().put(OFF, HexFormat.of().parseHex(STATIONS + "080045"));
        assertEquals(length, Ethernet.ipStart(memory, OFF, length));
    }

    @Test
    void returnsAFrameBetweenTheSameStationsWithItsTagsAndType() {
        memory.net().put(OFF, HexFormat.of().parseHex(STATIONS + "88a8002a8100002b0800"));
        final PacketMemory to = PacketMemory.allocate(64);
        Ethernet.writeReturn(memory, OFF, to, 1, 22);
        final byte[] header = new byte[24];
        to.net().get(0, header);
        assertEquals("00" + STATIONS.substring(12) + STATIONS.substring(0, 12) + "88a8002a8100002b0800" + "00",
            HexFormat.of().formatHex(header));
    }

    @Test
    void readsStations() {
        memory.net().put(OFF, HexFormat.of().parseHex(STATIONS + "0800"));
        assertEquals(0x0000_5e00_5301L, Ethernet.destination(memory.net(), OFF));
        assertEquals(0x0000_5e00_5302L, Ethernet.source(memory.net(), OFF));
    }

    @Test
    void knowsGroupsByTheFirstBitOnTheWire() {
        assertTrue(Ethernet.isGroup(0xffff_ffff_ffffL));
        assertTrue(Ethernet.isGroup(0x0100_5e90_1000L));
        assertFalse(Ethernet.isGroup(0xfe00_5e00_53ffL));
    }
}
