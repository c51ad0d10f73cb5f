/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.flow.SequenceCounter;

/** Rule 4: wire reordering inside one flush. */
class RepairTest {
    private static final int LENGTH = 100;

    private final CoalescerRig rig = new CoalescerRig();
    private final byte[][] data = TcpPackets.v4().timestamp(50).train(100, LENGTH);

    private static TcpPackets at(final int index) {
        return TcpPackets.v4().seq(1000 + index * LENGTH).length(LENGTH);
    }

    private void commits(final byte[]... packets) {
        rig.commit(packets).flush();
        rig.assertBalanced();
    }

    private void emits(final byte[]... packets) {
        assertEquals(CoalescerRig.texts(packets), rig.wire());
    }

    @Test
    void mergesWhatIsContiguousAgain() {
        commits(data[0], data[2], data[1], data[3]);
        emits(data[0], data[1], data[2], data[3]);
        assertEquals(List.of(4), rig.shape());
        assertEquals(1, rig.count(CoalescerCounter.REPAIR_EVENTS));
        assertEquals(1, rig.count(CoalescerCounter.REPAIRED_SEGMENTS));
        assertEquals(1, rig.statistics.maxRepairExtent());
        assertEquals(1, rig.count(SequenceCounter.GAPS));
        assertEquals(1, rig.count(SequenceCounter.LATE_REORDER));
        assertEquals(1, rig.count(CoalescerCounter.CHAINS));
    }

    @Test
    void switchedOffKeepsOrderOfArrival() {
        final CoalescerRig plain = new CoalescerRig(
            CoalescerRig.options(false, EcnPolicy.EXACT, ChecksumValidation.VERIFY));
        plain.commit(data[0], data[2], data[1], data[3]).flush();
        assertEquals(CoalescerRig.texts(data[0], data[2], data[1], data[3]), plain.wire());
        assertEquals(0, plain.count(CoalescerCounter.REPAIR_EVENTS));
    }

    @Test
    void retransmissionIsNotSortedInFrontOfOlderTimestamps() {
        // Receiver's PAWS check: data with an older timestamp than the newest one seen is dropped
        final byte[][] packets = {at(1).timestamp(10).build(), at(2).timestamp(10).build(),
            at(0).timestamp(11).build(), at(3).timestamp(11).build()};
        commits(packets);
        emits(packets);
    }

    @Test
    void olderTimestampsGoFirst() {
        final byte[] early = at(5).timestamp(10).build();
        final byte[] late = at(0).timestamp(11).build();
        commits(late, early);
        emits(early, late);
    }

    @Test
    void timestampsWrapAround() {
        final byte[] early = at(1).timestamp(-1).build();
        final byte[] late = at(0).timestamp(1).build();
        commits(late, early);
        emits(early, late);
    }

    @Test
    void sequencesWrapAround() {
        final byte[][] train = TcpPackets.v4().seq(-150).train(4, LENGTH);
        commits(train[3], train[1], train[0], train[2]);
        emits(train);
    }

    @Test
    void withoutTimestampsBySequence() {
        commits(at(2).build(), at(0).build(), at(1).build());
        emits(at(0).build(), at(1).build(), at(2).build());
        assertEquals(List.of(3), rig.shape());
    }

    @Test
    void presenceOfTimestampsEndsTheRun() {
        final byte[][] packets = {at(5).build(), at(3).timestamp(1).build(), at(1).build()};
        commits(packets);
        emits(packets);
    }

    @Test
    void malformedOptionsCountAsNoTimestamp() {
        final byte[] odd = at(0).options(1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 7, 30, 0, 1, 1).build();
        final byte[] first = at(5).timestamp(10).build();
        commits(first, odd);
        emits(first, odd);
    }

    @Test
    void timestampIsFoundBehindOtherOptions() {
        final byte[] late = at(5).options(5, 10, 0, 0, 0, 1, 0, 0, 0, 2, 8, 10, 0, 0, 0, 11, 0, 0, 0, 7, 1, 1, 1, 1)
            .build();
        final byte[] early = at(0).options(8, 10, 0, 0, 0, 10, 0, 0, 0, 7, 0, 0).build();
        commits(late, early);
        emits(early, late);
    }

    @Test
    void distanceBeyondTwoToThe30EndsTheRun() {
        final byte[] anchor = at(0).build();
        final byte[] near = TcpPackets.v4().seq(1000 - (1 << 30)).length(LENGTH).build();
        final byte[] far = TcpPackets.v4().seq(999 - (1 << 30)).length(LENGTH).build();
        commits(anchor, near);
        emits(near, anchor);
        rig.written.clear();
        rig.commit(anchor, far).flush();
        emits(anchor, far);
    }

    @Test
    void hostileSequencesHaveTotalOrder() {
        final Random random = new Random(1);
        final List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            packets.add(TcpPackets.v4().seq(random.nextInt()).timestamp(random.nextInt()).length(4).build());
        }
        commits(packets.toArray(byte[][]::new));
        final List<String> expected = new ArrayList<>(CoalescerRig.texts(packets.toArray(byte[][]::new)));
        final List<String> seen = new ArrayList<>(rig.wire());
        Collections.sort(expected);
        Collections.sort(seen);
        assertEquals(expected, seen);
    }

    @Test
    void reversedBatchIsPutRight() {
        final byte[][] reversed = new byte[data.length][];
        for (int i = 0; i < data.length; i++) {
            reversed[i] = data[data.length - 1 - i];
        }
        commits(reversed);
        emits(data);
        assertEquals(List.of(64, 36), rig.shape());
        assertEquals(99, rig.statistics.maxRepairExtent());
        assertEquals(99, rig.count(CoalescerCounter.REPAIRED_SEGMENTS));
    }

    @Test
    void shuffledBatchIsPutRight() {
        final List<byte[]> shuffled = new ArrayList<>(List.of(data));
        Collections.shuffle(shuffled, new Random(3));
        commits(shuffled.toArray(byte[][]::new));
        emits(data);
    }

    @Test
    void equalKeysKeepTheirOrder() {
        final byte[] first = at(0).id(1).window(1).build();
        final byte[] second = at(0).id(2).window(2).build();
        final byte[] third = at(0).id(3).window(3).build();
        commits(at(7).build(), first, second, third);
        emits(first, second, third, at(7).build());
    }

    @Test
    void pshIsKeptWhenMergingInFront() {
        final byte[] push = at(2).flags(TcpPackets.ACK | TcpPackets.PSH).build();
        commits(at(1).build(), push, at(0).build());
        emits(at(0).build(), at(1).build(), push);
        assertEquals(List.of(3), rig.shape());
        assertEquals(TcpPackets.ACK | TcpPackets.PSH, rig.packet(0)[33]);
        assertEquals(1, rig.count(SealReason.PSH));
    }

    @Test
    void nothingMergesBehindPsh() {
        final byte[] push = at(0).flags(TcpPackets.ACK | TcpPackets.PSH).build();
        commits(at(1).build(), push);
        emits(push, at(1).build());
        assertEquals(List.of(1, 1), rig.shape());
    }

    @Test
    void nothingMergesBehindShortTail() {
        final byte[][] packets = {at(0).build(), at(1).length(50).build()};
        final byte[] behind = at(1).seq(1150).length(100).build();
        commits(behind, packets[0], packets[1]);
        emits(packets[0], packets[1], behind);
        assertEquals(List.of(2, 1), rig.shape());
    }

    @Test
    void singleShorterSegmentBecomesTheTail() {
        final byte[] tail = at(2).length(30).build();
        commits(tail, at(0).build(), at(1).build());
        emits(at(0).build(), at(1).build(), tail);
        assertEquals(List.of(3), rig.shape());
        assertEquals(TcpPackets.ACK, rig.packet(0)[33], "no false PSH");
        assertEquals(1, rig.count(SealReason.SHORT_TAIL));
    }

    @Test
    void severalShorterSegmentsStayApart() {
        final byte[] one = at(1).length(30).build();
        final byte[] two = at(1).seq(1130).length(30).build();
        commits(one, two, at(0).build());
        emits(at(0).build(), one, two);
        assertEquals(List.of(1, 2), rig.shape());
    }

    @Test
    void differingWindowsStayApart() {
        commits(at(1).window(9).build(), at(0).build());
        emits(at(0).build(), at(1).window(9).build());
        assertEquals(List.of(1, 1), rig.shape());
    }

    @Test
    void mergedChainsAreCeIfOneWas() {
        final CoalescerRig other = new CoalescerRig(
            CoalescerRig.options(true, EcnPolicy.PROPAGATE_CE, ChecksumValidation.VERIFY));
        other.commit(at(4).tos(1).build(), at(2).tos(3).build(), at(0).tos(2).build(), at(1).tos(2).build(),
            at(3).tos(1).build()).flush();
        // The chain of 0 to 2 is ECT(0) and CE; 3 and 4 are ECT(1)
        assertEquals(List.of(3, 2), other.shape());
        assertEquals(3, other.packet(0)[1]);
        assertEquals(1, other.packet(1)[1]);
    }

    @Test
    void idsWithDfClearStayContiguous() {
        final byte[] first = at(0).df(false).id(5).build();
        final byte[] second = at(1).df(false).id(6).build();
        final byte[] third = at(2).df(false).id(9).build();
        commits(third, second, first);
        emits(first, second, third);
        assertEquals(List.of(2, 1), rig.shape());
    }

    @Test
    void mergedChainsRespectMaxBytes() {
        final CoalescerRig small = new CoalescerRig(CoalescerRig.limits(64, 1280, 1024));
        final byte[][] train = TcpPackets.v4().train(4, 600);
        small.commit(train[3], train[2], train[1], train[0]).flush();
        assertEquals(List.of(2, 2), small.shape());
        assertEquals(CoalescerRig.texts(train), small.wire());
    }

    @Test
    void mergedChainsRespectMaxSegments() {
        commits(concat(copy(40, 80), copy(0, 40)));
        assertEquals(List.of(40, 40), rig.shape());
    }

    @Test
    void nothingCrossesBarrier() {
        final byte[] barrier = at(9).flags(TcpPackets.ACK | TcpPackets.URG).build();
        final byte[][] packets = {at(4).build(), at(2).build(), barrier, at(3).build(), at(1).build()};
        commits(packets);
        emits(packets[1], packets[0], barrier, packets[4], packets[3]);
    }

    @Test
    void chainsTakeTheirOwnPositions() {
        final byte[][] other = TcpPackets.v4().ports(7, 8).train(6, LENGTH);
        commits(other[0], data[4], other[2], data[2], other[4], data[0]);
        emits(other[0], data[0], other[2], data[2], other[4], data[4]);
    }

    @Test
    void freedPositionsVanish() {
        final byte[][] other = TcpPackets.v4().ports(7, 8).train(6, LENGTH);
        commits(data[2], other[0], data[1], other[2], data[0]);
        emits(data[0], data[1], data[2], other[0], other[2]);
    }

    @Test
    void gapsAreJudgedInOrderOfArrival() {
        commits(data[0], data[3], data[1]);
        assertEquals(List.of(2, 1), rig.shape());
        assertEquals(1, rig.count(SequenceCounter.GAPS));
        assertEquals(2 * LENGTH, rig.count(SequenceCounter.GAP_BYTES));
        assertEquals(0, rig.count(SequenceCounter.LATE_REORDER));
    }

    @Test
    void costOfReversedBatchIsNotQuadratic() {
        final BatchCost cost = new BatchCost(CoalescerRig.limits(64, 0xffff, 1 << 14), 1 << 20);
        final byte[][] large = reversedWithGaps(1 << 14);
        final byte[][] small = Arrays.copyOf(large, large.length / 8);
        cost.least(4, 1, large);
        final long of = cost.least(10, 1, small);
        final long ofEightTimes = cost.least(10, 1, large);
        // 8 times the sorting costs 10 times as much; if it were quadratic, 64 times
        assertThat(ofEightTimes).as("%s ns for an eighth", of).isLessThan(24 * of);
        assertThat(cost.statistics.get(CoalescerCounter.REPAIR_EVENTS)).isEqualTo(24);
    }

    @Test
    void costOfReversedBatchThatMergesIsNotQuadratic() {
        final BatchCost cost = new BatchCost(CoalescerRig.limits(64, 0xffff, 1 << 14), 1 << 20);
        final byte[][] large = TcpPackets.v4().timestamp(1).train(1 << 14, 4);
        Collections.reverse(Arrays.asList(large));
        final byte[][] small = Arrays.copyOf(large, large.length / 8);
        cost.least(4, 1, large);
        final long of = cost.least(10, 1, small);
        final long ofEightTimes = cost.least(10, 1, large);
        assertThat(ofEightTimes).as("%s ns for an eighth", of).isLessThan(24 * of);
        assertThat(cost.statistics.get(CoalescerCounter.SUPERPACKETS)).isEqualTo(14 * 256 + 10 * 32);
    }

    /** Segments from the last to the first, each apart from the next. */
    private static byte[][] reversedWithGaps(final int count) {
        final byte[][] packets = new byte[count][];
        for (int i = 0; i < count; i++) {
            packets[i] = TcpPackets.v4().seq((count - i) * 8).length(4).build();
        }
        return packets;
    }

    private byte[][] copy(final int from, final int to) {
        return Arrays.copyOfRange(data, from, to);
    }

    private static byte[][] concat(final byte[][] first, final byte[][] second) {
        final byte[][] result = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, result, first.length, second.length);
        return result;
    }
}
