/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.capture;

import java.io.IOException;
import java.io.Serial;
import org.eclipse.jdt.annotation.Nullable;

/** Says where a capture is broken, and how. What came before that place is good. */
public final class CaptureException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long offset;

    /**
     * Makes an exception.
     *
     * @param offset place in the capture, in bytes from its start, after decompression
     * @param message what is wrong there
     */
    public CaptureException(final long offset, final String message) {
        this(offset, message, null);
    }

    /**
     * Makes an exception.
     *
     * @param offset place in the capture, in bytes from its start, after decompression
     * @param message what is wrong there
     * @param cause how that was found, null if it is clear
     */
    public CaptureException(final long offset, final String message, final @Nullable Throwable cause) {
        super("byte " + offset + ": " + message, cause);
        this.offset = offset;
    }

    /** Place in the capture, in bytes from its start, after decompression. */
    public long offset() {
        return offset;
    }
}
