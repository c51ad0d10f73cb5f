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
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.lab.LabAddresses;

/**
 * Encapsulations that the kernel of the guest speaks, each with what makes it do so. The device of the guest is always
 * {@link #DEVICE}, and it sends outer checksums, which Linux needs to gather datagrams.
 */
public enum GuestTunnel {
    /** VXLAN with a protocol field, IP inside; its routes name the peer. */
    VXLAN_GPE("vxlan-gpe", 4790, true) {
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
    GENEVE("geneve", 6081, true) {
        @Override
        String add(final Ways ways) {
            return "/bin/ip link add " + DEVICE + " type geneve id " + VNI + " remote " + ways.near() + " dstport "
                + port() + (ways.outerIpv6() ? " noudp6zerocsumtx" : " udpcsum") + " innerprotoinherit";
        }
    },
    /** Generic UDP Encapsulation, version 0. */
    GUE("gue", 6080, false) {
        @Override
        String add(final Ways ways) {
            return listen("gue", ways) + " && " + tunnel("gue", ways);
        }
    },
    /** The same with version 1 on the way to the guest, which answers with version 0. */
    GUE_1("gue-1", 6080, false) {
        @Override
        String add(final Ways ways) {
            return GUE.add(ways);
        }
    },
    /** IP right behind UDP. */
    IP_IN_UDP("ip-in-udp", 5555, false) {
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
    private static final int IPV4 = 4;
    private static final int IPV6 = 41;

    private final String identity;
    private final int port;
    private final boolean hasVni;

    GuestTunnel(final String identity, final int port, final boolean hasVni) {
        this.identity = identity;
        this.port = port;
        this.hasVni = hasVni;
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
        return "/bin/ip link del " + DEVICE + (hasVni ? "" : " && /bin/ip fou del port " + port + ways.family());
    }

    final int port() {
        return port;
    }

    /** What the guest takes from datagrams to the port. */
    final String listen(final String content, final Ways ways) {
        return "/bin/ip fou add port " + port + ' ' + content + ways.family();
    }

    /** A device for IP of both versions over UDP. */
    final String tunnel(final String encapsulation, final Ways ways) {
        return "/bin/ip link add " + DEVICE + " type "
            + (ways.outerIpv6() ? "ip6tnl mode any encaplimit none" : "sit mode any") + " remote " + ways.near()
            + " local " + ways.guest() + " encap " + encapsulation
            + " encap-sport auto encap-dport " + port + (ways.outerIpv6() ? " encap-udp6-csum" : " encap-csum");
    }

    /**
     * Configuration of the controller's end: one endpoint, one port.
     *
     * @param device name of the port
     * @param ways addresses
     * @return the body for {@link CoalescerModel#ROOT}
     */
    public JsonObject configuration(final String device, final Ways ways) {
        return JsonParser.parseString("""
            { 'odl-coalescer:coalescer': {
                'endpoint': [ { 'name': 'lab', 'encapsulation': 'odl-coalescer:%1$s', 'local-address': '%2$s',
                  'local-port': %3$d, 'receive-buffer': %4$d } ],
                'port': [ { 'name': '%5$s', 'address': [ '%6$s/24', '%7$s/64' ],
                  'tunnel': { 'endpoint': 'lab', %8$s 'peer': [ { 'name': 'guest', 'address': '%9$s', 'port': %3$d,
                    'allowed-prefix': [ '%10$s', '%11$s' ] } ] } } ] } }
            """.formatted(identity, ways.near(), port, RECEIVE_BUFFER, device, LabAddresses.NEAR_IPV4,
            LabAddresses.NEAR_IPV6, hasVni ? "'vni': " + VNI + ',' : "", ways.guest(), LabAddresses.FAR_IPV4_NETWORK,
            LabAddresses.FAR_IPV6_NETWORK).replaceAll("\\s+", " ")).getAsJsonObject();
    }
}
