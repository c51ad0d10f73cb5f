/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.opendaylight.coalescer.api.DataPlaneEvent.OffloadFallback;
import org.opendaylight.coalescer.api.OffloadConfiguration;
import org.opendaylight.coalescer.api.OffloadStatus;
import org.opendaylight.coalescer.api.OffloadStatus.Direction;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.linux.Capability;
import org.opendaylight.coalescer.linux.CapabilityResult;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.packet.GsoType;

/**
 * What became of the offload switches of a port: what the operator asks for, what the kernel agreed to when it was
 * tried, and what the device refused later although the trial had gone well. Immutable.
 *
 * @param requested the switches
 * @param read what the kernel may hand to us
 * @param written what the kernel takes from us, as probed
 * @param refused kinds of superpacket that the device refused since the switches were last touched, with the errno
 */
record PortOffloads(OffloadConfiguration requested, List<CapabilityResult> read, List<CapabilityResult> written,
        List<Refusal> refused) {
    /** A kind of superpacket that the device refused. */
    record Refusal(GsoType type, int errno) {
        /** As others are told. */
        List<OffloadFallback.Refusal> told() {
            return capabilities(type).stream()
                .map(each -> new OffloadFallback.Refusal(each, Direction.RECEIVE, errno, reason()))
                .toList();
        }

        private String reason() {
            return "write: " + Errno.describe(errno);
        }
    }

    private static final String SWITCHED_OFF = "switched off";
    private static final String NO_CRC32C = "no TUN device has it, CRC32c is finished in software";
    private static final Set<Capability> TUNNELS = Set.of(Capability.READ_UDP_TUNNEL_GSO,
        Capability.READ_UDP_TUNNEL_GSO_CSUM, Capability.WRITE_UDP_TUNNEL_GSO);

    PortOffloads {
        read = List.copyOf(read);
        written = List.copyOf(written);
        refused = List.copyOf(refused);
    }

    /**
     * What came of asking and trying.
     *
     * @param requested the switches
     * @param read what the kernel agreed to hand to us
     * @param written what the kernel takes from us
     * @param framed whether the device carries Ethernet frames, behind whose headers we look for no tunnels
     * @return the offloads, none refused
     */
    static PortOffloads probed(final OffloadConfiguration requested, final List<CapabilityResult> read,
            final List<CapabilityResult> written, final boolean framed) {
        return new PortOffloads(requested, framed ? withoutTunnels(read) : read,
            framed ? withoutTunnels(written) : written, List.of());
    }

    private static List<CapabilityResult> withoutTunnels(final List<CapabilityResult> results) {
        return results.stream()
            .map(each -> TUNNELS.contains(each.capability())
                ? CapabilityResult.missing(each.capability(), "not on a port of kind tap") : each)
            .toList();
    }

    /** What may be written to the device now. */
    OutputCapabilities output() {
        return new OutputCapabilities(writes(requested.checksum(), Capability.WRITE_CHECKSUM),
            writes(requested.tso(), Capability.WRITE_TSO4) && !isRefused(GsoType.TCPV4),
            writes(requested.tso(), Capability.WRITE_TSO6) && !isRefused(GsoType.TCPV6),
            writes(requested.uso(), Capability.WRITE_USO4) && !isRefused(GsoType.UDP_L4),
            writes(requested.uso(), Capability.WRITE_USO6) && !isRefused(GsoType.UDP_L4),
            writes(requested.udpTunnelGso(), Capability.WRITE_UDP_TUNNEL_GSO) && !isRefused(GsoType.UDP_TUNNEL));
    }

    /** Everything for the operator. */
    List<OffloadStatus> status() {
        final var ret = new ArrayList<OffloadStatus>();
        add(ret, OffloadStatus.Capability.CHECKSUM, requested.checksum(), Set.of(Capability.READ_CHECKSUM),
            EnumSet.of(Capability.WRITE_CHECKSUM));
        add(ret, OffloadStatus.Capability.TSO4, requested.tso(), Set.of(Capability.READ_TSO4),
            EnumSet.of(Capability.WRITE_TSO4));
        add(ret, OffloadStatus.Capability.TSO6, requested.tso(), Set.of(Capability.READ_TSO6),
            EnumSet.of(Capability.WRITE_TSO6));
        ret.add(transmit(OffloadStatus.Capability.TSO_ECN, requested.tso(), Set.of(Capability.READ_TSO_ECN)));
        add(ret, OffloadStatus.Capability.USO4, requested.uso(), Set.of(Capability.READ_USO4),
            EnumSet.of(Capability.WRITE_USO4));
        add(ret, OffloadStatus.Capability.USO6, requested.uso(), Set.of(Capability.READ_USO6),
            EnumSet.of(Capability.WRITE_USO6));
        add(ret, OffloadStatus.Capability.UDP_TUNNEL_GSO, requested.udpTunnelGso(),
            Set.of(Capability.READ_UDP_TUNNEL_GSO), EnumSet.of(Capability.WRITE_UDP_TUNNEL_GSO));
        ret.add(transmit(OffloadStatus.Capability.UDP_TUNNEL_CSUM, requested.udpTunnelGso(),
            Set.of(Capability.READ_UDP_TUNNEL_GSO_CSUM)));
        for (var direction : Direction.values()) {
            ret.add(new OffloadStatus(OffloadStatus.Capability.SCTP_CRC, direction, false, false, false, NO_CRC32C));
        }
        return ret;
    }

    private void add(final List<OffloadStatus> to, final OffloadStatus.Capability capability, final boolean wanted,
            final Set<Capability> reads, final Set<Capability> writes) {
        to.add(transmit(capability, wanted, reads));
        final boolean empty = capability == OffloadStatus.Capability.UDP_TUNNEL_GSO && !requested.tso()
            && !requested.uso();
        final String refusal = empty ? "needs tso or uso" : refused.stream()
            .filter(each -> capabilities(each.type()).contains(capability))
            .map(Refusal::reason)
            .findFirst().orElse("");
        to.add(direction(capability, Direction.RECEIVE, wanted, reason(written, writes, wanted), refusal));
    }

    private OffloadStatus transmit(final OffloadStatus.Capability capability, final boolean wanted,
            final Set<Capability> reads) {
        return direction(capability, Direction.TRANSMIT, wanted, reason(read, reads, wanted), "");
    }

    private static OffloadStatus direction(final OffloadStatus.Capability capability, final Direction direction,
            final boolean wanted, final String probed, final String refusal) {
        final String reason = probed.isEmpty() ? refusal : probed;
        return new OffloadStatus(capability, direction, wanted, probed.isEmpty(), reason.isEmpty(), reason);
    }

    private static String reason(final List<CapabilityResult> results, final Set<Capability> which,
            final boolean wanted) {
        if (!wanted) {
            return SWITCHED_OFF;
        }
        return results.stream()
            .filter(result -> which.contains(result.capability()) && !result.negotiated())
            .map(result -> result.reason().isEmpty() ? "not agreed to by the kernel" : result.reason())
            .findFirst().orElse("");
    }

    /** What is given up with a kind of superpacket: that of UDP is one for both versions of IP. */
    private static List<OffloadStatus.Capability> capabilities(final GsoType type) {
        return switch (type) {
            case NONE -> List.of(OffloadStatus.Capability.CHECKSUM);
            case TCPV4 -> List.of(OffloadStatus.Capability.TSO4);
            case TCPV6 -> List.of(OffloadStatus.Capability.TSO6);
            case UDP_L4 -> List.of(OffloadStatus.Capability.USO4, OffloadStatus.Capability.USO6);
            case UDP_TUNNEL -> List.of(OffloadStatus.Capability.UDP_TUNNEL_GSO);
        };
    }

    private boolean writes(final boolean wanted, final Capability capability) {
        final Predicate<CapabilityResult> isGranted =
            result -> result.capability() == capability && result.negotiated();
        return wanted && written.stream().anyMatch(isGranted);
    }

    /** Why a device did not take what a self-test is about. */
    static SelfTest.Refusals refusals(final List<CapabilityResult> results) {
        return subject -> reason(results, switch (subject) {
            case TCP_IPV4 -> EnumSet.of(Capability.WRITE_TSO4);
            case TCP_IPV6 -> EnumSet.of(Capability.WRITE_TSO6);
            case UDP_IPV4 -> EnumSet.of(Capability.WRITE_USO4);
            case UDP_IPV6 -> EnumSet.of(Capability.WRITE_USO6);
            case PROTOCOL_89_IPV4, PROTOCOL_89_IPV6 -> EnumSet.noneOf(Capability.class);
        }, true);
    }

    private boolean isRefused(final GsoType type) {
        return refused.stream().anyMatch(each -> each.type() == type);
    }
}
