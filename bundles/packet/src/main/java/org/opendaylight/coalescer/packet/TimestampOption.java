/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

import java.nio.ByteBuffer;

/** The timestamp option of TCP (RFC 7323 section 3.2). Hot path: stateless. */
public final class TimestampOption {
    /** Stands for no timestamp. */
    public static final long NONE = -1;

    /** How nearly every sender lays it out, if it is the only option. */
    private static final int ALONE = Tcp.OPTION_NOP << 24 | Tcp.OPTION_NOP << 16 | Tcp.OPTION_TIMESTAMP << 8
        | Tcp.OPTION_TIMESTAMP_LENGTH;
    private static final int ALONE_LENGTH = 12;

    private TimestampOption() {
        // Hidden on purpose
    }

    /**
     * Walks the options of a TCP header; malformed ones count as none.
     *
     * @param net memory that the header lies in, big-endian
     * @param start offset of the first option
     * @param end offset behind the header
     * @return TSval, 0..2^32 - 1, or {@link #NONE}
     */
    public static long find(final ByteBuffer net, final int start, final int end) {
        if (end - start == ALONE_LENGTH && net.getInt(start) == ALONE) {
            return net.getInt(start + Integer.BYTES) & 0xffff_ffffL;
        }
        long found = NONE;
        int pos = start;
        while (pos < end) {
            final int kind = net.get(pos);
            if (kind == Tcp.OPTION_END) {
                break;
            }
            final int next = TcpOptions.next(net, pos, end);
            if (next == TcpOptions.MALFORMED
                    || kind == Tcp.OPTION_TIMESTAMP && next - pos != Tcp.OPTION_TIMESTAMP_LENGTH) {
                return NONE;
            }
            if (kind == Tcp.OPTION_TIMESTAMP) {
                found = net.getInt(pos + 2) & 0xffff_ffffL;
            }
            pos = next;
        }
        return found;
    }
}
