/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.lab.EthernetEnd;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.TcpCounters;
import org.opendaylight.coalescer.it.traffic.TcpTransfer;
import org.opendaylight.coalescer.it.traffic.TransferResult;

/** A VXLAN tunnel of the kernel through a port: what is inside is cut by us, twice encapsulated. */
@ControllerTest
class NestedTunnelIT {
    private static final long BYTES = 64L << 20;
    private static final String DEVICE = "nest0";
    private static final int MTU = 1300;
    /** Segments of a superpacket on average, at least. */
    private static final long DENSITY = 8;

    private final ControllerLab lab;
    private TcpCounters nearTcp = new TcpCounters(0, 0, 0);
    private TcpCounters farTcp = nearTcp;

    NestedTunnelIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void provision() {
        nearTcp = TcpCounters.read(lab.near());
        farTcp = TcpCounters.read(lab.underlay().far());
        lab.provision(true);
    }

    @AfterEach
    void takeDown() {
        lab.near().run("ip", "link", "delete", DEVICE);
        lab.underlay().far().run("ip", "link", "delete", DEVICE);
        assertThat(TcpCounters.read(lab.near()).since(nearTcp).checksumErrors()).isZero();
        assertThat(TcpCounters.read(lab.underlay().far()).since(farTcp).checksumErrors()).isZero();
    }

    private void nest(final String checksum) {
        end(lab.near(), LabAddresses.NEAR_IPV4, LabAddresses.FAR_IPV4, 1, checksum);
        end(lab.underlay().far(), LabAddresses.FAR_IPV4, LabAddresses.NEAR_IPV4, 2, checksum);
    }

    private static void end(final NetworkNamespace where, final String local, final String remote, final int host,
            final String checksum) {
        where.run("ip", "link", "add", DEVICE, "type", "vxlan", "id", "5", "local", local, "remote", remote, "dstport",
            String.valueOf(EthernetEnd.VXLAN_PORT), checksum);
        where.run("ip", "link", "set", DEVICE, "mtu", Integer.toString(MTU), "up");
        where.run("ip", "address", "add", "198.19.7." + host + "/30", "dev", DEVICE);
        where.run("ip", "address", "add", "2001:db8:7::" + host + "/64", "dev", DEVICE, "nodad");
    }

    private TransferResult move(final boolean inward, final boolean ipv6, final TcpTransfer.Amount amount) {
        try (var transfer = start(inward, ipv6, amount)) {
            return transfer.await(ControllerLab.PATIENCE);
        }
    }

    private TcpTransfer start(final boolean inward, final boolean ipv6, final TcpTransfer.Amount amount) {
        final var near = lab.near();
        final var far = lab.underlay().far();
        final String address = (ipv6 ? "2001:db8:7::" : "198.19.7.") + (inward ? 1 : 2);
        return TcpTransfer.start(new TcpTransfer.Order(inward ? far : near, inward ? near : far, address, amount, 7));
    }

    private static void assertIntact(final TransferResult result) {
        assertThat(result.receivedSha256()).hasSize(64).isEqualTo(result.sentSha256());
        assertThat(result.isIntact()).as(result.summary()).isTrue();
    }

    @ParameterizedTest(name = "{0}, IPv6 inside {1}")
    @CsvSource({ "udpcsum, false", "udpcsum, true", "noudpcsum, false", "noudpcsum, true" })
    void encapsulatedSuperpacketsOfTheKernelAreCut(final String checksum, final boolean ipv6) {
        nest(checksum);
        final var before = lab.statistics();
        assertIntact(move(false, ipv6, TcpTransfer.Amount.bytes(BYTES)));
        final var seen = lab.statistics();
        final long superpackets = seen.at("transmit/superpackets") - before.at("transmit/superpackets");
        assertThat(superpackets).isPositive();
        assertThat((seen.at("transmit/segments") - before.at("transmit/segments")) / superpackets)
            .as("segments per superpacket").isGreaterThan(DENSITY);
        final long outer = seen.at("transmit/checksum/lco-outer") - before.at("transmit/checksum/lco-outer");
        if ("udpcsum".equals(checksum)) {
            assertThat(outer).as("outer checksums come from headers alone").isGreaterThan(superpackets);
        } else {
            assertThat(outer).as("without outer checksums").isZero();
        }
        assertThat(seen.at("transmit/checksum/payload-passes") - before.at("transmit/checksum/payload-passes"))
            .as("payload is read for the inner checksum alone")
            .isLessThanOrEqualTo(seen.at("transmit/datagrams") - before.at("transmit/datagrams"));
    }

    @ParameterizedTest(name = "{0}, IPv6 inside {1}")
    @CsvSource({ "udpcsum, false", "noudpcsum, true" })
    void whatComesInATunnelArrivesIntact(final String checksum, final boolean ipv6) {
        nest(checksum);
        assertIntact(move(true, ipv6, TcpTransfer.Amount.bytes(BYTES)));
    }

    @Test
    void offloadIsSwitchedOffAndOnUnderTraffic() {
        nest("udpcsum");
        try (var transfer = start(false, false, TcpTransfer.Amount.untilFinished())) {
            awaitSuperpackets(true);
            turn(false);
            awaitSuperpackets(false);
            turn(true);
            awaitSuperpackets(true);
            transfer.finish();
            assertIntact(transfer.await(ControllerLab.PATIENCE));
        }
    }

    private void turn(final boolean on) {
        final var offload = new JsonObject();
        offload.addProperty("udp-tunnel-gso", on);
        final var port = new JsonObject();
        port.addProperty("name", lab.port());
        port.add("offload", offload);
        lab.client().patch(CoalescerModel.portPath(lab.port()), CoalescerModel.entry("port", port));
    }

    /** Waits until packets flow of which some, or none, are superpackets. */
    private void awaitSuperpackets(final boolean wanted) {
        ControllerLab.await("superpackets " + wanted, () -> {
            final var before = lab.statistics();
            ControllerLab.await("traffic", () ->
                lab.statistics().at("transmit/packets") > before.at("transmit/packets") + 1000);
            return lab.statistics().at("transmit/superpackets") > before.at("transmit/superpackets") == wanted;
        });
    }
}
