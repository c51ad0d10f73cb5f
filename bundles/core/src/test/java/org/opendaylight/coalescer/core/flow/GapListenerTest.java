/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.PacketMemory;

/** Who listens hears of each gap, not just of the last ones. */
class GapListenerTest {
    private static final long MS = 1_000_000;

    private final List<String> heard = new ArrayList<>();
    private final List<GapEvent> gaps = new ArrayList<>();
    private final PacketMemory memory = PacketMemory.allocate(64);
    private final SequenceStatistics statistics = new SequenceStatistics(new GapListener() {
        @Override
        public void opened(final long number, final GapEvent gap) {
            heard.add(number + " opened");
            gaps.add(gap);
        }

        @Override
        public void ended(final long number, final GapEnding ending) {
            heard.add(number + " " + ending);
        }
    });
    private final FlowTracker tracker = new FlowTracker(memory, statistics, new FlowHash(7), 1000, 10 * MS);

    GapListenerTest() {
        memory.net().put(0, (byte) 0x45).putInt(Ipv4.SOURCE, 0xc000_0201).putInt(Ipv4.DESTINATION, 0xc633_6401);
        tracker.setTime(5 * MS);
    }

    private void data(final int ports, final int from, final int to) {
        tracker.observe(tracker.record(0, ports), from, to - from, to - from, FlowTracker.NO_TIMESTAMP);
    }

    @Test
    void gapIsToldWhenItOpensAndWhenItEnds() {
        data(0x0001_0002, 0, 10);
        data(0x0001_0002, 30, 40);
        data(0x0001_0002, 50, 60);
        data(0x0001_0002, 10, 30);
        tracker.setTime(5 * MS + FlowTracker.GAP_LIFETIME_NS);
        assertEquals(List.of("0 opened", "1 opened", "0 LATE_REORDER", "1 NEVER_FILLED"), heard);
        final GapEvent gap = gaps.getFirst();
        assertEquals(5 * MS, gap.timeNs(), "by the clock of the tracker");
        assertEquals("192.0.2.1", gap.source().getHostAddress());
        assertEquals(30, gap.sequence());
        assertEquals(20, gap.gapBytes());
        assertEquals(GapEnding.OPEN, gap.ending());
    }

    @Test
    void gapThatIsForgottenEndsAllTheSame() {
        for (int flow = 0; flow < 3 * GapLog.CAPACITY; flow++) {
            data(flow, 0, 10);
            data(flow, 20, 30);
        }
        assertEquals("2 opened", heard.get(2));
        heard.clear();
        data(3 * GapLog.CAPACITY - 1, 10, 20);
        assertEquals(List.of(3 * GapLog.CAPACITY - 1 + " LATE_REORDER"), heard);
        heard.clear();
        tracker.setTime(5 * MS + FlowTracker.GAP_LIFETIME_NS);
        assertEquals("0 NEVER_FILLED", heard.getFirst());
    }
}
