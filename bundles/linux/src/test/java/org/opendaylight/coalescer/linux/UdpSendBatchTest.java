/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.packet.PacketMemory;

class UdpSendBatchTest {
    private final PacketMemory memory = NativeMemory.allocate(1 << 17);
    private final UdpAddress destination = UdpAddress.of(InetAddress.getLoopbackAddress(), 4790);

    @Test
    void joinsNeighboursOfOneMessageOnly() {
        final var batch = new UdpSendBatch(2, 4);
        assertTrue(batch.begin(destination, 0, 0));
        assertTrue(batch.add(memory, 0, 100));
        assertTrue(batch.add(memory, 100, 100));
        batch.end();
        assertEquals(3, batch.remainingSlices());
        assertTrue(batch.begin(destination, 0, 0));
        assertTrue(batch.add(memory, 200, 100));
        batch.end();
        assertEquals(2, batch.remainingSlices());
        assertEquals(2, batch.count());
    }

    @Test
    void refusesMoreThanFitsIntoADatagram() {
        final var batch = new UdpSendBatch(1, 4);
        assertTrue(batch.begin(destination, 0, 1400));
        assertTrue(batch.add(memory, 0, UdpSendBatch.MAX_BYTES));
        assertFalse(batch.add(memory, UdpSendBatch.MAX_BYTES, 1));
        batch.end();
        assertFalse(batch.begin(destination, 0, 0));
        batch.clear();
        assertTrue(batch.begin(destination, 0, 0));
    }

    @Test
    void refusesMoreSlicesThanThereAre() {
        final var batch = new UdpSendBatch(2, 2);
        assertTrue(batch.begin(destination, 0, 0));
        assertTrue(batch.add(memory, 0, 1));
        assertTrue(batch.add(memory, 2, 1));
        assertFalse(batch.add(memory, 4, 1));
        batch.cancel();
        assertEquals(0, batch.count());
        assertEquals(2, batch.remainingSlices());
    }

    @Test
    void refusesToBeUsedOutOfOrder() {
        final var batch = new UdpSendBatch(2, 2);
        assertThrows(IllegalStateException.class, () -> batch.add(memory, 0, 1));
        assertThrows(IllegalStateException.class, batch::end);
        batch.begin(destination, 0, 0);
        assertThrows(IllegalStateException.class, () -> batch.begin(destination, 0, 0));
    }
}
