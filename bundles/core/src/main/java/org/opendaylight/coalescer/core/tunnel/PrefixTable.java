/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Longest-prefix match over a few IPv4 and IPv6 prefixes: which peer a destination belongs to, and whether a source is
 * one that a peer may use. Immutable, so any thread may look up; a change of configuration builds a new one.
 *
 * <p>A lookup compares with one prefix after the other, the longest first. Hot path: never allocates.
 *
 * @param <V> what a prefix leads to
 */
public final class PrefixTable<V> {
    private final int[] address4;
    private final int[] mask4;
    private final Object[] value4;
    private final long[] high6;
    private final long[] low6;
    private final long[] highMask6;
    private final long[] lowMask6;
    private final Object[] value6;

    private PrefixTable(final List<Entry> v4, final List<Entry> v6) {
        final int count4 = v4.size();
        address4 = new int[count4];
        mask4 = new int[count4];
        value4 = new Object[count4];
        for (int i = 0; i < count4; i++) {
            final Entry entry = v4.get(i);
            address4[i] = (int) (entry.high >>> 32);
            mask4[i] = (int) (highMask(entry.length) >>> 32);
            value4[i] = entry.value;
        }
        final int count6 = v6.size();
        high6 = new long[count6];
        low6 = new long[count6];
        highMask6 = new long[count6];
        lowMask6 = new long[count6];
        value6 = new Object[count6];
        for (int i = 0; i < count6; i++) {
            final Entry entry = v6.get(i);
            high6[i] = entry.high;
            low6[i] = entry.low;
            highMask6[i] = highMask(entry.length);
            lowMask6[i] = lowMask(entry.length);
            value6[i] = entry.value;
        }
    }

    /**
     * Finds the longest prefix that holds an address in a packet.
     *
     * @param memory where the packet lies
     * @param addressOff offset of the address
     * @param ipVersion 4 or 6, which is also how long the address is
     * @return its value, or null if no prefix holds the address
     */
    public @Nullable V lookup(final PacketMemory memory, final int addressOff, final int ipVersion) {
        final ByteBuffer net = memory.net();
        return ipVersion == 4 ? lookup4(net.getInt(addressOff))
            : lookup6(net.getLong(addressOff), net.getLong(addressOff + Long.BYTES));
    }

    /** Number of prefixes. */
    public int size() {
        return value4.length + value6.length;
    }

    @SuppressWarnings("unchecked")
    private @Nullable V lookup4(final int address) {
        final int[] addresses = address4;
        final int[] masks = mask4;
        for (int i = 0; i < addresses.length; i++) {
            if ((address & masks[i]) == addresses[i]) {
                return (V) value4[i];
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    private @Nullable V lookup6(final long high, final long low) {
        final long[] highs = high6;
        final long[] lows = low6;
        for (int i = 0; i < highs.length; i++) {
            if ((high & highMask6[i]) == highs[i] && (low & lowMask6[i]) == lows[i]) {
                return (V) value6[i];
            }
        }
        return null;
    }

    private static long highMask(final int length) {
        return length == 0 ? 0 : length >= Long.SIZE ? -1 : -1L << Long.SIZE - length;
    }

    private static long lowMask(final int length) {
        return length <= Long.SIZE ? 0 : highMask(length - Long.SIZE);
    }

    /** A masked prefix; an IPv4 address is in the upper half of {@code high}. */
    private record Entry(long high, long low, int length, Object value) {
        // Nothing but its components
    }

    /**
     * Collects prefixes. Not for several threads.
     *
     * @param <V> what a prefix leads to
     */
    public static final class Builder<V> {
        private final List<Entry> v4 = new ArrayList<>();
        private final List<Entry> v6 = new ArrayList<>();

        /**
         * Adds a prefix.
         *
         * @param address 4 or 16 bytes; those beyond the prefix are ignored
         * @param length prefix length, 0..32 or 0..128
         * @param value what it leads to
         * @return this builder
         * @throws IllegalArgumentException if the address or length is none, or the prefix is there already
         */
        public Builder<V> add(final byte[] address, final int length, final V value) {
            if (address.length != 4 && address.length != 16 || length < 0 || length > address.length * Byte.SIZE) {
                throw new IllegalArgumentException(
                    "No prefix: address of " + address.length + " bytes, length " + length);
            }
            final ByteBuffer bytes = ByteBuffer.wrap(address);
            final boolean isV4 = address.length == 4;
            final long high = (isV4 ? (long) bytes.getInt(0) << 32 : bytes.getLong(0)) & highMask(length);
            final long low = isV4 ? 0 : bytes.getLong(8) & lowMask(length);
            final List<Entry> entries = isV4 ? v4 : v6;
            for (final Entry entry : entries) {
                if (entry.length == length && entry.high == high && entry.low == low) {
                    throw new IllegalArgumentException(
                        "Prefix of length " + length + " leads to " + entry.value + " and to " + value);
                }
            }
            entries.add(new Entry(high, low, length, value));
            return this;
        }

        /** Makes the table of what was added so far. */
        public PrefixTable<V> build() {
            final Comparator<Entry> longestFirst = Comparator.comparingInt(Entry::length).reversed();
            v4.sort(longestFirst);
            v6.sort(longestFirst);
            return new PrefixTable<>(v4, v6);
        }
    }
}
