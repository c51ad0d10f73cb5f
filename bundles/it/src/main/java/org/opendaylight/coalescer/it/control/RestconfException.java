/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.control;

/** RESTCONF refused a request. */
public final class RestconfException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RestconfException(final int status, final String message) {
        super(message);
        this.status = status;
    }

    RestconfException(final String message, final Throwable cause) {
        super(message + ": " + cause, cause);
        status = 0;
    }

    /**
     * The HTTP status.
     *
     * @return 400 and up, or 0 if there was no answer
     */
    public int status() {
        return status;
    }

    /**
     * Whether there is no such resource, which is how absent data is reported.
     *
     * @return true for 404, and for 409 that names missing data
     */
    public boolean isDataMissing() {
        return status == 404 || status == 409 && String.valueOf(getMessage()).contains("data-missing");
    }
}
