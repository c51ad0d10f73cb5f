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

class GeneveTest {
    private final TunnelRig rig = new TunnelRig(new Geneve());

    @ParameterizedTest
    @CsvSource({ "0x123456, 4, 0000080012345600", "0xffffff, 6, 000086ddffffff00", "0, 4, 0000080000000000" })
    void writesProtocolAndVni(final String vni, final int version, final String expected) {
        assertThat(rig.header(Integer.decode(vni), version)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({ "0x123456, 4", "0xffffff, 6" })
    void readsWhatItWrote(final String vni, final int version) {
        final String packet = version == 4 ? TunnelRig.IPV4 : TunnelRig.IPV6;
        assertThat(rig.decapsulate(rig.header(Integer.decode(vni), version) + packet)).isNull();
        assertThat(rig.out.vni()).isEqualTo(Integer.decode(vni));
        assertThat(rig.out.ipVersion()).isEqualTo(version);
        assertThat(rig.innerOffset()).isEqualTo(8);
        assertThat(rig.out.length()).isEqualTo(packet.length() / 2);
    }

    /** One option with data, two without, the most that there can be. */
    @ParameterizedTest
    @CsvSource({ "0200080000002a00 0102030155555555, 16", "0200080000002a00 ffff7f0000007f00, 16",
        "3f00080000002a00 00000000*63, 260", "1f00080000002a00 0102031e00000000*30, 132" })
    void skipsOptionsThatItDoesNotKnow(final String header, final int length) {
        final int star = header.indexOf('*');
        final String plain = header.replace(" ", "");
        final String options = star < 0 ? plain
            : plain.substring(0, 16) + repeat(header.substring(17, star), Integer.parseInt(header.substring(star + 1)));
        assertThat(rig.decapsulate(options + TunnelRig.IPV4)).isNull();
        assertThat(rig.out.vni()).isEqualTo(42);
        assertThat(rig.innerOffset()).isEqualTo(length);
    }

    /** An option header and zeros, up to so many words. */
    private static String repeat(final String unit, final int words) {
        return unit.length() == 8 ? unit.repeat(words) : unit.substring(0, 8) + "00000000".repeat(words);
    }

    /** With and without the flag that announces it, and behind an option that could be ignored. */
    @ParameterizedTest
    @ValueSource(strings = { "0140080000002a00 01028000", "0100080000002a00 01028000",
        "0340080000002a00 0102030101020304 0102ff00" })
    void refusesAnOptionThatMustBeUnderstood(final String header) {
        assertThat(rig.decapsulate(header.replace(" ", "") + TunnelRig.IPV4)).isEqualTo(TunnelDrop.CRITICAL_OPTION);
    }

    @ParameterizedTest
    @ValueSource(strings = { "0100080000002a00 01020301", "0200080000002a00 0102030000000001",
        "0100080000002a00 0102031f" })
    void refusesOptionsThatDoNotEndWhereTheyShould(final String header) {
        assertThat(rig.decapsulate(header.replace(" ", "") + TunnelRig.IPV4)).isEqualTo(TunnelDrop.MALFORMED_OPTIONS);
    }

    @Test
    void refusesControlPackets() {
        assertThat(rig.decapsulate("0080080000002a00" + TunnelRig.IPV4)).isEqualTo(TunnelDrop.OAM);
    }

    @ParameterizedTest
    @ValueSource(strings = { "4000080000002a00", "8000080000002a00", "c000080000002a00" })
    void refusesOtherVersions(final String header) {
        assertThat(rig.decapsulate(header + TunnelRig.IPV4)).isEqualTo(TunnelDrop.BAD_FLAGS);
    }

    /** Section 3.4: to be ignored on receipt. */
    @Test
    void ignoresReservedBits() {
        assertThat(rig.decapsulate("003f080000002aff" + TunnelRig.IPV4)).isNull();
        assertThat(rig.out.vni()).isEqualTo(42);
    }

    /** The C bit alone says nothing about a packet without options. */
    @Test
    void takesTheFlagOfCriticalOptionsWithoutAny() {
        assertThat(rig.decapsulate("0040080000002a00" + TunnelRig.IPV4)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "00000806", "00006559", "00000000", "0000ffff" })
    void refusesOtherProtocols(final String first) {
        assertThat(rig.decapsulate(first + "00002a00" + TunnelRig.IPV4)).isEqualTo(TunnelDrop.WRONG_NEXT_PROTOCOL);
    }

    @Test
    void carriesEthernet() {
        final String header = rig.header(42, Encapsulation.ETHERNET);
        assertThat(header).isEqualTo("0000655800002a00");
        assertThat(rig.decapsulate(header + "ff".repeat(14))).isNull();
        assertThat(rig.out.isFrame()).isTrue();
        assertThat(rig.out.vni()).isEqualTo(42);
        assertThat(rig.innerOffset()).isEqualTo(8);
        assertThat(rig.out.length()).isEqualTo(14);
    }

    @Test
    void carriesEthernetBehindOptions() {
        assertThat(rig.decapsulate("0100655800002a0001020300" + "ff".repeat(60))).isNull();
        assertThat(rig.innerOffset()).isEqualTo(12);
        assertThat(rig.out.length()).isEqualTo(60);
    }

    @Test
    void refusesLessThanAnEthernetHeader() {
        assertThat(rig.decapsulate("0000655800002a00" + "ff".repeat(13))).isEqualTo(TunnelDrop.SHORT);
    }

    @Test
    void refusesAnotherVersionThanAnnounced() {
        assertThat(rig.decapsulate("0000080000002a00" + TunnelRig.IPV6)).isEqualTo(TunnelDrop.VERSION_MISMATCH);
        assertThat(rig.decapsulate("000086dd00002a00" + TunnelRig.IPV4 + "00".repeat(20)))
            .isEqualTo(TunnelDrop.VERSION_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "00", "0000080000002a", "0000080000002a00", "0100080000002a00",
        "0200080000002a0001020300" })
    void refusesWhatIsTooShort(final String datagram) {
        assertThat(rig.decapsulate(datagram)).isEqualTo(TunnelDrop.SHORT);
    }
}
