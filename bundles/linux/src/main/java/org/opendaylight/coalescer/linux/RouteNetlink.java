/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jdt.annotation.Nullable;

/**
 * Interfaces, addresses and routes of a network namespace ({@code rtnetlink(7)}). It speaks of the namespace of the
 * thread that opened it, whichever thread uses it later. For set-up threads, one at a time; no call takes longer than a
 * few seconds.
 */
public final class RouteNetlink implements AutoCloseable {
    private final NetlinkSocket socket;

    /**
     * Opens a connection to the network namespace of the calling thread.
     *
     * @throws LinuxException if the kernel refuses
     */
    public RouteNetlink() throws LinuxException {
        socket = new NetlinkSocket();
    }

    /**
     * Looks for an interface.
     *
     * @param name its name
     * @return the interface, empty if there is none of that name
     * @throws LinuxException if the kernel refuses
     */
    public Optional<LinkInfo> findLink(final String name) throws LinuxException {
        socket.begin(NetlinkLayout.RTM_GETLINK, 0, NetlinkLayout.IFINFOMSG_BYTES);
        socket.put(NetlinkLayout.IFLA_IFNAME, name);
        return link(name);
    }

    /**
     * Looks for an interface.
     *
     * @param ifIndex its index, positive
     * @return the interface, empty if there is none of that index
     * @throws LinuxException if the kernel refuses
     */
    public Optional<LinkInfo> findLink(final int ifIndex) throws LinuxException {
        socket.begin(NetlinkLayout.RTM_GETLINK, 0, NetlinkLayout.IFINFOMSG_BYTES)
            .putInt(NetlinkLayout.IFI_INDEX, ifIndex);
        return link("index " + ifIndex);
    }

    /**
     * Sets the MTU.
     *
     * @param ifIndex interface
     * @param mtu bytes
     * @throws LinuxException if the kernel refuses, EINVAL if the device does not go that far
     */
    public void setMtu(final int ifIndex, final int mtu) throws LinuxException {
        socket.begin(NetlinkLayout.RTM_NEWLINK, 0, NetlinkLayout.IFINFOMSG_BYTES)
            .putInt(NetlinkLayout.IFI_INDEX, ifIndex);
        socket.put(NetlinkLayout.IFLA_MTU, mtu);
        socket.execute("rtnetlink(RTM_NEWLINK)", "mtu " + mtu + " of index " + ifIndex);
    }

    /**
     * Sets the transmit queue length, which for a TUN device is how many packets wait for us to read.
     *
     * @param ifIndex interface
     * @param packets length
     * @throws LinuxException if the kernel refuses
     */
    public void setTxQueueLength(final int ifIndex, final int packets) throws LinuxException {
        socket.begin(NetlinkLayout.RTM_NEWLINK, 0, NetlinkLayout.IFINFOMSG_BYTES)
            .putInt(NetlinkLayout.IFI_INDEX, ifIndex);
        socket.put(NetlinkLayout.IFLA_TXQLEN, packets);
        socket.execute("rtnetlink(RTM_NEWLINK)", "txqueuelen " + packets + " of index " + ifIndex);
    }

    /**
     * Sets the Ethernet address.
     *
     * @param ifIndex interface
     * @param station six bytes, of one station
     * @throws LinuxException if the kernel refuses, EOPNOTSUPP if the interface has none
     */
    public void setStation(final int ifIndex, final byte[] station) throws LinuxException {
        socket.begin(NetlinkLayout.RTM_NEWLINK, 0, NetlinkLayout.IFINFOMSG_BYTES)
            .putInt(NetlinkLayout.IFI_INDEX, ifIndex);
        socket.put(NetlinkLayout.IFLA_ADDRESS, station);
        socket.execute("rtnetlink(RTM_NEWLINK)", "address of index " + ifIndex);
    }

    /**
     * Sets an interface up or down.
     *
     * @param ifIndex interface
     * @param up true for up
     * @throws LinuxException if the kernel refuses
     */
    public void setUp(final int ifIndex, final boolean up) throws LinuxException {
        socket.begin(NetlinkLayout.RTM_NEWLINK, 0, NetlinkLayout.IFINFOMSG_BYTES)
            .putInt(NetlinkLayout.IFI_INDEX, ifIndex)
            .putInt(NetlinkLayout.IFI_FLAGS, up ? NetlinkLayout.IFF_UP : 0)
            .putInt(NetlinkLayout.IFI_CHANGE, NetlinkLayout.IFF_UP);
        socket.execute("rtnetlink(RTM_NEWLINK)", (up ? "up" : "down") + " of index " + ifIndex);
    }

    /**
     * Gives an interface an address; nothing happens if it has it already. IPv6 addresses are usable at once, without
     * duplicate address detection, which has no meaning on a TUN device.
     *
     * @param ifIndex interface
     * @param prefix address and prefix length
     * @throws LinuxException if the kernel refuses
     */
    public void addAddress(final int ifIndex, final IpPrefix prefix) throws LinuxException {
        beginAddress(NetlinkLayout.RTM_NEWADDR, NetlinkLayout.NLM_F_CREATE | NetlinkLayout.NLM_F_REPLACE, ifIndex,
            prefix);
        if (isIpv6(prefix.address())) {
            socket.put(NetlinkLayout.IFA_FLAGS, NetlinkLayout.IFA_F_NODAD);
        }
        socket.execute("rtnetlink(RTM_NEWADDR)", prefix + " at index " + ifIndex);
    }

    /**
     * Takes an address from an interface.
     *
     * @param ifIndex interface
     * @param prefix address and prefix length
     * @return false if it did not have it
     * @throws LinuxException if the kernel refuses
     */
    public boolean removeAddress(final int ifIndex, final IpPrefix prefix) throws LinuxException {
        beginAddress(NetlinkLayout.RTM_DELADDR, 0, ifIndex, prefix);
        try {
            socket.execute("rtnetlink(RTM_DELADDR)", prefix + " at index " + ifIndex);
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.EADDRNOTAVAIL) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Lists the addresses of an interface.
     *
     * @param ifIndex interface
     * @return its IPv4 and IPv6 addresses, link-local ones included
     * @throws LinuxException if the kernel refuses
     */
    public List<AddressInfo> listAddresses(final int ifIndex) throws LinuxException {
        socket.begin(NetlinkLayout.RTM_GETADDR, NetlinkLayout.NLM_F_DUMP, NetlinkLayout.IFADDRMSG_BYTES)
            .putInt(NetlinkLayout.IFA_INDEX, ifIndex);
        final var result = new ArrayList<AddressInfo>();
        for (final var message : socket.execute("rtnetlink(RTM_GETADDR)", "index " + ifIndex)) {
            // Kernels before 4.20 do not filter
            if (message.bodyInt(NetlinkLayout.IFA_INDEX) == ifIndex) {
                final var local = message.addressAttribute(NetlinkLayout.IFADDRMSG_BYTES, NetlinkLayout.IFA_LOCAL);
                final var address = local != null ? local
                    : message.addressAttribute(NetlinkLayout.IFADDRMSG_BYTES, NetlinkLayout.IFA_ADDRESS);
                if (address != null) {
                    result.add(new AddressInfo(ifIndex,
                        new IpPrefix(address, message.bodyByte(NetlinkLayout.IFA_PREFIXLEN)),
                        message.intAttribute(NetlinkLayout.IFADDRMSG_BYTES, NetlinkLayout.IFA_FLAGS,
                            message.bodyByte(NetlinkLayout.IFA_FLAGS8))));
                }
            }
        }
        return result;
    }

    /**
     * Adds a route through an interface to the main table; nothing happens if it is there already. A route to the same
     * network through another interface is left alone.
     *
     * @param destination network, its host bits are ignored
     * @param ifIndex interface, which must be up
     * @throws LinuxException if the kernel refuses: EEXIST when the network is routed elsewhere, ENETDOWN
     */
    public void addRoute(final IpPrefix destination, final int ifIndex) throws LinuxException {
        try {
            newRoute(destination, ifIndex, NetlinkLayout.NLM_F_CREATE | NetlinkLayout.NLM_F_EXCL);
        } catch (LinuxException e) {
            final var network = destination.network();
            if (e.errno() != Errno.EEXIST
                || listRoutes(ifIndex).stream().noneMatch(route -> route.destination().equals(network))) {
                throw e;
            }
        }
    }

    /**
     * Adds a route through an interface to the main table, in place of one to the same network that may exist.
     *
     * @param destination network, its host bits are ignored
     * @param ifIndex interface, which must be up
     * @throws LinuxException if the kernel refuses
     */
    public void replaceRoute(final IpPrefix destination, final int ifIndex) throws LinuxException {
        newRoute(destination, ifIndex, NetlinkLayout.NLM_F_CREATE | NetlinkLayout.NLM_F_REPLACE);
    }

    /**
     * Removes a route through an interface from the main table.
     *
     * @param destination network, its host bits are ignored
     * @param ifIndex interface
     * @return false if there was none
     * @throws LinuxException if the kernel refuses
     */
    public boolean removeRoute(final IpPrefix destination, final int ifIndex) throws LinuxException {
        final var network = destination.network();
        socket.begin(NetlinkLayout.RTM_DELROUTE, 0, NetlinkLayout.RTMSG_BYTES)
            .put(NetlinkLayout.RTM_FAMILY, (byte) UdpAddress.familyOf(network.address()))
            .put(NetlinkLayout.RTM_DST_LEN, (byte) network.length())
            .put(NetlinkLayout.RTM_TABLE, (byte) NetlinkLayout.RT_TABLE_MAIN)
            // Nowhere: matches any scope
            .put(NetlinkLayout.RTM_SCOPE, (byte) 255);
        socket.put(NetlinkLayout.RTA_DST, network.address().getAddress());
        socket.put(NetlinkLayout.RTA_OIF, ifIndex);
        try {
            socket.execute("rtnetlink(RTM_DELROUTE)", network + " through index " + ifIndex);
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ESRCH) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Lists the routes of the main table through an interface.
     *
     * @param ifIndex interface
     * @return IPv4 and IPv6 routes, those that come with an address included
     * @throws LinuxException if the kernel refuses
     */
    public List<RouteInfo> listRoutes(final int ifIndex) throws LinuxException {
        final var result = new ArrayList<RouteInfo>();
        for (final int family : new int[] { SocketLayout.AF_INET, SocketLayout.AF_INET6 }) {
            socket.begin(NetlinkLayout.RTM_GETROUTE, NetlinkLayout.NLM_F_DUMP, NetlinkLayout.RTMSG_BYTES)
                .put(NetlinkLayout.RTM_FAMILY, (byte) family)
                .put(NetlinkLayout.RTM_TABLE, (byte) NetlinkLayout.RT_TABLE_MAIN);
            socket.put(NetlinkLayout.RTA_OIF, ifIndex);
            for (final var message : routes(ifIndex)) {
                final var route = route(message);
                if (route != null && route.ifIndex() == ifIndex
                    && message.bodyByte(NetlinkLayout.RTM_TABLE) == NetlinkLayout.RT_TABLE_MAIN
                    && (message.bodyInt(NetlinkLayout.RTM_FLAGS) & NetlinkLayout.RTM_F_CLONED) == 0) {
                    result.add(route);
                }
            }
        }
        return result;
    }

    /** Executes a dump of routes. A namespace that never had one has no table either. */
    private List<NetlinkMessage> routes(final int ifIndex) throws LinuxException {
        try {
            return socket.execute("rtnetlink(RTM_GETROUTE)", "index " + ifIndex);
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return List.of();
            }
            throw e;
        }
    }

    /**
     * Asks which route leads to an address.
     *
     * @param destination address of a peer
     * @return the route the kernel would use
     * @throws LinuxException if the kernel refuses, ENETUNREACH when there is none
     */
    public RouteInfo routeTo(final InetAddress destination) throws LinuxException {
        return lookup(destination, null, 0);
    }

    /**
     * Asks which entry of the routing tables covers an address.
     *
     * @param destination address of a peer
     * @return the entry with its own prefix, empty if there is none
     * @throws LinuxException if the kernel refuses
     */
    public Optional<RouteInfo> routeEntryFor(final InetAddress destination) throws LinuxException {
        try {
            return Optional.of(lookup(destination, null, NetlinkLayout.RTM_F_FIB_MATCH));
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENETUNREACH || e.errno() == Errno.EHOSTUNREACH) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private RouteInfo lookup(final InetAddress destination, final @Nullable InetAddress source, final int flags)
            throws LinuxException {
        final var bytes = destination.getAddress();
        final byte addressBits = (byte) (bytes.length * Byte.SIZE);
        socket.begin(NetlinkLayout.RTM_GETROUTE, 0, NetlinkLayout.RTMSG_BYTES)
            .put(NetlinkLayout.RTM_FAMILY, (byte) UdpAddress.familyOf(destination))
            .put(NetlinkLayout.RTM_DST_LEN, addressBits)
            .put(NetlinkLayout.RTM_SRC_LEN, source == null ? 0 : addressBits)
            .putInt(NetlinkLayout.RTM_FLAGS, flags);
        socket.put(NetlinkLayout.RTA_DST, bytes);
        if (source != null) {
            socket.put(NetlinkLayout.RTA_SRC, source.getAddress());
        }
        for (final var message : socket.execute("rtnetlink(RTM_GETROUTE)", destination.getHostAddress())) {
            final var route = route(message);
            if (route != null) {
                return route;
            }
        }
        throw new LinuxException("rtnetlink(RTM_GETROUTE)", destination.getHostAddress(), Errno.ENETUNREACH,
            "no route in the answer");
    }

    /**
     * Finds the largest IP packet that the underlay carries from one address to another: what is known of the path,
     * else the MTU of the interface. Rules may send each source another way.
     *
     * @param source address of an endpoint
     * @param destination address of a peer, of the same family
     * @return bytes, empty when the interface vanished meanwhile
     * @throws LinuxException if the kernel refuses, ENETUNREACH when there is no route or no such source
     */
    public OptionalInt underlayMtu(final InetAddress source, final InetAddress destination) throws LinuxException {
        final var route = lookup(destination, source, 0);
        if (route.mtu() > 0) {
            return OptionalInt.of(route.mtu());
        }
        final var link = findLink(route.ifIndex());
        return link.isPresent() ? OptionalInt.of(link.orElseThrow().mtu()) : OptionalInt.empty();
    }

    @Override
    public void close() {
        socket.close();
    }

    private Optional<LinkInfo> link(final String object) throws LinuxException {
        try {
            for (final var message : socket.execute("rtnetlink(RTM_GETLINK)", object)) {
                if (message.type() == NetlinkLayout.RTM_NEWLINK) {
                    final int body = NetlinkLayout.IFINFOMSG_BYTES;
                    return Optional.of(new LinkInfo(message.bodyInt(NetlinkLayout.IFI_INDEX),
                        message.stringAttribute(body, NetlinkLayout.IFLA_IFNAME),
                        message.bodyInt(NetlinkLayout.IFI_FLAGS),
                        message.intAttribute(body, NetlinkLayout.IFLA_MTU, 0),
                        message.intAttribute(body, NetlinkLayout.IFLA_TXQLEN, 0),
                        operState(message),
                        txDropped(message),
                        NetlinkMessage.toText(NetlinkMessage.nested(
                            message.attribute(body, NetlinkLayout.IFLA_LINKINFO), NetlinkLayout.IFLA_INFO_KIND))));
                }
            }
            return Optional.empty();
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENODEV) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static long txDropped(final NetlinkMessage message) {
        final var data = message.attribute(NetlinkLayout.IFINFOMSG_BYTES, NetlinkLayout.IFLA_STATS64);
        return data == null || data.capacity() < NetlinkLayout.STATS64_TX_DROPPED + Long.BYTES ? 0
            : data.getLong(NetlinkLayout.STATS64_TX_DROPPED);
    }

    private static LinkInfo.OperState operState(final NetlinkMessage message) {
        final var data = message.attribute(NetlinkLayout.IFINFOMSG_BYTES, NetlinkLayout.IFLA_OPERSTATE);
        return LinkInfo.OperState.of(data == null || data.capacity() == 0 ? 0 : data.get(0));
    }

    private void beginAddress(final int type, final int flags, final int ifIndex, final IpPrefix prefix) {
        socket.begin(type, flags, NetlinkLayout.IFADDRMSG_BYTES)
            .put(NetlinkLayout.IFA_FAMILY, (byte) UdpAddress.familyOf(prefix.address()))
            .put(NetlinkLayout.IFA_PREFIXLEN, (byte) prefix.length())
            .putInt(NetlinkLayout.IFA_INDEX, ifIndex);
        final var bytes = prefix.address().getAddress();
        socket.put(NetlinkLayout.IFA_LOCAL, bytes);
        socket.put(NetlinkLayout.IFA_ADDRESS, bytes);
    }

    private void newRoute(final IpPrefix destination, final int ifIndex, final int flags) throws LinuxException {
        final var network = destination.network();
        socket.begin(NetlinkLayout.RTM_NEWROUTE, flags, NetlinkLayout.RTMSG_BYTES)
            .put(NetlinkLayout.RTM_FAMILY, (byte) UdpAddress.familyOf(network.address()))
            .put(NetlinkLayout.RTM_DST_LEN, (byte) network.length())
            .put(NetlinkLayout.RTM_TABLE, (byte) NetlinkLayout.RT_TABLE_MAIN)
            .put(NetlinkLayout.RTM_PROTOCOL, (byte) NetlinkLayout.RTPROT_STATIC)
            .put(NetlinkLayout.RTM_SCOPE, (byte) (isIpv6(network.address()) ? NetlinkLayout.RT_SCOPE_UNIVERSE
                : NetlinkLayout.RT_SCOPE_LINK))
            .put(NetlinkLayout.RTM_TYPE, (byte) NetlinkLayout.RTN_UNICAST);
        socket.put(NetlinkLayout.RTA_DST, network.address().getAddress());
        socket.put(NetlinkLayout.RTA_OIF, ifIndex);
        socket.execute("rtnetlink(RTM_NEWROUTE)", network + " through index " + ifIndex);
    }

    private static @Nullable RouteInfo route(final NetlinkMessage message) {
        if (message.type() != NetlinkLayout.RTM_NEWROUTE) {
            return null;
        }
        final int body = NetlinkLayout.RTMSG_BYTES;
        final int family = message.bodyByte(NetlinkLayout.RTM_FAMILY);
        if (family != SocketLayout.AF_INET && family != SocketLayout.AF_INET6) {
            return null;
        }
        final var named = message.addressAttribute(body, NetlinkLayout.RTA_DST);
        final var metrics = message.attribute(body, NetlinkLayout.RTA_METRICS);
        return new RouteInfo(
            new IpPrefix(named != null ? named : IpPrefix.unspecified(family == SocketLayout.AF_INET6),
                message.bodyByte(NetlinkLayout.RTM_DST_LEN)),
            message.intAttribute(body, NetlinkLayout.RTA_OIF, 0),
            message.addressAttribute(body, NetlinkLayout.RTA_GATEWAY),
            message.addressAttribute(body, NetlinkLayout.RTA_PREFSRC),
            message.bodyByte(NetlinkLayout.RTM_TYPE) == NetlinkLayout.RTN_LOCAL,
            NetlinkMessage.toInt(NetlinkMessage.nested(metrics, NetlinkLayout.RTAX_MTU), 0));
    }

    private static boolean isIpv6(final InetAddress address) {
        return UdpAddress.familyOf(address) == SocketLayout.AF_INET6;
    }
}
