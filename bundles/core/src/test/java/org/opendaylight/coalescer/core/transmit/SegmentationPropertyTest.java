/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.VirtioNetHeader;

/**
 * Rule 8 on random superpackets and ordinary packets of all header shapes, as they come and damaged: what leaves is
 * what a reference says, and what can't leave is dropped for a reason, without a look at anything behind the packet.
 *
 * <p>A longer run: {@code mvn test -Dtest=SegmentationPropertyTest -Dcoalescer.segmentation.rounds=1000000}.
 */
class SegmentationPropertyTest {
    private static final int ROUNDS = Integer.getInteger("coalescer.segmentation.rounds", 1500);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    /** Segmenting equals building each wire packet from scratch, and leaves the superpacket alone. */
    @Test
    void segmentsEqualPacketsBuiltFromScratch() {
        final WirePackets wire = new WirePackets(OutputCapabilities.NONE);
        for (int round = 0; round < ROUNDS; round++) {
            final PacketSpec spec = PacketSpec.random(random);
            final String where = "seed " + seed + " round " + round + ": " + spec;
            final int bytes = spec.write(wire.memory, WirePackets.VNET, random.nextInt(1 << 16));
            assertThat(TransmitValidation.accept(wire.memory, WirePackets.VNET, bytes, wire.meta)).as(where).isNull();

            final List<byte[]> expected = spec.segments();
            if (expected.get(0).length - (spec.v4 ? 0 : 40) > 0xffff) {
                assertThat(wire.send()).as(where).isEmpty();
                assertThat(wire.output.drop()).as(where).isEqualTo(TransmitDrop.GSO_SEGMENT_TOO_LONG);
                continue;
            }
            assertThat(wire.meta.gsoSegments()).as(where).isEqualTo(expected.size());
            assertSame(expected, wire.send(), where);
            assertThat(wire.bytes(bytes - 24)).as(where).isEqualTo(spec.unfinished());
        }
    }

    /** Whatever the bytes: dropped for a reason or sent as the rule says, and no access outside the buffer. */
    @Test
    void damagedInputLeavesAsTheRuleSaysOrIsDropped() {
        int sent = 0;
        int dropped = 0;
        for (int round = 0; round < 3 * ROUNDS; round++) {
            final PacketSpec spec = PacketSpec.random(random);
            final int whole = 24 + spec.unfinished().length;
            final byte[] read = new byte[random.nextInt(4) == 0 ? random.nextInt(whole + 1) : whole];
            final PacketMemory memory = PacketMemory.allocate(whole);
            spec.write(memory, 0, random.nextInt(1 << 16));
            damage(memory, spec);
            memory.net().get(0, read);
            final String where = "seed " + seed + " round " + round + ": " + spec;

            final List<byte[]> expected = ReferenceReceive.packets(read.clone(), WirePackets.MAX_HEADER);
            final List<byte[]> actual = WirePackets.cut(read);
            if (expected == null) {
                assertThat(actual).as(where).isEmpty();
                dropped++;
            } else {
                assertSame(expected, actual, where);
                sent++;
            }
        }
        assertThat(Math.min(sent, dropped)).as("sent " + sent + ", dropped " + dropped).isGreaterThan(ROUNDS / 4);
    }

    /** A checksum to be finished anywhere in an ordinary packet. */
    @Test
    void checksumIsFinishedWhereverItIs() {
        final WirePackets wire = new WirePackets(OutputCapabilities.NONE);
        for (int round = 0; round < ROUNDS; round++) {
            final PacketSpec spec = PacketSpec.random(random);
            spec.payload = Arrays.copyOf(spec.payload, Math.min(spec.payload.length, 3000));
            final int bytes = spec.write(wire.memory, WirePackets.VNET, 0);
            final int start = (spec.v4 ? 20 : 40) + random.nextInt(bytes - 24 - (spec.v4 ? 20 : 40) - 5);
            final int field = switch (random.nextInt(4)) {
                case 0 -> 2 * random.nextInt(9);
                case 1 -> Math.max(0, bytes - 24 - start - random.nextInt(5));
                default -> random.nextInt(bytes - 24 - start);
            };
            VirtioNetHeader.writeNeedsChecksum(wire.memory, WirePackets.VNET, start, field);
            final byte[] read = new byte[bytes];
            wire.memory.net().get(WirePackets.VNET, read);
            final String where = "seed " + seed + " round " + round + ": " + spec + " at " + start + " + " + field;

            final List<byte[]> expected = ReferenceReceive.packets(read, WirePackets.MAX_HEADER);
            assertSame(expected == null ? List.of() : expected, WirePackets.cut(read), where);
        }
    }

    /** Changes a few fields of either header, or none. */
    private void damage(final PacketMemory memory, final PacketSpec spec) {
        for (int i = random.nextInt(4); i > 0; i--) {
            final int l4 = 24 + spec.l4();
            switch (random.nextInt(9)) {
                case 0 -> memory.host().put(0, (byte) random.nextInt(4));
                case 1 -> memory.host().put(1, (byte) (random.nextInt(8) | random.nextInt(2) << 7));
                case 2 -> memory.host().putShort(4, (short) (random.nextInt(3) * random.nextInt(2000)));
                case 3 -> memory.host().putShort(6, (short) random.nextInt(100));
                case 4 -> memory.host().putShort(8, (short) random.nextInt(20));
                case 5 -> memory.net().put(24 + random.nextInt(spec.l4()), (byte) random.nextInt(256));
                case 6 -> memory.net().put(l4 + random.nextInt(spec.headerLength() - spec.l4()),
                    (byte) random.nextInt(256));
                case 7 -> {
                    // One word more of header
                    final int dataOffset = spec.tcp ? l4 + 12 : 24;
                    memory.net().put(dataOffset, (byte) (memory.net().get(dataOffset) + (spec.tcp ? 0x10 : 1)));
                }
                default -> memory.net().put(random.nextInt(memory.capacity()), (byte) random.nextInt(256));
            }
        }
    }

    private static void assertSame(final List<byte[]> expected, final List<byte[]> actual, final String where) {
        assertThat(actual).as(where).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i)).as(where + " packet " + i).isEqualTo(expected.get(i));
        }
    }
}
