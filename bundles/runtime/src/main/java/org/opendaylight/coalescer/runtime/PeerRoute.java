/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import org.opendaylight.coalescer.api.PeerConfiguration;

/**
 * A peer and what the way to it carries.
 *
 * @param configuration the peer
 * @param maxPacket bytes of the longest inner packet that fits the underlay towards it, {@link Integer#MAX_VALUE} if
 *        that is not known
 * @param mssClamp whether TCP connections are opened with segments that fit
 */
record PeerRoute(PeerConfiguration configuration, int maxPacket, boolean mssClamp) {
    // Nothing but its components
}
