/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.UdpAddress;
import org.opendaylight.coalescer.linux.UdpSendBatch;
import org.opendaylight.coalescer.linux.UdpSocket;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * The datagrams that wait to be sent by one socket, in order. Runs of equal length to the same destination leave as one
 * message with a segment size; a segmentation that the kernel refuses is undone, datagram by datagram, and not tried
 * again. A lane for datagrams that are longer than the underlay carries sends one by one, and counts them.
 *
 * <p>Hot path: owned by one worker.
 */
final class SendLane {
    /** Datagrams that wait at most. */
    static final int CAPACITY = 1024;
    /** Every kernel with UDP_SEGMENT takes that many: {@code UDP_MAX_SEGMENTS} before Linux 6.9. */
    private static final int MAX_SEGMENTS = 64;
    private static final int MAX_MESSAGES = 256;

    private final int[] headerOff = new int[CAPACITY];
    private final int[] headerLen = new int[CAPACITY];
    private final int[] payloadOff = new int[CAPACITY];
    private final int[] payloadLen = new int[CAPACITY];
    private final int[] tos = new int[CAPACITY];
    private final PacketMemory[] payload = new PacketMemory[CAPACITY];
    private final UdpAddress[] destination = new UdpAddress[CAPACITY];
    /** First datagram of each planned message, and the end of the last one. */
    private final int[] messageFirst = new int[MAX_MESSAGES + 1];
    private final UdpSendBatch batch = new UdpSendBatch(MAX_MESSAGES, 2 * CAPACITY);
    private final UdpSendBatch single = new UdpSendBatch(1, 2);
    private final PacketMemory headers;
    private final EndpointCounters counters;
    private final UdpSocket socket;
    private final boolean fragmented;
    private final Runnable onTrouble;
    private UdpAddress currentTo;
    private int currentTos;
    private int count;
    /** How many of a flush have been sent or refused. */
    private int settled;
    private boolean segmentation;
    private volatile int segmentationErrno;

    /**
     * Makes an empty lane.
     *
     * @param socket what sends, owned by the caller
     * @param headers memory of the headers
     * @param counters what is counted
     * @param fragmented whether the kernel fragments what is sent
     * @param onTrouble told that a path carries less than was thought, or that segmentation is refused
     */
    SendLane(final UdpSocket socket, final PacketMemory headers, final EndpointCounters counters,
            final boolean fragmented, final Runnable onTrouble) {
        this.socket = socket;
        this.headers = headers;
        this.counters = counters;
        this.fragmented = fragmented;
        this.onTrouble = onTrouble;
    }

    /** Switches segmentation by the kernel, and forgets that it was refused. Worker's thread. */
    void setSegmentation(final boolean enabled) {
        segmentation = enabled;
        segmentationErrno = 0;
    }

    /** Sends without segmentation by the kernel until it is switched again. Worker's thread. */
    void refuseSegmentation(final int errno) {
        segmentation = false;
        segmentationErrno = errno;
    }

    /** The error with which the kernel refused segmentation, 0 if it did not. Any thread. */
    int segmentationErrno() {
        return segmentationErrno;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    /** Says where the datagrams that follow go. */
    void address(final UdpAddress to, final int outerTos) {
        currentTo = to;
        currentTos = outerTos;
    }

    /**
     * Appends a datagram to the address given last. The lane must not be full.
     *
     * @param headOff offset of its headers in the header memory
     * @param headLen their length
     * @param memory memory of its payload, borrowed until the flush
     * @param off offset of its payload
     * @param len length of its payload
     */
    void add(final int headOff, final int headLen, final PacketMemory memory, final int off, final int len) {
        final int index = count;
        destination[index] = currentTo;
        tos[index] = currentTos;
        headerOff[index] = headOff;
        headerLen[index] = headLen;
        payload[index] = memory;
        payloadOff[index] = off;
        payloadLen[index] = len;
        count = index + 1;
    }

    /** Drops everything that waits, and counts it. */
    void clear() {
        counters.traffic().add(EndpointCounter.TX_DROPPED, count);
        count = 0;
        batch.clear();
    }

    /** Sends everything. What the kernel does not take is dropped and counted, and so is what a fault leaves. */
    void flush() {
        settled = 0;
        try {
            int next = 0;
            while (next < count) {
                next = plan(next);
                transmit();
                batch.clear();
            }
        } finally {
            // After a fault as well: nothing is sent twice
            counters.traffic().add(EndpointCounter.TX_DROPPED, count - settled);
            count = 0;
            batch.clear();
        }
    }

    /** Fills the batch from a datagram on; returns the first datagram that did not fit. */
    private int plan(final int from) {
        int next = from;
        int messages = 0;
        messageFirst[0] = from;
        while (next < count && messages < MAX_MESSAGES) {
            final int run = segmentation ? run(next) : 1;
            if (batch.remainingSlices() < 2 * run) {
                break;
            }
            batch.begin(destination[next], tos[next], run > 1 ? length(next) : 0);
            boolean fits = true;
            for (int i = next; i < next + run; i++) {
                fits &= batch.add(headers, headerOff[i], headerLen[i])
                    && batch.add(payload[i], payloadOff[i], payloadLen[i]);
            }
            if (!fits) {
                // Longer than any UDP datagram; a run never is. No path carries it, so there is nothing to look at
                batch.cancel();
                drop(-Errno.EMSGSIZE, 1);
                next++;
                if (messages == 0) {
                    messageFirst[0] = next;
                    continue;
                }
                break;
            }
            batch.end();
            next += run;
            messageFirst[++messages] = next;
        }
        return next;
    }

    /** How many datagrams from this one on can leave as one message. */
    private int run(final int first) {
        final int size = length(first);
        final UdpAddress to = destination[first];
        final int outerTos = tos[first];
        int total = size;
        int end = first + 1;
        while (end < count && end - first < MAX_SEGMENTS && destination[end] == to && tos[end] == outerTos) {
            final int len = length(end);
            if (len > size || total + len > UdpSendBatch.MAX_BYTES) {
                break;
            }
            total += len;
            end++;
            if (len < size) {
                break;
            }
        }
        return end - first;
    }

    private int length(final int index) {
        return headerLen[index] + payloadLen[index];
    }

    private void transmit() {
        final int messages = batch.count();
        int message = 0;
        while (message < messages) {
            final int result = batch.send(socket, message);
            if (result > 0) {
                for (int end = message + result; message < end; message++) {
                    accept(messageFirst[message], messageFirst[message + 1]);
                }
                continue;
            }
            final int first = messageFirst[message];
            final int end = messageFirst[message + 1];
            if (end - first > 1 && refusesSegmentation(result)) {
                counters.sendErrors().count(result);
                // Segmentation is to blame only if a full one passes alone: a short last one passes any path
                boolean passes = false;
                for (int i = first; i < end; i++) {
                    passes |= sendSingle(i) && length(i) == length(first);
                }
                if (passes) {
                    refuseSegmentation(-result);
                    onTrouble.run();
                }
            } else {
                refuse(result, end - first);
            }
            message++;
        }
    }

    private boolean sendSingle(final int index) {
        single.begin(destination[index], tos[index], 0);
        single.add(headers, headerOff[index], headerLen[index]);
        single.add(payload[index], payloadOff[index], payloadLen[index]);
        single.end();
        final int result = single.send(socket, 0);
        single.clear();
        if (result > 0) {
            accept(index, index + 1);
        } else {
            refuse(result, 1);
        }
        return result > 0;
    }

    /** EINVAL: no checksum or too long for the path. EIO: the device can't checksum. EMSGSIZE: the path shrank. */
    private static boolean refusesSegmentation(final int result) {
        return result == -Errno.EINVAL || result == -Errno.EIO || result == -Errno.EMSGSIZE;
    }

    private void accept(final int first, final int end) {
        settled += end - first;
        int bytes = 0;
        for (int i = first; i < end; i++) {
            bytes += length(i);
        }
        counters.traffic().add(EndpointCounter.TX_DATAGRAMS, end - first);
        counters.traffic().add(EndpointCounter.TX_BYTES, bytes);
        if (end - first > 1) {
            counters.traffic().increment(EndpointCounter.TX_GSO_BATCHES);
        }
        if (fragmented) {
            counters.traffic().add(EndpointCounter.TX_FRAGMENTED, end - first);
        }
    }

    private void refuse(final int result, final int datagrams) {
        drop(result, datagrams);
        if (result == -Errno.EMSGSIZE) {
            onTrouble.run();
        }
    }

    private void drop(final int result, final int datagrams) {
        settled += datagrams;
        counters.sendErrors().count(result);
        counters.traffic().add(EndpointCounter.TX_DROPPED, datagrams);
    }
}
