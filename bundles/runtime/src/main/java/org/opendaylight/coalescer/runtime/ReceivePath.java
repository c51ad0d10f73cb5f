/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.coalesce.Coalescer;
import org.opendaylight.coalescer.core.tunnel.DecapsulatedPacket;
import org.opendaylight.coalescer.core.tunnel.Ecn;
import org.opendaylight.coalescer.core.tunnel.MssClamp;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

/**
 * The way of a packet from the overlay into a port: whether this peer may send it, the congestion mark of the outer
 * header, then the coalescer. Hot path: owned by one worker.
 */
final class ReceivePath {
    private final PacketMetadata metadata = new PacketMetadata();
    private final EnumCounters<TunnelDrop> drops;
    private final Coalescer coalescer;
    private final PacketMemory memory;
    private PeerTable peers;
    private boolean enabled;
    private boolean canLoop;
    private boolean touched;

    /**
     * Makes the path of a disabled port.
     *
     * @param coalescer where packets go
     * @param memory memory that they lie in
     * @param peers who may send
     * @param drops counts what is refused here
     */
    ReceivePath(final Coalescer coalescer, final PacketMemory memory, final PeerTable peers,
            final EnumCounters<TunnelDrop> drops) {
        this.coalescer = coalescer;
        this.memory = memory;
        this.peers = peers;
        this.drops = drops;
    }

    PeerTable peers() {
        return peers;
    }

    Coalescer coalescer() {
        return coalescer;
    }

    /**
     * Replaces peers and switches. Worker's thread.
     *
     * @param newPeers who may send
     * @param isEnabled whether the port takes packets
     * @param mayLoop whether packets to the endpoint's own address would come round again
     */
    void configure(final PeerTable newPeers, final boolean isEnabled, final boolean mayLoop) {
        peers = newPeers;
        enabled = isEnabled;
        canLoop = mayLoop;
    }

    /**
     * Takes a packet out of its tunnel header.
     *
     * @param inner where it lies
     * @param peer who sent it, null if nobody that is configured
     * @param outerTos outer TOS or traffic class
     * @param ownAddress address of the endpoint
     */
    void accept(final DecapsulatedPacket inner, final @Nullable Peer peer, final int outerTos,
            final Peer.Address ownAddress) {
        final int off = inner.offset();
        final int version = inner.ipVersion();
        final TunnelDrop drop;
        if (!enabled) {
            drop = TunnelDrop.PORT_DISABLED;
        } else if (peer == null) {
            drop = TunnelDrop.UNKNOWN_PEER;
        } else if (!peers.mayUseSource(peer, memory, off, version)) {
            drop = TunnelDrop.SPOOFED_INNER_SOURCE;
        } else if (canLoop && ownAddress.isDestination(memory, off, version)) {
            drop = TunnelDrop.LOOP;
        } else if (!Ecn.decapsulate(memory, off, outerTos)) {
            drop = TunnelDrop.ECN_DROP;
        } else {
            if (coalescer.heldPackets() == 0) {
                coalescer.setTime(System.nanoTime());
            }
            metadata.reset(off, inner.length());
            if (peer.clampsMss()) {
                MssClamp.apply(memory, metadata, peer.maxPacket());
            }
            coalescer.commit(metadata);
            return;
        }
        drops.increment(drop);
    }

    /** Flushes if packets have been held too long. */
    void boundHold(final long nowNs) {
        if (coalescer.holdExceeded(nowNs)) {
            coalescer.flush(SealReason.HOLD_BOUND);
        }
    }

    void flush(final SealReason why) {
        coalescer.flush(why);
    }

    boolean isTouched() {
        return touched;
    }

    void setTouched(final boolean isTouched) {
        touched = isTouched;
    }
}
