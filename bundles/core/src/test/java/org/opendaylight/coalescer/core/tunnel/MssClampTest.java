/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

class MssClampTest {
    private static final int OFF = 6;
    /** What is carried, and what TCP over IPv4 may send of it. */
    private static final int MAX_PACKET = 1364;
    private static final int MSS4 = MAX_PACKET - 40;
    private static final int MSS6 = MAX_PACKET - 60;
    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;

    private final PacketMemory memory = PacketMemory.allocate(256);
    private final PacketMetadata packet = new PacketMetadata();

    /** A TCP packet without payload and with these options, in hex, and a checksum that is right. */
    private void put(final boolean v4, final int flags, final String options) {
        final int optionsLen = options.length() / 2;
        final String l4 = "12345678" + "01020304" + "05060708" + "%x0%02xffff".formatted(5 + optionsLen / 4, flags)
            + "00000000" + options;
        final String ip = v4 ? "4500%04x000140004006".formatted(20 + l4.length() / 2) + "0000c6336407cb007105"
            : "60000000%04x0640".formatted(l4.length() / 2) + "20010db8000000010000000000000007"
                + "20010db8000000020000000000000005";
        final byte[] bytes = HexFormat.of().parseHex(ip + l4);
        memory.net().put(OFF, bytes);
        packet.reset(OFF, bytes.length);
        final int l4Off = OFF + (v4 ? 20 : 40);
        memory.net().putShort(l4Off + 16, (short) (~sum(v4) & 0xffff));
    }

    /** Pseudo-header and TCP, summed byte by byte as RFC 1071 says, apart from the code under test. */
    private int sum(final boolean v4) {
        final int l4 = v4 ? 20 : 40;
        int sum = 6 + packet.length() - l4;
        for (int i = v4 ? 12 : 8; i < packet.length(); i++) {
            sum += (memory.net().get(OFF + i) & 0xff) << (i % 2 == 0 ? 8 : 0);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    private int value(final boolean v4, final int at) {
        return memory.net().getShort(OFF + (v4 ? 20 : 40) + 20 + at) & 0xffff;
    }

    private String bytes() {
        final byte[] bytes = new byte[packet.length()];
        memory.net().get(OFF, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = { SYN, SYN_ACK, 0xc2 })
    void lowersWhatIsTooMuch(final int flags) {
        put(true, flags, "020405b4");
        assertThat(MssClamp.apply(memory, packet, MAX_PACKET)).isTrue();
        assertThat(value(true, 2)).isEqualTo(MSS4);
        assertThat(sum(true)).as("checksum").isEqualTo(0xffff);
        put(false, flags, "020405a0");
        assertThat(MssClamp.apply(memory, packet, MAX_PACKET)).isTrue();
        assertThat(value(false, 2)).isEqualTo(MSS6);
        assertThat(sum(false)).as("checksum").isEqualTo(0xffff);
    }

    /** What is carried counts the Ethernet header. */
    @Test
    void lowersItBehindAnEthernetHeader() {
        put(true, SYN, "020405b4");
        final byte[] frame = HexFormat.of().parseHex("00005e00530100005e0053020800" + bytes());
        memory.net().put(OFF, frame);
        packet.reset(OFF, frame.length);
        packet.setLink(14);
        assertThat(MssClamp.apply(memory, packet, MAX_PACKET)).isTrue();
        assertThat(memory.net().getShort(OFF + 14 + 20 + 20 + 2)).isEqualTo((short) (MSS4 - 14));
    }

    /** Exactly what is carried, one less, nothing at all. */
    @ParameterizedTest
    @ValueSource(ints = { MSS4, MSS4 - 1, 0 })
    void raisesNothing(final int mss) {
        put(true, SYN, "0204%04x".formatted(mss));
        final String before = bytes();
        assertThat(MssClamp.apply(memory, packet, MAX_PACKET)).isFalse();
        assertThat(bytes()).isEqualTo(before);
    }

    /** Behind NOPs and other options, at even and odd places, of any value. */
    @Property(tries = 500)
    void keepsTheChecksumRightWhereverTheOptionIs(@ForAll @IntRange(max = 9) final int nops,
            @ForAll @IntRange(min = MSS4 + 1, max = 65535) final int mss,
            @ForAll @IntRange(max = MAX_PACKET) final int maxPacket) {
        final String options = "01".repeat(nops) + "0204%04x".formatted(mss);
        put(true, SYN, options + "00".repeat((4 - options.length() / 2 % 4) % 4));
        assertThat(MssClamp.apply(memory, packet, maxPacket)).isTrue();
        assertThat(value(true, nops + 2)).isEqualTo(Math.max(0, maxPacket - 40));
        assertThat(sum(true)).isEqualTo(0xffff);
    }

    @Test
    void wrongChecksumStaysAsWrong() {
        put(true, SYN, "020405b4");
        final int field = OFF + 36;
        memory.net().putShort(field, (short) (memory.net().getShort(field) ^ 0x0100));
        final int before = sum(true);
        assertThat(before).isNotEqualTo(0xffff);
        assertThat(MssClamp.apply(memory, packet, MAX_PACKET)).isTrue();
        assertThat(sum(true)).isEqualTo(before);
    }

    /** The field holds the sum of the pseudo-header, which has no options. */
    @Test
    void leavesAnUnfinishedChecksumAlone() {
        put(true, SYN, "020405b4");
        packet.setPartial(20, 16);
        final int field = memory.net().getShort(OFF + 36);
        assertThat(MssClamp.apply(memory, packet, MAX_PACKET)).isTrue();
        assertThat(value(true, 2)).isEqualTo(MSS4);
        assertThat((int) memory.net().getShort(OFF + 36)).isEqualTo(field);
    }

    /** ACK, FIN, RST: the option would mean nothing there. */
    @ParameterizedTest
    @ValueSource(ints = { 0x10, 0x11, 0x04, 0x00 })
    void looksAtSynsOnly(final int flags) {
        put(true, flags, "020405b4");
        assertThat(MssClamp.apply(memory, packet, MAX_PACKET)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({ "none, ''", "behind the end, 00000000020405b4", "too short, 02030000", "too long, 020805b400000000",
        "beyond the header, 010101020405b400", "an option without length, 01010103", "length 0, 0800000002040fff" })
    void leavesOddOptionsAlone(final String why, final String options) {
        put(true, SYN, options.startsWith("010101020") ? "01010102" : options);
        final String before = bytes();
        assertThat(MssClamp.apply(memory, packet, MAX_PACKET)).as(why).isFalse();
        assertThat(bytes()).isEqualTo(before);
    }

    @Test
    void looksAtTcpOnly() {
        put(true, SYN, "020405b4");
        memory.net().put(OFF + 9, (byte) 17);
        assertThat(MssClamp.apply(memory, packet, MAX_PACKET)).isFalse();
    }

    @Test
    void looksAtNoFragment() {
        put(true, SYN, "020405b4");
        memory.net().putShort(OFF + 6, (short) 0x2000);
        assertThat(MssClamp.apply(memory, packet, MAX_PACKET)).isFalse();
    }

    /** Every length up to the whole: what is cut off is not looked at. */
    @Test
    void staysInsideThePacket() {
        put(true, SYN, "020405b4");
        final int whole = packet.length();
        for (int len = 0; len < whole; len++) {
            packet.reset(OFF, len);
            assertThat(MssClamp.apply(memory, packet, MAX_PACKET)).as("%s bytes", len).isFalse();
        }
    }
}
