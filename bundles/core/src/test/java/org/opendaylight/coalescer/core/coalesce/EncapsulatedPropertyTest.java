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
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.coalesce.ReferencePacket.Input;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.WirePackets;

/**
 * Rule 5b over adversarial streams: inside VXLAN packets coalesce as they do outside, and what the wire carries then is
 * what came.
 */
class EncapsulatedPropertyTest {
    private static final int STREAMS = Integer.getInteger("coalescer.encapsulated.streams", 300);
    private static final int MAX_INNER = 65_535 - 70;

    private static List<Input> stream(final Random random) {
        final AdversarialStream stream = new AdversarialStream(random.nextInt(), random.nextInt(5));
        for (int step = 5 + random.nextInt(60); step > 0; step--) {
            stream.step(random.nextInt());
        }
        return stream.packets.stream()
            .map(input -> Input.of(input.bytes()))
            .filter(input -> input.bytes().length > 0 && input.bytes().length <= MAX_INNER)
            .limit(1000).toList();
    }

    private static boolean isIp(final byte[] inner) {
        return (inner[0] & 0xf0) == 0x40 || (inner[0] & 0xf0) == 0x60;
    }

    /** One tunnel: the writes are those of the reference, which knows of none, behind outer headers. */
    @ParameterizedTest
    @CsvSource({"false, true, true", "false, false, false", "true, true, true", "true, false, true"})
    void innerPacketsCoalesceAsOutside(final boolean outerV6, final boolean checksum, final boolean df) {
        final long base = System.nanoTime();
        long superpackets = 0;
        for (long seed = base; seed < base + STREAMS; seed++) {
            final Random random = AdversarialStream.random(seed);
            final var ecn = random.nextInt(3) > 0 ? EcnPolicy.EXACT : EcnPolicy.PROPAGATE_CE;
            final VxlanPackets tunnel = VxlanPackets.of(outerV6).checksum(checksum);
            final int maxBytes = 2000 + random.nextInt(MAX_INNER - 2000);
            final CoalescerRig rig = new CoalescerRig(options(maxBytes + tunnel.length(), ecn));
            final ReferenceCoalescer reference = new ReferenceCoalescer(options(maxBytes, ecn),
                OutputCapabilities.ALL);
            final List<Input> packets = stream(random);
            int id = random.nextInt();
            for (final Input input : packets) {
                // What is no IP is an ordinary datagram, and goes alone without a checksum
                final VxlanPackets each = tunnel.copy().df(df || !isIp(input.bytes())).id(id++);
                rig.commit(each.checksum(checksum && isIp(input.bytes())).wrap(input.bytes()));
            }
            rig.flush();
            final var expected = reference.flush(packets, SealReason.END_OF_BATCH);
            final String hint = "seed " + seed;
            if (df) {
                assertThat(rig.written.stream().map(VxlanPackets::unwrap).map(HexFormat.of()::formatHex).toList())
                    .as(hint).isEqualTo(expected.stream().map(ReferenceCoalescer.Write::written).toList());
                for (final SealReason reason : SealReason.values()) {
                    assertThat(rig.count(reason)).as(hint + " " + reason)
                        .isEqualTo(expected.stream().filter(write -> write.seal() == reason).count());
                }
            }
            superpackets += rig.count(CoalescerCounter.SUPERPACKETS);
            rig.assertBalanced();
        }
        assertThat(superpackets).as("streams that merge too little prove nothing").isGreaterThan(STREAMS / 2);
    }

    /** Several tunnels with headers that change: everything leaves as it came, each flow in its order. */
    @Test
    void wireCarriesWhatCame() {
        final CoalescerRig rig = new CoalescerRig(CoalescerRig.options(false, EcnPolicy.EXACT,
            ChecksumValidation.VERIFY));
        final long base = System.nanoTime();
        for (long seed = base; seed < base + STREAMS; seed++) {
            final Random random = AdversarialStream.random(seed);
            final List<String> sent = new ArrayList<>();
            final Map<String, List<String>> flows = new HashMap<>();
            int id = random.nextInt();
            for (final Input input : stream(random)) {
                final VxlanPackets tunnel = tunnel(random).id(id++);
                final byte[] packet = tunnel.wrap(input.bytes());
                final boolean damaged = random.nextInt(40) == 0;
                if (damaged) {
                    packet[random.nextInt(Math.min(packet.length, tunnel.length()))] ^= (byte) (1 << random.nextInt(8));
                }
                rig.commit(packet);
                sent.add(VxlanPackets.text(packet));
                final ReferencePacket inner = new ReferencePacket(input, CoalescerOptions.DEFAULT,
                    OutputCapabilities.ALL);
                // A damaged one may be of any flow
                if (!damaged && inner.verbatim != VerbatimReason.PURE_ACK && !inner.flow.isEmpty()) {
                    flows.computeIfAbsent(tunnel.flow() + " " + inner.flow, flow -> new ArrayList<>())
                        .add(VxlanPackets.text(packet));
                }
            }
            rig.flush();
            final List<String> wire = wire(rig);
            assertThat(wire.stream().sorted().toList()).as("seed " + seed).isEqualTo(sent.stream().sorted().toList());
            for (final List<String> flow : flows.values()) {
                // Copies of a packet can't be told apart
                final List<String> once = flow.stream()
                    .filter(packet -> wire.indexOf(packet) == wire.lastIndexOf(packet)).toList();
                assertThat(wire.stream().filter(once::contains).toList()).as("seed " + seed).isEqualTo(once);
            }
            rig.assertBalanced();
            rig.forget();
        }
        assertThat(rig.count(CoalescerCounter.SUPERPACKETS)).isGreaterThan(STREAMS / 2);
        assertThat(rig.count(SealReason.OUTER_HEADER)).isPositive();
        assertEquals(0, rig.count(CoalescerCounter.GEOMETRY_ERRORS));
    }

    private static VxlanPackets tunnel(final Random random) {
        return VxlanPackets.of(random.nextInt(4) == 0)
            .vni(random.nextInt(3) / 2).sourcePort(50_000 + random.nextInt(3) / 2)
            .ttl(random.nextInt(8) == 0 ? 63 : 64).tos(random.nextInt(12) == 0 ? 3 : 0)
            .df(random.nextInt(4) > 0).mac(random.nextInt(12) / 11).checksum(random.nextInt(12) > 0);
    }

    private static List<String> wire(final CoalescerRig rig) {
        final List<String> wire = new ArrayList<>();
        for (final byte[] written : rig.written) {
            final List<byte[]> cut = VxlanPackets.segment(written);
            final List<byte[]> ours = WirePackets.cut(written);
            if (!ours.isEmpty() || cut.size() > 1) {
                assertEquals(cut.size(), ours.size());
                for (int i = 0; i < cut.size(); i++) {
                    assertArrayEquals(cut.get(i), ours.get(i));
                }
            }
            cut.forEach(packet -> wire.add(VxlanPackets.text(packet)));
        }
        return wire;
    }

    private static CoalescerOptions options(final int maxBytes, final EcnPolicy ecn) {
        return new CoalescerOptions(true, true, 64, maxBytes, true, ecn, ChecksumValidation.VERIFY, 1024, 200_000);
    }
}
