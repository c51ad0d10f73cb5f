/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import java.nio.ByteBuffer;

/**
 * Pushes packets into a port, coalesced on their way to the device. Registered as an OSGi service of scope prototype
 * for every port that is up, with the property {@value #PORT}; every service object has a queue of the device, a buffer
 * and a coalescer of its own. It belongs to the thread that uses it: callers that share one serialise their calls.
 *
 * <pre>
 *   int at = writer.reserve(packetLength);
 *   if (at &lt; 0) {
 *       writer.flush();
 *       at = writer.reserve(packetLength);
 *   }
 *   writer.buffer().put(at, packet, 0, packetLength);
 *   writer.commit(at, packetLength);
 *   ...
 *   writer.flush();
 * </pre>
 *
 * <p>When the port goes away its service is unregistered and {@link #flush()} drops what is committed and answers
 * {@code -9} (EBADF), whatever it was before.
 */
public interface PacketWriter extends AutoCloseable {
    /** Service property with the name of the port. */
    String PORT = "coalescer.port";

    /**
     * The memory that packets are written to. Big-endian; use absolute positions.
     *
     * @return the same buffer at every call
     */
    ByteBuffer buffer();

    /**
     * Hands out a slice of the buffer that overlaps no other until the next flush.
     *
     * @param length bytes wanted, 1..65535
     * @return offset of its first byte, or -1 if it does not fit: flush first
     * @throws IllegalArgumentException if the length is out of range
     */
    int reserve(int length);

    /**
     * Takes a packet. Its bytes are borrowed until the next flush; nothing is written before, unless more packets
     * are held than the port's {@code coalescing/hold/packets}.
     *
     * @param offset where it starts, in a reserved slice: its IP header, on a port of kind tap its Ethernet header
     * @param length its bytes; no more than was reserved
     * @throws IllegalArgumentException if this is not in a slice reserved since the last flush
     */
    void commit(int offset, int length);

    /**
     * Takes a packet like {@link #commit(int, int)}, whose checksum is still to be finished: its field holds the sum of
     * the pseudo-header, folded and not inverted, 0 for ICMP (what Linux calls {@code CHECKSUM_PARTIAL}). Nobody reads
     * its payload then as long as the port leaves checksums of TCP and UDP to the device; any other checksum, that of
     * SCTP included, is finished here in place.
     *
     * @param offset where it starts, in a reserved slice
     * @param length its bytes; no more than was reserved
     * @param checksumStart bytes from there to the first one that the checksum covers, the transport header
     * @param checksumOffset bytes from that one to the checksum field, even: 16 for TCP, 6 for UDP, 8 for SCTP
     * @throws IllegalArgumentException if this is not in a slice reserved since the last flush, or the field is not
     *     inside the packet
     */
    void commit(int offset, int length, int checksumStart, int checksumOffset);

    /**
     * Writes everything committed, in order, coalesced where the rules allow. All slices may be used again.
     *
     * @return 0, or the first error as a negated errno; all other packets were still written
     */
    int flush();

    /** Flushes nothing, frees the queue and the buffer. Idempotent. */
    @Override
    void close();
}
