/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core;

import org.opendaylight.coalescer.packet.GatherList;

/**
 * Where finished packets go, in order: a queue of a TUN device, a capture, a recorder in a test. Called by the owner of
 * the coalescer only.
 */
@FunctionalInterface
public interface PacketOutput {
    /**
     * Writes one packet.
     *
     * @param packet a {@code virtio_net_hdr} of 24 bytes and the packet behind it, borrowed for the length of the call
     * @return 0 or more if it was taken, a negated errno if it was not
     */
    int write(GatherList packet);
}
