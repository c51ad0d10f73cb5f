/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import java.io.IOException;
import org.opendaylight.coalescer.core.flow.GapEvent;
import org.opendaylight.coalescer.packet.GatherList;

/** Sees what happens in a replay. Called by the thread of {@link Replay#run}. */
public interface ReplayObserver {
    /** Looks away. */
    ReplayObserver NONE = new ReplayObserver() {
        // Nothing but the defaults
    };

    /**
     * A packet or superpacket was written.
     *
     * @param flush number of its batch, from 0
     * @param packet a {@code virtio_net_hdr} of 24 bytes and the packet behind it, lent for the length of the call
     * @throws IOException to end the replay
     */
    default void written(final long flush, final GatherList packet) throws IOException {
        // Not interested
    }

    /**
     * A gap, in order of appearance.
     *
     * @param number its number, from 0
     * @param gap the gap as it ended, or as it is at the end of the capture
     * @throws IOException to end the replay
     */
    default void gap(final long number, final GapEvent gap) throws IOException {
        // Not interested
    }

    /**
     * The replay goes on. Told often: every few thousand frames.
     *
     * @param frames frames read
     * @param position bytes of the capture read, after decompression
     * @throws IOException to end the replay
     */
    default void progress(final long frames, final long position) throws IOException {
        // Not interested
    }
}
