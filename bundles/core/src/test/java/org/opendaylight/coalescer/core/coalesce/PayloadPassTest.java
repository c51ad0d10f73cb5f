/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.checksum.PayloadPass;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitCounter;
import org.opendaylight.coalescer.packet.ChecksumState;

/** How often a checksum reads the payload of a packet on its way through a coalescer and into the output. */
class PayloadPassTest {
    private static final int PACKETS = 20;

    private final CoalescerRig rig = new CoalescerRig();

    private static byte[][] data() {
        return Stream.of(TcpPackets.v4(), TcpPackets.v6()).flatMap(flow -> IntStream.range(0, PACKETS / 2)
            .mapToObj(i -> flow.seq(1000 + i * 100).length(100).build())).toArray(byte[][]::new);
    }

    private static ReferencePacket.Input unfinished(final byte[] packet, final int start, final int field) {
        final byte[] copy = packet.clone();
        SlowChecksum.put(copy, start + field, SlowChecksum.fold(SlowChecksum.pseudo(copy, field == 6 ? 17 : 6)));
        return new ReferencePacket.Input(copy, ChecksumState.PARTIAL, start, field);
    }

    /** Both counters of what was read. */
    private long passes() {
        long sum = 0;
        for (final PayloadPass pass : PayloadPass.values()) {
            sum += rig.statistics.get(pass) + rig.validation.count(pass);
        }
        return sum;
    }

    @Test
    void onceToVerify() {
        rig.commit(data()).flush();
        assertEquals(PACKETS, passes());
        assertEquals(2, rig.count(CoalescerCounter.SUPERPACKETS));
    }

    @Test
    void neverToTrust() {
        rig.coalescer.setOptions(CoalescerRig.options(true, EcnPolicy.EXACT, ChecksumValidation.TRUST));
        rig.commit(data()).flush();
        assertEquals(0, passes());
        assertEquals(2, rig.count(CoalescerCounter.SUPERPACKETS));
    }

    @Test
    void neverAgainForWhatWasVerifiedBefore() {
        for (final byte[] packet : data()) {
            rig.commit(new ReferencePacket.Input(packet, ChecksumState.UNNECESSARY, 0, 0));
        }
        rig.flush();
        assertEquals(0, passes());
        assertEquals(2, rig.count(CoalescerCounter.SUPERPACKETS));
    }

    @Test
    void neverFromUnfinishedInputToAnOutputThatFinishes() {
        for (int i = 0; i < PACKETS; i++) {
            rig.commit(unfinished(TcpPackets.v4().seq(1000 + i * 100).length(100).build(), 20, 16));
            rig.commit(unfinished(TcpPackets.v6().udp().seq(i).length(99).build(), 40, 6));
        }
        // One that stays alone
        rig.commit(unfinished(TcpPackets.v4().ports(7, 8).seq(1).length(1400).build(), 20, 16));
        rig.flush();
        assertEquals(0, passes());
        assertEquals(2, rig.count(CoalescerCounter.SUPERPACKETS));
        assertEquals(3, rig.validation.count(TransmitCounter.NEEDS_CSUM));
        assertEquals(2 * PACKETS + 1, rig.count(CoalescerCounter.CSUM_PARTIAL));
    }

    @Test
    void onceFromUnfinishedInputToAnOutputThatDoesNot() {
        rig.validation.setCapabilities(OutputCapabilities.NONE);
        for (int i = 0; i < PACKETS; i++) {
            rig.commit(unfinished(TcpPackets.v4().seq(1000 + i * 100).length(100).build(), 20, 16));
        }
        assertEquals(0, rig.coalescer.flush(SealReason.END_OF_BATCH));
        assertEquals(PACKETS, passes());
        assertEquals(PACKETS, rig.count(VerbatimReason.NO_OFFLOAD));
        assertEquals(PACKETS, rig.validation.count(TransmitCounter.CSUM_SOFTWARE));
    }

    @Test
    void onceThoughTheDeviceRefusesSuperpackets() {
        rig.device = bytes -> bytes.length > 24 + 200 ? -22 : 0;
        assertEquals(-22, rig.commit(data()).coalescer.flush(SealReason.END_OF_BATCH));
        assertEquals(PACKETS, rig.count(VerbatimReason.SUPERPACKET_REFUSED));
        assertEquals(PACKETS, passes());
    }

    @Test
    void neverForPureAcks() {
        rig.commit(TcpPackets.v4().length(0).build(), TcpPackets.v6().length(0).build()).flush();
        assertEquals(2, rig.count(VerbatimReason.PURE_ACK));
        assertEquals(0, passes());
    }
}
