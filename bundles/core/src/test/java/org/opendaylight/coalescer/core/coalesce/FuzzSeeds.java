/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Inputs that a fuzzer begins with, since it would not guess a whole packet. */
public final class FuzzSeeds {
    private FuzzSeeds() {
        // Hidden on purpose
    }

    private static byte[][] packets() {
        return new byte[][] {
            TcpPackets.v4().seq(1000).length(100).build(), TcpPackets.v6().seq(1000).timestamp(7).length(100).build(),
            TcpPackets.v4().udp().length(100).build(), TcpPackets.v6().udp().length(100).build()};
    }

    /** For {@link CoalescerFuzz}: three segments and a short one of each kind. */
    public static byte[][] streams() {
        final byte[][] packets = packets();
        final byte[][] seeds = new byte[packets.length][];
        for (int i = 0; i < packets.length; i++) {
            final var seed = new ByteArrayOutputStream();
            seed.write(0);
            seed.write(0x20);
            seed.write(packets[i].length >>> 8);
            seed.write(packets[i].length);
            seed.writeBytes(packets[i]);
            for (int shorter : new int[] {0, 0, 30}) {
                seed.write(0x2f);
                seed.write(0);
                seed.write(shorter);
            }
            seeds[i] = seed.toByteArray();
        }
        return seeds;
    }

    /** For the other direction: what the coalescer writes for those. */
    public static byte[][] writes() {
        final CoalescerRig rig = new CoalescerRig();
        final TcpPackets v4 = TcpPackets.v4().length(100);
        final TcpPackets v6 = TcpPackets.v6().length(100);
        rig.commit(v4.copy().seq(0).build(), v4.copy().seq(100).build(), v6.copy().seq(0).build(),
            v6.copy().seq(100).build(), v4.copy().udp().build(), v4.copy().udp().build(), v6.copy().udp().build(),
            v6.copy().udp().build()).flush();
        return rig.written.toArray(byte[][]::new);
    }

    /** For the tunnel: outer TOS, VXLAN-GPE header and packet. */
    public static byte[][] datagrams() {
        final byte[][] packets = packets();
        final byte[][] seeds = new byte[packets.length][];
        for (int i = 0; i < packets.length; i++) {
            seeds[i] = ByteBuffer.allocate(9 + packets[i].length).put((byte) i)
                .putInt(0x0c00_0000 | (packets[i][0] >>> 4 == 4 ? 1 : 2)).putInt(42 << 8).put(packets[i]).array();
        }
        return seeds;
    }
}
