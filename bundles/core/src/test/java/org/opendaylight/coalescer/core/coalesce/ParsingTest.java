/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;

/** Rules 0 and 2: what is not understood goes verbatim, and what it seals. */
class ParsingTest {
    private static final TcpPackets V4 = TcpPackets.v4().length(100);
    private static final TcpPackets V6 = TcpPackets.v6().length(100);

    private final CoalescerRig rig = new CoalescerRig();

    /** Sends data, the odd packet, data: the flow of {@code around} is cut in two or not. */
    private void check(final TcpPackets around, final byte[] odd, final VerbatimReason reason, final boolean seals) {
        final byte[][] train = around.train(4, 100);
        rig.commit(train[0], train[1]).commit(odd).commit(train[2], train[3]).flush();
        assertEquals(seals ? List.of(2, 1, 2) : List.of(4, 1), rig.shape());
        assertEquals(seals ? CoalescerRig.texts(train[0], train[1], odd, train[2], train[3])
            : CoalescerRig.texts(train[0], train[1], train[2], train[3], odd), rig.wire());
        assertEquals(1, rig.count(reason), reason.name());
        rig.assertBalanced();
    }

    private static byte[] edit(final TcpPackets packet, final UnaryOperator<byte[]> change) {
        return change.apply(packet.copy().seq(50_000).length(100).build());
    }

    /** Changes one byte of an IPv4 header and repairs the header checksum. */
    private static byte[] withV4Byte(final int index, final int value) {
        return edit(V4, packet -> {
            packet[index] = (byte) value;
            SlowChecksum.finishIpv4(packet);
            return packet;
        });
    }

    private static byte[] withV6Next(final int next) {
        return edit(V6, packet -> {
            packet[6] = (byte) next;
            return packet;
        });
    }

    private void assertSeals(final SealReason reason) {
        assertEquals(1, rig.count(reason), reason.name());
    }

    @Test
    void zeroLengthIsDroppedAndCounted() {
        rig.commit(new byte[0]).flush();
        assertEquals(List.of(), rig.shape());
        assertEquals(1, rig.count(CoalescerCounter.DROPPED));
        rig.assertBalanced();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x46, 0x4f})
    void ipOptionsSealTheAddressPair(final int versionIhl) {
        check(V4, withV4Byte(0, versionIhl), VerbatimReason.IP_OPTIONS, true);
        assertSeals(SealReason.ADDRESS_PAIR);
    }

    @Test
    void headerLengthBelowFiveWordsIsMalformed() {
        check(V4, withV4Byte(0, 0x44), VerbatimReason.MALFORMED, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x2000, 0x0001, 0x1fff, 0x2005, 0x6000})
    void fragmentsSealTheAddressPair(final int fragment) {
        check(V4, V4.copy().fragment(fragment).build(), VerbatimReason.FRAGMENT, true);
        assertSeals(SealReason.ADDRESS_PAIR);
    }

    @Test
    void fragmentSealsAllFlowsOfItsPairAndNoOther() {
        final byte[][] one = V4.copy().ports(1, 2).train(4, 100);
        final byte[][] two = V4.copy().ports(3, 4).train(4, 100);
        final byte[][] back = V4.copy().source(2).destination(1).train(4, 100);
        final byte[] fragment = V4.copy().fragment(0x2000).build();
        rig.commit(one[0], two[0], back[0], one[1], two[1], back[1]).commit(fragment)
            .commit(one[2], two[2], back[2], one[3], two[3], back[3]).flush();
        assertEquals(List.of(2, 2, 4, 1, 2, 2), rig.shape());
        assertEquals(2, rig.count(SealReason.ADDRESS_PAIR));
    }

    @Test
    void flowThatBeginsBehindFragmentIsNotSealed() {
        final byte[][] old = V4.copy().ports(1, 2).train(2, 100);
        final byte[][] fresh = V4.copy().ports(3, 4).train(4, 100);
        rig.commit(old[0], V4.copy().fragment(1).build()).commit(fresh).flush();
        assertEquals(List.of(1, 1, 4), rig.shape());
        assertEquals(1, rig.count(SealReason.ADDRESS_PAIR));
    }

    @Test
    void bytesBehindTheIpLengthAreNoPorts() {
        check(V4, edit(V4, packet -> {
            SlowChecksum.put(packet, 2, 22);
            SlowChecksum.finishIpv4(packet);
            return packet;
        }), VerbatimReason.MALFORMED, false);
    }

    @Test
    void dataBehindFragmentStaysBehindIt() {
        final byte[] late = V4.copy().seq(1000).build();
        final byte[] early = V4.copy().seq(1100).build();
        final byte[] fragment = V4.copy().fragment(1).build();
        rig.commit(early, fragment, late).flush();
        assertEquals(CoalescerRig.texts(early, fragment, late), rig.wire());
    }

    @Test
    void finDoesNotCrossFragment() {
        final byte[] fin = V4.copy().seq(1100).flags(TcpPackets.ACK | TcpPackets.FIN).build();
        final byte[] fragment = V4.copy().fragment(1).build();
        rig.commit(V4.build(), fragment, fin).flush();
        assertEquals(CoalescerRig.texts(V4.build(), fragment, fin), rig.wire());
    }

    @Test
    void pureAckDoesNotCrossFragment() {
        final byte[] ack = V4.copy().length(0).build();
        final byte[][] train = V4.train(2, 100);
        final byte[] fragment = V4.copy().fragment(1).build();
        rig.commit(train[0], train[1], fragment, ack).flush();
        assertEquals(CoalescerRig.texts(train[0], train[1], fragment, ack), rig.wire());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 43, 50, 51, 60, 135, 139, 140})
    void extensionHeadersSealTheAddressPair(final int next) {
        check(V6, withV6Next(next), VerbatimReason.EXTENSION_HEADER, true);
        assertSeals(SealReason.ADDRESS_PAIR);
    }

    @Test
    void fragmentHeaderSealsTheAddressPair() {
        check(V6, withV6Next(44), VerbatimReason.FRAGMENT, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 41, 47, 58, 59, 132})
    void otherProtocolsSealNothing(final int protocol) {
        check(V6, withV6Next(protocol), VerbatimReason.NOT_TCP_UDP, false);
        final CoalescerRig other = new CoalescerRig();
        final byte[][] train = V4.train(4, 100);
        other.commit(train[0], train[1], withV4Byte(9, protocol), train[2], train[3]).flush();
        assertEquals(List.of(4, 1), other.shape());
    }

    @Test
    void otherVersionsSealNothing() {
        check(V4, withV4Byte(0, 0x55), VerbatimReason.NOT_TCP_UDP, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 19})
    void headerCutShortSealsNothing(final int length) {
        check(V4, TcpPackets.cut(V4.build(), length), VerbatimReason.MALFORMED, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 23})
    void ipv4WithoutPortsSealsNothing(final int length) {
        final byte[] packet = TcpPackets.cut(V4.build(), length);
        SlowChecksum.put(packet, 2, length);
        SlowChecksum.finishIpv4(packet);
        check(V4, packet, VerbatimReason.MALFORMED, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 39, 40, 43})
    void ipv6WithoutPortsSealsNothing(final int length) {
        check(V6, TcpPackets.cut(V6.build(), length), VerbatimReason.MALFORMED, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 39, 40, 100, 139})
    void ipv4CutShortSealsItsFlow(final int length) {
        check(V4, TcpPackets.cut(V4.build(), length), VerbatimReason.MALFORMED, true);
        assertSeals(SealReason.OTHER_VERBATIM);
    }

    @ParameterizedTest
    @ValueSource(ints = {44, 59, 60, 159})
    void ipv6CutShortSealsItsFlow(final int length) {
        check(V6, TcpPackets.cut(V6.build(), length), VerbatimReason.MALFORMED, true);
    }

    @Test
    void totalLengthZeroIsMalformed() {
        check(V4, edit(V4, packet -> {
            SlowChecksum.put(packet, 2, 0);
            SlowChecksum.finishIpv4(packet);
            return packet;
        }), VerbatimReason.MALFORMED, true);
    }

    @Test
    void trailingEthernetPaddingIsNotMerged() {
        check(V4, TcpPackets.padded(V4.copy().seq(1200).build(), 6), VerbatimReason.TRAILING_BYTES, true);
    }

    @Test
    void trailingBytesOfIpv6AreNotMerged() {
        check(V6, TcpPackets.padded(V6.copy().seq(1200).build(), 1), VerbatimReason.TRAILING_BYTES, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x40, 0xf0})
    void dataOffsetHasToFit(final int dataOffset) {
        check(V4, edit(V4.copy(), packet -> {
            packet[32] = (byte) dataOffset;
            final byte[] shorter = TcpPackets.cut(packet, 60);
            SlowChecksum.put(shorter, 2, 60);
            SlowChecksum.finishIpv4(shorter);
            return shorter;
        }), VerbatimReason.MALFORMED, true);
    }

    @Test
    void longerThanMaxBytesIsVerbatim() {
        final CoalescerRig small = new CoalescerRig(CoalescerRig.limits(64, 1280, 1024));
        final byte[][] train = V4.train(4, 100);
        small.commit(train[0], train[1], V4.copy().length(1241).build(), train[2], train[3]).flush();
        assertEquals(List.of(2, 1, 2), small.shape());
        assertEquals(1, small.count(VerbatimReason.TOO_LARGE));
    }

    @Test
    void sealsOnlyTheFlowOfTheSameProtocol() {
        final byte[] udp = V4.copy().udp().build();
        SlowChecksum.put(udp, 24, 9);
        check(V4, udp, VerbatimReason.MALFORMED, false);
    }

    @Test
    void otherFlowsNeverNoticeABarrierOfOne() {
        final byte[][] one = V4.train(4, 100);
        final byte[][] other = V4.copy().ports(40001, 443).train(4, 100);
        final byte[] barrier = V4.copy().seq(50_000).corrupt();
        rig.commit(one[0], other[0], one[1], other[1], barrier, one[2], other[2], one[3], other[3]).flush();
        assertEquals(List.of(2, 4, 1, 2), rig.shape());
        assertEquals(CoalescerRig.texts(one[0], one[1], other[0], other[1], other[2], other[3], barrier, one[2],
            one[3]), rig.wire());
    }
}
