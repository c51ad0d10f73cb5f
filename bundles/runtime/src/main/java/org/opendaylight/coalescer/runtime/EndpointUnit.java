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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlaneEvent.OffloadFallback;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.coalescer.api.EndpointConfiguration;
import org.opendaylight.coalescer.api.EndpointStatistics;
import org.opendaylight.coalescer.api.EndpointStatus;
import org.opendaylight.coalescer.api.OffloadStatus;
import org.opendaylight.coalescer.api.OffloadStatus.Capability;
import org.opendaylight.coalescer.api.OffloadStatus.Direction;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.LinuxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One endpoint, brought to what is configured and kept there. Reconciler's thread, but for {@link #snapshot} and
 * {@link #clearStatistics}, which any thread may call.
 */
final class EndpointUnit {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointUnit.class);
    /** How often in a row a worker may be too slow to be told something: longer than that is no load but a fault. */
    private static final int MOST_FAILED_SPREADS = 2;

    /** What each worker counts, in their order. */
    private final List<EndpointCounters> counters = new CopyOnWriteArrayList<>();
    private final BackOff backOff = new BackOff();
    private final Reconciler reconciler;
    private volatile EndpointStatus status;
    /** Guarded by this. */
    private Tally baseline = new Tally();
    /** Guarded by this. */
    private Instant discontinuity = Instant.now();
    private @Nullable EndpointPath path;
    /** Why segmentation by the kernel was given up, as far as others were told; 0 if it was not. */
    private int toldErrno;
    private boolean reprobe;
    /** What the last audit was answered instead of whether the address is local, told already; empty if it was not. */
    private String outlived = "";
    private int failedSpreads;

    EndpointUnit(final Reconciler reconciler, final EndpointConfiguration configuration) {
        this.reconciler = requireNonNull(reconciler);
        status = new EndpointStatus(configuration, OperStatus.DOWN, Instant.now(), "", 0, "", List.of());
    }

    String name() {
        return status.applied().name();
    }

    EndpointStatus status() {
        return status;
    }

    /** The sockets, null while the endpoint is not up. */
    @Nullable EndpointPath path() {
        return path;
    }

    /** Has the offloads tried anew, as if nothing had been refused. */
    void reprobe() {
        reprobe = true;
    }

    /**
     * Does what is to be done.
     *
     * @param wanted the configuration
     * @param workers who serves the sockets, null if there is nobody
     * @param trouble why there is nobody
     * @param homes network namespaces
     * @return nanoseconds until this should be called again although nothing has changed, {@code Long.MAX_VALUE} if it
     *         need not
     */
    // A fault here must not end the others: it shows in the status, like any other trouble
    @SuppressWarnings("checkstyle:illegalCatch")
    long reconcile(final EndpointConfiguration wanted, final @Nullable WorkerGroup workers, final String trouble,
            final NetworkHomes homes) {
        final EndpointConfiguration before = status.applied();
        final boolean changed = !wanted.equals(before);
        if (changed) {
            backOff.reset();
        }
        final long wait = backOff.remainingNs(System.nanoTime());
        if (wait > 0) {
            return wait;
        }
        try {
            if (workers == null) {
                throw new IOException(trouble);
            }
            final NetworkHome home = homes.get(wanted.networkNamespace());
            if (path != null) {
                release(wanted);
            }
            if (path != null && path.home() != home) {
                closePath();
            }
            if (path != null) {
                requireHealth(wanted);
            }
            if (path == null) {
                while (counters.size() < workers.workers().size()) {
                    counters.add(new EndpointCounters());
                }
                path = EndpointPath.open(wanted, home, workers, counters);
                LOG.info("Endpoint {} receives {} on {} port {}", wanted.name(), path.encapsulation().name(),
                    wanted.localAddress().getHostAddress(), wanted.localPort());
            } else if (changed || reprobe) {
                path.change(wanted);
                toldErrno = 0;
            }
            reprobe = false;
            spreadFallback(wanted.name(), path.segmentationErrno());
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            closePath();
            backOff.failed(System.nanoTime());
            if (publish(wanted, OperStatus.FAILED, Remedy.describe(e))) {
                LOG.warn("Endpoint {} failed", wanted.name(), e);
            }
            return backOff.remainingNs(System.nanoTime());
        }
        backOff.reset();
        publish(wanted, OperStatus.UP, "");
        return Long.MAX_VALUE;
    }

    /**
     * Gives up the sockets if the configuration wants others, which frees their address for another endpoint.
     *
     * @param wanted the configuration
     */
    void release(final EndpointConfiguration wanted) {
        if (!sameSockets(status.applied(), wanted)) {
            closePath();
        }
    }

    /** A socket stays bound to an address that is gone, and nothing would tell. */
    private void requireHealth(final EndpointConfiguration wanted) throws IOException {
        final RuntimeException fault = path.fault();
        if (fault != null) {
            throw new IOException(fault.toString(), fault);
        }
        if (!isLocal(wanted)) {
            throw new LinuxException("bind", wanted.localAddress().getHostAddress(), Errno.EADDRNOTAVAIL,
                "no device has this address any more");
        }
    }

    private boolean isLocal(final EndpointConfiguration wanted) {
        try {
            final boolean local = path.home().netlink().routeTo(wanted.localAddress()).isLocal();
            outlived = "";
            return local;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENETUNREACH || e.errno() == Errno.EHOSTUNREACH || isUnbindable(wanted)) {
                return false;
            }
            final var refusal = String.valueOf(e.getMessage());
            if (!refusal.equals(outlived)) {
                outlived = refusal;
                warn(wanted.name(), e);
            }
            return true;
        }
    }

    /** What the kernel says about the route may be about another than that of the address: a rule, or a blackhole. */
    private boolean isUnbindable(final EndpointConfiguration wanted) {
        try {
            path.home().call(() -> {
                EndpointPath.requireBindable(wanted.localAddress(), 0);
                return null;
            });
            return false;
        } catch (IOException e) {
            return e instanceof LinuxException refusal && refusal.errno() == Errno.EADDRNOTAVAIL;
        }
    }

    /** About a failure that is no reason to close sockets which work. */
    private static void warn(final String name, final IOException failure) {
        LOG.warn("Endpoint {} goes on, although something could not be found out or changed", name, failure);
    }

    private static boolean sameSockets(final EndpointConfiguration before, final EndpointConfiguration wanted) {
        return before.localAddress().equals(wanted.localAddress()) && before.localPort() == wanted.localPort()
            && before.encapsulation() == wanted.encapsulation()
            && before.networkNamespace().equals(wanted.networkNamespace());
    }

    private boolean publish(final EndpointConfiguration applied, final OperStatus oper, final String error) {
        final EndpointStatus old = status;
        final var since = old.operStatus() == oper ? old.lastChange() : Instant.now();
        final var now = new EndpointStatus(applied, oper, since, error == null ? "" : error,
            path == null ? 0 : path.receiveBuffer(), receiveBufferReason(applied), offloads(applied));
        if (now.equals(old)) {
            return false;
        }
        status = now;
        reconciler.statusChanged();
        return true;
    }

    /** Has all sockets do without segmentation by the kernel as soon as one has to, and tells others of it. */
    private void spreadFallback(final String name, final int errno) throws IOException {
        if (errno != 0 && errno != toldErrno) {
            try {
                path.refuseSegmentation(errno);
                failedSpreads = 0;
            } catch (IOException e) {
                if (++failedSpreads > MOST_FAILED_SPREADS) {
                    throw e;
                }
                // A worker that is just slow: the next audit tries again
                if (failedSpreads == 1) {
                    warn(name, e);
                }
                return;
            }
            reconciler.tell(new OffloadFallback(OffloadFallback.Owner.ENDPOINT, name, new OffloadFallback.Refusal(
                Capability.UDP_GSO, Direction.TRANSMIT, errno, segmentationTrouble(errno)), Instant.now()));
        }
        toldErrno = errno;
    }

    private static String segmentationTrouble(final int errno) {
        return "sendmmsg(UDP_SEGMENT): " + Errno.describe(errno);
    }

    private String receiveBufferReason(final EndpointConfiguration applied) {
        // The kernel doubles what it is asked for, to pay for its own structures
        return path == null || path.receiveBuffer() / 2 >= applied.receiveBuffer() ? ""
            : "setsockopt(SO_RCVBUFFORCE): EPERM without CAP_NET_ADMIN, and SO_RCVBUF gives no more than"
                + " net.core.rmem_max";
    }

    private List<OffloadStatus> offloads(final EndpointConfiguration applied) {
        final EndpointPath sockets = path;
        if (sockets == null) {
            return List.of();
        }
        final int errno = sockets.segmentationErrno();
        final String trouble;
        if (!applied.udpGso()) {
            trouble = "switched off";
        } else if (!sockets.segmentation().negotiated()) {
            trouble = sockets.segmentation().reason();
        } else if (!applied.udpChecksum()) {
            trouble = "udp-checksum is false: the kernel segments only what has a checksum";
        } else {
            trouble = errno == 0 ? "" : segmentationTrouble(errno);
        }
        final var gro = sockets.gro();
        return List.of(
            new OffloadStatus(Capability.UDP_GSO, Direction.TRANSMIT, applied.udpGso(),
                sockets.segmentation().negotiated(), trouble.isEmpty(), trouble),
            new OffloadStatus(Capability.UDP_GRO, Direction.RECEIVE, applied.udpGro(), gro.negotiated(),
                gro.negotiated(), applied.udpGro() ? gro.reason() : "switched off"));
    }

    /** Reads state and counters. Any thread. */
    synchronized DataPlaneSnapshot.Endpoint snapshot() {
        final var tally = new Tally();
        counters.forEach(each -> each.addTo(tally));
        tally.subtract(baseline);
        return new DataPlaneSnapshot.Endpoint(status, new EndpointStatistics(discontinuity,
            new EndpointStatistics.Receive(tally.get(EndpointCounter.RX_DATAGRAMS),
                tally.get(EndpointCounter.RX_BYTES), tally.get(EndpointCounter.RX_GRO_BATCHES),
                tally.get(EndpointCounter.RX_SOCKET_DROPS), tally.byName(TunnelDrop.class),
                tally.errors(EndpointCounters.ReceiveError.class, EndpointCounters.ReceiveError::errno)),
            new EndpointStatistics.Transmit(tally.get(EndpointCounter.TX_DATAGRAMS),
                tally.get(EndpointCounter.TX_BYTES), tally.get(EndpointCounter.TX_GSO_BATCHES),
                tally.get(EndpointCounter.TX_FRAGMENTED), tally.get(EndpointCounter.TX_DROPPED),
                tally.errors(EndpointCounters.SendError.class, EndpointCounters.SendError::errno))));
    }

    /** Starts all counters from zero. Any thread. */
    synchronized void clearStatistics() {
        final var now = new Tally();
        counters.forEach(each -> each.addTo(now));
        baseline = now;
        discontinuity = Instant.now();
    }

    /** The workers go, and others come: sockets are opened anew, and what waits in them is lost. */
    void abandonWorkers() {
        closePath();
        backOff.reset();
    }

    void close() {
        closePath();
        LOG.info("Endpoint {} removed", name());
    }

    private void closePath() {
        if (path != null) {
            path.close();
            path = null;
            outlived = "";
            failedSpreads = 0;
        }
    }
}
