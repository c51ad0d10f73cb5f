/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.opendaylight.coalescer.api.Findings.Subject;

/** Rules for endpoints. Confined to one thread; made for one validation. */
final class EndpointRules {
    static final int MAX_PORT = 65535;

    private static final Pattern OBJECT_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_.:@+-]{1,255}");
    private static final byte[] BROADCAST = { -1, -1, -1, -1 };
    private static final int MAX_TTL = 255;
    private static final int MAX_DSCP = 63;
    private static final int MIN_BUFFER = 1 << 16;
    private static final int MAX_BUFFER = 1 << 30;

    private final Map<SocketName, String> bound = new HashMap<>();

    private record SocketName(String namespace, InetAddress address, int port) {
    }

    void check(final EndpointConfiguration endpoint, final Subject subject) {
        if (!isObjectName(endpoint.name())) {
            subject.refuse("name", "must be 1..64 letters, digits, '_', '.' or '-'", "Choose such a name.");
        }
        checkNamespace(endpoint.networkNamespace(), subject);
        checkLocalAddress(endpoint.localAddress(), subject);
        subject.requireRange("local-port", endpoint.localPort(), 1, MAX_PORT);
        subject.requireRange("ttl", endpoint.ttl(), 1, MAX_TTL);
        if (endpoint.dscp() != EndpointConfiguration.INHERIT_DSCP) {
            subject.requireRange("dscp", endpoint.dscp(), 0, MAX_DSCP);
        }
        subject.requireRange("receive-buffer", endpoint.receiveBuffer(), MIN_BUFFER, MAX_BUFFER);
        final String other = bound.putIfAbsent(new SocketName(endpoint.networkNamespace(), endpoint.localAddress(),
            endpoint.localPort()), endpoint.name());
        if (other != null) {
            subject.refuse("local-port", "address and port must differ from those of all other endpoints of a network"
                + " namespace, but '" + other + "' has the same",
                "Change local-address or local-port, or let the ports share that endpoint.");
        }
    }

    private static void checkLocalAddress(final InetAddress address, final Subject subject) {
        final String objection = objection(address);
        if (objection != null) {
            subject.refuse("local-address", "must be one address of this node, but " + address.getHostAddress() + " is "
                + objection, "Name the underlay address that peers send to.");
        }
    }

    /** Refuses what can't be the name of a network namespace; empty stands for that of the controller. */
    static void checkNamespace(final String namespace, final Subject subject) {
        if (!namespace.isEmpty() && (!NAMESPACE.matcher(namespace).matches() || namespace.equals(".")
                || namespace.equals(".."))) {
            subject.refuse("network-namespace", "must be 1..255 letters, digits, '_', '.', ':', '@', '+' or '-', but is"
                + " '" + namespace + "'",
                "Give the name that 'ip netns list' shows, without a folder, or delete the leaf.");
        }
    }

    static boolean isObjectName(final String name) {
        return OBJECT_NAME.matcher(name).matches();
    }

    /**
     * Tells why an address can't be that of a host.
     *
     * @param address the address
     * @return what it is instead, or null if there is nothing to object
     */
    static String objection(final InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return "a wildcard";
        }
        if (address.isMulticastAddress()) {
            return "a multicast group";
        }
        if (address instanceof Inet6Address && address.isLinkLocalAddress()) {
            return "a link-local address, which means nothing without its link";
        }
        return Arrays.equals(address.getAddress(), BROADCAST) ? "the broadcast address" : null;
    }
}
