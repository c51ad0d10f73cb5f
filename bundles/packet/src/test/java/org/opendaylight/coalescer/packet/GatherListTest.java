/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatherListTest {
    private final PacketMemory memory = PacketMemory.allocate(64);
    private final PacketMemory other = PacketMemory.allocate(64);
    private final GatherList list = new GatherList(2);

    @Test
    void keepsTheOrderOfItsSlices() {
        assertTrue(list.add(memory, 10, 5));
        assertTrue(list.add(other, 0, 7));
        assertEquals(2, list.count());
        assertEquals(12, list.bytes());
        assertSame(memory, list.memory(0));
        assertEquals(10, list.offset(0));
        assertEquals(5, list.length(0));
        assertSame(other, list.memory(1));
        assertEquals(0, list.offset(1));
        assertEquals(7, list.length(1));
    }

    @Test
    void joinsNeighboursInTheSameMemory() {
        list.add(memory, 10, 5);
        list.add(memory, 15, 3);
        assertEquals(1, list.count());
        assertEquals(8, list.length(0));
        assertEquals(8, list.bytes());
    }

    @Test
    void joinsNeighboursEvenWhenFull() {
        list.add(memory, 0, 1);
        list.add(memory, 9, 1);
        assertEquals(0, list.remaining());
        assertTrue(list.add(memory, 10, 1));
        assertEquals(2, list.length(1));
    }

    @Test
    void keepsNeighboursOfDifferentMemoryApart() {
        list.add(memory, 10, 5);
        list.add(other, 15, 3);
        assertEquals(2, list.count());
    }

    @Test
    void keepsSlicesApartThatComeInTheOtherOrder() {
        list.add(memory, 15, 3);
        list.add(memory, 10, 5);
        assertEquals(2, list.count());
    }

    @Test
    void addsNothingForAnEmptySlice() {
        assertTrue(list.add(memory, 10, 0));
        assertEquals(0, list.count());
        assertEquals(0, list.bytes());
    }

    @Test
    void refusesASliceWhenFullAndStaysAsItWas() {
        list.add(memory, 0, 1);
        list.add(memory, 2, 1);
        assertFalse(list.add(memory, 4, 1));
        assertEquals(2, list.count());
        assertEquals(2, list.bytes());
        assertTrue(list.add(memory, 40, 0));
    }

    @Test
    void clearMakesRoomAndForgetsNeighbours() {
        list.add(memory, 0, 4);
        list.clear();
        assertEquals(0, list.count());
        assertEquals(2, list.remaining());
        list.add(memory, 4, 4);
        assertEquals(4, list.offset(0));
        assertEquals(4, list.bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, 0, GatherList.MAX_ENTRIES + 1 })
    void refusesACapacityThatNoCallTakes(final int capacity) {
        assertThrows(IllegalArgumentException.class, () -> new GatherList(capacity));
    }
}
