/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Sends many messages in one call ({@code sendmmsg(2)}), each gathered from slices of packet memory, and each one
 * datagram or, with a segment size, many ({@code UDP_SEGMENT}). Fill it with {@link #begin}, {@link #add}, {@link #end}
 * for every message, {@link #send}, {@link #clear}.
 *
 * <p>Slices and destinations are borrowed until {@link #clear}. Hot path: owned by one worker, fixed capacity,
 * allocates nothing after construction.
 */
public final class UdpSendBatch {
    /**
     * Most datagrams that one message with a segment size may become: {@code UDP_MAX_SEGMENTS}, {@code linux/udp.h}.
     * Older kernels stop at 64 and answer EINVAL beyond.
     */
    public static final int MAX_SEGMENTS = 128;
    /** Most bytes in one message: what fits into the IPv4 total length beside IP and UDP header. */
    public static final int MAX_BYTES = 65_507;
    /** Most slices in one message: {@code UIO_MAXIOV}, {@code linux/uio.h}. */
    public static final int MAX_SLICES = 1024;

    private static final int CONTROL_BYTES = 2 * SocketLayout.CMSG_SPACE;

    private final NativeBlock messages;
    private final NativeBlock iovecs;
    private final NativeBlock control;
    private final @Nullable UdpAddress[] destinations;
    private final int maxIovecs;
    private int count;
    private int bytes;
    private int usedIovecs;
    private int firstIovec;
    private long nextAddress;
    private boolean open;

    /**
     * Makes an empty batch.
     *
     * @param maxMessages most messages
     * @param maxSlices most slices of all messages together; two for each datagram are plenty
     */
    public UdpSendBatch(final int maxMessages, final int maxSlices) {
        if (maxMessages < 1 || maxMessages > MAX_SLICES || maxSlices < maxMessages) {
            throw new IllegalArgumentException(maxMessages + " messages of " + maxSlices + " slices together");
        }
        maxIovecs = maxSlices;
        messages = new NativeBlock(maxMessages * SocketLayout.MMSGHDR_BYTES);
        iovecs = new NativeBlock(maxSlices * SocketLayout.IOVEC_BYTES);
        control = new NativeBlock(maxMessages * CONTROL_BYTES);
        destinations = new UdpAddress[maxMessages];
    }

    /**
     * Starts a message.
     *
     * @param destination where to, of the family of the socket that will send
     * @param tos outer TOS byte or traffic class, 0 to 255
     * @param gsoSize bytes of each datagram but the last, or 0 for a single datagram
     * @return false if the batch is full and nothing was started
     */
    public boolean begin(final UdpAddress destination, final int tos, final int gsoSize) {
        if (open) {
            throw new IllegalStateException("The message before was not ended");
        }
        if (count == destinations.length || usedIovecs == maxIovecs) {
            return false;
        }
        destinations[count] = destination;
        final int msg = count * SocketLayout.MMSGHDR_BYTES;
        final int cmsg = count * CONTROL_BYTES;
        final ByteBuffer target = control.buffer();
        final boolean ipv6 = destination.isIpv6();
        putControl(cmsg, Integer.BYTES, ipv6 ? SocketLayout.SOL_IPV6 : SocketLayout.SOL_IP,
            ipv6 ? SocketLayout.IPV6_TCLASS : SocketLayout.IP_TOS);
        target.putInt(cmsg + SocketLayout.CMSG_DATA, tos);
        int controlBytes = SocketLayout.CMSG_SPACE;
        if (gsoSize != 0) {
            putControl(cmsg + SocketLayout.CMSG_SPACE, Short.BYTES, SocketLayout.SOL_UDP, SocketLayout.UDP_SEGMENT);
            target.putShort(cmsg + SocketLayout.CMSG_SPACE + SocketLayout.CMSG_DATA, (short) gsoSize);
            controlBytes += SocketLayout.CMSG_SPACE;
        }
        final ByteBuffer header = messages.buffer();
        header.putLong(msg + SocketLayout.MSG_NAME, destination.nativeAddress());
        header.putInt(msg + SocketLayout.MSG_NAMELEN, destination.nativeLength());
        header.putLong(msg + SocketLayout.MSG_IOV, iovecs.address() + (long) usedIovecs * SocketLayout.IOVEC_BYTES);
        header.putLong(msg + SocketLayout.MSG_CONTROL, control.address() + cmsg);
        header.putLong(msg + SocketLayout.MSG_CONTROLLEN, controlBytes);
        firstIovec = usedIovecs;
        nextAddress = 0;
        bytes = 0;
        open = true;
        return true;
    }

    /**
     * Appends a slice to the message that was begun. Neighbours in memory are joined, since every entry costs the
     * kernel time.
     *
     * @param mem memory from {@link NativeMemory}
     * @param off offset of its first byte
     * @param len its length in bytes
     * @return false if the message or the batch cannot take it; then {@link #end} what is there or {@link #cancel} it
     */
    public boolean add(final PacketMemory mem, final int off, final int len) {
        if (!open) {
            throw new IllegalStateException("No message was begun");
        }
        final long address = NativeMemory.at(mem, off, len);
        if (len > MAX_BYTES - bytes) {
            return false;
        }
        final ByteBuffer buffer = iovecs.buffer();
        if (address == nextAddress) {
            final int pos = (usedIovecs - 1) * SocketLayout.IOVEC_BYTES + SocketLayout.IOVEC_LEN;
            buffer.putLong(pos, buffer.getLong(pos) + len);
        } else {
            if (usedIovecs == maxIovecs || usedIovecs - firstIovec == MAX_SLICES) {
                return false;
            }
            final int pos = usedIovecs * SocketLayout.IOVEC_BYTES;
            buffer.putLong(pos + SocketLayout.IOVEC_BASE, address);
            buffer.putLong(pos + SocketLayout.IOVEC_LEN, len);
            usedIovecs++;
        }
        nextAddress = address + len;
        bytes += len;
        return true;
    }

    /** Ends the message that was begun; from now on it is part of the batch. */
    public void end() {
        if (!open) {
            throw new IllegalStateException("No message was begun");
        }
        messages.buffer().putLong(count * SocketLayout.MMSGHDR_BYTES + SocketLayout.MSG_IOVLEN,
            usedIovecs - firstIovec);
        count++;
        open = false;
    }

    /** Forgets the message that was begun. */
    public void cancel() {
        if (open) {
            destinations[count] = null;
            usedIovecs = firstIovec;
            open = false;
        }
    }

    /**
     * Sends messages, without blocking. When fewer than all are taken, call it again from the first that was not: it
     * then returns the error of that one, if it was not just a moment's lack of room.
     *
     * @param socket what sends
     * @param from index of the first message to send
     * @return number of messages taken, at least 1, or the negated error number of message {@code from}: EAGAIN when
     *         the send buffer is full, EMSGSIZE when it exceeds the path, EINVAL or EIO when segmentation is refused
     */
    public int send(final UdpSocket socket, final int from) {
        Objects.checkIndex(from, count);
        return socket.send(messages.address() + (long) from * SocketLayout.MMSGHDR_BYTES, count - from);
    }

    /** Empties the batch. */
    public void clear() {
        for (int i = 0; i < count; i++) {
            destinations[i] = null;
        }
        cancel();
        count = 0;
        usedIovecs = 0;
    }

    /** Number of messages ended. */
    public int count() {
        return count;
    }

    /** How many slices the batch still takes, whatever the memory. */
    public int remainingSlices() {
        return maxIovecs - usedIovecs;
    }

    private void putControl(final int pos, final int dataBytes, final int level, final int type) {
        final ByteBuffer target = control.buffer();
        target.putLong(pos + SocketLayout.CMSG_LEN, SocketLayout.CMSG_DATA + dataBytes);
        target.putInt(pos + SocketLayout.CMSG_LEVEL, level);
        target.putInt(pos + SocketLayout.CMSG_TYPE, type);
    }
}
