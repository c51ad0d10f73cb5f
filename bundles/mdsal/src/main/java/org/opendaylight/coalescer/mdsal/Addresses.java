/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.IpPrefix;
import org.opendaylight.coalescer.api.MacAddress;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IetfInetUtil;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IpAddressNoZone;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.PortNumber;
import org.opendaylight.yangtools.yang.common.Uint16;

/**
 * Translates the types of {@code ietf-inet-types} and {@code ietf-yang-types}; nothing is looked up by name. Stateless,
 * for any thread.
 */
final class Addresses {
    private Addresses() {
        // Hidden on purpose
    }

    /**
     * Reads an address.
     *
     * @param address the address
     * @return the same
     * @throws IllegalArgumentException if it is an IPv4 address in disguise: Java would take it for IPv4
     */
    static InetAddress read(final IpAddressNoZone address) {
        final InetAddress read = IpPrefix.of(address.stringValue() + "/0").address();
        if (address.getIpv6AddressNoZone() != null && read instanceof Inet4Address) {
            throw new IllegalArgumentException(
                address.stringValue() + " is an IPv4-mapped address: write " + read.getHostAddress());
        }
        return read;
    }

    static IpAddressNoZone write(final InetAddress address) {
        return IetfInetUtil.ipAddressNoZoneFor(address);
    }

    static PortNumber port(final int number) {
        return new PortNumber(Uint16.valueOf(number));
    }

    /**
     * Reads prefixes with their host parts.
     *
     * @param prefixes as the datastore has them, null for none
     * @return the same
     * @throws IllegalArgumentException if one of them is an IPv4 prefix in disguise
     */
    static List<IpPrefix> readPrefixes(final @Nullable Collection<
            org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IpPrefix> prefixes) {
        if (prefixes == null) {
            return List.of();
        }
        final List<IpPrefix> read = new ArrayList<>(prefixes.size());
        for (var prefix : prefixes) {
            final IpPrefix one = IpPrefix.of(prefix.stringValue());
            if (prefix.getIpv6Prefix() != null && one.address() instanceof Inet4Address) {
                throw new IllegalArgumentException(prefix.stringValue() + " is an IPv4-mapped prefix: write " + one);
            }
            read.add(one);
        }
        return read;
    }

    static @Nullable Set<org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IpPrefix>
            writePrefixes(final List<IpPrefix> prefixes) {
        if (prefixes.isEmpty()) {
            return null;
        }
        final var written = new LinkedHashSet<
            org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IpPrefix>();
        for (IpPrefix prefix : prefixes) {
            written.add(IetfInetUtil.ipPrefixFor(prefix.address(), prefix.length()));
        }
        return written;
    }

    static List<MacAddress> readMacs(final @Nullable Collection<
            org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.MacAddress> addresses) {
        return addresses == null ? List.of()
            : addresses.stream().map(address -> MacAddress.of(address.getValue())).toList();
    }

    static @Nullable Set<
            org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.MacAddress> writeMacs(
            final List<MacAddress> addresses) {
        if (addresses.isEmpty()) {
            return null;
        }
        final var written = new LinkedHashSet<
            org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.MacAddress>();
        for (MacAddress address : addresses) {
            written.add(new org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715
                .MacAddress(address.toString()));
        }
        return written;
    }
}
