/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.core.ErrnoCounters;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitCounter;
import org.opendaylight.coalescer.core.transmit.TransmitDrop;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.core.tunnel.Ecn;
import org.opendaylight.coalescer.core.tunnel.Encapsulation;
import org.opendaylight.coalescer.core.tunnel.IcmpError;
import org.opendaylight.coalescer.core.tunnel.InnerPacket;
import org.opendaylight.coalescer.core.tunnel.MssClamp;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.TunQueue;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.Ethernet;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

/**
 * The way of a packet out of a port: read from the device, validated, routed to a peer, segmented, encapsulated and
 * handed to the sockets of the endpoint. Payload stays where it was read. Hot path: owned by one worker.
 */
final class TransmitPath implements PollHandler {
    /** Batches handled before the worker looks at its other descriptors. */
    private static final int ROUNDS = 4;
    /** No encapsulation has a longer header, in bytes. */
    private static final int MAX_TUNNEL_HEADER = 256;
    private static final int HASH_FACTOR = 0x9e37_79b9;

    private final PacketMetadata metadata = new PacketMetadata();
    private final EnumCounters<PortCounter> traffic = new EnumCounters<>(PortCounter.class);
    private final EnumCounters<TransmitDrop> drops = new EnumCounters<>(TransmitDrop.class);
    private final EnumCounters<TunnelDrop> tunnelDrops = new EnumCounters<>(TunnelDrop.class);
    private final ErrnoCounters errors = new ErrnoCounters();
    private final TransmitValidation validation;
    private final PacketMemory memory;
    private final Runnable onLost;
    private final TunQueue queue;
    private final TooBigReply tooBig;
    private final boolean framed;
    private PeerTable peers;
    private boolean canLoop;
    /** Null while the port is disabled or has no endpoint. */
    private @Nullable UnderlaySender sender;
    private @Nullable Encapsulation encapsulation;
    private int vni;
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
        validation = new TransmitValidation(OutputCapabilities.NONE,
            UnderlaySender.maxHeaderLength() - MAX_TUNNEL_HEADER);
    }

    /**
     * Replaces the peers. Worker's thread.
     *
     * @param newPeers who gets packets
     * @param mayLoop whether packets to the underlay address of a peer would come round again
     */
    void setPeers(final PeerTable newPeers, final boolean mayLoop) {
        peers = newPeers;
        canLoop = mayLoop;
    }

    /**
     * Replaces where packets go. Worker's thread.
     *
     * @param newSender sockets of the endpoint, null for none
     * @param newEncapsulation encapsulation of the endpoint
     * @param newVni VNI of the port
     */
    void setTunnel(final @Nullable UnderlaySender newSender, final @Nullable Encapsulation newEncapsulation,
            final int newVni) {
        sender = newSender;
        encapsulation = newEncapsulation;
        vni = newVni;
    }

    /** Adds all counters to a reading. Any thread. */
    void addTo(final Tally tally) {
        tally.add(PortCounter.class, traffic);
        tally.add(TransmitDrop.class, drops);
        for (var constant : TunnelDrop.values()) {
            tally.add(new TunnelDropped(constant), tunnelDrops.get(constant));
        }
        for (var constant : TransmitCounter.values()) {
            tally.add(constant, validation.count(constant));
        }
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
            if (slot > 0 && sender != null) {
                sender.flush();
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
        final UnderlaySender out = sender;
        if (out == null) {
            return TunnelDrop.PORT_DISABLED;
        }
        final int version = InnerPacket.version(memory, ip);
        final Peer peer = peers.byDestination(memory, ip, version);
        return peer == null ? TunnelDrop.NO_PEER : send(out, peer, ip, version);
    }

    /** Sends a frame to the peer that its destination is behind, or a copy to each. */
    private @Nullable TunnelDrop forwardFrame() {
        final UnderlaySender out = sender;
        if (out == null) {
            return TunnelDrop.PORT_DISABLED;
        }
        final int start = metadata.linkLength();
        final int ip = metadata.offset() + start;
        final int version = start == metadata.length() ? 0 : InnerPacket.version(memory, ip);
        final Peer only = peers.byDestinationStation(Ethernet.destination(memory.net(), metadata.offset()));
        if (only != null) {
            return send(out, only, ip, version);
        }
        TunnelDrop drop = peers.size() == 0 ? TunnelDrop.NO_PEER : null;
        for (int i = 0; i < peers.size(); i++) {
            final TunnelDrop refused = send(out, peers.peer(i), ip, version);
            drop = refused == null ? drop : refused;
        }
        return drop;
    }

    /** Sends to one peer; {@code version} is that of the IP header, 0 if there is none. */
    private @Nullable TunnelDrop send(final UnderlaySender out, final Peer peer, final int ip, final int version) {
        if (version != 0 && canLoop && peer.address().isDestination(memory, ip, version)) {
            return TunnelDrop.LOOP;
        }
        final int maxPacket = peer.maxPacket();
        if (!fit(maxPacket)) {
            if (version != 0) {
                tooBig.send(memory, metadata, maxPacket - metadata.linkLength(), System.nanoTime());
            }
            return TunnelDrop.TOO_BIG;
        }
        if (version != 0) {
            if (peer.clampsMss()) {
                MssClamp.apply(memory, metadata, maxPacket);
            }
            out.begin(flowHash(ip, version), peer.destination(), Ecn.encapsulate(memory, ip, out.dscp()));
        } else {
            out.begin(stationHash(), peer.destination(), Ecn.encapsulateFrame(out.dscp()));
        }
        encapsulate(out, framed ? Encapsulation.ETHERNET : version);
        return null;
    }

    /**
     * Whether a packet is carried. A TCP superpacket whose segments would be too long is cut into shorter ones, which
     * is as good to its receiver; a datagram ends where its sender says.
     */
    private boolean fit(final int maxPacket) {
        if (IcmpError.firstLength(metadata) <= maxPacket) {
            return true;
        }
        final int headerLen = metadata.payloadOffset() - metadata.offset();
        final int gsoSize = maxPacket - headerLen;
        if (metadata.gsoType() == GsoType.NONE || metadata.gsoType() == GsoType.UDP_L4 || gsoSize <= 0) {
            return false;
        }
        metadata.setGso(metadata.gsoType(), gsoSize, (metadata.length() - headerLen + gsoSize - 1) / gsoSize);
        return true;
    }

    private void encapsulate(final UnderlaySender out, final int content) {
        final int packets = validation.begin(memory, metadata);
        if (packets == 0) {
            drops.increment(requireNonNull(validation.drop()));
            return;
        }
        final int tunnelLen = encapsulation.headerLength();
        final int headerLen = tunnelLen + validation.headerLength();
        for (int i = 0; i < packets; i++) {
            final int header = out.reserveHeader(headerLen);
            encapsulation.encapsulate(out.headers(), header, vni, content);
            validation.writeHeader(i, out.headers(), header + tunnelLen);
            out.add(header, headerLen, memory, validation.payloadOffset(i), validation.payloadLength(i));
        }
        traffic.add(PortCounter.TX_DATAGRAMS, packets);
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

    /** The same for all packets of a flow: addresses, and ports where they can be read. */
    private int flowHash(final int ip, final int version) {
        final ByteBuffer net = memory.net();
        int hash;
        final int l4;
        final int protocol;
        if (version == 4) {
            hash = net.getInt(ip + Ipv4.SOURCE) * 31 + net.getInt(ip + Ipv4.DESTINATION);
            protocol = (net.getShort(ip + Ipv4.FRAGMENT) & (Ipv4.MF | Ipv4.OFFSET_MASK)) == 0
                ? net.get(ip + Ipv4.PROTOCOL) : 0;
            l4 = (net.get(ip) & 0xf) * Integer.BYTES;
        } else {
            final long source = net.getLong(ip + Ipv6.SOURCE) * 31 + net.getLong(ip + Ipv6.SOURCE + Long.BYTES);
            final long addresses = (source * 31 + net.getLong(ip + Ipv6.DESTINATION)) * 31
                + net.getLong(ip + Ipv6.DESTINATION + Long.BYTES);
            hash = (int) (addresses ^ addresses >>> Integer.SIZE);
            protocol = net.get(ip + Ipv6.NEXT_HEADER);
            l4 = Ipv6.HEADER_LENGTH;
        }
        if ((protocol == IpProtocol.TCP || protocol == IpProtocol.UDP)
                && ip + l4 + Integer.BYTES <= metadata.offset() + metadata.length()) {
            hash = hash * 31 + net.getInt(ip + l4);
        }
        return spread(hash);
    }

    /** The same for all frames between two stations. */
    private int stationHash() {
        final ByteBuffer net = memory.net();
        return spread(net.getInt(metadata.offset()) * 31 + net.getInt(metadata.offset() + Integer.BYTES) * 31
            + net.getInt(metadata.offset() + 2 * Integer.BYTES));
    }

    private static int spread(final int hash) {
        final int product = hash * HASH_FACTOR;
        return product ^ product >>> 16;
    }

    @Override
    public void failed(final RuntimeException cause) {
        fault = cause;
        if (sender != null) {
            sender.clear();
        }
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
