/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

import static org.opendaylight.coalescer.it.lab.LabAddresses.TUNNEL_PORT;
import static org.opendaylight.coalescer.it.lab.LabAddresses.UNDERLAY_MTU;

import java.util.ArrayList;
import java.util.List;

/**
 * One more far end: the VXLAN-GPE device of the kernel in a namespace of its own, at the other end of a veth pair whose
 * near end may be in any namespace. Checksums and neighbours are handled as in {@link UnderlayLab}. Names carry the
 * number of this process. Not for concurrent use.
 */
public final class FarEnd implements AutoCloseable {
    private static final String TUNNEL_DEVICE = "vxgpe0";
    private static final int OUTER_IPV6 = 40;
    private static final int TUNNEL_HEADERS = 16;
    private static final String QUEUE_PACKETS = "10000";

    private final NetworkNamespace near;
    private final NetworkNamespace far;
    private final String nearDevice;

    private FarEnd(final Plan plan) {
        near = plan.near();
        nearDevice = UnderlayLab.nearDeviceName(plan.letter());
        far = NetworkNamespace.create(UnderlayLab.namespaceName(plan.letter()));
    }

    /**
     * What to set up.
     *
     * @param letter a small letter, which tells it from other far ends of this process
     * @param near namespace of the controller's side of the underlay
     * @param nearAddress its underlay address with a prefix length; other far ends may share it
     * @param farAddress underlay address of the far end, of the same family
     * @param tunnels what is reached through it
     */
    public record Plan(char letter, NetworkNamespace near, String nearAddress, String farAddress,
            List<Tunnel> tunnels) {
        public Plan {
            tunnels = List.copyOf(tunnels);
        }

        private String nearHost() {
            return nearAddress.substring(0, nearAddress.indexOf('/'));
        }
    }

    /**
     * One virtual network.
     *
     * @param vni its identifier
     * @param local address of the far end in it
     * @param network network behind the controller
     */
    public record Tunnel(int vni, String local, String network) {
    }

    /**
     * Sets a far end up.
     *
     * @param plan what to set up
     * @return the far end; close takes it down
     * @throws LabException if a command fails; nothing is left then
     */
    public static FarEnd open(final Plan plan) {
        final var end = new FarEnd(plan);
        try {
            join(end.nearDevice, end.near, plan.nearHost(), end.far, plan.farAddress());
            end.addTunnels(plan);
        } catch (LabException e) {
            end.close();
            throw e;
        }
        return end;
    }

    /**
     * Where it is.
     *
     * @return its namespace, owned by it
     */
    public NetworkNamespace namespace() {
        return far;
    }

    /**
     * The underlay device of the controller's side.
     *
     * @return its name
     */
    public String nearDevice() {
        return nearDevice;
    }

    private static boolean isIpv6(final String address) {
        return address.indexOf(':') >= 0;
    }

    /**
     * Joins two namespaces by a pair of devices of the same name; each gets a route to the other. The far one leaves no
     * checksum unfinished, the near one gathers datagrams.
     *
     * @param device name of the devices
     * @param near namespace of the controller's side
     * @param nearAddress its underlay address
     * @param far namespace of the far end
     * @param farAddress its underlay address, of the same family
     * @throws LabException if a command fails
     */
    public static void join(final String device, final NetworkNamespace near, final String nearAddress,
            final NetworkNamespace far, final String farAddress) {
        final var mtu = String.valueOf(UNDERLAY_MTU);
        near.run("ip", "link", "add", device, "mtu", mtu, "type", "veth", "peer", "name", device, "mtu", mtu,
            "netns", far.name());
        connect(device, near, nearAddress, farAddress);
        connect(device, far, farAddress, nearAddress);
        near.run("ethtool", "-K", device, "gro", "on");
        far.run("ethtool", "-K", device, "tx", "off");
        far.run("tc", "qdisc", "add", "dev", device, "root", "pfifo", "limit", QUEUE_PACKETS);
    }

    private static void connect(final String device, final NetworkNamespace here, final String address,
            final String other) {
        final var host = isIpv6(address) ? "/128" : "/32";
        here.run("ip", "link", "set", device, "addrgenmode", "none");
        final var words = new ArrayList<>(List.of("ip", "address", "replace", address + host, "dev", device));
        if (isIpv6(address)) {
            words.add("nodad");
        }
        here.run(words.toArray(String[]::new));
        here.run("ip", "link", "set", device, "up");
        here.run("ip", "route", "replace", other + host, "dev", device, "src", address);
    }

    private void addTunnels(final Plan plan) {
        final int overhead = TUNNEL_HEADERS + OUTER_IPV6;
        far.run("ip", "link", "add", TUNNEL_DEVICE, "mtu", String.valueOf(UNDERLAY_MTU - overhead), "type", "vxlan",
            "external", "gpe", "dstport", String.valueOf(TUNNEL_PORT));
        far.run("ip", "link", "set", TUNNEL_DEVICE, "up");
        final var nearHost = plan.nearHost();
        for (var tunnel : plan.tunnels()) {
            final boolean ipv6 = isIpv6(tunnel.local());
            far.run("ip", "address", "add", tunnel.local() + (ipv6 ? "/128" : "/32"), "dev", TUNNEL_DEVICE,
                ipv6 ? "nodad" : "noprefixroute");
            final var words = new ArrayList<>(List.of("ip", ipv6 ? "-6" : "-4", "route", "add", tunnel.network(),
                "encap", isIpv6(nearHost) ? "ip6" : "ip", "id", String.valueOf(tunnel.vni()), "dst", nearHost, "csum",
                "dev", TUNNEL_DEVICE, "src", tunnel.local()));
            if (NetworkNamespace.here().run("cat", "/proc/sys/net/ipv4/tcp_available_congestion_control")
                    .contains("cubic")) {
                words.addAll(List.of("congctl", "cubic"));
            }
            far.run(words.toArray(String[]::new));
        }
    }

    /** Deletes devices and namespace. Idempotent. */
    @Override
    public void close() {
        Command.run(near.inside(List.of("ip", "link", "delete", nearDevice)));
        far.close();
    }
}
