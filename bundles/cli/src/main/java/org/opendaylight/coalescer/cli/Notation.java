/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;

/** How values are written. Functions without state. */
final class Notation {
    /** Stands where there is nothing to tell. */
    static final String NONE = "-";

    private Notation() {
        // functions only
    }

    static String number(final long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A sequence number, which is unsigned and not grouped. */
    static String sequence(final int value) {
        return Integer.toUnsignedString(value);
    }

    static String decimal(final double value) {
        return String.format(Locale.ROOT, "%,.2f", value);
    }

    /** So much of one for each of the other, nothing if there is none of the other. */
    static String ratio(final long of, final long to) {
        return to == 0 ? NONE : decimal((double) of / to);
    }

    /** A constant by the name that the model has for it. */
    static String word(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String yesNo(final boolean claim) {
        return claim ? "yes" : "no";
    }

    static String text(final String text) {
        return text.isEmpty() ? NONE : text;
    }

    static String socket(final InetAddress address, final int port) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]:" + port
            : address.getHostAddress() + ":" + port;
    }
}
