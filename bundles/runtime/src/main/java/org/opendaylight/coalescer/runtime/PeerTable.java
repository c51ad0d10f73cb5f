/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.tunnel.InnerPacket;
import org.opendaylight.coalescer.core.tunnel.PrefixTable;
import org.opendaylight.coalescer.linux.UdpReceiveBatch;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * The peers of a port: who may send to it, from which inner addresses or stations, and who gets what it sends.
 * Immutable; a change of configuration makes a new one. Lookups allocate nothing.
 */
final class PeerTable {
    private final Peer[] peers;
    /** All stations in ascending order, and the peers that they are behind at the same places. */
    private final long[] stations;
    private final Peer[] stationPeers;
    private final PrefixTable<Peer> prefixes;
    private final int leastMaxPacket;

    PeerTable(final List<PeerRoute> routes) {
        final var builder = new PrefixTable.Builder<Peer>();
        peers = new Peer[routes.size()];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = new Peer(routes.get(i));
            for (var prefix : routes.get(i).configuration().allowedPrefixes()) {
                builder.add(prefix.address().getAddress(), prefix.length(), peers[i]);
            }
        }
        prefixes = builder.build();
        leastMaxPacket = Arrays.stream(peers).mapToInt(Peer::maxPacket).min().orElse(Integer.MAX_VALUE);
        final var behind = new TreeMap<Long, Peer>();
        for (int i = 0; i < peers.length; i++) {
            for (var station : routes.get(i).configuration().macs()) {
                behind.put(station.value(), peers[i]);
            }
        }
        stations = behind.keySet().stream().mapToLong(Long::longValue).toArray();
        stationPeers = behind.values().toArray(Peer[]::new);
    }

    /** The peer that a received message came from, null if it is none. Its port does not matter. */
    @Nullable Peer bySource(final UdpReceiveBatch batch, final int message) {
        for (Peer peer : peers) {
            if (peer.address().isSource(batch, message)) {
                return peer;
            }
        }
        return null;
    }

    /** Whether a peer may send packets with the source address of this one. */
    boolean mayUseSource(final Peer peer, final PacketMemory memory, final int off, final int ipVersion) {
        return prefixes.lookup(memory, InnerPacket.sourceOffset(memory, off), ipVersion) == peer;
    }

    /** The peer that a packet goes to, null if there is none. */
    @Nullable Peer byDestination(final PacketMemory memory, final int off, final int ipVersion) {
        return prefixes.lookup(memory, InnerPacket.destinationOffset(memory, off), ipVersion);
    }

    /** Number of peers. */
    int size() {
        return peers.length;
    }

    /** One of the peers, by its number from 0. */
    Peer peer(final int index) {
        return peers[index];
    }

    /** Bytes of a packet that every peer can be sent. */
    int leastMaxPacket() {
        return leastMaxPacket;
    }

    /** Whether a peer may send frames from a station: from its own, or from any that is nobody's if it has none. */
    boolean mayUseStation(final Peer peer, final long station) {
        return byStation(station) == (peer.isStationed() ? peer : null);
    }

    /** The only peer that a frame to a station goes to, null if it goes to all of them. */
    @Nullable Peer byDestinationStation(final long station) {
        return peers.length == 1 ? peers[0] : byStation(station);
    }

    private @Nullable Peer byStation(final long station) {
        final int place = Arrays.binarySearch(stations, station);
        return place < 0 ? null : stationPeers[place];
    }
}
