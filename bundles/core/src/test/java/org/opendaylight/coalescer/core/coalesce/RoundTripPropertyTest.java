/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.coalesce.ReferencePacket.Input;
import org.opendaylight.coalescer.core.coalesce.ReferencePacket.Scope;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.WirePackets;
import org.opendaylight.coalescer.packet.ChecksumState;

/**
 * Rule 0 on adversarial streams: cutting what was written, by our segmenter as well as by a reference, gives what came,
 * packet for packet and byte for byte, and in an order that the rules allow.
 *
 * <p>A longer run: {@code mvn test -Dtest=RoundTripPropertyTest -Dcoalescer.roundtrip.streams=100000}.
 */
class RoundTripPropertyTest {
    private static final int STREAMS = Integer.getInteger("coalescer.roundtrip.streams", 200);

    /** A packet that came, and what it was to its flow. */
    private record Sent(String text, ReferencePacket packet, @Nullable Integer timestamp) {
        static Sent of(final String text, final ReferencePacket packet) {
            return new Sent(text, packet, packet.verbatim == null ? packet.timestamp() : null);
        }

        boolean isBarrier(final Scope scope) {
            return packet.verbatim != null && packet.verbatim != VerbatimReason.PURE_ACK && packet.scope == scope
                || scope == Scope.FLOW && packet.fin;
        }

        boolean isPureAck() {
            return packet.verbatim == VerbatimReason.PURE_ACK;
        }
    }

    @ParameterizedTest
    @CsvSource({"true, EXACT", "false, EXACT", "true, PROPAGATE_CE"})
    void segmentingGivesWhatCame(final boolean repair, final EcnPolicy ecn) {
        final CoalescerOptions options = CoalescerRig.options(repair, ecn, ChecksumValidation.VERIFY);
        final CoalescerRig rig = new CoalescerRig(options);
        final long base = System.nanoTime();
        for (long seed = base; seed < base + STREAMS; seed++) {
            final Random random = AdversarialStream.random(seed);
            final AdversarialStream stream = new AdversarialStream(random.nextInt(), random.nextInt(5));
            for (int step = 5 + random.nextInt(60); step > 0; step--) {
                stream.step(random.nextInt());
            }
            final List<Sent> sent = new ArrayList<>();
            for (final Input input : stream.packets.subList(0, Math.min(stream.packets.size(), 1000))) {
                rig.commit(input);
                if (input.bytes().length > 0) {
                    sent.add(Sent.of(text(finished(input), ecn), new ReferencePacket(input, options,
                        OutputCapabilities.ALL)));
                }
            }
            rig.coalescer.flush(SealReason.END_OF_BATCH);
            rig.reuse();
            check(sent, wire(rig, ecn), repair, "seed " + seed + " repair " + repair + " " + ecn);
            rig.forget();
        }
        rig.assertBalanced();
        assertThat(rig.count(CoalescerCounter.SEGMENTS)).as("streams that merge too little prove nothing")
            .isGreaterThan(STREAMS);
        assertThat(rig.count(CoalescerCounter.GEOMETRY_ERRORS)).isZero();
    }

    /** What leaves if all writes are cut, by both segmenters alike. */
    private static List<String> wire(final CoalescerRig rig, final EcnPolicy ecn) {
        final List<String> wire = new ArrayList<>();
        for (final byte[] written : rig.written) {
            final List<byte[]> cut = ReferenceSegmenter.segment(written);
            final List<byte[]> ours = WirePackets.cut(written);
            // What is no IP at all would not be read from a TUN queue
            if (!ours.isEmpty() || cut.size() > 1) {
                assertThat(ours).hasSameSizeAs(cut);
                for (int i = 0; i < cut.size(); i++) {
                    assertArrayEquals(cut.get(i), ours.get(i));
                }
            }
            cut.forEach(packet -> wire.add(text(packet, ecn)));
        }
        return wire;
    }

    private static byte[] finished(final Input input) {
        if (input.state() != ChecksumState.PARTIAL) {
            return input.bytes();
        }
        final byte[] written = ByteBuffer.allocate(24 + input.bytes().length).order(ByteOrder.nativeOrder())
            .put((byte) 1).putShort(6, (short) input.csumStart()).putShort(8, (short) input.csumOffset())
            .put(24, input.bytes()).array();
        return ReferenceSegmenter.segment(written).get(0);
    }

    /** A packet as text, without what may differ. */
    private static String text(final byte[] packet, final EcnPolicy ecn) {
        final String text = CoalescerRig.text(packet);
        if (ecn == EcnPolicy.EXACT || packet.length < 20) {
            return text;
        }
        final byte[] masked = HexFormat.of().parseHex(text);
        final boolean v4 = (masked[0] & 0xf0) == 0x40;
        masked[1] &= (byte) (v4 ? 0xfc : 0xcf);
        if (v4 && SlowChecksum.fold(SlowChecksum.add(0, packet, 0, 20)) == 0xffff) {
            SlowChecksum.put(masked, 10, 0);
        }
        return HexFormat.of().formatHex(masked);
    }

    private static void check(final List<Sent> sent, final List<String> wire, final boolean repair,
            final String hint) {
        assertThat(wire.stream().sorted().toList()).as(hint)
            .isEqualTo(sent.stream().map(Sent::text).sorted().toList());
        final Map<String, Integer> times = new HashMap<>();
        final Map<String, Integer> place = new HashMap<>();
        for (int i = 0; i < wire.size(); i++) {
            times.merge(wire.get(i), 1, Integer::sum);
            place.put(wire.get(i), i);
        }
        // Only of a packet without a copy can be said where it went
        final List<Sent> single = sent.stream().filter(packet -> times.get(packet.text()) == 1).toList();
        for (int i = 0; i < single.size(); i++) {
            final Sent first = single.get(i);
            final int from = place.get(first.text());
            for (int j = i + 1; j < single.size(); j++) {
                final Sent second = single.get(j);
                if (place.get(second.text()) < from && mustKeepOrder(first, second, repair)) {
                    throw new AssertionError(hint + ": exchanged " + first + " and " + second);
                }
            }
        }
    }

    private static boolean mustKeepOrder(final Sent first, final Sent second, final boolean repair) {
        if (first.isBarrier(Scope.ADDRESS_PAIR) || second.isBarrier(Scope.ADDRESS_PAIR)) {
            return first.packet().pair.equals(second.packet().pair) && !first.packet().pair.isEmpty();
        }
        final String flow = first.packet().flow;
        if (flow.isEmpty()) {
            return second.packet().flow.isEmpty();
        }
        if (!flow.equals(second.packet().flow)) {
            return false;
        }
        if (first.isBarrier(Scope.FLOW) || second.isBarrier(Scope.FLOW) || first.isPureAck()) {
            return true;
        }
        if (second.isPureAck()) {
            return false;
        }
        // Repair never takes a newer timestamp ahead of an older one
        final Integer older = first.timestamp();
        final Integer newer = second.timestamp();
        return !repair || first.packet().udp || isNewer(older, newer);
    }

    private static boolean isNewer(final @Nullable Integer older, final @Nullable Integer newer) {
        return older != null && newer != null && newer - older > 0;
    }
}
