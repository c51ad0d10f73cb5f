/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.coalescer.it.KernelTest;
import org.opendaylight.coalescer.it.crafted.CapturedPacket;
import org.opendaylight.coalescer.it.crafted.Checksums;
import org.opendaylight.coalescer.it.crafted.Crafted;
import org.opendaylight.coalescer.it.lab.EthernetEnd;

/**
 * Rule 5b before the kernel: superpackets behind VXLAN are written to a real device, and the kernel forwards them to a
 * wire that takes none. It has to find both headers, cut, and finish both checksums.
 */
@KernelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelTunnelIT {
    private static final int TUNNEL_TYPES = 0x60;
    private static final byte[] VXLAN_ETHERNET = { 8, 0, 0, 0, 0, 0, 7, 0, 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0, 0 };

    private JudgeBench bench;

    /**
     * A batch in a tunnel.
     *
     * @param ipv6 whether the outer header is IPv6
     * @param checksum whether the outer UDP header has a checksum
     * @param inner what is inside
     */
    private record Tunnelled(boolean ipv6, boolean checksum, BatchSample inner) {
        List<byte[]> bytes() {
            final var packets = new ArrayList<byte[]>();
            var outer = (ipv6 ? Crafted.udp6() : Crafted.udp4()).port(EthernetEnd.VXLAN_PORT).fragment(0).id(0xfff0);
            for (var each : inner.bytes()) {
                final var carried = ByteBuffer.allocate(VXLAN_ETHERNET.length + each.length).put(VXLAN_ETHERNET)
                    .putShort(VXLAN_ETHERNET.length - 2, (short) (Checksums.isIpv4(each) ? 0x0800 : 0x86dd))
                    .put(each).array();
                outer = outer.carrying(carried).id(outer.identification() + 1);
                packets.add(checksum ? outer.bytes() : outer.withoutChecksum());
            }
            return packets;
        }

        @Override
        public String toString() {
            return inner.name() + (ipv6 ? " in IPv6" : " in IPv4") + (checksum ? "" : " without outer checksum");
        }
    }

    @BeforeAll
    void open() {
        bench = JudgeBench.openForTunnels();
    }

    @AfterAll
    void close() {
        bench.close();
    }

    static Stream<Tunnelled> samples() {
        return BatchSample.all().flatMap(sample -> Stream.of(new Tunnelled(false, true, sample),
            new Tunnelled(true, true, sample), new Tunnelled(false, false, sample)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void kernelCutsWhatWasPutTogetherBehindOuterHeaders(final Tunnelled sample) {
        final var sent = sample.bytes();
        final int place = bench.place();
        final var written = bench.coalesce(sent);
        assertThat(written).as("writes").hasSameSizeAs(sample.inner().shape());
        assertThat(written.stream().filter(CapturedPacket::isSuperpacket))
            .hasSize((int) sample.inner().shape().stream().filter(segments -> segments > 1).count())
            .allMatch(packet -> (packet.gsoType() & TUNNEL_TYPES) == (sample.ipv6() ? 0x40 : 0x20));
        final var arrived = bench.awaitMark(place);
        assertThat(arrived.stream().map(CapturedPacket::bytes).map(Forwarded::arrived).toList())
            .isEqualTo(sent.stream().map(Forwarded::sent).toList());
        assertThat(arrived).as("the kernel cuts and finishes everything")
            .allMatch(packet -> !packet.isSuperpacket() && packet.flags() == 0);
    }
}
