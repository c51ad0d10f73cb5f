/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * An address with the length of its network's prefix, such as {@code 192.0.2.1/24}. The host part is kept.
 *
 * @param address the address
 * @param length length of the prefix, 0..32 or 0..128 bits
 */
public record IpPrefix(InetAddress address, int length) {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    /** What is never looked up by name: four octets, or something with a colon. */
    private static final Pattern LITERAL =
        Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*");

    public IpPrefix {
        requireNonNull(address);
        if (length < 0 || length > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("Prefix length " + length + " does not fit " + address.getHostAddress());
        }
    }

    /**
     * Parses the usual notation.
     *
     * @param text address, slash, length; nothing is ever resolved by name
     * @return the prefix
     * @throws IllegalArgumentException if it is something else
     */
    public static IpPrefix of(final String text) {
        final int slash = text.indexOf('/');
        if (slash < 1 || !LITERAL.matcher(text.substring(0, slash)).matches()) {
            throw new IllegalArgumentException("Not an IP prefix: " + text);
        }
        try {
            return new IpPrefix(InetAddress.getByName(text.substring(0, slash)),
                Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("Not an IP prefix: " + text, e);
        }
    }

    /**
     * The same prefix with a host part of zeros.
     *
     * @return network of this address
     */
    public IpPrefix network() {
        final byte[] bytes = address.getAddress();
        for (int bit = length; bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >>> bit % Byte.SIZE);
        }
        try {
            return new IpPrefix(InetAddress.getByAddress(bytes), length);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + length;
    }
}
