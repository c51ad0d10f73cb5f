/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.opendaylight.coalescer.api.DataPlaneSnapshot.Endpoint;
import org.opendaylight.coalescer.api.DataPlaneSnapshot.Port;

/** State and counters to be shown, for the tests of modules that show them. Functions without state. */
public final class Samples {
    /** When the counters of the samples started. */
    public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private Samples() {
        // functions only
    }

    private static InetAddress address(final String text) {
        return IpPrefix.of(text + "/0").address();
    }

    /** A port that works. */
    public static PortStatus status(final String name) {
        return new PortStatus(new PortConfiguration(name, "uplink", true,
            new DeviceConfiguration("", 0, 0, 1000, List.of(IpPrefix.of("198.51.100.1/24")), true),
            new OffloadConfiguration(true, true, true, true),
            new CoalescingConfiguration(true, true, 64, 65535, 65535, true, EcnPolicy.EXACT,
                ChecksumValidation.VERIFY, 1024, 200),
            new TunnelConfiguration("underlay", 42, false, false, List.of(
                new PeerConfiguration("far", address("2001:db8::2"), 4790,
                    List.of(IpPrefix.of("198.51.100.0/24"), IpPrefix.of("2001:db8:1::/48")))))),
            OperStatus.UP, START, "", 7, 9000, 2, List.of(
                new OffloadStatus(OffloadStatus.Capability.TSO4, OffloadStatus.Direction.RECEIVE, true, true, true, ""),
                new OffloadStatus(OffloadStatus.Capability.USO4, OffloadStatus.Direction.TRANSMIT, true, false, false,
                    "the kernel refuses it")));
    }

    /** A port that can't be set up. */
    public static PortStatus failed(final String name, final String error) {
        final var status = status(name);
        return new PortStatus(status.applied(), OperStatus.FAILED, START, error, 0, 0, 0, List.of());
    }

    /** A port of both. */
    public static Port port(final PortStatus status, final PortStatistics statistics) {
        return new Port(status, statistics);
    }

    /**
     * Counters of different values each, all of them multiples of a number.
     *
     * @param start when they started from zero
     * @param times that number
     */
    public static PortStatistics statistics(final Instant start, final int times) {
        return new PortStatistics(start,
            new PortStatistics.Receive(100_000L * times, 125_000_000L * times, 1_001L * times, 90_002L * times,
                9_000L * times, 10_001L * times, 998L * times, 1_202L * times,
                Map.of("psh", 200L * times, "end-of-batch", 1_002L * times),
                Map.of("pure-ack", 8_000L * times, "bad-l4-checksum", 1_000L * times),
                Map.of("unknown-vni", 30L * times), Map.of(new KernelError(22, "EINVAL"), 5L * times),
                new PortStatistics.ReceiveChecksum(11L * times, 12L * times, 17L * times, 13L * times,
                    new PortStatistics.BadChecksum(14L * times, 15L * times, 16L * times, 18L * times, 19L * times),
                    20L * times, new PortStatistics.WrittenChecksum(21L * times, 22L * times, 23L * times)),
                new PortStatistics.Sequence(new PortStatistics.Gaps(50L * times, 51L * times, 52L * times, 53L * times,
                    54L * times, 55L * times), 56L * times, 57L * times,
                    new PortStatistics.Reordering(58L * times, 59L * times, 60 * times),
                    new PortStatistics.Repairs(61L * times, 62L * times, 63 * times), 64L * times, 65L * times,
                    List.of(gap(GapEnding.LATE_REORDER))),
                new PortStatistics.Histograms(Map.of(2, 10L, 32, 991L), Map.of(1024, 1L), Map.of(0, 3L, 128, 4L))),
            new PortStatistics.Transmit(70L * times, 12_500_000L * times, 72L * times, 73L * times, 7_400L * times,
                3L * times, 85L * times, new PortStatistics.TransmitChecksum(76L * times, 77L * times, 78L * times,
                    79L * times, 80L * times, 81L * times),
                Map.of("no-peer", 4L * times), Map.of(new KernelError(5, "EIO"), 6L * times)),
            new PortStatistics.Relay(82L * times, 83L * times, 84L * times, Map.of("ttl-exceeded", 7L * times)));
    }

    /** A flow from port 40000 to port 443. */
    public static FlowStatistics flow(final boolean isUdp, final String source, final String destination) {
        return new FlowStatistics(new FlowStatistics.Key(isUdp, address(source), 40000, address(destination), 443),
            START, new FlowStatistics.Traffic(6_400, 7_680_000, 100, 6_350),
            Map.of("psh", 3L, "max-segments", 97L), new PortStatistics.Gaps(8, 9, 10, 11, 12, 13), 14, 15);
    }

    /** A gap beyond 2^31, where signs would show. */
    public static GapEvent gap(final GapEnding ending) {
        return new GapEvent(17, START, address("198.51.100.2"), 40000, address("198.51.100.1"), 443, 0xf000_0000,
            0xf000_4e20, 20, 20_000, 0xf000_55f0, 2_000, ending);
    }

    /** An endpoint that works. */
    public static Endpoint endpoint(final String name) {
        return new Endpoint(new EndpointStatus(new EndpointConfiguration(name, Encapsulation.VXLAN_GPE, "",
                address("192.0.2.1"), 4790, true, 64, 0, 1 << 20, true, true), OperStatus.UP, START, "", 1 << 20, "",
                List.of()),
            new EndpointStatistics(START, new EndpointStatistics.Receive(201, 202, 203, 204, Map.of("bad-flags", 205L),
                Map.of(new KernelError(11, "EAGAIN"), 206L)), new EndpointStatistics.Transmit(207, 208, 209, 210,
                    211, Map.of(new KernelError(105, "ENOBUFS"), 212L))));
    }
}
