/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

/** The lab can't be set up or a command of it failed. The message says which, and what the command said. */
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * With a message only.
     *
     * @param message what went wrong, for the user
     */
    public LabException(final String message) {
        super(message);
    }

    /**
     * With a cause.
     *
     * @param message what went wrong, for the user
     * @param cause why
     */
    public LabException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
