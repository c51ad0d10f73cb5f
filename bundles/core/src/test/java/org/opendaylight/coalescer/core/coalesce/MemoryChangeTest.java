/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.flow.SequenceCounter;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

/** A coalescer whose packets lie elsewhere from some moment on. */
class MemoryChangeTest {
    private final CoalescerRig rig = new CoalescerRig();
    private final PacketMemory elsewhere = PacketMemory.allocate(4 << 20);

    private void commitElsewhere(final int off, final byte[] packet) {
        elsewhere.net().put(off, packet);
        final PacketMetadata metadata = new PacketMetadata();
        metadata.reset(off, packet.length);
        rig.coalescer.commit(metadata);
    }

    @Test
    void whatIsHeldIsWrittenBefore() {
        rig.commit(TcpPackets.v4().train(2, 100));
        rig.coalescer.setMemory(elsewhere, CoalescerOptions.DEFAULT);
        assertEquals(1, rig.written.size());
        assertEquals(1, rig.count(SealReason.CONFIG_CHANGE));
    }

    @Test
    void packetsAreReadThere() {
        rig.coalescer.setMemory(elsewhere, CoalescerOptions.DEFAULT);
        final byte[][] train = TcpPackets.v4().train(2, 100);
        commitElsewhere(3 << 20, train[0]);
        commitElsewhere((3 << 20) + 1000, train[1]);
        assertEquals(0, rig.coalescer.flush(SealReason.END_OF_BATCH));
        assertEquals(CoalescerRig.texts(train), rig.wire());
    }

    @Test
    void flowsAreStillKnown() {
        rig.commit(TcpPackets.v4().seq(1000).length(100).build()).flush();
        rig.coalescer.setMemory(elsewhere, CoalescerOptions.DEFAULT);
        commitElsewhere(0, TcpPackets.v4().seq(1300).length(100).build());
        rig.coalescer.flush(SealReason.END_OF_BATCH);
        assertEquals(1, rig.count(SequenceCounter.GAPS));
        assertEquals(200, rig.count(SequenceCounter.GAP_BYTES));
    }

    @Test
    void moreCanBeHeldThanBefore() {
        final int packets = 70_000;
        rig.coalescer.setMemory(elsewhere, CoalescerOptions.DEFAULT.holding(packets, Long.MAX_VALUE));
        final byte[] packet = TcpPackets.v4().build();
        elsewhere.net().put(0, packet);
        final PacketMetadata metadata = new PacketMetadata();
        for (int i = 0; i < packets; i++) {
            metadata.reset(0, packet.length);
            rig.coalescer.commit(metadata);
        }
        assertEquals(packets, rig.coalescer.heldPackets());
        assertEquals(0, rig.written.size());
    }
}
