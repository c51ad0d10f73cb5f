/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.opendaylight.coalescer.api.OffloadStatus.Capability;
import org.opendaylight.coalescer.api.OffloadStatus.Direction;

/** Something that an operator wants to be woken for. */
public sealed interface DataPlaneEvent {
    /** When it happened, or was noticed. */
    Instant time();

    /**
     * The status of a port has changed. A port starts down, and goes down when it is removed.
     *
     * @param port its name
     * @param before its status before
     * @param after its status now
     * @param lastError why it failed, empty if it did not
     * @param time when it changed
     */
    record PortStateChange(String port, OperStatus before, OperStatus after, String lastError, Instant time)
            implements DataPlaneEvent {
        public PortStateChange {
            requireNonNull(port);
            requireNonNull(before);
            requireNonNull(after);
            requireNonNull(lastError);
            requireNonNull(time);
        }
    }

    /**
     * The kernel refuses at run time what it agreed to when it was tried; what needs it goes without it from now on.
     *
     * @param owner port or endpoint
     * @param name its name
     * @param refusal what is refused
     * @param time when it was noticed
     */
    record OffloadFallback(Owner owner, String name, Refusal refusal, Instant time) implements DataPlaneEvent {
        /** What has offloads. */
        public enum Owner {
            PORT, ENDPOINT
        }

        /**
         * What is refused.
         *
         * @param capability which ability of the kernel
         * @param direction on which way
         * @param errno as the kernel gave it
         * @param reason the call and the name of the error
         */
        public record Refusal(Capability capability, Direction direction, int errno, String reason) {
            public Refusal {
                requireNonNull(capability);
                requireNonNull(direction);
                requireNonNull(reason);
            }
        }

        public OffloadFallback {
            requireNonNull(owner);
            requireNonNull(name);
            requireNonNull(refusal);
            requireNonNull(time);
        }
    }
}
