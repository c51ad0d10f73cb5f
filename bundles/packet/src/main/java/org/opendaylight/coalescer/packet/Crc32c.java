/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.eclipse.jdt.annotation.Nullable;

/**
 * The checksum of SCTP (RFC 9260 appendix A) by the intrinsic of the JDK. Keeps a view of the memory that it saw last,
 * so it allocates only when the memory changes.
 *
 * <p>Owned by one thread.
 */
public final class Crc32c {
    /** The field as it is counted. */
    private static final byte[] ZEROS = new byte[Integer.BYTES];

    private final CRC32C crc = new CRC32C();
    private @Nullable PacketMemory memory;
    private @Nullable ByteBuffer view;

    /**
     * Computes the checksum with its field counted as zero and writes it. In the data path only
     * {@code PayloadChecksum} calls this.
     *
     * @param packets memory that the packet lies in
     * @param start offset of the SCTP common header
     * @param len bytes from there to the end of the packet
     * @param fieldOff place of the four bytes of the field from {@code start}
     */
    public void finish(final PacketMemory packets, final int start, final int len, final int fieldOff) {
        packets.net().putInt(start + fieldOff, 0);
        begin(packets);
        update(start, start + len);
        // The register goes onto the wire least significant byte first
        packets.net().putInt(start + fieldOff, Integer.reverseBytes((int) crc.getValue()));
    }

    /**
     * Whether the checksum of an SCTP packet is good.
     *
     * @param packets memory that the packet lies in, not changed
     * @param start offset of the SCTP common header
     * @param len bytes from there to the end of the packet, {@link Sctp#HEADER_LENGTH} at least
     * @return true if it is
     */
    public boolean verify(final PacketMemory packets, final int start, final int len) {
        final int field = start + Sctp.CHECKSUM;
        begin(packets);
        update(start, field);
        crc.update(ZEROS);
        update(field + ZEROS.length, start + len);
        return Integer.reverseBytes((int) crc.getValue()) == packets.net().getInt(field);
    }

    private void begin(final PacketMemory packets) {
        if (memory != packets) {
            view = packets.net().duplicate();
            memory = packets;
        }
        crc.reset();
    }

    private void update(final int from, final int to) {
        final ByteBuffer bytes = requireNonNull(view);
        bytes.limit(to).position(from);
        crc.update(bytes);
    }
}
