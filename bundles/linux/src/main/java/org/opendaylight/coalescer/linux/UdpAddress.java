/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An address and port in the form in which the kernel takes it, encoded once at set-up so that sending encodes nothing.
 * Immutable value, usable by any thread.
 */
public final class UdpAddress {
    private final InetSocketAddress address;
    private final NativeBlock encoded;
    private final int length;

    private UdpAddress(final InetSocketAddress address) {
        this.address = address;
        encoded = new NativeBlock(SocketLayout.SOCKADDR_SPACE);
        final var target = encoded.buffer();
        final var ip = address.getAddress();
        target.putShort(SocketLayout.SIN_FAMILY, (short) familyOf(ip));
        target.order(ByteOrder.BIG_ENDIAN).putShort(SocketLayout.SIN_PORT, (short) address.getPort());
        target.order(ByteOrder.nativeOrder());
        if (ip instanceof Inet6Address ip6) {
            target.put(SocketLayout.SIN6_ADDR, ip.getAddress());
            target.putInt(SocketLayout.SIN6_SCOPE_ID, ip6.getScopeId());
            length = SocketLayout.SOCKADDR_IN6_BYTES;
        } else {
            target.put(SocketLayout.SIN_ADDR, ip.getAddress());
            length = SocketLayout.SOCKADDR_IN_BYTES;
        }
    }

    /**
     * Encodes an address.
     *
     * @param address IPv4 or IPv6 address
     * @param port 0 to 65,535; 0 lets the kernel choose when it is used to bind
     * @return the encoded address
     * @throws IllegalStateException if native calls are not available
     */
    public static UdpAddress of(final InetAddress address, final int port) {
        return new UdpAddress(new InetSocketAddress(address, port));
    }

    /** What was encoded. */
    public InetSocketAddress socketAddress() {
        return address;
    }

    /** Whether this is an IPv6 address. */
    public boolean isIpv6() {
        return length == SocketLayout.SOCKADDR_IN6_BYTES;
    }

    /** Where the {@code struct sockaddr_in} or {@code sockaddr_in6} is. */
    long nativeAddress() {
        return encoded.address();
    }

    /** Its size in bytes. */
    int nativeLength() {
        return length;
    }

    static int familyOf(final InetAddress ip) {
        return ip instanceof Inet4Address ? SocketLayout.AF_INET : SocketLayout.AF_INET6;
    }

    /** Reads back what the kernel wrote. */
    static InetSocketAddress decode(final NativeBlock block) {
        final var source = block.buffer();
        final boolean ipv6 = source.getShort(SocketLayout.SIN_FAMILY) == SocketLayout.AF_INET6;
        final var bytes = new byte[ipv6 ? 16 : 4];
        source.get(ipv6 ? SocketLayout.SIN6_ADDR : SocketLayout.SIN_ADDR, bytes);
        final int port = (source.get(SocketLayout.SIN_PORT) & 0xff) << 8 | source.get(SocketLayout.SIN_PORT + 1) & 0xff;
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Not an address: " + Arrays.toString(bytes), e);
        }
    }

    @Override
    public boolean equals(final Object obj) {
        return obj instanceof UdpAddress other && address.equals(other.address);
    }

    @Override
    public int hashCode() {
        return address.hashCode();
    }

    @Override
    public String toString() {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }
}
