/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.coalesce.ReferencePacket.Input;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.WirePackets;

/**
 * Rule 0 behind Ethernet headers: what holds for packets holds for the same packets in frames, and frames that differ
 * in anything of their headers have nothing to do with each other.
 */
class FramePropertyTest {
    private static final int STREAMS = Integer.getInteger("coalescer.frames.streams", 150);
    /** More than are held at once, so that the bound of what is held plays no part. */
    private static final int MOST = 1000;
    private static final OutputCapabilities OUTPUT = new OutputCapabilities(true, true, true, true, true, false);

    private static CoalescerRig rig() {
        final var rig = new CoalescerRig();
        rig.validation.setCapabilities(OUTPUT);
        return rig;
    }

    private static List<Input> packets(final Random random) {
        final var stream = new AdversarialStream(random.nextInt(), random.nextInt(5));
        for (int step = 5 + random.nextInt(60); step > 0; step--) {
            stream.step(random.nextInt());
        }
        return stream.packets.stream().filter(input -> input.bytes().length > 0).limit(MOST).toList();
    }

    private static List<byte[]> flush(final CoalescerRig rig) {
        assertThat(rig.coalescer.flush(SealReason.END_OF_BATCH)).isZero();
        rig.reuse();
        rig.assertBalanced();
        final var written = List.copyOf(rig.written);
        rig.forget();
        return written;
    }

    private static List<String> texts(final List<byte[]> writes) {
        return writes.stream().map(HexFormat.of()::formatHex).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2, 7 })
    void framesCoalesceAsTheirPacketsDo(final int tags) {
        final var plain = rig();
        final var framed = rig();
        final long base = System.nanoTime();
        final int length = 14 + 4 * tags;
        for (long seed = base; seed < base + STREAMS; seed++) {
            for (final Input packet : packets(AdversarialStream.random(seed))) {
                plain.commit(packet);
                framed.commitFrame(Frames.frame(Frames.header(9, tags, packet.bytes()), packet));
            }
            final var expected = flush(plain);
            final var written = flush(framed);
            assertThat(texts(written.stream().map(each -> Frames.strip(each, length)).toList()))
                .as("seed %d", seed).isEqualTo(texts(expected));
            assertCutAlike(written, expected, length);
        }
        for (final SealReason reason : SealReason.values()) {
            assertThat(framed.count(reason)).as("%s", reason).isEqualTo(plain.count(reason));
        }
        assertThat(framed.count(CoalescerCounter.SUPERPACKETS)).as("superpackets").isGreaterThan(STREAMS);
        assertThat(framed.count(CoalescerCounter.GEOMETRY_ERRORS)).isZero();
    }

    /** Our segmenter gives each wire packet the Ethernet header. */
    private static void assertCutAlike(final List<byte[]> written, final List<byte[]> plain, final int length) {
        for (int i = 0; i < written.size(); i++) {
            final byte[] header = Frames.headerOf(written.get(i), length);
            final var expected = WirePackets.cut(plain.get(i)).stream().map(each -> Frames.join(header, each)).toList();
            // What is no IP at all would not be read from a TUN queue
            if (!expected.isEmpty()) {
                assertThat(texts(WirePackets.cutFrame(written.get(i)))).isEqualTo(texts(expected));
            }
        }
    }

    @Test
    void framesThatDifferInTheirHeadersHaveNothingToDoWithEachOther() {
        final var mixed = rig();
        final long base = System.nanoTime();
        for (long seed = base; seed < base + STREAMS; seed++) {
            final Random random = AdversarialStream.random(seed);
            final var packets = packets(random);
            final List<List<Input>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (final Input packet : packets) {
                final int station = random.nextInt(3);
                final var frame = Frames.frame(Frames.header(station, station, packet.bytes()), packet);
                parts.get(station).add(frame);
                mixed.commitFrame(frame);
            }
            final var written = flush(mixed);
            for (int station = 0; station < 3; station++) {
                final var alone = rig();
                parts.get(station).forEach(alone::commitFrame);
                final byte last = (byte) station;
                assertThat(texts(written.stream().filter(each -> each[24 + 11] == last).toList()))
                    .as("seed %d station %d", seed, station).isEqualTo(texts(flush(alone)));
            }
        }
        assertThat(mixed.count(CoalescerCounter.SUPERPACKETS)).as("superpackets").isPositive();
    }

    @ParameterizedTest
    @CsvSource({ "1440, 1", "1439, 2" })
    void mostBytesAreThoseOfThePacketAlone(final int maxBytes, final int writes) {
        final var rig = new CoalescerRig(CoalescerRig.limits(64, maxBytes, 1024));
        rig.validation.setCapabilities(OUTPUT);
        for (final byte[] packet : TcpPackets.v4().train(2, 700)) {
            rig.commitFrame(Input.of(Frames.join(Frames.header(1, 1, packet), packet)));
        }
        assertThat(flush(rig)).hasSize(writes);
    }

    @Test
    void everyByteOfTheHeaderKeepsFlowsApart() {
        for (int at = 0; at < 42; at++) {
            final var rig = rig();
            final var packets = List.of(TcpPackets.v4().train(2, 100));
            final byte[] first = Frames.header(1, 7, packets.get(0));
            final byte[] second = first.clone();
            second[at] ^= 0x10;
            rig.commitFrame(Input.of(Frames.join(first, packets.get(0))));
            rig.commitFrame(Input.of(Frames.join(second, packets.get(1))));
            assertThat(flush(rig)).as("byte %d", at).hasSize(2);
        }
    }

    @Test
    void framesWithoutIpPassAsTheyAre() {
        final byte[] arp = new byte[60];
        new Random(7).nextBytes(arp);
        arp[12] = 0x08;
        arp[13] = 0x06;
        final byte[] otherTag = Frames.join(Frames.header(1, 1, new byte[] { 0x45 }), TcpPackets.v4().build());
        otherTag[12] = (byte) 0x91;
        final byte[] cut = Arrays.copyOf(Frames.join(Frames.header(1, 0, new byte[] { 0x45 }),
            TcpPackets.v4().build()), 14 + 19);
        final byte[] bare = Arrays.copyOf(arp, 14);
        final var rig = rig();
        for (final byte[] frame : List.of(arp, otherTag, cut, bare)) {
            rig.commitFrame(Input.of(frame));
        }
        assertThat(texts(flush(rig).stream().map(each -> Arrays.copyOfRange(each, 24, each.length)).toList()))
            .isEqualTo(texts(List.of(arp, otherTag, cut, bare)));
        assertThat(rig.count(VerbatimReason.NOT_TCP_UDP)).isEqualTo(4);
    }

    @Test
    void maxBytesCountsTheIpPacket() {
        final var rig = rig();
        final var packets = List.of(TcpPackets.v4().train(46, 1424));
        for (final byte[] packet : packets) {
            rig.commitFrame(Input.of(Frames.join(Frames.header(1, 1, packet), packet)));
        }
        final var written = flush(rig);
        // 40 + 45 * 1424 = 64,120 and 40 + 46 * 1424 = 65,544
        assertThat(written).hasSize(2);
        assertThat(written.get(0)).hasSize(24 + 18 + 40 + 45 * 1424);
    }
}
