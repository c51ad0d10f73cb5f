/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpInUdpTest {
    private final TunnelRig rig = new TunnelRig(new IpInUdp());

    @ParameterizedTest
    @ValueSource(ints = { 4, 6 })
    void takesThePacketAsItIs(final int ipVersion) {
        final String packet = ipVersion == 4 ? TunnelRig.IPV4 : TunnelRig.IPV6;
        assertThat(rig.header(0, ipVersion)).isEmpty();
        assertThat(rig.decapsulate(packet)).isNull();
        assertThat(rig.out.ipVersion()).isEqualTo(ipVersion);
        assertThat(rig.innerOffset()).isZero();
        assertThat(rig.out.length()).isEqualTo(packet.length() / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "45", "60000000" })
    void refusesWhatIsTooShort(final String datagram) {
        assertThat(rig.decapsulate(datagram)).isEqualTo(TunnelDrop.SHORT);
    }

    @ParameterizedTest
    @ValueSource(strings = { "00", "30", "50", "f0" })
    void refusesWhatIsNotIp(final String first) {
        assertThat(rig.decapsulate(first + "ff".repeat(60))).isEqualTo(TunnelDrop.NOT_IP);
    }
}
