/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.coalesce.CoalescerCounter;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;

/** Says what to do about what dominates a report. Stateless. */
final class ReplayAdvice {
    /** What is rarer than this is not worth a word. */
    private static final double PACKET_SHARE = 0.05;
    private static final double CHAIN_SHARE = 0.3;
    /** Longer on average than the packets of any usual wire: jumbo frames are not. */
    private static final long LARGE_PACKETS = 9216;
    private static final Map<VerbatimReason, String> PACKETS = new EnumMap<>(Map.ofEntries(
        Map.entry(VerbatimReason.UNFINISHED_CHECKSUM, "the checksum is unfinished: the capture was made on the sender, "
            + "before its checksum offload. Capture at the receiver, or switch the offload off on the sender "
            + "(ethtool -K DEVICE tx off). --option checksum-validation=trust shows what finished ones would give."),
        Map.entry(VerbatimReason.BAD_L4_CHECKSUM, "the TCP or UDP checksum is wrong: something on the way damages "
            + "packets, or whoever captured them had changed them. They are never merged."),
        Map.entry(VerbatimReason.BAD_IP_CHECKSUM, "the IPv4 header checksum is wrong: the capture was made before an "
            + "offload finished it, or the header was changed on the way."),
        Map.entry(VerbatimReason.TRAILING_BYTES, "there are bytes behind the end of the packet: padding of short "
            + "Ethernet frames, or a frame check sequence. A network stack takes them off before a port gets the "
            + "packet; a capture keeps them."),
        Map.entry(VerbatimReason.FRAGMENT, "it is a fragment: make the MTU of the sender fit the path."),
        Map.entry(VerbatimReason.MALFORMED, "lengths contradict each other, or the packet is cut short. If it was cut "
            + "by the capture, capture whole packets (tcpdump -s 0)."),
        Map.entry(VerbatimReason.TOO_LARGE, "it is longer than max-bytes."),
        Map.entry(VerbatimReason.NOT_TCP_UDP, "it is neither TCP nor UDP."),
        Map.entry(VerbatimReason.ZERO_UDP_CHECKSUM, "the sender leaves out the UDP checksum, and merging would invent "
            + "one: let it send checksums."),
        Map.entry(VerbatimReason.SINGLE_SEGMENT, "nothing of its flow was beside it in the batch: larger batches may "
            + "hold more (--batch 256)."),
        Map.entry(VerbatimReason.NO_OFFLOAD, "superpackets of its protocol are switched off (tso, uso)."),
        Map.entry(VerbatimReason.COALESCING_OFF, "coalescing of its protocol is switched off (tcp, udp).")));
    private static final Map<SealReason, String> CHAINS = new EnumMap<>(Map.ofEntries(
        Map.entry(SealReason.PSH, "the sender ended what it had to send (PSH). More comes together only if it writes "
            + "more at once."),
        Map.entry(SealReason.END_OF_BATCH, "the batch was over: larger batches may give larger ones (--batch 256)."),
        Map.entry(SealReason.HOLD_BOUND, "hold-packets or hold-time was reached."),
        Map.entry(SealReason.SEQUENCE_GAP, "bytes were missing: see the order of TCP data, and --gaps FILE."),
        Map.entry(SealReason.SEQUENCE_BEHIND, "data came late or again: see the order of TCP data."),
        Map.entry(SealReason.ECN_CHANGE, "the congestion mark changed: --option ecn-policy=propagate-ce merges "
            + "nevertheless."),
        Map.entry(SealReason.IP_ID, "the sender lets fragment and its identification does not count on."),
        Map.entry(SealReason.BAD_CHECKSUM, "a packet of its flow had a bad checksum."),
        Map.entry(SealReason.MAX_SEGMENTS, "it had max-segments: that is as good as it gets."),
        Map.entry(SealReason.MAX_BYTES, "it had max-bytes: that is as good as it gets.")));

    private ReplayAdvice() {
        // Hidden on purpose
    }

    /**
     * Looks for what dominates.
     *
     * @param result what a replay found
     * @return sentences, none if all is well
     */
    static List<String> of(final ReplayResult result) {
        final CoalescerStatistics statistics = result.statistics();
        final List<String> advice = new ArrayList<>();
        final ReplayResult.Frames frames = result.capture().frames();
        if (frames.truncated() > frames.count() * PACKET_SHARE) {
            advice.add(share(frames.truncated(), frames.count()) + " of all frames were cut by the capture and can't "
                + "merge: capture whole frames (tcpdump -s 0).");
        }
        final ReplayResult.Tunnel tunnel = result.tunnel();
        if (tunnel != null && tunnel.outside() > tunnel.decapsulated()) {
            advice.add("Most packets are no datagrams of the tunnel: is it another port (--decap ENCAPSULATION:PORT)?");
        }
        final long packets = statistics.get(CoalescerCounter.PACKETS);
        if (packets > 0 && statistics.get(CoalescerCounter.BYTES) / packets > LARGE_PACKETS) {
            advice.add("Packets are longer than any on a wire: the capture was made behind receive offload or before "
                + "segmentation offload. Switch these off (ethtool -K DEVICE gro off lro off, or tso off gso off) to "
                + "see packets as a port gets them.");
        }
        PACKETS.forEach((reason, text) -> {
            if (statistics.get(reason) > packets * PACKET_SHARE) {
                advice.add(share(statistics.get(reason), packets) + " of all packets passed unchanged as "
                    + ReportJson.name(reason) + ": " + text);
            }
        });
        final long chains = statistics.get(CoalescerCounter.CHAINS);
        CHAINS.forEach((reason, text) -> {
            if (statistics.get(reason) > chains * CHAIN_SHARE) {
                advice.add(share(statistics.get(reason), chains) + " of all chains ended as " + ReportJson.name(reason)
                    + ": " + text);
            }
        });
        return advice;
    }

    private static String share(final long part, final long whole) {
        return Math.round(100.0 * part / whole) + " %";
    }
}
