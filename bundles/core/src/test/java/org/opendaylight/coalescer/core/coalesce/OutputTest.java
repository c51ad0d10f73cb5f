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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.PacketMetadata;

/** Rules 1 and 7: life cycle, what a superpacket looks like, and an output that says no. */
class OutputTest {
    private static final int ENOBUFS = 105;
    private static final int EAGAIN = 11;

    private final CoalescerRig rig = new CoalescerRig();
    private final byte[][] data = TcpPackets.v4().train(6, 100);

    private static boolean isSuperpacket(final byte[] written) {
        return written[1] != 0;
    }

    @Test
    void virtioHeaderOfSuperpacket() {
        rig.commit(TcpPackets.v4().timestamp(1).train(2, 100)).flush();
        assertEquals(1, rig.vnet(0).get(0), "flags");
        assertEquals(GsoType.TCPV4.code(), rig.vnet(0).get(1), "gso_type");
        assertEquals(52, rig.vnet(0).getShort(2), "hdr_len");
        assertEquals(100, rig.vnet(0).getShort(4), "gso_size");
        assertEquals(20, rig.vnet(0).getShort(6), "csum_start");
        assertEquals(16, rig.vnet(0).getShort(8), "csum_offset");
    }

    @Test
    void virtioHeaderIsNotReused() {
        rig.commit(data[0], data[1], new byte[] {0x45, 1, 2}).flush();
        assertArrayEquals(new byte[24], Arrays.copyOf(rig.written.get(1), 24));
    }

    @Test
    void nothingIsWrittenBeforeFlush() {
        rig.commit(data);
        assertEquals(0, rig.written.size());
        assertEquals(6, rig.coalescer.heldPackets());
        rig.flush();
        assertEquals(0, rig.coalescer.heldPackets());
        rig.flush();
        assertEquals(1, rig.written.size());
        assertEquals(1, rig.count(CoalescerCounter.FLUSHES));
    }

    @Test
    void flushForgetsFlows() {
        rig.commit(data[0]).flush().commit(data[1]).flush();
        assertEquals(List.of(1, 1), rig.shape());
    }

    @Test
    void fullCoalescerFlushesItself() {
        final CoalescerRig small = new CoalescerRig(CoalescerRig.limits(64, 0xffff, 4));
        small.commit(Arrays.copyOf(data, 4));
        assertTrue(small.coalescer.isFull());
        assertTrue(small.coalescer.holdExceeded(0));
        small.commit(data[4], data[5]).coalescer.flush(SealReason.END_OF_BATCH);
        assertEquals(List.of(4, 2), small.shape());
        assertEquals(1, small.count(SealReason.HOLD_BOUND));
    }

    @Test
    void holdTimeRunsFromTheFirstHeldPacket() {
        assertFalse(rig.coalescer.holdExceeded(5));
        rig.commit(data[0]);
        assertFalse(rig.coalescer.holdExceeded(1_000_000));
        rig.commit(data[1]);
        assertFalse(rig.coalescer.holdExceeded(1_199_999));
        assertTrue(rig.coalescer.holdExceeded(1_200_000));
        rig.flush().commit(data[2]);
        assertFalse(rig.coalescer.holdExceeded(9_000_000));
    }

    @Test
    void newOptionsFlushWithTheirReason() {
        rig.commit(data[0], data[1]).coalescer.setOptions(CoalescerRig.limits(2, 1280, 8));
        assertEquals(1, rig.count(SealReason.CONFIG_CHANGE));
        rig.commit(data).flush();
        assertEquals(List.of(2, 2, 2, 2), rig.shape());
    }

    @Test
    void coalescingSwitchedOffIsVerbatim() {
        final CoalescerOptions off = new CoalescerOptions(false, false, 64, 0xffff, true, EcnPolicy.EXACT,
            ChecksumValidation.VERIFY, 1024, 0);
        rig.coalescer.setOptions(off);
        final byte[] ack = TcpPackets.v4().build();
        rig.commit(data[0], data[1], ack, TcpPackets.v4().udp().length(10).build()).flush();
        assertEquals(List.of(1, 1, 1, 1), rig.shape());
        assertEquals(3, rig.count(VerbatimReason.COALESCING_OFF));
        assertEquals(1, rig.count(VerbatimReason.PURE_ACK));
    }

    @Test
    void verifiesEveryDataPacketOnceEvenIfItCantMerge() {
        rig.coalescer.setOptions(new CoalescerOptions(false, false, 64, 0xffff, true, EcnPolicy.EXACT,
            ChecksumValidation.VERIFY, 1024, 0));
        final byte[] corrupt = data[1].clone();
        corrupt[corrupt.length - 1] ^= 1;
        rig.commit(data[0], corrupt, TcpPackets.v4().udp().length(10).build()).flush();
        assertEquals(2, rig.count(CoalescerCounter.CSUM_UNNECESSARY));
        assertEquals(1, rig.count(CoalescerCounter.CSUM_BAD_TCP));
        assertEquals(1, rig.count(VerbatimReason.BAD_L4_CHECKSUM));
        assertEquals(2, rig.count(VerbatimReason.COALESCING_OFF));
    }

    @Test
    void superpacketsAreNotTaken() {
        final PacketMetadata metadata = rig.place(data[0]);
        metadata.setGso(GsoType.TCPV4, 50, 2);
        assertThrows(IllegalArgumentException.class, () -> rig.coalescer.commit(metadata));
        assertEquals(0, rig.coalescer.heldPackets());
    }

    @Test
    void outputThatCantCarryGetsPackets() {
        rig.validation.setCapabilities(new OutputCapabilities(true, false, true, true, true, true));
        rig.commit(data[0], data[1]).commit(TcpPackets.v6().train(2, 100)).flush();
        assertEquals(List.of(1, 1, 2), rig.shape());
        assertEquals(2, rig.count(VerbatimReason.NO_OFFLOAD));
    }

    @Test
    void capabilityLostWhileHeld() {
        rig.commit(data[0], data[1]);
        rig.validation.setCapabilities(OutputCapabilities.NONE);
        rig.flush();
        assertEquals(CoalescerRig.texts(data[0], data[1]), rig.wire());
        assertEquals(2, rig.count(VerbatimReason.NO_OFFLOAD));
        rig.assertBalanced();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 22, 90})
    void refusedSuperpacketGoesSegmentBySegment(final int errno) {
        rig.device = packet -> isSuperpacket(packet) ? -errno : 0;
        rig.commit(data);
        assertEquals(-errno, rig.coalescer.flush(SealReason.END_OF_BATCH));
        assertEquals(CoalescerRig.texts(data), rig.wire());
        assertEquals(6, rig.count(VerbatimReason.SUPERPACKET_REFUSED));
        assertEquals(1, rig.statistics.superpacketRefusals(GsoType.TCPV4));
        assertEquals(errno, rig.statistics.lastRefusal(GsoType.TCPV4));
        assertEquals(1, rig.statistics.writeErrors(errno));
        assertEquals(1, rig.count(SealReason.WRITER_ERROR));
        rig.assertBalanced();
    }

    @Test
    void deviceThatRefusesEverythingIsNoRefusalOfSuperpackets() {
        rig.device = packet -> -5;
        rig.commit(data);
        assertEquals(-5, rig.coalescer.flush(SealReason.END_OF_BATCH));
        assertEquals(0, rig.statistics.superpacketRefusals(GsoType.TCPV4));
        assertEquals(7, rig.statistics.writeErrors(5));
        assertEquals(6, rig.count(CoalescerCounter.DROPPED));
        rig.assertBalanced();
    }

    @ParameterizedTest
    @ValueSource(ints = {EAGAIN, ENOBUFS})
    void fullDeviceDropsAndTheRestDrains(final int errno) {
        final byte[] other = TcpPackets.v4().ports(1, 2).length(10).build();
        rig.device = packet -> isSuperpacket(packet) ? -errno : 0;
        rig.commit(data).commit(other);
        assertEquals(-errno, rig.coalescer.flush(SealReason.END_OF_BATCH));
        assertEquals(CoalescerRig.texts(other), rig.wire());
        assertEquals(6, rig.count(CoalescerCounter.DROPPED));
        assertEquals(1, rig.statistics.writeErrors(errno));
        rig.assertBalanced();
    }

    @Test
    void wrongGeometryNeverReachesTheDevice() {
        // No input can cause this: chains are built with other limits than the emitter knows
        final PacketParser parser = new PacketParser(rig.memory, rig.validation, rig.statistics,
            CoalescerOptions.DEFAULT);
        final ChainStore chains = new ChainStore(rig.memory, CoalescerOptions.DEFAULT);
        parser.parse(rig.place(data[0]));
        final int chain = chains.open(parser, rig.metadata);
        for (int i = 1; i < 3; i++) {
            parser.parse(rig.place(data[i]));
            chains.append(chain, parser, rig.metadata);
        }
        chains.event(chain).seal(SealReason.END_OF_BATCH);
        new EventEmitter(rig.memory, chains, rig.target, rig.statistics, CoalescerRig.limits(2, 0xffff, 8))
            .emit(chains.event(chain));
        assertEquals(CoalescerRig.texts(data[0], data[1], data[2]), rig.wire());
        assertEquals(1, rig.count(CoalescerCounter.GEOMETRY_ERRORS));
        assertEquals(3, rig.count(VerbatimReason.GEOMETRY_ERROR));
    }

    @Test
    void firstErrorIsReportedAndOnlyOnce() {
        final int[] errors = {-11, -105, -1};
        final int[] next = {0};
        rig.device = packet -> errors[next[0]++];
        rig.commit(data[0], data[2], data[4]);
        assertEquals(-11, rig.coalescer.flush(SealReason.END_OF_BATCH));
        rig.device = packet -> 0;
        rig.commit(data[0]);
        assertEquals(0, rig.coalescer.flush(SealReason.END_OF_BATCH));
    }

    @Test
    void errorOfForcedFlushIsReportedByTheNext() {
        final CoalescerRig small = new CoalescerRig(CoalescerRig.limits(64, 0xffff, 1));
        small.device = packet -> -105;
        small.commit(data[0]);
        small.commit(data[1]);
        small.device = packet -> 0;
        assertEquals(-105, small.coalescer.flush(SealReason.END_OF_BATCH));
    }

    @Test
    void outputThatThrowsSeesNothingTwice() {
        rig.device = packet -> {
            throw new IllegalStateException("gone");
        };
        rig.commit(data[0]);
        assertThrows(IllegalStateException.class, () -> rig.coalescer.flush(SealReason.END_OF_BATCH));
        rig.device = packet -> 0;
        rig.flush();
        assertEquals(0, rig.written.size());
    }

    @Test
    void batchesStayFastAfterManyFlows() {
        final BatchCost cost = new BatchCost(CoalescerRig.limits(64, 0xffff, 1 << 16), 4 << 20);
        final byte[][] small = TcpPackets.v4().train(8, 100);
        final byte[][] burst = new byte[60_000][];
        for (int i = 0; i < burst.length; i++) {
            burst[i] = TcpPackets.v4().ports(i, 443).source(2 + (i & 3)).length(1).build();
        }
        cost.batch(burst);
        final BatchCost fresh = new BatchCost(CoalescerRig.limits(64, 0xffff, 64), 1 << 16);
        fresh.least(20, 500, small);
        final long without = fresh.least(20, 500, small);
        final long after = cost.least(40, 500, small);
        assertThat(after).as("%s ns where nothing was large ever", without).isLessThan(3 * without);
        assertEquals(60_000, cost.statistics.get(VerbatimReason.SINGLE_SEGMENT));
        assertEquals(20_000, cost.statistics.get(CoalescerCounter.SUPERPACKETS));
    }

    @Test
    void headersInLentMemoryAreNotPatched() {
        for (final TcpPackets base : List.of(TcpPackets.v4(), TcpPackets.v6(), TcpPackets.v4().udp())) {
            final byte[][] train = base.train(3, 100);
            rig.commit(train);
            assertEquals(0, rig.coalescer.flush(SealReason.END_OF_BATCH));
            int pos = 0;
            for (final byte[] packet : train) {
                pos += 3;
                final byte[] lent = new byte[packet.length];
                rig.memory.net().get(pos, lent);
                assertArrayEquals(packet, lent);
                pos += packet.length;
            }
            rig.reuse();
        }
        assertEquals(List.of(3, 3, 3), rig.shape());
    }

    @Test
    void manyFlowsAreKeptApart() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 512; i++) {
                rig.commit((i % 2 == 0 ? TcpPackets.v4() : TcpPackets.v6()).source(i & 0x3f).ports(i, 443)
                    .seq(round * 50).length(50).build());
            }
        }
        rig.flush();
        assertEquals(512, rig.written.size());
        assertTrue(rig.shape().stream().allMatch(n -> n == 2));
    }
}
