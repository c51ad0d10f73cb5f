/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.control;

import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV4_NETWORK;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV6;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV6_NETWORK;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV6;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV4_NETWORK;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV6;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV6_NETWORK;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.FarEnd;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;

/**
 * A port with two peers, the VXLAN-GPE of the kernel each, that reach one another through it. The first is at the far
 * addresses of the lab, the second at the spare ones.
 *
 * @param port its name
 * @param first one peer, owned by whoever cleans up
 * @param second the other
 */
public record RelayingPort(String port, FarEnd first, FarEnd second) {
    private static final int VNI = 1;
    private static final String UNDERLAY = "198.18.0.9";
    private static final String FIRST_UNDERLAY = "198.18.0.10";
    private static final String SECOND_UNDERLAY = "198.18.0.14";
    /** What a peer sends into its tunnel. */
    private static final String EVERYTHING_IPV4 = "198.18.2.0/23";
    private static final String EVERYTHING_IPV6 = "2001:db8::/32";

    /**
     * Sets the peers up.
     *
     * @param port name of the port, which is not configured by this
     * @param near namespace of the controller's side of the underlay
     * @param cleanup takes them down
     * @return the port
     * @throws LabException if a command fails
     */
    public static RelayingPort open(final String port, final NetworkNamespace near, final Cleanup cleanup) {
        return new RelayingPort(port, peer('f', near, FIRST_UNDERLAY, cleanup, FAR_IPV4, FAR_IPV6),
            peer('g', near, SECOND_UNDERLAY, cleanup, SPARE_IPV4, SPARE_IPV6));
    }

    private static FarEnd peer(final char letter, final NetworkNamespace near, final String underlay,
            final Cleanup cleanup, final String... addresses) {
        final var end = FarEnd.open(new FarEnd.Plan(letter, near, UNDERLAY + "/30", underlay, List.of(
            new FarEnd.Tunnel(VNI, addresses[0], EVERYTHING_IPV4),
            new FarEnd.Tunnel(VNI, addresses[1], EVERYTHING_IPV6))));
        cleanup.add("take down far end " + letter, end::close);
        return end;
    }

    /**
     * Its configuration, with an endpoint.
     *
     * @param relay value of that leaf
     * @param mssClamp value of that leaf
     * @return the body for {@link CoalescerModel#ROOT}
     */
    public JsonObject configuration(final boolean relay, final boolean mssClamp) {
        return JsonParser.parseString("""
            { 'odl-coalescer:coalescer': { \
              'endpoint': [ { 'name': '%s', 'local-address': '%s' } ], \
              'port': [ { 'name': '%s', 'address': [ '%s/24', '%s/64' ], \
                'tunnel': { 'endpoint': '%1$s', 'vni': %d, 'relay': %b, 'mss-clamp': %b, 'peer': [ \
                  { 'name': 'first', 'address': '%s', 'allowed-prefix': [ '%s', '%s' ] }, \
                  { 'name': 'second', 'address': '%s', 'allowed-prefix': [ '%s', '%s' ] } ] } } ] } } \
            """.formatted(CoalescerModel.ENDPOINT, UNDERLAY, port, NEAR_IPV4, NEAR_IPV6, VNI, relay, mssClamp,
                FIRST_UNDERLAY, FAR_IPV4_NETWORK, FAR_IPV6_NETWORK,
                SECOND_UNDERLAY, SPARE_IPV4_NETWORK, SPARE_IPV6_NETWORK)).getAsJsonObject();
    }

    /**
     * Switches relaying while packets flow.
     *
     * @param client who tells the controller
     * @param on whether packets go from peer to peer past the device
     */
    public void relay(final RestconfClient client, final boolean on) {
        client.patch(CoalescerModel.portPath(port), JsonParser.parseString("{ 'odl-coalescer:port': [ { 'name': '"
            + port + "', 'tunnel': { 'relay': " + on + " } } ] }").getAsJsonObject());
    }
}
