/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.flow.FlowTracker;

/**
 * The order of emission. A period is what a flow has between two barriers: chains and pure ACKs. Every event has a
 * position, that of its creation. When a period ends, its pure ACKs take the first of its positions, in their order;
 * its chains, repaired, take the others; positions that repair set free stay empty. So a pure ACK is never overtaken by
 * data of its flow, and nothing moves across a barrier or disturbs another flow.
 *
 * <p>Hot path: owned by one worker.
 */
final class FlowPeriods {
    private static final int NONE = ChainStore.NONE;

    private final ChainStore chains;
    private final FlowTable flows;
    private final FlowTracker tracker;
    private final ChainRepair repair;
    private final boolean repairing;

    /** Of a flow: first and last event and last chain of its period. */
    private final int[] head;
    private final int[] tail;
    private final int[] lastChain;
    /** Of an event: the next one of its period. */
    private final int[] next;
    /** Of a position: the event that is emitted there. */
    private final int[] occupant;

    private final int[] positions;
    private final int[] order;

    FlowPeriods(final ChainStore chains, final FlowTable flows, final FlowTracker tracker,
            final ChainRepair repair, final CoalescerOptions options) {
        this.chains = chains;
        this.flows = flows;
        this.tracker = tracker;
        this.repair = repair;
        final int flowLimit = flows.limit();
        repairing = options.reorderRepair();
        head = new int[flowLimit];
        tail = new int[flowLimit];
        lastChain = new int[flowLimit];
        final int capacity = options.holdPackets();
        next = new int[capacity];
        occupant = new int[capacity];
        positions = new int[capacity];
        order = new int[capacity];
    }

    /** Begins with a new flow. */
    void begin(final int flow) {
        head[flow] = NONE;
        lastChain[flow] = NONE;
    }

    /** Gives an event that belongs to no period its position. */
    void place(final int event) {
        occupant[event] = event;
    }

    /** Adds a pure ACK or a chain to the period of a flow. */
    void add(final int flow, final int event) {
        place(event);
        next[event] = NONE;
        if (head[flow] == NONE) {
            head[flow] = event;
        } else {
            next[tail[flow]] = event;
        }
        tail[flow] = event;
        if (chains.event(event).isChain()) {
            lastChain[flow] = event;
        }
    }

    /** The chain of a flow that can still grow, or {@link ChainStore#NONE}. */
    int openChain(final int flow) {
        final int chain = lastChain[flow];
        return chain != NONE && chains.event(chain).isOpen() ? chain : NONE;
    }

    /** What is emitted at a position: an event, or {@link ChainStore#NONE}. */
    int occupant(final int position) {
        return occupant[position];
    }

    /**
     * Ends the period of a flow.
     *
     * @param flow the flow
     * @param why what sealed its open chain, if it has one
     */
    void close(final int flow, final SealReason why) {
        final int first = head[flow];
        if (first == NONE) {
            return;
        }
        final int open = openChain(flow);
        if (open != NONE) {
            chains.event(open).seal(why);
        }
        if (first != tail[flow]) {
            arrange(flow, first);
        } else if (chains.event(first).isChain()) {
            final int record = record(flow, first);
            observe(record, first);
            chains.event(first).flowTicket = tracker.ticket(record);
        }
        head[flow] = NONE;
        lastChain[flow] = NONE;
    }

    private void arrange(final int flow, final int first) {
        int events = 0;
        int count = 0;
        int filled = 0;
        int record = FlowTable.NONE;
        for (int event = first; event != NONE; event = next[event]) {
            positions[events++] = event;
            if (chains.event(event).isChain()) {
                record = count == 0 ? record(flow, event) : record;
                order[count++] = event;
                // What arrived in which order is judged before repair
                observe(record, event);
            } else {
                // At most as many positions are filled as have been seen
                occupant[positions[filled++]] = event;
            }
        }
        if (repairing && count > 1 && chains.event(order[0]).isTcp()) {
            // A chain closed by FIN is the last one, a barrier itself, and stays where it is
            final boolean closed = chains.event(order[count - 1]).seal == SealReason.FIN;
            repair.repair(order, closed ? count - 1 : count);
        }
        final long ticket = count == 0 ? 0 : tracker.ticket(record);
        for (int i = 0; i < count; i++) {
            occupant[positions[filled++]] = order[i];
            if (order[i] != NONE) {
                chains.event(order[i]).flowTicket = ticket;
            }
        }
    }

    private int record(final int flow, final int index) {
        final HeldEvent chain = chains.event(index);
        final HeldPacket packet = chains.packet(chain.first);
        // Statistics know an encapsulated flow as the UDP flow that carries it
        return tracker.record(packet.off + packet.link,
            chain.isEncapsulated() ? chains.outerPorts(chain) : flows.ports(flow));
    }

    private void observe(final int record, final int index) {
        final HeldEvent chain = chains.event(index);
        if (chain.isTcp() && !chain.isEncapsulated()) {
            tracker.observe(record, chain.sequence(), chain.payload, chain.segmentSize, chain.timestamp);
        } else {
            tracker.add(record, chain.segments, chain.payload);
        }
    }
}
