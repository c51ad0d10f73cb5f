/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.judge;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.opendaylight.coalescer.it.crafted.Checksums;

/**
 * Packets in a form in which what was sent can be compared with what a router made of it: one hop less, and, where DF
 * is set, no identification (RFC 6864). A wrong IPv4 header checksum shows. Functions without state.
 */
final class Forwarded {
    private static final int HOP_LIMIT = 7;
    private static final int TTL = 8;
    private static final int ID = 4;
    private static final int DF = 0x40;
    private static final int CHECKSUM = 10;

    private Forwarded() {
        // functions only
    }

    /** A packet that goes to the router. */
    static String sent(final byte[] packet) {
        final byte[] copy = packet.clone();
        copy[Checksums.isIpv4(copy) ? TTL : HOP_LIMIT]--;
        return text(copy, packet);
    }

    /** A packet that comes from it. */
    static String arrived(final byte[] packet) {
        return text(packet.clone(), packet);
    }

    private static String text(final byte[] copy, final byte[] packet) {
        if (!Checksums.isIpv4(packet)) {
            return HexFormat.of().formatHex(copy);
        }
        final boolean right = Checksums.fold(Checksums.sum(packet, 0, (packet[0] & 0xf) * 4)) == 0xffff;
        final var view = ByteBuffer.wrap(copy).putShort(CHECKSUM, (short) 0);
        if ((packet[6] & DF) != 0) {
            view.putShort(ID, (short) 0);
        }
        return HexFormat.of().formatHex(copy) + (right ? "" : " with a wrong header checksum");
    }
}
