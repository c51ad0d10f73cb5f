/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;

class RelayHopTest {
    private static final int OFF = 13;
    private static final int LENGTH = 100;

    private final PacketMemory memory = PacketMemory.allocate(OFF + LENGTH);

    /** An IPv4 packet of random bytes with a good header checksum. */
    private void v4(final int ttl, final int words, final long seed) {
        random(seed);
        memory.net().put(OFF, (byte) (0x40 | words)).put(OFF + Ipv4.TTL, (byte) ttl);
        promise(LENGTH, words);
    }

    private void promise(final int total, final int words) {
        memory.net().putShort(OFF + Ipv4.TOTAL_LENGTH, (short) total);
        Ipv4.writeChecksum(memory, OFF, words * 4);
    }

    private void v6(final int hops, final long seed) {
        random(seed);
        memory.net().put(OFF, (byte) 0x60).put(OFF + Ipv6.HOP_LIMIT, (byte) hops)
            .putShort(OFF + Ipv6.PAYLOAD_LENGTH, (short) (LENGTH - Ipv6.HEADER_LENGTH));
    }

    private void random(final long seed) {
        final byte[] bytes = new byte[LENGTH];
        new Random(seed).nextBytes(bytes);
        memory.net().put(OFF, bytes);
    }

    private byte[] packet() {
        final byte[] bytes = new byte[LENGTH];
        memory.net().get(OFF, bytes);
        return bytes;
    }

    @Property(tries = 2000)
    void takesOneHopOffAndHasTheHeaderChecksumFollow(@ForAll @IntRange(min = 2, max = 255) final int ttl,
            @ForAll @IntRange(min = 5, max = 15) final int words, @ForAll final long seed) {
        v4(ttl - 1, words, seed);
        final byte[] expected = packet();
        v4(ttl, words, seed);
        assertThat(RelayHop.pass(memory, OFF, LENGTH)).isNull();
        assertThat(packet()).isEqualTo(expected);
    }

    @Property(tries = 500)
    void takesOneHopOffOverIpv6AndChangesNothingElse(@ForAll @IntRange(min = 2, max = 255) final int hops,
            @ForAll final long seed) {
        v6(hops - 1, seed);
        final byte[] expected = packet();
        v6(hops, seed);
        assertThat(RelayHop.pass(memory, OFF, LENGTH)).isNull();
        assertThat(packet()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1 })
    void lastHopIsUsedUp(final int ttl) {
        v4(ttl, 5, 1);
        final byte[] v4 = packet();
        assertThat(RelayHop.pass(memory, OFF, LENGTH)).isEqualTo(TunnelDrop.TTL_EXCEEDED);
        assertThat(packet()).isEqualTo(v4);
        v6(ttl, 1);
        final byte[] v6 = packet();
        assertThat(RelayHop.pass(memory, OFF, LENGTH)).isEqualTo(TunnelDrop.TTL_EXCEEDED);
        assertThat(packet()).isEqualTo(v6);
    }

    /** A bit of the first byte would make another version of it, or a header of another length. */
    @Property(tries = 500)
    void mendsNoHeaderChecksum(@ForAll @IntRange(min = 8, max = 159) final int bit, @ForAll final long seed) {
        v4(64, 5, seed);
        final int at = OFF + bit / 8;
        memory.net().put(at, (byte) (memory.net().get(at) ^ 1 << bit % 8));
        final byte[] before = packet();
        assertThat(RelayHop.pass(memory, OFF, LENGTH)).isEqualTo(TunnelDrop.BAD_IP_HEADER);
        assertThat(packet()).isEqualTo(before);
    }

    @Test
    void refusesAHeaderThatIsNotThere() {
        v4(64, 6, 1);
        promise(24, 6);
        assertThat(RelayHop.pass(memory, OFF, 23)).isEqualTo(TunnelDrop.BAD_IP_HEADER);
        assertThat(RelayHop.pass(memory, OFF, 24)).isNull();
        v4(64, 4, 1);
        assertThat(RelayHop.pass(memory, OFF, LENGTH)).isEqualTo(TunnelDrop.BAD_IP_HEADER);
        v4(64, 6, 1);
        promise(23, 6);
        assertThat(RelayHop.pass(memory, OFF, LENGTH)).as("less than the header").isEqualTo(TunnelDrop.BAD_IP_HEADER);
    }

    @Test
    void refusesAPacketThatIsNotAllThere() {
        v4(64, 5, 1);
        assertThat(RelayHop.pass(memory, OFF, LENGTH - 1)).isEqualTo(TunnelDrop.BAD_IP_HEADER);
        v6(64, 1);
        final byte[] before = packet();
        assertThat(RelayHop.pass(memory, OFF, LENGTH - 1)).isEqualTo(TunnelDrop.BAD_IP_HEADER);
        assertThat(packet()).isEqualTo(before);
    }

    /** Padding of a link that it has come over, say. */
    @Test
    void whatIsBehindAPacketDoesNoHarm() {
        v4(64, 5, 1);
        promise(LENGTH - 9, 5);
        assertThat(RelayHop.pass(memory, OFF, LENGTH)).isNull();
        v6(64, 1);
        memory.net().putShort(OFF + Ipv6.PAYLOAD_LENGTH, (short) 0);
        assertThat(RelayHop.pass(memory, OFF, LENGTH)).isNull();
    }

    private boolean isRoutable(final String source, final String destination) throws UnknownHostException {
        final byte[] from = InetAddress.getByName(source).getAddress();
        final byte[] to = InetAddress.getByName(destination).getAddress();
        final boolean isV4 = from.length == 4;
        memory.net().put(OFF, (byte) (isV4 ? 0x45 : 0x60)).put(OFF + (isV4 ? Ipv4.SOURCE : Ipv6.SOURCE), from)
            .put(OFF + (isV4 ? Ipv4.DESTINATION : Ipv6.DESTINATION), to);
        return RelayHop.isRoutable(memory, OFF, isV4 ? 4 : 6);
    }

    @ParameterizedTest
    @ValueSource(strings = { "0.0.0.0", "0.1.2.3", "127.0.0.1", "169.254.1.1", "224.0.0.1", "239.255.255.250",
        "240.0.0.1", "255.255.255.255" })
    void staysOnItsLink(final String address) throws UnknownHostException {
        assertThat(isRoutable("198.51.100.1", address)).as("as destination").isFalse();
        assertThat(isRoutable(address, "198.51.100.1")).as("as source").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "::", "::1", "fe80::1", "febf::1", "ff02::1", "ff0e::1" })
    void staysOnItsLinkOverIpv6(final String address) throws UnknownHostException {
        assertThat(isRoutable("2001:db8::1", address)).as("as destination").isFalse();
        assertThat(isRoutable(address, "2001:db8::1")).as("as source").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "1.0.0.1", "126.255.255.255", "128.0.0.1", "169.253.255.255", "169.255.0.0",
        "223.255.255.254" })
    void goesOn(final String address) throws UnknownHostException {
        assertThat(isRoutable("198.51.100.1", address)).isTrue();
        assertThat(isRoutable(address, "198.51.100.1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "::2", "1::", "fd00::1", "fe7f:ffff::1", "fec0::1", "feff::1" })
    void goesOnOverIpv6(final String address) throws UnknownHostException {
        assertThat(isRoutable("2001:db8::1", address)).isTrue();
        assertThat(isRoutable(address, "2001:db8::1")).isTrue();
    }
}
