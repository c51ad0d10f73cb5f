/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class EncapsulationTest {
    @Test
    void isFoundByItsName() {
        for (var each : Encapsulation.ALL) {
            assertThat(Encapsulation.named(each.name())).isSameAs(each);
        }
    }

    @Test
    void tellsWhichNamesThereAre() {
        assertThatIllegalArgumentException().isThrownBy(() -> Encapsulation.named("gre"))
            .withMessage("an encapsulation is one of vxlan-gpe, vxlan, geneve, gue, gue-1, ip-in-udp, not gre");
    }

    /** Checksum code sums headers by words. */
    @Test
    void hasHeadersOfEvenLength() {
        assertThat(Encapsulation.ALL).allSatisfy(each -> assertThat(each.headerLength() % 2).isZero());
    }
}
