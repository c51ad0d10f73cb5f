/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

/** The Internet checksum word by word as RFC 1071 section 1 defines it, over byte arrays: the tests' reference. */
final class SlowChecksum {
    private SlowChecksum() {
        // Hidden on purpose
    }

    /** Ones-complement sum of 16-bit big-endian words, a last odd byte padded with zero. */
    static int sum(final byte[] data, final int off, final int len) {
        int sum = 0;
        for (int i = 0; i < len; i += 2) {
            final int high = data[off + i] & 0xff;
            final int low = i + 1 < len ? data[off + i + 1] & 0xff : 0;
            sum = add(sum, high << 8 | low);
        }
        return sum;
    }

    /** Ones-complement addition with end-around carry. */
    static int add(final int left, final int right) {
        final int sum = left + right;
        return sum > 0xffff ? sum - 0xffff : sum;
    }

    static int checksum(final byte[] data) {
        return 0xffff - sum(data, 0, data.length);
    }
}
