/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

class SegmentationPropertyTest {
    private static final int ROUNDS = 1500;

    /** Segmenting equals building each wire packet from scratch, and leaves the superpacket alone. */
    @Test
    void segmentsEqualPacketsBuiltFromScratch() {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        final WirePackets wire = new WirePackets(OutputCapabilities.NONE);
        for (int round = 0; round < ROUNDS; round++) {
            final PacketSpec spec = PacketSpec.random(random);
            final String where = "seed " + seed + " round " + round + ": " + spec;
            final int bytes = spec.write(wire.memory, WirePackets.VNET, random.nextInt(1 << 16));
            assertNull(TransmitValidation.accept(wire.memory, WirePackets.VNET, bytes, wire.meta), where);

            final List<byte[]> expected = spec.segments();
            assertEquals(expected.size(), wire.meta.gsoSegments(), where);
            final List<byte[]> sent = wire.send();
            assertEquals(expected.size(), sent.size(), where);
            for (int i = 0; i < sent.size(); i++) {
                assertArrayEquals(expected.get(i), sent.get(i), where + " segment " + i);
            }
            assertArrayEquals(spec.unfinished(), wire.bytes(bytes - 24), where);
        }
    }

    /** Whatever the bytes: a verdict, and then no access outside the buffer. */
    @Test
    void hostileInputIsRefusedOrStaysInsideItsBytes() {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        final PacketMemory headers = PacketMemory.allocate(70_000);
        final PacketMetadata meta = new PacketMetadata();
        final TransmitValidation output = new TransmitValidation(OutputCapabilities.NONE, 65_536);
        for (int round = 0; round < ROUNDS * 2; round++) {
            final PacketSpec spec = PacketSpec.random(random);
            final int whole = 24 + spec.unfinished().length;
            // The memory ends where the packet ends, so that reading beyond it fails
            final PacketMemory memory = PacketMemory.allocate(whole);
            spec.write(memory, 0, 0);
            for (int i = random.nextInt(4); i >= 0; i--) {
                memory.net().put(random.nextInt(Math.min(whole, 100)), (byte) random.nextInt(256));
            }
            final int given = random.nextInt(3) == 0 ? random.nextInt(whole + 1) : whole;
            if (TransmitValidation.accept(memory, 0, given, meta) == null) {
                final int packets = output.begin(memory, meta);
                int payload = 0;
                for (int i = 0; i < packets; i++) {
                    output.writeHeader(i, headers, 0);
                    payload += output.payloadLength(i);
                }
                if (packets > 0) {
                    assertEquals(given - 24, payload + output.headerLength(), "seed " + seed + " round " + round);
                }
            }
        }
    }
}
