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

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.flow.FlowOrder;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.WirePackets;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.GsoType;

/** Rule 5b: behind an outer header. */
class EncapsulatedTest {
    private static final int LENGTH = 1000;

    private final CoalescerRig rig = new CoalescerRig();
    private final VxlanPackets tunnel = VxlanPackets.v4();

    private static byte[][] wrap(final VxlanPackets tunnel, final byte[]... inner) {
        return Stream.of(inner).map(tunnel::wrap).toArray(byte[][]::new);
    }

    @Test
    void tcpInVxlanMakesASuperpacketBehindItsOuterHeaders() {
        rig.commit(wrap(tunnel, TcpPackets.v4().train(5, LENGTH))).flush();
        assertEquals(List.of(5), rig.written.stream().map(written -> VxlanPackets.segment(written).size()).toList());
        assertEquals(0x21, rig.vnet(0).get(1), "gso_type");
        assertEquals(9, rig.vnet(0).get(0), "flags");
        assertEquals(90, rig.vnet(0).getShort(2), "hdr_len");
        assertEquals(LENGTH, rig.vnet(0).getShort(4), "gso_size");
        assertEquals(70, rig.vnet(0).getShort(6), "csum_start");
        assertEquals(20, rig.vnet(0).order(ByteOrder.LITTLE_ENDIAN).getShort(20), "outer_th_offset");
        assertEquals(50, rig.vnet(0).order(ByteOrder.LITTLE_ENDIAN).getShort(22), "inner_nh_offset");
        rig.assertBalanced();
    }

    @Test
    void udpInVxlanOverIpv6MakesASuperpacket() {
        rig.commit(wrap(VxlanPackets.v6(), TcpPackets.v6().udp().train(4, LENGTH))).flush();
        assertEquals(1, rig.written.size());
        assertEquals(0x45, rig.vnet(0).get(1), "gso_type");
        assertThat(VxlanPackets.segment(rig.written.get(0))).hasSize(4);
    }

    @Test
    void withoutTheOffloadVxlanIsAnOrdinaryDatagram() {
        rig.validation.setCapabilities(new OutputCapabilities(true, true, true, true, true, false));
        final byte[][] sent = wrap(tunnel, TcpPackets.v4().train(5, LENGTH));
        rig.commit(sent).flush();
        assertEquals(GsoType.UDP_L4.code(), rig.vnet(0).get(1), "gso_type");
        assertEquals(List.of(5), rig.shape());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vni", "port", "addresses"})
    void anotherTunnelIsAnotherFlow(final String difference) {
        final VxlanPackets other = switch (difference) {
            case "vni" -> tunnel.copy().vni(8);
            case "port" -> tunnel.copy().sourcePort(50001);
            default -> VxlanPackets.v6();
        };
        final byte[][] train = TcpPackets.v4().train(6, LENGTH);
        for (final byte[] packet : train) {
            rig.commit(tunnel.wrap(packet), other.wrap(packet));
        }
        rig.flush();
        assertEquals(List.of(6, 6), rig.written.stream().map(written -> VxlanPackets.segment(written).size()).toList());
        assertEquals(2, rig.flows(10, FlowOrder.BYTES).size() + ("vni".equals(difference) ? 1 : 0), "carrying flows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttl", "tos", "ecn", "mac", "df", "checksum"})
    void outerHeadersThatChangeEndAChain(final String difference) {
        final VxlanPackets other = switch (difference) {
            case "ttl" -> tunnel.copy().ttl(63);
            case "tos" -> tunnel.copy().tos(4);
            case "ecn" -> tunnel.copy().tos(3);
            case "mac" -> tunnel.copy().mac(9);
            case "df" -> tunnel.copy().df(false);
            default -> tunnel.copy().checksum(false);
        };
        final byte[][] train = TcpPackets.v4().train(4, LENGTH);
        rig.commit(tunnel.wrap(train[0]), tunnel.wrap(train[1]), other.wrap(train[2]), tunnel.wrap(train[3])).flush();
        assertEquals(2, rig.count(SealReason.OUTER_HEADER));
        assertEquals(3, rig.written.size());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 4"})
    void outerIdentificationWithoutDfHasToCountOn(final int step, final int writes) {
        final byte[][] train = TcpPackets.v4().train(4, LENGTH);
        for (int i = 0; i < train.length; i++) {
            rig.commit(tunnel.copy().df(false).id(0xfffe + i * step).wrap(train[i]));
        }
        final byte[][] sent = new byte[4][];
        Arrays.setAll(sent, i -> tunnel.copy().df(false).id(0xfffe + i * step).wrap(train[i]));
        rig.flush();
        assertEquals(writes, rig.written.size());
        final List<byte[]> wire = rig.written.stream().flatMap(each -> WirePackets.cut(each).stream()).toList();
        assertArrayEquals(sent, wire.toArray(byte[][]::new));
    }

    @Test
    void wrongOuterChecksumIsNeverMadeGood() {
        final byte[][] train = wrap(tunnel, TcpPackets.v4().train(3, LENGTH));
        train[1][tunnel.udp() + 6] ^= 1;
        rig.commit(train).flush();
        assertEquals(1, rig.count(VerbatimReason.BAD_L4_CHECKSUM));
        assertEquals(1, rig.count(CoalescerCounter.CSUM_BAD_UDP));
        assertArrayEquals(train[1], rig.packet(1));
    }

    @Test
    void wrongOuterIpv4HeaderIsNeverMadeGood() {
        final byte[][] train = wrap(tunnel, TcpPackets.v4().train(3, LENGTH));
        train[1][10] ^= 1;
        rig.commit(train).flush();
        assertEquals(1, rig.count(VerbatimReason.BAD_IP_CHECKSUM));
        assertArrayEquals(train[1], rig.packet(1));
    }

    @Test
    void wrongInnerChecksumIsNeverMadeGood() {
        final byte[][] train = TcpPackets.v4().train(3, LENGTH);
        train[1][LENGTH] ^= 1;
        rig.commit(wrap(tunnel, train)).flush();
        assertEquals(1, rig.count(CoalescerCounter.CSUM_BAD_TCP));
        assertArrayEquals(tunnel.wrap(train[1]), rig.packet(1));
    }

    @Test
    void verdictAboutTheOuterChecksumSaysNothingAboutTheInnerOne() {
        final byte[] bad = TcpPackets.v4().length(LENGTH).corrupt();
        rig.place(tunnel.wrap(bad)).setChecksumState(ChecksumState.UNNECESSARY);
        rig.coalescer.commit(rig.metadata);
        rig.flush();
        assertEquals(1, rig.count(VerbatimReason.BAD_L4_CHECKSUM));
    }

    @Test
    void innerChecksumsToBeFinishedMakeASuperpacket() {
        final byte[][] train = TcpPackets.v4().train(3, LENGTH);
        for (final byte[] inner : train) {
            final byte[] packet = tunnel.wrap(inner);
            SlowChecksum.put(packet, 50 + 36, SlowChecksum.fold(SlowChecksum.pseudo(inner, 6)));
            rig.place(packet).setPartial(70, 16);
            rig.coalescer.commit(rig.metadata);
        }
        rig.flush();
        assertEquals(1, rig.written.size());
        final List<byte[]> wire = VxlanPackets.segment(rig.written.get(0));
        assertEquals(Arrays.stream(wrap(tunnel, train)).map(VxlanPackets::text).toList(),
            wire.stream().map(VxlanPackets::text).toList());
    }

    @Test
    void pureAcksDoNotEndChains() {
        final byte[][] train = TcpPackets.v4().train(6, LENGTH);
        for (int i = 0; i < train.length; i++) {
            rig.commit(tunnel.wrap(train[i]), tunnel.wrap(TcpPackets.v4().ack(800 + i).seq(1).build()));
        }
        rig.flush();
        assertEquals(7, rig.written.size());
        assertEquals(1, rig.count(CoalescerCounter.SUPERPACKETS));
    }

    @Test
    void reorderedInnerSegmentsArePutBack() {
        final byte[][] train = TcpPackets.v4().train(4, LENGTH);
        rig.commit(wrap(tunnel, train[0], train[2], train[1], train[3])).flush();
        assertEquals(1, rig.written.size());
        assertThat(VxlanPackets.segment(rig.written.get(0))).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fragmentOfTheTunnelIsNotOvertaken(final boolean ipv6) {
        final VxlanPackets outer = VxlanPackets.of(ipv6);
        final byte[][] train = wrap(outer, TcpPackets.v4().train(4, LENGTH));
        final byte[] fragment = outer.wrap(TcpPackets.v4().source(9).length(50).build());
        if (ipv6) {
            fragment[6] = 44;
        } else {
            SlowChecksum.put(fragment, 6, 0x2000);
            SlowChecksum.finishIpv4(fragment);
        }
        rig.commit(train[0], train[1], fragment, train[2], train[3]).flush();
        assertArrayEquals(fragment, rig.packet(1));
        assertEquals(3, rig.written.size());
        assertEquals(1, rig.count(SealReason.ADDRESS_PAIR));
    }

    @Test
    void fragmentOfAnotherTunnelSealsNothing() {
        final byte[] fragment = VxlanPackets.v6().wrap(TcpPackets.v4().length(50).build());
        fragment[6] = 44;
        final byte[][] train = wrap(tunnel, TcpPackets.v4().train(4, LENGTH));
        rig.commit(train[0], train[1], fragment, train[2], train[3]).flush();
        assertEquals(0, rig.count(SealReason.ADDRESS_PAIR));
        assertEquals(2, rig.written.size());
    }

    @Test
    void vlanTagInsideMakesItAnOrdinaryDatagram() {
        final byte[] packet = tunnel.wrap(TcpPackets.v4().length(LENGTH).build());
        SlowChecksum.put(packet, 48, 0x8100);
        SlowChecksum.finishL4(packet, 17);
        rig.commit(packet, packet.clone()).flush();
        assertEquals(GsoType.UDP_L4.code(), rig.vnet(0).get(1));
    }

    @Test
    void superpacketThatTheOutputRefusesGoesPacketByPacket() {
        rig.device = written -> VxlanPackets.isEncapsulated(written) ? -22 : 0;
        final byte[][] sent = wrap(tunnel, TcpPackets.v4().train(3, LENGTH));
        rig.commit(sent);
        assertEquals(-22, rig.coalescer.flush(SealReason.END_OF_BATCH));
        assertEquals(3, rig.count(VerbatimReason.SUPERPACKET_REFUSED));
        assertEquals(1, rig.statistics.superpacketRefusals(GsoType.UDP_TUNNEL));
        assertEquals(0, rig.statistics.superpacketRefusals(GsoType.TCPV4));
        for (int i = 0; i < sent.length; i++) {
            assertArrayEquals(sent[i], rig.packet(i));
        }
    }

    @Test
    void statisticsKnowTheFlowThatCarries() {
        rig.commit(wrap(tunnel, TcpPackets.v4().train(5, LENGTH))).flush();
        final var flow = rig.flows(10, FlowOrder.BYTES).get(0);
        assertThat(flow.key().isUdp()).isTrue();
        assertEquals(4789, flow.key().ports() & 0xffff);
        assertEquals(5, flow.traffic().segments());
    }


    @Test
    void verbatimPacketsCountInTheFlowThatCarries() {
        rig.commit(tunnel.wrap(TcpPackets.v4().flags(TcpPackets.ACK | TcpPackets.URG).length(100).build())).flush();
        assertEquals(1, rig.flows(10, FlowOrder.BYTES).get(0).traffic().packets());
        assertEquals(100, rig.flows(10, FlowOrder.BYTES).get(0).traffic().bytes());
    }

    @ParameterizedTest
    @CsvSource({"20, 21", "20, 0", "22, 49", "22, 52", "22, 20", "1, 65", "1, 97", "1, 34", "6, 72"})
    void virtioHeaderThatContradictsThePacketIsRefused(final int field, final int value) {
        rig.commit(wrap(tunnel, TcpPackets.v4().train(3, LENGTH))).flush();
        final byte[] written = rig.written.get(0);
        assertThat(WirePackets.cut(written)).hasSize(3);
        written[field] = (byte) value;
        assertThat(WirePackets.cut(written)).isEmpty();
    }
}
