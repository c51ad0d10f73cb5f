/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.EndpointConfiguration;
import org.opendaylight.coalescer.core.tunnel.Encapsulation;
import org.opendaylight.coalescer.linux.CapabilityResult;
import org.opendaylight.coalescer.linux.LinuxException;
import org.opendaylight.coalescer.linux.UdpSocket;

/**
 * The sockets of an endpoint: one lane for each worker, all with the same address. The kernel gives all datagrams of
 * one sender's port to the same lane. Reconciler's thread, but for what {@link EndpointLane} gives to workers.
 */
final class EndpointPath {
    private final Encapsulation encapsulation;
    private final WorkerGroup workers;
    private final NetworkHome home;
    private final List<EndpointLane> lanes;
    private EndpointLane.Grant grant;

    private EndpointPath(final Encapsulation encapsulation, final WorkerGroup workers, final NetworkHome home,
            final List<EndpointLane> lanes) {
        this.encapsulation = encapsulation;
        this.workers = workers;
        this.home = home;
        this.lanes = List.copyOf(lanes);
    }

    /**
     * Opens the sockets of an endpoint and hands them to the workers.
     *
     * @param configuration what is wanted
     * @param home network namespace of the sockets
     * @param workers who will own them
     * @param counters what each worker counts
     * @return the path, without ports
     * @throws IOException if the kernel refuses something: EADDRNOTAVAIL while no device has the address
     */
    static EndpointPath open(final EndpointConfiguration configuration, final NetworkHome home,
            final WorkerGroup workers, final List<EndpointCounters> counters) throws IOException {
        final Encapsulation encapsulation = Encapsulation.named(configuration.encapsulation().word());
        final var lanes = new ArrayList<EndpointLane>();
        boolean done = false;
        try {
            home.call(() -> openLanes(lanes, configuration, encapsulation, workers, counters));
            final var path = new EndpointPath(encapsulation, workers, home, lanes);
            path.change(configuration);
            for (var lane : lanes) {
                lane.start();
            }
            done = true;
            return path;
        } finally {
            if (!done) {
                lanes.forEach(EndpointLane::close);
            }
        }
    }

    private static @Nullable Void openLanes(final List<EndpointLane> lanes, final EndpointConfiguration configuration,
            final Encapsulation encapsulation, final WorkerGroup workers, final List<EndpointCounters> counters)
            throws LinuxException {
        final boolean shared = workers.workers().size() > 1;
        if (shared) {
            // Sockets that share would also share with another process that does so, and lose half to it
            requireBindable(configuration.localAddress(), configuration.localPort());
        }
        for (int i = 0; i < workers.workers().size(); i++) {
            lanes.add(new EndpointLane(configuration, encapsulation, workers.workers().get(i), counters.get(i),
                shared));
        }
        return null;
    }

    /**
     * Tries whether a socket that shares with nobody can be bound, in the network namespace of this thread.
     *
     * @param address address of a device
     * @param port UDP port, 0 for any
     * @throws LinuxException EADDRNOTAVAIL if no device has the address, EADDRINUSE if the port is taken
     */
    static void requireBindable(final InetAddress address, final int port) throws LinuxException {
        try (var probe = UdpSocket.open(Peer.Address.of(address).ipv6())) {
            probe.bind(address, port);
        }
    }

    /**
     * Changes what can be changed while packets flow.
     *
     * @param configuration same address and encapsulation as before
     * @throws IOException if the kernel refuses something
     */
    void change(final EndpointConfiguration configuration) throws IOException {
        EndpointLane.Grant least = null;
        for (var lane : lanes) {
            final var granted = lane.change(configuration);
            if (least == null || granted.receiveBuffer() < least.receiveBuffer()) {
                least = granted;
            }
        }
        grant = least;
    }

    /** Why a worker no longer receives, null if all do. */
    @Nullable RuntimeException fault() {
        for (var lane : lanes) {
            if (lane.fault() != null) {
                return lane.fault();
            }
        }
        return null;
    }

    /** The error with which the kernel refused segmentation, 0 if it did not. */
    int segmentationErrno() {
        return lanes.stream()
            .mapToInt(lane -> lane.sender().segmentationErrno())
            .filter(errno -> errno != 0)
            .findFirst().orElse(0);
    }

    /**
     * Has all sockets do without segmentation by the kernel until the next change, as one of them does already.
     *
     * @param errno the error with which the kernel has refused it
     * @throws IOException if a worker does not answer
     */
    void refuseSegmentation(final int errno) throws IOException {
        for (var lane : lanes) {
            lane.refuseSegmentation(errno);
        }
    }

    /** Takes the sockets from the workers and closes them. Ports that were attached get nothing from here any more. */
    void close() {
        lanes.forEach(EndpointLane::close);
    }

    Encapsulation encapsulation() {
        return encapsulation;
    }

    /** Who serves it, in the order of the lanes. */
    WorkerGroup workers() {
        return workers;
    }

    NetworkHome home() {
        return home;
    }

    EndpointLane lane(final int worker) {
        return lanes.get(worker);
    }

    CapabilityResult gro() {
        return grant.gro();
    }

    CapabilityResult segmentation() {
        return grant.segmentation();
    }

    /** Bytes of the smallest receive buffer among the sockets. */
    int receiveBuffer() {
        return grant.receiveBuffer();
    }
}
