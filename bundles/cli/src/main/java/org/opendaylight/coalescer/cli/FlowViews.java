/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import static org.opendaylight.coalescer.cli.Notation.number;
import static org.opendaylight.coalescer.cli.Notation.ratio;
import static org.opendaylight.coalescer.cli.Notation.sequence;
import static org.opendaylight.coalescer.cli.Notation.socket;
import static org.opendaylight.coalescer.cli.Notation.word;

import java.util.List;
import java.util.Map;
import org.opendaylight.coalescer.api.FlowStatistics;
import org.opendaylight.coalescer.api.GapEvent;
import org.opendaylight.coalescer.cli.Table.Column;

/** Tables of flows and of what was missing in them. Functions without state. */
final class FlowViews {
    private FlowViews() {
        // functions only
    }

    /** A line for each flow, in the order given. */
    static Table flows(final List<FlowStatistics> flows) {
        return new Table("", List.of(Column.text("Protocol"), Column.text("Source"), Column.text("Destination"),
            Column.number("Packets"), Column.number("Payload (bytes)"), Column.number("Superpackets"),
            Column.number("Size (segments)"), Column.text("Chains ended mostly by"), Column.number("Gaps"),
            Column.number("Losses (estimate)"), Column.number("Duplicates (packets)"),
            Column.number("Reordered (packets)"), Column.text("Last seen")),
            flows.stream().map(FlowViews::flow).toList());
    }

    private static List<String> flow(final FlowStatistics flow) {
        final var key = flow.key();
        final var traffic = flow.traffic();
        return List.of(key.isUdp() ? "udp" : "tcp", socket(key.source(), key.sourcePort()),
            socket(key.destination(), key.destinationPort()), number(traffic.packets()), number(traffic.bytes()),
            number(traffic.superpackets()), ratio(traffic.segments(), traffic.superpackets()),
            flow.sealReasons().entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey)
                .orElse(Notation.NONE),
            number(flow.gaps().opened()), number(flow.gaps().lossEstimate()), number(flow.duplicatePackets()),
            number(flow.reorderedPackets()), flow.lastSeen().toString());
    }

    /** A line for each gap, in the order given. */
    static Table gaps(final List<GapEvent> gaps) {
        return new Table("", List.of(Column.number("Id"), Column.text("Time"), Column.text("Source"),
            Column.text("Destination"), Column.number("Chain start"), Column.number("Chain end"),
            Column.number("Chain (segments)"), Column.number("Chain (bytes)"), Column.number("Sequence seen"),
            Column.number("Gap (bytes)"), Column.text("Ending")), gaps.stream().map(FlowViews::gap).toList());
    }

    private static List<String> gap(final GapEvent gap) {
        return List.of(Long.toUnsignedString(gap.id()), gap.time().toString(), socket(gap.source(), gap.sourcePort()),
            socket(gap.destination(), gap.destinationPort()), sequence(gap.chainStart()), sequence(gap.chainEnd()),
            number(gap.chainSegments()), number(gap.chainBytes()), sequence(gap.sequenceSeen()),
            number(Integer.toUnsignedLong(gap.gapBytes())), word(gap.ending()));
    }
}
