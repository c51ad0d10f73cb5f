/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.CoalescingConfiguration;
import org.opendaylight.coalescer.api.DataPlane.Registration;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.api.PortStatus;
import org.opendaylight.coalescer.core.coalesce.ChecksumValidation;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.coalesce.EcnPolicy;
import org.opendaylight.coalescer.linux.CapabilityResult;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.LinuxException;
import org.opendaylight.coalescer.linux.OffloadSet;
import org.opendaylight.coalescer.linux.RouteNetlink;
import org.opendaylight.coalescer.packet.GsoType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port, brought to what is configured and kept there. Reconciler's thread, but for {@link #snapshot} and
 * {@link #clearStatistics}, which any thread may call.
 */
final class PortUnit {
    private static final Logger LOG = LoggerFactory.getLogger(PortUnit.class);
    /** Outer IPv4 or IPv6 header and UDP header. */
    private static final int OUTER_V4_BYTES = 28;
    private static final int OUTER_V6_BYTES = 48;
    private static final int DEFAULT_MTU = 1400;
    private static final int MIN_MTU = 1280;

    private final PortCounters counters = new PortCounters();
    private final BackOff backOff = new BackOff();
    private final Reconciler reconciler;
    private final WriterRegistry writers;
    private volatile PortStatus status;
    private @Nullable PortDevice device;
    private @Nullable PortLink link;
    private @Nullable PortOffloads offloads;
    private @Nullable Registration registration;
    private int mtu;
    /** Superpackets of each kind that had been refused when the switches were last touched. */
    private final long[] knownRefusals = new long[GsoType.values().length];

    PortUnit(final Reconciler reconciler, final WriterRegistry writers, final PortConfiguration configuration) {
        this.reconciler = requireNonNull(reconciler);
        this.writers = requireNonNull(writers);
        status = new PortStatus(configuration, OperStatus.DOWN, Instant.now(), "", 0, 0, 0, List.of());
    }

    String name() {
        return status.applied().name();
    }

    /**
     * Does what is to be done.
     *
     * @param wanted the configuration
     * @param endpoint the endpoint it refers to
     * @param worker who serves it, null if there is none
     * @return nanoseconds until this should be called again although nothing has changed, {@code Long.MAX_VALUE} if it
     *         need not
     */
    // A fault here must not end the others: it shows in the status, like any other trouble
    @SuppressWarnings("checkstyle:illegalCatch")
    long reconcile(final PortConfiguration wanted, final EndpointUnit endpoint, final @Nullable Worker worker) {
        if (!wanted.equals(status.applied()) || endpoint.path() != null && status.operStatus() == OperStatus.FAILED
                && status.lastError().startsWith("Endpoint ")) {
            backOff.reset();
        }
        if (device != null && (!device.exists() || device.fault() != null)) {
            backOff.reset();
        }
        final long wait = backOff.remainingNs(System.nanoTime());
        if (wait > 0) {
            return wait;
        }
        try {
            bringUp(wanted, endpoint, worker);
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            backOff.failed(System.nanoTime());
            if (publish(wanted, OperStatus.FAILED, e instanceof IOException ? e.getMessage() : e.toString())) {
                LOG.warn("Port {} failed: {}", wanted.name(), e.getMessage());
                LOG.debug("Port {} failed", wanted.name(), e);
            }
            return backOff.remainingNs(System.nanoTime());
        }
        backOff.reset();
        if (publish(wanted, wanted.enabled() ? OperStatus.UP : OperStatus.DOWN, "")) {
            LOG.info("Port {} is {}, MTU {}, writes {}", wanted.name(), status.operStatus(), mtu, offloads.output());
        }
        return Long.MAX_VALUE;
    }

    private void bringUp(final PortConfiguration wanted, final EndpointUnit endpoint, final @Nullable Worker worker)
            throws IOException {
        if (device != null && !device.exists()) {
            LOG.warn("Device {} was deleted from outside, making it anew", wanted.name());
            takeDown();
        } else if (device != null && device.fault() != null) {
            takeDown();
        }
        final EndpointPath path = endpoint.path();
        final var tunnel = wanted.tunnel();
        if (path == null || worker == null) {
            if (device != null) {
                device.connect(null, tunnel.vni(), new PeerTable(List.of()), false);
            }
            throw new IOException("Endpoint " + endpoint.name() + " is " + endpoint.status().operStatus()
                + (endpoint.status().lastError().isEmpty() ? "" : ": " + endpoint.status().lastError()));
        }
        if (device == null) {
            device = PortDevice.create(new PortDevice.Blueprint(wanted.name(), options(wanted.coalescing()), counters,
                reconciler::wake), worker);
            link = new PortLink(device.ifIndex());
            offloads = null;
        }
        updateOffloads(wanted);
        device.configure(options(wanted.coalescing()), offloads.output());
        device.connect(path, tunnel.vni(), new PeerTable(tunnel.peers()), wanted.enabled());
        try (var netlink = new RouteNetlink()) {
            mtu = wanted.mtu() != 0 ? wanted.mtu() : defaultMtu(netlink, wanted, path);
            link.apply(netlink, wanted, mtu);
        }
        offerWriters(wanted);
    }

    private void updateOffloads(final PortConfiguration wanted) throws LinuxException {
        final var switches = wanted.offload();
        if (offloads == null || !offloads.requested().equals(switches)) {
            final List<CapabilityResult> read = device.setReadOffloads(
                OffloadSet.ofSwitches(switches.checksum(), switches.tso(), switches.uso(), false)).capabilities();
            for (var type : GsoType.values()) {
                knownRefusals[type.ordinal()] = device.superpacketRefusals(type);
            }
            offloads = new PortOffloads(switches, read, reconciler.superpacketWrites(), List.of());
            return;
        }
        final var refused = new ArrayList<PortOffloads.Refusal>();
        for (var type : GsoType.values()) {
            if (device.superpacketRefusals(type) > knownRefusals[type.ordinal()]) {
                refused.add(new PortOffloads.Refusal(type, device.lastRefusal(type)));
            }
        }
        if (!refused.equals(offloads.refused())) {
            LOG.warn("Device {} refuses superpackets, they are written packet by packet: {}", wanted.name(), refused);
            offloads = new PortOffloads(switches, offloads.read(), offloads.written(), refused);
        }
    }

    private int defaultMtu(final RouteNetlink netlink, final PortConfiguration wanted, final EndpointPath path)
            throws LinuxException {
        int least = Integer.MAX_VALUE;
        for (var peer : wanted.tunnel().peers()) {
            final int overhead = path.encapsulation().headerLength()
                + (peer.address().getAddress().length == Integer.BYTES ? OUTER_V4_BYTES : OUTER_V6_BYTES);
            try {
                least = Math.min(least, netlink.underlayMtu(peer.address()).orElse(Integer.MAX_VALUE) - overhead);
            } catch (LinuxException e) {
                if (e.errno() != Errno.ENETUNREACH && e.errno() != Errno.EHOSTUNREACH) {
                    throw e;
                }
                LOG.debug("Peer {} of port {} can't be reached at present", peer.name(), wanted.name(), e);
            }
        }
        if (least < (1 << 16)) {
            return Math.max(MIN_MTU, least);
        }
        // Nobody can be reached: no reason to change what is there
        return mtu != 0 ? mtu : DEFAULT_MTU;
    }

    /**
     * Gives up what this port holds and another one may be about to get: VNI, addresses, routes.
     *
     * @param wanted the configuration
     */
    void release(final PortConfiguration wanted) {
        final var before = status.applied();
        if (device == null || wanted.equals(before)) {
            return;
        }
        try {
            if (wanted.tunnel().vni() != before.tunnel().vni()
                    || !wanted.tunnel().endpoint().equals(before.tunnel().endpoint())) {
                device.connect(null, wanted.tunnel().vni(), new PeerTable(List.of()), false);
            }
            try (var netlink = new RouteNetlink()) {
                link.release(netlink, wanted);
            }
        } catch (IOException e) {
            LOG.debug("Port {} could not give up everything, the next step tells", wanted.name(), e);
        }
    }

    private void offerWriters(final PortConfiguration wanted) {
        if (registration == null && wanted.enabled()) {
            final PortDevice offered = device;
            registration = writers.offer(wanted.name(), offered::openWriter);
        } else if (registration != null && !wanted.enabled()) {
            withdrawWriters();
        }
    }

    private void withdrawWriters() {
        if (registration != null) {
            registration.close();
            registration = null;
        }
    }

    private boolean publish(final PortConfiguration applied, final OperStatus oper, final @Nullable String error) {
        final PortStatus old = status;
        final var since = old.operStatus() == oper ? old.lastChange() : Instant.now();
        final boolean exists = device != null;
        final var now = new PortStatus(applied, oper, since, error == null ? "" : error,
            exists ? device.ifIndex() : 0, exists ? mtu : 0, exists ? 1 : 0,
            offloads == null ? List.of() : offloads.status());
        if (now.equals(old)) {
            return false;
        }
        status = now;
        reconciler.statusChanged();
        return true;
    }

    private static CoalescerOptions options(final CoalescingConfiguration from) {
        return new CoalescerOptions(from.tcp(), from.udp(), from.maxSegments(), from.maxBytes(), from.reorderRepair(),
            switch (from.ecnPolicy()) {
                case EXACT -> EcnPolicy.EXACT;
                case PROPAGATE_CE -> EcnPolicy.PROPAGATE_CE;
            },
            switch (from.checksumValidation()) {
                case VERIFY -> ChecksumValidation.VERIFY;
                case TRUST -> ChecksumValidation.TRUST;
            },
            from.holdPackets(), from.holdMicros() * 1000L);
    }

    /** Reads state and counters. Any thread. */
    DataPlaneSnapshot.Port snapshot() {
        return new DataPlaneSnapshot.Port(status, counters.read());
    }

    /** Starts all counters from zero. Any thread. */
    void clearStatistics() {
        counters.clear();
    }

    /** The worker is gone, and with it whoever read from the device. */
    void workerGone() {
        takeDown();
        backOff.reset();
    }

    void close() {
        takeDown();
    }

    private void takeDown() {
        withdrawWriters();
        if (device != null) {
            device.close();
            device = null;
        }
        link = null;
        offloads = null;
    }
}
