/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.lab.LabAddresses;

/** An underlay that carries less than IPv6 demands of a link, headers of the tunnel included. */
@ControllerTest
class NarrowUnderlayIT {
    private static final int NARROW = 1300;
    private static final int LEAST = 1280;
    private static final long BYTES = 16L << 20;

    private final ControllerLab lab;

    NarrowUnderlayIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void narrow() {
        lab.underlay().setMtu(NARROW);
        lab.provision(true);
    }

    @AfterEach
    void widen() {
        lab.underlay().setMtu(LabAddresses.UNDERLAY_MTU);
    }

    /** The echo is 1280 bytes of IPv6: it fits the port, and its datagram does not fit the underlay. */
    @Test
    void ipv6GetsThroughInFragments() {
        assertThat(ObjectState.read(lab.client(), CoalescerModel.portPath(lab.port())).content().get("mtu").getAsInt())
            .isEqualTo(LEAST);
        assertThat(lab.near().run("ping", "-6", "-c", "3", "-i", "0.2", "-M", "do", "-s", "1232",
            LabAddresses.FAR_IPV6)).contains(" 3 received");
        ControllerLab.await("echoes were fragmented",
            () -> lab.endpointStatistics().at("transmit/fragmented") == 3, () -> lab.endpointStatistics().toString());
        assertThat(lab.statistics().table("transmit/drop", "reason", "packets")).doesNotContainKey("too-big");
    }

    @ParameterizedTest(name = "IPv6 {0}")
    @ValueSource(booleans = { false, true })
    void tcpIsCutToFit(final boolean ipv6) {
        for (boolean inward : new boolean[] { true, false }) {
            final var result = lab.move(inward, ipv6, BYTES);
            assertThat(result.isIntact()).as(result.summary()).isTrue();
            assertThat(result.receivedSha256()).isEqualTo(result.sentSha256());
        }
        assertThat(lab.statistics().at("transmit/superpackets")).isPositive();
        assertThat(lab.endpointStatistics().at("transmit/dropped")).as("datagrams that the underlay refused").isZero();
    }
}
