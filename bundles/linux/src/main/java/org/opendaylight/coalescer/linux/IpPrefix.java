/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IP address with a prefix length, as an interface address (host bits kept) or as a network (host bits zero).
 *
 * @param address the address
 * @param length prefix length, 0 to 32 or 128
 */
@SuppressFBWarnings(value = "EI_EXPOSE_REP", justification = "An InetAddress never changes")
public record IpPrefix(InetAddress address, int length) {
    public IpPrefix {
        if (length < 0 || length > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("Prefix length " + length + " for " + address.getHostAddress());
        }
    }

    /**
     * The network: this prefix with its host bits cleared.
     *
     * @return the network
     */
    public IpPrefix network() {
        final var bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            final int kept = Math.min(Math.max(length - i * Byte.SIZE, 0), Byte.SIZE);
            bytes[i] &= (byte) (0xff00 >> kept);
        }
        try {
            return new IpPrefix(InetAddress.getByAddress(bytes), length);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address of an address's length", e);
        }
    }

    /**
     * Whether an address is in the network.
     *
     * @param other the address, of any family
     * @return true if it has the same leading bits
     */
    public boolean contains(final InetAddress other) {
        return other.getAddress().length == address.getAddress().length
            && new IpPrefix(other, length).network().equals(network());
    }

    /** The address of all zeros, which is that of a default route. */
    static InetAddress unspecified(final boolean ipv6) {
        try {
            return InetAddress.getByAddress(new byte[ipv6 ? 16 : 4]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address of a known length", e);
        }
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + length;
    }
}
