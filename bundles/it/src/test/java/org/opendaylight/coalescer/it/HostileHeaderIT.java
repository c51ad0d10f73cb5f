/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV4_NETWORK;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_UNDERLAY;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.crafted.Crafted;
import org.opendaylight.coalescer.it.crafted.CraftedRig;
import org.opendaylight.coalescer.it.crafted.CraftedTunnel;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.traffic.DatagramPeer;
import org.opendaylight.coalescer.it.traffic.HostileDatagrams;
import org.opendaylight.coalescer.it.wire.DatagramJudge;
import org.opendaylight.coalescer.it.wire.HeaderJudge;

/**
 * Tunnel headers that no honest peer sends, of every encapsulation but VXLAN-GPE, which {@link HostileDatagramIT} is
 * about: each is counted by the reason that an independent judge gives for it, and the good ones in between arrive.
 */
@ControllerTest
class HostileHeaderIT {
    private static final List<String> PREFIXES = List.of(SPARE_IPV4_NETWORK, Crafted.SPARE_IPV6_NETWORK);
    private static final int RANDOM = 2000;
    private static final long SEED = 8926;
    private static final int OPTION_HEADER = 4;
    private static final int LONGEST_OPTION = 0x1f;

    private final ControllerLab lab;
    private DatagramPeer peer;
    private CraftedRig rig;
    private long errorsBefore;

    HostileHeaderIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void startPeer() throws IOException {
        errorsBefore = errors();
        peer = DatagramPeer.start(lab.underlay().far());
    }

    @AfterEach
    void stop() {
        if (rig != null) {
            rig.close();
        }
        peer.close();
        lab.clear();
    }

    private long errors() throws IOException {
        try (var lines = Files.lines(lab.controller().folder().resolve("data/log/karaf.log"))) {
            return lines.filter(line -> line.contains("| ERROR |")).count();
        }
    }

    private void assertCounted(final CraftedTunnel tunnel, final HeaderJudge headers, final List<byte[]> datagrams)
            throws IOException {
        if (rig == null) {
            rig = CraftedRig.open(lab, peer, tunnel);
        }
        final var all = new ArrayList<byte[]>();
        for (int i = 0; i < datagrams.size(); i++) {
            all.add(datagrams.get(i));
            all.add(tunnel.wrap(Crafted.udp4().seq(i).length(100).bytes()));
        }
        new DatagramCount(lab, rig, new DatagramJudge(headers, tunnel.vni(), NEAR_UNDERLAY, PREFIXES))
            .assertCounted(SPARE_UNDERLAY, all);
        lab.awaitState(CoalescerModel.portPath(lab.port()), "up");
        assertThat(errors()).as("errors in the controller's log").isEqualTo(errorsBefore);
    }

    private void assertGeneve(final Stream<byte[]> datagrams) throws IOException {
        assertCounted(CraftedTunnel.GENEVE, HeaderJudge.GENEVE, datagrams.toList());
    }

    private static byte[] tcp4() {
        return Crafted.tcp4().bytes();
    }

    private static byte[] tcp6() {
        return Crafted.tcp6().bytes();
    }

    private static byte[] geneve(final byte[] options) {
        final byte[] plain = CraftedTunnel.GENEVE.wrap(tcp4());
        final var longer = ByteBuffer.allocate(plain.length + options.length);
        longer.put(plain, 0, 8).put(options).put(plain, 8, plain.length - 8);
        return longer.put(0, (byte) (options.length / Integer.BYTES)).array();
    }

    /** One option. */
    private static byte[] option(final int type, final int words) {
        return ByteBuffer.allocate(OPTION_HEADER + words * Integer.BYTES).putShort((short) 0x0104).put((byte) type)
            .put((byte) words).array();
    }

    /** Options that nobody needs to understand. */
    private static byte[] options(final int bytes) {
        final var all = ByteBuffer.allocate(bytes);
        while (all.hasRemaining()) {
            all.put(option(all.position() & 0x7f,
                Math.min(LONGEST_OPTION, (all.remaining() - OPTION_HEADER) / Integer.BYTES)));
        }
        return all.array();
    }

    private static Stream<byte[]> flips(final byte[] datagram, final int bits) {
        return IntStream.range(0, bits).mapToObj(bit -> with(datagram, bit / 8, datagram[bit / 8] ^ 0x80 >> bit % 8));
    }

    private static Stream<byte[]> everyByte(final byte[] datagram, final int at) {
        return IntStream.range(0, 256).mapToObj(value -> with(datagram, at, value));
    }

    private static Stream<byte[]> everyLength(final byte[] datagram) {
        return IntStream.range(0, datagram.length).mapToObj(end -> Arrays.copyOf(datagram, end));
    }

    private static byte[] with(final byte[] datagram, final int at, final int value) {
        final var changed = datagram.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static Stream<byte[]> random(final long seed, final byte[]... templates) {
        Console.line("Random datagrams of seed " + seed);
        final var maker = new HostileDatagrams(seed, List.of(templates));
        final var buffer = ByteBuffer.allocate(HostileDatagrams.MAX_LENGTH + Long.BYTES);
        return IntStream.range(0, RANDOM).mapToObj(i -> {
            maker.next(buffer);
            return Arrays.copyOf(buffer.array(), buffer.limit());
        });
    }

    @Test
    void optionsOfGeneveAreSkippedWhateverTheirLength() throws IOException {
        assertGeneve(IntStream.rangeClosed(0, 0x3f).mapToObj(words -> geneve(options(words * Integer.BYTES))));
        assertThat(lab.statistics().at("receive/packets")).as("good ones, others, and the mark").isEqualTo(2 * 64 + 1);
    }

    @Test
    void criticalOptionsOfGeneveAreRefusedWhereverTheyAre() throws IOException {
        final byte[] three = ByteBuffer.allocate(16).put(option(1, 0)).put(option(2, 1)).put(option(3, 0)).array();
        assertGeneve(Stream.of(
            everyByte(geneve(option(0, 1)), 8 + 2),
            IntStream.of(2, 6, 14).mapToObj(at -> with(geneve(three), 8 + at, 0x80)),
            // the bit that only announces such an option
            Stream.of(with(geneve(three), 1, 0x40), with(CraftedTunnel.GENEVE.wrap(tcp6()), 1, 0x40)))
            .flatMap(each -> each));
    }

    @Test
    void optionsOfGeneveEndWhereTheHeaderDoes() throws IOException {
        assertGeneve(IntStream.rangeClosed(0, 6).boxed().flatMap(words -> Stream.concat(
            // one option that says another length than it has
            words == 0 ? Stream.empty() : everyByte(geneve(options(words * Integer.BYTES)), 8 + 3),
            // and a header that does
            IntStream.rangeClosed(0, 0xff).mapToObj(first -> with(geneve(options(words * Integer.BYTES)), 0, first)))));
    }

    @Test
    void headersOfGeneveAreRefusedByTheirBits() throws IOException {
        final byte[] plain = CraftedTunnel.GENEVE.wrap(tcp4());
        assertGeneve(Stream.of(flips(plain, 64), everyByte(plain, 1), everyByte(plain, 2), everyByte(plain, 3),
            everyByte(CraftedTunnel.GENEVE.wrap(tcp6()), 3)).flatMap(each -> each));
    }

    @Test
    void geneveMayBeCutAnywhere() throws IOException {
        assertGeneve(Stream.of(CraftedTunnel.GENEVE.wrap(tcp4()), CraftedTunnel.GENEVE.wrap(tcp6()),
            geneve(options(24))).flatMap(HostileHeaderIT::everyLength));
    }

    @Test
    void framesAreNotForAPortOfPackets() throws IOException {
        final var frame = ByteBuffer.wrap(CraftedTunnel.VXLAN.wrap(tcp4()));
        assertGeneve(everyLength(frame.putInt(0, 0x6558).array()));
    }

    @Test
    void randomGeneveIsCountedByItsReason() throws IOException {
        assertGeneve(random(SEED, CraftedTunnel.GENEVE.wrap(tcp4()), CraftedTunnel.GENEVE.wrap(tcp6()),
            geneve(options(8)), geneve(options(40)), CraftedTunnel.GENEVE.wrap(Crafted.udp6().bytes())));
    }

    @Test
    void gueIsRefusedForWhatIsNotKnown() throws IOException {
        final byte[] plain = CraftedTunnel.GUE.wrap(tcp4());
        assertCounted(CraftedTunnel.GUE, HeaderJudge.GUE, Stream.of(flips(plain, 32), everyByte(plain, 0),
            everyByte(plain, 1), everyByte(CraftedTunnel.GUE.wrap(tcp6()), 1), everyLength(plain),
            // version 1 is the packet itself
            everyByte(tcp4(), 0), everyByte(tcp6(), 0), everyLength(tcp4()), everyLength(tcp6()),
            // a header that says how long its private data are, and which flags announce more
            IntStream.rangeClosed(0, 0x1f).mapToObj(words -> privately(words, 0)),
            IntStream.range(0, 16).mapToObj(flag -> privately(1, 1 << flag))).flatMap(each -> each).toList());
    }

    private static byte[] privately(final int words, final int flags) {
        final byte[] packet = tcp4();
        return ByteBuffer.allocate(4 + words * Integer.BYTES + packet.length).put((byte) words).put((byte) 4)
            .putShort((short) flags).position(4 + words * Integer.BYTES).put(packet).array();
    }

    @Test
    void vxlanIsRefusedForEveryReservedBit() throws IOException {
        final byte[] plain = CraftedTunnel.VXLAN.wrap(tcp4());
        assertCounted(CraftedTunnel.VXLAN, HeaderJudge.VXLAN, Stream.of(flips(plain, 64), everyByte(plain, 0),
            everyByte(plain, 7), everyLength(plain), everyLength(CraftedTunnel.VXLAN.wrap(tcp6())))
            .flatMap(each -> each).toList());
    }
}
