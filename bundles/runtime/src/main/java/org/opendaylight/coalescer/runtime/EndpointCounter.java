/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

/** What an endpoint counts. */
enum EndpointCounter {
    RX_DATAGRAMS,
    RX_BYTES,
    RX_GRO_BATCHES,
    RX_SOCKET_DROPS,
    TX_DATAGRAMS,
    TX_BYTES,
    TX_GSO_BATCHES,
    /** Datagrams longer than the underlay carries at once, for the kernel to fragment. */
    TX_FRAGMENTED,
    TX_DROPPED
}
