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
 */
public record PortStatistics(Instant discontinuityTime, Receive receive, Transmit transmit) {
    public PortStatistics {
        requireNonNull(discontinuityTime);
        requireNonNull(receive);
        requireNonNull(transmit);
    }

    /**
     * From the overlay to the port.
     *
     * @param packets inner packets that passed the checks of the overlay
     * @param bytes their bytes with IP headers
     * @param superpackets superpackets written
     * @param segments packets that became part of them
     * @param verbatim packets written unchanged
     * @param writes writes that the device accepted
     * @param dropped packets that the device did not take, or that were empty
     * @param chains chains that ended
     * @param sealReasons chains by why they ended
     * @param verbatimReasons verbatim packets by reason
     * @param drops packets refused on their way, by reason
     * @param errors failed writes by errno
     * @param checksum what was found in checksums
     * @param sequence order of the TCP data
     * @param segmentsHistogram superpackets by segments: lower bound of the power-of-two bucket to count
     */
    public record Receive(long packets, long bytes, long superpackets, long segments, long verbatim, long writes,
            long dropped, long chains, Map<String, Long> sealReasons, Map<String, Long> verbatimReasons,
            Map<String, Long> drops, Map<Integer, Long> errors, ReceiveChecksum checksum, Sequence sequence,
            Map<Integer, Long> segmentsHistogram) {
        public Receive {
            sealReasons = Map.copyOf(sealReasons);
            verbatimReasons = Map.copyOf(verbatimReasons);
            drops = Map.copyOf(drops);
            errors = Map.copyOf(errors);
            requireNonNull(checksum);
            requireNonNull(sequence);
            segmentsHistogram = Map.copyOf(segmentsHistogram);
        }
    }

    /**
     * What was found when checksums were looked at.
     *
     * @param unnecessary verified good
     * @param none not looked at
     * @param unfinished only the pseudo-header sum was there
     * @param badIp wrong IPv4 header checksum
     * @param badTcp wrong TCP checksum
     * @param badUdp wrong UDP checksum
     */
    public record ReceiveChecksum(long unnecessary, long none, long unfinished, long badIp, long badTcp,
            long badUdp) {
    }

    /**
     * Order of the TCP data inside one batch.
     *
     * @param gaps chains that began beyond the expected sequence number
     * @param gapBytes bytes missing there
     * @param repairs times that chains were put back in order
     * @param repairedSegments segments moved
     * @param maxReorderingExtent largest reordering extent in packets (RFC 4737 section 4.2)
     * @param gapEvents the last gaps, oldest first
     */
    public record Sequence(long gaps, long gapBytes, long repairs, long repairedSegments, int maxReorderingExtent,
            List<GapEvent> gapEvents) {
        public Sequence {
            gapEvents = List.copyOf(gapEvents);
        }
    }

    /**
     * From the port to the overlay.
     *
     * @param packets packets and superpackets read from the device
     * @param bytes their bytes with IP headers
     * @param superpackets superpackets among them
     * @param segments packets made of them
     * @param datagrams inner packets handed to the underlay socket
     * @param checksum who finished the checksums
     * @param drops packets refused on their way, by reason
     * @param errors failed reads by errno
     */
    public record Transmit(long packets, long bytes, long superpackets, long segments, long datagrams,
            TransmitChecksum checksum, Map<String, Long> drops, Map<Integer, Long> errors) {
        public Transmit {
            requireNonNull(checksum);
            drops = Map.copyOf(drops);
            errors = Map.copyOf(errors);
        }
    }

    /**
     * Who finished the checksums.
     *
     * @param none nothing was to be done
     * @param needsCsum packets read with an unfinished checksum
     * @param software Internet checksums finished by the port
     * @param crc32cSoftware SCTP checksums finished by the port
     */
    public record TransmitChecksum(long none, long needsCsum, long software, long crc32cSoftware) {
    }
}
