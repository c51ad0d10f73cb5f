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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.core.checksum.PayloadPass;

/** Rule 8 of the data path, what each wire packet looks like. */
class SegmentationTest {
    private final Random random = new Random(8);
    private final WirePackets wire = new WirePackets(OutputCapabilities.NONE);

    @Test
    void payloadIsReadOnceForAllCopies() {
        for (final PacketSpec spec : List.of(PacketSpec.tcp4().gso(100).payload(random, 12_345),
                PacketSpec.udp6().gso(77).payload(random, 7_777))) {
            final WirePackets fresh = new WirePackets(OutputCapabilities.NONE);
            final List<byte[]> first = fresh.send(spec);
            assertEquals(first.size(), fresh.output.count(PayloadPass.INTERNET));
            for (int copy = 0; copy < 3; copy++) {
                final List<byte[]> again = fresh.sendAgain();
                assertEquals(first.size(), again.size());
                for (int i = 0; i < first.size(); i++) {
                    assertArrayEquals(first.get(i), again.get(i));
                }
            }
            assertEquals(first.size(), fresh.output.count(PayloadPass.INTERNET));
        }
    }

    @Test
    void copiesThatAreCutOtherwiseAreReadAnew() {
        final PacketSpec spec = PacketSpec.tcp4().gso(100).payload(random, 1000);
        wire.send(spec);
        wire.meta.setGso(wire.meta.gsoType(), 90, 12);
        final List<byte[]> again = wire.sendAgain();
        final List<byte[]> expected = new WirePackets(OutputCapabilities.NONE).send(spec.gso(90));
        assertEquals(12, again.size());
        for (int i = 0; i < again.size(); i++) {
            assertArrayEquals(expected.get(i), again.get(i));
        }
        assertEquals(10 + 12, wire.output.count(PayloadPass.INTERNET));
    }

    @Test
    void anotherSuperpacketIsNoCopy() {
        for (int i = 0; i < 3; i++) {
            final PacketSpec spec = PacketSpec.tcp4().gso(100).payload(random, 1000);
            final List<byte[]> sent = wire.send(spec);
            final List<byte[]> expected = new WirePackets(OutputCapabilities.NONE).send(spec);
            for (int j = 0; j < sent.size(); j++) {
                assertArrayEquals(expected.get(j), sent.get(j));
            }
        }
        assertEquals(30, wire.output.count(PayloadPass.INTERNET));
    }

    @Test
    void finAndPshOnlyOnTheLastSegment() {
        final PacketSpec spec = PacketSpec.tcp4().gso(100).payload(random, 250);
        spec.flags = 0x19;
        assertFlags(spec, 0x10, 0x10, 0x19);
    }

    @Test
    void cwrOnlyOnTheFirstSegment() {
        final PacketSpec spec = PacketSpec.tcp6().gso(100).payload(random, 250);
        spec.flags = 0x90;
        assertFlags(spec, 0x90, 0x10, 0x10);
    }

    @Test
    void eceAndUrgOnEverySegment() {
        final PacketSpec spec = PacketSpec.tcp4().gso(100).payload(random, 250);
        spec.flags = 0x70;
        assertFlags(spec, 0x70, 0x70, 0x70);
    }

    @Test
    void sequenceGrowsByTheSegmentSizeAndWraps() {
        final PacketSpec spec = PacketSpec.tcp4().gso(1000).payload(random, 2500);
        spec.sequence = -1500;
        final List<byte[]> sent = wire.send(spec);
        assertEquals(-1500, ByteBuffer.wrap(sent.get(0)).getInt(24));
        assertEquals(-500, ByteBuffer.wrap(sent.get(1)).getInt(24));
        assertEquals(500, ByteBuffer.wrap(sent.get(2)).getInt(24));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 0x4000 })
    void identificationCountsOnAndWraps(final int fragment) {
        final PacketSpec spec = PacketSpec.tcp4().gso(1000).payload(random, 2500);
        spec.id = 0xfffe;
        spec.fragment = fragment;
        final List<byte[]> sent = wire.send(spec);
        assertEquals((short) 0xfffe, ByteBuffer.wrap(sent.get(0)).getShort(4));
        assertEquals((short) 0xffff, ByteBuffer.wrap(sent.get(1)).getShort(4));
        assertEquals((short) 0, ByteBuffer.wrap(sent.get(2)).getShort(4));
    }

    @Test
    void equalSizeLastUdpSegment() {
        final List<byte[]> sent = wire.send(PacketSpec.udp4().gso(500).payload(random, 1500));
        assertEquals(3, sent.size());
        for (final byte[] packet : sent) {
            assertEquals(528, packet.length);
            assertEquals(528, ByteBuffer.wrap(packet).getShort(2));
            assertEquals(508, ByteBuffer.wrap(packet).getShort(24));
        }
    }

    @Test
    void shorterLastUdpSegment() {
        final List<byte[]> sent = wire.send(PacketSpec.udp6().gso(500).payload(random, 1001));
        assertEquals(3, sent.size());
        assertEquals(9, ByteBuffer.wrap(sent.get(2)).getShort(4));
        assertEquals(9, ByteBuffer.wrap(sent.get(2)).getShort(44));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 20, 39, 41 })
    void segmentSizeSmallerThanTheHeader(final int gsoSize) {
        final PacketSpec spec = PacketSpec.tcp4().gso(gsoSize).payload(random, 200);
        assertSent(spec);
    }

    @Test
    void udpChecksumZeroIsSentAsAllOnes() {
        final PacketSpec spec = PacketSpec.udp4().gso(100).payload(random, 200);
        for (int pos = 0; pos < 200; pos += 100) {
            final ByteBuffer payload = ByteBuffer.wrap(spec.payload);
            payload.putShort(pos, (short) 0);
            // The value that was the checksum, put into the payload, brings the sum to 0xffff
            payload.putShort(pos, ByteBuffer.wrap(spec.segments().get(pos / 100)).getShort(26));
        }
        for (final byte[] packet : wire.send(spec)) {
            assertEquals((short) 0xffff, ByteBuffer.wrap(packet).getShort(26));
        }
        assertSent(spec);
    }

    @Test
    void tcpChecksumZeroStaysZero() {
        final PacketSpec spec = PacketSpec.tcp4().gso(100).payload(random, 200);
        final ByteBuffer payload = ByteBuffer.wrap(spec.payload).putShort(0, (short) 0);
        payload.putShort(0, ByteBuffer.wrap(spec.segments().get(0)).getShort(36));
        assertEquals(0, ByteBuffer.wrap(wire.send(spec).get(0)).getShort(36));
        assertSent(spec);
    }

    @Test
    void longestTcpAndIpOptions() {
        final PacketSpec spec = PacketSpec.tcp4().gso(700).payload(random, 5000);
        spec.ipOptionsLen = 40;
        spec.tcpOptions = new byte[40];
        assertEquals(120, spec.headerLength());
        assertSent(spec);
    }

    @Test
    void longChainOfExtensionHeaders() {
        final PacketSpec spec = PacketSpec.tcp6().gso(700).payload(random, 5000).extensions(random, 100);
        assertTrue(spec.headerLength() > 1000);
        assertSent(spec);
    }

    @Test
    void superpacketThatIsOneSegment() {
        final PacketSpec spec = PacketSpec.tcp4().gso(1000).payload(random, 1000);
        spec.flags = 0x99;
        assertSent(spec);
        assertArrayEquals(spec.finished(), wire.send(spec).get(0));
    }

    @Test
    void superpacketWithoutPayload() {
        assertSent(PacketSpec.tcp4());
        assertSent(PacketSpec.udp6());
    }

    @Test
    void longestSuperpacket() {
        assertSent(PacketSpec.tcp4().gso(1448).payload(random, 65535 - 40));
        assertSent(PacketSpec.tcp6().gso(1428).payload(random, 65535 - 20));
    }

    /** Linux leaves the length 0 where it does not fit (BIG TCP). */
    @Test
    void superpacketTooLongForItsLengthField() {
        final PacketSpec spec = PacketSpec.tcp6().gso(1400).payload(random, 90_000);
        final int bytes = spec.write(wire.memory, WirePackets.VNET, 0);
        assertNull(TransmitValidation.accept(wire.memory, WirePackets.VNET, bytes, wire.meta));
        assertEqual(spec.segments(), wire.send());
    }

    /** The field of the superpacket already holds the destination that counts (RFC 8200 section 8.1). */
    @Test
    void routingHeaderKeepsThePseudoHeaderOfTheSender() {
        final PacketSpec spec = PacketSpec.tcp6().gso(700).payload(random, 5000);
        spec.extensions = new byte[24];
        spec.extensions[0] = 6;
        spec.extensions[1] = 2;
        spec.firstNext = 43;
        spec.destination6 = new byte[] { 0x20, 1, 0x0d, (byte) 0xb8, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9 };
        assertSent(spec);
    }

    @Test
    void dropsHeadersThatTheOutputHasNoRoomFor() {
        final PacketSpec spec = PacketSpec.tcp6().gso(700).payload(random, 5000).extensions(random, 3);
        final int bytes = spec.write(wire.memory, WirePackets.VNET, 0);
        assertNull(TransmitValidation.accept(wire.memory, WirePackets.VNET, bytes, wire.meta));
        final TransmitValidation tight = new TransmitValidation(OutputCapabilities.NONE, spec.headerLength() - 1);
        assertEquals(0, tight.begin(wire.memory, wire.meta));
        assertEquals(TransmitDrop.GSO_HEADER_TOO_LONG, tight.drop());
        final TransmitValidation fitting = new TransmitValidation(OutputCapabilities.NONE, spec.headerLength());
        assertEquals(8, fitting.begin(wire.memory, wire.meta));
        assertNull(fitting.drop());
    }

    @Test
    void longestSegment() {
        assertSent(PacketSpec.tcp4().gso(65_535 - 40).payload(random, 65_535 - 40));
        assertSent(PacketSpec.tcp6().gso(65_535 - 20).payload(random, 65_535 - 20));
    }

    @Test
    void dropsSegmentsTooLongForAnIpPacket() {
        final PacketSpec spec = PacketSpec.tcp6().gso(65_535).payload(random, 90_000);
        final int bytes = spec.write(wire.memory, WirePackets.VNET, 0);
        assertNull(TransmitValidation.accept(wire.memory, WirePackets.VNET, bytes, wire.meta));
        assertEquals(List.of(), wire.send());
        assertEquals(TransmitDrop.GSO_SEGMENT_TOO_LONG, wire.output.drop());
    }

    @Test
    void countsSuperpacketsAndSegments() {
        wire.send(PacketSpec.tcp4().gso(1000).payload(random, 2500));
        wire.send(PacketSpec.udp4().gso(1000).payload(random, 1500));
        assertEquals(2, wire.output.count(TransmitCounter.SUPERPACKETS_SEGMENTED));
        assertEquals(5, wire.output.count(TransmitCounter.SEGMENTS));
        assertEquals(5, wire.output.count(TransmitCounter.CSUM_SOFTWARE));
        assertEquals(0, wire.output.count(TransmitCounter.SUPERPACKETS_PASSED));
    }

    private void assertFlags(final PacketSpec spec, final int... flags) {
        final List<byte[]> sent = wire.send(spec);
        assertEquals(flags.length, sent.size());
        for (int i = 0; i < flags.length; i++) {
            assertEquals((byte) flags[i], sent.get(i)[spec.l4() + 13], "segment " + i);
        }
        assertEqual(spec.segments(), sent);
    }

    private void assertSent(final PacketSpec spec) {
        assertEqual(spec.segments(), wire.send(spec));
    }

    private static void assertEqual(final List<byte[]> expected, final List<byte[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), "segment " + i);
        }
    }
}
