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
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.coalesce.Coalescer;
import org.opendaylight.coalescer.core.tunnel.DecapsulatedPacket;
import org.opendaylight.coalescer.core.tunnel.Ecn;
import org.opendaylight.coalescer.core.tunnel.InnerPacket;
import org.opendaylight.coalescer.core.tunnel.MssClamp;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.packet.Ethernet;
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
    private final boolean framed;
    private final Relay relay;
    private PeerTable peers;
    private boolean enabled;
    private boolean canLoop;
    private boolean touched;

    /**
     * Makes the path of a disabled port.
     *
     * @param coalescer where packets go
     * @param memory memory that they lie in
     * @param framed whether they are Ethernet frames
     * @param drops counts what is refused here
     * @param relay where packets go that are for another peer
     */
    ReceivePath(final Coalescer coalescer, final PacketMemory memory, final boolean framed,
            final EnumCounters<TunnelDrop> drops, final Relay relay) {
        this.coalescer = coalescer;
        this.memory = memory;
        this.framed = framed;
        this.drops = drops;
        this.relay = relay;
        peers = new PeerTable(List.of());
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
        final TunnelDrop drop = refusal(inner, peer, outerTos, ownAddress);
        if (drop != null) {
            drops.increment(drop);
            return;
        }
        if (relay.takes(memory, metadata, requireNonNull(peer), peers)) {
            return;
        }
        if (coalescer.heldPackets() == 0) {
            coalescer.setTime(System.nanoTime());
        }
        coalescer.commit(metadata);
    }

    /** Why a packet is not taken; null if it is, and then it is described by the metadata. */
    private @Nullable TunnelDrop refusal(final DecapsulatedPacket inner, final @Nullable Peer peer, final int outerTos,
            final Peer.Address ownAddress) {
        if (!enabled) {
            return TunnelDrop.PORT_DISABLED;
        }
        if (inner.isFrame() != framed) {
            return TunnelDrop.WRONG_NEXT_PROTOCOL;
        }
        if (peer == null) {
            return TunnelDrop.UNKNOWN_PEER;
        }
        inner.describe(memory, metadata);
        final int off = inner.offset();
        if (!(framed ? peers.mayUseStation(peer, Ethernet.source(memory.net(), off))
                : peers.mayUseSource(peer, memory, off, inner.ipVersion()))) {
            return TunnelDrop.SPOOFED_INNER_SOURCE;
        }
        final int ip = off + metadata.linkLength();
        if (ip == off + inner.length()) {
            // A frame without IP has nothing that could be looked at
            return null;
        }
        if (canLoop && ownAddress.isDestination(memory, ip, InnerPacket.version(memory, ip))) {
            return TunnelDrop.LOOP;
        }
        if (!Ecn.decapsulate(memory, ip, outerTos)) {
            return TunnelDrop.ECN_DROP;
        }
        if (peer.clampsMss()) {
            // What is relayed as well: the output holds it to the way on, but its answers come back this way
            MssClamp.apply(memory, metadata, peer.maxPacket());
        }
        return null;
    }

    /** Flushes if packets have been held too long. */
    void boundHold(final long nowNs) {
        if (coalescer.holdExceeded(nowNs)) {
            coalescer.flush(SealReason.HOLD_BOUND);
        }
    }

    void flush(final SealReason why) {
        try {
            relay.flush();
        } finally {
            // The next batch overwrites what the coalescer holds, whatever became of the relay
            coalescer.flush(why);
        }
    }

    /** Forgets what waits to be sent on, after a fault. */
    void clear() {
        relay.clear();
    }

    boolean isTouched() {
        return touched;
    }

    void setTouched(final boolean isTouched) {
        touched = isTouched;
    }
}
