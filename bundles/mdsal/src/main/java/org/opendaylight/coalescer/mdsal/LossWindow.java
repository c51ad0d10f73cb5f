/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.GapAlarmConfiguration;
import org.opendaylight.coalescer.api.PortStatistics;

/**
 * The alarm of one port: takes its counters at the end of each window, and says when the rate of losses reaches one
 * threshold, and when it has fallen to the other. Confined to one thread.
 */
final class LossWindow {
    private static final String PURE_ACK = "pure-ack";
    private static final int PER_MILLE = 1000;

    private final GapAlarmConfiguration alarm;
    private Sample start;
    private Rate last = new Rate(0, 0);
    private boolean raised;

    /**
     * Counters of a port.
     *
     * @param since when they began from zero
     * @param losses gaps behind which a loss is likely
     * @param packets packets received, but for pure acknowledgments
     */
    record Sample(Instant since, long losses, long packets) {
        static Sample of(final PortStatistics counters) {
            final var receive = counters.receive();
            return new Sample(counters.discontinuityTime(), receive.sequence().gaps().lossEstimate(),
                receive.packets() - receive.verbatimReasons().getOrDefault(PURE_ACK, 0L));
        }
    }

    /**
     * What a window has seen.
     *
     * @param losses losses
     * @param packets packets
     */
    record Rate(long losses, long packets) {
        /** Losses per 1000 packets, rounded down; 0 without packets. */
        long perMille() {
            return packets == 0 ? 0 : losses * PER_MILLE / packets;
        }
    }

    /**
     * Begins the first window.
     *
     * @param alarm thresholds
     * @param start counters now
     */
    LossWindow(final GapAlarmConfiguration alarm, final Sample start) {
        this.alarm = requireNonNull(alarm);
        this.start = requireNonNull(start);
    }

    GapAlarmConfiguration alarm() {
        return alarm;
    }

    boolean isRaised() {
        return raised;
    }

    /** What the last window with packets has seen. */
    Rate last() {
        return last;
    }

    /**
     * Ends a window and begins the next one.
     *
     * @param now counters now
     * @return TRUE if the alarm is raised by that, FALSE if it is cleared, null if nothing changes
     */
    @Nullable Boolean end(final Sample now) {
        final var before = start;
        start = now;
        if (!now.since().equals(before.since()) || now.packets() <= before.packets()) {
            return null;
        }
        last = new Rate(now.losses() - before.losses(), now.packets() - before.packets());
        // Products, since a quotient would round
        final long scaled = last.losses() * PER_MILLE;
        if (!raised && scaled >= alarm.raisePerMille() * last.packets()) {
            raised = true;
            return Boolean.TRUE;
        }
        if (raised && scaled <= alarm.clearPerMille() * last.packets()) {
            raised = false;
            return Boolean.FALSE;
        }
        return null;
    }
}
