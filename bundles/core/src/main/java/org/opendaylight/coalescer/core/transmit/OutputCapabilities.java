/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.PacketMetadata;

/**
 * What an output is able and allowed to do for us, each as it is active now. An output limited to the checksums of TCP
 * and UDP over plain IP counts as able; {@link TransmitValidation} gives it no others.
 *
 * @param checksum finishes the checksum of TCP and UDP over IPv4 without options and IPv6 without extension headers
 * @param tso4 takes TCP superpackets over IPv4, with {@code checksum} only
 * @param tso6 takes TCP superpackets over IPv6, with {@code checksum} only
 * @param uso4 takes UDP superpackets over IPv4, with {@code checksum} only
 * @param uso6 takes UDP superpackets over IPv6, with {@code checksum} only
 * @param udpTunnel takes those that it takes otherwise behind an outer UDP header as well, with or without outer
 *     checksum
 */
public record OutputCapabilities(boolean checksum, boolean tso4, boolean tso6, boolean uso4, boolean uso6,
        boolean udpTunnel) {
    /** Can do nothing: a UDP tunnel. */
    public static final OutputCapabilities NONE = new OutputCapabilities(false, false, false, false, false, false);
    /** Can do everything that is described here: a TUN queue with all its offloads. */
    public static final OutputCapabilities ALL = new OutputCapabilities(true, true, true, true, true, true);

    /**
     * Whether superpackets of a kind pass whole. Linux has no separate kind for UDP over IPv4 and IPv6 and switches
     * both together, so UDP needs both.
     *
     * @param type kind of superpacket
     * @return true for {@link GsoType#NONE} as well
     */
    public boolean canCarry(final GsoType type) {
        return switch (type) {
            case NONE -> true;
            case TCPV4 -> checksum && tso4;
            case TCPV6 -> checksum && tso6;
            case UDP_L4 -> checksum && uso4 && uso6;
            case UDP_TUNNEL -> checksum && udpTunnel;
        };
    }

    /** Whether a superpacket passes whole, as it is. */
    boolean canCarry(final PacketMetadata packet) {
        return canCarry(packet.gsoType()) && (!packet.isEncapsulated() || canCarry(GsoType.UDP_TUNNEL));
    }
}
