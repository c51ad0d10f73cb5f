/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

import java.util.Comparator;
import java.util.function.ToLongFunction;

/** Which flows a list begins with. */
public enum FlowOrder {
    /** Those with most payload. */
    BYTES(flow -> flow.traffic().bytes()),
    /** Those with most packets. */
    PACKETS(flow -> flow.traffic().packets()),
    /** Those with most gaps. */
    GAPS(flow -> flow.count(SequenceCounter.GAPS)),
    /** Those with most duplicates. */
    DUPLICATES(flow -> flow.count(SequenceCounter.DUPLICATE_PACKETS));

    private final Comparator<FlowReport> comparator;

    FlowOrder(final ToLongFunction<FlowReport> measure) {
        comparator = Comparator.comparingLong(measure).reversed();
    }

    /** Compares flows by this order: the one with more comes first. */
    public Comparator<FlowReport> comparator() {
        return comparator;
    }
}
