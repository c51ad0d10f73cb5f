/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jdt.annotation.Nullable;

/**
 * One answer of the kernel: a copy of a netlink message and access to its attributes. Tolerates any content: what does
 * not fit is absent.
 */
final class NetlinkMessage {
    private final ByteBuffer bytes;

    private NetlinkMessage(final ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static NetlinkMessage copy(final ByteBuffer source, final int pos, final int end) {
        final int claimed = source.getInt(pos + NetlinkLayout.NLMSG_LEN);
        final int length = Math.min(Math.max(claimed, NetlinkLayout.NLMSGHDR_BYTES), end - pos);
        final var array = new byte[length];
        source.get(pos, array);
        return new NetlinkMessage(ByteBuffer.wrap(array).order(source.order()));
    }

    int length() {
        return bytes.capacity();
    }

    int type() {
        return bytes.getShort(NetlinkLayout.NLMSG_TYPE) & 0xffff;
    }

    int flags() {
        return bytes.getShort(NetlinkLayout.NLMSG_FLAGS) & 0xffff;
    }

    int sequence() {
        return bytes.getInt(NetlinkLayout.NLMSG_SEQ);
    }

    /** A byte of the structure behind the message header. */
    int bodyByte(final int off) {
        final int pos = NetlinkLayout.NLMSGHDR_BYTES + off;
        return pos < bytes.capacity() ? bytes.get(pos) & 0xff : 0;
    }

    /** Four bytes of the structure behind the message header. */
    int bodyInt(final int off) {
        final int pos = NetlinkLayout.NLMSGHDR_BYTES + off;
        return pos + Integer.BYTES <= bytes.capacity() ? bytes.getInt(pos) : 0;
    }

    /**
     * The data of a top-level attribute.
     *
     * @param bodyBytes size of the structure behind the message header
     * @param type attribute
     * @return its data in the byte order of the machine, or null if it is absent
     */
    @Nullable ByteBuffer attribute(final int bodyBytes, final int type) {
        return find(bytes, NetlinkLayout.NLMSGHDR_BYTES + NetlinkLayout.align(bodyBytes), type);
    }

    int intAttribute(final int bodyBytes, final int type, final int absent) {
        return toInt(attribute(bodyBytes, type), absent);
    }

    String stringAttribute(final int bodyBytes, final int type) {
        return toText(attribute(bodyBytes, type));
    }

    @Nullable InetAddress addressAttribute(final int bodyBytes, final int type) {
        final var data = attribute(bodyBytes, type);
        if (data == null || data.capacity() != 4 && data.capacity() != 16) {
            return null;
        }
        final var raw = new byte[data.capacity()];
        data.get(0, raw);
        try {
            return InetAddress.getByAddress(raw);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("The length was checked", e);
        }
    }

    /** An attribute inside the data of another one. */
    static @Nullable ByteBuffer nested(final @Nullable ByteBuffer outer, final int type) {
        return outer == null ? null : find(outer, 0, type);
    }

    static int toInt(final @Nullable ByteBuffer data, final int absent) {
        return data == null || data.capacity() < Integer.BYTES ? absent : data.getInt(0);
    }

    static String toText(final @Nullable ByteBuffer data) {
        if (data == null) {
            return "";
        }
        final var raw = new byte[data.capacity()];
        data.get(0, raw);
        int length = 0;
        while (length < raw.length && raw[length] != 0) {
            length++;
        }
        return new String(raw, 0, length, StandardCharsets.UTF_8);
    }

    /** Throws what an NLMSG_ERROR or NLMSG_DONE says, with the text of the extended acknowledgement. */
    void throwIfError(final String call, final String object) throws LinuxException {
        final int error = bodyInt(0);
        if (error >= 0) {
            return;
        }
        final int body = type() == NetlinkLayout.NLMSG_ERROR ? NetlinkLayout.NLMSGERR_BYTES : Integer.BYTES;
        final var text = (flags() & NetlinkLayout.NLM_F_ACK_TLVS) == 0 ? ""
            : stringAttribute(body, NetlinkLayout.NLMSGERR_ATTR_MSG);
        throw new LinuxException(call, object, -error, text);
    }

    private static @Nullable ByteBuffer find(final ByteBuffer source, final int start, final int type) {
        int pos = start;
        while (pos + NetlinkLayout.RTATTR_BYTES <= source.capacity()) {
            final int length = source.getShort(pos) & 0xffff;
            if (length < NetlinkLayout.RTATTR_BYTES || pos + length > source.capacity()) {
                return null;
            }
            if ((source.getShort(pos + 2) & NetlinkLayout.NLA_TYPE_MASK) == type) {
                return source.slice(pos + NetlinkLayout.RTATTR_BYTES, length - NetlinkLayout.RTATTR_BYTES)
                    .order(source.order());
            }
            pos += NetlinkLayout.align(length);
        }
        return null;
    }
}
