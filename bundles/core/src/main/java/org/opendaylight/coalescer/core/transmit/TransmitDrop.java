/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

/** Why a packet read from a port, or about to leave, can't be delivered. Counted by whoever drops it. */
public enum TransmitDrop {
    /** Not even a whole {@code virtio_net_hdr} and IP header. */
    SHORT,
    /** Neither IPv4 nor IPv6. */
    NOT_IP,
    /** A kind of superpacket that was never asked for. */
    UNKNOWN_GSO_TYPE,
    /** A superpacket with a {@code gso_size} of 0. */
    GSO_SIZE_ZERO,
    /** A TCP superpacket of one IP version with the header of the other. */
    GSO_VERSION,
    /** An encapsulated superpacket whose outer headers are not as its {@code virtio_net_hdr} says. */
    GSO_TUNNEL,
    /** A superpacket whose transport protocol is not the one of its kind. */
    GSO_PROTOCOL,
    /** A superpacket of another protocol with the ECN bit of TCP. */
    GSO_ECN,
    /** A superpacket without {@code NEEDS_CSUM}: nobody could say whether its payload is good. */
    GSO_WITHOUT_CHECKSUM,
    /** A superpacket that is a fragment, is encrypted, or whose header chain does not fit. */
    GSO_NO_TRANSPORT_HEADER,
    /** A superpacket whose TCP or UDP header is malformed or ends beyond its bytes. */
    GSO_HEADER,
    /** A superpacket whose IP length contradicts the number of bytes given. */
    GSO_LENGTH,
    /** A superpacket whose segments would be too long for an IP packet. */
    GSO_SEGMENT_TOO_LONG,
    /** A superpacket with longer headers than the output has room for. */
    GSO_HEADER_TOO_LONG,
    /** A superpacket whose {@code csum_start} or {@code csum_offset} is not that of its transport header. */
    GSO_CHECKSUM_PLACE,
    /** A checksum to finish whose field is outside the packet or inside the IP header. */
    CHECKSUM_PLACE
}
