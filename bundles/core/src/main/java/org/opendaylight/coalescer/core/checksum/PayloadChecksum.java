/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.checksum;

import static java.util.Objects.requireNonNull;

import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.packet.Crc32c;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * The one place of the data path where a checksum reads payload. Touching payload is what checksums cost, so that each
 * pass is counted: there is to be one for each packet at most, and none where an offload allows.
 *
 * <p>Hot path: owned by one thread.
 */
public final class PayloadChecksum {
    private final EnumCounters<PayloadPass> passes;
    private final Crc32c crc32c = new Crc32c();

    /**
     * Makes one.
     *
     * @param passes counts every pass, a packet or a segment each
     */
    public PayloadChecksum(final EnumCounters<PayloadPass> passes) {
        this.passes = requireNonNull(passes);
    }

    /**
     * Sums the payload of a segment, see {@link InternetChecksum#sum}.
     *
     * @param memory where it lies
     * @param off offset of its first byte
     * @param len its bytes
     * @return partial sum
     */
    public long sum(final PacketMemory memory, final int off, final int len) {
        passes.increment(PayloadPass.INTERNET);
        return InternetChecksum.sum(memory, off, len);
    }

    /**
     * What the checksum field of a packet should hold, see {@link InternetChecksum#expected}.
     *
     * @param pseudo pseudo-header sum, 0 where the protocol has none
     * @param memory where the packet lies
     * @param off offset of the first covered byte
     * @param len number of covered bytes
     * @param fieldOff place of the field from {@code off}, even
     * @return checksum in network byte order, 0..65535
     */
    public int expected(final long pseudo, final PacketMemory memory, final int off, final int len,
            final int fieldOff) {
        passes.increment(PayloadPass.INTERNET);
        return InternetChecksum.expected(pseudo, memory, off, len, fieldOff);
    }

    /**
     * Whether a checksum is good, see {@link InternetChecksum#verify}.
     *
     * @param pseudo pseudo-header sum, 0 where the protocol has none
     * @param memory where the packet lies
     * @param off offset of the first covered byte
     * @param len number of covered bytes
     * @return true if it is
     */
    public boolean isGood(final long pseudo, final PacketMemory memory, final int off, final int len) {
        passes.increment(PayloadPass.INTERNET);
        return InternetChecksum.verify(pseudo, memory, off, len);
    }

    /**
     * Finishes an Internet checksum, see {@link InternetChecksum#finish}.
     *
     * @param memory where the packet lies
     * @param start offset of the first covered byte
     * @param len covered bytes, to the end of the packet
     * @param fieldOff place of the field from {@code start}, even
     */
    public void finish(final PacketMemory memory, final int start, final int len, final int fieldOff) {
        passes.increment(PayloadPass.INTERNET);
        InternetChecksum.finish(memory, start, len, fieldOff);
    }

    /**
     * Whether the CRC32c of an SCTP packet is good.
     *
     * @param memory where the packet lies, not changed
     * @param start offset of the SCTP common header
     * @param len bytes from there to the end of the packet, 12 at least
     * @return true if it is
     */
    public boolean isCrc32cGood(final PacketMemory memory, final int start, final int len) {
        passes.increment(PayloadPass.CRC32C);
        return crc32c.verify(memory, start, len);
    }

    /**
     * Finishes a CRC32c, see {@link Crc32c#finish}.
     *
     * @param memory where the packet lies
     * @param start offset of the SCTP common header
     * @param len bytes from there to the end of the packet
     * @param fieldOff place of the four bytes of the field from {@code start}
     */
    public void finishCrc32c(final PacketMemory memory, final int start, final int len, final int fieldOff) {
        passes.increment(PayloadPass.CRC32C);
        crc32c.finish(memory, start, len, fieldOff);
    }
}
