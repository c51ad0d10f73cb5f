/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel may hand us on reading a TUN device: a set of capabilities of the direction
 * {@link Capability.Direction#FROM_KERNEL}. Immutable value.
 *
 * @param flags the argument of {@code TUNSETOFFLOAD}, {@code TUN_F_*} of {@code linux/if_tun.h}
 */
public record OffloadSet(int flags) {
    /** Plain packets only. */
    public static final OffloadSet NONE = new OffloadSet(0);

    private static final List<Capability> MEMBERS = List.of(Capability.READ_CHECKSUM, Capability.READ_TSO4,
        Capability.READ_TSO6, Capability.READ_TSO_ECN, Capability.READ_USO4, Capability.READ_USO6,
        Capability.READ_UDP_TUNNEL_GSO, Capability.READ_UDP_TUNNEL_GSO_CSUM);
    private static final int ALL = of(MEMBERS.toArray(Capability[]::new)).flags;

    public OffloadSet {
        if (flags < 0 || flags > 0x1ff || (flags & 0x10) != 0) {
            throw new IllegalArgumentException("Unknown offload flags 0x" + Integer.toHexString(flags));
        }
    }

    /**
     * A set of given capabilities.
     *
     * @param capabilities members, each of the direction FROM_KERNEL
     * @return the set
     */
    public static OffloadSet of(final Capability... capabilities) {
        int flags = 0;
        for (final var capability : capabilities) {
            if (capability.tunFlag() == 0) {
                throw new IllegalArgumentException(capability + " is not a matter of reading");
            }
            flags |= capability.tunFlag();
        }
        return new OffloadSet(flags);
    }

    /**
     * The set behind an operator's switches.
     *
     * @param checksum unfinished checksums may be handed to us
     * @param tso TCP superpackets may, also with CWR
     * @param uso UDP superpackets may
     * @param udpTunnelGso encapsulated superpackets may
     * @return the set
     */
    public static OffloadSet ofSwitches(final boolean checksum, final boolean tso, final boolean uso,
            final boolean udpTunnelGso) {
        return new OffloadSet((checksum ? 0x01 : 0) | (tso ? 0x0e : 0) | (uso ? 0x60 : 0)
            | (udpTunnelGso ? 0x180 : 0));
    }

    /** Everything this class knows. */
    public static OffloadSet all() {
        return new OffloadSet(ALL);
    }

    /** Whether a capability is a member. */
    public boolean contains(final Capability capability) {
        return (flags & capability.tunFlag()) != 0;
    }

    /** All capabilities that can be members, oldest first. */
    static List<Capability> members() {
        return MEMBERS;
    }

    @Override
    public String toString() {
        final var labels = new ArrayList<String>();
        for (final var capability : MEMBERS) {
            if (contains(capability)) {
                labels.add(capability.label());
            }
        }
        return labels.toString();
    }
}
