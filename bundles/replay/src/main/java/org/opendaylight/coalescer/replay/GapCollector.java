/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opendaylight.coalescer.core.flow.GapEnding;
import org.opendaylight.coalescer.core.flow.GapEvent;
import org.opendaylight.coalescer.core.flow.GapListener;

/**
 * Waits for the ending of each gap and hands gaps on in the order in which they appeared. No more are kept than appear
 * while the oldest one is open. For one thread.
 */
final class GapCollector implements GapListener {
    private final Deque<GapEvent> waiting = new ArrayDeque<>();
    /** Endings of those that wait, by number. */
    private final Map<Long, GapEnding> endings = new HashMap<>();
    private long first;

    @Override
    public void opened(final long number, final GapEvent gap) {
        waiting.add(gap);
    }

    @Override
    public void ended(final long number, final GapEnding ending) {
        endings.put(number, ending);
    }

    /**
     * Hands on those of which the ending is known, up to the first that is open.
     *
     * @param observer gets them
     * @throws IOException if the observer has enough
     */
    void handOn(final ReplayObserver observer) throws IOException {
        for (GapEnding ending = endings.remove(first); ending != null; ending = endings.remove(first)) {
            observer.gap(first, waiting.remove().endedAs(ending));
            first++;
        }
    }

    /**
     * Hands on all.
     *
     * @param observer gets them
     * @throws IOException if the observer has enough
     */
    void finish(final ReplayObserver observer) throws IOException {
        final List<GapEvent> rest = new ArrayList<>(waiting);
        waiting.clear();
        for (final GapEvent gap : rest) {
            observer.gap(first, gap.endedAs(endings.getOrDefault(first, GapEnding.OPEN)));
            first++;
        }
    }
}
