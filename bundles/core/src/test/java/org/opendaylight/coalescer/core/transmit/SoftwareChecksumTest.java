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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.VirtioNetHeader;

/** The three output cases: nothing to do, left to the output, finished here. */
class SoftwareChecksumTest {
    private final Random random = new Random(2);
    private final WirePackets tunnel = new WirePackets(OutputCapabilities.NONE);
    private final WirePackets tun = new WirePackets(OutputCapabilities.ALL);

    @Test
    void finishesTcpAndUdpOfBothVersions() {
        for (final PacketSpec spec : new PacketSpec[] { PacketSpec.tcp4(), PacketSpec.tcp6(), PacketSpec.udp4(),
            PacketSpec.udp6() }) {
            for (int length = 0; length < 70; length++) {
                spec.payload(random, length);
                tunnel.unfinished(spec.unfinished(), spec.l4(), spec.tcp ? 16 : 6);
                assertOne(spec.finished(), tunnel.send());
            }
        }
        assertEquals(280, tunnel.output.count(TransmitCounter.CSUM_SOFTWARE));
    }

    @Test
    void finishesOnlyOnceForSeveralOutputs() {
        final PacketSpec spec = PacketSpec.tcp4().payload(random, 77);
        tunnel.unfinished(spec.unfinished(), 20, 16);
        assertOne(spec.finished(), tunnel.send());
        assertEquals(ChecksumState.UNNECESSARY, tunnel.meta.checksumState());
        assertOne(spec.finished(), tunnel.send());
        assertEquals(1, tunnel.output.count(TransmitCounter.CSUM_SOFTWARE));
        assertEquals(1, tunnel.output.count(TransmitCounter.CSUM_NONE));
    }

    @Test
    void udpZeroIsSentAsAllOnes() {
        final PacketSpec spec = PacketSpec.udp4().payload(random, 40);
        final ByteBuffer payload = ByteBuffer.wrap(spec.payload).putShort(0, (short) 0);
        payload.putShort(0, ByteBuffer.wrap(spec.finished()).getShort(26));
        tunnel.unfinished(spec.unfinished(), 20, 6);
        tunnel.send();
        assertEquals((short) 0xffff, tunnel.memory.net().getShort(WirePackets.PACKET + 26));
        assertArrayEquals(spec.finished(), tunnel.bytes(68));
    }

    /** The kernel's VXLAN over our TUN: start and offset point at the inner TCP. */
    @Test
    void finishesTheInnerChecksumOfATunnel() {
        final PacketSpec inner = PacketSpec.tcp6().payload(random, 333);
        final PacketSpec outer = PacketSpec.udp4();
        final int front = 28 + 8;
        outer.payload = ByteBuffer.allocate(8 + inner.unfinished().length).position(8).put(inner.unfinished()).array();
        final byte[] expected = outer.finished().clone();
        ByteBuffer.wrap(expected).put(front, inner.finished());
        for (final WirePackets output : List.of(tunnel, tun)) {
            output.unfinished(outer.finished(), front + inner.l4(), 16);
            assertOne(expected, output.send());
            assertEquals(1, output.output.count(TransmitCounter.CSUM_SOFTWARE));
        }
    }

    @Test
    void finishesIcmpWithTheSameMachinery() {
        final byte[] packet = new byte[20 + 8 + 33];
        random.nextBytes(packet);
        final ByteBuffer view = ByteBuffer.wrap(packet).put(0, (byte) 0x45).put(9, (byte) 1).putShort(6, (short) 0)
            .putShort(22, (short) 0);
        tun.unfinished(packet, 20, 2);
        view.putShort(22, (short) (0xffff - PacketSpec.sum(packet, 20, 41)));
        assertOne(packet, tun.send());
    }

    @Test
    void finishesCrc32cOfSctp() {
        final byte[] packet = new byte[20 + 12 + 101];
        random.nextBytes(packet);
        ByteBuffer.wrap(packet).put(0, (byte) 0x45).put(9, (byte) 132);
        for (final WirePackets output : List.of(tunnel, tun)) {
            output.unfinished(packet, 20, 8);
            final byte[] sent = output.send().get(0);
            final byte[] zeroed = packet.clone();
            Arrays.fill(zeroed, 28, 32, (byte) 0);
            final CRC32C crc = new CRC32C();
            crc.update(zeroed, 20, zeroed.length - 20);
            ByteBuffer.wrap(zeroed).putInt(28, Integer.reverseBytes((int) crc.getValue()));
            assertArrayEquals(zeroed, sent);
            assertEquals(1, output.output.count(TransmitCounter.CRC32C_SOFTWARE));
            assertEquals(0, output.output.count(TransmitCounter.CSUM_SOFTWARE));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ChecksumState.class, names = { "NONE", "UNNECESSARY", "BAD" })
    void leavesEverythingElseUntouched(final ChecksumState state) {
        final byte[] packet = PacketSpec.tcp4().payload(random, 99).unfinished();
        tunnel.unfinished(packet, 20, 16);
        tunnel.meta.setChecksumState(state);
        assertOne(packet, tunnel.send());
        assertEquals(0, tunnel.output.headerLength());
        assertEquals(1, tunnel.output.count(TransmitCounter.CSUM_NONE));
    }

    @Test
    void refusesAFieldOutsideThePacket() {
        for (final int start : new int[] { -1, 83, 1 << 20 }) {
            tunnel.unfinished(PacketSpec.tcp4().payload(random, 60).unfinished(), start, 16);
            assertEquals(List.of(), tunnel.send());
            assertEquals(TransmitDrop.CHECKSUM_PLACE, tunnel.output.drop());
        }
    }

    @Test
    void leavesTcpAndUdpToAnOutputThatCan() {
        for (final PacketSpec spec : new PacketSpec[] { PacketSpec.tcp4(), PacketSpec.tcp6(), PacketSpec.udp4(),
            PacketSpec.udp6() }) {
            spec.payload(random, 100);
            tun.unfinished(spec.unfinished(), spec.l4(), spec.tcp ? 16 : 6);
            assertOne(spec.unfinished(), tun.send());
            assertEquals(ChecksumState.PARTIAL, tun.meta.checksumState());
            tun.output.writeVirtioHeader(tun.memory, 0, tun.meta);
            assertEquals(VirtioNetHeader.FLAG_NEEDS_CSUM, VirtioNetHeader.flags(tun.memory, 0));
            assertEquals(spec.l4(), VirtioNetHeader.csumStart(tun.memory, 0));
        }
        assertEquals(4, tun.output.count(TransmitCounter.NEEDS_CSUM));
        assertEquals(0, tun.output.count(TransmitCounter.CSUM_SOFTWARE));
    }

    @Test
    void givesNoOutputTheChecksumBehindOptionsOrExtensionHeaders() {
        final PacketSpec options = PacketSpec.tcp4().payload(random, 100);
        options.ipOptionsLen = 8;
        final PacketSpec extension = PacketSpec.udp6().payload(random, 100).extensions(random, 1);
        for (final PacketSpec spec : new PacketSpec[] { options, extension }) {
            tun.unfinished(spec.unfinished(), spec.l4(), spec.tcp ? 16 : 6);
            assertOne(spec.finished(), tun.send());
        }
        assertEquals(2, tun.output.count(TransmitCounter.CSUM_SOFTWARE));
    }

    @Test
    void givesNoOutputAChecksumThatOnlyLooksLikeThatOfTheTransportHeader() {
        final byte[] options = PacketSpec.tcp4().payload(random, 100).unfinished();
        options[0] = 0x46;
        final byte[] fragment = PacketSpec.tcp4().payload(random, 100).unfinished();
        fragment[6] = 0x20;
        final byte[] icmp = PacketSpec.tcp4().payload(random, 100).unfinished();
        icmp[9] = 1;
        for (final byte[] packet : new byte[][] { options, fragment, icmp }) {
            tun.unfinished(packet, 20, 16);
            assertEquals(1, tun.send().size());
            assertEquals(ChecksumState.UNNECESSARY, tun.meta.checksumState());
        }
        assertEquals(3, tun.output.count(TransmitCounter.CSUM_SOFTWARE));
        tun.unfinished(options, 20, 8);
        tun.memory.net().put(WirePackets.PACKET, (byte) 0x45);
        assertEquals(1, tun.send().size());
        assertEquals(1, tun.output.count(TransmitCounter.CRC32C_SOFTWARE));
    }

    @Test
    void capabilitiesChangeFromTheNextPacketOn() {
        final PacketSpec spec = PacketSpec.tcp4().gso(1000).payload(random, 2500);
        assertEquals(1, tun.send(spec).size());
        tun.output.setCapabilities(new OutputCapabilities(true, false, true, true, true, true));
        assertEquals(3, tun.send(spec).size());
        tun.output.setCapabilities(OutputCapabilities.ALL);
        assertEquals(1, tun.send(spec).size());
    }

    @Test
    void superpacketPassesWholeToAnOutputThatCan() {
        final PacketSpec spec = PacketSpec.udp6().gso(1000).payload(random, 2500);
        assertOne(spec.unfinished(), tun.send(spec));
        tun.output.writeVirtioHeader(tun.memory, 0, tun.meta);
        assertEquals(5, VirtioNetHeader.gsoType(tun.memory, 0));
        assertEquals(48, VirtioNetHeader.headerLength(tun.memory, 0));
        assertEquals(1000, VirtioNetHeader.gsoSize(tun.memory, 0));
        assertEquals(1, tun.output.count(TransmitCounter.SUPERPACKETS_PASSED));
        assertEquals(1, tun.output.count(TransmitCounter.NEEDS_CSUM));
    }

    @Test
    void segmentedPacketNeedsNothingOfItsOutput() {
        final PacketSpec spec = PacketSpec.tcp4().gso(1000).payload(random, 2500);
        tunnel.send(spec);
        tunnel.output.writeVirtioHeader(tunnel.memory, 0, tunnel.meta);
        assertEquals(0, VirtioNetHeader.flags(tunnel.memory, 0));
        assertEquals(0, VirtioNetHeader.gsoType(tunnel.memory, 0));
    }

    @Test
    void canCarryNeedsTheChecksumAndTheKind() {
        for (final GsoType type : GsoType.values()) {
            assertTrue(OutputCapabilities.ALL.canCarry(type));
            assertEquals(type == GsoType.NONE, OutputCapabilities.NONE.canCarry(type));
            assertEquals(type == GsoType.NONE,
                new OutputCapabilities(false, true, true, true, true, true).canCarry(type));
            assertEquals(type == GsoType.NONE || type == GsoType.TCPV4 || type == GsoType.UDP_TUNNEL,
                new OutputCapabilities(true, true, false, true, false, true).canCarry(type));
            assertEquals(type == GsoType.NONE || type == GsoType.TCPV6 || type == GsoType.UDP_TUNNEL,
                new OutputCapabilities(true, false, true, false, true, true).canCarry(type));
            assertEquals(OutputCapabilities.ALL.canCarry(type), tun.output.canCarry(type));
        }
    }

    private static void assertOne(final byte[] expected, final List<byte[]> sent) {
        assertEquals(1, sent.size());
        assertArrayEquals(expected, sent.get(0));
    }
}
