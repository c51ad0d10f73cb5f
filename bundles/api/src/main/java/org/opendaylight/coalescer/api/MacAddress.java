/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An Ethernet address.
 *
 * @param value its 48 bits, the first byte uppermost
 */
public record MacAddress(long value) {
    private static final Pattern TEXT = Pattern.compile("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}");
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
    private static final int BYTES = 6;
    private static final long GROUP = 0x0100_0000_0000L;

    public MacAddress {
        if (value >>> BYTES * Byte.SIZE != 0) {
            throw new IllegalArgumentException("More than 48 bits: " + Long.toHexString(value));
        }
    }

    /**
     * Reads an address.
     *
     * @param text six bytes in hexadecimal, with colons between them
     * @return the same
     * @throws IllegalArgumentException if it is anything else
     */
    public static MacAddress of(final String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("No MAC address: " + text);
        }
        return new MacAddress(HexFormat.fromHexDigitsToLong(text.replace(":", "")));
    }

    /** Whether it stands for many stations: multicast or broadcast. */
    public boolean isGroup() {
        return (value & GROUP) != 0;
    }

    /** Six bytes in lower case, with colons between them. */
    @Override
    public String toString() {
        final byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = (byte) (value >>> (BYTES - 1 - i) * Byte.SIZE);
        }
        return COLONS.formatHex(bytes);
    }
}
