/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

/** Where a packet lies inside a datagram, and which VNI it belongs to. Reused; owned by one worker. */
public final class DecapsulatedPacket {
    private int offset;
    private int length;
    private int vni;
    private int ipVersion;

    /**
     * Says which network the datagram belongs to.
     *
     * @param network VNI, 0..2^24-1, 0 if the encapsulation has none
     */
    void setVni(final int network) {
        vni = network;
    }

    /**
     * Says where the packet lies.
     *
     * @param innerOff offset of the inner IP header in the memory of the datagram
     * @param innerLen bytes from there to the end
     * @param version 4 or 6
     */
    void setPacket(final int innerOff, final int innerLen, final int version) {
        offset = innerOff;
        length = innerLen;
        ipVersion = version;
    }

    /** Offset of the inner IP header in the memory of the datagram. */
    public int offset() {
        return offset;
    }

    /** Bytes from the inner IP header to the end of the datagram. */
    public int length() {
        return length;
    }

    /** VNI, 0 if the encapsulation has none. */
    public int vni() {
        return vni;
    }

    /** 4 or 6. */
    public int ipVersion() {
        return ipVersion;
    }
}
