/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

/**
 * What concerns the whole node. What every component means, its unit and its range stand in {@code odl-coalescer.yang}.
 *
 * @param workers threads of the data path, 0 for one to every two processors of the machine
 * @param maxFlows flows that each worker remembers, per port
 * @param reorderWindowMillis milliseconds within which a missing segment counts as reordered
 */
public record DataPlaneSettings(int workers, int maxFlows, int reorderWindowMillis) {
    /** What is in force when nothing is configured. */
    public static final DataPlaneSettings DEFAULT = new DataPlaneSettings(0, 4096, 10);

    /** Most workers. */
    public static final int MAX_WORKERS = 64;
    /** Fewest flows to be remembered. */
    public static final int MIN_FLOWS = 64;
    /** Most flows to be remembered. */
    public static final int MAX_FLOWS = 1 << 20;
    /** Longest reorder window, in milliseconds. */
    public static final int MAX_REORDER_WINDOW_MILLIS = 10_000;

    public DataPlaneSettings {
        requireRange("workers", workers, 0, MAX_WORKERS);
        requireRange("max-flows", maxFlows, MIN_FLOWS, MAX_FLOWS);
        requireRange("reorder-window", reorderWindowMillis, 1, MAX_REORDER_WINDOW_MILLIS);
    }

    private static void requireRange(final String leaf, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                "settings/" + leaf + " must be " + min + ".." + max + ", but is " + value);
        }
    }
}
