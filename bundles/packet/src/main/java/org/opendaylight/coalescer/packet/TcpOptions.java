/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

import java.nio.ByteBuffer;

/** How to get from one option of a TCP header to the next (RFC 9293 section 3.1). Hot path: stateless. */
public final class TcpOptions {
    /** Stands for an option that does not fit. */
    public static final int MALFORMED = -1;

    private TcpOptions() {
        // Hidden on purpose
    }

    /**
     * Finds the end of an option.
     *
     * @param net memory that the header lies in, big-endian
     * @param pos offset of the option, which is not the one that ends the list
     * @param end offset behind the header, beyond {@code pos}
     * @return offset of the first byte behind the option, at most {@code end}, or {@link #MALFORMED}
     */
    public static int next(final ByteBuffer net, final int pos, final int end) {
        if (net.get(pos) == Tcp.OPTION_NOP) {
            return pos + 1;
        }
        final int length = end - pos < 2 ? 0 : net.get(pos + 1) & 0xff;
        return length < 2 || length > end - pos ? MALFORMED : pos + length;
    }
}
