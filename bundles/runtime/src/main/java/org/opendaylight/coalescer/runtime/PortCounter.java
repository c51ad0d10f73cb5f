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
    TX_DEVICE_DROPS,
    /** ICMP errors written to the device. */
    TX_ERRORS_SENT,
    /** Packets whose payload was read for a checksum, on their way in or into the device. */
    RX_PAYLOAD_PASSES,
    /** Packets and superpackets written to the device with a checksum to be finished. */
    RX_NEEDS_CSUM,
    /** Packets written to the device whose Internet checksum was finished before. */
    RX_CSUM_SOFTWARE,
    /** Packets written to the device whose CRC32c was finished before. */
    RX_CRC32C_SOFTWARE
}
