/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import java.util.ArrayList;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.opendaylight.coalescer.benchmarks.PacketBatch.Spec;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Tcp;

/** What a coalescer may find in a batch. Payloads have 1200 bytes. */
public enum Workload {
    /** 64 segments of one flow. */
    SINGLE_FLOW(64, i -> tcp(0, i)),
    /** 64 segments of 4 flows in turns. */
    INTERLEAVED_4(64, i -> tcp(i % 4, i / 4)),
    /** 64 segments of 16 flows in turns. */
    INTERLEAVED_16(64, i -> tcp(i % 16, i / 16)),
    /** 64 segments of 4 flows in runs of 16. */
    RUNS_OF_16(64, i -> tcp(i / 16, i % 16)),
    /** 256 segments of 64 flows in runs of 4. */
    FLOWS_64_RUNS_OF_4(256, i -> tcp(i / 4, i % 4)),
    /** 32 segments of a flow, a pure ACK behind each. */
    PURE_ACKS(64, i -> i % 2 == 0 ? tcp(0, i / 2)
        : new Spec(IpProtocol.TCP, 0, (i / 2 + 1) * Workload.PAYLOAD, 0, Tcp.ACK)),
    /** 64 segments of one flow, each pushed. */
    ALL_PSH(64, i -> new Spec(IpProtocol.TCP, 0, i * Workload.PAYLOAD, Workload.PAYLOAD, Tcp.ACK | Tcp.PSH)),
    /** 64 segments of one flow, the last one first. */
    REVERSED_64(64, i -> tcp(0, 63 - i)),
    /** 256 segments of one flow, the last one first. */
    REVERSED_256(256, i -> tcp(0, 255 - i)),
    /** One segment of each of 1000 flows. */
    FLOWS_1000(1000, i -> tcp(i, 0)),
    /** 16 segments of one flow. */
    SMALL(16, i -> tcp(0, i)),
    /** The same after a burst of 60,000 flows. */
    SMALL_AFTER_BURST(16, i -> tcp(0, i)),
    /** 64 datagrams of one UDP flow. */
    UDP_BULK(64, i -> new Spec(IpProtocol.UDP, 0, 0, Workload.PAYLOAD, 0)),
    /** 64 packets of a protocol that nobody coalesces. */
    VERBATIM(64, i -> new Spec(89, 0, 0, Workload.PAYLOAD, 0));

    static final int PAYLOAD = 1200;
    private static final int BURST = 60_000;
    private static final int BURST_PAYLOAD = 10;

    private final int packets;
    private final IntFunction<Spec> packet;

    Workload(final int packets, final IntFunction<Spec> packet) {
        this.packets = packets;
        this.packet = packet;
    }

    private static Spec tcp(final int flow, final int index) {
        return Spec.tcp(flow, index * PAYLOAD, PAYLOAD);
    }

    int packets() {
        return packets;
    }

    /** Packets of other flows to be coalesced once before anything is measured. */
    int burst() {
        return this == SMALL_AFTER_BURST ? BURST : 0;
    }

    /** The packets to be measured, behind those of the burst. */
    PacketBatch batch() {
        final var specs = new ArrayList<Spec>();
        IntStream.range(0, burst()).forEach(i -> specs.add(Spec.tcp(1 + i, 0, BURST_PAYLOAD)));
        final var measured = IntStream.range(0, packets).mapToObj(packet).toList();
        specs.addAll(measured);
        final long flows = measured.stream().mapToInt(Spec::flow).distinct().count();
        return new PacketBatch(specs, Math.toIntExact(measured.stream().mapToInt(Spec::payload).sum() / flows));
    }
}
