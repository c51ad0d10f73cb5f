/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import java.net.InetAddress;
import org.eclipse.jdt.annotation.Nullable;

/**
 * A route, or the answer to which route leads to an address.
 *
 * @param destination what it leads to
 * @param ifIndex index of the interface it leads through, 0 if there is none
 * @param gateway next hop, null when the destination is on the link
 * @param source preferred source address, null when the kernel did not say
 * @param isLocal whether the destination is an address of this machine
 * @param mtu MTU of the route itself or of the path as far as it is known, 0 when only the interface limits
 */
@SuppressFBWarnings(value = { "EI_EXPOSE_REP", "NP_PARAMETER_MUST_BE_NONNULL_BUT_MARKED_AS_NULLABLE" },
    justification = "An InetAddress never changes; SpotBugs does not understand @Nullable on a component's type")
public record RouteInfo(IpPrefix destination, int ifIndex, @Nullable InetAddress gateway,
        @Nullable InetAddress source, boolean isLocal, int mtu) {
}
