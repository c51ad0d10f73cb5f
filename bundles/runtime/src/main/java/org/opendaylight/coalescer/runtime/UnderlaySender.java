/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.util.List;
import org.opendaylight.coalescer.core.tunnel.Ecn;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.UdpAddress;
import org.opendaylight.coalescer.linux.UdpSocket;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * The sending half of an endpoint on one worker: a few sockets on ephemeral ports, so that flows differ in their outer
 * source port and the underlay can spread them. A flow always leaves through the same socket, but for datagrams that
 * are longer than the underlay carries and are to be fragmented: these have a socket of their own. What waits is sent
 * before the one kind follows the other, so that a flow with both stays in order.
 *
 * <p>Headers are built in memory of its own; payload stays where it is and is borrowed until {@link #flush}, which
 * happens by itself when there is no more room. Hot path: owned by one worker.
 */
final class UnderlaySender {
    private static final int HEADER_BYTES = 1 << 18;

    private final PacketMemory headers = NativeMemory.allocate(HEADER_BYTES);
    private final SendLane[] lanes;
    private final SendLane fragmenting;
    private int usedHeaders;
    private int dscp;
    private SendLane lane;

    /**
     * Makes a sender.
     *
     * @param sockets what sends, owned by the caller; their number is a power of two
     * @param fragmentingSocket what sends datagrams that the kernel fragments, owned by the caller
     * @param counters what is counted
     * @param onTrouble told on the worker's thread, perhaps repeatedly, that a path carries less than was thought, or
     *        that segmentation is refused
     */
    UnderlaySender(final List<UdpSocket> sockets, final UdpSocket fragmentingSocket, final EndpointCounters counters,
            final Runnable onTrouble) {
        lanes = sockets.stream()
            .map(socket -> new SendLane(socket, headers, counters, false, onTrouble))
            .toArray(SendLane[]::new);
        fragmenting = new SendLane(fragmentingSocket, headers, counters, true, onTrouble);
        lane = lanes[0];
    }

    /** Longest headers that {@link #reserveHeader} has room for, in bytes. */
    static int maxHeaderLength() {
        return HEADER_BYTES;
    }

    PacketMemory headers() {
        return headers;
    }

    /** Switches segmentation by the kernel. Worker's thread. */
    void setSegmentation(final boolean enabled) {
        for (SendLane each : lanes) {
            each.setSegmentation(enabled);
        }
    }

    /** Sends without segmentation by the kernel until it is switched again. Worker's thread. */
    void refuseSegmentation(final int errno) {
        for (SendLane each : lanes) {
            each.refuseSegmentation(errno);
        }
    }

    /** Sets the codepoint of datagrams, {@link Ecn#INHERIT_DSCP} for that of the packet inside. Worker's thread. */
    void setDscp(final int codepoint) {
        dscp = codepoint;
    }

    /** As set, 0 before. Worker's thread. */
    int dscp() {
        return dscp;
    }

    /** The error with which the kernel refused segmentation, 0 if it did not. Any thread. */
    int segmentationErrno() {
        for (SendLane each : lanes) {
            final int errno = each.segmentationErrno();
            if (errno != 0) {
                return errno;
            }
        }
        return 0;
    }

    /**
     * Says which flow the datagrams that follow belong to, and where they go.
     *
     * @param flowHash the same for all packets of a flow
     * @param to destination
     * @param tos outer TOS or traffic class
     */
    void begin(final int flowHash, final UdpAddress to, final int tos) {
        if (lane == fragmenting) {
            fragmenting.flush();
        }
        lane = lanes[flowHash & lanes.length - 1];
        lane.address(to, tos);
    }

    /**
     * Says that the datagrams that follow are to be fragmented, and where they go.
     *
     * @param to destination
     * @param tos outer TOS or traffic class
     */
    void beginFragmented(final UdpAddress to, final int tos) {
        if (lane != fragmenting) {
            flushLanes();
        }
        lane = fragmenting;
        lane.address(to, tos);
    }

    /**
     * Makes room for one datagram, by a flush if need be.
     *
     * @param length bytes of its headers, at most {@link #maxHeaderLength()}
     * @return where they go in {@link #headers()}
     */
    int reserveHeader(final int length) {
        if (usedHeaders + length > HEADER_BYTES || lane.isFull()) {
            flush();
        }
        final int offset = usedHeaders;
        usedHeaders += length;
        return offset;
    }

    /**
     * Appends a datagram.
     *
     * @param headOff what {@link #reserveHeader} returned
     * @param headLen length of its headers
     * @param memory memory of its payload
     * @param off offset of its payload
     * @param len length of its payload
     */
    void add(final int headOff, final int headLen, final PacketMemory memory, final int off, final int len) {
        lane.add(headOff, headLen, memory, off, len);
    }

    /** Forgets everything that waits. */
    void clear() {
        for (SendLane each : lanes) {
            each.clear();
        }
        fragmenting.clear();
        usedHeaders = 0;
    }

    /** Sends everything. */
    void flush() {
        flushLanes();
        fragmenting.flush();
        usedHeaders = 0;
    }

    private void flushLanes() {
        for (SendLane each : lanes) {
            each.flush();
        }
    }
}
