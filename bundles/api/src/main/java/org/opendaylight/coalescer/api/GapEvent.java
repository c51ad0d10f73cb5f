/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Instant;

/**
 * A place in a TCP flow where bytes were missing.
 *
 * @param id number of the event since the port was created
 * @param time when the batch was flushed
 * @param source source address of the flow
 * @param sourcePort source port of the flow
 * @param destination destination address of the flow
 * @param destinationPort destination port of the flow
 * @param chainStart first sequence number of the chain that arrived before the gap, unsigned
 * @param chainEnd sequence number behind the last byte of that chain, unsigned
 * @param chainSegments segments of that chain
 * @param chainBytes payload of that chain
 * @param sequenceSeen first sequence number behind the gap, unsigned
 * @param gapBytes size of the gap in bytes
 * @param ending how it ended
 */
public record GapEvent(long id, Instant time, InetAddress source, int sourcePort, InetAddress destination,
        int destinationPort, int chainStart, int chainEnd, int chainSegments, int chainBytes, int sequenceSeen,
        int gapBytes, GapEnding ending) {
    public GapEvent {
        requireNonNull(time);
        requireNonNull(source);
        requireNonNull(destination);
        requireNonNull(ending);
    }
}
