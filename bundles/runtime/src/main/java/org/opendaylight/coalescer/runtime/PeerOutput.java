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
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.core.checksum.PayloadPass;
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
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

/**
 * The way of a packet to a peer, wherever it comes from: made to fit, segmented, its checksum finished, encapsulated
 * and handed to the sockets of the endpoint. Payload stays where it is, borrowed until {@link #flush}. Hot path: owned
 * by one worker; the counters may be read by any thread.
 */
final class PeerOutput {
    /** No encapsulation has a longer header, in bytes. */
    private static final int MAX_TUNNEL_HEADER = 256;
    private static final int HASH_FACTOR = 0x9e37_79b9;

    private final EnumCounters<PortCounter> traffic = new EnumCounters<>(PortCounter.class);
    private final EnumCounters<TransmitDrop> drops = new EnumCounters<>(TransmitDrop.class);
    private final TransmitValidation validation = new TransmitValidation(OutputCapabilities.NONE,
        UnderlaySender.maxHeaderLength() - MAX_TUNNEL_HEADER);
    private final boolean framed;
    /** Whether the packet at hand was sent to another peer before. */
    private boolean copied;
    private boolean canLoop;
    /** Null while the port is disabled or has no endpoint. */
    private @Nullable UnderlaySender sender;
    private @Nullable Encapsulation encapsulation;
    private int vni;

    /**
     * Makes an output that drops everything until it is connected.
     *
     * @param framed whether packets are Ethernet frames
     */
    PeerOutput(final boolean framed) {
        this.framed = framed;
    }

    /**
     * Replaces where packets go. Worker's thread.
     *
     * @param newSender sockets of the endpoint, null for none
     * @param connection encapsulation and VNI
     */
    void connect(final @Nullable UnderlaySender newSender, final PortConnection connection) {
        sender = newSender;
        encapsulation = connection.encapsulation();
        vni = connection.vni();
        canLoop = connection.canLoop();
    }

    /** Whether there is an endpoint, and the port is enabled. */
    boolean isConnected() {
        return sender != null;
    }

    /** Adds all counters to a reading. Any thread. */
    void addTo(final Tally tally) {
        tally.add(PortCounter.class, traffic);
        tally.add(TransmitDrop.class, drops);
        for (var constant : TransmitCounter.values()) {
            tally.add(constant, validation.count(constant));
        }
        for (var constant : PayloadPass.values()) {
            tally.add(constant, validation.count(constant));
        }
    }

    /** Sends everything. */
    void flush() {
        if (sender != null) {
            sender.flush();
        }
    }

    /** Forgets everything that waits. */
    void clear() {
        if (sender != null) {
            sender.clear();
        }
    }

    /** Says that what is sent from now on is another packet, or the same with other bytes. */
    void next() {
        copied = false;
    }

    /**
     * Sends a packet, or after that a copy of it, to one peer, while connected. What can't be made ready is counted
     * here.
     *
     * @param memory where it lies, borrowed until the flush
     * @param packet its metadata; a TCP superpacket is cut shorter if need be
     * @param peer where it goes
     * @param version that of its IP header, 0 if it is a frame without
     * @return why the tunnel does not take it, for the caller to count; null if it does
     */
    @Nullable TunnelDrop send(final PacketMemory memory, final PacketMetadata packet, final Peer peer,
            final int version) {
        final UnderlaySender out = requireNonNull(sender);
        final int ip = packet.offset() + packet.linkLength();
        if (version != 0 && canLoop && peer.address().isDestination(memory, ip, version)) {
            return TunnelDrop.LOOP;
        }
        final int maxPacket = peer.maxPacket();
        final boolean fits = shorten(packet, maxPacket);
        if (!fits && !InnerPacket.isToBeFragmented(memory, ip, IcmpError.firstLength(packet) - packet.linkLength(),
                version) && IcmpError.mayAnswer(memory, packet)) {
            return TunnelDrop.TOO_BIG;
        }
        if (version != 0 && peer.clampsMss()) {
            MssClamp.apply(memory, packet, maxPacket);
        }
        final int tos = version == 0 ? Ecn.encapsulateFrame(out.dscp()) : Ecn.encapsulate(memory, ip, out.dscp());
        if (!fits) {
            out.beginFragmented(peer.destination(), tos);
        } else {
            out.begin(version == 0 ? stationHash(memory.net(), packet.offset())
                : flowHash(memory.net(), packet, ip, version), peer.destination(), tos);
        }
        encapsulate(out, memory, packet, framed ? Encapsulation.ETHERNET : version);
        return null;
    }

    /**
     * Makes the segments of a TCP superpacket short enough, which is as good to its receiver; a datagram ends where its
     * sender says.
     *
     * @param packet the packet; its metadata is changed
     * @param maxPacket bytes that are carried
     * @return whether the packet is carried, or all its segments are
     */
    static boolean shorten(final PacketMetadata packet, final int maxPacket) {
        if (IcmpError.firstLength(packet) <= maxPacket) {
            return true;
        }
        final int headerLen = packet.payloadOffset() - packet.offset();
        final int gsoSize = maxPacket - headerLen;
        if (packet.gsoType() == GsoType.NONE || packet.gsoType() == GsoType.UDP_L4 || gsoSize <= 0) {
            return false;
        }
        packet.setGso(packet.gsoType(), gsoSize, (packet.length() - headerLen + gsoSize - 1) / gsoSize);
        return true;
    }

    private void encapsulate(final UnderlaySender out, final PacketMemory memory, final PacketMetadata packet,
            final int content) {
        final int packets = copied ? validation.beginAgain(memory, packet) : validation.begin(memory, packet);
        copied = true;
        if (packets == 0) {
            drops.increment(requireNonNull(validation.drop()));
            return;
        }
        final Encapsulation tunnel = requireNonNull(encapsulation);
        final int tunnelLen = tunnel.headerLength();
        final int headerLen = tunnelLen + validation.headerLength();
        for (int i = 0; i < packets; i++) {
            final int header = out.reserveHeader(headerLen);
            tunnel.encapsulate(out.headers(), header, vni, content);
            validation.writeHeader(i, out.headers(), header + tunnelLen);
            out.add(header, headerLen, memory, validation.payloadOffset(i), validation.payloadLength(i));
        }
        traffic.add(PortCounter.TX_DATAGRAMS, packets);
    }

    /** The same for all packets of a flow: addresses, and ports where they can be read. */
    private static int flowHash(final ByteBuffer net, final PacketMetadata packet, final int ip, final int version) {
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
                && ip + l4 + Integer.BYTES <= packet.offset() + packet.length()) {
            hash = hash * 31 + net.getInt(ip + l4);
        }
        return spread(hash);
    }

    /** The same for all frames between two stations. */
    private static int stationHash(final ByteBuffer net, final int off) {
        return spread(net.getInt(off) * 31 + net.getInt(off + Integer.BYTES) * 31
            + net.getInt(off + 2 * Integer.BYTES));
    }

    private static int spread(final int hash) {
        final int product = hash * HASH_FACTOR;
        return product ^ product >>> 16;
    }
}
