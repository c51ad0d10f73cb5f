/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something that can only be asked for. Any thread may use it. */
public final class Poll {
    private static final long PAUSE_NS = 20_000_000;

    private Poll() {
        // functions only
    }

    /**
     * Asks again and again until there is an answer.
     *
     * @param <T> type of the answer
     * @param patience how long at most; it is asked at least once
     * @param question asked every 20 ms
     * @return the first answer, absent if there was none in time
     */
    public static <T> Optional<T> forAnswer(final Duration patience, final Supplier<Optional<T>> question) {
        final long end = System.nanoTime() + patience.toNanos();
        while (true) {
            final var answer = question.get();
            if (answer.isPresent() || System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                return answer;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /**
     * Asks again and again until something is so.
     *
     * @param patience how long at most; it is asked at least once
     * @param question asked every 20 ms
     * @return false if it was not so in time
     */
    public static boolean until(final Duration patience, final BooleanSupplier question) {
        return forAnswer(patience, () -> question.getAsBoolean() ? Optional.of(Boolean.TRUE) : Optional.empty())
            .isPresent();
    }
}
