/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.packet.PacketMemory;

class PrefixTableTest {
    private static final int OFF = 3;

    private final PacketMemory memory = PacketMemory.allocate(32);
    private final PrefixTable.Builder<String> builder = new PrefixTable.Builder<>();

    @ParameterizedTest
    @CsvSource({ "192.0.2.1, host", "192.0.2.2, half", "192.0.2.127, half", "192.0.2.128, net", "192.0.3.1, any",
        "255.255.255.255, any", "2001:db8::1, host6", "2001:db8::2, half6", "2001:db8:0:0:8000::, half6",
        "2001:db8:0:1::, net6", "2001:db9::,", "::," })
    void longestPrefixWins(final String address, final @Nullable String expected) throws UnknownHostException {
        final PrefixTable<String> table = builder.add(bytes("192.0.2.0"), 24, "net").add(bytes("0.0.0.0"), 0, "any")
            .add(bytes("192.0.2.1"), 32, "host").add(bytes("192.0.2.0"), 25, "half")
            .add(bytes("2001:db8::"), 32, "net6").add(bytes("2001:db8::1"), 128, "host6")
            .add(bytes("2001:db8::"), 64, "half6").build();
        assertEquals(expected, lookup(table, address));
        assertEquals(7, table.size());
    }

    @Test
    void prefixesOfOneFamilySayNothingOfTheOther() throws UnknownHostException {
        final PrefixTable<String> table = builder.add(bytes("::"), 0, "any6").build();
        assertNull(lookup(table, "192.0.2.1"));
        assertEquals("any6", lookup(table, "2001:db8::1"));
    }

    @Test
    void emptyTableHoldsNothing() throws UnknownHostException {
        assertNull(lookup(builder.build(), "192.0.2.1"));
        assertNull(lookup(builder.build(), "2001:db8::1"));
        assertEquals(0, builder.build().size());
    }

    @Test
    void bitsBeyondThePrefixDontCount() throws UnknownHostException {
        final PrefixTable<String> table = builder.add(bytes("198.51.100.77"), 24, "v4")
            .add(bytes("2001:db8::ffff"), 65, "v6").build();
        assertEquals("v4", lookup(table, "198.51.100.1"));
        assertEquals("v6", lookup(table, "2001:db8::1"));
        assertNull(lookup(table, "2001:db8::8000:0:0:1"));
    }

    @ParameterizedTest
    @CsvSource({ "192.0.2.0, 192.0.2.9, 24", "0.0.0.0, 255.255.255.255, 0", "2001:db8::1, 2001:db8::1, 128",
        "2001:db8::, 2001:db8::1, 127" })
    void refusesAPrefixTwice(final String first, final String second, final int length) throws UnknownHostException {
        builder.add(bytes(first), length, "first");
        final byte[] again = bytes(second);
        assertThrows(IllegalArgumentException.class, () -> builder.add(again, length, "second"));
    }

    @ParameterizedTest
    @CsvSource({ "4, 33", "4, -1", "16, 129", "5, 8", "0, 0" })
    void refusesWhatIsNoPrefix(final int addressLen, final int length) {
        assertThrows(IllegalArgumentException.class, () -> builder.add(new byte[addressLen], length, "none"));
    }

    @Test
    void equalsASearchByDefinition() {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            final boolean v4 = random.nextBoolean();
            final int bits = v4 ? 32 : 128;
            final PrefixTable.Builder<Integer> table = new PrefixTable.Builder<>();
            final List<BigInteger> addresses = new ArrayList<>();
            final List<Integer> lengths = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                final int length = random.nextInt(bits + 1);
                final BigInteger address = new BigInteger(bits, random).shiftRight(bits - length)
                    .shiftLeft(bits - length);
                boolean there = false;
                for (int j = 0; j < addresses.size(); j++) {
                    there |= addresses.get(j).equals(address) && lengths.get(j) == length;
                }
                if (!there) {
                    table.add(array(address, bits / 8), length, addresses.size());
                    addresses.add(address);
                    lengths.add(length);
                }
            }
            final PrefixTable<Integer> built = table.build();
            for (int i = 0; i < 100; i++) {
                final BigInteger address = addresses.get(random.nextInt(addresses.size()))
                    .xor(random.nextBoolean() ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(random.nextInt(bits)));
                Integer best = null;
                for (int j = 0; j < addresses.size(); j++) {
                    final int shift = bits - lengths.get(j);
                    if (address.shiftRight(shift).equals(addresses.get(j).shiftRight(shift))
                            && (best == null || lengths.get(j) > lengths.get(best))) {
                        best = j;
                    }
                }
                memory.net().put(OFF, array(address, bits / 8));
                assertEquals(best, built.lookup(memory, OFF, v4 ? 4 : 6), "seed " + seed);
            }
        }
    }

    @Test
    void lookupAllocatesNothing() throws UnknownHostException {
        final PrefixTable<String> table = builder.add(bytes("192.0.2.0"), 24, "net").build();
        memory.net().put(OFF, bytes("192.0.2.5"));
        for (int i = 0; i < 20_000; i++) {
            assertTrue(table.lookup(memory, OFF, 4) != null && table.lookup(memory, OFF, 6) == null);
        }
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                table.lookup(memory, OFF, 4);
                table.lookup(memory, OFF, 6);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }

    private @Nullable String lookup(final PrefixTable<String> table, final String address) throws UnknownHostException {
        final byte[] bytes = bytes(address);
        memory.net().put(OFF, bytes);
        return table.lookup(memory, OFF, bytes.length == 4 ? 4 : 6);
    }

    private static byte[] bytes(final String address) throws UnknownHostException {
        return InetAddress.getByName(address).getAddress();
    }

    private static byte[] array(final BigInteger value, final int length) {
        final byte[] bytes = value.toByteArray();
        final byte[] out = new byte[length];
        for (int i = 1; i <= Math.min(length, bytes.length); i++) {
            out[length - i] = bytes[bytes.length - i];
        }
        return out;
    }
}
