/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.DeviceCounters;
import org.opendaylight.coalescer.it.lab.TcpCounters;
import org.opendaylight.coalescer.it.lab.UdpCounters;
import org.opendaylight.coalescer.it.traffic.TransferResult;

/** 256 MiB each way between a port and the kernel's tunnel, judged against what the kernel counted. */
@ControllerTest
class TransferIT {
    private static final long BYTES = 256L << 20;
    /** Segments of a superpacket on average, at least. */
    private static final long DENSITY = 8;
    /** IPv4 and UDP headers of a datagram; a veth device does not count the Ethernet header of what it receives. */
    private static final long UNDERLAY_HEADERS = 20 + 8;
    private static final long TUNNEL_HEADER = 8;

    private final ControllerLab lab;
    private TcpCounters nearTcp = new TcpCounters(0, 0, 0);
    private TcpCounters farTcp = nearTcp;
    private UdpCounters farUdp = new UdpCounters(0, 0, 0);
    private DeviceCounters underlay = new DeviceCounters(0, 0, 0, 0, new DeviceCounters.Sent(0, 0, 0));

    TransferIT(final ControllerLab lab) {
        this.lab = lab;
    }

    /** What arrives between the first reading and the socket is a frame and no datagram: then it begins again. */
    @BeforeEach
    void provision() {
        ControllerLab.await("readings and endpoint begin with the same frame", () -> {
            lab.clear();
            underlay = DeviceCounters.read(lab.near(), lab.underlay().nearDevice());
            farUdp = UdpCounters.read(lab.underlay().far());
            nearTcp = TcpCounters.read(lab.near());
            farTcp = TcpCounters.read(lab.underlay().far());
            lab.provision(true);
            return lab.endpointStatistics().at("receive/datagrams") == framesReceived();
        });
    }

    @AfterEach
    void noWrongChecksum() {
        assertThat(TcpCounters.read(lab.near()).since(nearTcp).checksumErrors())
            .as("TcpInCsumErrors at the port").isZero();
        assertThat(TcpCounters.read(lab.underlay().far()).since(farTcp).checksumErrors())
            .as("TcpInCsumErrors at the far end").isZero();
    }

    @ParameterizedTest(name = "inward {0}, IPv6 {1}")
    @CsvSource({ "true, false", "true, true", "false, false", "false, true" })
    void dataArrivesIntactAndCountersAgreeWithTheKernel(final boolean inward, final boolean ipv6) {
        final var result = lab.move(inward, ipv6, BYTES);
        assertIntact(result);
        final var agreed = settle();

        final var seen = agreed.seen();
        Console.line((inward ? "in" : "out") + (ipv6 ? " IPv6 " : " IPv4 ")
            + Math.round(result.bitsPerSecond() / 1e6) + " Mbit/s with digests, superpackets "
            + seen.at("receive/superpackets") + " of " + seen.at("receive/segments") + " in, "
            + seen.at("transmit/superpackets") + " of " + seen.at("transmit/segments") + " out");
        assertSumsAddUp(seen);
        agreed.assertBytesOfThePort();
        agreed.assertBytesOfTheUnderlay();
        final var direction = inward ? "receive" : "transmit";
        assertThat(seen.at(direction + "/superpackets")).isPositive();
        assertThat(seen.at(direction + "/segments") / seen.at(direction + "/superpackets"))
            .as("segments per superpacket").isGreaterThan(DENSITY);
        assertNothingWrong(seen);
    }

    private static void assertIntact(final TransferResult result) {
        assertThat(result.received()).isEqualTo(BYTES);
        assertThat(result.receivedSha256()).hasSize(64).isEqualTo(result.sentSha256());
        assertThat(result.isIntact()).as(result.summary()).isTrue();
    }

    /** Acknowledgments and the end of the connection may still be on their way, and the kernel asks for routers. */
    private Readings settle() {
        final var last = new AtomicReference<>(read());
        ControllerLab.await("our packets and those of the kernel agree", () -> {
            last.set(read());
            return last.get().agree();
        }, last::get);
        return last.get();
    }

    private Readings read() {
        final var now = DeviceCounters.read(lab.near(), lab.underlay().nearDevice());
        return new Readings(DeviceCounters.read(lab.near(), lab.port()), lab.statistics(), lab.endpointStatistics(),
            new DeviceCounters(now.receivedPackets() - underlay.receivedPackets(),
                now.receivedBytes() - underlay.receivedBytes(), 0, 0, now.sent()),
            UdpCounters.read(lab.underlay().far()).since(farUdp).received());
    }

    /** Counters that were read one after the other: of the port, of the endpoint, and of the kernels beside them. */
    private record Readings(DeviceCounters device, Statistics seen, Statistics endpoint, DeviceCounters frames,
            long farReceived) {
        private boolean agree() {
            return device.receivedPackets() == seen.at("receive/writes")
                && device.sent().packets() == seen.at("transmit/packets")
                && endpoint.at("receive/datagrams") == frames.receivedPackets()
                && endpoint.at("receive/datagrams") == seen.at("receive/packets")
                && endpoint.at("transmit/datagrams") == seen.at("transmit/datagrams")
                && endpoint.at("transmit/datagrams") == farReceived;
        }

        private void assertBytesOfThePort() {
            assertThat(device.receiveErrors() + device.receiveDropped()).isZero();
            assertThat(device.sent().bytes()).as("bytes we read").isEqualTo(seen.at("transmit/bytes"));
            // a superpacket has one header where its segments had one each, so the kernel sees fewer bytes
            assertThat(device.receivedBytes()).as("bytes we wrote").isLessThanOrEqualTo(seen.at("receive/bytes"));
        }

        private void assertBytesOfTheUnderlay() {
            final long datagrams = endpoint.at("receive/datagrams");
            assertThat(frames.receivedBytes()).as("bytes of datagrams received")
                .isEqualTo(endpoint.at("receive/bytes") + datagrams * UNDERLAY_HEADERS);
            assertThat(endpoint.at("receive/bytes") - datagrams * TUNNEL_HEADER).as("bytes of inner packets")
                .isEqualTo(seen.at("receive/bytes"));
        }
    }

    private long framesReceived() {
        return DeviceCounters.read(lab.near(), lab.underlay().nearDevice()).receivedPackets()
            - underlay.receivedPackets();
    }

    private static void assertSumsAddUp(final Statistics seen) {
        assertThat(seen.at("receive/packets")).as("packets = segments + verbatim + dropped")
            .isEqualTo(seen.at("receive/segments") + seen.at("receive/verbatim-packets") + seen.at("receive/dropped"));
        assertThat(seen.at("receive/writes")).as("writes = superpackets + verbatim")
            .isEqualTo(seen.at("receive/superpackets") + seen.at("receive/verbatim-packets"));
        assertThat(seen.sum("receive/seal", "reason", "chains")).as("every chain has a seal reason")
            .isEqualTo(seen.at("receive/chains"));
        assertThat(seen.sum("receive/verbatim", "reason", "packets")).as("every verbatim packet has a reason")
            .isEqualTo(seen.at("receive/verbatim-packets"));
        for (var histogram : new String[] { "segments", "bytes", "hold-time" }) {
            assertThat(seen.sum("receive/" + histogram + "-histogram", "at-least", "superpackets"))
                .as("every superpacket is in the histogram of " + histogram)
                .isEqualTo(seen.at("receive/superpackets"));
        }
    }

    private void assertNothingWrong(final Statistics seen) {
        assertThat(seen.at("receive/dropped") + seen.sum("receive/drop", "reason", "packets")).isZero();
        assertThat(seen.at("receive/checksum/bad-tcp") + seen.at("receive/checksum/bad-ip")
            + seen.at("receive/checksum/unfinished")).isZero();
        assertThat(seen.sum("receive/error", "errno", "count") + seen.sum("transmit/error", "errno", "count"))
            .isZero();
    }
}
