/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.EndpointConfiguration;
import org.opendaylight.coalescer.core.tunnel.Encapsulation;
import org.opendaylight.coalescer.linux.CapabilityResult;
import org.opendaylight.coalescer.linux.LinuxException;
import org.opendaylight.coalescer.linux.UdpSocket;

/**
 * One worker's sockets of an endpoint with what the worker does with them. Opened, changed and closed by the
 * reconciler; between that the worker owns receiver and sender.
 */
final class EndpointLane {
    /** Sockets to send with: a power of two, see {@link UnderlaySender}. */
    private static final int SEND_SOCKETS = 4;
    private static final int SEND_BUFFER_BYTES = 8 << 20;

    private final List<UdpSocket> sendSockets = new ArrayList<>();
    private final UdpSocket receiveSocket;
    private final Worker worker;
    private final UnderlayReceiver receiver;
    private final UnderlaySender sender;

    /**
     * What the kernel granted.
     *
     * @param receiveBuffer bytes of receive buffer
     * @param gro whether it gathers datagrams
     * @param segmentation whether it segments
     */
    record Grant(int receiveBuffer, CapabilityResult gro, CapabilityResult segmentation) {
    }

    /**
     * Opens the sockets, in the network namespace of the calling thread.
     *
     * @param configuration what is wanted
     * @param encapsulation what is in the datagrams
     * @param worker who will own them
     * @param counters what the worker counts
     * @param shared whether other workers have a receive socket of the same address
     * @throws LinuxException if the kernel refuses something: EADDRNOTAVAIL while no device has the address
     */
    EndpointLane(final EndpointConfiguration configuration, final Encapsulation encapsulation, final Worker worker,
            final EndpointCounters counters, final boolean shared) throws LinuxException {
        this.worker = worker;
        final var ownAddress = Peer.Address.of(configuration.localAddress());
        receiveSocket = UdpSocket.open(ownAddress.ipv6());
        boolean done = false;
        try {
            if (shared) {
                receiveSocket.shareAddress();
            }
            receiveSocket.bind(configuration.localAddress(), configuration.localPort());
            for (int i = 0; i < SEND_SOCKETS; i++) {
                openSender(configuration);
            }
            final UdpSocket fragmenting = openSender(configuration);
            fragmenting.setPathMtu(UdpSocket.PathMtu.FRAGMENT);
            sender = new UnderlaySender(sendSockets.subList(0, SEND_SOCKETS), fragmenting, counters,
                worker::askForAudit);
            receiver = new UnderlayReceiver(receiveSocket, worker.receiveBatch(), encapsulation, ownAddress, counters);
            done = true;
        } finally {
            // Memory may be short as well
            if (!done) {
                closeSockets();
            }
        }
    }

    private UdpSocket openSender(final EndpointConfiguration configuration) throws LinuxException {
        final var socket = UdpSocket.open(receiveSocket.isIpv6());
        sendSockets.add(socket);
        socket.bind(configuration.localAddress(), 0);
        socket.setSendBuffer(SEND_BUFFER_BYTES);
        return socket;
    }

    /** Starts receiving. */
    void start() throws IOException {
        worker.call(() -> {
            worker.watch(receiveSocket, receiver);
            return null;
        });
    }

    /**
     * Changes what can be changed while packets flow.
     *
     * @param configuration same address and encapsulation as before
     * @return what came of it
     * @throws IOException if the kernel refuses something
     */
    Grant change(final EndpointConfiguration configuration) throws IOException {
        // On the worker: it may be using the sockets, and a socket reports errors in one place only
        return worker.call(() -> {
            final int receiveBuffer = receiveSocket.setReceiveBuffer(configuration.receiveBuffer());
            final var gro = receiveSocket.setGro(configuration.udpGro());
            for (var socket : sendSockets) {
                socket.setTtl(configuration.ttl());
                socket.setChecksum(configuration.udpChecksum());
            }
            if (receiveSocket.isIpv6()) {
                // Datagrams without checksum are taken as soon as we send such ourselves (RFC 6935)
                receiveSocket.setChecksum(configuration.udpChecksum());
            }
            final var segmentation = sendSockets.get(0).probeSegmentation();
            sender.setDscp(configuration.dscp());
            sender.setSegmentation(configuration.udpGso() && configuration.udpChecksum() && segmentation.negotiated());
            return new Grant(receiveBuffer, gro, segmentation);
        });
    }

    /**
     * Sends without segmentation by the kernel until the next change.
     *
     * @param errno the error with which the kernel has refused it elsewhere
     * @throws IOException if the worker does not answer
     */
    void refuseSegmentation(final int errno) throws IOException {
        worker.call(() -> {
            sender.refuseSegmentation(errno);
            return null;
        });
    }

    /** Why the worker no longer receives, null if it does. */
    @Nullable RuntimeException fault() {
        return receiver.fault();
    }

    /** Takes the sockets from the worker and closes them. Ports that were attached get nothing from here any more. */
    void close() {
        try {
            worker.call(() -> {
                worker.forget(receiveSocket);
                closeSockets();
                return null;
            });
        } catch (IOException e) {
            // A worker that is just slow closes them when it gets there
            if (!worker.isAlive()) {
                closeSockets();
            }
        }
    }

    private void closeSockets() {
        sendSockets.forEach(UdpSocket::close);
        receiveSocket.close();
    }

    /** Worker's thread. */
    UnderlayReceiver receiver() {
        return receiver;
    }

    /** Worker's thread, but for {@link UnderlaySender#segmentationErrno()}. */
    UnderlaySender sender() {
        return sender;
    }
}
