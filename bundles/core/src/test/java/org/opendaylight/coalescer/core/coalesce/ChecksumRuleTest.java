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
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.flow.SequenceCounter;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.PacketMetadata;

/** Rule 6: checksums on the way in. */
class ChecksumRuleTest {
    private final CoalescerRig rig = new CoalescerRig();
    private final byte[][] data = TcpPackets.v4().train(5, 100);

    private void refuses(final byte[] odd, final VerbatimReason reason, final CoalescerCounter counter) {
        rig.commit(data[0], data[1], odd, data[3], data[4]).flush();
        assertEquals(List.of(2, 1, 2), rig.shape());
        assertEquals(CoalescerRig.texts(data[0], data[1], odd, data[3], data[4]), rig.wire());
        assertEquals(1, rig.count(reason));
        assertEquals(1, rig.count(counter));
        assertEquals(1, rig.count(SealReason.BAD_CHECKSUM));
        rig.assertBalanced();
    }

    @Test
    void everyFlippedBitIsFound() {
        final byte[][] train = TcpPackets.v4().train(3, 33);
        for (int bit = 20 * 8; bit < train[1].length * 8; bit++) {
            final byte[] odd = train[1].clone();
            odd[bit / 8] ^= (byte) (1 << bit % 8);
            rig.written.clear();
            rig.commit(train[0], odd, train[2]).flush();
            assertEquals(CoalescerRig.texts(train[0], odd, train[2]).stream().sorted().toList(),
                rig.wire().stream().sorted().toList(), "bit " + bit);
            assertTrue(rig.shape().contains(1), "bit " + bit);
        }
    }

    @Test
    void corruptSegmentIsNotLaundered() {
        refuses(TcpPackets.v4().seq(1200).length(100).corrupt(), VerbatimReason.BAD_L4_CHECKSUM,
            CoalescerCounter.CSUM_BAD_TCP);
        assertEquals(4, rig.count(CoalescerCounter.CSUM_UNNECESSARY));
    }

    @Test
    void corruptSegmentFeedsNoGap() {
        final byte[] corrupt = TcpPackets.v4().seq(900_000).length(100).corrupt();
        rig.commit(data[0], corrupt, data[1]).flush();
        assertEquals(0, rig.count(SequenceCounter.GAPS));
    }

    @Test
    void wrongIpv4HeaderChecksumIsVerbatim() {
        final byte[] odd = data[2].clone();
        odd[10] ^= 1;
        refuses(odd, VerbatimReason.BAD_IP_CHECKSUM, CoalescerCounter.CSUM_BAD_IP);
    }

    @Test
    void wrongIpv4HeaderChecksumIsVerbatimWithTrust() {
        final CoalescerRig trusting = trusting();
        final byte[] odd = data[1].clone();
        odd[10] ^= 1;
        trusting.commit(data[0], odd).flush();
        assertEquals(List.of(1, 1), trusting.shape());
    }

    @Test
    void unfinishedChecksumIsCountedAsSuch() {
        final byte[] odd = data[2].clone();
        SlowChecksum.put(odd, 36, SlowChecksum.fold(SlowChecksum.pseudo(odd, 6)));
        refuses(odd, VerbatimReason.UNFINISHED_CHECKSUM, CoalescerCounter.CSUM_UNFINISHED);
    }

    @Test
    void allOnesWhereZeroIsWrittenIsOdd() {
        final byte[] zero = withChecksumZero(TcpPackets.v4().seq(1200).length(100), 36);
        SlowChecksum.put(zero, 36, 0xffff);
        rig.commit(data[0], data[1], zero, data[3], data[4]).flush();
        assertEquals(List.of(2, 1, 2), rig.shape());
        assertEquals(CoalescerRig.texts(data[0], data[1], zero, data[3], data[4]), rig.wire());
        assertEquals(1, rig.count(VerbatimReason.ODD_CHECKSUM));
        assertEquals(5, rig.count(CoalescerCounter.CSUM_UNNECESSARY), "it is right, if odd");
        assertEquals(1, rig.count(SealReason.OTHER_VERBATIM));
        assertEquals(0, rig.count(SequenceCounter.GAPS), "nothing is missing");
        rig.assertBalanced();
    }

    @Test
    void packetTooLargeToMergeIsVerifiedAndPartOfTheSequence() {
        final CoalescerRig small = new CoalescerRig(new CoalescerOptions(true, true, 64, 1280, true, EcnPolicy.EXACT,
            ChecksumValidation.VERIFY, 64, 200_000));
        small.commit(TcpPackets.v4().seq(1000).length(1300).build(), TcpPackets.v4().seq(2300).length(100).build(),
            TcpPackets.v4().seq(2400).length(1300).corrupt()).flush();
        assertEquals(1, small.count(VerbatimReason.TOO_LARGE));
        assertEquals(1, small.count(VerbatimReason.BAD_L4_CHECKSUM));
        assertEquals(0, small.count(SequenceCounter.GAPS));
        small.commit(TcpPackets.v4().seq(3700).length(100).build()).flush();
        assertEquals(1, small.count(SequenceCounter.GAPS), "the corrupt one is missing");
    }

    @Test
    void zeroWhereZeroIsWrittenMerges() {
        final byte[] zero = withChecksumZero(TcpPackets.v4().seq(1200).length(100), 36);
        assertEquals(0, SlowChecksum.get(zero, 36));
        rig.commit(data[0], data[1], zero).flush();
        assertEquals(List.of(3), rig.shape());
        assertEquals(CoalescerRig.texts(data[0], data[1], zero), rig.wire());
    }

    /** Makes the TCP checksum come out as zero by the choice of the last two bytes. */
    private static byte[] withChecksumZero(final TcpPackets packet, final int field) {
        final byte[] bytes = packet.build();
        final int last = bytes.length - 2;
        SlowChecksum.put(bytes, last, 0);
        SlowChecksum.finishL4(bytes, 6);
        SlowChecksum.put(bytes, last, SlowChecksum.get(bytes, field));
        SlowChecksum.finishL4(bytes, 6);
        return bytes;
    }

    @Test
    void headerChecksumOfAllOnesIsOddWithDfClear() {
        for (final boolean df : new boolean[] {true, false}) {
            final CoalescerRig fresh = new CoalescerRig();
            final byte[][] packets = new byte[2][];
            // The id that makes the header checksum zero, and the one before
            final TcpPackets base = TcpPackets.v4().df(df).length(100);
            final int id = SlowChecksum.get(base.copy().id(0).build(), 10);
            packets[0] = base.copy().id(id - 1).build();
            packets[1] = base.copy().id(id).seq(1100).length(100).build();
            assertEquals(0, SlowChecksum.get(packets[1], 10));
            SlowChecksum.put(packets[1], 10, 0xffff);
            fresh.commit(packets).flush();
            assertEquals(df ? List.of(2) : List.of(1, 1), fresh.shape());
            assertEquals(df ? 0 : 1, fresh.count(VerbatimReason.BAD_IP_CHECKSUM));
        }
    }

    private static CoalescerRig trusting() {
        return new CoalescerRig(CoalescerRig.options(true, EcnPolicy.EXACT, ChecksumValidation.TRUST));
    }

    @Test
    void trustDoesNotLook() {
        final CoalescerRig trusting = trusting();
        trusting.commit(data[0], TcpPackets.v4().seq(1100).length(100).corrupt()).flush();
        assertEquals(List.of(2), trusting.shape());
        assertEquals(2, trusting.count(CoalescerCounter.CSUM_NONE));
    }

    private void commit(final byte[] packet, final ChecksumState state) {
        final PacketMetadata metadata = rig.place(packet);
        metadata.setChecksumState(state);
        rig.coalescer.commit(metadata);
    }

    @Test
    void verifiedBeforeNeedsNoSecondLook() {
        commit(data[0], ChecksumState.UNNECESSARY);
        commit(TcpPackets.v4().seq(1100).length(100).corrupt(), ChecksumState.UNNECESSARY);
        rig.flush();
        assertEquals(List.of(2), rig.shape());
        assertEquals(2, rig.count(CoalescerCounter.CSUM_UNNECESSARY));
    }

    @Test
    void knownBadIsBelieved() {
        commit(data[0], ChecksumState.NONE);
        commit(data[1], ChecksumState.BAD);
        commit(data[2], ChecksumState.NONE);
        rig.flush();
        assertEquals(List.of(1, 1, 1), rig.shape());
        assertEquals(1, rig.count(VerbatimReason.BAD_L4_CHECKSUM));
    }

    private static byte[] unfinished(final byte[] packet) {
        final byte[] copy = packet.clone();
        SlowChecksum.put(copy, 36, SlowChecksum.fold(SlowChecksum.pseudo(copy, 6)));
        return copy;
    }

    private void commitPartial(final byte[] packet, final int start, final int offset) {
        final PacketMetadata metadata = rig.place(packet);
        metadata.setPartial(start, offset);
        rig.coalescer.commit(metadata);
    }

    @Test
    void partialOnesMergeAndComeOutFinished() {
        commitPartial(unfinished(data[0]), 20, 16);
        rig.commit(data[1]);
        commitPartial(unfinished(data[2]), 20, 16);
        rig.flush();
        assertEquals(List.of(3), rig.shape());
        assertEquals(CoalescerRig.texts(data[0], data[1], data[2]), rig.wire());
        assertEquals(2, rig.count(CoalescerCounter.CSUM_PARTIAL));
    }

    @Test
    void partialAloneKeepsStartAndOffset() {
        commitPartial(unfinished(data[0]), 20, 16);
        rig.flush();
        assertEquals(1, rig.vnet(0).get(0));
        assertEquals(20, rig.vnet(0).getShort(6));
        assertEquals(16, rig.vnet(0).getShort(8));
        assertEquals(CoalescerRig.texts(data[0]), rig.wire());
    }

    @Test
    void partialElsewhereIsBarrier() {
        rig.commit(data[0]);
        commitPartial(data[1], 40, 16);
        rig.commit(data[2]);
        // Finished in place where it lies, since no device is asked to do that
        assertEquals(0, rig.coalescer.flush(SealReason.END_OF_BATCH));
        assertEquals(List.of(1, 1, 1), rig.shape());
        assertEquals(1, rig.count(VerbatimReason.UNFINISHED_CHECKSUM));
    }

    @Test
    void partialWithoutPseudoHeaderSumIsNotLaundered() {
        final byte[] odd = unfinished(data[1]);
        odd[37] ^= 1;
        rig.commit(data[0]);
        commitPartial(odd, 20, 16);
        rig.commit(data[2]).flush();
        assertEquals(List.of(1, 1, 1), rig.shape());
    }

    @Test
    void checksumOfSctpIsFinishedAsCrc32c() {
        final byte[] packet = TcpPackets.v4().length(100).build();
        packet[9] = (byte) 132;
        SlowChecksum.finishIpv4(packet);
        ByteBuffer.wrap(packet).putInt(28, 0);
        final CRC32C crc = new CRC32C();
        crc.update(packet, 20, packet.length - 20);
        final byte[] expected = packet.clone();
        ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN).putInt(28, (int) crc.getValue());
        final PacketMetadata metadata = rig.place(packet);
        metadata.setPartial(20, 8);
        rig.coalescer.commit(metadata);
        // The next packet is not taken for one like it
        commitPartial(unfinished(data[0]), 20, 16);
        assertEquals(0, rig.coalescer.flush(SealReason.END_OF_BATCH));
        assertEquals(CoalescerRig.texts(expected, data[0]), rig.wire());
    }
}
