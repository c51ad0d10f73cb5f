/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import org.opendaylight.coalescer.core.coalesce.CoalescerCounter;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.tunnel.Encapsulation;

/**
 * Fuzz target: whatever a capture holds, a replay ends with a report that adds up. The first byte chooses options.
 */
public final class CaptureFuzz {
    private CaptureFuzz() {
        // Hidden on purpose
    }

    /**
     * Tries one input.
     *
     * @param data from the fuzzer
     * @throws IOException if the capture can't be read, which it can
     */
    public static void fuzzerTestOneInput(final byte[] data) throws IOException {
        if (data.length == 0) {
            return;
        }
        final var capture = new ByteArrayInputStream(Arrays.copyOfRange(data, 1, data.length));
        final int packets = (data[0] & 1) == 0 ? ReplayOptions.DEFAULT_BATCH : ReplayOptions.BY_TIME;
        final int kind = (data[0] & 0xff) >>> 1;
        final var tunnel = kind >= Encapsulation.ALL.size() ? null
            : new ReplayOptions.Tunnel(Encapsulation.ALL.get(kind), 4790);
        final var options = new ReplayOptions(ReplayOptions.DEFAULT.coalescing(), ReplayOptions.DEFAULT.output(),
            packets, tunnel);
        final ReplayResult result = Replay.run(Channels.newChannel(capture), options, ReplayObserver.NONE);
        final CoalescerStatistics statistics = result.statistics();
        assertThat(statistics.get(CoalescerCounter.PACKETS)).isEqualTo(statistics.get(CoalescerCounter.SEGMENTS)
            + statistics.get(CoalescerCounter.VERBATIM) + statistics.get(CoalescerCounter.DROPPED));
        assertThat(statistics.get(CoalescerCounter.PACKETS)).isLessThanOrEqualTo(result.capture().frames().count());
        assertThat(ReportText.of(result)).isNotEmpty();
        assertThat(ReportJson.of(result)).isNotEmpty();
    }
}
