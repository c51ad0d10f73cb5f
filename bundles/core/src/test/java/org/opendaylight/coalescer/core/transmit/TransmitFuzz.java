/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

/**
 * Fuzz target: whatever a TUN queue delivers, {@code virtio_net_hdr} and packet, what leaves is what
 * {@link ReferenceReceive} says.
 */
public final class TransmitFuzz {
    private TransmitFuzz() {
        // Hidden on purpose
    }

    /**
     * Tries one input.
     *
     * @param data from the fuzzer
     */
    public static void fuzzerTestOneInput(final byte[] data) {
        final List<byte[]> expected = ReferenceReceive.packets(data.clone(), WirePackets.MAX_HEADER);
        final List<byte[]> actual = WirePackets.cut(data);
        assertThat(actual.stream().map(Arrays::toString)).containsExactlyElementsOf(
            expected == null ? List.of() : expected.stream().map(Arrays::toString).toList());
    }
}
