/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

/**
 * A network interface as the kernel describes it.
 *
 * @param index interface index
 * @param name interface name
 * @param flags {@code IFF_*}, {@code linux/if.h}
 * @param mtu MTU in bytes
 * @param txQueueLength transmit queue length in packets
 * @param operState operational state
 * @param txDropped packets that the kernel dropped instead of giving them to the device, since it was made
 * @param kind kind of virtual device, such as {@code tun} or {@code veth}; empty for others
 */
public record LinkInfo(int index, String name, int flags, int mtu, int txQueueLength, OperState operState,
        long txDropped, String kind) {
    /** Operational state, {@code IF_OPER_*}, {@code linux/if.h}, in the kernel's order (RFC 2863). */
    public enum OperState {
        UNKNOWN,
        NOT_PRESENT,
        DOWN,
        LOWER_LAYER_DOWN,
        TESTING,
        DORMANT,
        UP;

        static OperState of(final int value) {
            final var all = values();
            return value >= 0 && value < all.length ? all[value] : UNKNOWN;
        }
    }

    /** Whether it is administratively up. */
    public boolean isUp() {
        return (flags & NetlinkLayout.IFF_UP) != 0;
    }
}
