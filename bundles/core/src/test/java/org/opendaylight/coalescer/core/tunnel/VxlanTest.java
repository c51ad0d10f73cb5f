/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7348 section 5. */
class VxlanTest {
    private static final String FRAME = "00005e00530100005e0053020806";

    private final TunnelRig rig = new TunnelRig(new Vxlan());

    @ParameterizedTest
    @CsvSource({ "0x123456, 0800000012345600", "0xffffff, 08000000ffffff00", "0, 0800000000000000" })
    void writesTheVni(final String vni, final String expected) {
        assertThat(rig.header(Integer.decode(vni), Encapsulation.ETHERNET)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = { FRAME, FRAME + "00", FRAME + FRAME })
    void readsWhatItWrote(final String frame) {
        assertThat(rig.decapsulate(rig.header(0x123456, Encapsulation.ETHERNET) + frame)).isNull();
        assertThat(rig.out.vni()).isEqualTo(0x123456);
        assertThat(rig.out.isFrame()).isTrue();
        assertThat(rig.innerOffset()).isEqualTo(8);
        assertThat(rig.out.length()).isEqualTo(frame.length() / 2);
    }

    /** Of VXLAN-GPE, of remote checksum offload, of group policy, no VNI, and one that nobody knows. */
    @ParameterizedTest
    @ValueSource(strings = { "0c00000300002a00", "0820000000002a00", "8800000000002a00", "0000000000002a00",
        "0800000100002a00", "0800000000002a01" })
    void refusesFlagsThatMeanAnExtension(final String header) {
        assertThat(rig.decapsulate(header + FRAME)).isEqualTo(TunnelDrop.BAD_FLAGS);
    }

    @Test
    void refusesWhatIsTooShort() {
        assertThat(rig.decapsulate("")).isEqualTo(TunnelDrop.SHORT);
        assertThat(rig.decapsulate("0800000000002a")).isEqualTo(TunnelDrop.SHORT);
        assertThat(rig.decapsulate("0800000000002a00" + FRAME.substring(2))).isEqualTo(TunnelDrop.SHORT);
    }
}
