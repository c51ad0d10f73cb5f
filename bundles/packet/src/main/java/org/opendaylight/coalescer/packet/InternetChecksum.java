/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The Internet checksum (RFC 1071) over packet memory. Sums are kept wide, in the byte order of the machine, and are
 * folded once at the end; a folded sum is returned in network byte order, ready to be compared with a header field.
 *
 * <p>Partial sums are {@code long}s: unfolded, added with plain {@code +}, at most 2^16 of them before a fold.
 *
 * <p>Hot path: stateless.
 */
public final class InternetChecksum {
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    /** Bytes from which a sum is one over payload. */
    private static final int BULK = 256;
    /**
     * Words as the machine has them. A handle is inlined at any depth; {@link ByteBuffer#getLong(int)} is a chain of
     * calls, of which C2 leaves some standing where the limit of inlining (MaxInlineLevel) is near.
     */
    private static final VarHandle WORDS =
        MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private InternetChecksum() {
        // Hidden on purpose
    }

    /**
     * Sums bytes as 16-bit words in the byte order of the machine; a last odd byte counts as if a zero followed.
     *
     * @param memory where they lie
     * @param off offset of the first byte, of any alignment
     * @param len number of bytes, 0..2^20
     * @return partial sum, to be added to others whose data started at an even distance from this one's
     */
    public static long sum(final PacketMemory memory, final int off, final int len) {
        final ByteBuffer host = memory.host();
        int pos = off + (len & ~7);
        long sum = len < BULK ? sumHeader(host, off, len) : sumPayload(host, off, pos);
        if ((len & 4) != 0) {
            sum += host.getInt(pos) & 0xffff_ffffL;
            pos += Integer.BYTES;
        }
        if ((len & 2) != 0) {
            sum += host.getShort(pos) & 0xffff;
            pos += Short.BYTES;
        }
        if ((len & 1) != 0) {
            final int last = host.get(pos) & 0xff;
            sum += LITTLE_ENDIAN ? last : last << Byte.SIZE;
        }
        return sum;
    }

    /** Sums whole words. Counts from 0, so that C2 sees how often it goes round where the length is a constant. */
    private static long sumHeader(final ByteBuffer host, final int off, final int len) {
        long sum = 0;
        for (int i = 0; i <= len - Long.BYTES; i += Long.BYTES) {
            final long word = (long) WORDS.get(host, off + i);
            sum += (word & 0xffff_ffffL) + (word >>> 32);
        }
        return sum;
    }

    /**
     * The same loop with a profile of its own. C2 unrolls a loop, and vectorises what it unrolled, only as far as the
     * loop was seen to go round: a profile shared with headers leaves it word by word, five times slower.
     */
    private static long sumPayload(final ByteBuffer host, final int off, final int end) {
        long sum = 0;
        for (int pos = off; pos < end; pos += Long.BYTES) {
            final long word = (long) WORDS.get(host, pos);
            sum += (word & 0xffff_ffffL) + (word >>> 32);
        }
        return sum;
    }

    /**
     * Makes a partial sum that started at an odd distance from the beginning addable to the others (RFC 1071 section 2,
     * byte order independence).
     *
     * @param sum partial sum of data that starts at an odd offset
     * @return the same sum with its bytes exchanged
     */
    public static long shiftOdd(final long sum) {
        final int folded = foldHost(sum);
        return (folded & 0xff) << 8 | folded >>> 8;
    }

    /**
     * Joins the sums of two neighbouring pieces of data.
     *
     * @param left sum of the first piece
     * @param leftLen its length in bytes; when odd, the second piece began in the middle of a word
     * @param right sum of the second piece, taken as if it had begun at an even offset
     * @return sum of both
     */
    public static long combine(final long left, final int leftLen, final long right) {
        return left + ((leftLen & 1) == 0 ? right : shiftOdd(right));
    }

    /**
     * The pseudo-header of TCP and UDP over IPv4 (RFC 9293 section 3.1, RFC 768).
     *
     * @param memory where the packet lies
     * @param ipOff offset of its IPv4 header
     * @param protocol protocol number
     * @param l4Len bytes of the TCP or UDP header and its payload
     * @return partial sum
     */
    public static long pseudoV4(final PacketMemory memory, final int ipOff, final int protocol, final int l4Len) {
        return sum(memory, ipOff + Ipv4.SOURCE, 8) + word(protocol) + word(l4Len);
    }

    /**
     * The pseudo-header of TCP and UDP over IPv6 (RFC 8200 section 8.1), without routing header.
     *
     * @param memory where the packet lies
     * @param ipOff offset of its IPv6 header
     * @param protocol protocol number of the upper layer
     * @param l4Len bytes of the TCP or UDP header and its payload
     * @return partial sum
     */
    public static long pseudoV6(final PacketMemory memory, final int ipOff, final int protocol, final int l4Len) {
        return sum(memory, ipOff + Ipv6.SOURCE, 32) + word(protocol) + word(l4Len);
    }

    /**
     * The pseudo-header of whichever version of IP a packet has.
     *
     * @param memory where the packet lies
     * @param ipOff offset of its IP header
     * @param protocol protocol number of the upper layer
     * @param l4Len bytes of the TCP or UDP header and its payload
     * @return partial sum
     */
    public static long pseudo(final PacketMemory memory, final int ipOff, final int protocol, final int l4Len) {
        return IpHeader.isV4(memory.net(), ipOff) ? pseudoV4(memory, ipOff, protocol, l4Len)
            : pseudoV6(memory, ipOff, protocol, l4Len);
    }

    /**
     * A number below 2^17 as an addend: what summing it as big-endian words would have given.
     *
     * @param value 0..131071
     * @return partial sum
     */
    public static long word(final int value) {
        final int low = value & 0xffff;
        return (LITTLE_ENDIAN ? Short.reverseBytes((short) low) & 0xffff : low)
            + (long) (LITTLE_ENDIAN ? value >>> 16 << 8 : value >>> 16);
    }

    /**
     * Folds a sum to 16 bits without inverting it: what a field holds whose checksum is to be finished.
     *
     * @param sum partial sum
     * @return value of the field in network byte order, 0..65535
     */
    public static int fold(final long sum) {
        final int folded = foldHost(sum);
        return LITTLE_ENDIAN ? Short.reverseBytes((short) folded) & 0xffff : folded;
    }

    /**
     * Folds and inverts a sum: the checksum that a sender writes, but for UDP's 0.
     *
     * @param sum partial sum with the field itself counted as zero
     * @return checksum in network byte order, 0..65535
     */
    public static int complement(final long sum) {
        return ~fold(sum) & 0xffff;
    }

    /**
     * Adjusts a finished checksum for a changed 16-bit word (RFC 1624 equation 3).
     *
     * @param checksum value in the packet
     * @param before old word
     * @param after new word
     * @return new value of the field
     */
    public static int update16(final int checksum, final int before, final int after) {
        int sum = (~checksum & 0xffff) + (~before & 0xffff) + after;
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        return ~sum & 0xffff;
    }

    /**
     * Adjusts a finished checksum for a changed 32-bit field that lies at an even offset (RFC 1624 equation 3).
     *
     * @param checksum value in the packet
     * @param before old field
     * @param after new field
     * @return new value of the checksum field
     */
    public static int update32(final int checksum, final int before, final int after) {
        return update16(update16(checksum, before >>> 16, after >>> 16), before & 0xffff, after & 0xffff);
    }

    /**
     * What a sender would have written into a checksum field, whatever is there now. A packet is good if the field
     * equals this value; UDP sends {@code 0xffff} for 0, which is the caller's to know.
     *
     * @param pseudo pseudo-header sum, 0 where the protocol has none
     * @param memory where the packet lies
     * @param off offset of the first covered byte
     * @param len number of covered bytes, with the field among them
     * @param fieldOff place of the field from {@code off}, even
     * @return checksum in network byte order, 0..65535
     */
    public static int expected(final long pseudo, final PacketMemory memory, final int off, final int len,
            final int fieldOff) {
        // Takes the field out again by adding its complement: adding 0xffff to a sum that is not 0 changes nothing
        final int field = memory.host().getShort(off + fieldOff) & 0xffff;
        return complement(pseudo + sum(memory, off, len) + (field ^ 0xffff));
    }

    /**
     * Whether everything that a checksum covers, the field itself included, adds up as RFC 1071 section 1 (3) says.
     * More lenient than {@link #expected}: it takes both zeros of ones-complement arithmetic.
     *
     * @param pseudo pseudo-header sum, 0 where the protocol has none
     * @param memory where the packet lies
     * @param off offset of the first covered byte
     * @param len number of covered bytes
     * @return true if the checksum is good
     */
    public static boolean verify(final long pseudo, final PacketMemory memory, final int off, final int len) {
        return fold(pseudo + sum(memory, off, len)) == 0xffff;
    }

    /**
     * Finishes a checksum whose field holds the pseudo-header sum. In the data path only {@code PayloadChecksum}
     * calls this.
     *
     * @param memory where the packet lies
     * @param start offset of the first covered byte
     * @param len covered bytes, to the end of the packet
     * @param fieldOff place of the field from {@code start}, even; at 6, where UDP has it, 0 is written as 0xffff
     */
    public static void finish(final PacketMemory memory, final int start, final int len, final int fieldOff) {
        final int checksum = complement(sum(memory, start, len));
        memory.net().putShort(start + fieldOff,
            (short) (checksum == 0 && fieldOff == Udp.CHECKSUM ? 0xffff : checksum));
    }

    private static int foldHost(final long sum) {
        long folded = (sum & 0xffff_ffffL) + (sum >>> 32);
        folded = (folded & 0xffff_ffffL) + (folded >>> 32);
        int half = (int) ((folded & 0xffff) + (folded >>> 16));
        half = (half & 0xffff) + (half >>> 16);
        return (half & 0xffff) + (half >>> 16);
    }
}
