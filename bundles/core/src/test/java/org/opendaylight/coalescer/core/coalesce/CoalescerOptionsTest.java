/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoalescerOptionsTest {
    private static CoalescerOptions options(final int maxSegments, final int maxBytes, final int hold,
            final long holdNs, final int maxFlows, final long windowNs) {
        return new CoalescerOptions(true, true, maxSegments, maxBytes, 0xffff, true, EcnPolicy.EXACT,
            ChecksumValidation.VERIFY, hold, holdNs, maxFlows, windowNs);
    }

    @ParameterizedTest
    @CsvSource({"2, 1280, 1, 0, 1, 0", "64, 65535, 1048576, 9223372036854775807, 1048576, 9223372036854775807"})
    void boundsThemselvesAreAllowed(final int maxSegments, final int maxBytes, final int hold, final long holdNs,
            final int maxFlows, final long windowNs) {
        assertThat(options(maxSegments, maxBytes, hold, holdNs, maxFlows, windowNs).maxFlows()).isEqualTo(maxFlows);
    }

    @ParameterizedTest
    @CsvSource({"1, 1280, 1, 0, 1, 0, max-segments 1", "65, 1280, 1, 0, 1, 0, max-segments 65",
        "2, 1279, 1, 0, 1, 0, max-bytes 1279", "2, 65536, 1, 0, 1, 0, max-bytes 65536",
        "2, 1280, 0, 0, 1, 0, hold packets 0", "2, 1280, 1048577, 0, 1, 0, hold packets 1048577",
        "2, 1280, 1, -1, 1, 0, hold time -1", "2, 1280, 1, 0, 0, 0, max-flows 0",
        "2, 1280, 1, 0, 1048577, 0, max-flows 1048577", "2, 1280, 1, 0, 1, -1, reorder-window -1"})
    void nothingIsAllowedBeyondTheBounds(final int maxSegments, final int maxBytes, final int hold, final long holdNs,
            final int maxFlows, final long windowNs, final String named) {
        assertThatThrownBy(() -> options(maxSegments, maxBytes, hold, holdNs, maxFlows, windowNs))
            .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(named);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65535})
    void segmentsMayHaveAnyLengthThatFits(final int bytes) {
        final var options = CoalescerOptions.DEFAULT.segmentsUpTo(bytes);
        assertThat(options.maxSegmentSize()).isEqualTo(bytes);
        assertThat(options.segmentsUpTo(CoalescerOptions.DEFAULT.maxSegmentSize()))
            .isEqualTo(CoalescerOptions.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65536})
    void segmentsOfOtherLengthsAreRefused(final int bytes) {
        assertThatThrownBy(() -> CoalescerOptions.DEFAULT.segmentsUpTo(bytes))
            .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("max-segment-size " + bytes);
    }
}
