/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.OffloadStatus;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.transmit.TransmitDrop;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.it.crafted.ModelCounters;

/** Constants of the data path and the names that the YANG module gives them. */
class ReasonNamesTest {
    private static List<String> names(final Enum<?>... constants) {
        return Arrays.stream(constants).map(ModelCounters::name).toList();
    }

    @Test
    void sealReasonsAreThoseOfTheModel() {
        assertThat(ModelCounters.enumeration("seal-reason"))
            .containsExactlyInAnyOrderElementsOf(names(SealReason.values()));
    }

    @Test
    void verbatimReasonsAreThoseOfTheModel() {
        assertThat(ModelCounters.enumeration("verbatim-reason"))
            .containsExactlyInAnyOrderElementsOf(names(VerbatimReason.values()));
    }

    @Test
    void capabilitiesAndDirectionsAreThoseOfTheModel() {
        assertThat(ModelCounters.enumeration("capability"))
            .containsExactlyInAnyOrderElementsOf(names(OffloadStatus.Capability.values()));
        assertThat(ModelCounters.enumeration("direction"))
            .containsExactlyInAnyOrderElementsOf(names(OffloadStatus.Direction.values()));
    }

    @Test
    void statusesAreThoseOfTheModel() {
        assertThat(ModelCounters.enumeration("oper-status"))
            .containsExactlyInAnyOrderElementsOf(names(OperStatus.values()));
    }

    @Test
    void dropReasonsFitTheTypeOfTheModel() {
        assertThat(names(TunnelDrop.values())).allMatch(name -> name.matches("[a-z0-9-]{1,64}"));
        assertThat(names(TransmitDrop.values())).allMatch(name -> name.matches("[a-z0-9-]{1,64}"));
    }
}
