/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.relay.Action;
import org.opendaylight.coalescer.it.relay.Direction;
import org.opendaylight.coalescer.it.relay.RelayEvent;
import org.opendaylight.coalescer.it.relay.RelayEvent.Content;
import org.opendaylight.coalescer.it.relay.RelayEvent.Data;
import org.opendaylight.coalescer.it.relay.RelayEvent.Segment;

/** The model that the statistics of ports are compared with. Segments have 100 bytes and are known by their number. */
class SequenceModelTest {
    private static final int LENGTH = 100;
    private static final int ACK = 16;
    /** So that the stream passes the end of the number space. */
    private static final int START = -250;

    private final SequenceModel model = new SequenceModel(Duration.ofMillis(10).toNanos());
    private long timeMs;

    @BeforeEach
    void begin() {
        take(new Segment("flow", 2, 0, new Data(START - 1, 0), 0));
    }

    private void take(final Segment segment) {
        model.take(new RelayEvent(Duration.ofMillis(timeMs).toNanos(), Direction.IN, 0, Action.FORWARD,
            new Content(0, segment, null)), segment);
    }

    private void arrive(final int... numbers) {
        for (int number : numbers) {
            take(new Segment("flow", ACK, 0, new Data(START + number * LENGTH, LENGTH), 1));
        }
    }

    @Test
    void orderIsNoEvent() {
        arrive(0, 1, 2, 3, 4, 5);
        assertThat(model).hasToString("{}");
    }

    @Test
    void holeIsAGapUntilItIsFilled() {
        arrive(0, 3, 4);
        assertThat(model).hasToString("{gap-bytes=200, gaps=1}");
        assertThat(model.open()).isEqualTo(1);
        arrive(1);
        assertThat(model.open()).isEqualTo(1);
        arrive(2);
        assertThat(model.open()).isZero();
        assertThat(model.at("late-reorder")).isEqualTo(1);
        assertThat(model.at("reordered-packets")).isEqualTo(2);
        assertThat(model.at("n-reordered-packets")).isZero();
    }

    @Test
    void packetBehindThreeNewerOnesIsNReordered() {
        arrive(0, 2, 3, 4, 1);
        assertThat(model.at("n-reordered-packets")).isEqualTo(1);
        assertThat(model.at("max-reordering-extent")).isEqualTo(3);
    }

    @Test
    void lateFillerIsARetransmission() {
        arrive(0, 2);
        timeMs += 11;
        arrive(1);
        assertThat(model.at("retransmission-suspected")).isEqualTo(1);
        assertThat(model.at("reordered-packets")).isZero();
    }

    @Test
    void newerTimestampIsARetransmission() {
        arrive(0, 2);
        take(new Segment("flow", ACK, 0, new Data(START + LENGTH, LENGTH), 2));
        assertThat(model.at("retransmission-suspected")).isEqualTo(1);
    }

    @Test
    void copyIsADuplicate() {
        arrive(0, 1, 2, 1, 1);
        assertThat(model).hasToString("{duplicate-bytes=200, duplicate-packets=2}");
    }

    @Test
    void fifthHoleGivesTheLowestUp() {
        arrive(0, 2, 4, 6, 8, 10);
        assertThat(model.at("gaps-given-up")).isEqualTo(1);
        arrive(1);
        assertThat(model.at("duplicate-packets")).as("below the floor nothing is judged").isZero();
        assertThat(model.open()).isEqualTo(4);
    }

    @Test
    void gapOfThreeSecondsIsNeverFilled() {
        arrive(0, 2);
        timeMs += 3000;
        arrive(1);
        assertThat(model).hasToString("{gap-bytes=100, gaps=1, never-filled=1}");
    }

    @Test
    void newConnectionBeginsAnew() {
        arrive(0, 2);
        take(new Segment("flow", 2, 0, new Data(5_000_000, 0), 0));
        assertThat(model.at("never-filled")).isEqualTo(1);
        take(new Segment("flow", ACK, 0, new Data(5_000_001, LENGTH), 1));
        assertThat(model.at("gaps")).isEqualTo(1);
    }
}
