/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes captures byte by byte: what each method appends is exactly what its name says, however wrong. */
public final class CaptureBytes {
    public static final int RAW = 101;
    public static final int ETHERNET = 1;
    public static final int MICROSECONDS = 0xa1b2_c3d4;
    public static final int NANOSECONDS = 0xa1b2_3c4d;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteOrder order;

    private CaptureBytes(final ByteOrder order) {
        this.order = order;
    }

    public static CaptureBytes empty(final ByteOrder order) {
        return new CaptureBytes(order);
    }

    /** A pcap file of some link type, its records still to come. */
    public static CaptureBytes pcap(final ByteOrder order, final int magic, final int linkType) {
        return new CaptureBytes(order).words(magic).halves(2, 4).words(0, 0, 1 << 18, linkType);
    }

    /** Little-endian pcap of microseconds. */
    public static CaptureBytes pcap(final int linkType) {
        return pcap(ByteOrder.LITTLE_ENDIAN, MICROSECONDS, linkType);
    }

    /** A pcapng file with its section header. */
    public static CaptureBytes pcapng(final ByteOrder order) {
        return new CaptureBytes(order).section();
    }

    public CaptureBytes section() {
        return block(0x0a0d_0d0a, buffer(16).putInt(0x1a2b_3c4d).putShort((short) 1).putShort((short) 0).putLong(-1));
    }

    public CaptureBytes words(final int... words) {
        final ByteBuffer buffer = buffer(Integer.BYTES * words.length);
        for (final int word : words) {
            buffer.putInt(word);
        }
        return raw(buffer.array());
    }

    public CaptureBytes halves(final int... halves) {
        final ByteBuffer buffer = buffer(Short.BYTES * halves.length);
        for (final int half : halves) {
            buffer.putShort((short) half);
        }
        return raw(buffer.array());
    }

    public CaptureBytes raw(final byte... data) {
        bytes.writeBytes(data);
        return this;
    }

    /** A record of pcap. */
    public CaptureBytes record(final long second, final int fraction, final byte... frame) {
        return record(second, fraction, frame.length, frame);
    }

    /** A record of pcap whose frame had more bytes. */
    public CaptureBytes record(final long second, final int fraction, final int original, final byte... frame) {
        return words((int) second, fraction, frame.length, original).raw(frame);
    }

    /** Many records in the same second. */
    public CaptureBytes records(final Iterable<byte[]> frames) {
        int fraction = 0;
        for (final byte[] frame : frames) {
            record(1, fraction++, frame);
        }
        return this;
    }

    /** A block of pcapng. */
    public CaptureBytes block(final int type, final ByteBuffer body) {
        final byte[] content = new byte[body.position() + 3 & ~3];
        body.flip().get(content, 0, body.limit());
        return words(type, 12 + content.length).raw(content).words(12 + content.length);
    }

    /** An interface description, its options as they are. */
    public CaptureBytes description(final int linkType, final int snapLength, final byte... options) {
        return block(1, buffer(8 + options.length).putShort((short) linkType).putShort((short) 0).putInt(snapLength)
            .put(options));
    }

    /** An interface description with {@code if_tsresol}. */
    public CaptureBytes resolution(final int linkType, final int resolution) {
        final ByteBuffer option = buffer(12).putShort((short) 9).putShort((short) 1).put((byte) resolution);
        return description(linkType, 0, option.array());
    }

    /** An enhanced packet block. */
    public CaptureBytes enhanced(final int source, final long time, final int original, final byte... frame) {
        return block(6, buffer(20 + frame.length).putInt(source).putInt((int) (time >>> 32)).putInt((int) time)
            .putInt(frame.length).putInt(original).put(frame));
    }

    /** An enhanced packet block of the first interface. */
    public CaptureBytes enhanced(final long time, final byte... frame) {
        return enhanced(0, time, frame.length, frame);
    }

    /** An obsolete packet block. */
    public CaptureBytes obsolete(final int source, final long time, final byte... frame) {
        return block(2, buffer(20 + frame.length).putShort((short) source).putShort((short) -1)
            .putInt((int) (time >>> 32)).putInt((int) time).putInt(frame.length).putInt(frame.length).put(frame));
    }

    /** A simple packet block. */
    public CaptureBytes simple(final int original, final byte... frame) {
        return block(3, buffer(4 + frame.length).putInt(original).put(frame));
    }

    public ByteBuffer buffer(final int capacity) {
        return ByteBuffer.allocate(capacity).order(order);
    }

    public int size() {
        return bytes.size();
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
