/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

/** What a relay counts besides its drops. */
enum RelayCounter {
    /** Packets of one peer handed to the underlay socket for another one. */
    PACKETS,
    BYTES,
    /** ICMP errors sent to the senders of those that were not. */
    ERRORS_SENT
}
