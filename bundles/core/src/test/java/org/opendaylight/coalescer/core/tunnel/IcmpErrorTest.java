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
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

class IcmpErrorTest {
    private static final int OFF = 13;
    private static final int TO = 24;
    private static final int MTU = 1364;
    private static final String SOURCE4 = "c6336407";
    private static final String DESTINATION4 = "cb007105";
    private static final String SOURCE6 = "20010db8000000010000000000000007";
    private static final String DESTINATION6 = "20010db8000000020000000000000005";

    private final PacketMemory memory = PacketMemory.allocate(70_000);
    private final PacketMemory to = PacketMemory.allocate(TO + IcmpError.MAX_LENGTH);
    private final PacketMetadata packet = new PacketMetadata();
    private final PacketMetadata answer = new PacketMetadata();

    @BeforeEach
    void fill() {
        final byte[] random = new byte[70_000];
        new Random(1).nextBytes(random);
        memory.net().put(0, random);
    }

    /** UDP from port 4660 to 22136. */
    private void v4(final int len) {
        put("4500%04x123440004011beef".formatted(len) + SOURCE4 + DESTINATION4 + "12345678%04xcafe".formatted(len - 20),
            len);
    }

    private void v6(final int len, final int nextHeader) {
        put("6a000001%04x%02x40".formatted(len - 40, nextHeader) + SOURCE6 + DESTINATION6
            + "12345678%04xcafe".formatted(len - 40), len);
    }

    private void put(final String header, final int len) {
        memory.net().put(OFF, HexFormat.of().parseHex(header));
        packet.reset(OFF, len);
    }

    private boolean tooBig() {
        return IcmpError.tooBig(memory, packet, MTU, to, TO, answer);
    }

    private String answered(final int from, final int len) {
        final byte[] bytes = new byte[len];
        to.net().get(TO + from, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private String original(final int len) {
        final byte[] bytes = new byte[len];
        memory.net().get(OFF, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Sums 16-bit words as RFC 1071 defines it, apart from the code under test. */
    private static int sum(final byte[] bytes) {
        int sum = 0;
        final ByteBuffer words = ByteBuffer.wrap(bytes);
        while (words.hasRemaining()) {
            sum += words.getShort() & 0xffff;
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    @Test
    void saysFragmentationNeededOverIpv4() {
        v4(1500);
        assertThat(tooBig()).isTrue();
        assertThat(answer.offset()).isEqualTo(TO);
        assertThat(answer.length()).as("RFC 1812 section 4.3.2.3").isEqualTo(576);
        assertThat(answered(0, 10)).isEqualTo("45c00240000040004001");
        assertThat(answered(12, 8)).as("from the destination to the source").isEqualTo(DESTINATION4 + SOURCE4);
        assertThat(sum(HexFormat.of().parseHex(answered(0, 20)))).as("IP header checksum").isEqualTo(0xffff);
        assertThat(answered(20, 8)).isEqualTo("030400000000%04x".formatted(MTU));
        assertThat(answered(28, 548)).isEqualTo(original(548));
        assertThat(answer.checksumState()).isEqualTo(ChecksumState.PARTIAL);
        assertThat(answer.csumStart()).isEqualTo(20);
        assertThat(answer.csumOffset()).isEqualTo(2);
    }

    @Test
    void saysPacketTooBigOverIpv6() {
        v6(1500, 17);
        assertThat(tooBig()).isTrue();
        assertThat(answer.length()).as("RFC 4443 section 3.2").isEqualTo(1280);
        assertThat(answered(0, 8)).isEqualTo("6000000004d83a40");
        assertThat(answered(8, 32)).isEqualTo(DESTINATION6 + SOURCE6);
        final int pseudo = sum(HexFormat.of().parseHex(DESTINATION6 + SOURCE6 + "000004d80000003a"));
        assertThat(answered(40, 8)).isEqualTo("0200%04x0000%04x".formatted(pseudo, MTU));
        assertThat(answered(48, 1232)).isEqualTo(original(1232));
        assertThat(answer.csumStart()).isEqualTo(40);
        assertThat(answer.csumOffset()).isEqualTo(2);
    }

    @Test
    void answersNoErrorBehindAnExtensionHeader() {
        v6(1400, 60);
        // Destination options of 8 bytes, then Destination Unreachable, and an echo request for comparison
        memory.net().put(OFF + 40, HexFormat.of().parseHex("3a00010400000000" + "0100"));
        assertThat(tooBig()).isFalse();
        memory.net().put(OFF + 48, (byte) 128);
        assertThat(tooBig()).isTrue();
    }

    /** A sender would take it for a forgery (RFC 8201 section 4). */
    @Test
    void neverTellsIpv6LessThanEveryLinkCarries() {
        v6(1500, 17);
        assertThat(IcmpError.tooBig(memory, packet, 1279, to, TO, answer)).isTrue();
        assertThat(answered(44, 4)).isEqualTo("%08x".formatted(1280));
        v4(1500);
        assertThat(IcmpError.tooBig(memory, packet, 1279, to, TO, answer)).isTrue();
        assertThat(answered(24, 4)).as("IPv4 has no such limit").isEqualTo("%08x".formatted(1279));
    }

    private boolean timeExceeded(final String... own) throws UnknownHostException {
        final var addresses = new OwnAddresses();
        for (var address : own) {
            addresses.add(InetAddress.getByName(address), 24);
        }
        return IcmpError.timeExceeded(memory, packet, addresses, to, TO, answer);
    }

    @Test
    void saysTimeExceededOverIpv4FromThePort() throws UnknownHostException {
        v4(1400);
        assertThat(timeExceeded("192.0.2.9")).isTrue();
        assertThat(answer.length()).isEqualTo(576);
        assertThat(answered(0, 10)).isEqualTo("45c00240000040004001");
        assertThat(answered(12, 8)).isEqualTo("c0000209" + SOURCE4);
        assertThat(sum(HexFormat.of().parseHex(answered(0, 20)))).as("IP header checksum").isEqualTo(0xffff);
        assertThat(answered(20, 8)).isEqualTo("0b00000000000000");
        assertThat(answered(28, 548)).isEqualTo(original(548));
        assertThat(answer.checksumState()).isEqualTo(ChecksumState.PARTIAL);
        assertThat(answer.csumStart()).isEqualTo(20);
    }

    @Test
    void saysTimeExceededOverIpv6FromThePort() throws UnknownHostException {
        v6(100, 17);
        assertThat(timeExceeded("192.0.2.9", "2001:db8::9")).isTrue();
        final String from = "20010db8000000000000000000000009";
        assertThat(answered(0, 8)).isEqualTo("60000000006c3a40");
        assertThat(answered(8, 32)).isEqualTo(from + SOURCE6);
        final int pseudo = sum(HexFormat.of().parseHex(from + SOURCE6 + "0000006c0000003a"));
        assertThat(answered(40, 8)).isEqualTo("0300%04x00000000".formatted(pseudo));
        assertThat(answered(48, 100)).isEqualTo(original(100));
    }

    @Test
    void saysNothingWithoutAnAddressToSayItFrom() throws UnknownHostException {
        v4(100);
        assertThat(timeExceeded("2001:db8::9")).isFalse();
        v6(100, 17);
        assertThat(timeExceeded("192.0.2.9")).isFalse();
    }

    @Test
    void saysNothingOfAnErrorWhoseTimeIsExceeded() throws UnknownHostException {
        v4(100);
        memory.net().put(OFF + 9, (byte) 1).put(OFF + 20, (byte) 11);
        assertThat(timeExceeded("192.0.2.9")).isFalse();
    }

    /** Behind an Ethernet header: the same answer, between the same two stations, with the tag that there was. */
    @Test
    void answersAFrameWithAFrame() {
        v4(1400);
        assertThat(tooBig()).isTrue();
        final String plain = answered(0, answer.length());
        final byte[] whole = HexFormat.of().parseHex("00005e00530100005e0053028100002a0800" + original(1400));
        memory.net().put(OFF, whole);
        packet.reset(OFF, whole.length);
        packet.setLink(18);
        assertThat(tooBig()).isTrue();
        assertThat(answered(0, answer.length())).isEqualTo("00005e00530200005e0053018100002a0800" + plain);
        assertThat(answer.linkLength()).isEqualTo(18);
        assertThat(answer.csumStart()).isEqualTo(38);
    }

    @Test
    void tellsNoStationFromAGroup() {
        v4(1400);
        final byte[] whole = HexFormat.of().parseHex("ffffffffffff00005e0053020800" + original(1400));
        memory.net().put(OFF, whole);
        packet.reset(OFF, whole.length);
        packet.setLink(14);
        assertThat(tooBig()).isFalse();
    }

    @Test
    void quotesAShortPacketWhole() {
        v4(100);
        assertThat(tooBig()).isTrue();
        assertThat(answer.length()).isEqualTo(128);
        assertThat(answered(28, 100)).isEqualTo(original(100));
    }

    /** The sender knows datagrams, not superpackets. */
    @Test
    void quotesTheFirstSegmentOfASuperpacket() {
        v4(28 + 40_000);
        packet.setPartial(20, 6);
        packet.setLayers(OFF + 20, OFF + 28);
        packet.setGso(GsoType.UDP_L4, 1400, 29);
        assertThat(tooBig()).isTrue();
        assertThat(IcmpError.firstLength(packet)).isEqualTo(1428);
        assertThat(answered(28 + 2, 2)).isEqualTo("%04x".formatted(1428));
        assertThat(answered(28 + 24, 2)).isEqualTo("%04x".formatted(1408));
        assertThat(sum(HexFormat.of().parseHex(answered(28, 20)))).isEqualTo(0xffff);
        assertThat(answered(28 + 26, 500)).as("checksum and payload as they were")
            .isEqualTo(original(526).substring(52));
    }

    @ParameterizedTest
    @ValueSource(strings = { "0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255", "240.1.2.3" })
    void tellsNobodyThatIsNoSingleHost(final String address) throws Exception {
        for (int field : new int[] { 12, 16 }) {
            v4(1500);
            memory.net().put(OFF + field, java.net.InetAddress.getByName(address).getAddress());
            assertThat(tooBig()).as("address at %s", field).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "::", "::1", "ff02::1" })
    void tellsNobodyThatIsNoSingleHostOverIpv6(final String address) throws Exception {
        for (int field : new int[] { 8, 24 }) {
            v6(1500, 17);
            memory.net().put(OFF + field, java.net.InetAddress.getByName(address).getAddress());
            assertThat(tooBig()).as("address at %s", field).isFalse();
        }
    }

    @Test
    void tellsNobodyOfALaterFragment() {
        v4(1500);
        memory.net().putShort(OFF + 6, (short) 0x2000);
        assertThat(tooBig()).as("the first one").isTrue();
        memory.net().putShort(OFF + 6, (short) 0x2001);
        assertThat(tooBig()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 4, 5, 11, 12 })
    void tellsNobodyOfAnError(final int type) {
        v4(1500);
        memory.net().put(OFF + 9, (byte) 1).put(OFF + 20, (byte) type);
        assertThat(tooBig()).isFalse();
        memory.net().put(OFF + 20, (byte) 8);
        assertThat(tooBig()).as("an echo").isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 4, 127, 137 })
    void tellsNobodyOfAnErrorOverIpv6(final int type) {
        v6(1500, 58);
        memory.net().put(OFF + 40, (byte) type);
        assertThat(tooBig()).isFalse();
        memory.net().put(OFF + 40, (byte) 128);
        assertThat(tooBig()).as("an echo").isTrue();
    }

    /** Such a packet is carried as it is if it fits, so it gets here. */
    @ParameterizedTest
    @ValueSource(ints = { 20, 24 })
    void looksForNoIcmpBeyondThePacket(final int len) {
        v4(len);
        memory.net().put(OFF, (byte) 0x4f).put(OFF + 9, (byte) 1);
        assertThat(tooBig()).isFalse();
    }
}
