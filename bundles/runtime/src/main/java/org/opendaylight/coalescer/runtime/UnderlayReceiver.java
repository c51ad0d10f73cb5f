/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.tunnel.DecapsulatedPacket;
import org.opendaylight.coalescer.core.tunnel.Encapsulation;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.UdpReceiveBatch;
import org.opendaylight.coalescer.linux.UdpSocket;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving half of an endpoint on one worker. Takes batches of datagrams from the socket, finds the port of each
 * by its VNI and flushes every port that got something before the next batch overwrites it.
 *
 * <p>Hot path: owned by one worker.
 */
final class UnderlayReceiver implements PollHandler {
    /** Batches handled before the worker looks at its other descriptors. */
    private static final int ROUNDS = 4;
    private static final Logger LOG = LoggerFactory.getLogger(UnderlayReceiver.class);

    private final DecapsulatedPacket inner = new DecapsulatedPacket();
    private final EndpointCounters counters;
    private final Encapsulation encapsulation;
    private final Peer.Address ownAddress;
    private final UdpReceiveBatch batch;
    private final UdpSocket socket;
    /** VNIs of the attached ports in ascending order, and their paths at the same places. */
    private int[] vnis = new int[0];
    private ReceivePath[] paths = new ReceivePath[0];
    private ReceivePath[] touched = new ReceivePath[0];
    private int touchedCount;
    private long lastDrops;
    private volatile @Nullable RuntimeException fault;

    /**
     * Makes a receiver without ports.
     *
     * @param socket where datagrams come from, owned by the caller
     * @param batch receive buffers of the worker
     * @param encapsulation what is in the datagrams
     * @param ownAddress address of the endpoint: inner packets to it would come round again
     * @param counters what is counted
     */
    UnderlayReceiver(final UdpSocket socket, final UdpReceiveBatch batch, final Encapsulation encapsulation,
            final Peer.Address ownAddress, final EndpointCounters counters) {
        this.socket = socket;
        this.batch = batch;
        this.encapsulation = encapsulation;
        this.ownAddress = ownAddress;
        this.counters = counters;
    }

    /**
     * Sends packets of a VNI to a port from now on. Worker's thread.
     *
     * @param vni the VNI, which no other port has
     * @param path the port
     */
    void attach(final int vni, final ReceivePath path) {
        final int place = -Arrays.binarySearch(vnis, vni) - 1;
        if (place < 0) {
            throw new IllegalStateException("VNI " + vni + " is taken");
        }
        final int[] newVnis = new int[vnis.length + 1];
        final ReceivePath[] newPaths = new ReceivePath[newVnis.length];
        System.arraycopy(vnis, 0, newVnis, 0, place);
        System.arraycopy(paths, 0, newPaths, 0, place);
        newVnis[place] = vni;
        newPaths[place] = path;
        System.arraycopy(vnis, place, newVnis, place + 1, vnis.length - place);
        System.arraycopy(paths, place, newPaths, place + 1, paths.length - place);
        vnis = newVnis;
        paths = newPaths;
        touched = new ReceivePath[newPaths.length];
    }

    /** Forgets a port. Worker's thread. */
    void detach(final ReceivePath path) {
        for (int place = 0; place < paths.length; place++) {
            if (paths[place] == path) {
                final int skip = place;
                vnis = IntStream.range(0, vnis.length).filter(i -> i != skip).map(i -> vnis[i])
                    .toArray();
                paths = Arrays.stream(paths).filter(each -> each != path).toArray(ReceivePath[]::new);
                return;
            }
        }
    }

    @Override
    public void ready(final int events) {
        receive();
        // While the kernel drops there is something to receive, so nothing is missed between two calls
        countSocketDrops();
    }

    private void receive() {
        for (int round = 0; round < ROUNDS; round++) {
            final int messages = batch.receive(socket);
            if (messages <= 0) {
                if (messages != -Errno.EAGAIN && messages != -Errno.EINTR) {
                    counters.receiveErrors().count(messages);
                }
                return;
            }
            for (int message = 0; message < messages; message++) {
                accept(message);
                boundHold();
            }
            flush(SealReason.END_OF_BATCH);
            if (messages < batch.slots()) {
                return;
            }
        }
    }

    private void accept(final int message) {
        final int start = batch.offset(message);
        final int length = batch.length(message);
        final int end = start + length;
        final int size = batch.groSize(message) > 0 ? batch.groSize(message) : length;
        final int datagrams = size == 0 ? 1 : (length + size - 1) / size;
        counters.traffic().add(EndpointCounter.RX_DATAGRAMS, datagrams);
        counters.traffic().add(EndpointCounter.RX_BYTES, length);
        if (datagrams > 1) {
            counters.traffic().increment(EndpointCounter.RX_GRO_BATCHES);
        }
        if (batch.truncated(message)) {
            counters.drops().add(TunnelDrop.TRUNCATED, datagrams);
            return;
        }
        if (length == 0) {
            counters.drops().increment(TunnelDrop.SHORT);
            return;
        }
        // All datagrams of a message have the same source, and nearly always the same VNI
        ReceivePath path = null;
        int pathVni = -1;
        Peer peer = null;
        final PacketMemory memory = batch.memory();
        for (int off = start; off < end; off += size) {
            final TunnelDrop drop = encapsulation.decapsulate(memory, off, Math.min(size, end - off), inner);
            if (drop != null) {
                counters.drops().increment(drop);
                continue;
            }
            if (inner.vni() != pathVni) {
                pathVni = inner.vni();
                path = path(pathVni);
                peer = path == null ? null : path.peers().bySource(batch, message);
            }
            if (path == null) {
                counters.drops().increment(TunnelDrop.UNKNOWN_VNI);
            } else {
                touch(path);
                path.accept(inner, peer, batch.tos(message), ownAddress);
            }
        }
    }

    private @Nullable ReceivePath path(final int vni) {
        final int place = Arrays.binarySearch(vnis, vni);
        return place < 0 ? null : paths[place];
    }

    private void touch(final ReceivePath path) {
        if (!path.isTouched()) {
            path.setTouched(true);
            touched[touchedCount++] = path;
        }
    }

    private void boundHold() {
        final long now = System.nanoTime();
        for (int i = 0; i < touchedCount; i++) {
            touched[i].boundHold(now);
        }
    }

    private void flush(final SealReason why) {
        for (int i = 0; i < touchedCount; i++) {
            touched[i].flush(why);
            touched[i].setTouched(false);
            touched[i] = null;
        }
        touchedCount = 0;
    }

    private void countSocketDrops() {
        final long drops = socket.drops();
        if (drops != lastDrops) {
            // The kernel's counter has 32 bits
            counters.traffic().add(EndpointCounter.RX_SOCKET_DROPS, drops - lastDrops & 0xffff_ffffL);
            lastDrops = drops;
        }
    }

    @Override
    public void failed(final RuntimeException cause) {
        fault = cause;
        // The other ports of the batch outlive this receiver
        for (int i = 0; i < touchedCount; i++) {
            final ReceivePath path = touched[i];
            if (path != null) {
                path.setTouched(false);
                flushQuietly(path);
            }
        }
        touchedCount = 0;
    }

    // What has failed once may fail again
    @SuppressWarnings("checkstyle:illegalCatch")
    private void flushQuietly(final ReceivePath path) {
        try {
            path.flush(SealReason.END_OF_BATCH);
        } catch (RuntimeException e) {
            LOG.debug("{} failed again", path, e);
            path.clear();
        }
    }

    /** Why it has stopped, null if it has not. Any thread. */
    @Nullable RuntimeException fault() {
        return fault;
    }

    @Override
    public String toString() {
        return "receiver of " + socket;
    }
}
