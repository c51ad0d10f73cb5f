/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Counters of a port. Reasons are named as in {@code odl-coalescer.yang}; maps hold no zeros. In every direction:
 * packets in = segments + verbatim + dropped; writes = superpackets + verbatim.
 *
 * @param discontinuityTime when the counters last started from zero
 * @param receive from the overlay to the port
 * @param transmit from the port to the overlay
 * @param relay from peer to peer, past the port
 */
public record PortStatistics(Instant discontinuityTime, Receive receive, Transmit transmit, Relay relay) {
    public PortStatistics {
        requireNonNull(discontinuityTime);
        requireNonNull(receive);
        requireNonNull(transmit);
        requireNonNull(relay);
    }

    /**
     * From the overlay to the port.
     *
     * @param packets inner packets that passed the checks of the overlay
     * @param bytes their bytes with IP headers, and Ethernet headers of frames
     * @param superpackets superpackets written
     * @param segments packets that became part of them
     * @param verbatim packets written unchanged
     * @param writes writes that the device accepted
     * @param dropped packets that the device did not take, or that were empty
     * @param chains chains that ended
     * @param sealReasons chains by why they ended
     * @param verbatimReasons verbatim packets by reason
     * @param drops packets refused on their way, by reason
     * @param errors failed writes by error
     * @param checksum what was found in checksums
     * @param sequence order of the TCP data
     * @param histograms superpackets by what they are like
     */
    public record Receive(long packets, long bytes, long superpackets, long segments, long verbatim, long writes,
            long dropped, long chains, Map<String, Long> sealReasons, Map<String, Long> verbatimReasons,
            Map<String, Long> drops, Map<KernelError, Long> errors, ReceiveChecksum checksum, Sequence sequence,
            Histograms histograms) {
        public Receive {
            sealReasons = Map.copyOf(sealReasons);
            verbatimReasons = Map.copyOf(verbatimReasons);
            drops = Map.copyOf(drops);
            errors = Map.copyOf(errors);
            requireNonNull(checksum);
            requireNonNull(sequence);
            requireNonNull(histograms);
        }
    }

    /**
     * Superpackets in buckets of powers of two: lower bound of the bucket to count, without zeros.
     *
     * @param segments by their number of segments
     * @param bytes by their length in bytes, headers included
     * @param holdMicros by how long their first packet was held, in microseconds; the first bucket begins at 0
     */
    public record Histograms(Map<Integer, Long> segments, Map<Integer, Long> bytes, Map<Integer, Long> holdMicros) {
        public Histograms {
            segments = Map.copyOf(segments);
            bytes = Map.copyOf(bytes);
            holdMicros = Map.copyOf(holdMicros);
        }
    }

    /**
     * What was found when checksums were looked at.
     *
     * @param unnecessary verified good
     * @param none not looked at
     * @param partial given with a checksum to be finished
     * @param unfinished only the pseudo-header sum was there
     * @param bad wrong
     * @param payloadPasses packets whose payload was read for a checksum, here or on its way into the device
     * @param written what became of them
     */
    public record ReceiveChecksum(long unnecessary, long none, long partial, long unfinished, BadChecksum bad,
            long payloadPasses, WrittenChecksum written) {
        public ReceiveChecksum {
            requireNonNull(bad);
            requireNonNull(written);
        }
    }

    /**
     * Wrong checksums.
     *
     * @param ip of IPv4 headers
     * @param tcp of TCP
     * @param udp of UDP
     * @param icmp of ICMP and ICMPv6
     * @param sctp of SCTP
     */
    public record BadChecksum(long ip, long tcp, long udp, long icmp, long sctp) {
    }

    /**
     * Checksums of what was written to the device.
     *
     * @param needsCsum left to the device
     * @param software Internet checksums finished by the port
     * @param crc32cSoftware SCTP checksums finished by the port
     */
    public record WrittenChecksum(long needsCsum, long software, long crc32cSoftware) {
    }

    /**
     * Order in which the TCP data of each flow arrived, whatever the batches and whatever became of the packets.
     *
     * @param gaps what was missing
     * @param duplicatePackets packets of which all bytes had been seen before
     * @param duplicateBytes bytes that had been seen before
     * @param reordering what came late
     * @param repairs what was put back in order
     * @param flows flows that are remembered
     * @param evictedFlows flows forgotten to make room for others
     * @param gapEvents the last gaps, oldest first
     */
    public record Sequence(Gaps gaps, long duplicatePackets, long duplicateBytes, Reordering reordering,
            Repairs repairs, long flows, long evictedFlows, List<GapEvent> gapEvents) {
        public Sequence {
            requireNonNull(gaps);
            requireNonNull(reordering);
            requireNonNull(repairs);
            gapEvents = List.copyOf(gapEvents);
        }
    }

    /**
     * Gaps: packets that began beyond the sequence number expected. Each ends in one of four ways, or is still open.
     *
     * @param opened how many there were
     * @param bytes bytes missing there at first
     * @param retransmissionSuspected filled by what looks like a retransmission
     * @param lateReorder filled by packets that were just late
     * @param neverFilled not filled in time
     * @param givenUp no longer watched
     */
    public record Gaps(long opened, long bytes, long retransmissionSuspected, long lateReorder, long neverFilled,
            long givenUp) {
        /** Gaps behind which a loss is likely. */
        public long lossEstimate() {
            return retransmissionSuspected + neverFilled;
        }
    }

    /**
     * Packets that came late without looking like retransmissions (RFC 4737).
     *
     * @param packets packets that filled a gap
     * @param threeReordered those among them that three packets or more had overtaken immediately before
     * @param maxExtent largest reordering extent in packets (RFC 4737 section 4.2.2)
     */
    public record Reordering(long packets, long threeReordered, int maxExtent) {
    }

    /**
     * What was put back in order before it was written.
     *
     * @param batches times that chains of a flow in a batch were put back in order
     * @param segments segments moved
     * @param maxExtent most packets that a segment was moved across
     */
    public record Repairs(long batches, long segments, int maxExtent) {
    }

    /**
     * From the port to the overlay.
     *
     * @param packets packets and superpackets read from the device
     * @param bytes their bytes with IP headers, and Ethernet headers of frames
     * @param superpackets superpackets among them
     * @param segments packets made of them
     * @param datagrams inner packets handed to the underlay socket
     * @param deviceDrops packets that the kernel dropped since nobody had read the queue in time
     * @param errorsSent ICMP errors written to the device for senders of packets that are too big
     * @param checksum who finished the checksums
     * @param drops packets refused on their way, by reason
     * @param errors failed reads by error
     */
    public record Transmit(long packets, long bytes, long superpackets, long segments, long datagrams,
            long deviceDrops, long errorsSent, TransmitChecksum checksum, Map<String, Long> drops,
            Map<KernelError, Long> errors) {
        public Transmit {
            requireNonNull(checksum);
            drops = Map.copyOf(drops);
            errors = Map.copyOf(errors);
        }
    }

    /**
     * From peer to peer, past the port.
     *
     * @param packets inner packets handed to the underlay socket
     * @param bytes their bytes with IP headers
     * @param errorsSent ICMP errors sent to senders of packets that were dropped
     * @param drops packets for another peer that were dropped, by reason
     */
    public record Relay(long packets, long bytes, long errorsSent, Map<String, Long> drops) {
        public Relay {
            drops = Map.copyOf(drops);
        }
    }

    /**
     * Who finished the checksums.
     *
     * @param none nothing was to be done
     * @param needsCsum packets read with an unfinished checksum
     * @param software Internet checksums finished by the port
     * @param crc32cSoftware SCTP checksums finished by the port
     * @param lcoOuter outer UDP checksums computed from headers alone
     * @param payloadPasses packets whose payload was read for a checksum
     */
    public record TransmitChecksum(long none, long needsCsum, long software, long crc32cSoftware, long lcoOuter,
            long payloadPasses) {
    }
}
