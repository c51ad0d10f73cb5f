/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.relay;

import java.util.Locale;

/** What the relay does with a datagram. */
public enum Action {
    /** Sends it at once, as it is. */
    FORWARD,
    /** Sends it never. */
    DROP,
    /** Sends a second one, at once or some datagrams later. The first is {@link #FORWARD}. */
    DUPLICATE,
    /** Sends it after some of those that came after it. */
    REORDER,
    /** Sends it after some time, whatever else is sent meanwhile. */
    DELAY,
    /** Sends it at once with one bit flipped. */
    FLIP;

    /**
     * Its name in the log.
     *
     * @return a small word
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
