/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.capture;

import java.nio.ByteBuffer;

/**
 * A frame of a capture, lent by its {@link CaptureReader} until the next one is read. For the thread of the reader
 * only.
 */
public final class CapturedFrame {
    private final ByteBuffer data;
    private int dataOff;
    private int length;
    private long originalLength;
    private int linkType;
    private long timeNs;
    private long offset;

    CapturedFrame(final ByteBuffer data) {
        this.data = data;
    }

    void place(final long recordOff, final int type, final long time) {
        offset = recordOff;
        linkType = type;
        timeNs = time;
    }

    void content(final int off, final int captured, final long original) {
        dataOff = off;
        length = captured;
        originalLength = original;
    }

    /** Where the frame lies, in no certain byte order. */
    ByteBuffer data() {
        return data;
    }

    /** Offset of its first byte there. */
    int dataOffset() {
        return dataOff;
    }

    /** Bytes that were captured. */
    public int length() {
        return length;
    }

    /** Whether the frame had more bytes than were captured. */
    public boolean isTruncated() {
        return length < originalLength;
    }

    /** Kind of its link layer, as <a href="https://www.tcpdump.org/linktypes.html">tcpdump.org</a> numbers them. */
    public int linkType() {
        return linkType;
    }

    /** When it was captured, nanoseconds since 1970. */
    public long timeNs() {
        return timeNs;
    }

    /** Where its record begins in the capture. */
    public long offset() {
        return offset;
    }

    /**
     * Copies what is behind the link layer.
     *
     * @param from first byte to copy, counted from the start of the frame
     * @param to where to
     * @param toOff offset there
     */
    public void copy(final int from, final ByteBuffer to, final int toOff) {
        to.put(toOff, data, dataOff + from, length - from);
    }
}
