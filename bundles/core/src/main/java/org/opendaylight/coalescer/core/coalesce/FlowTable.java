/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.opendaylight.coalescer.core.flow.FlowHash;
import org.opendaylight.coalescer.core.tunnel.OuterHeaders;
import org.opendaylight.coalescer.packet.Ethernet;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * The flows of one flush and the directed address pairs that they belong to, each with a small number as its name. Keys
 * are not copied: they are compared in the first packet of the flow, which is borrowed until the flush.
 *
 * <p>Open addressing in a table that is never more than half full. Emptying it is one increment, so nothing of a large
 * batch makes a later one slow. The hash depends on secrets, so nobody outside can aim at collisions; if all keys
 * collided nevertheless, a search would be as long as one batch.
 *
 * <p>Hot path: owned by one worker.
 */
final class FlowTable {
    static final int NONE = -1;

    /** What tells an address pair's key from a flow's: bits above the ports. */
    private static final long PAIR = 1L << 40;
    /** Where the layout bits begin in a key, above the ports. */
    private static final int LAYOUT_SHIFT = Integer.SIZE - 4;
    private static final long V6 = (long) PacketParser.LAYOUT_V6 << LAYOUT_SHIFT;
    /** Where the bytes in front of the IP header begin in a key. */
    private static final int START_SHIFT = 48;
    /** Where in an Ethernet header the last 8 of its first 14 bytes are. */
    private static final int STATIONS_END = Ethernet.HEADER_LENGTH - Long.BYTES;

    private final ByteBuffer net;
    private final FlowHash hash;
    private final int mask;
    private final int[] slotEntry;
    private final int[] slotGeneration;
    private final int[] slotTag;

    /** Ports, layout bits and {@link #PAIR}; together with the addresses of the first packet they are the key. */
    private final long[] entryKey;
    private final int[] entryOff;
    /** Of a flow: its address pair. Of the pair of an encapsulated flow: the outer one; {@link #NONE} of others. */
    private final int[] entryPair;
    /** Of a pair: how many packets sealed it. Of a flow: how many of those it has seen. */
    private final int[] entryBarriers;

    private int generation = 1;
    private int count;
    private int last = NONE;
    /** Where the search ended that was the last one, and the tag of its key. */
    private int searchedSlot;
    private int searchedTag;

    /**
     * Makes an empty table.
     *
     * @param memory where all packets lie
     * @param flows most flows per flush
     * @param hash where to look for flows
     */
    FlowTable(final PacketMemory memory, final int flows, final FlowHash hash) {
        net = memory.net();
        this.hash = hash;
        // A flow, its pair, and that of the tunnel around it are three entries
        final int entries = 3 * flows;
        final int slots = Integer.highestOneBit(2 * entries - 1) << 1;
        mask = slots - 1;
        slotEntry = new int[slots];
        slotGeneration = new int[slots];
        slotTag = new int[slots];
        entryKey = new long[entries];
        entryOff = new int[entries];
        entryPair = new int[entries];
        entryBarriers = new int[entries];
    }

    /** Forgets everything. */
    void clear() {
        count = 0;
        last = NONE;
        generation++;
        if (generation == 0) {
            Arrays.fill(slotGeneration, 0);
            generation = 1;
        }
    }

    /** Most flows and pairs together. */
    int limit() {
        return entryKey.length;
    }

    /** Flows and pairs together: names are below this number. */
    int count() {
        return count;
    }

    boolean isFlow(final int entry) {
        return (entryKey[entry] & PAIR) == 0;
    }

    /** Ports of a flow, source in the upper half. */
    int ports(final int flow) {
        return (int) entryKey[flow];
    }

    /**
     * Looks for the flow of a packet whose ports are known.
     *
     * @param packet the packet
     * @return the flow, or {@link #NONE}
     */
    int find(final PacketParser packet) {
        final long key = key(packet);
        final int recent = last;
        if (recent != NONE && entryKey[recent] == key && sameAddresses(recent, packet.ipOff, key)) {
            return recent;
        }
        final int slot = search(packet.ipOff, key);
        return slotGeneration[slot] == generation ? last = slotEntry[slot] : NONE;
    }

    /**
     * Looks for the flow of a packet and begins one if there is none.
     *
     * @param packet the packet, at most one per flow that the table was made for
     * @return the flow
     */
    int findOrAdd(final PacketParser packet) {
        final int found = find(packet);
        if (found != NONE) {
            return found;
        }
        final int flow = add(searchedSlot, packet.ipOff, key(packet));
        final int pair = findOrAddPair(packet.ipOff, pairKey(packet));
        entryPair[flow] = pair;
        entryBarriers[flow] = barriers(pair);
        last = flow;
        return flow;
    }

    /**
     * Makes all flows between the addresses of a packet cross a barrier; each will notice when it is asked next.
     *
     * @param packet the packet
     */
    void sealAddressPair(final PacketParser packet) {
        final int slot = search(packet.ipOff, pairKey(packet));
        if (slotGeneration[slot] == generation) {
            entryBarriers[slotEntry[slot]]++;
        }
    }

    /** Whether a packet sealed the flow's address pair since this was asked last. */
    boolean crossedBarrier(final int flow) {
        final int barriers = barriers(entryPair[flow]);
        if (entryBarriers[flow] == barriers) {
            return false;
        }
        entryBarriers[flow] = barriers;
        return true;
    }

    private int barriers(final int pair) {
        final int outer = entryPair[pair];
        return entryBarriers[pair] + (outer == NONE ? 0 : entryBarriers[outer]);
    }

    private int findOrAddPair(final int off, final long pairKey) {
        final int slot = search(off, pairKey);
        if (slotGeneration[slot] == generation) {
            return slotEntry[slot];
        }
        final int pair = add(slot, off, pairKey);
        final int start = (int) (pairKey >>> START_SHIFT);
        final int outerOff = off - start;
        // A fragment of a tunnel's packet seals what is inside
        entryPair[pair] = !OuterHeaders.isTunnel(start) ? NONE
            : findOrAddPair(outerOff, PAIR | (net.get(outerOff) >>> 4 == 4 ? 0 : V6));
        return pair;
    }

    private static long key(final PacketParser packet) {
        return packet.ports & 0xffff_ffffL
            | layoutKey(packet, PacketParser.LAYOUT_V6 | PacketParser.LAYOUT_UDP);
    }

    private static long pairKey(final PacketParser packet) {
        return PAIR | layoutKey(packet, PacketParser.LAYOUT_V6);
    }

    private static long layoutKey(final PacketParser packet, final int bits) {
        return (long) PacketParser.ipStart(packet.layout) << START_SHIFT
            | (long) (packet.layout & bits) << LAYOUT_SHIFT;
    }

    private int add(final int slot, final int off, final long key) {
        final int entry = count++;
        slotEntry[slot] = entry;
        slotGeneration[slot] = generation;
        slotTag[slot] = searchedTag;
        entryKey[entry] = key;
        entryOff[entry] = off;
        entryBarriers[entry] = 0;
        return entry;
    }

    /** The slot that holds a key, or the free one that would. */
    private int search(final int off, final long key) {
        final int start = (int) (key >>> START_SHIFT);
        final long inner = hash.of(net, off, key);
        final long code = start == 0 ? inner
            : OuterHeaders.isTunnel(start)
                ? hash.of(net, off - start, inner ^ OuterHeaders.hashKey(net, off - start, start))
            : frameCode(inner, off - start, start);
        final int tag = (int) (code >>> Integer.SIZE);
        searchedTag = tag;
        int slot = (int) code & mask;
        while (slotGeneration[slot] == generation) {
            final int entry = slotEntry[slot];
            if (slotTag[slot] == tag && entryKey[entry] == key && sameAddresses(entry, off, key)) {
                break;
            }
            slot = slot + 1 & mask;
        }
        searchedSlot = slot;
        return slot;
    }

    /** All bytes count: stations, tags and type. The last 8 of them may be looked at twice. */
    private long frameCode(final long inner, final int off, final int length) {
        long code = hash.of(inner ^ net.getLong(off), net.getLong(off + STATIONS_END));
        for (int at = Ethernet.HEADER_LENGTH; at < length; at += Long.BYTES) {
            code = hash.of(code, net.getLong(off + Math.min(at, length - Long.BYTES)));
        }
        return code;
    }

    /** Compares addresses; the key, compared before, says that both packets have the same headers. */
    private boolean sameAddresses(final int entry, final int off, final long key) {
        final int other = entryOff[entry];
        final int start = (int) (key >>> START_SHIFT);
        if (start != 0 && !OuterHeaders.isSameFlow(net, other - start, off - start, start)) {
            return false;
        }
        if ((key & V6) == 0) {
            return net.getLong(other + Ipv4.SOURCE) == net.getLong(off + Ipv4.SOURCE);
        }
        for (int i = Ipv6.SOURCE; i < Ipv6.HEADER_LENGTH; i += Long.BYTES) {
            if (net.getLong(other + i) != net.getLong(off + i)) {
                return false;
            }
        }
        return true;
    }
}
