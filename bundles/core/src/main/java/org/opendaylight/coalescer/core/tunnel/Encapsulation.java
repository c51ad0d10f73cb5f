/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * A kind of tunnel header between the outer UDP header and the inner packet. Immutable: one object serves all threads.
 */
public sealed interface Encapsulation permits VxlanGpe, Vxlan, Geneve, Gue, IpInUdp {
    /** Highest VNI, 24 bits. */
    int MAX_VNI = 0xff_ffff;
    /** Stands for an Ethernet frame where else the version of IP is given. */
    int ETHERNET = 0;

    /** All of them. */
    List<Encapsulation> ALL = List.of(new VxlanGpe(), new Vxlan(), new Geneve(), new Gue(0), new Gue(1),
        new IpInUdp());

    /**
     * Finds one by its name.
     *
     * @param name as in the model
     * @return that encapsulation
     * @throws IllegalArgumentException if there is none; the message lists those that there are
     */
    static Encapsulation named(final String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("an encapsulation is one of "
                + ALL.stream().map(Encapsulation::name).collect(Collectors.joining(", ")) + ", not " + name));
    }

    /** Name as in the model, such as {@code vxlan-gpe}. */
    String name();

    /** UDP port that IANA assigned to it, 0 if there is none. */
    int defaultPort();

    /** Bytes of the header that {@link #encapsulate} writes, even, 0 if there is none. */
    int headerLength();

    /**
     * Writes a tunnel header.
     *
     * @param memory where to
     * @param off offset of the header; the outer UDP header ends here
     * @param vni virtual network, 0..{@link #MAX_VNI}; not looked at if there is none in the header
     * @param ipVersion 4 or 6, of the packet that follows, {@link #ETHERNET} if a frame does; one that the header can
     *     announce
     */
    void encapsulate(PacketMemory memory, int off, int vni, int ipVersion);

    /**
     * Reads a tunnel header and checks that an IP packet of the announced version with a TTL follows, or an Ethernet
     * header.
     *
     * @param memory where the datagram lies, not changed
     * @param off offset of the tunnel header
     * @param len bytes from there to the end of the datagram
     * @param out filled if the packet is accepted, and with the VNI as soon as that is known
     * @return null if accepted, else the reason to drop it
     */
    @Nullable TunnelDrop decapsulate(PacketMemory memory, int off, int len, DecapsulatedPacket out);
}
