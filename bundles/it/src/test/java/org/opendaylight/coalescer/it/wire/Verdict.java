/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.wire;

/**
 * What becomes of a datagram from the underlay.
 *
 * @param fate where it ends
 * @param reason name of the reason as the model has it, empty for {@link Fate#DATA}
 */
public record Verdict(Fate fate, String reason) {
    /** Good TCP or UDP data that may become a segment. */
    public static final Verdict DATA = new Verdict(Fate.DATA, "");

    /** Where a datagram ends. */
    public enum Fate {
        /** Dropped before its port was known. */
        ENDPOINT_DROP,
        /** Dropped by its port. */
        PORT_DROP,
        /** Written to the device as it came. */
        VERBATIM,
        /** Written to the device, alone or in a superpacket. */
        DATA
    }

    static Verdict endpointDrop(final String reason) {
        return new Verdict(Fate.ENDPOINT_DROP, reason);
    }

    static Verdict portDrop(final String reason) {
        return new Verdict(Fate.PORT_DROP, reason);
    }

    /**
     * Written as it came.
     *
     * @param reason why
     * @return the verdict
     */
    public static Verdict verbatim(final String reason) {
        return new Verdict(Fate.VERBATIM, reason);
    }

    /** Whether the kernel behind the port gets to see it. */
    public boolean isWritten() {
        return fate == Fate.VERBATIM || fate == Fate.DATA;
    }
}
