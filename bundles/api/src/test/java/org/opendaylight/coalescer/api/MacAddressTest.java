/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
    @Test
    void readsAndWritesSixBytes() {
        assertEquals(0x0000_5e00_53ffL, MacAddress.of("00:00:5E:00:53:ff").value());
        assertEquals("00:00:5e:00:53:ff", new MacAddress(0x0000_5e00_53ffL).toString());
        assertEquals("ff:ff:ff:ff:ff:ff", MacAddress.of("FF:FF:FF:FF:FF:FF").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "00:00:5e:00:53", "00:00:5e:00:53:0", "00:00:5e:00:53:00:01", "00-00-5e-00-53-01",
        "00:00:5e:00:53:0g", " 00:00:5e:00:53:01" })
    void refusesAnythingElse(final String text) {
        assertThrows(IllegalArgumentException.class, () -> MacAddress.of(text));
    }

    @Test
    void hasNoMoreThan48Bits() {
        assertThrows(IllegalArgumentException.class, () -> new MacAddress(1L << 48));
        assertThrows(IllegalArgumentException.class, () -> new MacAddress(-1));
    }

    @Test
    void knowsGroups() {
        assertTrue(MacAddress.of("01:00:5e:90:10:00").isGroup());
        assertTrue(MacAddress.of("ff:ff:ff:ff:ff:ff").isGroup());
        assertFalse(MacAddress.of("fe:00:5e:00:53:01").isGroup());
    }
}
