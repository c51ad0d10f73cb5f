/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import org.opendaylight.coalescer.packet.Ethernet;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

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
     * @param innerOff offset of the inner IP header, or of the Ethernet header of a frame, in the memory of the
     *     datagram
     * @param innerLen bytes from there to the end
     * @param version 4 or 6, {@link Encapsulation#ETHERNET} for a frame
     */
    void setPacket(final int innerOff, final int innerLen, final int version) {
        offset = innerOff;
        length = innerLen;
        ipVersion = version;
    }

    /**
     * Puts what is known of the packet into metadata, where it begins and what is in front of its IP header.
     *
     * @param memory memory of the datagram
     * @param metadata starts over
     */
    public void describe(final PacketMemory memory, final PacketMetadata metadata) {
        metadata.reset(offset, length);
        if (isFrame()) {
            metadata.setLink(Ethernet.ipStart(memory, offset, length));
        }
    }

    /** Offset of the inner IP header, or of the Ethernet header of a frame, in the memory of the datagram. */
    public int offset() {
        return offset;
    }

    /** Bytes from there to the end of the datagram. */
    public int length() {
        return length;
    }

    /** VNI, 0 if the encapsulation has none. */
    public int vni() {
        return vni;
    }

    /** Whether it is an Ethernet frame. */
    public boolean isFrame() {
        return ipVersion == Encapsulation.ETHERNET;
    }

    /** 4 or 6, {@link Encapsulation#ETHERNET} for an Ethernet frame. */
    public int ipVersion() {
        return ipVersion;
    }
}
