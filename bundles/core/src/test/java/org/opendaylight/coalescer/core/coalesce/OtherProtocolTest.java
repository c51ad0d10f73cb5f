/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.checksum.PayloadPass;
import org.opendaylight.coalescer.packet.ChecksumState;

/** Rule 6 beyond TCP and UDP: what never coalesces is looked at all the same, and passes as it came. */
class OtherProtocolTest {
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;
    private static final int OSPF = 89;

    private final Random random = new Random(5);
    private final CoalescerRig rig = new CoalescerRig();

    private byte[] v4(final int protocol, final int length) {
        final byte[] packet = new byte[20 + length];
        random.nextBytes(packet);
        ByteBuffer.wrap(packet).putShort(0, (short) 0x4500).putShort(2, (short) packet.length).putShort(6, (short) 0)
            .put(9, (byte) protocol).putShort(10, (short) 0).putInt(12, 0xc000_0201).putInt(16, 0xc633_6401);
        SlowChecksum.put(packet, 10, 0xffff - SlowChecksum.fold(SlowChecksum.add(0, packet, 0, 20)));
        return packet;
    }

    private byte[] v6(final int protocol, final int length) {
        final byte[] packet = new byte[40 + length];
        random.nextBytes(packet);
        ByteBuffer.wrap(packet).putInt(0, 6 << 28).putShort(4, (short) length).put(6, (byte) protocol)
            .putLong(8, 0x2001_0db8_0000_0001L).putLong(24, 0x2001_0db8_0000_0002L);
        return packet;
    }

    private byte[] icmp(final int length) {
        final byte[] packet = v4(ICMP, length);
        SlowChecksum.put(packet, 22, 0);
        SlowChecksum.put(packet, 22, 0xffff - SlowChecksum.fold(SlowChecksum.add(0, packet, 20, packet.length)));
        return packet;
    }

    private byte[] icmpv6(final int length) {
        final byte[] packet = v6(ICMPV6, length);
        SlowChecksum.put(packet, 42, 0);
        SlowChecksum.put(packet, 42, 0xffff - SlowChecksum.fold(SlowChecksum.add(
            SlowChecksum.pseudo(packet, ICMPV6), packet, 40, packet.length)));
        return packet;
    }

    private static byte[] sctp(final byte[] packet, final int start) {
        Arrays.fill(packet, start + 8, start + 12, (byte) 0);
        final CRC32C crc = new CRC32C();
        crc.update(packet, start, packet.length - start);
        ByteBuffer.wrap(packet).putInt(start + 8, Integer.reverseBytes((int) crc.getValue()));
        return packet;
    }

    private static byte[] damaged(final byte[] packet) {
        final byte[] copy = packet.clone();
        copy[copy.length - 1] ^= 0x10;
        return copy;
    }

    private void passes(final CoalescerCounter counter, final byte[] packet) {
        final long before = rig.count(counter);
        rig.forget();
        rig.commit(packet).flush();
        assertEquals(List.of(CoalescerRig.text(packet)), rig.wire());
        assertEquals(before + 1, rig.count(counter));
        rig.assertBalanced();
    }

    @Test
    void goodOnesOfAllLengths() {
        for (int length = 4; length < 300; length++) {
            passes(CoalescerCounter.CSUM_UNNECESSARY, icmp(length));
            passes(CoalescerCounter.CSUM_UNNECESSARY, icmpv6(length));
            if (length >= 12) {
                passes(CoalescerCounter.CSUM_UNNECESSARY, sctp(v4(SCTP, length), 20));
                passes(CoalescerCounter.CSUM_UNNECESSARY, sctp(v6(SCTP, length), 40));
            }
        }
        assertEquals(rig.count(CoalescerCounter.PACKETS), rig.count(VerbatimReason.NOT_TCP_UDP));
    }

    @Test
    void badOnesByProtocol() {
        for (int length = 13; length < 300; length++) {
            passes(CoalescerCounter.CSUM_BAD_ICMP, damaged(icmp(length)));
            passes(CoalescerCounter.CSUM_BAD_ICMP, damaged(icmpv6(length)));
            passes(CoalescerCounter.CSUM_BAD_SCTP, damaged(sctp(v4(SCTP, length), 20)));
            passes(CoalescerCounter.CSUM_BAD_SCTP, damaged(sctp(v6(SCTP, length), 40)));
        }
        assertEquals(rig.count(CoalescerCounter.PACKETS), rig.count(VerbatimReason.NOT_TCP_UDP));
    }

    /** Neither is a sum of nothing good, nor does anybody leave ICMP unfinished. */
    @Test
    void zeroInTheFieldIsBad() {
        final byte[] nothing = v4(ICMP, 8);
        Arrays.fill(nothing, 20, 28, (byte) 0);
        passes(CoalescerCounter.CSUM_BAD_ICMP, nothing);
        final byte[] unfinished = v4(ICMP, 40);
        SlowChecksum.put(unfinished, 22, 0);
        passes(CoalescerCounter.CSUM_BAD_ICMP, unfinished);
        final byte[] zero = icmp(40);
        SlowChecksum.put(zero, 58, 0);
        SlowChecksum.put(zero, 22, 0);
        SlowChecksum.put(zero, 58, 0xffff - SlowChecksum.fold(SlowChecksum.add(0, zero, 20, 60)));
        assertEquals(0, SlowChecksum.get(zero, 22));
        passes(CoalescerCounter.CSUM_UNNECESSARY, zero);
    }

    @Test
    void saidToBeBadIsBad() {
        for (final var input : List.of(icmp(40), icmpv6(40))) {
            rig.commit(new ReferencePacket.Input(input, ChecksumState.BAD, 0, 0));
        }
        rig.commit(new ReferencePacket.Input(sctp(v4(SCTP, 40), 20), ChecksumState.BAD, 0, 0));
        rig.flush();
        assertEquals(2, rig.count(CoalescerCounter.CSUM_BAD_ICMP));
        assertEquals(1, rig.count(CoalescerCounter.CSUM_BAD_SCTP));
        assertEquals(0, rig.statistics.get(PayloadPass.INTERNET) + rig.statistics.get(PayloadPass.CRC32C));
    }

    @Test
    void badHeaderIsBadWhateverIsInside() {
        final byte[] packet = icmp(60);
        packet[8]++;
        passes(CoalescerCounter.CSUM_BAD_IP, packet);
    }

    @Test
    void trustLooksAtNoPayload() {
        rig.coalescer.setOptions(CoalescerRig.options(true, EcnPolicy.EXACT, ChecksumValidation.TRUST));
        rig.commit(damaged(icmp(60)), damaged(icmpv6(60)), damaged(sctp(v4(SCTP, 60), 20))).flush();
        assertEquals(3, rig.count(CoalescerCounter.CSUM_NONE));
        assertEquals(0, rig.statistics.get(PayloadPass.INTERNET) + rig.statistics.get(PayloadPass.CRC32C));
    }

    @Test
    void nothingIsSaidOfWhatIsCutShortOrHasNoChecksum() {
        rig.commit(v4(OSPF, 40), v6(OSPF, 40), v4(ICMP, 3), v6(ICMPV6, 3), v4(SCTP, 11));
        final byte[] cut = icmp(60);
        rig.commit(Arrays.copyOf(cut, cut.length - 1), Arrays.copyOf(cut, cut.length + 1)).flush();
        assertEquals(7, rig.count(VerbatimReason.NOT_TCP_UDP));
        for (final CoalescerCounter counter : CoalescerCounter.values()) {
            assertTrue(!counter.name().startsWith("CSUM") || rig.count(counter) == 0, counter::name);
        }
        assertEquals(0, rig.statistics.get(PayloadPass.INTERNET) + rig.statistics.get(PayloadPass.CRC32C));
    }
}
