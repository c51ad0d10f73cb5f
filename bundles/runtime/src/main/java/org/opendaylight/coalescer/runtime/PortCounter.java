/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

/** What a port counts besides its coalescer and its checksum engine. */
enum PortCounter {
    /** Packets and superpackets read from the device. */
    TX_PACKETS,
    TX_BYTES,
    TX_SUPERPACKETS,
    /** Packets among them with an unfinished checksum. */
    TX_NEEDS_CSUM,
    /** Packets among them whose checksum needs nothing. */
    TX_CSUM_NONE,
    /** Inner packets handed to the underlay socket. */
    TX_DATAGRAMS,
    /** Packets that the kernel dropped in front of the device; counted there. */
    TX_DEVICE_DROPS
}
