/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a capture in a window that moves on. Nothing is believed about lengths: whoever wants bytes asks whether
 * they are there. For one thread.
 */
final class CaptureInput {
    /** Most bytes that can be asked for at once: the largest frame with its header. */
    static final int WINDOW = 1 << 20;

    private static final int GZIP_MAGIC = 0x1f8b;

    private final ReadableByteChannel channel;
    private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW).limit(0);
    /** Offset of the window's first byte in the capture. */
    private long base;

    private CaptureInput(final ReadableByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Begins to read, and decompresses what gzip has compressed.
     *
     * @param channel the capture from its start, owned by the caller
     * @return its bytes
     * @throws IOException if it can't be read
     */
    static CaptureInput open(final ReadableByteChannel channel) throws IOException {
        final CaptureInput input = new CaptureInput(channel);
        if (!input.fill(Short.BYTES) || (input.peek(0) << 8 | input.peek(1)) != GZIP_MAGIC) {
            return input;
        }
        try {
            return new CaptureInput(Channels.newChannel(new GZIPInputStream(input.stream(), 1 << 16)));
        } catch (final ZipException | EOFException e) {
            throw damaged(0, e);
        }
    }

    private static CaptureException damaged(final long offset, final IOException cause) {
        return new CaptureException(offset, "the compressed capture is damaged or cut (" + cause.getMessage() + ")",
            cause);
    }

    /** The window, from its position on; whoever keeps it must expect that it moves. */
    ByteBuffer window() {
        return window;
    }

    /** Place in the capture of the next byte. */
    long position() {
        return base + window.position();
    }

    void order(final ByteOrder order) {
        window.order(order);
    }

    /** Whether there is nothing more. */
    boolean isAtEnd() throws IOException {
        return !fill(1);
    }

    /** A byte of those that have been asked for. */
    int peek(final int index) {
        return window.get(window.position() + index) & 0xff;
    }

    int takeInt() {
        return window.getInt();
    }

    int takeShort() {
        return window.getShort() & 0xffff;
    }

    /**
     * Makes sure that bytes are there.
     *
     * @param bytes how many, at most {@link #WINDOW}
     * @param start where the record that needs them begins
     * @param what name of the record
     * @throws CaptureException if the capture ends before
     */
    void require(final int bytes, final long start, final String what) throws IOException {
        if (!fill(bytes)) {
            throw cut(start, what);
        }
    }

    /** Passes over bytes, any number of them. */
    void skip(final long bytes, final long start, final String what) throws IOException {
        long left = bytes;
        while (left > window.remaining()) {
            left -= window.remaining();
            window.position(window.limit());
            if (!fill(1)) {
                throw cut(start, what);
            }
        }
        window.position(window.position() + (int) left);
    }

    private CaptureException cut(final long start, final String what) {
        return new CaptureException(base + window.limit(),
            "the capture ends in the middle of the " + what + " that begins at byte " + start);
    }

    private boolean fill(final int bytes) throws IOException {
        if (window.remaining() >= bytes) {
            return true;
        }
        base += window.position();
        window.compact();
        try {
            while (window.position() < bytes) {
                if (channel.read(window) < 0) {
                    return false;
                }
            }
        } catch (final ZipException | EOFException e) {
            throw damaged(base + window.position(), e);
        } finally {
            window.flip();
        }
        return true;
    }

    /** What is left, as gzip wants it. */
    private InputStream stream() {
        final InputStream rest = Channels.newInputStream(channel);
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return window.hasRemaining() ? window.get() & 0xff : rest.read();
            }

            @Override
            public int read(final byte[] to, final int off, final int len) throws IOException {
                if (!window.hasRemaining()) {
                    return rest.read(to, off, len);
                }
                final int taken = Math.min(len, window.remaining());
                window.get(to, off, taken);
                return taken;
            }

            @Override
            public int available() throws IOException {
                return window.hasRemaining() ? window.remaining() : rest.available();
            }
        };
    }
}
