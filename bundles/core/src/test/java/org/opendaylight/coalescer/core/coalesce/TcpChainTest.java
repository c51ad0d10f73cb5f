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

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.flow.SequenceCounter;

/** Rule 3: which segments become one superpacket. */
class TcpChainTest {
    private static final int LENGTH = 100;

    private final CoalescerRig rig = new CoalescerRig();

    private static TcpPackets at(final TcpPackets base, final int index) {
        return base.copy().seq(1000 + index * LENGTH).id(index).length(LENGTH);
    }

    private static TcpPackets v4(final int index) {
        return at(TcpPackets.v4(), index);
    }

    private static TcpPackets v6(final int index) {
        return at(TcpPackets.v6(), index);
    }

    /** Two good segments, then one that must not follow them, and the reason. */
    private void refuses(final TcpPackets base, final TcpPackets other, final SealReason reason) {
        final byte[][] packets = {at(base, 0).build(), at(base, 1).build(), other.build()};
        rig.commit(packets).flush();
        assertEquals(List.of(2, 1), rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
        assertEquals(1, rig.count(reason), reason.name());
        rig.assertBalanced();
    }

    private void refusesV4(final TcpPackets other, final SealReason reason) {
        refuses(TcpPackets.v4(), other, reason);
    }

    @Test
    void mergesContiguousSegments() {
        final byte[][] packets = TcpPackets.v4().train(10, LENGTH);
        rig.commit(packets).flush();
        assertEquals(List.of(10), rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
        assertEquals(1, rig.count(SealReason.END_OF_BATCH));
        rig.assertBalanced();
    }

    @Test
    void mergesIpv6() {
        final byte[][] packets = TcpPackets.v6().tos(0xb8).flowLabel(0x12345).timestamp(9).train(10, LENGTH);
        rig.commit(packets).flush();
        assertEquals(List.of(10), rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
    }

    @Test
    void mergesAcrossSequenceWraparound() {
        final byte[][] packets = TcpPackets.v4().seq(-250).train(5, LENGTH);
        rig.commit(packets).flush();
        assertEquals(List.of(5), rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
    }

    @Test
    void interleavedFlowsKeepTheirOrderOfCreation() {
        final byte[][] one = TcpPackets.v4().ports(9, 1).train(3, LENGTH);
        final byte[][] two = TcpPackets.v6().ports(3, 1).train(3, LENGTH);
        final byte[][] three = TcpPackets.v4().ports(1, 1).train(3, LENGTH);
        rig.commit(one[0], two[0], three[0], two[1], three[1], one[1], one[2], two[2], three[2]).flush();
        assertEquals(List.of(3, 3, 3), rig.shape());
        assertEquals(CoalescerRig.texts(one[0], one[1], one[2], two[0], two[1], two[2], three[0], three[1],
            three[2]), rig.wire());
    }

    @Test
    void refusesSequenceGap() {
        refusesV4(v4(3), SealReason.SEQUENCE_GAP);
        assertEquals(1, rig.count(SequenceCounter.GAPS));
    }

    @Test
    void refusesSequenceBehind() {
        refusesV4(v4(1), SealReason.SEQUENCE_BEHIND);
        assertEquals(0, rig.count(SequenceCounter.GAPS));
    }

    @Test
    void refusesLargerSegment() {
        refusesV4(v4(2).length(LENGTH + 1), SealReason.LARGER_SEGMENT);
    }

    @Test
    void refusesDifferentHeaderLength() {
        refusesV4(v4(2).timestamp(1), SealReason.HEADER_LENGTH);
    }

    @Test
    void refusesDifferentAck() {
        refusesV4(v4(2).ack(778), SealReason.ACK);
    }

    @Test
    void refusesDifferentWindow() {
        refusesV4(v4(2).window(501), SealReason.WINDOW);
    }

    @Test
    void refusesDifferentUrgentPointer() {
        refusesV4(v4(2).urgent(1), SealReason.WINDOW);
    }

    @Test
    void refusesDifferentOptions() {
        refuses(TcpPackets.v4().timestamp(1), v4(2).timestamp(2), SealReason.OPTIONS);
    }

    @Test
    void refusesDifferentLastOptionByte() {
        refuses(TcpPackets.v6().timestamp(1), v6(2).options(1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 8), SealReason.OPTIONS);
    }

    @Test
    void refusesDifferentReservedBits() {
        refusesV4(v4(2).reserved(1), SealReason.ECN_CHANGE);
    }

    @Test
    void refusesDifferentEce() {
        refusesV4(v4(2).flags(TcpPackets.ACK | TcpPackets.ECE), SealReason.ECN_CHANGE);
    }

    @Test
    void refusesDifferentTtl() {
        refusesV4(v4(2).ttl(63), SealReason.TTL);
    }

    @Test
    void refusesDifferentHopLimit() {
        refuses(TcpPackets.v6(), v6(2).ttl(63), SealReason.TTL);
    }

    @Test
    void refusesDifferentDscp() {
        refusesV4(v4(2).tos(0x80), SealReason.TOS);
    }

    @Test
    void refusesDifferentTrafficClass() {
        refuses(TcpPackets.v6(), v6(2).tos(0x80), SealReason.TOS);
    }

    @Test
    void refusesDifferentFlowLabel() {
        refuses(TcpPackets.v6(), v6(2).flowLabel(0x80000), SealReason.FLOW_LABEL);
    }

    @Test
    void refusesDifferentFragmentBits() {
        refusesV4(v4(2).df(false), SealReason.FRAGMENT_BITS);
    }

    @Test
    void refusesReservedFragmentBit() {
        refusesV4(v4(2).fragment(0xc000), SealReason.FRAGMENT_BITS);
    }

    @Test
    void refusesWrongIdWithDfClear() {
        refuses(TcpPackets.v4().df(false), v4(2).df(false).id(3), SealReason.IP_ID);
    }

    @Test
    void keepsIdsWithDfClear() {
        final byte[][] packets = TcpPackets.v4().df(false).id(0xfffe).train(5, LENGTH);
        rig.commit(packets).flush();
        assertEquals(List.of(5), rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
    }

    @Test
    void ignoresIdsWithDfSet() {
        rig.commit(v4(0).id(7).build(), v4(1).id(7).build(), v4(2).id(3).build()).flush();
        assertEquals(List.of(3), rig.shape());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void exactRefusesOtherCodepoint(final int ecn) {
        refusesV4(v4(2).tos(ecn), SealReason.ECN_CHANGE);
    }

    @Test
    void exactRefusesOtherCodepointOfIpv6() {
        refuses(TcpPackets.v6().tos(2), v6(2).tos(3), SealReason.ECN_CHANGE);
    }

    private static CoalescerRig propagating() {
        return new CoalescerRig(CoalescerRig.options(true, EcnPolicy.PROPAGATE_CE, ChecksumValidation.VERIFY));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void propagateMakesTheSuperpacketCe(final int ect) {
        for (final TcpPackets base : List.of(TcpPackets.v4(), TcpPackets.v6())) {
            final CoalescerRig other = propagating();
            other.commit(at(base, 0).tos(ect).build(), at(base, 1).tos(3).build(), at(base, 2).tos(ect).build());
            other.flush();
            assertEquals(List.of(3), other.shape());
            final byte[] packet = other.packet(0);
            assertEquals(3, (packet[0] == 0x45 ? packet[1] : packet[1] >>> 4) & 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "21", "01", "03", "20", "30", "312", "132", "321"})
    void propagateNeverMergesOtherCodepoints(final String codepoints) {
        final CoalescerRig other = propagating();
        for (int i = 0; i < codepoints.length(); i++) {
            other.commit(v4(i).tos(codepoints.charAt(i) - '0').build());
        }
        other.flush();
        assertTrue(other.shape().size() > 1, codepoints);
        assertEquals(1, other.shape().getLast());
    }

    @Test
    void propagateDoesNotSpreadCeBeyondItsChain() {
        final CoalescerRig other = propagating();
        other.commit(v4(0).tos(2).build(), v4(1).tos(2).build(), v4(2).tos(2).flags(TcpPackets.ACK | TcpPackets.PSH)
            .build(), v4(3).tos(3).build(), v4(4).tos(2).build()).flush();
        assertEquals(List.of(3, 2), other.shape());
        assertEquals(2, other.packet(0)[1]);
        assertEquals(3, other.packet(1)[1]);
    }

    @Test
    void ceOfOneSegmentIsNotSpreadOver64() {
        final byte[][] packets = new byte[64][];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = v4(i).tos(i == 20 ? 3 : 2).build();
        }
        rig.commit(packets).flush();
        assertEquals(List.of(20, 1, 43), rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
    }

    @Test
    void shortTailSeals() {
        final byte[][] packets = {v4(0).build(), v4(1).length(40).build(), v4(2).seq(1140).build()};
        rig.commit(packets).flush();
        assertEquals(List.of(2, 1), rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
        assertEquals(1, rig.count(SealReason.SHORT_TAIL));
    }

    @Test
    void shortTailNeverCausesPsh() {
        rig.commit(v4(0).build(), v4(1).length(40).build()).flush();
        assertEquals(TcpPackets.ACK, rig.packet(0)[33]);
    }

    @Test
    void pshSealsAndIsCarried() {
        final byte[][] packets = {v4(0).build(), v4(1).flags(TcpPackets.ACK | TcpPackets.PSH).build(), v4(2).build()};
        rig.commit(packets).flush();
        assertEquals(List.of(2, 1), rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
        assertEquals(1, rig.count(SealReason.PSH));
    }

    @Test
    void pshFirstNeverGrows() {
        final byte[][] packets = {v4(0).flags(TcpPackets.ACK | TcpPackets.PSH).build(), v4(1).build(), v4(2).build()};
        rig.commit(packets).flush();
        assertEquals(List.of(1, 2), rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
        assertEquals(1, rig.count(SealReason.PSH));
    }

    @Test
    void mergesSegmentsWithEce() {
        final byte[][] packets = TcpPackets.v4().flags(TcpPackets.ACK | TcpPackets.ECE).train(3, LENGTH);
        rig.commit(packets).flush();
        assertEquals(List.of(3), rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
        assertEquals(1, rig.vnet(0).get(1), "no ECN bit");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, TcpPackets.PSH, TcpPackets.ACK | TcpPackets.SYN, TcpPackets.ACK | TcpPackets.RST,
        TcpPackets.ACK | TcpPackets.URG, TcpPackets.ACK | TcpPackets.CWR, TcpPackets.SYN})
    void otherFlagsAreBarriers(final int flags) {
        refusesV4(v4(2).flags(flags), SealReason.FLAG_NOT_ADMISSIBLE);
        assertEquals(1, rig.count(VerbatimReason.FLAG_NOT_ADMISSIBLE));
    }

    @ParameterizedTest
    @ValueSource(ints = {TcpPackets.SYN, TcpPackets.ACK | TcpPackets.FIN, TcpPackets.RST, 0, TcpPackets.PSH})
    void otherFlagsWithoutPayloadAreBarriers(final int flags) {
        final byte[][] packets = {v4(0).build(), v4(1).build(), v4(2).length(0).flags(flags).build(), v4(2).build(),
            v4(3).build()};
        rig.commit(packets).flush();
        assertEquals(List.of(2, 1, 2), rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, TcpPackets.PSH})
    void finClosesTheChain(final int psh) {
        final byte[][] packets = {v4(0).build(), v4(1).build(),
            v4(2).length(30).flags(TcpPackets.ACK | TcpPackets.FIN | psh).build()};
        rig.commit(packets).flush();
        assertEquals(List.of(3), rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
        assertEquals(1, rig.count(SealReason.FIN));
        assertEquals(0, rig.count(VerbatimReason.FLAG_NOT_ADMISSIBLE));
    }

    @Test
    void finThatDoesNotExtendIsBarrier() {
        refusesV4(v4(3).flags(TcpPackets.ACK | TcpPackets.FIN), SealReason.FLAG_NOT_ADMISSIBLE);
    }

    @Test
    void chainClosedByFinIsBarrier() {
        final byte[] tail = v4(5).flags(TcpPackets.ACK | TcpPackets.FIN).build();
        final byte[] ack = v4(6).length(0).build();
        final byte[][] packets = {v4(7).build(), v4(4).build(), tail, ack, v4(2).build()};
        rig.commit(packets).flush();
        // Sorted, 4 and 5 would go ahead of 7, and 2 and the ACK ahead of them all
        assertEquals(CoalescerRig.texts(packets), rig.wire());
        assertEquals(List.of(1, 2, 1, 1), rig.shape());
    }

    @Test
    void maxSegmentsSeals() {
        rig.commit(TcpPackets.v4().train(65, LENGTH)).flush();
        assertEquals(List.of(64, 1), rig.shape());
        assertEquals(1, rig.count(SealReason.MAX_SEGMENTS));
    }

    @Test
    void maxSegmentsIsConfigurable() {
        final CoalescerRig other = new CoalescerRig(CoalescerRig.limits(3, 0xffff, 1024));
        other.commit(TcpPackets.v4().train(7, LENGTH)).flush();
        assertEquals(List.of(3, 3, 1), other.shape());
    }

    @Test
    void maxBytesSealsAtTheExactByte() {
        final CoalescerRig fits = new CoalescerRig(CoalescerRig.limits(64, 1440, 1024));
        fits.commit(TcpPackets.v4().train(2, 700)).flush();
        assertEquals(List.of(2), fits.shape());
        final CoalescerRig tight = new CoalescerRig(CoalescerRig.limits(64, 1439, 1024));
        tight.commit(TcpPackets.v4().train(2, 700)).flush();
        assertEquals(List.of(1, 1), tight.shape());
        assertEquals(1, tight.count(SealReason.MAX_BYTES));
    }

    @Test
    void superpacketNeverExceedsTheLengthField() {
        for (final TcpPackets base : List.of(TcpPackets.v4(), TcpPackets.v6())) {
            final CoalescerRig other = new CoalescerRig();
            final byte[][] packets = base.train(8, 16_000);
            other.commit(packets).flush();
            assertEquals(List.of(4, 4), other.shape());
            assertEquals(CoalescerRig.texts(packets), other.wire());
        }
    }

    @Test
    void chainOfOneSegmentIsVerbatim() {
        final byte[] packet = v4(0).id(99).build();
        rig.commit(packet).flush();
        assertEquals(java.util.HexFormat.of().formatHex(packet), java.util.HexFormat.of().formatHex(rig.packet(0)));
        assertEquals(1, rig.count(VerbatimReason.SINGLE_SEGMENT));
    }

    @Test
    void segmentsOfOneByteMerge() {
        final byte[][] packets = TcpPackets.v4().train(64, 1);
        rig.commit(packets).flush();
        assertEquals(List.of(64), rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
    }

    @Test
    void headersOfFullLengthMerge() {
        final int[] options = new int[40];
        java.util.Arrays.fill(options, 1);
        final byte[][] packets = TcpPackets.v6().options(options).train(5, 8);
        rig.commit(packets).flush();
        assertEquals(List.of(5), rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
    }
}
