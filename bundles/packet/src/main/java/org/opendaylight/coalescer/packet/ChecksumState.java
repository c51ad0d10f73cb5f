/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

/**
 * What is known of the TCP, UDP or ICMP checksum of a packet, in the words of the Linux kernel document
 * "Checksum Offloads" ({@code include/linux/skbuff.h}).
 */
public enum ChecksumState {
    /** Nobody has looked. */
    NONE,
    /** Verified: the value in the packet is the one that a sender would compute. */
    UNNECESSARY,
    /** To be finished: the field holds the pseudo-header sum; start and offset say where. */
    PARTIAL,
    /** Verified and wrong, or unfinished with nobody saying so: the packet is never touched. */
    BAD
}
