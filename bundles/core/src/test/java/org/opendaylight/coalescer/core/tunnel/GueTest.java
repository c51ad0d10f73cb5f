/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GueTest {
    private final TunnelRig rig = new TunnelRig(new Gue(0));

    @ParameterizedTest
    @CsvSource({ "4, 00040000", "6, 00290000" })
    void writesTheProtocolInVersion0(final int ipVersion, final String expected) {
        assertThat(rig.header(0, ipVersion)).isEqualTo(expected);
    }

    @Test
    void writesNothingInVersion1() {
        assertThat(new Gue(1).headerLength()).isZero();
    }

    /** Version 0, and version 1, where the packet is its own header. */
    @ParameterizedTest
    @CsvSource({ "00040000, 4", "00290000, 6", "'', 4", "'', 6" })
    void readsBothVersions(final String header, final int ipVersion) {
        final String packet = ipVersion == 4 ? TunnelRig.IPV4 : TunnelRig.IPV6;
        assertThat(rig.decapsulate(header + packet)).isNull();
        assertThat(rig.out.ipVersion()).isEqualTo(ipVersion);
        assertThat(rig.out.vni()).isZero();
        assertThat(rig.innerOffset()).isEqualTo(header.length() / 2);
        assertThat(rig.out.length()).isEqualTo(packet.length() / 2);
    }

    @Test
    void refusesControlMessages() {
        assertThat(rig.decapsulate("20040000" + TunnelRig.IPV4)).isEqualTo(TunnelDrop.OAM);
    }

    /** Every single flag, and private data that no flag announces. */
    @ParameterizedTest
    @ValueSource(strings = { "00048000", "00040001", "00040100", "0104000000000000", "1f040000" })
    void refusesOptionalFields(final String header) {
        assertThat(rig.decapsulate(header + TunnelRig.IPV4)).isEqualTo(TunnelDrop.BAD_FLAGS);
    }

    @ParameterizedTest
    @ValueSource(strings = { "80040000", "c0040000" })
    void refusesOtherVersions(final String header) {
        assertThat(rig.decapsulate(header + TunnelRig.IPV4)).isEqualTo(TunnelDrop.BAD_FLAGS);
    }

    @ParameterizedTest
    @ValueSource(strings = { "00000000", "00060000", "003b0000" })
    void refusesOtherProtocols(final String header) {
        assertThat(rig.decapsulate(header + TunnelRig.IPV4)).isEqualTo(TunnelDrop.WRONG_NEXT_PROTOCOL);
    }

    @Test
    void refusesAnotherVersionThanAnnounced() {
        assertThat(rig.decapsulate("00040000" + TunnelRig.IPV6)).isEqualTo(TunnelDrop.VERSION_MISMATCH);
    }

    /** The first bits are those of version 1, but there is no such IP. */
    @ParameterizedTest
    @ValueSource(strings = { "50", "70" })
    void refusesWhatIsNotIpInVersion1(final String first) {
        assertThat(rig.decapsulate(first + "ff".repeat(60))).isEqualTo(TunnelDrop.NOT_IP);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "000400", "00040000", "450000" })
    void refusesWhatIsTooShort(final String datagram) {
        assertThat(rig.decapsulate(datagram)).isEqualTo(TunnelDrop.SHORT);
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, 2 })
    void hasTwoVersions(final int version) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Gue(version)).withMessageContaining("" + version);
    }
}
