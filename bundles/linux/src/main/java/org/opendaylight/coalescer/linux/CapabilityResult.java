/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import static java.util.Objects.requireNonNull;

/**
 * What came of asking for a capability.
 *
 * @param capability what was asked for
 * @param requested whether it was wanted
 * @param negotiated whether the kernel does it
 * @param reason why it is missing although it was wanted, for the operator; empty otherwise
 */
public record CapabilityResult(Capability capability, boolean requested, boolean negotiated, String reason) {
    public CapabilityResult {
        requireNonNull(capability);
        requireNonNull(reason);
    }

    /** Asked for and granted. */
    static CapabilityResult granted(final Capability capability) {
        return new CapabilityResult(capability, true, true, "");
    }

    /** Asked for and missing. */
    public static CapabilityResult missing(final Capability capability, final String reason) {
        return new CapabilityResult(capability, true, false, reason);
    }

    /** Not asked for. */
    static CapabilityResult unwanted(final Capability capability) {
        return new CapabilityResult(capability, false, false, "");
    }
}
