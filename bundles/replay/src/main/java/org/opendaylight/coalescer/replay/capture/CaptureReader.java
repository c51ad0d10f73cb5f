/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.capture;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/**
 * Reads the frames of a capture one after the other. Every length is checked before it is used: the file may come from
 * anywhere. For one thread.
 *
 * <p>No library on Maven Central that is alive reads pcapng without libpcap.
 */
public abstract sealed class CaptureReader permits PcapReader, PcapngReader {
    /** Most bytes of a frame: {@code MAXIMUM_SNAPLEN} of libpcap. */
    public static final int MAX_FRAME = 1 << 18;

    private static final int MAGIC_LENGTH = 4;

    final CaptureInput input;
    final CapturedFrame frame;

    CaptureReader(final CaptureInput input) {
        this.input = input;
        frame = new CapturedFrame(input.window());
    }

    /**
     * Finds out what kind of capture it is.
     *
     * @param channel the capture from its start, owned by the caller
     * @return the reader
     * @throws CaptureException if it is none
     * @throws IOException if it can't be read
     */
    public static CaptureReader open(final ReadableByteChannel channel) throws IOException {
        final CaptureInput input = CaptureInput.open(channel);
        if (input.isAtEnd()) {
            throw new CaptureException(0, "the capture is empty");
        }
        input.require(MAGIC_LENGTH, 0, "first word");
        input.order(ByteOrder.BIG_ENDIAN);
        final int magic = input.window().getInt(input.window().position());
        return switch (magic) {
            case PcapngReader.SECTION_HEADER -> new PcapngReader(input);
            case PcapReader.MICROSECONDS, PcapReader.NANOSECONDS -> new PcapReader(input, magic);
            default -> {
                final int swapped = Integer.reverseBytes(magic);
                if (swapped != PcapReader.MICROSECONDS && swapped != PcapReader.NANOSECONDS) {
                    throw new CaptureException(0,
                        "neither pcap nor pcapng: begins with 0x%08x".formatted(magic));
                }
                input.order(ByteOrder.LITTLE_ENDIAN);
                yield new PcapReader(input, swapped);
            }
        };
    }

    /** Name of the format. */
    public abstract String format();

    /** The frame that was read last, the same object each time. */
    public final CapturedFrame frame() {
        return frame;
    }

    /**
     * Goes on to the next frame.
     *
     * @return false at the end of the capture
     * @throws CaptureException if the capture is broken
     * @throws IOException if it can't be read
     */
    public abstract boolean next() throws IOException;

    /** Place in the capture behind the frame that was read last, in bytes. */
    public final long position() {
        return input.position();
    }

    /** Length of a frame that can be believed. */
    static int frameLength(final int length, final long start, final String what) throws CaptureException {
        if (length < 0 || length > MAX_FRAME) {
            throw new CaptureException(start, "the " + what + " claims to have "
                + Integer.toUnsignedString(length) + " bytes of a frame, more than " + MAX_FRAME);
        }
        return length;
    }
}
