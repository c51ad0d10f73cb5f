/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;

/** Where batches end. */
class BatchTest {
    private static final ReplayOptions BY_TIME = Replays.batch(ReplayOptions.BY_TIME);

    private static CaptureBytes raw() {
        return CaptureBytes.pcap(CaptureBytes.RAW);
    }

    /** Packets of one flow, each at the second that is given for it. */
    private static CaptureBytes at(final int... seconds) {
        final CaptureBytes capture = raw();
        final byte[][] train = Packets.tcp4().train(seconds.length);
        for (int i = 0; i < seconds.length; i++) {
            capture.record(seconds[i], 0, train[i]);
        }
        return capture;
    }

    @Test
    void sameTimestampIsABatch() {
        final Replays replay = Replays.of(at(1, 1, 1, 2, 3, 3), BY_TIME);
        assertThat(replay.shape()).containsExactly(3, 1, 2);
        assertThat(replay.flushes()).containsExactly(0, 1, 2);
    }

    @Test
    void stepBackIsAnotherTimestampAndNoProgress() {
        final Replays replay = Replays.of(at(5, 5, 3, 3, 5), BY_TIME);
        assertThat(replay.shape()).containsExactly(2, 2, 1);
        assertThat(replay.result().capture().time().stepsBack()).isEqualTo(2);
        assertThat(replay.result().capture().time().durationNs()).isZero();
    }

    @Test
    void framesWithoutPacketMakeNoBatch() {
        final Replays replay = Replays.of(raw().record(1, 0, (byte) 0x10).record(2, 0, Packets.tcp4().build())
            .record(3, 0, (byte) 0x10).record(4, 0, Packets.tcp4().build()), BY_TIME);
        assertThat(replay.flushes()).containsExactly(0, 1);
        assertThat(replay.result().batches()).isEqualTo(2);
        assertThat(replay.at("capture/non-ip")).isEqualTo(2);
    }

    @Test
    void hundredThousandPacketsAtOnceAreOneBatch() {
        final int packets = 100_000;
        final CaptureBytes capture = raw();
        final byte[][] train = Packets.tcp4().train(packets);
        for (final byte[] packet : train) {
            capture.record(1, 1, packet);
        }
        final Replays replay = Replays.of(capture, BY_TIME);
        assertThat(replay.result().batches()).isEqualTo(1);
        assertThat(replay.at("receive/segments") + replay.at("receive/verbatim-packets")).isEqualTo(packets);
        assertThat(replay.at("receive/seal", "hold-bound")).isZero();
        assertThat(replay.at("receive/seal", "end-of-batch")).isEqualTo(1);
        assertThat(Collections.max(replay.shape())).isEqualTo(64);
    }

    @Test
    void largeBatchLeavesWhatIsKnownOfFlows() {
        final CaptureBytes capture = raw().record(1, 0, Packets.tcp4().seq(1000).build());
        for (int i = 0; i < 3000; i++) {
            capture.record(1, 1, Packets.tcp4().port(1).seq(i * 1000).length(1000).build());
        }
        capture.record(1, 2, Packets.tcp4().seq(1300).build());
        final Replays replay = Replays.of(capture, BY_TIME);
        assertThat(replay.at("receive/sequence/gaps")).isEqualTo(1);
        assertThat(replay.at("receive/sequence/gap-bytes")).isEqualTo(200);
    }

    @Test
    void batchOfAnySize() {
        final List<byte[]> packets = IntStream.range(0, 5000).mapToObj(i -> Packets.tcp4().port(i).build()).toList();
        assertThat(Replays.of(raw().records(packets), Replays.batch(4000)).result().batches()).isEqualTo(2);
        assertThat(Replays.of(raw().records(packets), Replays.batch(1)).result().batches()).isEqualTo(5000);
    }

    @Test
    void moreThanAnyBatchMayHaveIsRefusedAndWhatCameBeforeIsReplayed() {
        final CaptureBytes capture = raw();
        for (int i = 0; i <= CoalescerOptions.MAX_HOLD_PACKETS; i++) {
            capture.record(0, 0, (byte) 0x45);
        }
        final Replays replay = Replays.of(capture, BY_TIME);
        assertThat(replay.result().problem()).hasMessageContaining("no batch can have more than 1048576 packets");
        assertThat(replay.at("receive/packets")).isEqualTo(CoalescerOptions.MAX_HOLD_PACKETS);
    }

    @Test
    void heldPacketsAreBoundedIfAsked() {
        final List<byte[]> packets = List.of(Packets.tcp4().length(10).train(200));
        assertThat(Replays.of(packets, "hold-packets=64").at("receive/seal", "hold-bound"))
            .as("batches are as short").isZero();
        final CaptureBytes capture = raw().records(packets);
        final ReplayOptions options = ReplayLeaf.choose(Replays.batch(150), List.of("hold-packets=100"));
        final Replays replay = Replays.of(capture, options);
        assertThat(replay.at("receive/seal", "hold-bound")).isEqualTo(2);
        assertThat(replay.flushes()).containsExactly(0, 0, 1, 1);
    }

    @Test
    void heldTimeIsBoundedByTheClockOfTheCapture() {
        final CaptureBytes capture = raw();
        final byte[][] train = Packets.tcp4().train(6);
        final int[] microseconds = { 0, 50, 99, 100, 150, 201 };
        for (int i = 0; i < train.length; i++) {
            capture.record(1, microseconds[i], train[i]);
        }
        final Replays replay = Replays.of(capture, ReplayLeaf.choose(ReplayOptions.DEFAULT, List.of("hold-time=100")));
        assertThat(replay.shape()).containsExactly(3, 2, 1);
        assertThat(replay.flushes()).containsExactly(0, 1, 2);
        assertThat(replay.result().statistics().get(SealReason.HOLD_BOUND)).isEqualTo(2);
        assertThat(Replays.of(capture).shape()).as("not unless asked").containsExactly(6);
    }
}
