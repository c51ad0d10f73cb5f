/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.core.ErrnoCounters;
import org.opendaylight.coalescer.core.transmit.TransmitDrop;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.core.tunnel.InnerPacket;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.TunQueue;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.Ethernet;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

/**
 * The way of a packet out of a port: read from the device, validated and routed to a peer. Payload stays
 * where it was read. Hot path: owned by one worker.
 */
final class TransmitPath implements PollHandler, CounterSource {
    /** Batches handled before the worker looks at its other descriptors. */
    private static final int ROUNDS = 4;

    private final PacketMetadata metadata = new PacketMetadata();
    private final EnumCounters<PortCounter> traffic = new EnumCounters<>(PortCounter.class);
    private final EnumCounters<TransmitDrop> drops = new EnumCounters<>(TransmitDrop.class);
    private final EnumCounters<TunnelDrop> tunnelDrops = new EnumCounters<>(TunnelDrop.class);
    private final ErrnoCounters errors = new ErrnoCounters();
    private final PacketMemory memory;
    private final PeerOutput output;
    private final Runnable onLost;
    private final TunQueue queue;
    private final TooBigReply tooBig;
    private final boolean framed;
    private PeerTable peers;
    private volatile @Nullable RuntimeException fault;

    /**
     * Makes a path that drops everything until it is configured.
     *
     * @param queue where packets come from, owned by the caller
     * @param memory read buffers of the worker
     * @param framed whether packets are Ethernet frames
     * @param onLost told on the worker's thread that somebody deleted the device; it must end the calls of {@link
     * #ready}
     */
    TransmitPath(final TunQueue queue, final PacketMemory memory, final boolean framed, final Runnable onLost) {
        this.queue = requireNonNull(queue);
        this.memory = requireNonNull(memory);
        this.framed = framed;
        peers = new PeerTable(List.of());
        this.onLost = requireNonNull(onLost);
        tooBig = new TooBigReply(queue);
        output = new PeerOutput(framed);
    }

    /**
     * Replaces where packets go. Worker's thread.
     *
     * @param sender sockets of the endpoint, null for none
     * @param connection encapsulation and VNI
     * @param newPeers who gets packets
     */
    void connect(final @Nullable UnderlaySender sender, final PortConnection connection, final PeerTable newPeers) {
        output.connect(sender, connection);
        peers = newPeers;
    }

    @Override
    public void addTo(final Tally tally) {
        tally.add(PortCounter.class, traffic);
        tally.add(TransmitDrop.class, drops);
        for (var constant : TunnelDrop.values()) {
            tally.add(new TunnelDropped(constant), tunnelDrops.get(constant));
        }
        output.addTo(tally);
        errors.forEach((errno, count) -> tally.add(new ReadError(errno), count));
    }

    @Override
    public void ready(final int events) {
        for (int round = 0; round < ROUNDS; round++) {
            int result = 0;
            int slot = 0;
            while (slot < Worker.TRANSMIT_SLOTS) {
                final int off = slot * Worker.TRANSMIT_SLOT_BYTES;
                result = queue.read(memory, off, Worker.TRANSMIT_SLOT_BYTES);
                if (result < 0) {
                    break;
                }
                forward(off, result);
                slot++;
            }
            if (slot > 0) {
                output.flush();
            }
            if (result < 0) {
                if (result != -Errno.EAGAIN && result != -Errno.EINTR) {
                    errors.count(result);
                }
                if (result == -Errno.EBADFD) {
                    onLost.run();
                }
                return;
            }
        }
    }

    private void forward(final int off, final int bytes) {
        final TransmitDrop drop = framed ? TransmitValidation.acceptFrame(memory, off, bytes, metadata)
            : TransmitValidation.accept(memory, off, bytes, metadata);
        if (drop != null) {
            drops.increment(drop);
            return;
        }
        count();
        output.next();
        final TunnelDrop tunnelDrop = framed ? forwardFrame() : forwardPacket();
        if (tunnelDrop != null) {
            tunnelDrops.increment(tunnelDrop);
        }
    }

    private @Nullable TunnelDrop forwardPacket() {
        final int ip = metadata.offset();
        final TunnelDrop wrong = InnerPacket.check(memory, ip, metadata.length());
        if (wrong != null) {
            return wrong;
        }
        if (!output.isConnected()) {
            return TunnelDrop.PORT_DISABLED;
        }
        final int version = InnerPacket.version(memory, ip);
        final Peer peer = peers.byDestination(memory, ip, version);
        return peer == null ? TunnelDrop.NO_PEER : send(peer, version);
    }

    /** Sends a frame to the peer that its destination is behind, or a copy to each. */
    private @Nullable TunnelDrop forwardFrame() {
        if (!output.isConnected()) {
            return TunnelDrop.PORT_DISABLED;
        }
        final int start = metadata.linkLength();
        final int ip = metadata.offset() + start;
        final int version = start == metadata.length() ? 0 : InnerPacket.version(memory, ip);
        final Peer only = peers.byDestinationStation(Ethernet.destination(memory.net(), metadata.offset()));
        if (only != null) {
            return send(only, version);
        }
        // All copies are cut alike, so that payload is read once for their checksums
        PeerOutput.shorten(metadata, peers.leastMaxPacket());
        TunnelDrop drop = peers.size() == 0 ? TunnelDrop.NO_PEER : null;
        for (int i = 0; i < peers.size(); i++) {
            final TunnelDrop refused = send(peers.peer(i), version);
            drop = refused == null ? drop : refused;
        }
        return drop;
    }

    /** Sends to one peer; {@code version} is that of the IP header, 0 if there is none. */
    private @Nullable TunnelDrop send(final Peer peer, final int version) {
        final TunnelDrop drop = output.send(memory, metadata, peer, version);
        if (drop == TunnelDrop.TOO_BIG
                && tooBig.send(memory, metadata, peer.maxPacket() - metadata.linkLength(), System.nanoTime())) {
            traffic.increment(PortCounter.TX_ERRORS_SENT);
        }
        return drop;
    }

    private void count() {
        traffic.increment(PortCounter.TX_PACKETS);
        traffic.add(PortCounter.TX_BYTES, metadata.length());
        if (metadata.gsoType() != GsoType.NONE) {
            traffic.increment(PortCounter.TX_SUPERPACKETS);
        }
        traffic.increment(metadata.checksumState() == ChecksumState.PARTIAL ? PortCounter.TX_NEEDS_CSUM
            : PortCounter.TX_CSUM_NONE);
    }

    @Override
    public void failed(final RuntimeException cause) {
        fault = cause;
        output.clear();
    }

    /** Why it has stopped, null if it has not. Any thread. */
    @Nullable RuntimeException fault() {
        return fault;
    }

    @Override
    public String toString() {
        return "transmit path of " + queue;
    }

    /** A failed read from the device. */
    record ReadError(int errno) {
    }

    /** A packet on its way out, refused by the rules of the tunnel. */
    record TunnelDropped(TunnelDrop reason) {
    }
}
