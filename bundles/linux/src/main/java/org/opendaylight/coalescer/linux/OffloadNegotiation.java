/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out how much of a set of offloads a kernel grants. The whole set is tried first, which is one call on a kernel
 * that knows everything; else groups are added one by one, oldest first, so that each refusal has its own reason.
 * Dependencies between them are those of {@code set_offload()} in {@code drivers/net/tun.c}.
 */
final class OffloadNegotiation {
    /** The call that applies flags to a device. */
    @FunctionalInterface
    interface Device {
        /**
         * Applies flags.
         *
         * @param flags argument of TUNSETOFFLOAD
         * @return 0 or a negated error number
         */
        int apply(int flags);
    }

    private static final String CALL = "ioctl(TUNSETOFFLOAD)";
    private static final int CHECKSUM = Capability.READ_CHECKSUM.tunFlag();
    private static final int TSO = Capability.READ_TSO4.tunFlag() | Capability.READ_TSO6.tunFlag();
    private static final int USO = Capability.READ_USO4.tunFlag() | Capability.READ_USO6.tunFlag();
    private static final int TUNNEL = Capability.READ_UDP_TUNNEL_GSO.tunFlag();

    /** What is tried together, in this order: USO4 and USO6 are granted only as a pair. */
    private static final List<Integer> GROUPS = List.of(CHECKSUM, Capability.READ_TSO4.tunFlag(),
        Capability.READ_TSO6.tunFlag(), Capability.READ_TSO_ECN.tunFlag(), USO, TUNNEL,
        Capability.READ_UDP_TUNNEL_GSO_CSUM.tunFlag());

    private final Map<Capability, String> reasons = new HashMap<>();
    private final OffloadSet requested;

    private OffloadNegotiation(final OffloadSet requested) {
        this.requested = requested;
    }

    static OffloadResult run(final OffloadSet requested, final Device device, final String name)
            throws LinuxException {
        return new OffloadNegotiation(requested).negotiate(device, name);
    }

    private OffloadResult negotiate(final Device device, final String name) throws LinuxException {
        final int wanted = dropUnsupported(requested.flags());
        int granted = wanted;
        final int first = device.apply(wanted);
        if (first < 0) {
            // A device that refuses plain packets too is not lacking a capability
            LinuxException.check(device.apply(0), CALL, name);
            granted = addGroups(device, wanted);
            LinuxException.check(device.apply(granted), CALL, name);
        }
        final var results = new ArrayList<CapabilityResult>();
        for (final var capability : OffloadSet.members()) {
            if (!requested.contains(capability)) {
                results.add(CapabilityResult.unwanted(capability));
            } else if ((granted & capability.tunFlag()) != 0) {
                results.add(CapabilityResult.granted(capability));
            } else {
                results.add(CapabilityResult.missing(capability, reasons.getOrDefault(capability, "refused")));
            }
        }
        return new OffloadResult(requested, new OffloadSet(granted), results);
    }

    private int addGroups(final Device device, final int wanted) {
        int granted = 0;
        for (final int group : GROUPS) {
            if ((wanted & group) == 0) {
                continue;
            }
            // A group whose foundation was refused is refused for that reason
            final int candidate = dropUnsupported(granted | group);
            if (candidate != (granted | group)) {
                continue;
            }
            final int result = device.apply(candidate);
            if (result >= 0) {
                granted = candidate;
            } else {
                refuse(group, CALL + ": " + Errno.describe(-result));
            }
        }
        return granted;
    }

    /** Removes what the kernel would refuse for lack of something else that is not asked for, noting why. */
    private int dropUnsupported(final int flags) {
        if ((flags & CHECKSUM) == 0) {
            refuse(flags, "needs checksum");
            return 0;
        }
        int kept = flags;
        if ((kept & TSO) == 0) {
            kept = drop(kept, Capability.READ_TSO_ECN.tunFlag(), "needs tso4 or tso6");
        }
        if ((kept & USO) != USO) {
            kept = drop(kept, USO, "the kernel grants uso4 and uso6 only together");
        }
        if ((kept & (TSO | USO)) == 0) {
            kept = drop(kept, TUNNEL, "needs tso4, tso6 or uso");
        }
        if ((kept & TUNNEL) == 0) {
            kept = drop(kept, Capability.READ_UDP_TUNNEL_GSO_CSUM.tunFlag(), "needs udp-tunnel-gso");
        }
        return kept;
    }

    private int drop(final int flags, final int dropped, final String reason) {
        refuse(flags & dropped, reason);
        return flags & ~dropped;
    }

    private void refuse(final int flags, final String reason) {
        for (final var capability : OffloadSet.members()) {
            if ((flags & capability.tunFlag()) != 0) {
                reasons.putIfAbsent(capability, reason);
            }
        }
    }
}
