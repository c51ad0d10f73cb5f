/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.core.tunnel.OuterHeaders;
import org.opendaylight.coalescer.packet.GatherList;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.IpHeader;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Tcp;
import org.opendaylight.coalescer.packet.Udp;
import org.opendaylight.coalescer.packet.VirtioNetHeader;

/**
 * Writes events: packets as they are, and chains as superpackets. Headers are made in scratch memory, payload is
 * gathered where it lies; the packets themselves are only read, but for a checksum to be finished that the output can't
 * finish.
 *
 * <p>Hot path: owned by one worker.
 */
final class EventEmitter {
    /** Errnos by which Linux says that it will not have this superpacket, rather than no packet at present. */
    private static final int EIO = 5;
    private static final int EINVAL = 22;
    private static final int EMSGSIZE = 90;

    /** Second byte of either version of IP, and where it has the codepoint CE. */
    private static final int TRAFFIC_CLASS = 1;
    private static final int V4_CE = 3;
    private static final int V6_CE = 3 << 4;
    private static final int REFUSED = -1;

    private final PacketMemory packets;
    private final ChainStore chains;
    private final CoalescerTarget target;
    private final CoalescerStatistics statistics;
    private final int maxSegments;
    private final GatherList gather;
    private final PacketMetadata meta = new PacketMetadata();

    private int firstError;

    EventEmitter(final PacketMemory packets, final ChainStore chains, final CoalescerTarget target,
            final CoalescerStatistics statistics, final CoalescerOptions options) {
        this.packets = packets;
        this.chains = chains;
        this.target = target;
        this.statistics = statistics;
        maxSegments = options.maxSegments();
        gather = new GatherList(maxSegments + 1);
    }

    /** The first negated errno since this was called last, 0 if there was none. */
    int takeError() {
        final int error = firstError;
        firstError = 0;
        return error;
    }

    /**
     * Writes a verbatim packet or a chain. A chain that the output refuses counts as ended by that.
     *
     * @param event the event
     * @return segments of the superpacket that was written, 0 if none was
     */
    int emit(final HeldEvent event) {
        final VerbatimReason reason = event.verbatim;
        if (reason != null) {
            writeVerbatim(event.first, reason);
            return 0;
        }
        final int segments = event.segments > 1 ? writeSuperpacket(event)
            : writeVerbatim(event.first, VerbatimReason.SINGLE_SEGMENT) ? 0 : REFUSED;
        if (segments == REFUSED) {
            event.seal = SealReason.WRITER_ERROR;
        }
        statistics.chainEmitted(requireNonNull(event.seal));
        return Math.max(0, segments);
    }

    private boolean writeVerbatim(final int packet, final VerbatimReason reason) {
        final TransmitValidation validation = target.validation();
        chains.packet(packet).describe(meta);
        if (validation.begin(packets, meta) == 0) {
            statistics.increment(CoalescerCounter.DROPPED);
            return false;
        }
        validation.writeVirtioHeader(target.scratch(), target.scratchOff(), meta);
        gather.clear();
        gather.add(target.scratch(), target.scratchOff(), VirtioNetHeader.LENGTH);
        gather.add(packets, meta.offset(), meta.length());
        final int result = target.output().write(gather);
        if (result < 0) {
            failed(result);
            statistics.increment(CoalescerCounter.DROPPED);
            return false;
        }
        statistics.verbatimWritten(reason);
        return true;
    }

    /** Returns its segments, 0 if they had to go one by one, {@link #REFUSED} if the output did not take it. */
    private int writeSuperpacket(final HeldEvent chain) {
        final TransmitValidation validation = target.validation();
        final GsoType type = PacketParser.gsoType(chain.layout);
        final boolean encapsulated = chain.isEncapsulated();
        if (!validation.canCarry(type) || encapsulated && !validation.canCarry(GsoType.UDP_TUNNEL)) {
            writeSegments(chain, VerbatimReason.NO_OFFLOAD);
            return 0;
        }
        if (!build(chain, type)) {
            statistics.increment(CoalescerCounter.GEOMETRY_ERRORS);
            writeSegments(chain, VerbatimReason.GEOMETRY_ERROR);
            return 0;
        }
        validation.begin(target.scratch(), meta);
        validation.writeVirtioHeader(target.scratch(), target.scratchOff(), meta);
        final int result = target.output().write(gather);
        if (result >= 0) {
            statistics.superpacketWritten(chain.segments, meta.length(), chains.heldNs(chain));
            return chain.segments;
        }
        failed(result);
        switch (-result) {
            case EIO, EINVAL, EMSGSIZE -> {
                // A device that refuses the segments as well has another trouble than superpackets
                if (writeSegments(chain, VerbatimReason.SUPERPACKET_REFUSED)) {
                    statistics.superpacketRefused(encapsulated ? GsoType.UDP_TUNNEL : type, -result);
                }
            }
            default -> statistics.add(CoalescerCounter.DROPPED, chain.segments);
        }
        return REFUSED;
    }

    /** Writes the segments of a chain one by one; returns whether the output took any. */
    private boolean writeSegments(final HeldEvent chain, final VerbatimReason reason) {
        boolean any = false;
        for (int packet = chain.first; packet != ChainStore.NONE; packet = chains.packet(packet).next) {
            any |= writeVerbatim(packet, reason);
        }
        return any;
    }

    private void failed(final int result) {
        statistics.writeFailed(-result);
        if (firstError == 0) {
            firstError = result;
        }
    }

    /** Gathers a superpacket and describes it; returns whether what was gathered is what a superpacket may be. */
    private boolean build(final HeldEvent chain, final GsoType type) {
        final int layout = chain.layout;
        final int headerLen = PacketParser.headerLength(layout);
        final int l4Start = PacketParser.l4Start(layout);
        final int ipStart = PacketParser.ipStart(layout);
        final int size = chain.segmentSize;
        final int headerOff = target.scratchOff() + VirtioNetHeader.LENGTH;
        gather.clear();
        gather.add(target.scratch(), target.scratchOff(), VirtioNetHeader.LENGTH + headerLen);
        boolean sound = true;
        int segments = 0;
        int payload = 0;
        int last = size;
        for (int packet = chain.first; packet != ChainStore.NONE; packet = chains.packet(packet).next) {
            // All but the last are as long as the segment size, and none is empty
            sound &= last == size;
            last = chains.packet(packet).payloadLen;
            payload += last;
            segments++;
            sound &= gather.add(packets, chains.packet(packet).payloadOff, last);
        }
        meta.reset(headerOff, headerLen + payload);
        meta.setLayers(headerOff + l4Start, headerOff + headerLen);
        meta.setLink(ipStart);
        meta.setPartial(l4Start, type == GsoType.UDP_L4 ? Udp.CHECKSUM : Tcp.CHECKSUM);
        meta.setGso(type, size, segments);
        if (!sound || !TransmitValidation.checkGeometry(meta, headerLen, last, headerLen + payload, maxSegments)) {
            return false;
        }
        final ByteBuffer net = target.scratch().net();
        net.put(headerOff, packets.net(), chains.packet(chain.first).off, headerLen);
        patchIp(net, headerOff + ipStart, chain);
        if (chain.isEncapsulated()) {
            patchOuter(headerOff, ipStart);
        }
        return true;
    }

    private void patchOuter(final int off, final int outerLen) {
        final PacketMemory to = target.scratch();
        final int udp = OuterHeaders.udpStart(outerLen);
        meta.setTunnel(udp, outerLen, OuterHeaders.hasChecksum(to.net(), off, udp));
        OuterHeaders.write(to, off, udp, meta.length(), 0);
        if (meta.outerChecksum()) {
            to.net().putShort(off + udp + Udp.CHECKSUM,
                (short) InternetChecksum.fold(OuterHeaders.pseudoHeader(to, off, udp, meta.length())));
        }
    }

    private void patchIp(final ByteBuffer net, final int ipOff, final HeldEvent chain) {
        if (chain.isCongested()) {
            final int ce = IpHeader.isV4(net, ipOff) ? V4_CE : V6_CE;
            net.put(ipOff + TRAFFIC_CLASS, (byte) (net.get(ipOff + TRAFFIC_CLASS) | ce));
        }
        final int l4Len = meta.length() - meta.csumStart();
        IpHeader.writeLength(target.scratch(), ipOff, meta.l4Offset() - ipOff + l4Len, 0);
        patchL4(net, chain, l4Len, InternetChecksum.pseudo(target.scratch(), ipOff, protocol(chain), l4Len));
    }

    private void patchL4(final ByteBuffer net, final HeldEvent chain, final int l4Len, final long pseudo) {
        final int l4Off = meta.l4Offset();
        if (chain.isTcp()) {
            net.put(l4Off + Tcp.FLAGS, (byte) (net.get(l4Off + Tcp.FLAGS) | chain.closingFlags));
        } else {
            net.putShort(l4Off + Udp.LENGTH, (short) l4Len);
        }
        net.putShort(l4Off + meta.csumOffset(), (short) InternetChecksum.fold(pseudo));
    }

    private int protocol(final HeldEvent chain) {
        return chain.isTcp() ? IpProtocol.TCP : IpProtocol.UDP;
    }
}
