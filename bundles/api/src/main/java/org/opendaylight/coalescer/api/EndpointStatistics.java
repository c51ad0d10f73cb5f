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
import java.util.Map;

/**
 * Counters of an underlay endpoint. Maps hold no zeros.
 *
 * @param discontinuityTime when the counters last started from zero
 * @param receive from the underlay
 * @param transmit to the underlay
 */
public record EndpointStatistics(Instant discontinuityTime, Receive receive, Transmit transmit) {
    public EndpointStatistics {
        requireNonNull(discontinuityTime);
        requireNonNull(receive);
        requireNonNull(transmit);
    }

    /**
     * From the underlay.
     *
     * @param datagrams datagrams received
     * @param bytes their payload
     * @param groBatches receptions of more than one datagram at once
     * @param socketDrops datagrams that the kernel dropped for lack of buffer
     * @param drops datagrams refused by the encapsulation, by reason
     * @param errors failed calls by error
     */
    public record Receive(long datagrams, long bytes, long groBatches, long socketDrops, Map<String, Long> drops,
            Map<KernelError, Long> errors) {
        public Receive {
            drops = Map.copyOf(drops);
            errors = Map.copyOf(errors);
        }
    }

    /**
     * To the underlay.
     *
     * @param datagrams datagrams that the kernel took
     * @param bytes their payload
     * @param gsoBatches sends of more than one datagram at once
     * @param fragmented datagrams longer than the underlay carries, for the kernel to fragment
     * @param dropped datagrams that were not sent: the kernel did not take them, they are longer than any UDP datagram,
     *     or a fault came between
     * @param errors failed calls by error
     */
    public record Transmit(long datagrams, long bytes, long gsoBatches, long fragmented, long dropped,
            Map<KernelError, Long> errors) {
        public Transmit {
            errors = Map.copyOf(errors);
        }
    }
}
