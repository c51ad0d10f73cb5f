/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.GapEnding;
import org.opendaylight.coalescer.api.GapEvent;

class GapTraceTest {
    private final GapTrace trace = new GapTrace();

    private static List<GapEvent> gaps(final long from, final long to) {
        return LongStream.range(from, to).mapToObj(id -> new GapEvent(id, Samples.TIME, Samples.address("203.0.113.1"),
            1, Samples.address("203.0.113.2"), 2, 3, 4, 5, 6, 7, 8, GapEnding.OPEN)).toList();
    }

    private List<Long> fresh(final String port, final long from, final long to) {
        return trace.fresh(port, gaps(from, to)).stream().map(GapEvent::id).toList();
    }

    @Test
    void showsEachGapOnce() {
        assertEquals(List.of(5L, 6L), fresh("tun0", 5, 7));
        assertEquals(List.of(7L), fresh("tun0", 6, 8));
        assertEquals(List.of(), fresh("tun0", 6, 8));
        assertEquals(List.of(6L, 7L), fresh("tun1", 6, 8));
    }

    @Test
    void beginsAnewAfterAClear() {
        fresh("tun0", 0, 9);
        assertEquals(List.of(), fresh("tun0", 0, 0));
        assertEquals(List.of(0L), fresh("tun0", 0, 1));
    }

    @Test
    void beginsAnewWithAPortOfTheSameName() {
        fresh("tun0", 0, 2);
        trace.retain(List.of());
        assertEquals(List.of(0L, 1L), fresh("tun0", 0, 2));
    }
}
