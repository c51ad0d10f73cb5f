/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

/**
 * What of the counters the operator wants to see in the operational datastore.
 *
 * @param intervalMillis milliseconds between publications, 0 for never
 * @param exportedFlows flows of each port that are published, 0..256
 */
record Publication(int intervalMillis, int exportedFlows) {
    /** What the YANG model gives where the operator says nothing. */
    static final Publication DEFAULT = new Publication(1000, 16);
}
