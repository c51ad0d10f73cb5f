/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

/** Places and sizes of the IPv6 header, in bytes from its start (RFC 8200 section 3). */
public final class Ipv6 {
    public static final int HEADER_LENGTH = 40;

    /** Version, traffic class and flow label, 32 bits. */
    public static final int VERSION_CLASS_FLOW = 0;
    public static final int PAYLOAD_LENGTH = 4;
    public static final int NEXT_HEADER = 6;
    public static final int HOP_LIMIT = 7;
    public static final int SOURCE = 8;
    public static final int DESTINATION = 24;

    private Ipv6() {
        // Hidden on purpose
    }
}
