/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

/** Places and sizes of the IPv4 header, in bytes from its start (RFC 791 section 3.1). */
public final class Ipv4 {
    /** Length of a header without options. */
    public static final int HEADER_LENGTH = 20;

    public static final int VERSION_IHL = 0;
    public static final int TOS = 1;
    public static final int TOTAL_LENGTH = 2;
    public static final int IDENTIFICATION = 4;
    /** Flags and fragment offset. */
    public static final int FRAGMENT = 6;
    public static final int TTL = 8;
    public static final int PROTOCOL = 9;
    public static final int CHECKSUM = 10;
    public static final int SOURCE = 12;
    public static final int DESTINATION = 16;

    /** Version 4 and five words of header. */
    public static final int VERSION_IHL_PLAIN = 0x45;
    /** "Don't fragment" in the {@link #FRAGMENT} word. */
    public static final int DF = 0x4000;
    /** "More fragments" in the {@link #FRAGMENT} word. */
    public static final int MF = 0x2000;
    /** Fragment offset in the {@link #FRAGMENT} word. */
    public static final int OFFSET_MASK = 0x1fff;

    private Ipv4() {
        // Hidden on purpose
    }

    /**
     * Writes the header checksum anew.
     *
     * @param memory where the packet lies
     * @param off offset of the header
     * @param headerLen its length with options, 20..60
     */
    public static void writeChecksum(final PacketMemory memory, final int off, final int headerLen) {
        memory.net().putShort(off + CHECKSUM, (short) 0);
        memory.net().putShort(off + CHECKSUM,
            (short) InternetChecksum.complement(InternetChecksum.sum(memory, off, headerLen)));
    }

    /**
     * Whether the header checksum is good, with either zero of ones-complement arithmetic.
     *
     * @param memory where the packet lies
     * @param off offset of the header
     * @param headerLen its length with options, 20..60
     * @return true if the header adds up
     */
    public static boolean verifyChecksum(final PacketMemory memory, final int off, final int headerLen) {
        return InternetChecksum.verify(0, memory, off, headerLen);
    }
}
