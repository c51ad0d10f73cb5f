/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Requests and answers over one rtnetlink socket: builds a message, sends it, collects the answers until the kernel's
 * acknowledgement, and turns errors into {@link LinuxException} with the text that the kernel sends along. Never waits
 * longer than {@link #TIMEOUT_SECONDS}. One thread at a time.
 */
final class NetlinkSocket implements AutoCloseable {
    static final int TIMEOUT_SECONDS = 3;

    private static final int REQUEST_BYTES = 1024;
    private static final int ANSWER_BYTES = 1 << 16;
    private static final int DUMP_ATTEMPTS = 5;

    private final CallState state = new CallState();
    private final NativeBlock request = new NativeBlock(REQUEST_BYTES);
    private final NativeBlock answer = new NativeBlock(ANSWER_BYTES);
    private int fd;
    private int sequence;
    private int length;

    NetlinkSocket() throws LinuxException {
        fd = LinuxException.check(Libc.socket(state, SocketLayout.AF_NETLINK,
            SocketLayout.SOCK_RAW | SocketLayout.SOCK_CLOEXEC, NetlinkLayout.NETLINK_ROUTE), "socket", "rtnetlink");
        try {
            final var timeout = new NativeBlock(SocketLayout.TIMEVAL_BYTES);
            timeout.buffer().putLong(0, TIMEOUT_SECONDS);
            LinuxException.check(Libc.setsockopt(state, fd, SocketLayout.SOL_SOCKET, SocketLayout.SO_RCVTIMEO,
                timeout.address(), SocketLayout.TIMEVAL_BYTES), "setsockopt(SO_RCVTIMEO)", "rtnetlink");
        } catch (LinuxException e) {
            close();
            throw e;
        }
        // Comforts that old kernels lack: error texts, no echo of the request, filtered dumps
        enable(NetlinkLayout.NETLINK_EXT_ACK);
        enable(NetlinkLayout.NETLINK_CAP_ACK);
        enable(NetlinkLayout.NETLINK_GET_STRICT_CHK);
    }

    private void enable(final int option) {
        Libc.setsockopt(state, fd, NetlinkLayout.SOL_NETLINK, option, NativeBlock.ofInt(1).address(), Integer.BYTES);
    }

    /**
     * Starts a request.
     *
     * @param type {@code RTM_*}
     * @param flags {@code NLM_F_*} besides those that every request has
     * @param bodyBytes size of the fixed structure, which is zeroed
     * @return the buffer to fill it in
     */
    ByteBuffer begin(final int type, final int flags, final int bodyBytes) {
        final var buffer = request.buffer();
        length = NetlinkLayout.NLMSGHDR_BYTES + bodyBytes;
        for (int i = 0; i < length; i++) {
            buffer.put(i, (byte) 0);
        }
        buffer.putShort(NetlinkLayout.NLMSG_TYPE, (short) type);
        buffer.putShort(NetlinkLayout.NLMSG_FLAGS,
            (short) (NetlinkLayout.NLM_F_REQUEST | NetlinkLayout.NLM_F_ACK | flags));
        return buffer.slice(NetlinkLayout.NLMSGHDR_BYTES, bodyBytes).order(buffer.order());
    }

    /** Appends an attribute to the request. */
    void put(final int type, final byte[] data) {
        final var buffer = request.buffer();
        buffer.putShort(length, (short) (NetlinkLayout.RTATTR_BYTES + data.length));
        buffer.putShort(length + 2, (short) type);
        buffer.put(length + NetlinkLayout.RTATTR_BYTES, data);
        length += NetlinkLayout.align(NetlinkLayout.RTATTR_BYTES + data.length);
    }

    /** Appends an attribute of 32 bits to the request. */
    void put(final int type, final int value) {
        final var bytes = new byte[Integer.BYTES];
        ByteBuffer.wrap(bytes).order(request.buffer().order()).putInt(0, value);
        put(type, bytes);
    }

    /** Appends a string with its zero byte to the request. */
    void put(final int type, final String text) {
        put(type, (text + '\0').getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends the request and collects the answers.
     *
     * @param call name for errors, such as {@code rtnetlink(RTM_NEWADDR)}
     * @param object what it is about, for errors
     * @return the answers, without the acknowledgement
     * @throws LinuxException if the kernel refuses, or does not answer (ETIMEDOUT)
     */
    List<NetlinkMessage> execute(final String call, final String object) throws LinuxException {
        for (int attempt = 1;; attempt++) {
            send(call, object);
            final var messages = new ArrayList<NetlinkMessage>();
            if (collect(messages, call, object)) {
                return messages;
            }
            // What was listed changed meanwhile: the list may have holes
            if (attempt == DUMP_ATTEMPTS) {
                throw new LinuxException(call, object, Errno.EINTR, "changed during each of " + attempt + " dumps");
            }
        }
    }

    private void send(final String call, final String object) throws LinuxException {
        request.buffer().putInt(NetlinkLayout.NLMSG_LEN, length);
        request.buffer().putInt(NetlinkLayout.NLMSG_SEQ, ++sequence);
        LinuxException.check(Libc.send(state, fd, request.address(), length, 0), call, object);
    }

    /** Returns false if the kernel says that the answers are inconsistent. */
    private boolean collect(final List<NetlinkMessage> messages, final String call, final String object)
            throws LinuxException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        boolean consistent = true;
        while (true) {
            final int received = Libc.recv(state, fd, answer.address(), ANSWER_BYTES, SocketLayout.MSG_TRUNC);
            if (received == -Errno.EAGAIN || System.nanoTime() - deadline > 0) {
                throw new LinuxException(call, object, Errno.ETIMEDOUT, "no answer in " + TIMEOUT_SECONDS + " s");
            }
            if (received == -Errno.EINTR) {
                continue;
            }
            LinuxException.check(received, call, object);
            if (received > ANSWER_BYTES) {
                throw new LinuxException(call, object, Errno.EMSGSIZE, "answer of " + received + " bytes");
            }
            int pos = 0;
            while (pos + NetlinkLayout.NLMSGHDR_BYTES <= received) {
                final var message = NetlinkMessage.copy(answer.buffer(), pos, received);
                pos += NetlinkLayout.align(message.length());
                if (message.sequence() != sequence) {
                    // A late answer to a request that was given up
                    continue;
                }
                consistent &= (message.flags() & NetlinkLayout.NLM_F_DUMP_INTR) == 0;
                if (message.type() == NetlinkLayout.NLMSG_ERROR || message.type() == NetlinkLayout.NLMSG_DONE) {
                    message.throwIfError(call, object);
                    return consistent;
                }
                messages.add(message);
            }
        }
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Libc.close(state, fd);
            fd = -1;
        }
    }
}
