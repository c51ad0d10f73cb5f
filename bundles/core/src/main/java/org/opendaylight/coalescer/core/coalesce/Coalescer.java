/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static java.util.Objects.requireNonNull;

import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.flow.FlowHash;
import org.opendaylight.coalescer.core.flow.FlowTracker;
import org.opendaylight.coalescer.core.tunnel.OuterHeaders;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Tcp;
import org.opendaylight.coalescer.packet.VirtioNetHeader;

/**
 * Makes superpackets of many packets, such that cutting them again gives the same packets. Packets are lent by
 * {@link #commit} until the next {@link #flush}, which writes all of them; a packet with anything unusual about it
 * leaves as it came.
 *
 * <p>Hot path: owned by one worker, one for each queue. Nothing is allocated but by the constructor, by
 * {@link #setOptions} and by {@link #setMemory}.
 */
public final class Coalescer {
    /** Bytes of scratch memory that {@link CoalescerTarget} has to offer. */
    public static final int SCRATCH_BYTES =
        VirtioNetHeader.LENGTH + OuterHeaders.MAX_LENGTH + Ipv6.HEADER_LENGTH + Tcp.MAX_HEADER_LENGTH;

    private final CoalescerTarget target;
    private final CoalescerStatistics statistics;
    private final FlowHash hash;
    private final FlowTracker tracker;

    private PacketMemory memory;
    private CoalescerOptions options;
    private PacketParser parser;
    private ChainStore chains;
    private FlowTable flows;
    private FlowPeriods periods;
    private EventEmitter emitter;

    private boolean holdTimed;
    private long heldSinceNs;
    /** First error of a flush that nobody asked for, to be told by the next one. */
    private int pendingError;

    /**
     * Makes a coalescer that holds nothing.
     *
     * @param memory where all packets lie
     * @param target where they go
     * @param statistics what it counts, written by the owner of this object only
     * @param options what the operator chose
     * @param hashSeed secret of the flow tables, random
     */
    public Coalescer(final PacketMemory memory, final CoalescerTarget target, final CoalescerStatistics statistics,
            final CoalescerOptions options, final long hashSeed) {
        this.memory = requireNonNull(memory);
        this.target = requireNonNull(target);
        this.statistics = requireNonNull(statistics);
        hash = new FlowHash(hashSeed);
        tracker = new FlowTracker(memory, statistics.sequence(), hash, options.maxFlows(), options.reorderWindowNs());
        configure(options);
    }

    private void configure(final CoalescerOptions chosen) {
        options = chosen;
        parser = new PacketParser(memory, target.validation(), statistics, chosen);
        chains = new ChainStore(memory, chosen);
        flows = new FlowTable(memory, chosen.holdPackets(), hash);
        periods = new FlowPeriods(chains, flows, tracker, new ChainRepair(chains, statistics, chosen.holdPackets()),
            chosen);
        emitter = new EventEmitter(memory, chains, target, statistics, chosen);
    }

    /**
     * Tells the time to the flow statistics, as {@link #holdExceeded} does, too. To be called before the first packet
     * of a batch.
     *
     * @param nowNs time of a monotonic clock
     */
    public void setTime(final long nowNs) {
        tracker.setTime(nowNs);
        chains.setTime(nowNs);
    }

    /**
     * Takes a packet, which the caller leaves alone until the next flush. If as many are held as the options allow,
     * those are flushed before. Its bytes are not changed, but for an unfinished checksum that the output can't finish:
     * that is finished in place, so that the same bytes are no longer unfinished after the flush.
     *
     * @param packet its place and length, and what is known of its checksum; not kept
     * @throws IllegalArgumentException if it is a superpacket already
     */
    public void commit(final PacketMetadata packet) {
        if (packet.gsoType() != GsoType.NONE) {
            throw new IllegalArgumentException("Superpackets are not coalesced: " + packet.gsoType());
        }
        statistics.increment(CoalescerCounter.PACKETS);
        if (packet.length() <= 0) {
            statistics.increment(CoalescerCounter.DROPPED);
            return;
        }
        statistics.add(CoalescerCounter.BYTES, packet.length());
        if (chains.isFull()) {
            final int error = emitAll(SealReason.HOLD_BOUND);
            pendingError = pendingError == 0 ? error : pendingError;
        }
        final PacketParser parsed = parser;
        parsed.parse(packet);
        switch (parsed.kind) {
            case DATA -> commitData(packet);
            case PURE_ACK -> commitPureAck(packet);
            case CLOSING -> {
                if (!closeChain(packet)) {
                    commitBarrier(packet);
                }
            }
            default -> commitBarrier(packet);
        }
    }

    /** Number of packets held. */
    public int heldPackets() {
        return chains.packets();
    }

    /** Whether the next packet makes all those held be flushed. */
    public boolean isFull() {
        return chains.isFull();
    }

    /**
     * Whether packets have been held too long or are too many, so that it is time for a flush. To be asked after each
     * batch of packets; the clock runs from the first time it is asked with something held.
     *
     * @param nowNs time of a monotonic clock
     * @return true if {@link #flush} should be called with {@link SealReason#HOLD_BOUND}
     */
    public boolean holdExceeded(final long nowNs) {
        setTime(nowNs);
        if (chains.packets() == 0) {
            return false;
        }
        if (!holdTimed) {
            holdTimed = true;
            heldSinceNs = nowNs;
        }
        return chains.isFull() || nowNs - heldSinceNs >= options.holdTimeNs();
    }

    /**
     * Writes everything that is held. A write that fails does not stop the others.
     *
     * @param why what the chains that are still open count as ended by
     * @return 0, or the first negated errno since the last call
     */
    public int flush(final SealReason why) {
        final int error = emitAll(requireNonNull(why));
        final int result = pendingError == 0 ? error : pendingError;
        pendingError = 0;
        return result;
    }

    /**
     * Changes what the operator chose, after writing everything that is held.
     *
     * @param chosen the new options
     */
    public void setOptions(final CoalescerOptions chosen) {
        requireNonNull(chosen);
        pendingError = flush(SealReason.CONFIG_CHANGE);
        tracker.configure(chosen.maxFlows(), chosen.reorderWindowNs());
        configure(chosen);
    }

    /**
     * Expects packets elsewhere from now on, after writing everything that is held. What is known of flows stays.
     *
     * @param packets where all packets will lie
     * @param chosen the options to go on with
     */
    public void setMemory(final PacketMemory packets, final CoalescerOptions chosen) {
        requireNonNull(packets);
        pendingError = flush(SealReason.CONFIG_CHANGE);
        memory = packets;
        tracker.setMemory(packets);
        setOptions(chosen);
    }

    private void commitData(final PacketMetadata packet) {
        final int before = flows.count();
        final int flow = flows.findOrAdd(parser);
        if (flows.count() != before) {
            periods.begin(flow);
        } else {
            crossBarriers(flow);
            final int open = periods.openChain(flow);
            if (open != ChainStore.NONE) {
                final SealReason refusal = chains.refusal(open, parser);
                if (refusal == null) {
                    chains.append(open, parser, packet);
                    return;
                }
                chains.event(open).seal(refusal);
            }
        }
        periods.add(flow, chains.open(parser, packet));
    }

    private void commitPureAck(final PacketMetadata packet) {
        final int event = chains.addVerbatim(parser, packet);
        final int flow = flows.find(parser);
        if (flow == FlowTable.NONE) {
            periods.place(event);
        } else {
            crossBarriers(flow);
            periods.add(flow, event);
        }
    }

    /** Lets a last segment close the open chain of its flow, which is a barrier then; false if it doesn't fit. */
    private boolean closeChain(final PacketMetadata packet) {
        final int flow = flows.find(parser);
        if (flow == FlowTable.NONE) {
            return false;
        }
        crossBarriers(flow);
        final int open = periods.openChain(flow);
        if (open == ChainStore.NONE || chains.refusal(open, parser) != null) {
            return false;
        }
        chains.append(open, parser, packet);
        periods.close(flow, SealReason.FIN);
        return true;
    }

    private void commitBarrier(final PacketMetadata packet) {
        switch (parser.scope) {
            case FLOW -> {
                sealFlow();
                observe(packet);
            }
            case ADDRESS_PAIR -> flows.sealAddressPair(parser);
            default -> {
                // Nothing that could be coalesced has to do with it
            }
        }
        periods.place(chains.addVerbatim(parser, packet));
    }

    private void sealFlow() {
        final int flow = flows.find(parser);
        if (flow == FlowTable.NONE) {
            return;
        }
        crossBarriers(flow);
        final VerbatimReason reason = requireNonNull(parser.reason);
        periods.close(flow, switch (reason) {
            case FLAG_NOT_ADMISSIBLE -> SealReason.FLAG_NOT_ADMISSIBLE;
            case BAD_IP_CHECKSUM, BAD_L4_CHECKSUM, UNFINISHED_CHECKSUM -> SealReason.BAD_CHECKSUM;
            default -> SealReason.OTHER_VERBATIM;
        });
    }

    /** Feeds the flow statistics with a packet that goes verbatim, after what has arrived before it. */
    private void observe(final PacketMetadata packet) {
        final PacketParser parsed = parser;
        if (!parsed.isSound(packet) || (parsed.flags & Tcp.RST) != 0) {
            return;
        }
        final int outerLen = PacketParser.outerLength(parsed.layout);
        final int ip = parsed.ipOff - outerLen;
        if (outerLen != 0) {
            tracker.add(tracker.record(ip, OuterHeaders.ports(memory.net(), ip, outerLen)), 1, parsed.payloadLen);
        } else if ((parsed.layout & PacketParser.LAYOUT_UDP) != 0) {
            tracker.add(tracker.record(ip, parsed.ports), 1, parsed.payloadLen);
        } else if ((parsed.flags & Tcp.SYN) != 0) {
            tracker.begin(ip, parsed.ports, parsed.seq + 1 + parsed.payloadLen);
        } else if (parsed.payloadLen > 0) {
            tracker.observe(tracker.record(ip, parsed.ports), parsed.seq, parsed.payloadLen,
                parsed.payloadLen, parsed.timestamp());
        }
    }

    private void crossBarriers(final int flow) {
        if (flows.crossedBarrier(flow)) {
            periods.close(flow, SealReason.ADDRESS_PAIR);
        }
    }

    private int emitAll(final SealReason why) {
        if (chains.packets() == 0) {
            return 0;
        }
        try {
            final int entries = flows.count();
            for (int flow = 0; flow < entries; flow++) {
                if (flows.isFlow(flow)) {
                    crossBarriers(flow);
                    periods.close(flow, why);
                }
            }
            final int positions = chains.events();
            for (int position = 0; position < positions; position++) {
                final int event = periods.occupant(position);
                if (event != ChainStore.NONE) {
                    final HeldEvent held = chains.event(event);
                    final int segments = emitter.emit(held);
                    if (held.isChain()) {
                        tracker.addChain(held.flowTicket, segments, requireNonNull(held.seal));
                    }
                }
            }
        } finally {
            // An output that throws must not see the same packets again
            chains.clear();
            flows.clear();
            holdTimed = false;
        }
        statistics.increment(CoalescerCounter.FLUSHES);
        return emitter.takeError();
    }
}
