/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.replay.CaptureBytes;

/** Captures as the tools write them. */
class FormatTest {
    private static final byte[] FRAME = { 0x45, 1, 2, 3, 4 };
    private static final byte[] OTHER = { 0x60, 9 };

    /** Link type, nanoseconds, bytes and whether it was truncated, of each frame. */
    static List<String> read(final byte[] capture) throws IOException {
        final CaptureReader reader = CaptureReader.open(Channels.newChannel(new ByteArrayInputStream(capture)));
        final List<String> frames = new ArrayList<>();
        while (reader.next()) {
            final CapturedFrame frame = reader.frame();
            final ByteBuffer bytes = ByteBuffer.allocate(frame.length());
            frame.copy(0, bytes, 0);
            frames.add(frame.linkType() + " " + frame.timeNs() + " " + HexFormat.of().formatHex(bytes.array())
                + (frame.isTruncated() ? " truncated" : ""));
        }
        return frames;
    }

    private static ByteOrder order(final String name) {
        return name.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    @ParameterizedTest
    @ValueSource(strings = { "big", "little" })
    void pcapOfMicroseconds(final String order) throws IOException {
        assertThat(read(CaptureBytes.pcap(order(order), CaptureBytes.MICROSECONDS, 1).record(5, 7, FRAME)
            .record(0xffff_ffffL, 999_999, 9, OTHER).bytes()))
            .containsExactly("1 5000007000 4501020304", "1 4294967295999999000 6009 truncated");
    }

    @ParameterizedTest
    @ValueSource(strings = { "big", "little" })
    void pcapOfNanoseconds(final String order) throws IOException {
        assertThat(read(CaptureBytes.pcap(order(order), CaptureBytes.NANOSECONDS, 101).record(5, 7, FRAME).bytes()))
            .containsExactly("101 5000000007 4501020304");
    }

    @Test
    void lengthOfFrameCheckSequenceIsNoLinkType() throws IOException {
        assertThat(read(CaptureBytes.pcap(0x2400_0001).record(0, 0, FRAME).bytes())).containsExactly("1 0 4501020304");
    }

    @ParameterizedTest
    @ValueSource(strings = { "big", "little" })
    void pcapngOfSeveralInterfaces(final String order) throws IOException {
        assertThat(read(CaptureBytes.pcapng(order(order)).description(1, 0).resolution(101, 9)
            .enhanced(1, 5_000_000_007L, 5, FRAME).enhanced(0, 5_000_007, 3, OTHER)
            .obsolete(1, 6, FRAME).bytes()))
            .containsExactly("101 5000000007 4501020304", "1 5000007000 6009 truncated", "101 6 4501020304");
    }

    @Test
    void simplePacketHasTheTimeOfTheOneBefore() throws IOException {
        assertThat(read(CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN).description(1, 0).enhanced(3, FRAME)
            .simple(2, OTHER).bytes())).containsExactly("1 3000 4501020304", "1 3000 6009");
    }

    @Test
    void simplePacketEndsAtTheSnapLength() throws IOException {
        assertThat(read(CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN).description(1, 2).simple(9, OTHER).bytes()))
            .containsExactly("1 0 6009 truncated");
    }

    @Test
    void unknownBlocksArePassedOver() throws IOException {
        final CaptureBytes capture = CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN);
        assertThat(read(capture.block(5, capture.buffer(40).putInt(1)).description(1, 0)
            .block(0x8000_0bad, capture.buffer(3 << 20).position(3 << 20)).enhanced(3, FRAME)
            .block(4, capture.buffer(0)).bytes())).containsExactly("1 3000 4501020304");
    }

    @Test
    void sectionOfTheOtherByteOrderForgetsInterfaces() throws IOException {
        final byte[] first = CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN).description(1, 0).enhanced(1, FRAME).bytes();
        final byte[] second = CaptureBytes.pcapng(ByteOrder.BIG_ENDIAN).description(101, 0).enhanced(2, OTHER).bytes();
        assertThat(read(CaptureBytes.empty(ByteOrder.BIG_ENDIAN).raw(first).raw(second).bytes()))
            .containsExactly("1 1000 4501020304", "101 2000 6009");
    }

    @Test
    void optionsOfTheInterfaceSetItsClock() throws IOException {
        final CaptureBytes capture = CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN);
        final byte[] options = capture.buffer(36)
            // a comment of three bytes, milliseconds, 100 seconds to add, the end, and what must not be read
            .putShort((short) 1).putShort((short) 3).put(new byte[] { 'a', 'b', 'c', 0 })
            .putShort((short) 9).putShort((short) 1).putInt(3)
            .putShort((short) 14).putShort((short) 8).putLong(100)
            .putInt(0).putInt(-1).array();
        assertThat(read(capture.description(1, 0, options).enhanced(1234, FRAME).bytes()))
            .containsExactly("1 101234000000 4501020304");
    }

    @ParameterizedTest
    @CsvSource({
        "6, 0, 1234567, 1234567000",
        "9, 0, 1234567, 1234567",
        "12, 0, 1234567, 1234",
        "0, 0, 12, 12000000000",
        "0x80, 0, 12, 12000000000",
        "0x8a, 0, 1536, 1500000000",
        "0xa0, 0, 0x180000000, 1500000000",
        "0xbf, 0, 0x4000000000000000, 500000000",
        "0xff, 0, 1, 0",
        "18, 0, 1500000000000000000, 1500000000",
        "127, 0, 1, 0",
        "6, -1, 1500000, 500000000",
        "6, -5, 1500000, 500000000",
        "0, 0, -1, 9223372035000000000",
        "0, 9223372036854775807, -1, 9223372035000000000"})
    void timestampsOfEveryResolution(final String resolution, final String offset, final String time, final long ns) {
        assertThat(new CaptureClock(Integer.decode(resolution), Long.decode(offset)).toNs(Long.decode(time)))
            .isEqualTo(ns);
    }

    @Test
    void frameOfAnyLengthIsRead() throws IOException {
        final byte[] largest = new byte[CaptureReader.MAX_FRAME];
        final CaptureBytes capture = CaptureBytes.pcap(1);
        final CaptureBytes ng = CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN).description(1, 0);
        for (int i = 0; i < 9; i++) {
            capture.record(0, 0, largest).record(0, 0);
            ng.enhanced(0, largest).enhanced(0);
        }
        assertThat(read(capture.bytes())).hasSize(18);
        assertThat(read(ng.bytes())).hasSize(18);
    }

    @Test
    void gzipIsDecompressed() throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(CaptureBytes.pcap(1).record(5, 7, FRAME).record(0, 0, new byte[200_000]).bytes());
        }
        assertThat(read(bytes.toByteArray())).hasSize(2).first().isEqualTo("1 5000007000 4501020304");
    }
}
