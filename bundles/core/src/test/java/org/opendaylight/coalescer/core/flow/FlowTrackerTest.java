/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Rule 9, one by one. Gaps are opened, retransmission suspected, late, never filled, given up. */
class FlowTrackerTest {
    private final TrackerRig rig = new TrackerRig();

    private void counts(final String gaps, final long gapBytes) {
        assertEquals(gaps, rig.gaps());
        assertEquals(gapBytes, rig.get(SequenceCounter.GAP_BYTES));
    }

    private void duplicates(final long packets, final long bytes) {
        assertEquals(packets, rig.get(SequenceCounter.DUPLICATE_PACKETS));
        assertEquals(bytes, rig.get(SequenceCounter.DUPLICATE_BYTES));
    }

    private void reordered(final long packets, final long beyondThreshold, final long extent) {
        assertEquals(packets, rig.get(SequenceCounter.REORDERED_PACKETS));
        assertEquals(beyondThreshold, rig.get(SequenceCounter.N_REORDERED_PACKETS));
        assertEquals(extent, rig.statistics.maxReorderingExtent());
    }

    @Test
    void orderIsNothingToTell() {
        rig.data(0, 10).data(10, 20).chain(20, 60, 7).data(60, 61);
        counts("[0, 0, 0, 0, 0]", 0);
        duplicates(0, 0);
        reordered(0, 0, 0);
    }

    @Test
    void packetBeyondOpensAGap() {
        rig.data(0, 10).data(30, 40).data(40, 50);
        counts("[1, 0, 0, 0, 0]", 20);
        assertEquals(GapEnding.OPEN, rig.lastEnding());
    }

    @Test
    void sequenceNumbersWrap() {
        rig.data(-15, -5).data(5, 15).data(-5, 5).data(-5, 5);
        counts("[1, 0, 1, 0, 0]", 10);
        duplicates(1, 10);
    }

    @Test
    void filledInTimeIsLate() {
        rig.data(0, 10).data(20, 30).pass(10).data(10, 20);
        counts("[1, 0, 1, 0, 0]", 10);
        assertEquals(GapEnding.LATE_REORDER, rig.lastEnding());
        reordered(1, 0, 1);
    }

    @Test
    void filledAfterTheWindowIsARetransmission() {
        rig.data(0, 10).data(20, 30).pass(11).data(10, 20);
        counts("[1, 1, 0, 0, 0]", 10);
        assertEquals(GapEnding.RETRANSMISSION_SUSPECTED, rig.lastEnding());
        reordered(0, 0, 0);
    }

    @Test
    void filledWithNewerTimestampIsARetransmission() {
        rig.stamped(0, 10, -2).stamped(20, 30, -1).stamped(10, 20, 0);
        counts("[1, 1, 0, 0, 0]", 10);
    }

    @Test
    void filledWithOlderTimestampIsLate() {
        rig.stamped(0, 10, -2).stamped(20, 30, 0).stamped(10, 20, -1);
        counts("[1, 0, 1, 0, 0]", 10);
    }

    @Test
    void timestampOnOneSideSaysNothing() {
        rig.data(0, 10).data(20, 30).stamped(10, 20, 5).stamped(40, 50, 1).data(30, 40);
        counts("[2, 0, 2, 0, 0]", 20);
    }

    @Test
    void oneRetransmittedPartMakesTheGapOne() {
        rig.stamped(0, 10, 1).stamped(50, 60, 1).stamped(20, 30, 2).stamped(10, 20, 1).stamped(30, 50, 1);
        counts("[1, 1, 0, 0, 0]", 40);
        reordered(2, 0, 4 - 1);
    }

    @Test
    void gapFilledFromBothEndsEndsOnce() {
        rig.data(0, 10).data(50, 60).data(10, 20).data(40, 50);
        counts("[1, 0, 0, 0, 0]", 40);
        rig.data(20, 40);
        counts("[1, 0, 1, 0, 0]", 40);
    }

    @Test
    void gapFilledInTheMiddleEndsOnce() {
        rig.data(0, 10).data(100, 110).data(40, 50).data(20, 30).data(10, 20).data(30, 40);
        counts("[1, 0, 0, 0, 0]", 90);
        rig.data(50, 100);
        counts("[1, 0, 1, 0, 0]", 90);
        duplicates(0, 0);
    }

    @Test
    void onePacketMayFillSeveralGaps() {
        rig.data(0, 10).data(20, 30).data(40, 50).data(60, 70).data(5, 65);
        counts("[3, 0, 3, 0, 0]", 30);
        duplicates(0, 5 + 10 + 10 + 5);
        reordered(1, 1, 3);
    }

    @Test
    void notFilledInThreeSecondsIsNever() {
        rig.data(0, 10).data(20, 30).pass(2999);
        counts("[1, 0, 0, 0, 0]", 10);
        rig.pass(1);
        counts("[1, 0, 0, 1, 0]", 10);
        assertEquals(GapEnding.NEVER_FILLED, rig.lastEnding());
        // What is below is forgotten
        rig.data(10, 20).data(0, 10);
        duplicates(0, 0);
        counts("[1, 0, 0, 1, 0]", 10);
    }

    @Test
    void readerSeesExpiryWithoutPackets() {
        rig.data(0, 10).data(20, 30);
        final long later = rig.nowNs + SequenceStatistics.GAP_EXPIRY_NS;
        assertEquals(0, rig.statistics.get(SequenceCounter.NEVER_FILLED, later - 1));
        assertEquals(1, rig.statistics.get(SequenceCounter.NEVER_FILLED, later));
        assertEquals(0, rig.statistics.openGaps(later));
        assertEquals(GapEnding.NEVER_FILLED, rig.statistics.gaps(later).getLast().ending());
        rig.pass(3000);
        assertEquals(1, rig.statistics.get(SequenceCounter.NEVER_FILLED, later));
    }

    @Test
    void youngerGapOutlivesAnOlderOne() {
        rig.data(0, 10).data(20, 30).pass(2000).data(40, 50).pass(1000);
        counts("[2, 0, 0, 1, 0]", 20);
        rig.data(30, 40);
        counts("[2, 1, 0, 1, 0]", 20);
    }

    @Test
    void splitGapExpiresAsAWhole() {
        rig.data(0, 10).data(40, 50).data(20, 30).pass(3000);
        counts("[1, 0, 0, 1, 0]", 30);
    }

    @Test
    void fifthGapPushesTheLowestOut() {
        rig.data(0, 10);
        for (int i = 1; i <= 5; i++) {
            rig.data(20 * i, 20 * i + 10);
        }
        counts("[5, 0, 0, 0, 1]", 50);
        // Nobody knows any more whether that was missing
        rig.data(10, 20);
        counts("[5, 0, 0, 0, 1]", 50);
        duplicates(0, 0);
        rig.data(20, 30);
        duplicates(1, 10);
        rig.data(30, 40).data(50, 60).data(70, 80).data(90, 100);
        counts("[5, 0, 4, 0, 1]", 50);
    }

    @Test
    void splittingAFullFlowGivesUpTheLowestPart() {
        rig.data(0, 10).data(40, 50);
        for (int i = 3; i <= 5; i++) {
            rig.data(20 * i, 20 * i + 10);
        }
        rig.data(20, 30);
        counts("[4, 0, 0, 0, 0]", 60);
        // The other part belongs to the same gap, which has not been watched as a whole
        rig.data(30, 40);
        counts("[4, 0, 0, 0, 1]", 60);
    }

    @Test
    void dataSeenIsADuplicate() {
        rig.data(0, 10).data(10, 20).data(10, 20).data(0, 20).data(20, 30);
        duplicates(2, 30);
        counts("[0, 0, 0, 0, 0]", 0);
    }

    @Test
    void partlySeenIsNoDuplicatePacket() {
        rig.data(0, 10).data(5, 15).data(15, 20);
        duplicates(0, 5);
        counts("[0, 0, 0, 0, 0]", 0);
    }

    @Test
    void chainIsJudgedPacketByPacket() {
        rig.chain(0, 30, 10).chain(10, 60, 10);
        duplicates(2, 20);
        rig.data(80, 90).chain(50, 100, 10);
        duplicates(2 + 2, 20 + 20);
        counts("[1, 0, 1, 0, 0]", 20);
        reordered(2, 0, 2);
    }

    @Test
    void belowTheFirstPacketNothingIsKnown() {
        rig.data(100, 110).data(90, 100).data(0, 105);
        duplicates(0, 5);
        counts("[0, 0, 0, 0, 0]", 0);
        reordered(0, 0, 0);
    }

    @Test
    void synTellsWhereDataBegins() {
        rig.syn(100).data(110, 120).data(100, 110);
        counts("[1, 0, 1, 0, 0]", 10);
        rig.syn(100).data(120, 130);
        counts("[1, 0, 1, 0, 0]", 10);
        rig.syn(100_000).data(100_010, 100_020);
        counts("[2, 0, 1, 0, 0]", 20);
        final GapEvent gap = rig.statistics.gaps(rig.nowNs).getLast();
        assertEquals(new GapEvent.Before(100_000, 100_000, 0, 0), gap.before());
    }

    @Test
    void synEndsWhatIsOpen() {
        rig.data(0, 10).data(20, 30).syn(5000).data(5000, 5010);
        counts("[1, 0, 0, 1, 0]", 10);
    }

    @Test
    void farAwayIsAnotherConnection() {
        rig.data(0, 10).data(20, 30).data((1 << 30) + 31, (1 << 30) + 41);
        counts("[1, 0, 0, 1, 0]", 10);
        rig.data((1 << 30) + 41 + (1 << 30), (1 << 30) + 42 + (1 << 30));
        // Just near enough, but no longer so when that has come
        counts("[2, 0, 0, 1, 1]", 10 + (1 << 30));
        rig.data(-1, 0).data(10, 20);
        counts("[3, 0, 0, 1, 1]", 20 + (1 << 30));
    }

    @Test
    void floorFollowsSoThatOrderStaysClear() {
        rig.data(0, 10).data(20, 30);
        int end = 30;
        for (int i = 0; i < 5; i++) {
            rig.data(end, end + (1 << 29));
            end += 1 << 29;
        }
        assertEquals("[1, 0, 0, 0, 1]", rig.gaps());
        rig.data(end - 10, end).data(end - (1 << 30), end - (1 << 30) + 5);
        duplicates(2, 10 + 5);
    }

    @Test
    void idleFlowIsForgotten() {
        rig.data(0, 10).pass(59_999).data(20, 30);
        counts("[1, 0, 0, 0, 0]", 10);
        rig.pass(60_000);
        assertEquals(0, rig.statistics.flows());
        rig.data(50, 60);
        counts("[1, 0, 0, 1, 0]", 10);
        assertEquals(1, rig.statistics.flows());
    }

    @Test
    void idleFlowThatWasNotForgottenYetBeginsAnew() {
        for (int port = 2; port < 30; port++) {
            rig.data(port, 0, 10, 0);
        }
        rig.data(1, 0, 10, 0).pass(60_000);
        assertEquals(29 - 8, rig.statistics.flows());
        rig.data(1, 20, 30, 0);
        counts("[0, 0, 0, 0, 0]", 0);
    }

    @Test
    void extentCountsPacketsThatOvertook() {
        rig.data(0, 10).chain(20, 70, 10).data(70, 80).data(10, 20);
        reordered(1, 1, 6);
    }

    @Test
    void threeThatOvertookAreTheThreshold() {
        rig.data(0, 10).chain(20, 40, 10).data(10, 20);
        reordered(1, 0, 2);
        rig.chain(50, 80, 10).data(40, 50);
        reordered(2, 1, 3);
    }

    @Test
    void neighbourThatCameLateEndsTheRun() {
        rig.data(0, 10).chain(30, 60, 10).data(10, 20).data(20, 30);
        reordered(2, 1, 4);
    }

    @Test
    void lateInReverseCountsAllThatOvertook() {
        rig.data(0, 10).chain(30, 50, 10).data(20, 30).data(10, 20);
        reordered(2, 1, 3);
    }

    @Test
    void duplicatesDontOvertake() {
        rig.data(0, 10).chain(20, 40, 10).data(20, 30).data(30, 40).data(10, 20);
        reordered(1, 0, 2);
    }

    @Test
    void otherDirectionAndPortsAreOtherFlows() {
        rig.data(1, 0, 10, 0).data(2, 20, 30, 0).dataV6(1, 40, 50).dataV6(2, 80, 90).data(1, 10, 20, 0);
        counts("[0, 0, 0, 0, 0]", 0);
        assertEquals(4, rig.statistics.flows());
    }

    @Test
    void newTrackerEndsWhatTheOldOneLeftOpen() {
        rig.data(0, 10).data(20, 30);
        final var next = new FlowTracker(rig.memory, rig.statistics, new FlowHash(1), 10, 0);
        next.setTime(rig.nowNs);
        counts("[1, 0, 0, 1, 0]", 10);
        assertEquals(GapEnding.NEVER_FILLED, rig.lastEnding());
        assertEquals(0, rig.statistics.flows());
    }
}
