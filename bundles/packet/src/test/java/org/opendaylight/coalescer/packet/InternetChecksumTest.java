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

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternetChecksumTest {
    private static final int MAX_LENGTH = 4096;
    private static final long SEED = new Random().nextLong();

    private final PacketMemory memory = PacketMemory.allocate(1 << 17);
    private final Random random = new Random(SEED);

    /** Every length at every alignment; one fixed seed, and one that differs from run to run and is printed. */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void sumEqualsTheDefinitionAtEveryLengthAndAlignment(final boolean randomSeed) {
        final byte[] data = bytes(MAX_LENGTH + 8, randomSeed ? random : new Random(1071));
        memory.net().put(64, data);
        for (int alignment = 0; alignment < 8; alignment++) {
            for (int length = 0; length <= MAX_LENGTH; length++) {
                final int expected = SlowChecksum.sum(data, alignment, length);
                final int actual = InternetChecksum.fold(InternetChecksum.sum(memory, 64 + alignment, length));
                if (actual != expected) {
                    assertEquals(expected, actual, "length " + length + " alignment " + alignment + " " + seed());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0x00, 0xff, 0x80, 0x01 })
    void sumOfUniformBytesDoesNotOverflow(final int value) {
        final byte[] data = new byte[65535];
        Arrays.fill(data, (byte) value);
        memory.net().put(1, data);
        assertEquals(SlowChecksum.sum(data, 0, data.length),
            InternetChecksum.fold(InternetChecksum.sum(memory, 1, data.length)));
    }

    @Test
    void sumDoesNotReadBeyondItsEnd() {
        memory.net().put(100, (byte) 0x12).put(101, (byte) 0x34).put(102, (byte) 0xff);
        assertEquals(0x1234, InternetChecksum.fold(InternetChecksum.sum(memory, 100, 2)));
        assertEquals(0x1200, InternetChecksum.fold(InternetChecksum.sum(memory, 100, 1)));
    }

    /** The worked example of RFC 1071 section 3. */
    @Test
    void sumsTheExampleOfRfc1071() {
        memory.net().putLong(0, 0x0001_f203_f4f5_f6f7L);
        assertEquals(0xddf2, InternetChecksum.fold(InternetChecksum.sum(memory, 0, 8)));
        assertEquals(0x220d, InternetChecksum.complement(InternetChecksum.sum(memory, 0, 8)));
    }

    @Test
    void combineJoinsPiecesOfOddLength() {
        final byte[] data = bytes(257, random);
        memory.net().put(0, data);
        final int expected = SlowChecksum.sum(data, 0, data.length);
        for (int split = 0; split <= data.length; split++) {
            final long left = InternetChecksum.sum(memory, 0, split);
            final long right = InternetChecksum.sum(memory, split, data.length - split);
            assertEquals(expected, InternetChecksum.fold(InternetChecksum.combine(left, split, right)),
                "split " + split + " " + seed());
        }
    }

    @Test
    void combineJoinsManyPieces() {
        final byte[] data = bytes(3000, random);
        memory.net().put(0, data);
        long sum = 0;
        int pos = 0;
        while (pos < data.length) {
            final int len = Math.min(data.length - pos, 1 + random.nextInt(97));
            sum = InternetChecksum.combine(sum, pos, InternetChecksum.sum(memory, pos, len));
            pos += len;
        }
        assertEquals(SlowChecksum.sum(data, 0, data.length), InternetChecksum.fold(sum), seed());
    }

    @Test
    void wordCountsAsTheBigEndianWordsOfTheNumber() {
        for (int value = 0; value < 1 << 17; value++) {
            final int expected = SlowChecksum.add(value >>> 16, value & 0xffff);
            if (InternetChecksum.fold(InternetChecksum.word(value)) != expected) {
                assertEquals(expected, InternetChecksum.fold(InternetChecksum.word(value)), "value " + value);
            }
        }
    }

    @Test
    void pseudoHeaderOfIpv4() {
        final byte[] packet = bytes(20, random);
        memory.net().put(40, packet);
        final byte[] pseudo = ByteBuffer.allocate(12).put(packet, Ipv4.SOURCE, 8).put((byte) 0)
            .put((byte) IpProtocol.TCP).putShort((short) 51234).array();
        assertEquals(SlowChecksum.sum(pseudo, 0, 12),
            InternetChecksum.fold(InternetChecksum.pseudoV4(memory, 40, IpProtocol.TCP, 51234)), seed());
    }

    @Test
    void pseudoHeaderOfIpv6WithALengthBeyond16Bits() {
        final byte[] packet = bytes(40, random);
        memory.net().put(40, packet);
        for (final int length : new int[] { 8, 1234, 65535, 65536, 70001 }) {
            final byte[] pseudo = ByteBuffer.allocate(40).put(packet, Ipv6.SOURCE, 32).putInt(length)
                .putInt(IpProtocol.UDP).array();
            assertEquals(SlowChecksum.sum(pseudo, 0, 40),
                InternetChecksum.fold(InternetChecksum.pseudoV6(memory, 40, IpProtocol.UDP, length)), seed());
        }
    }

    /** Both examples of RFC 1624 section 4: equation 2 would have given 0xffff in the first. */
    @ParameterizedTest
    @CsvSource({ "0xdd2f, 0x5555, 0x3285, 0x0000", "0x0000, 0x3285, 0x5555, 0xdd2f" })
    void updatesTheExampleOfRfc1624(final String checksum, final String before, final String after,
            final String expected) {
        assertEquals(Integer.decode(expected), InternetChecksum.update16(Integer.decode(checksum),
            Integer.decode(before), Integer.decode(after)));
    }

    @Test
    void updatesEqualRecomputing() {
        for (int i = 0; i < 20_000; i++) {
            // The first word stays and is not 0, like the version of an IP header
            final byte[] data = bytes(20, random);
            data[0] = 0x45;
            final ByteBuffer view = ByteBuffer.wrap(data);
            final int before = SlowChecksum.checksum(data);
            final int place = 2 + 2 * random.nextInt(8);
            final int old16 = view.getShort(place) & 0xffff;
            final int old32 = view.getInt(place);
            final int new32 = random.nextInt(8) == 0 ? ~old32 : random.nextInt();
            view.putShort(place, (short) new32);
            assertEquals(SlowChecksum.checksum(data), InternetChecksum.update16(before, old16, new32 & 0xffff), seed());
            view.putInt(place, new32);
            assertEquals(SlowChecksum.checksum(data), InternetChecksum.update32(before, old32, new32), seed());
        }
    }

    @Test
    void updateLeavesAWrongChecksumWrongByTheSameAmount() {
        final int wrongBy = 7;
        for (int i = 0; i < 1000; i++) {
            final int good = 1 + random.nextInt(0xfff0);
            final int before = random.nextInt(1 << 16);
            final int after = random.nextInt(1 << 16);
            final int fixed = InternetChecksum.update16(good, before, after);
            final int stillWrong = InternetChecksum.update16(SlowChecksum.add(good, wrongBy), before, after);
            assertEquals(SlowChecksum.add(fixed, wrongBy) % 0xffff, stillWrong % 0xffff, seed());
        }
    }

    @Test
    void expectedIsWhatASenderWritesWhateverTheFieldHolds() {
        final byte[] data = bytes(61, random);
        data[16] = 0;
        data[17] = 0;
        memory.net().put(3, data);
        final long pseudo = InternetChecksum.word(0x1d34);
        final int expected = 0xffff - SlowChecksum.add(0x1d34, SlowChecksum.sum(data, 0, 61));
        for (int field = 0; field <= 0xffff; field++) {
            memory.net().putShort(3 + 16, (short) field);
            if (InternetChecksum.expected(pseudo, memory, 3, 61, 16) != expected) {
                assertEquals(expected, InternetChecksum.expected(pseudo, memory, 3, 61, 16), "field " + field);
            }
        }
    }

    @Test
    void verifyTakesAGoodPacketAndRefusesEverySingleBitError() {
        final byte[] data = bytes(53, random);
        memory.net().put(5, data);
        memory.net().putShort(5 + 16, (short) InternetChecksum.expected(99, memory, 5, 53, 16));
        assertTrue(InternetChecksum.verify(99, memory, 5, 53));
        for (int bit = 0; bit < 53 * 8; bit++) {
            final int place = 5 + bit / 8;
            final byte good = memory.net().get(place);
            memory.net().put(place, (byte) (good ^ 1 << bit % 8));
            assertFalse(InternetChecksum.verify(99, memory, 5, 53), "bit " + bit + " " + seed());
            memory.net().put(place, good);
        }
    }

    @Test
    void finishTurnsThePseudoSumIntoTheChecksum() {
        final byte[] data = bytes(333, random);
        memory.net().put(7, data);
        final int pseudo = memory.net().getShort(7 + 16) & 0xffff;
        InternetChecksum.finish(memory, 7, 333, 16);
        data[16] = 0;
        data[17] = 0;
        assertEquals(0xffff - SlowChecksum.add(pseudo, SlowChecksum.sum(data, 0, 333)),
            memory.net().getShort(7 + 16) & 0xffff, seed());
    }

    @ParameterizedTest
    @CsvSource({ "6, 0xffff", "16, 0x0000", "2, 0x0000" })
    void finishWritesZeroAsAllOnesForUdpOnly(final int fieldOff, final String expected) {
        for (int i = 0; i < 20; i += 2) {
            memory.net().putShort(i, (short) 0);
        }
        memory.net().putShort(fieldOff, (short) 0xffff);
        InternetChecksum.finish(memory, 0, 20, fieldOff);
        assertEquals(Integer.decode(expected), memory.net().getShort(fieldOff) & 0xffff);
    }

    private static byte[] bytes(final int length, final Random random) {
        final byte[] data = new byte[length];
        random.nextBytes(data);
        return data;
    }

    private static String seed() {
        return "seed " + SEED;
    }
}
