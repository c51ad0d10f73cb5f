/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.relay;

import java.util.Locale;

/** Which way a datagram goes. */
public enum Direction {
    /** To the controller's endpoint. */
    IN,
    /** From the controller's endpoint. */
    OUT;

    /**
     * Its name in the log.
     *
     * @return a small word
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
