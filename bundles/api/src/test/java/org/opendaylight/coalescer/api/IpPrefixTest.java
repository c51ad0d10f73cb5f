/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {
    @Test
    void keepsTheHostPart() {
        assertEquals("192.0.2.1/24", IpPrefix.of("192.0.2.1/24").toString());
    }

    @Test
    void clearsTheHostPartOfTheNetwork() {
        assertEquals(IpPrefix.of("192.0.2.128/25"), IpPrefix.of("192.0.2.255/25").network());
        assertEquals(IpPrefix.of("2001:db8::/33"), IpPrefix.of("2001:db8:7fff::1/33").network());
        assertEquals(IpPrefix.of("0.0.0.0/0"), IpPrefix.of("192.0.2.1/0").network());
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "/24", "192.0.2.1", "192.0.2.1/", "192.0.2.1/33", "192.0.2.1/-1", "192.0.2/24",
        "256.0.2.1/24", "2001:db8::/129", "2001:db8:::/32", "example.org/24", "fade.be/24", "fe80::1%lo/64",
        "::ffff:192.0.2.1/120" })
    void refusesWhatIsNoPrefixWithoutLookingItUp(final String text) {
        assertThrows(IllegalArgumentException.class, () -> IpPrefix.of(text));
    }
}
