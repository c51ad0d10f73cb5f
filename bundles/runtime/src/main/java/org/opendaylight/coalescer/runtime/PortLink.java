/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.opendaylight.coalescer.api.PeerConfiguration;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.linux.AddressInfo;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.IpPrefix;
import org.opendaylight.coalescer.linux.LinkInfo;
import org.opendaylight.coalescer.linux.LinuxException;
import org.opendaylight.coalescer.linux.RouteInfo;
import org.opendaylight.coalescer.linux.RouteNetlink;

/**
 * The network side of a port's device: MTU, queue length, addresses, routes, up or down. Compares what is wanted with
 * what is there and changes the difference. Addresses and routes that others added to the device are left alone.
 * Reconciler's thread.
 */
final class PortLink {
    /** What was set here before, and is taken away when it is no longer wanted. */
    private final Set<IpPrefix> ownAddresses = new HashSet<>();
    private final Set<IpPrefix> ownRoutes = new HashSet<>();
    private final int ifIndex;

    PortLink(final int ifIndex) {
        this.ifIndex = ifIndex;
    }

    /**
     * Brings the device in line.
     *
     * @param netlink where to say it
     * @param wanted the configuration
     * @param mtu MTU in bytes
     * @param underlay addresses of peers, of this port and of others, that are reached from the device's network
     *        namespace
     * @throws LinuxException if the kernel refuses something; the rest is tried again with the next call
     */
    void apply(final RouteNetlink netlink, final PortConfiguration wanted, final int mtu,
            final Set<InetAddress> underlay) throws LinuxException {
        release(netlink, wanted);
        final LinkInfo link = netlink.findLink(ifIndex).orElseThrow(() -> new LinuxException("rtnetlink(RTM_GETLINK)",
            wanted.name(), Errno.ENODEV, "the device was deleted"));
        if (link.mtu() != mtu) {
            netlink.setMtu(ifIndex, mtu);
        }
        if (link.txQueueLength() != wanted.device().txQueueLength()) {
            netlink.setTxQueueLength(ifIndex, wanted.device().txQueueLength());
        }
        // Each address and route on its own: one that conflicts with something else must not keep the others out
        final var troubles = new ArrayList<LinuxException>();
        applyAddresses(netlink, wanted, troubles);
        if (link.isUp() != wanted.enabled()) {
            netlink.setUp(ifIndex, wanted.enabled());
        }
        // Routes need a device that is up, and vanish with it
        if (wanted.enabled()) {
            applyRoutes(netlink, wanted, underlay, troubles);
            for (var peer : wanted.tunnel().peers()) {
                if (underlay.contains(peer.address())) {
                    requireUnderlay(netlink, peer, troubles);
                }
            }
        } else {
            ownRoutes.clear();
        }
        if (!troubles.isEmpty()) {
            throw troubles.get(0);
        }
    }

    /**
     * Takes away what is no longer wanted, before other ports may take it over.
     *
     * @param netlink where to say it
     * @param wanted the configuration
     * @throws LinuxException if the kernel refuses
     */
    void release(final RouteNetlink netlink, final PortConfiguration wanted) throws LinuxException {
        final Set<IpPrefix> addresses = addresses(wanted);
        for (var own : Set.copyOf(ownAddresses)) {
            if (!addresses.contains(own)) {
                netlink.removeAddress(ifIndex, own);
                ownAddresses.remove(own);
            }
        }
        final Set<IpPrefix> routes = routes(wanted);
        for (var own : Set.copyOf(ownRoutes)) {
            if (!routes.contains(own)) {
                netlink.removeRoute(own, ifIndex);
                ownRoutes.remove(own);
            }
        }
    }

    private void applyAddresses(final RouteNetlink netlink, final PortConfiguration wanted,
            final List<LinuxException> troubles) throws LinuxException {
        // Listed now, since the kernel takes secondary addresses away with their primary one
        final Set<IpPrefix> present = netlink.listAddresses(ifIndex).stream()
            .map(AddressInfo::prefix)
            .collect(Collectors.toSet());
        for (var address : addresses(wanted)) {
            try {
                if (!present.contains(address)) {
                    netlink.addAddress(ifIndex, address);
                }
                ownAddresses.add(address);
            } catch (LinuxException e) {
                troubles.add(e);
            }
        }
    }

    private void applyRoutes(final RouteNetlink netlink, final PortConfiguration wanted,
            final Set<InetAddress> underlay, final List<LinuxException> troubles) throws LinuxException {
        final Set<IpPrefix> present = netlink.listRoutes(ifIndex).stream()
            .map(RouteInfo::destination)
            .collect(Collectors.toSet());
        for (var route : routes(wanted)) {
            try {
                // The network of one of the device's own addresses is routed there already
                if (!present.contains(route)) {
                    requireNoLoop(netlink, route, underlay);
                    netlink.addRoute(route, ifIndex);
                    ownRoutes.add(route);
                }
            } catch (LinuxException e) {
                troubles.add(e);
            }
        }
    }

    /** A route must not lead datagrams for a peer into a tunnel. */
    private static void requireNoLoop(final RouteNetlink netlink, final IpPrefix route,
            final Set<InetAddress> underlay) throws LinuxException {
        for (var peer : underlay) {
            if (route.contains(peer)) {
                final int length = netlink.routeEntryFor(peer).map(entry -> entry.destination().length()).orElse(-1);
                if (length <= route.length()) {
                    throw loop(route, peer);
                }
            }
        }
    }

    /** What did no harm when it was set may do so when the underlay or the peers change. */
    private void requireUnderlay(final RouteNetlink netlink, final PeerConfiguration peer,
            final List<LinuxException> troubles) throws LinuxException {
        final var entry = netlink.routeEntryFor(peer.address());
        if (entry.filter(route -> route.ifIndex() == ifIndex).isPresent()) {
            final var route = entry.orElseThrow().destination();
            if (ownRoutes.remove(route)) {
                netlink.removeRoute(route, ifIndex);
            }
            troubles.add(loop(route, peer.address()));
        }
    }

    private static LinuxException loop(final IpPrefix route, final InetAddress peer) {
        return new LinuxException("rtnetlink(RTM_NEWROUTE)", route.toString(), Errno.ELOOP,
            "it would take datagrams for the peer at " + peer.getHostAddress() + " from the underlay; give the underlay"
                + " a longer route to the peer, or leave this one out: by install-routes, allowed-prefix or address");
    }

    private static Set<IpPrefix> addresses(final PortConfiguration wanted) {
        return wanted.device().addresses().stream().map(PortLink::prefix).collect(Collectors.toSet());
    }

    private static Set<IpPrefix> routes(final PortConfiguration wanted) {
        final Set<IpPrefix> routes = new HashSet<>();
        if (wanted.enabled() && wanted.device().installRoutes()) {
            for (var peer : wanted.tunnel().peers()) {
                peer.allowedPrefixes().forEach(prefix -> routes.add(prefix(prefix).network()));
            }
        }
        return routes;
    }

    static IpPrefix prefix(final org.opendaylight.coalescer.api.IpPrefix prefix) {
        return new IpPrefix(prefix.address(), prefix.length());
    }
}
