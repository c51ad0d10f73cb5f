/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds out what this kernel does for us, by doing it: a TUN device is created, every offload is asked for, packets
 * with offload are written, datagrams are sent in segments and received joined. All of it happens in a network
 * namespace that is made for the purpose and vanishes with it; where that is not permitted, with a device of a random
 * name and no address, and over the loopback interface, in the caller's.
 *
 * <p>For set-up threads; takes some ten milliseconds. The answer holds for the life of the kernel: callers keep it.
 */
public final class LinuxProbe {
    private static final int SEGMENT = 100;
    private static final int SEGMENTS = 4;
    private static final int TIMEOUT_MS = 1000;

    private LinuxProbe() {
        // static methods only
    }

    /**
     * Makes sure that native calls are possible in this process, for those who want to know before they allocate.
     *
     * @throws LinuxException ENOSYS if they are not, with the remedy
     */
    public static void requireNativeCalls() throws LinuxException {
        new CallState();
    }

    /**
     * Probes everything.
     *
     * @return one result for each {@link Capability}; none is missing without a reason
     */
    public static List<CapabilityResult> run() {
        try {
            return NetworkNamespace.fresh().call(() -> probeAll(true));
        } catch (IOException e) {
            // Making a namespace takes more privilege than making a device: ask here, then
            return probeAll(false);
        }
    }

    /**
     * Probes what a TUN device accepts on writing, see {@link #run()}.
     *
     * @return one result for each capability of the direction TO_KERNEL
     */
    public static List<CapabilityResult> superpacketWrites() {
        return run().stream().filter(r -> r.capability().direction() == Capability.Direction.TO_KERNEL).toList();
    }

    /**
     * Probes what a certain device accepts on writing. The kernel counts the packets, and drops them behind the device.
     *
     * @param queue a queue of the device
     * @param kind what its packets are
     * @return one result for each capability of the direction TO_KERNEL
     */
    public static List<CapabilityResult> superpacketWrites(final TunQueue queue, final TunDevice.Kind kind) {
        return new SuperpacketProbe(queue, kind).run();
    }

    private static List<CapabilityResult> probeAll(final boolean ownNamespace) {
        final var results = new ArrayList<>(probeDevice());
        results.addAll(probeSockets(ownNamespace));
        return results;
    }

    private static List<CapabilityResult> probeDevice() {
        final var results = new ArrayList<CapabilityResult>();
        final var name = "clprobe" + Integer.toHexString(ThreadLocalRandom.current().nextInt());
        try (var device = TunDevice.create(name, TunDevice.Kind.TUN); var netlink = new RouteNetlink()) {
            results.add(CapabilityResult.granted(Capability.TUN_DEVICE));
            results.addAll(device.setOffloads(OffloadSet.all()).capabilities());
            // A device that is down takes nothing
            netlink.setUp(device.ifIndex(), true);
            try (var queue = device.openDetachedQueue()) {
                results.addAll(new SuperpacketProbe(queue, device.kind()).run());
            }
        } catch (LinuxException e) {
            addMissing(results, e);
        }
        return results;
    }

    private static void addMissing(final List<CapabilityResult> results, final LinuxException cause) {
        for (final var capability : Capability.values()) {
            if (capability.direction() != Capability.Direction.SOCKET
                && results.stream().noneMatch(result -> result.capability() == capability)) {
                results.add(CapabilityResult.missing(capability, cause.getMessage()));
            }
        }
    }

    private static List<CapabilityResult> probeSockets(final boolean ownNamespace) {
        try {
            if (ownNamespace) {
                setLoopbackUp();
            }
            return exchangeDatagrams();
        } catch (LinuxException e) {
            return List.of(CapabilityResult.missing(Capability.UDP_SEGMENT, e.getMessage()),
                CapabilityResult.missing(Capability.UDP_GRO, e.getMessage()));
        }
    }

    private static void setLoopbackUp() throws LinuxException {
        try (var netlink = new RouteNetlink()) {
            final var loopback = netlink.findLink("lo");
            if (loopback.isPresent()) {
                netlink.setUp(loopback.orElseThrow().index(), true);
            }
        }
    }

    private static List<CapabilityResult> exchangeDatagrams() throws LinuxException {
        try (var receiver = UdpSocket.open(false); var sender = UdpSocket.open(false); var epoll = new Epoll(1)) {
            final var segmentation = sender.probeSegmentation();
            final var gro = receiver.setGro(true);
            if (!segmentation.negotiated()) {
                return List.of(segmentation, gro);
            }
            final var loopback = InetAddress.getLoopbackAddress();
            receiver.bind(loopback, 0);
            epoll.add(receiver, Epoll.IN, 0);
            final var memory = NativeMemory.allocate(2 * NativeMemory.ALIGNMENT);
            final var batch = new UdpSendBatch(1, 1);
            batch.begin(UdpAddress.of(loopback, receiver.localAddress().getPort()), 0, SEGMENT);
            batch.add(memory, 0, SEGMENTS * SEGMENT);
            batch.end();
            final int sent = batch.send(sender, 0);
            if (sent < 0) {
                return List.of(CapabilityResult.missing(Capability.UDP_SEGMENT,
                    "sending a probe over loopback: " + Errno.describe(-sent)), gro);
            }
            return List.of(segmentation, gro.negotiated() ? receive(receiver, epoll,
                new UdpReceiveBatch(memory, NativeMemory.ALIGNMENT, 1, NativeMemory.ALIGNMENT)) : gro);
        }
    }

    private static CapabilityResult receive(final UdpSocket receiver, final Epoll epoll, final UdpReceiveBatch batch) {
        epoll.await(TIMEOUT_MS);
        final int received = batch.receive(receiver);
        if (received == 1 && batch.groSize(0) == SEGMENT && batch.length(0) == SEGMENTS * SEGMENT) {
            return CapabilityResult.granted(Capability.UDP_GRO);
        }
        return CapabilityResult.missing(Capability.UDP_GRO, received < 0
            ? "receiving a probe over loopback: " + Errno.describe(-received)
            : "datagrams sent in one message arrived apart");
    }
}
