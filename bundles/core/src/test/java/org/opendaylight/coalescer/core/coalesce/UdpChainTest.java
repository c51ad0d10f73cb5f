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
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;

/** Rule 5: UDP. */
class UdpChainTest {
    private final CoalescerRig rig = new CoalescerRig();

    private static byte[] datagram(final int id, final int length) {
        return TcpPackets.v4().udp().seq(id).id(id).length(length).build();
    }

    private void sends(final List<Integer> shape, final byte[]... packets) {
        rig.commit(packets).flush();
        assertEquals(shape, rig.shape());
        assertEquals(CoalescerRig.texts(packets), rig.wire());
        rig.assertBalanced();
    }

    @Test
    void mergesEqualDatagramsAndShorterLast() {
        sends(List.of(4, 1), datagram(1, 80), datagram(2, 80), datagram(3, 80), datagram(4, 20), datagram(5, 80));
        assertEquals(1, rig.count(SealReason.SHORT_TAIL));
    }

    @Test
    void mergesEqualSizeLast() {
        sends(List.of(3), datagram(1, 80), datagram(2, 80), datagram(3, 80));
    }

    @Test
    void mergesIpv6() {
        sends(List.of(2), TcpPackets.v6().udp().seq(1).length(99).build(),
            TcpPackets.v6().udp().seq(7).length(99).build());
    }

    @Test
    void refusesLargerDatagram() {
        sends(List.of(1, 1), datagram(1, 80), datagram(2, 81));
        assertEquals(1, rig.count(SealReason.LARGER_SEGMENT));
    }

    @Test
    void isNeverReordered() {
        sends(List.of(1, 1, 1), datagram(9, 10), datagram(5, 20), datagram(1, 30));
    }

    @Test
    void zeroChecksumIsVerbatim() {
        final byte[] zero = datagram(2, 80);
        SlowChecksum.put(zero, 26, 0);
        sends(List.of(1, 1, 1), datagram(1, 80), zero, datagram(3, 80));
        assertEquals(1, rig.count(VerbatimReason.ZERO_UDP_CHECKSUM));
    }

    @Test
    void corruptDatagramIsVerbatim() {
        sends(List.of(1, 1, 1), datagram(1, 80), TcpPackets.v4().udp().length(80).corrupt(), datagram(3, 80));
        assertEquals(1, rig.count(CoalescerCounter.CSUM_BAD_UDP));
    }

    @Test
    void surplusIsNotDropped() {
        final byte[] surplus = datagram(2, 80);
        SlowChecksum.put(surplus, 24, 60);
        sends(List.of(1, 1, 1), datagram(1, 80), surplus, datagram(3, 80));
        assertEquals(1, rig.count(VerbatimReason.MALFORMED));
    }

    @Test
    void zeroLengthDatagramIsVerbatim() {
        sends(List.of(1, 1, 1), datagram(1, 80), datagram(2, 0), datagram(3, 80));
        assertEquals(1, rig.count(VerbatimReason.NO_PAYLOAD));
    }

    @Test
    void allOnesForZeroMerges() {
        final byte[] packet = datagram(2, 80);
        final int last = packet.length - 2;
        SlowChecksum.put(packet, last, 0);
        SlowChecksum.finishL4(packet, 17);
        SlowChecksum.put(packet, last, SlowChecksum.get(packet, 26));
        SlowChecksum.finishL4(packet, 17);
        assertEquals(0xffff, SlowChecksum.get(packet, 26));
        sends(List.of(2), datagram(1, 80), packet);
    }
}
