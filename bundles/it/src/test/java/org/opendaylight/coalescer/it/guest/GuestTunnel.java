/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.guest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Map;
import java.util.stream.Collectors;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.lab.EthernetEnd;
import org.opendaylight.coalescer.it.lab.LabAddresses;

/**
 * Encapsulations that the kernel of the guest speaks, each with what makes it do so. The device of the guest is always
 * {@link #DEVICE}, and it sends outer checksums, which Linux needs to gather datagrams.
 */
public enum GuestTunnel {
    /** VXLAN with a protocol field, IP inside; its routes name the peer. */
    VXLAN_GPE("vxlan-gpe", 4790, Content.IP_OF_A_NETWORK) {
        @Override
        String add(final Ways ways) {
            return "/bin/ip link add " + DEVICE + " type vxlan external gpe dstport " + port();
        }

        @Override
        String route(final Ways ways) {
            return "encap " + (ways.outerIpv6() ? "ip6" : "ip") + " id " + VNI + " dst " + ways.near() + " csum dev "
                + DEVICE;
        }
    },
    /** Geneve with IP inside (RFC 8926 section 3.4: the protocol type is an Ethertype). */
    GENEVE("geneve", 6081, Content.IP_OF_A_NETWORK) {
        @Override
        String add(final Ways ways) {
            return "/bin/ip link add " + DEVICE + " type geneve id " + VNI + " remote " + ways.near() + " dstport "
                + port() + checksum(ways) + " innerprotoinherit";
        }
    },
    /** Geneve with Ethernet inside. */
    GENEVE_ETHERNET("geneve", 6081, Content.ETHERNET) {
        @Override
        String add(final Ways ways) {
            return "/bin/ip link add " + DEVICE + " type geneve id " + VNI + " remote " + ways.near() + " dstport "
                + port() + checksum(ways);
        }
    },
    /** VXLAN, which always has Ethernet inside. */
    VXLAN("vxlan", EthernetEnd.VXLAN_PORT, Content.ETHERNET) {
        @Override
        String add(final Ways ways) {
            return vxlan(DEVICE, VNI, ways);
        }
    },
    /** Generic UDP Encapsulation, version 0. */
    GUE("gue", 6080, Content.IP) {
        @Override
        String add(final Ways ways) {
            return listen("gue", ways) + " && " + tunnel("gue", ways);
        }
    },
    /** The same with version 1 on the way to the guest, which answers with version 0. */
    GUE_1("gue-1", 6080, Content.IP) {
        @Override
        String add(final Ways ways) {
            return GUE.add(ways);
        }
    },
    /** IP right behind UDP. */
    IP_IN_UDP("ip-in-udp", 5555, Content.IP) {
        @Override
        String add(final Ways ways) {
            return listen("ipproto " + (ways.innerIpv6() ? IPV6 : IPV4), ways) + " && " + tunnel("fou", ways);
        }
    };

    /** Name of the tunnel device in the guest. */
    static final String DEVICE = "tunnel0";
    /** Virtual network identifier, where there is one. */
    static final int VNI = 4242;

    /** A guest sends bursts that a busy machine may take late. */
    private static final int RECEIVE_BUFFER = 8 << 20;
    /** Length of the prefix that holds the addresses of both ends. */
    private static final String BOTH_IPV4 = "/23";
    private static final String BOTH_IPV6 = "/46";
    private static final int IPV4 = 4;
    private static final int IPV6 = 41;

    private final String identity;
    private final int port;
    private final Content content;

    GuestTunnel(final String identity, final int port, final Content content) {
        this.identity = identity;
        this.port = port;
        this.content = content;
    }

    /** What is inside. */
    private enum Content {
        /** IP packets, of one network for each UDP port. */
        IP,
        /** IP packets of a network with a number. */
        IP_OF_A_NETWORK,
        /** Ethernet frames of a network with a number. */
        ETHERNET
    }

    /**
     * Addresses that a tunnel is laid between.
     *
     * @param outerIpv6 over IPv6 or IPv4
     * @param innerIpv6 with IPv6 or IPv4 inside
     */
    public record Ways(boolean outerIpv6, boolean innerIpv6) {
        String near() {
            return outerIpv6 ? GuestLab.NEAR_UNDERLAY_V6 : GuestLab.NEAR_UNDERLAY;
        }

        String guest() {
            return outerIpv6 ? GuestLab.GUEST_UNDERLAY_V6 : GuestLab.GUEST_UNDERLAY;
        }

        private String family() {
            return outerIpv6 ? " -6" : "";
        }
    }

    /** Command that makes the device. */
    abstract String add(Ways ways);

    /** What a route into the tunnel says between network and source. */
    String route(final Ways ways) {
        return "dev " + DEVICE;
    }

    /** Command that takes the device away. */
    final String remove(final Ways ways) {
        return "/bin/ip link del " + DEVICE
            + (content == Content.IP ? " && /bin/ip fou del port " + port + ways.family() : "");
    }

    final int port() {
        return port;
    }

    /** Whether Ethernet frames are inside. */
    final boolean isFramed() {
        return content == Content.ETHERNET;
    }

    /** Command that makes a device for the Ethernet frames of a network. */
    static String vxlan(final String device, final int vni, final Ways ways) {
        return "/bin/ip link add " + device + " type vxlan id " + vni + " remote " + ways.near() + " dstport "
            + VXLAN.port + checksum(ways);
    }

    /** What makes a device send outer checksums. */
    private static String checksum(final Ways ways) {
        return ways.outerIpv6() ? " noudp6zerocsumtx" : " udpcsum";
    }

    /** What the guest takes from datagrams to the port. */
    final String listen(final String protocol, final Ways ways) {
        return "/bin/ip fou add port " + port + ' ' + protocol + ways.family();
    }

    /** A device for IP of both versions over UDP. */
    final String tunnel(final String encapsulation, final Ways ways) {
        return "/bin/ip link add " + DEVICE + " type "
            + (ways.outerIpv6() ? "ip6tnl mode any encaplimit none" : "sit mode any") + " remote " + ways.near()
            + " local " + ways.guest() + " encap " + encapsulation
            + " encap-sport auto encap-dport " + port + (ways.outerIpv6() ? " encap-udp6-csum" : " encap-csum");
    }

    /**
     * Configuration of the controller's end: one endpoint, one port. Behind a port with Ethernet the addresses of both
     * ends are in one network, behind any other in networks of their own.
     *
     * @param device name of the port
     * @param ways addresses
     * @return the body for {@link CoalescerModel#ROOT}
     */
    public JsonObject configuration(final String device, final Ways ways) {
        final boolean framed = isFramed();
        final var addresses = "'" + LabAddresses.NEAR_IPV4 + (framed ? BOTH_IPV4 : "/24") + "', '"
            + LabAddresses.NEAR_IPV6 + (framed ? BOTH_IPV6 : "/64") + "'";
        final var prefixes = framed ? "" : ", 'allowed-prefix': [ '" + LabAddresses.FAR_IPV4_NETWORK + "', '"
            + LabAddresses.FAR_IPV6_NETWORK + "' ]";
        return body(ways, "{ 'name': '" + device + "', 'kind': '" + (framed ? "tap" : "tun") + "', 'address': [ "
            + addresses + " ], " + leadingTo(ways, content == Content.IP ? "" : "'vni': " + VNI + ',', prefixes)
            + " }");
    }

    /**
     * Configuration of ports that a bridge is to be put in front of: Ethernet inside, no address.
     *
     * @param ways addresses of the underlay
     * @param devices names of the ports and numbers of their networks
     * @return the body for {@link CoalescerModel#ROOT}
     */
    JsonObject bridged(final Ways ways, final Map<String, Integer> devices) {
        return body(ways, devices.entrySet().stream().map(device -> "{ 'name': '" + device.getKey()
            + "', 'kind': 'tap', " + leadingTo(ways, "'vni': " + device.getValue() + ',', "") + " }")
            .collect(Collectors.joining(", ")));
    }

    private String leadingTo(final Ways ways, final String network, final String more) {
        return "'tunnel': { 'endpoint': '" + CoalescerModel.ENDPOINT + "', " + network + " 'peer': [ { 'name': 'guest',"
            + " 'address': '" + ways.guest() + "', 'port': " + port + more + " } ] }";
    }

    private JsonObject body(final Ways ways, final String ports) {
        return JsonParser.parseString("{ '" + CoalescerModel.ROOT + "': { 'endpoint': [ { 'name': '"
            + CoalescerModel.ENDPOINT + "', 'encapsulation': 'odl-coalescer:" + identity + "', 'local-address': '"
            + ways.near() + "', 'local-port': " + port + ", 'receive-buffer': " + RECEIVE_BUFFER + " } ], 'port': [ "
            + ports + " ] } }").getAsJsonObject();
    }
}
