/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.io.IOException;
import java.io.Serial;

/**
 * A set-up call that the kernel refused: which call, on what, and why. The message reads like
 * {@code ioctl(TUNSETIFF, "tun7"): EBUSY (Device or resource busy)}. Calls on the packet path never throw it, they
 * return the negated error number.
 */
public final class LinuxException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String call;
    private final String object;
    private final int errno;

    /**
     * Describes a refusal.
     *
     * @param call function, with the request in parentheses where one function has many: {@code ioctl(TUNSETIFF)}
     * @param object what it was applied to: a device, an address, a file
     * @param errno positive error number
     */
    public LinuxException(final String call, final String object, final int errno) {
        this(call, object, errno, "");
    }

    /**
     * Describes a refusal about which more is known than the error number.
     *
     * @param call function, with the request in parentheses where one function has many
     * @param object what it was applied to
     * @param errno positive error number
     * @param detail what else is known, such as the text that the kernel sent along; may be empty
     */
    public LinuxException(final String call, final String object, final int errno, final String detail) {
        super(message(call, object, errno, detail));
        this.call = call;
        this.object = object;
        this.errno = errno;
    }

    /** The function that failed. */
    public String call() {
        return call;
    }

    /** What the function was applied to. */
    public String object() {
        return object;
    }

    /** The positive error number, see {@link Errno}. */
    public int errno() {
        return errno;
    }

    /** The symbolic name of the error number, such as {@code EBUSY}. */
    public String errnoName() {
        return Errno.name(errno);
    }

    /** Passes a good result through and turns a negated error number into an exception. */
    static int check(final int result, final String call, final String object) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(call, object, -result);
        }
        return result;
    }

    private static String message(final String call, final String object, final int errno, final String detail) {
        final var subject = call.endsWith(")")
            ? call.substring(0, call.length() - 1) + ", \"" + object + "\")" : call + "(\"" + object + "\")";
        return subject + ": " + Errno.describe(errno) + (detail.isEmpty() ? "" : ": " + detail);
    }
}
