/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.opendaylight.coalescer.linux.UdpAddress;
import org.opendaylight.coalescer.linux.UdpReceiveBatch;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * A peer in the form that the packet path needs. Immutable.
 */
final class Peer {
    private final String name;
    private final UdpAddress destination;
    private final Address address;
    private final int maxPacket;
    private final boolean mssClamp;
    private final boolean stationed;

    Peer(final PeerRoute route) {
        final var configuration = route.configuration();
        maxPacket = route.maxPacket();
        mssClamp = route.mssClamp() && maxPacket != Integer.MAX_VALUE;
        name = configuration.name();
        destination = UdpAddress.of(configuration.address(), configuration.port());
        address = Address.of(configuration.address());
        stationed = !configuration.macs().isEmpty();
    }

    /** Where its datagrams go. */
    UdpAddress destination() {
        return destination;
    }

    /** Its underlay address. */
    Address address() {
        return address;
    }

    /** Bytes of the longest packet that it can be sent. */
    int maxPacket() {
        return maxPacket;
    }

    /** Whether TCP connections with it are opened with segments that fit. */
    boolean clampsMss() {
        return mssClamp;
    }

    /** Whether it is known which stations are behind it. */
    boolean isStationed() {
        return stationed;
    }

    @Override
    public String toString() {
        return name + " at " + destination;
    }

    /**
     * An IP address as numbers.
     *
     * @param ipv6 whether it is an IPv6 address
     * @param high first 8 bytes, or the whole IPv4 address
     * @param low last 8 bytes, 0 for IPv4
     */
    record Address(boolean ipv6, long high, long low) {
        static Address of(final InetAddress inet) {
            final ByteBuffer bytes = ByteBuffer.wrap(inet.getAddress());
            return bytes.remaining() == Integer.BYTES ? new Address(false, bytes.getInt(), 0)
                : new Address(true, bytes.getLong(), bytes.getLong());
        }

        /** Whether a received message came from this address. */
        boolean isSource(final UdpReceiveBatch batch, final int message) {
            return ipv6 == batch.isIpv6(message) && (ipv6
                ? batch.sourceV6High(message) == high && batch.sourceV6Low(message) == low
                : batch.sourceV4(message) == high);
        }

        /** Whether an inner packet goes to this address. */
        boolean isDestination(final PacketMemory memory, final int off, final int ipVersion) {
            return ipv6
                ? ipVersion == 6 && memory.net().getLong(off + Ipv6.DESTINATION) == high
                    && memory.net().getLong(off + Ipv6.DESTINATION + Long.BYTES) == low
                : ipVersion == 4 && memory.net().getInt(off + Ipv4.DESTINATION) == high;
        }
    }
}
