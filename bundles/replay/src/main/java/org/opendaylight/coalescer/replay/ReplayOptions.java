/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import static java.util.Objects.requireNonNull;

import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.tunnel.Encapsulation;

/**
 * How to replay a capture.
 *
 * @param coalescing what an operator would have chosen; {@link CoalescerOptions#MAX_HOLD_PACKETS} and
 *                   {@link Long#MAX_VALUE} leave it to batches how much is held and how long
 * @param output what the device would take
 * @param batchPackets packets of a batch, {@link #BY_TIME} if packets with the same timestamp are one
 * @param decap datagrams of which to replay what is inside, null to replay packets as they were captured
 */
public record ReplayOptions(CoalescerOptions coalescing, OutputCapabilities output, int batchPackets,
        @Nullable Tunnel decap) {
    /** In place of the packets of a batch: packets with the same timestamp are one. */
    public static final int BY_TIME = 0;
    /** Packets of a batch unless somebody says otherwise. */
    public static final int DEFAULT_BATCH = 64;
    /**
     * Batches of 64 packets, and otherwise what a port does without being told. Tunnels inside are UDP as any other, as
     * on TUN devices of Linux 6.18; {@code --decap} looks into the outermost one.
     */
    public static final ReplayOptions DEFAULT = new ReplayOptions(
        CoalescerOptions.DEFAULT.holding(CoalescerOptions.MAX_HOLD_PACKETS, Long.MAX_VALUE),
        new OutputCapabilities(true, true, true, true, true, false), DEFAULT_BATCH, null);

    public ReplayOptions {
        requireNonNull(coalescing);
        requireNonNull(output);
        if (batchPackets < 0 || batchPackets > CoalescerOptions.MAX_HOLD_PACKETS) {
            throw new IllegalArgumentException("a batch has 1.." + CoalescerOptions.MAX_HOLD_PACKETS
                + " packets, not " + batchPackets);
        }
    }

    /**
     * Which datagrams are those of a tunnel.
     *
     * @param encapsulation what is in them
     * @param port UDP port that they are sent to
     */
    public record Tunnel(Encapsulation encapsulation, int port) {
        public Tunnel {
            requireNonNull(encapsulation);
            if (port < 1 || port > 0xffff) {
                throw new IllegalArgumentException("a port is 1..65535, not " + port);
            }
        }

        /**
         * Reads the words of an operator.
         *
         * @param word name of an encapsulation, perhaps with a colon and a port behind it
         * @return what is meant
         * @throws IllegalArgumentException if that is nothing; the message says why
         */
        public static Tunnel of(final String word) {
            final int colon = word.indexOf(':');
            final var encapsulation = Encapsulation.named(colon < 0 ? word : word.substring(0, colon));
            if (colon < 0) {
                if (encapsulation.defaultPort() == 0) {
                    throw new IllegalArgumentException(word + " has no usual port: say " + word + ":PORT");
                }
                return new Tunnel(encapsulation, encapsulation.defaultPort());
            }
            final String port = word.substring(colon + 1);
            if (!port.matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException("a port is 1..65535, not " + port);
            }
            return new Tunnel(encapsulation, Integer.parseInt(port));
        }

        @Override
        public String toString() {
            return encapsulation.name() + ':' + port;
        }
    }
}
