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
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.CoalescingConfiguration;
import org.opendaylight.coalescer.api.DataPlane.Registration;
import org.opendaylight.coalescer.api.DataPlaneEvent.OffloadFallback;
import org.opendaylight.coalescer.api.DataPlaneEvent.PortStateChange;
import org.opendaylight.coalescer.api.DataPlaneSettings;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.coalescer.api.FlowOrder;
import org.opendaylight.coalescer.api.FlowStatistics;
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
import org.opendaylight.coalescer.linux.TunDevice;
import org.opendaylight.coalescer.packet.Ethernet;
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
    /** No IPv4 packet is longer, though the MTU of the loopback device is. */
    private static final int MAX_IP_BYTES = 65_535;
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
    private DataPlaneSettings settings = DataPlaneSettings.DEFAULT;
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

    PortStatus status() {
        return status;
    }

    /** Has the offloads found out anew, as if nothing had been refused. */
    void reprobe() {
        offloads = null;
        backOff.reset();
    }

    /**
     * What a self-test has to know, with a trial of the device itself.
     *
     * @return the same
     * @throws IllegalStateException if there is no device
     */
    SelfTest.Tested tested() {
        if (device == null || offloads == null) {
            throw new IllegalStateException("Port " + name() + " has no device: " + status.lastError());
        }
        return new SelfTest.Tested(device.kind(), offloads.status(), offloads.output(),
            PortOffloads.refusals(device.probe()));
    }

    /**
     * Does what is to be done.
     *
     * @param wanted the configuration
     * @param endpoint the endpoint it refers to
     * @param around what it shares with others
     * @return nanoseconds until this should be called again although nothing has changed, {@code Long.MAX_VALUE} if it
     *         need not
     */
    // A fault here must not end the others: it shows in the status, like any other trouble
    @SuppressWarnings("checkstyle:illegalCatch")
    long reconcile(final PortConfiguration wanted, final EndpointUnit endpoint, final Surroundings around) {
        if (!wanted.equals(status.applied()) || endpoint.path() != null && status.operStatus() == OperStatus.FAILED
                && status.lastError().startsWith("Endpoint ")) {
            backOff.reset();
        }
        if (!around.settings().equals(settings) || device != null && device.path() != null
                && device.path() != endpoint.path()) {
            // Also a port that lacks a route or an address carries packets
            backOff.reset();
        }
        settings = around.settings();
        if (device != null && (!device.exists() || device.fault() != null)) {
            LOG.warn("Device {} {}, making it anew", wanted.name(),
                device.exists() ? "could not be read" : "was deleted or renamed from outside");
            takeDown();
            publish(wanted, OperStatus.FAILED, "The device was lost and is made anew");
            backOff.reset();
        }
        final long wait = backOff.remainingNs(System.nanoTime());
        if (wait > 0) {
            return wait;
        }
        try {
            bringUp(wanted, endpoint, around);
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            backOff.failed(System.nanoTime());
            if (publish(wanted, OperStatus.FAILED, Remedy.describe(e))) {
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

    private void bringUp(final PortConfiguration wanted, final EndpointUnit endpoint, final Surroundings around)
            throws IOException {
        final NetworkHome home = home(wanted, around.homes());
        if (device != null && (device.home() != home || device.kind() != kind(wanted))) {
            takeDown();
            publish(wanted, OperStatus.DOWN, "");
        }
        final EndpointPath path = endpoint.path();
        final var tunnel = wanted.tunnel();
        if (path == null) {
            if (device != null) {
                device.connect(PortConnection.none(tunnel.vni()));
            }
            throw new IOException("Endpoint " + endpoint.name() + " is " + endpoint.status().operStatus()
                + (endpoint.status().lastError().isEmpty() ? "" : ": " + endpoint.status().lastError()));
        }
        if (device == null) {
            device = PortDevice.create(new PortDevice.Blueprint(wanted.name(), kind(wanted),
                options(wanted.coalescing()), counters, reconciler::wake), home);
            link = new PortLink(device.ifIndex());
            offloads = null;
        }
        device.serve(path.workers(), wanted.device().queues());
        updateOffloads(wanted);
        device.configure(options(wanted.coalescing()), offloads.output());
        final var underlay = around.peersIn(wanted.device().networkNamespace());
        final var routes = routes(wanted, path, endpoint.status().applied().localAddress());
        mtu = wanted.device().mtu() != 0 ? wanted.device().mtu() : defaultMtu(routes);
        final var connection = new PortConnection(path, tunnel.vni(), routes, wanted.enabled(),
            home.isSameAs(path.home()), tunnel.relay(), wanted.device().addresses());
        if (device.carries()) {
            // New peers before their routes; a device that goes down takes nothing any more by then
            device.connect(connection);
            link.apply(home.netlink(), wanted, mtu, underlay);
        } else {
            // A device that is down refuses what arrives. An address or route that is not to be had keeps nothing else
            // from working
            try {
                link.apply(home.netlink(), wanted, mtu, underlay);
            } finally {
                device.connect(connection);
            }
        }
        offerWriters(wanted);
    }

    /** The namespace that the device shall live in. Without it there is no device either. */
    private NetworkHome home(final PortConfiguration wanted, final NetworkHomes homes) throws IOException {
        try {
            return homes.get(wanted.device().networkNamespace());
        } catch (IOException e) {
            takeDown();
            throw e;
        }
    }

    private static TunDevice.Kind kind(final PortConfiguration wanted) {
        return switch (wanted.device().kind()) {
            case TUN -> TunDevice.Kind.TUN;
            case TAP -> TunDevice.Kind.TAP;
        };
    }

    private void updateOffloads(final PortConfiguration wanted) throws LinuxException {
        final var switches = wanted.offload();
        if (offloads == null || !offloads.requested().equals(switches)) {
            final List<CapabilityResult> read = device.setReadOffloads(
                OffloadSet.ofSwitches(switches.checksum(), switches.tso(), switches.uso(),
                    switches.udpTunnelGso() && !device.isFramed())).capabilities();
            for (var type : GsoType.values()) {
                knownRefusals[type.ordinal()] = device.superpacketRefusals(type);
            }
            offloads = PortOffloads.probed(switches, read, reconciler.superpacketWrites(), device.isFramed());
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
            for (var each : refused) {
                if (!offloads.refused().contains(each)) {
                    each.told().forEach(refusal -> reconciler.tell(new OffloadFallback(OffloadFallback.Owner.PORT,
                        wanted.name(), refusal, Instant.now())));
                }
            }
            offloads = new PortOffloads(switches, offloads.read(), offloads.written(), refused);
        }
    }

    private static List<PeerRoute> routes(final PortConfiguration wanted, final EndpointPath path,
            final InetAddress source) throws LinuxException {
        final RouteNetlink netlink = path.home().netlink();
        final var routes = new ArrayList<PeerRoute>();
        for (var peer : wanted.tunnel().peers()) {
            final int overhead = path.encapsulation().headerLength()
                + (peer.address().getAddress().length == Integer.BYTES ? OUTER_V4_BYTES : OUTER_V6_BYTES);
            int maxPacket = Integer.MAX_VALUE;
            try {
                final var underlay = netlink.underlayMtu(source, peer.address());
                if (underlay.isPresent()) {
                    maxPacket = Math.min(underlay.getAsInt(), MAX_IP_BYTES) - overhead;
                }
            } catch (LinuxException e) {
                if (e.errno() != Errno.ENETUNREACH && e.errno() != Errno.EHOSTUNREACH) {
                    throw e;
                }
                LOG.debug("Peer {} of port {} can't be reached at present", peer.name(), wanted.name(), e);
            }
            routes.add(new PeerRoute(peer, maxPacket, wanted.tunnel().mssClamp()));
        }
        return routes;
    }

    private int defaultMtu(final List<PeerRoute> routes) {
        final int least = routes.stream().mapToInt(PeerRoute::maxPacket).min().orElse(Integer.MAX_VALUE);
        if (least < (1 << 16)) {
            return Math.max(MIN_MTU, device.isFramed() ? least - Ethernet.HEADER_LENGTH : least);
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
                device.connect(PortConnection.none(wanted.tunnel().vni()));
            }
            link.release(device.home().netlink(), wanted);
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
            exists ? device.ifIndex() : 0, exists ? mtu : 0, exists ? device.queues() : 0,
            offloads == null ? List.of() : offloads.status());
        if (now.equals(old)) {
            return false;
        }
        status = now;
        if (oper != old.operStatus()) {
            reconciler.tell(new PortStateChange(applied.name(), old.operStatus(), oper, now.lastError(), since));
        }
        reconciler.statusChanged();
        return true;
    }

    private CoalescerOptions options(final CoalescingConfiguration from) {
        return new CoalescerOptions(from.tcp(), from.udp(), from.maxSegments(), from.maxBytes(),
            from.maxSegmentSize(), from.reorderRepair(),
            switch (from.ecnPolicy()) {
                case EXACT -> EcnPolicy.EXACT;
                case PROPAGATE_CE -> EcnPolicy.PROPAGATE_CE;
            },
            switch (from.checksumValidation()) {
                case VERIFY -> ChecksumValidation.VERIFY;
                case TRUST -> ChecksumValidation.TRUST;
            },
            from.holdPackets(), TimeUnit.MICROSECONDS.toNanos(from.holdMicros()), settings.maxFlows(),
            TimeUnit.MILLISECONDS.toNanos(settings.reorderWindowMillis()));
    }

    /** Reads state and counters. Any thread. */
    DataPlaneSnapshot.Port snapshot() {
        return new DataPlaneSnapshot.Port(status, counters.read());
    }

    /** Lists flows, as {@link PortCounters#listFlows}. Any thread. */
    List<FlowStatistics> listFlows(final int top, final FlowOrder order) {
        return counters.listFlows(top, order);
    }

    /** Starts all counters from zero. Any thread. */
    void clearStatistics() {
        counters.clear();
    }

    /** The workers go, and others come: the device stays, and what is sent to it meanwhile is lost. */
    void abandonWorkers() {
        if (device != null) {
            device.abandon();
        }
        backOff.reset();
    }

    void close() {
        takeDown();
        publish(status.applied(), OperStatus.DOWN, "");
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
