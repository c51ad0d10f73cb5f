/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.coalesce.ReferencePacket.Input;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.packet.ChecksumState;

/**
 * Rules 0 to 7 written down as plainly as possible: what a coalescer has to write for the packets of one flush. Lists
 * and whole packets, nothing clever; the yardstick of {@link ReferencePropertyTest}. Written from the rules alone.
 */
final class ReferenceCoalescer {
    /**
     * One write.
     *
     * @param written {@code virtio_net_hdr} and packet, hexadecimal
     * @param seal why the chain ended, null for packets that were none
     * @param verbatim why it is no superpacket, null if it is one
     */
    record Write(String written, @Nullable SealReason seal, @Nullable VerbatimReason verbatim) {
        static Write of(final byte[] written, final @Nullable SealReason seal,
                final @Nullable VerbatimReason verbatim) {
            return new Write(HexFormat.of().formatHex(written), seal, verbatim);
        }
    }

    /** What is written at once: a packet that was never to merge, or a chain. */
    private sealed interface Event {
        record Single(ReferencePacket packet) implements Event {
        }

        record Chained(ReferenceChain chain) implements Event {
        }
    }

    private static final long FAR = 1L << 30;

    private final CoalescerOptions options;
    private final OutputCapabilities output;
    private final List<Event> events = new ArrayList<>();
    /** Per flow its chains since its last barrier; the last one may be open. */
    private final Map<String, List<ReferenceChain>> periods = new LinkedHashMap<>();
    /** What has been between two barriers of a flow. */
    private final List<List<ReferenceChain>> ended = new ArrayList<>();
    /** Chains that repair merged into others. */
    int merged;
    /** Chains that repair put at another place. */
    int moved;
    /** Pure ACKs that went ahead of data. */
    int overtaking;

    ReferenceCoalescer(final CoalescerOptions options, final OutputCapabilities output) {
        this.options = options;
        this.output = output;
    }

    /** What is written if these packets, none of them empty, are committed and flushed. */
    List<Write> flush(final List<Input> packets, final SealReason why) {
        for (final Input input : packets) {
            take(new ReferencePacket(input, options, output));
        }
        periods.values().forEach(period -> endPeriod(period, why));
        if (options.reorderRepair()) {
            ended.forEach(this::repair);
        }
        return events.stream().map(this::write).toList();
    }

    private void take(final ReferencePacket packet) {
        final List<ReferenceChain> period = periods.computeIfAbsent(packet.flow, flow -> new ArrayList<>());
        if (packet.verbatim == VerbatimReason.PURE_ACK) {
            pureAck(packet, period);
        } else if (packet.verbatim != null) {
            events.add(new Event.Single(packet));
            barrier(packet);
        } else if (packet.fin) {
            closeWith(packet, period);
        } else {
            extend(packet, period);
        }
    }

    private void pureAck(final ReferencePacket packet, final List<ReferenceChain> period) {
        events.add(new Event.Single(packet));
        overtaking += period.isEmpty() ? 0 : 1;
        final List<Integer> places = places(period);
        places.add(events.size() - 1);
        place(List.of(new Event.Single(packet)), places.subList(0, 1));
        place(period.stream().map(chain -> (Event) new Event.Chained(chain)).toList(),
            places.subList(1, places.size()));
    }

    private void extend(final ReferencePacket packet, final List<ReferenceChain> period) {
        final ReferenceChain open = open(period);
        if (open != null) {
            open.seal = open.refusal(packet, options);
            if (open.seal == null) {
                open.segments.add(packet);
                sealIfFull(open);
                return;
            }
        }
        final ReferenceChain chain = new ReferenceChain(new ArrayList<>(List.of(packet)), null);
        sealIfFull(chain);
        period.add(chain);
        events.add(new Event.Chained(chain));
    }

    private void sealIfFull(final ReferenceChain chain) {
        if (chain.last().push()) {
            chain.seal = SealReason.PSH;
        } else if (chain.last().payload < chain.segmentSize()) {
            chain.seal = SealReason.SHORT_TAIL;
        } else if (chain.segments.size() == options.maxSegments()) {
            chain.seal = SealReason.MAX_SEGMENTS;
        }
    }

    /** A segment with FIN ends the open chain, which is a barrier then, or is one by itself. */
    private void closeWith(final ReferencePacket packet, final List<ReferenceChain> period) {
        final ReferenceChain open = open(period);
        if (open != null && open.refusal(packet, options) == null) {
            open.segments.add(packet);
            open.seal = SealReason.FIN;
            period.remove(open);
            endPeriod(period, SealReason.FIN);
        } else {
            packet.verbatim = VerbatimReason.FLAG_NOT_ADMISSIBLE;
            events.add(new Event.Single(packet));
            barrier(packet);
        }
    }

    private void barrier(final ReferencePacket packet) {
        switch (packet.scope) {
            case FLOW -> endPeriod(periods.get(packet.flow), switch (packet.verbatim) {
                case FLAG_NOT_ADMISSIBLE -> SealReason.FLAG_NOT_ADMISSIBLE;
                case BAD_IP_CHECKSUM, BAD_L4_CHECKSUM, UNFINISHED_CHECKSUM -> SealReason.BAD_CHECKSUM;
                default -> SealReason.OTHER_VERBATIM;
            });
            case ADDRESS_PAIR -> periods.forEach((flow, period) -> {
                if (flow.startsWith(packet.pair)) {
                    endPeriod(period, SealReason.ADDRESS_PAIR);
                }
            });
            default -> {
                // Nobody notices
            }
        }
    }

    private void endPeriod(final List<ReferenceChain> period, final SealReason why) {
        final ReferenceChain open = open(period);
        if (open != null) {
            open.seal = why;
        }
        ended.add(List.copyOf(period));
        period.clear();
    }

    private static @Nullable ReferenceChain open(final List<ReferenceChain> period) {
        final ReferenceChain last = period.isEmpty() ? null : period.get(period.size() - 1);
        return last == null || last.seal != null ? null : last;
    }

    /** Rule 4 for the chains of a flow between two barriers. */
    private void repair(final List<ReferenceChain> period) {
        int from = 0;
        while (from < period.size()) {
            if (period.get(from).first().udp) {
                return;
            }
            int to = from + 1;
            while (to < period.size() && isNear(period.get(to).first(), period.get(from).first())) {
                to++;
            }
            repairRun(period.subList(from, to));
            from = to;
        }
    }

    private static boolean isNear(final ReferencePacket packet, final ReferencePacket anchor) {
        final Integer time = packet.timestamp();
        final Integer anchorTime = anchor.timestamp();
        if ((time == null) != (anchorTime == null)) {
            return false;
        }
        return Math.abs((long) (packet.seq() - anchor.seq())) <= FAR
            && (time == null || Math.abs((long) (time - anchorTime)) <= FAR);
    }

    private void repairRun(final List<ReferenceChain> run) {
        final ReferencePacket anchor = run.get(0).first();
        final List<ReferenceChain> sorted = new ArrayList<>(run);
        sorted.sort(Comparator.<ReferenceChain>comparingInt(chain -> {
            final Integer time = chain.first().timestamp();
            return time == null ? 0 : time - anchor.timestamp();
        }).thenComparingInt(chain -> chain.first().seq() - anchor.seq()));
        for (int i = 0; i < run.size(); i++) {
            moved += sorted.get(i) == run.get(i) ? 0 : 1;
        }
        final List<Event> result = new ArrayList<>();
        ReferenceChain left = null;
        for (final ReferenceChain right : sorted) {
            if (left != null && left.canMerge(right, options)) {
                merge(left, right);
            } else {
                left = new ReferenceChain(new ArrayList<>(right.segments), right.seal);
                result.add(new Event.Chained(left));
            }
        }
        place(result, places(run));
    }

    private void merge(final ReferenceChain left, final ReferenceChain right) {
        final boolean tail = right.segmentSize() < left.segmentSize();
        left.segments.addAll(right.segments);
        left.seal = tail && !right.first().push() ? SealReason.SHORT_TAIL : right.seal;
        merged++;
    }

    /** Where chains are among the events, ascending. */
    private List<Integer> places(final List<ReferenceChain> chains) {
        final List<Integer> places = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Event.Chained chained && chains.contains(chained.chain())) {
                places.add(i);
            }
        }
        return places;
    }

    /** Puts events at places; places that are left over vanish. */
    private void place(final List<Event> what, final List<Integer> places) {
        for (int i = 0; i < what.size(); i++) {
            events.set(places.get(i), what.get(i));
        }
        for (int i = places.size() - 1; i >= what.size(); i--) {
            events.remove((int) places.get(i));
        }
    }

    private Write write(final Event event) {
        return switch (event) {
            case Event.Single(var packet) -> Write.of(verbatim(packet), null, packet.verbatim);
            case Event.Chained(var chain) when chain.segments.size() == 1 ->
                Write.of(verbatim(chain.first()), chain.seal, VerbatimReason.SINGLE_SEGMENT);
            case Event.Chained(var chain) -> Write.of(gso(chain), chain.seal, null);
        };
    }

    private static byte[] gso(final ReferenceChain chain) {
        final ReferencePacket first = chain.first();
        final int type = first.udp ? 5 : first.ipv6 ? 4 : 1;
        return framed(chain.superpacket(), 1, type, first.headers, chain.segmentSize(), first.ipHeader,
            first.udp ? 6 : 16);
    }

    /** As it came, but for a checksum that is to be finished where the output finishes none. */
    private byte[] verbatim(final ReferencePacket packet) {
        final Input input = packet.input;
        if (input.state() != ChecksumState.PARTIAL) {
            return framed(input.bytes(), 0, 0, 0, 0, 0, 0);
        }
        if (output.checksum() && packet.isPlain()) {
            return framed(input.bytes(), 1, 0, 0, 0, input.csumStart(), input.csumOffset());
        }
        final byte[] finished = input.bytes().clone();
        final int sum = ~SlowChecksum.fold(SlowChecksum.add(0, finished, input.csumStart(), finished.length)) & 0xffff;
        SlowChecksum.put(finished, input.csumStart() + input.csumOffset(),
            sum == 0 && input.csumOffset() == 6 ? 0xffff : sum);
        return framed(finished, 0, 0, 0, 0, 0, 0);
    }

    private static byte[] framed(final byte[] packet, final int... fields) {
        final ByteBuffer written = ByteBuffer.allocate(24 + packet.length).order(ByteOrder.nativeOrder());
        written.put((byte) fields[0]).put((byte) fields[1]);
        for (int i = 2; i < fields.length; i++) {
            written.putShort((short) fields[i]);
        }
        return written.put(24, packet).array();
    }
}
