/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Reads addresses that are kept as they stand in an IP header: one long for both of IPv4, four for IPv6. */
final class RawAddress {
    private RawAddress() {
        // Hidden on purpose
    }

    static InetAddress read(final long[] values, final int index, final boolean isIpv6, final boolean isDestination) {
        final var bytes = ByteBuffer.allocate(isIpv6 ? 2 * Long.BYTES : Integer.BYTES);
        if (isIpv6) {
            final int first = isDestination ? index + 2 : index;
            bytes.putLong(values[first]).putLong(values[first + 1]);
        } else {
            bytes.putInt((int) (values[index] >>> (isDestination ? 0 : Integer.SIZE)));
        }
        try {
            // An IPv6 address that holds an IPv4 one is to stay what it is
            return isIpv6 ? Inet6Address.getByAddress(null, bytes.array(), -1)
                : InetAddress.getByAddress(bytes.array());
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("Addresses of 4 and 16 bytes are always legal", e);
        }
    }
}
