/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.Findings.Subject;

/** Rules for the tunnels of ports. Confined to one thread; made for one validation. */
final class TunnelRules {
    private static final int MAX_VNI = 0xffffff;

    private final Map<String, EndpointConfiguration> endpoints;
    private final Map<NetworkName, String> portByNetwork = new HashMap<>();
    private final Map<Route, String> portByRoute = new HashMap<>();

    private record NetworkName(String endpoint, int vni) {
    }

    private record Route(String namespace, IpPrefix network) {
    }

    /** What the peers of one port must not share. */
    private record PortScope(PortConfiguration port, Map<String, String> names, Map<InetAddress, String> addresses,
            Map<IpPrefix, String> networks) {
        PortScope(final PortConfiguration port) {
            this(port, new HashMap<>(), new HashMap<>(), new HashMap<>());
        }
    }

    TunnelRules(final Map<String, EndpointConfiguration> endpoints) {
        this.endpoints = endpoints;
    }

    void check(final PortConfiguration port, final Subject subject) {
        final TunnelConfiguration tunnel = port.tunnel();
        final EndpointConfiguration endpoint = endpoints.get(tunnel.endpoint());
        if (endpoint == null) {
            subject.refuse("tunnel/endpoint", "endpoint '" + tunnel.endpoint() + "' must exist and be valid itself",
                "Define it in the same transaction, or name another one.");
        } else {
            checkAddresses(port, endpoint, subject);
        }
        checkNetwork(port, endpoint, subject);
        KindRules.check(port, endpoint, subject);
        final PortScope scope = new PortScope(port);
        for (PeerConfiguration peer : tunnel.peers()) {
            checkName(peer, scope, subject);
            checkAddress(peer, scope, subject);
            if (endpoint != null) {
                checkAgainstEndpoint(peer, endpoint, subject);
            }
            peer.allowedPrefixes().forEach(prefix -> checkPrefix(peer, prefix, scope, subject));
        }
    }

    private void checkNetwork(final PortConfiguration port, final @Nullable EndpointConfiguration endpoint,
            final Subject subject) {
        final TunnelConfiguration tunnel = port.tunnel();
        subject.requireRange("tunnel/vni", tunnel.vni(), 0, MAX_VNI);
        final boolean hasVni = endpoint == null || endpoint.encapsulation().hasVni();
        if (!hasVni && tunnel.vni() != 0) {
            subject.refuse("tunnel/vni", "must be left out, since " + requireNonNull(endpoint).encapsulation().word()
                + ", the encapsulation of endpoint '" + tunnel.endpoint() + "', has none",
                "Delete it, or name an endpoint with vxlan-gpe, vxlan or geneve.");
        }
        final String other = portByNetwork.putIfAbsent(new NetworkName(tunnel.endpoint(), hasVni ? tunnel.vni() : 0),
            port.name());
        if (other == null) {
            return;
        }
        if (hasVni) {
            subject.refuse("tunnel/vni", "must be unique among the ports of an endpoint, but port '" + other + "' has "
                + tunnel.vni() + " on endpoint '" + tunnel.endpoint() + "' too",
                "Choose another vni, or another endpoint.");
        } else {
            subject.refuse("tunnel/endpoint", "must be used by one port, since " + requireNonNull(endpoint)
                .encapsulation().word() + " has no VNI to tell ports apart, but port '" + other + "' uses it too",
                "Give this port an endpoint of its own, with another local-port.");
        }
    }

    private static void checkAddresses(final PortConfiguration port, final EndpointConfiguration endpoint,
            final Subject subject) {
        for (IpPrefix address : port.device().addresses()) {
            if (address.address().equals(endpoint.localAddress())
                    && port.device().networkNamespace().equals(endpoint.networkNamespace())) {
                subject.refuse("address[.='" + address + "']", "must not be local-address of endpoint '"
                    + endpoint.name() + "', which belongs to the underlay", "Give the port an address of its own.");
            }
        }
    }

    private static void checkName(final PeerConfiguration peer, final PortScope scope, final Subject subject) {
        if (!EndpointRules.isObjectName(peer.name())) {
            subject.refuse(path(peer, "name"), "must be 1..64 letters, digits, '_', '.' or '-'", "Choose such a name.");
        }
        if (scope.names.putIfAbsent(peer.name(), peer.name()) != null) {
            subject.refuse(path(peer, "name"), "must be unique among the peers of a port", "Choose another name.");
        }
    }

    private static void checkAddress(final PeerConfiguration peer, final PortScope scope, final Subject subject) {
        final InetAddress address = peer.address();
        final String objection = EndpointRules.objection(address);
        if (objection != null) {
            subject.refuse(path(peer, "address"), "must be the address of one host, but " + address.getHostAddress()
                + " is " + objection, "Name the underlay address of the peer.");
        }
        subject.requireRange(path(peer, "port"), peer.port(), 1, EndpointRules.MAX_PORT);
        final String other = scope.addresses.putIfAbsent(address, peer.name());
        if (other != null) {
            subject.refuse(path(peer, "address"), "must be unique among the peers of a port, as peers are told apart by"
                + " their address alone, but peer '" + other + "' has it too",
                "Put the allowed prefixes into one peer, or use another port and vni.");
        }
    }

    private static void checkAgainstEndpoint(final PeerConfiguration peer, final EndpointConfiguration endpoint,
            final Subject subject) {
        final InetAddress local = endpoint.localAddress();
        if (peer.address().getAddress().length != local.getAddress().length) {
            subject.refuse(path(peer, "address"), "must be of the same family as local-address of endpoint '"
                + endpoint.name() + "', which is " + local.getHostAddress(),
                "Use an underlay address of the peer in that family.");
        } else if (peer.address().equals(local) && peer.port() == endpoint.localPort()) {
            subject.refuse(path(peer, "address"), "must not be the socket of endpoint '" + endpoint.name()
                + "' itself, where datagrams would go round", "Name the underlay address of the peer.");
        }
    }

    private void checkPrefix(final PeerConfiguration peer, final IpPrefix prefix, final PortScope scope,
            final Subject subject) {
        final String where = path(peer, "allowed-prefix[.='" + prefix + "']");
        final IpPrefix network = prefix.network();
        if (!prefix.equals(network)) {
            subject.refuse(where, "must have no host part", "Write " + network + ".");
        }
        final String otherPeer = scope.networks.putIfAbsent(network, peer.name());
        if (otherPeer != null) {
            subject.refuse(where, "must lead to one peer of the port, but peer '" + otherPeer + "' has it too",
                "Leave it with one of them; longer prefixes may overlap it.");
        }
        if (scope.port.device().installRoutes()) {
            checkRoute(peer, network, where, scope, subject);
        }
    }

    private void checkRoute(final PeerConfiguration peer, final IpPrefix network, final String where,
            final PortScope scope, final Subject subject) {
        final String port = scope.port.name();
        final String otherPort = portByRoute.putIfAbsent(
            new Route(scope.port.device().networkNamespace(), network), port);
        if (otherPort != null && !otherPort.equals(port)) {
            subject.refuse(where, "a route leads to one device, but port '" + otherPort + "' installs it too",
                "Set install-routes of one of the two ports to false.");
        }
        final boolean isHost = network.length() == network.address().getAddress().length * Byte.SIZE;
        final var endpoint = endpoints.get(scope.port.tunnel().endpoint());
        if (isHost && network.address().equals(peer.address()) && endpoint != null
                && endpoint.networkNamespace().equals(scope.port.device().networkNamespace())) {
            subject.refuse(where, "must not route the peer's own underlay address into the tunnel that needs it",
                "Set install-routes to false, or remove this prefix.");
        }
    }

    static String path(final PeerConfiguration peer, final String leaf) {
        return "tunnel/peer[name='" + peer.name() + "']/" + leaf;
    }
}
