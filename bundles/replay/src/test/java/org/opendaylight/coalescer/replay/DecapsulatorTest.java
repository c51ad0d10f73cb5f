/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Which packets are datagrams of the tunnel, and what comes out of them. */
class DecapsulatorTest {
    private static final int IPV4 = 0x0c00_0001;
    private static final int IPV6 = 0x0c00_0002;
    private static final int ETHERNET = 0x0c00_0003;

    private final CaptureBytes capture = CaptureBytes.pcap(CaptureBytes.ETHERNET);

    private DecapsulatorTest add(final byte[] packet) {
        capture.record(1, 0, Packets.ethernet(packet[0] >>> 4 == 4 ? 0x0800 : 0x86dd, packet));
        return this;
    }

    private Replays replay() {
        return Replays.of(capture, Replays.decap(4790));
    }

    private void assertOutside() {
        final Replays replay = replay();
        assertThat(replay.at("tunnel/outside")).isEqualTo(1);
        assertThat(replay.at("receive/packets")).isZero();
    }

    private void assertDropped(final String reason) {
        final Replays replay = replay();
        assertThat(replay.at("tunnel/drop", reason)).isEqualTo(1);
        assertThat(replay.at("tunnel/outside")).isZero();
        assertThat(replay.at("receive/packets")).isZero();
    }

    @Test
    void whatIsInsideCoalesces() {
        final byte[][] train = Packets.tcp4().train(3);
        final Replays replay = add(Packets.vxlanGpe(IPV4, train[0]).build())
            .add(Packets.vxlanGpe(IPV4, train[1]).build()).add(Packets.vxlanGpe(IPV4, train[2]).build()).replay();
        assertThat(replay.shape()).containsExactly(3);
        assertThat(replay.at("tunnel/decapsulated")).isEqualTo(3);
        assertThat(replay.at("receive/packets")).isEqualTo(3);
    }

    @Test
    void withoutBeingAskedDatagramsStayWhole() {
        add(Packets.vxlanGpe(IPV4, Packets.tcp4().build()).build());
        assertThat(Replays.of(capture).at("receive/bytes")).isEqualTo(20 + 8 + 8 + 140);
        assertThat(Replays.of(capture).report().get("tunnel").isJsonNull()).isTrue();
    }

    @Test
    void innerIpv6() {
        final byte[] inner = Packets.tcp6().build();
        assertThat(add(Packets.vxlanGpe(IPV6, inner).build()).replay().events().getFirst())
            .contains(HexFormat.of().formatHex(inner));
    }

    @Test
    void outerIpv6() {
        final byte[] inner = Packets.tcp4().build();
        final byte[] datagram = Packets.vxlanGpe(IPV4, inner).build();
        assertThat(add(Packets.udp6().to(4790).payload(Arrays.copyOfRange(datagram, 28, datagram.length)).build())
            .replay().events().getFirst()).contains(HexFormat.of().formatHex(inner));
    }

    @Test
    void outerIpv4WithOptions() {
        final byte[] inner = Packets.tcp4().build();
        final byte[] datagram = Packets.vxlanGpe(IPV4, inner).build();
        final byte[] longer = new byte[datagram.length + 4];
        System.arraycopy(datagram, 0, longer, 0, 20);
        System.arraycopy(datagram, 20, longer, 24, datagram.length - 20);
        longer[0] = 0x46;
        assertThat(add(longer).replay().events().getFirst()).contains(HexFormat.of().formatHex(inner));
    }

    @Test
    void paddingBehindTheDatagramIsNoPartOfIt() {
        final byte[] datagram = Packets.vxlanGpe(IPV4, Packets.tcp4().build()).build();
        assertThat(add(Arrays.copyOf(datagram, datagram.length + 6)).replay().at("receive/bytes")).isEqualTo(140);
    }

    @Test
    void datagramCutByTheCaptureIsGivenNevertheless() {
        final byte[] datagram = Packets.vxlanGpe(IPV4, Packets.tcp4().build()).build();
        final byte[] frame = Packets.ethernet(0x0800, datagram);
        capture.record(1, 0, frame.length, Arrays.copyOf(frame, 100));
        final Replays replay = replay();
        assertThat(replay.at("receive/verbatim", "malformed")).isEqualTo(1);
        assertThat(replay.at("capture/truncated")).isEqualTo(1);
    }

    @Test
    void otherPort() {
        add(Packets.udp4().to(4789).build()).assertOutside();
        add(Packets.vxlanGpe(IPV4, Packets.tcp4().build()).to(9).build());
        assertThat(Replays.of(capture, Replays.decap(9)).at("tunnel/decapsulated")).isEqualTo(1);
    }

    @Test
    void tcp() {
        add(Packets.tcp4().to(4790).build()).assertOutside();
    }

    @Test
    void fragment() {
        add(Packets.vxlanGpe(IPV4, Packets.tcp4().build()).fragment(0x2000).build()).assertOutside();
    }

    @Test
    void laterFragment() {
        add(Packets.vxlanGpe(IPV4, Packets.tcp4().build()).fragment(1).build()).assertOutside();
    }

    @Test
    void headerCutShort() {
        add(Arrays.copyOf(Packets.vxlanGpe(IPV4, Packets.tcp4().build()).build(), 27)).assertOutside();
    }

    @Test
    void udpLengthBelowItsHeader() {
        final byte[] datagram = Packets.vxlanGpe(IPV4, Packets.tcp4().build()).build();
        datagram[24] = 0;
        datagram[25] = 7;
        add(datagram).assertOutside();
    }

    @Test
    void tooShortForTheTunnelHeader() {
        add(Packets.udp4().to(4790).length(7).build()).assertDropped("short");
    }

    @Test
    void badFlags() {
        add(Packets.vxlanGpe(0x0800_0001, Packets.tcp4().build()).build()).assertDropped("bad-flags");
    }

    @Test
    void otherNextProtocol() {
        add(Packets.vxlanGpe(ETHERNET, Packets.tcp4().build()).build()).assertDropped("wrong-next-protocol");
    }

    @Test
    void innerVersionThatWasNotAnnounced() {
        add(Packets.vxlanGpe(IPV6, Packets.tcp4().length(200).build()).build()).assertDropped("version-mismatch");
    }

    @Test
    void congestionThatCannotBeMarkedInside() {
        add(Packets.vxlanGpe(IPV4, Packets.tcp4().build()).tos(3).build()).assertDropped("ecn-drop");
    }

    @Test
    void congestionIsMarkedInside() {
        final Replays replay = add(Packets.vxlanGpe(IPV4, Packets.tcp4().tos(2).build()).tos(3).build()).replay();
        assertThat(replay.events().getFirst()).contains("\"bytes\":\"4503");
        assertThat(replay.at("receive/checksum/bad-ip")).isZero();
    }

    @Test
    void droppedDatagramsLeaveNothingBehind() {
        add(Packets.vxlanGpe(ETHERNET, Packets.tcp4().build()).build());
        final byte[][] train = Packets.tcp4().train(2);
        add(Packets.vxlanGpe(IPV4, train[0]).build()).add(Packets.tcp4().build())
            .add(Packets.vxlanGpe(IPV4, train[1]).build());
        assertThat(replay().shape()).containsExactly(2);
    }
}
