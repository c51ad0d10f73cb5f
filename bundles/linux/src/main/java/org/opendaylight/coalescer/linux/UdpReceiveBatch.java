/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Receives many datagrams in one call ({@code recvmmsg(2)}), each into its own slot of packet memory, with what the
 * kernel says about it: source, segment size when UDP_GRO joined several, traffic class. Everything is valid until the
 * next {@link #receive}.
 *
 * <p>Hot path: owned by one worker, allocates nothing after construction. Indices run from 0 to the last result - 1 and
 * are checked.
 */
@SuppressFBWarnings(value = "EI_EXPOSE_REP", justification = "Packet memory is there to be shared")
public final class UdpReceiveBatch {
    /** Room for four control messages: UDP_GRO, traffic class, and some that somebody else switched on. */
    private static final int CONTROL_BYTES = 4 * SocketLayout.CMSG_SPACE;

    private final PacketMemory memory;
    private final NativeBlock messages;
    private final NativeBlock iovecs;
    private final NativeBlock names;
    private final NativeBlock control;
    private final int first;
    private final int slotSize;
    private final int slots;
    private final int[] groSize;
    private final int[] tos;
    private int count;

    /**
     * Lays out the slots one behind the other.
     *
     * @param memory memory from {@link NativeMemory}, which this object keeps reachable
     * @param first offset of the first slot
     * @param slots number of slots
     * @param slotSize bytes per slot; with UDP_GRO 65,535 or more, since what does not fit is lost
     */
    public UdpReceiveBatch(final PacketMemory memory, final int first, final int slots, final int slotSize) {
        if (slots < 1 || slotSize < 1) {
            throw new IllegalArgumentException(slots + " slots of " + slotSize + " bytes");
        }
        this.memory = memory;
        this.first = first;
        this.slots = slots;
        this.slotSize = slotSize;
        final long base = NativeMemory.at(memory, first, Math.multiplyExact(slots, slotSize));
        messages = new NativeBlock(slots * SocketLayout.MMSGHDR_BYTES);
        iovecs = new NativeBlock(slots * SocketLayout.IOVEC_BYTES);
        names = new NativeBlock(slots * SocketLayout.SOCKADDR_SPACE);
        control = new NativeBlock(slots * CONTROL_BYTES);
        groSize = new int[slots];
        tos = new int[slots];
        for (int i = 0; i < slots; i++) {
            final int iov = i * SocketLayout.IOVEC_BYTES;
            iovecs.buffer().putLong(iov + SocketLayout.IOVEC_BASE, base + (long) i * slotSize);
            iovecs.buffer().putLong(iov + SocketLayout.IOVEC_LEN, slotSize);
            final int msg = i * SocketLayout.MMSGHDR_BYTES;
            messages.buffer().putLong(msg + SocketLayout.MSG_NAME,
                names.address() + (long) i * SocketLayout.SOCKADDR_SPACE);
            messages.buffer().putLong(msg + SocketLayout.MSG_IOV, iovecs.address() + iov);
            messages.buffer().putLong(msg + SocketLayout.MSG_IOVLEN, 1);
            messages.buffer().putLong(msg + SocketLayout.MSG_CONTROL, control.address() + (long) i * CONTROL_BYTES);
        }
        reset(slots);
    }

    /**
     * Receives what is there, without blocking.
     *
     * @param socket where from
     * @return number of slots filled, at least 1, or a negated error number: EAGAIN when there is nothing, ECONNREFUSED
     *         and others when an ICMP error is pending, EBADF after close
     */
    public int receive(final UdpSocket socket) {
        // The kernel overwrote lengths of names and control buffers where it filled a slot
        reset(count);
        count = 0;
        final int result = socket.receive(messages.address(), slots);
        if (result <= 0) {
            return result;
        }
        count = result;
        for (int i = 0; i < result; i++) {
            parse(i);
        }
        return result;
    }

    /** Number of slots. */
    public int slots() {
        return slots;
    }

    /** The memory the slots are in. */
    public PacketMemory memory() {
        return memory;
    }

    /** Offset in {@link #memory()} of a received message. */
    public int offset(final int index) {
        return first + Objects.checkIndex(index, count) * slotSize;
    }

    /** Length in bytes of a received message, all its datagrams together. */
    public int length(final int index) {
        return messages.buffer().getInt(message(index) + SocketLayout.MMSG_LEN);
    }

    /**
     * Length in bytes of each datagram in a message but the last, which may be shorter.
     *
     * @param index slot
     * @return the length, or 0 when the message is a single datagram
     */
    public int groSize(final int index) {
        return groSize[Objects.checkIndex(index, count)];
    }

    /** The outer TOS byte or traffic class, DSCP and ECN, of all datagrams of a message. */
    public int tos(final int index) {
        return tos[Objects.checkIndex(index, count)];
    }

    /** Whether data or control messages did not fit: the message cannot be trusted and its rest is lost. */
    public boolean truncated(final int index) {
        return (messages.buffer().getInt(message(index) + SocketLayout.MSG_FLAGS)
            & (SocketLayout.MSG_TRUNC | SocketLayout.MSG_CTRUNC)) != 0;
    }

    /** Whether the source is an IPv6 address. */
    public boolean isIpv6(final int index) {
        return names.buffer().getShort(name(index) + SocketLayout.SIN_FAMILY) == SocketLayout.AF_INET6;
    }

    /** The IPv4 source address, its first byte in the highest 8 bits; undefined for IPv6. */
    public int sourceV4(final int index) {
        return netInt(name(index) + SocketLayout.SIN_ADDR);
    }

    /** The first 8 bytes of the IPv6 source address, the first one in the highest bits; undefined for IPv4. */
    public long sourceV6High(final int index) {
        return netLong(name(index) + SocketLayout.SIN6_ADDR);
    }

    /** The last 8 bytes of the IPv6 source address; undefined for IPv4. */
    public long sourceV6Low(final int index) {
        return netLong(name(index) + SocketLayout.SIN6_ADDR + Long.BYTES);
    }

    /** The source port. */
    public int sourcePort(final int index) {
        final int pos = name(index) + SocketLayout.SIN_PORT;
        return (names.buffer().get(pos) & 0xff) << 8 | names.buffer().get(pos + 1) & 0xff;
    }

    private int message(final int index) {
        return Objects.checkIndex(index, count) * SocketLayout.MMSGHDR_BYTES;
    }

    private int name(final int index) {
        return Objects.checkIndex(index, count) * SocketLayout.SOCKADDR_SPACE;
    }

    private int netInt(final int pos) {
        return Integer.reverseBytes(names.buffer().getInt(pos));
    }

    private long netLong(final int pos) {
        return Long.reverseBytes(names.buffer().getLong(pos));
    }

    private void reset(final int used) {
        final ByteBuffer buffer = messages.buffer();
        for (int i = 0, msg = 0; i < used; i++, msg += SocketLayout.MMSGHDR_BYTES) {
            buffer.putInt(msg + SocketLayout.MSG_NAMELEN, SocketLayout.SOCKADDR_SPACE);
            buffer.putLong(msg + SocketLayout.MSG_CONTROLLEN, CONTROL_BYTES);
        }
    }

    /** Reads the control messages of one slot. */
    private void parse(final int index) {
        groSize[index] = 0;
        tos[index] = 0;
        final ByteBuffer buffer = control.buffer();
        int pos = index * CONTROL_BYTES;
        final int end = pos + (int) messages.buffer().getLong(
            index * SocketLayout.MMSGHDR_BYTES + SocketLayout.MSG_CONTROLLEN);
        while (pos + SocketLayout.CMSG_DATA <= end) {
            final int length = (int) buffer.getLong(pos + SocketLayout.CMSG_LEN);
            if (length <= SocketLayout.CMSG_DATA) {
                return;
            }
            final int level = buffer.getInt(pos + SocketLayout.CMSG_LEVEL);
            final int type = buffer.getInt(pos + SocketLayout.CMSG_TYPE);
            final int data = pos + SocketLayout.CMSG_DATA;
            if (level == SocketLayout.SOL_UDP && type == SocketLayout.UDP_GRO) {
                groSize[index] = buffer.getInt(data);
            } else if (level == SocketLayout.SOL_IP && type == SocketLayout.IP_TOS) {
                // A byte over IPv4, an int over IPv6
                tos[index] = buffer.get(data) & 0xff;
            } else if (level == SocketLayout.SOL_IPV6 && type == SocketLayout.IPV6_TCLASS) {
                tos[index] = buffer.getInt(data) & 0xff;
            }
            pos += length + 7 & ~7;
        }
    }
}
