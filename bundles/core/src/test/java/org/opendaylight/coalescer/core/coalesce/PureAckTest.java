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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.core.VerbatimReason;

/** Rule 3, pure acknowledgments: ahead of the data of their flow since its last barrier, and never across that. */
class PureAckTest {
    private final CoalescerRig rig = new CoalescerRig();
    private final byte[][] data = TcpPackets.v4().train(8, 100);
    private final byte[][] other = TcpPackets.v4().ports(5, 6).train(8, 100);

    private static byte[] ack(final int number) {
        return TcpPackets.v4().seq(900).ack(number).build();
    }

    private void commits(final byte[]... packets) {
        rig.commit(packets).flush();
        rig.assertBalanced();
    }

    private void emits(final byte[]... packets) {
        assertEquals(CoalescerRig.texts(packets), rig.wire());
    }

    @Test
    void doesNotSealAndGoesAhead() {
        commits(data[0], ack(1), data[1], ack(2), data[2]);
        emits(ack(1), ack(2), data[0], data[1], data[2]);
        assertEquals(List.of(1, 1, 3), rig.shape());
        assertEquals(2, rig.count(VerbatimReason.PURE_ACK));
    }

    @ParameterizedTest
    @ValueSource(ints = {TcpPackets.ACK | TcpPackets.PSH, TcpPackets.ACK | TcpPackets.ECE})
    void mayHavePshAndEce(final int flags) {
        final byte[] ack = TcpPackets.v4().flags(flags).build();
        commits(data[0], ack, data[1]);
        emits(ack, data[0], data[1]);
    }

    @Test
    void withBadChecksumBehavesTheSame() {
        final byte[] bad = ack(1);
        bad[36] ^= 1;
        commits(data[0], bad, data[1]);
        emits(bad, data[0], data[1]);
        assertEquals(1, rig.count(VerbatimReason.PURE_ACK));
    }

    @Test
    void takesTheFirstPositionOfItsFlowOnly() {
        commits(other[0], data[0], other[1], ack(1), data[1], other[2]);
        emits(other[0], other[1], other[2], ack(1), data[0], data[1]);
    }

    @Test
    void chainsMoveBackByOneEach() {
        // data has two chains; other's lie between and behind
        commits(data[0], other[0], data[2], ack(1), other[2]);
        emits(ack(1), other[0], data[0], data[2], other[2]);
    }

    @Test
    void goesAheadOfSealedChainsToo() {
        final byte[] push = TcpPackets.v4().flags(TcpPackets.ACK | TcpPackets.PSH).length(100).build();
        commits(push, ack(1));
        emits(ack(1), push);
    }

    @Test
    void neverCrossesBarrier() {
        final byte[] barrier = TcpPackets.v4().seq(1100).flags(TcpPackets.ACK | TcpPackets.URG).length(100).build();
        commits(data[0], barrier, ack(1), data[2], ack(2));
        emits(data[0], barrier, ack(1), ack(2), data[2]);
    }

    @Test
    void withoutDataStaysInPlace() {
        commits(other[0], ack(1), other[2], ack(2));
        emits(other[0], ack(1), other[2], ack(2));
    }

    @Test
    void aheadOfFirstDataStaysAhead() {
        commits(ack(1), data[0], ack(2), data[1]);
        emits(ack(1), ack(2), data[0], data[1]);
    }

    @Test
    void bothDirectionsKeepCoalescing() {
        final byte[][] back = TcpPackets.v4().source(2).destination(1).ports(443, 40000).train(4, 100);
        commits(data[0], back[0], ack(1), data[1], back[1], ack(2), data[2], back[2]);
        assertEquals(List.of(1, 3, 1, 3), rig.shape());
        emits(ack(1), back[0], back[1], back[2], ack(2), data[0], data[1], data[2]);
    }

    @Test
    void goesAheadWithoutRepairToo() {
        final CoalescerRig plain = new CoalescerRig(
            CoalescerRig.options(false, EcnPolicy.EXACT, ChecksumValidation.VERIFY));
        plain.commit(data[2], data[0], ack(1)).flush();
        assertEquals(CoalescerRig.texts(ack(1), data[2], data[0]), plain.wire());
    }

    @Test
    void paddedAckIsNoPureAck() {
        final byte[] padded = TcpPackets.padded(ack(1), 6);
        commits(data[0], padded, data[1]);
        emits(data[0], padded, data[1]);
        assertEquals(1, rig.count(VerbatimReason.TRAILING_BYTES));
    }

    @Test
    void goesAheadOfRepairedChains() {
        commits(data[4], data[2], ack(1), data[0], ack(2));
        emits(ack(1), ack(2), data[0], data[2], data[4]);
    }
}
