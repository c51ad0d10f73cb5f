/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

/** Places and sizes of the SCTP common header, in bytes from its start (RFC 9260 section 3.1). */
public final class Sctp {
    public static final int HEADER_LENGTH = 12;

    /** CRC32c, four bytes. No other protocol with a checksum to finish has its field at this place. */
    public static final int CHECKSUM = 8;

    private Sctp() {
        // Hidden on purpose
    }
}
