/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

/**
 * An address of an interface.
 *
 * @param ifIndex interface index
 * @param prefix address and prefix length
 * @param flags {@code IFA_F_*}, {@code linux/if_addr.h}
 */
public record AddressInfo(int ifIndex, IpPrefix prefix, int flags) {
    private static final int IFA_F_DADFAILED = 0x08;
    private static final int IFA_F_TENTATIVE = 0x40;

    /** Whether it can be bound and used: neither being checked for duplicates nor found to be one. */
    public boolean isUsable() {
        return (flags & (IFA_F_DADFAILED | IFA_F_TENTATIVE)) == 0;
    }
}
