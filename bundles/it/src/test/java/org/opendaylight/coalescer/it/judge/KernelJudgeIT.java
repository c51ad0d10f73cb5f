/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.coalescer.it.KernelTest;
import org.opendaylight.coalescer.it.crafted.CapturedPacket;
import org.opendaylight.coalescer.it.crafted.Crafted;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.IpCounters;

/**
 * Superpackets are written to a real device, and the kernel forwards them to a wire that takes none, and so has to cut
 * them: what comes out of the wire is what was given to the coalescer, one hop later.
 */
@KernelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelJudgeIT {
    private static final int STREAMS = 100;

    private JudgeBench bench;

    @BeforeAll
    void open() {
        bench = JudgeBench.open(false);
    }

    @AfterAll
    void close() {
        bench.close();
    }

    static Stream<BatchSample> samples() {
        return BatchSample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void kernelCutsWhatWasPutTogether(final BatchSample sample) {
        final int place = bench.place();
        final var written = bench.coalesce(sample.bytes());
        assertThat(written).extracting(CapturedPacket::segments).isEqualTo(sample.shape());
        final var arrived = bench.awaitMark(place);
        assertThat(texts(arrived)).isEqualTo(sample.bytes().stream().map(Forwarded::sent).toList());
        assertThat(arrived).as("the kernel cuts and finishes everything").allMatch(packet -> !packet.isSuperpacket()
            && packet.flags() == 0);
    }

    @Test
    void kernelFindsWhatWasWrongAsWrongAsItCame() {
        final var train = Crafted.tcp4().length(1200).train(6);
        final var packets = new ArrayList<>(train.stream().map(Crafted::bytes).toList());
        packets.set(1, train.get(1).badHeader());
        packets.set(4, train.get(4).corrupt());
        final var before = IpCounters.read(bench.router());
        final int place = bench.place();
        bench.coalesce(packets);
        final var arrived = bench.awaitMark(place);
        assertThat(IpCounters.read(bench.router()).since(before).headerErrors()).isEqualTo(1);
        packets.remove(1);
        assertThat(texts(arrived)).isEqualTo(packets.stream().map(Forwarded::sent).toList());
    }

    /** Seeds are printed, so that a failure can be had again. */
    @Test
    void kernelCutsRandomStreamsToWhatTheyWere() {
        final long base = System.nanoTime();
        Console.line("Streams of seed " + base + " and the next " + (STREAMS - 1));
        int superpackets = 0;
        for (long seed = base; seed < base + STREAMS; seed++) {
            final var stream = AdverseStream.of(seed);
            final int place = bench.place();
            final var written = bench.coalesce(stream.packets());
            superpackets += (int) written.stream().filter(CapturedPacket::isSuperpacket).count();
            stream.assertArrival(texts(bench.awaitMark(place)));
        }
        assertThat(superpackets).as("streams that merge too little prove nothing").isGreaterThan(5 * STREAMS);
    }

    private static List<String> texts(final List<CapturedPacket> packets) {
        return packets.stream().map(CapturedPacket::bytes).map(Forwarded::arrived).toList();
    }
}
