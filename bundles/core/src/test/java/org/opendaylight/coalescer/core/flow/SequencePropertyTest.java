/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is counted is what {@link SequenceModel} counts, whatever comes. */
class SequencePropertyTest {
    private static final int STREAMS = 1000;
    private static final int[] CALM_PAUSES = {0, 0, 0, 0, 0, 0, 1, 4, 11, 700};
    private static final int[] ADVERSE_PAUSES = {0, 0, 0, 1, 10, 11, 1500, 3000};

    private final Random random = new Random();

    /** Decides about a packet: where it begins relative to the farthest end so far, and how long it is. */
    private interface Sender {
        int distance();

        int length();
    }

    /** Losses, copies and delays of packets of one size, and now and then something odd. */
    @Test
    void calmStreams() {
        check(CALM_PAUSES, new Sender() {
            @Override
            public int distance() {
                final int chance = random.nextInt(9);
                return chance < 6 ? 0 : chance < 8 ? 10 * random.nextInt(-12, 13) : random.nextInt(-40, 41);
            }

            @Override
            public int length() {
                return random.nextInt(5) == 0 ? 5 * random.nextInt(1, 5) : 10;
            }
        });
    }

    @Test
    void adverseStreams() {
        check(ADVERSE_PAUSES, new Sender() {
            @Override
            public int distance() {
                return random.nextInt(-60, 21);
            }

            @Override
            public int length() {
                return random.nextInt(1, 31);
            }
        });
    }

    /** The farthest packet comes first. */
    @Test
    void reversedStreams() {
        check(new int[]{0, 0, 3}, new Sender() {
            @Override
            public int distance() {
                return random.nextInt(6) == 0 ? 60 : -10 * random.nextInt(1, 8);
            }

            @Override
            public int length() {
                return 10;
            }
        });
    }

    private void check(final int[] pauses, final Sender sender) {
        final long first = System.nanoTime();
        for (long seed = first; seed < first + STREAMS; seed++) {
            random.setSeed(seed);
            stream(pauses, sender, "seed " + seed);
        }
    }

    private void stream(final int[] pauses, final Sender sender, final String message) {
        final TrackerRig rig = new TrackerRig();
        final SequenceModel model = new SequenceModel();
        final int base = random.nextInt();
        final int packets = random.nextInt(2, 120);
        long nowMs = 0;
        int end = 0;
        for (int i = 0; i < packets; i++) {
            final int pause = pauses[random.nextInt(pauses.length)];
            nowMs += pause;
            rig.pass(pause);
            model.pass(nowMs);
            final int from = end + sender.distance();
            final int to = from + sender.length();
            // Timestamps wrap around, too
            final int timestamp = random.nextInt(-2, 3);
            final boolean stamped = random.nextInt(4) != 0;
            rig.data(1, base + from, base + to, stamped ? timestamp & 0xffff_ffffL : FlowTracker.NO_TIMESTAMP);
            model.packet(nowMs, from, to, stamped ? (long) timestamp : null);
            end = Math.max(end, to);
            for (final SequenceCounter counter : SequenceCounter.values()) {
                assertEquals(model.counts.get(counter), rig.get(counter), message + " packet " + i + ": " + counter);
            }
            assertEquals(model.maxExtent, rig.statistics.maxReorderingExtent(), message);
            rig.gaps();
        }
    }
}
