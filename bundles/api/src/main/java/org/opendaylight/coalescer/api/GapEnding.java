/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

/** How a gap in a TCP flow ended. */
public enum GapEnding {
    /** Bytes are missing. */
    OPEN,
    /** Filled by what looks like a retransmission. */
    RETRANSMISSION_SUSPECTED,
    /** Filled by packets that were just late. */
    LATE_REORDER,
    /** Not filled in time. */
    NEVER_FILLED,
    /** No longer watched. */
    GIVEN_UP
}
