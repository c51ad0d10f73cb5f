/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.replay.CaptureBytes;

/** Captures that lie or end too early: an exception says where, and nothing else happens. */
class BrokenCaptureTest {
    private static final byte[] FRAME = { 0x45, 1, 2, 3, 4 };
    private static final int PCAP_HEADER = 24;
    private static final int SECTION = 28;
    private static final int DESCRIPTION = 20;

    private static CaptureBytes pcap() {
        return CaptureBytes.pcap(1);
    }

    private static CaptureBytes pcapng() {
        return CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN);
    }

    private static void refused(final byte[] capture, final long offset, final String message) {
        assertThatExceptionOfType(CaptureException.class).isThrownBy(() -> FormatTest.read(capture))
            .withMessageContaining(message).withMessageStartingWith("byte " + offset + ": ")
            .satisfies(exception -> assertThat(exception.offset()).isEqualTo(offset));
    }

    private static void refused(final CaptureBytes capture, final long offset, final String message) {
        refused(capture.bytes(), offset, message);
    }

    @Test
    void emptyCapture() {
        refused(new byte[0], 0, "is empty");
    }

    @Test
    void unknownMagic() {
        refused(new byte[] { 1, 2, 3, 4, 5 }, 0, "neither pcap nor pcapng: begins with 0x01020304");
        refused(new byte[] { 1, 2, 3 }, 3, "ends in the middle of the first word");
    }

    @Test
    void unknownVersion() {
        refused(CaptureBytes.empty(ByteOrder.LITTLE_ENDIAN).words(CaptureBytes.MICROSECONDS).halves(3, 1)
            .words(0, 0, 0, 1), 4, "version 3.1 of pcap");
        final CaptureBytes capture = CaptureBytes.empty(ByteOrder.LITTLE_ENDIAN);
        refused(capture.block(0x0a0d_0d0a, capture.buffer(16).putInt(0x1a2b_3c4d).putShort((short) 2)
            .putShort((short) 7).putLong(-1)), 12, "version 2.7 of pcapng");
    }

    @Test
    void cutInEachPlaceOfPcap() {
        final byte[] whole = pcap().record(0, 0, FRAME).bytes();
        for (int end = 4; end < whole.length; end++) {
            if (end != PCAP_HEADER) {
                refused(Arrays.copyOf(whole, end), end, "ends in the middle of the "
                    + (end < PCAP_HEADER ? "file header" : "record that begins at byte " + PCAP_HEADER));
            }
        }
    }

    @Test
    void cutInEachPlaceOfPcapng() {
        final byte[] whole = pcapng().description(1, 0).enhanced(0, FRAME).block(99, pcapng().buffer(8).putLong(1))
            .bytes();
        for (int end = 4; end < whole.length; end++) {
            if (end != SECTION && end != SECTION + DESCRIPTION && end != SECTION + DESCRIPTION + 40) {
                refused(Arrays.copyOf(whole, end), end, "ends in the middle of the ");
            }
        }
    }

    @Test
    void absurdLengthOfPcap() {
        refused(pcap().words(0, 0, CaptureReader.MAX_FRAME + 1, 5), PCAP_HEADER, "claims to have 262145 bytes");
        refused(pcap().words(0, 0, -1, 5), PCAP_HEADER, "claims to have 4294967295 bytes");
    }

    @Test
    void absurdLengthOfBlock() {
        refused(pcapng().words(99, 8, 0), SECTION, "claims to have 8 bytes");
        refused(pcapng().words(99, 0, 0), SECTION, "claims to have 0 bytes");
        refused(pcapng().words(99, 13, 0, 0), SECTION, "claims to have 13 bytes");
        refused(pcapng().words(99, -4, 0), SECTION + 12, "ends in the middle of the block");
    }

    @Test
    void lengthsOfBlockThatDiffer() {
        refused(pcapng().words(99, 16, 0, 20), SECTION + 12,
            "the block that begins at byte 28 has 16 bytes by its front and 20 by its end");
    }

    @Test
    void noByteOrder() {
        refused(CaptureBytes.empty(ByteOrder.LITTLE_ENDIAN).words(0x0a0d_0d0a, 28, 0x0102_0304, 1, 0, 0, 28), 8,
            "no byte order: 0x04030201");
    }

    @Test
    void blocksTooShortForTheirFields() {
        final CaptureBytes small = pcapng();
        refused(small.block(1, small.buffer(4).putInt(1)), SECTION, "has 4 bytes, less than the 8");
        final CaptureBytes packet = pcapng();
        refused(packet.block(6, packet.buffer(16).position(16)), SECTION, "has 16 bytes, less than the 20");
        final CaptureBytes simple = pcapng();
        refused(simple.block(3, simple.buffer(0)), SECTION, "has 0 bytes, less than the 4");
        refused(CaptureBytes.empty(ByteOrder.LITTLE_ENDIAN).words(0x0a0d_0d0a, 16, 0x1a2b_3c4d, 16), 0,
            "has 4 bytes, less than the 16");
    }

    @Test
    void optionLongerThanItsBlock() {
        final CaptureBytes capture = pcapng();
        refused(capture.description(1, 0, capture.buffer(4).putShort((short) 9).putShort((short) 5).array()),
            SECTION + 16, "option 9 claims to have 5 bytes");
    }

    @Test
    void frameLongerThanItsBlock() {
        final CaptureBytes capture = pcapng().description(1, 0);
        refused(capture.block(6, capture.buffer(24).putInt(0).putLong(0).putInt(5).putInt(5).putInt(0)),
            SECTION + DESCRIPTION, "claims to have 5 bytes of a frame, more than its block has");
        final CaptureBytes absurd = pcapng().description(1, 0);
        refused(absurd.block(6, absurd.buffer(20).putInt(0).putLong(0).putInt(-1).putInt(5)),
            SECTION + DESCRIPTION, "claims to have 4294967295 bytes of a frame");
    }

    @Test
    void packetBlockTooLong() {
        final CaptureBytes capture = pcapng().description(1, 0);
        refused(capture.words(6, 2 << 20, 0, 0, 0, 1, 1), SECTION + DESCRIPTION, "more than any has");
    }

    @Test
    void interfaceThatNobodyDescribed() {
        refused(pcapng().description(1, 0).enhanced(1, 0, 5, FRAME), SECTION + DESCRIPTION,
            "of interface 1, and only 1 have been described");
        refused(pcapng().description(1, 0).enhanced(-1, 0, 5, FRAME), SECTION + DESCRIPTION,
            "of interface 4294967295");
        refused(pcapng().simple(5, FRAME), SECTION, "of interface 0, and only 0");
        refused(pcapng().description(1, 0).section().enhanced(0, FRAME), SECTION + DESCRIPTION + SECTION,
            "of interface 0, and only 0");
    }

    @Test
    void gzipThatIsCut() throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final byte[] random = new byte[100_000];
        new Random(1).nextBytes(random);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(pcap().record(0, 0, random).bytes());
        }
        final byte[] cut = Arrays.copyOf(bytes.toByteArray(), 50_000);
        assertThatExceptionOfType(CaptureException.class).isThrownBy(() -> FormatTest.read(cut))
            .withMessageContaining("compressed capture is damaged");
        refused(Arrays.copyOf(cut, 5), 0, "compressed capture is damaged");
    }

    /** Random changes of good captures: each is read, or refused in words. */
    @RepeatedTest(5)
    void damagedAnywhere() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final byte[] pcap = pcap().record(0, 0, FRAME).record(1, 1, FRAME).bytes();
        final byte[] pcapng = pcapng().description(1, 0, new byte[8]).resolution(101, 9).enhanced(0, FRAME)
            .obsolete(1, 5, FRAME).simple(5, FRAME).block(5, pcapng().buffer(8).putLong(3)).bytes();
        for (int i = 0; i < 400; i++) {
            final byte[] capture = (i % 2 == 0 ? pcap : pcapng).clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                capture[random.nextInt(capture.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : -1);
            }
            final byte[] damaged = Arrays.copyOf(capture, 1 + random.nextInt(capture.length));
            final Throwable thrown = catchThrowable(() -> FormatTest.read(damaged));
            if (thrown != null) {
                assertThat(thrown).as("seed %d, round %d", seed, i).isInstanceOf(CaptureException.class);
                assertThat(((CaptureException) thrown).offset()).isBetween(0L, (long) damaged.length);
            }
        }
    }
}
