/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import org.opendaylight.coalescer.core.tunnel.OuterHeaders;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What the outer UDP checksum of a TCP packet inside VXLAN costs whose own checksum is still to be finished: local
 * checksum offload reads no payload, so its length does not matter. See {@link DataPathBenchmarks}.
 */
public class OuterChecksumBenchmark extends DataPathBenchmark {
    private static final int OUTER_UDP = 20;
    private static final int INNER_IP = OUTER_UDP + 8 + 8 + 14;
    private static final int INNER_TCP = INNER_IP + 20;

    /** Bytes of TCP payload. */
    @Param({"1024", "65000"})
    public int payload;

    private final PacketMemory memory = PacketMemory.allocate(1 << 17);
    private int length;

    /** Versions; nothing else of the headers changes what is to be done. */
    @Setup
    public void fill() {
        length = INNER_TCP + 20 + payload;
        memory.net().put(0, (byte) 0x45).put(INNER_IP, (byte) 0x45);
    }

    /** One outer checksum. */
    @Benchmark
    public int outer() {
        final long inner = InternetChecksum.pseudo(memory, INNER_IP, IpProtocol.TCP, length - INNER_TCP);
        return OuterHeaders.checksum(memory, 0, OUTER_UDP, INNER_TCP - OUTER_UDP,
            OuterHeaders.pseudoHeader(memory, 0, OUTER_UDP, length) + OuterHeaders.covered(inner));
    }
}
