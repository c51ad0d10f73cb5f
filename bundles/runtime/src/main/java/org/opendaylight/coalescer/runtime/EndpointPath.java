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
import org.opendaylight.coalescer.core.tunnel.VxlanGpe;
import org.opendaylight.coalescer.linux.CapabilityResult;
import org.opendaylight.coalescer.linux.LinuxException;
import org.opendaylight.coalescer.linux.UdpSocket;

/**
 * The sockets of an endpoint with what a worker does with them. Opened, changed and closed by the reconciler; between
 * that the worker owns receiver and sender.
 */
final class EndpointPath {
    /** Sockets to send with: a power of two, see {@link UnderlaySender}. */
    private static final int SEND_SOCKETS = 4;
    private static final int SEND_BUFFER_BYTES = 8 << 20;

    private final List<UdpSocket> sendSockets = new ArrayList<>();
    private final Encapsulation encapsulation;
    private final UdpSocket receiveSocket;
    private final Worker worker;
    private final UnderlayReceiver receiver;
    private final UnderlaySender sender;
    private CapabilityResult gro;
    private CapabilityResult segmentation;
    private int receiveBuffer;

    private EndpointPath(final EndpointConfiguration configuration, final Worker worker,
            final EndpointCounters counters) throws LinuxException {
        this.worker = worker;
        encapsulation = switch (configuration.encapsulation()) {
            case VXLAN_GPE -> new VxlanGpe();
        };
        final var ownAddress = Peer.Address.of(configuration.localAddress());
        receiveSocket = UdpSocket.open(ownAddress.ipv6());
        boolean done = false;
        try {
            receiveSocket.bind(configuration.localAddress(), configuration.localPort());
            for (int i = 0; i < SEND_SOCKETS; i++) {
                final var socket = UdpSocket.open(ownAddress.ipv6());
                sendSockets.add(socket);
                socket.bind(configuration.localAddress(), 0);
                socket.setSendBuffer(SEND_BUFFER_BYTES);
            }
            sender = new UnderlaySender(sendSockets, counters);
            receiver = new UnderlayReceiver(receiveSocket, worker.receiveBatch(), encapsulation, ownAddress, counters);
            done = true;
        } finally {
            // Memory may be short as well
            if (!done) {
                closeSockets();
            }
        }
    }

    /**
     * Opens the sockets of an endpoint and hands them to a worker.
     *
     * @param configuration what is wanted
     * @param worker who will own them
     * @param counters what is counted
     * @return the path, without ports
     * @throws IOException if the kernel refuses something: EADDRNOTAVAIL while no device has the address
     */
    static EndpointPath open(final EndpointConfiguration configuration, final Worker worker,
            final EndpointCounters counters) throws IOException {
        final var path = new EndpointPath(configuration, worker, counters);
        try {
            path.change(configuration);
            worker.call(() -> {
                worker.watch(path.receiveSocket, path.receiver);
                return null;
            });
        } catch (IOException e) {
            path.closeSockets();
            throw e;
        }
        return path;
    }

    /**
     * Changes what can be changed while packets flow.
     *
     * @param configuration same address and encapsulation as before
     * @throws IOException if the kernel refuses something
     */
    void change(final EndpointConfiguration configuration) throws IOException {
        // On the worker: it may be using the sockets, and a socket reports errors in one place only
        worker.call(() -> {
            receiveBuffer = receiveSocket.setReceiveBuffer(configuration.receiveBuffer());
            gro = receiveSocket.setGro(configuration.udpGro());
            for (var socket : sendSockets) {
                socket.setTtl(configuration.ttl());
                socket.setChecksum(configuration.udpChecksum());
            }
            segmentation = sendSockets.get(0).probeSegmentation();
            sender.setSegmentation(configuration.udpGso() && configuration.udpChecksum() && segmentation.negotiated());
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

    Encapsulation encapsulation() {
        return encapsulation;
    }

    /** Worker's thread. */
    UnderlayReceiver receiver() {
        return receiver;
    }

    /** Worker's thread, but for {@link UnderlaySender#segmentationErrno()}. */
    UnderlaySender sender() {
        return sender;
    }

    CapabilityResult gro() {
        return gro;
    }

    CapabilityResult segmentation() {
        return segmentation;
    }

    int receiveBuffer() {
        return receiveBuffer;
    }
}
