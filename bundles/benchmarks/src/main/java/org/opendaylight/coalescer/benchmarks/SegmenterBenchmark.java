/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import java.util.List;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Tcp;
import org.opendaylight.coalescer.packet.Udp;
import org.opendaylight.coalescer.packet.VirtioNetHeader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What it costs to take a superpacket of 64 KiB from a TUN queue, check it, and make the headers of its segments of
 * 1200 bytes with complete checksums. See {@link DataPathBenchmarks}.
 */
public class SegmenterBenchmark extends DataPathBenchmark {
    private static final int HEADER_ROOM = 128;

    /** What is segmented. */
    @Param({"TCPV4", "UDP_L4"})
    public GsoType type;

    private final PacketMemory headers = PacketMemory.allocate(HEADER_ROOM);
    private final PacketMetadata metadata = new PacketMetadata();
    private final TransmitValidation validation = new TransmitValidation(OutputCapabilities.NONE, HEADER_ROOM);
    private PacketMemory memory;
    private int bytes;

    /** Makes the superpacket. */
    @Setup
    public void setUp() {
        final int protocol = type == GsoType.UDP_L4 ? IpProtocol.UDP : IpProtocol.TCP;
        final int headerLen = new PacketBatch.Spec(protocol, 1, 0, 0, 0).headerLength();
        final int length = 0xffff;
        final var packet = new PacketBatch(
            List.of(new PacketBatch.Spec(protocol, 1, 0, length - headerLen, Tcp.ACK | Tcp.PSH)), 0);
        memory = packet.memory();
        final int off = packet.offset(0);
        metadata.reset(off, length);
        metadata.setLayers(off + Ipv4.HEADER_LENGTH, off + headerLen);
        final int field = protocol == IpProtocol.UDP ? Udp.CHECKSUM : Tcp.CHECKSUM;
        metadata.setPartial(Ipv4.HEADER_LENGTH, field);
        metadata.setGso(type, Workload.PAYLOAD, (length - headerLen + Workload.PAYLOAD - 1) / Workload.PAYLOAD);
        memory.net().putShort(off + Ipv4.HEADER_LENGTH + field, (short) InternetChecksum.fold(
            InternetChecksum.pseudoV4(memory, off, protocol, length - Ipv4.HEADER_LENGTH)));
        VirtioNetHeader.write(memory, off - VirtioNetHeader.LENGTH, metadata);
        bytes = VirtioNetHeader.LENGTH + length;
        if (segment() != (length - headerLen + Workload.PAYLOAD - 1) / Workload.PAYLOAD) {
            throw new IllegalStateException("The superpacket is refused");
        }
    }

    /** One superpacket. */
    @Benchmark
    public int segment() {
        final int vnetOff = metadata.offset() - VirtioNetHeader.LENGTH;
        if (TransmitValidation.accept(memory, vnetOff, bytes, metadata) != null) {
            return 0;
        }
        final int segments = validation.begin(memory, metadata);
        for (int i = 0; i < segments; i++) {
            validation.writeHeader(i, headers, 0);
        }
        return segments;
    }
}
