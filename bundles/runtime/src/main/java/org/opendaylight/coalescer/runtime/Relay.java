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
import org.opendaylight.coalescer.core.tunnel.IcmpError;
import org.opendaylight.coalescer.core.tunnel.InnerPacket;
import org.opendaylight.coalescer.core.tunnel.OwnAddresses;
import org.opendaylight.coalescer.core.tunnel.RelayHop;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

/**
 * The way of a packet from one peer of a port to another one, past the device: a router's hop, and then the way of any
 * packet to a peer. Payload stays where it was received, borrowed until {@link #flush}, which must come before the next
 * batch overwrites it.
 *
 * <p>Hot path: owned by one worker; the counters may be read by any thread.
 */
final class Relay implements CounterSource {
    private final EnumCounters<RelayCounter> traffic = new EnumCounters<>(RelayCounter.class);
    private final EnumCounters<TunnelDrop> drops = new EnumCounters<>(TunnelDrop.class);
    private final PacketMemory answers = NativeMemory.allocate(IcmpError.MAX_LENGTH);
    private final PacketMetadata answer = new PacketMetadata();
    private final PeerOutput output = new PeerOutput(false);
    private final ReplyBudget budget = new ReplyBudget();
    private OwnAddresses own = new OwnAddresses();
    private boolean enabled;
    private boolean pending;

    /**
     * Replaces where packets go. Worker's thread, between batches.
     *
     * @param sender sockets of the endpoint, null for none
     * @param connection encapsulation, addresses of the port, and whether anything is relayed
     */
    void connect(final @Nullable UnderlaySender sender, final PortConnection connection) {
        output.connect(sender, connection);
        enabled = connection.relay() && sender != null;
        final var addresses = new OwnAddresses();
        connection.addresses().forEach(prefix -> addresses.add(prefix.address(), prefix.length()));
        own = addresses;
    }

    @Override
    public void addTo(final Tally tally) {
        tally.add(RelayCounter.class, traffic);
        for (var constant : TunnelDrop.values()) {
            tally.add(new Dropped(constant), drops.get(constant));
        }
    }

    /**
     * Takes a packet if it is for another peer, and sends it on or drops it.
     *
     * @param memory where it lies, borrowed until the flush
     * @param packet its metadata: an IP packet
     * @param from who sent it
     * @param peers all peers
     * @return false if it is for the device: relaying is off, one of its addresses does not leave its link, or its
     *         destination is the port's own, nobody's, or the sender's
     */
    boolean takes(final PacketMemory memory, final PacketMetadata packet, final Peer from, final PeerTable peers) {
        if (!enabled) {
            return false;
        }
        final int ip = packet.offset();
        final int version = InnerPacket.version(memory, ip);
        if (!RelayHop.isRoutable(memory, ip, version) || own.isDestination(memory, ip, version)) {
            return false;
        }
        final Peer to = peers.byDestination(memory, ip, version);
        if (to == null || to == from) {
            return false;
        }
        TunnelDrop drop = RelayHop.pass(memory, ip, packet.length());
        if (drop == null) {
            output.next();
            drop = output.send(memory, packet, to, version);
        }
        if (drop == null) {
            traffic.increment(RelayCounter.PACKETS);
            traffic.add(RelayCounter.BYTES, packet.length());
            pending = true;
        } else {
            drops.increment(drop);
            if (mayTell(drop, memory, packet, to)) {
                tell(from, version);
            }
        }
        return true;
    }

    /** Writes the answer to a packet that was dropped, if there is one and not too many have been sent. */
    private boolean mayTell(final TunnelDrop drop, final PacketMemory memory, final PacketMetadata packet,
            final Peer to) {
        if (drop != TunnelDrop.TTL_EXCEEDED && drop != TunnelDrop.TOO_BIG || budget.isSpent(System.nanoTime())) {
            return false;
        }
        return drop == TunnelDrop.TTL_EXCEEDED
            ? IcmpError.timeExceeded(memory, packet, own, answers, 0, answer)
            : IcmpError.tooBig(memory, packet, to.maxPacket(), answers, 0, answer);
    }

    private void tell(final Peer sender, final int version) {
        output.next();
        if (output.send(answers, answer, sender, version) == null) {
            budget.spend(System.nanoTime());
            traffic.increment(RelayCounter.ERRORS_SENT);
            // There is room for one answer
            output.flush();
        }
    }

    /** Sends everything. */
    void flush() {
        if (pending) {
            output.flush();
            // Not before: what a fault has left is to be forgotten
            pending = false;
        }
    }

    /** Forgets what waits after a fault. */
    void clear() {
        pending = false;
        output.clear();
    }

    /** A packet on its way from peer to peer, refused. */
    record Dropped(TunnelDrop reason) {
    }
}
