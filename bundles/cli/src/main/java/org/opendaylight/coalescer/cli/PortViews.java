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
import static org.opendaylight.coalescer.cli.Notation.text;
import static org.opendaylight.coalescer.cli.Notation.word;
import static org.opendaylight.coalescer.cli.Notation.yesNo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.opendaylight.coalescer.api.DataPlaneSnapshot.Port;
import org.opendaylight.coalescer.api.IpPrefix;
import org.opendaylight.coalescer.api.OffloadStatus;
import org.opendaylight.coalescer.api.PeerConfiguration;
import org.opendaylight.coalescer.api.PortStatus;
import org.opendaylight.coalescer.api.SelfTestCheck;
import org.opendaylight.coalescer.cli.Table.Column;

/** Tables of ports and what they are like. Functions without state. */
final class PortViews {
    private PortViews() {
        // functions only
    }

    /** A line for each port, in order of names. */
    static Table list(final Map<String, Port> ports) {
        final List<List<String>> rows = new ArrayList<>();
        new TreeMap<>(ports).forEach((name, port) -> {
            final var status = port.status();
            final var receive = port.statistics().receive();
            rows.add(List.of(name, word(status.operStatus()), status.applied().tunnel().endpoint(),
                Integer.toString(status.applied().tunnel().vni()), number(status.mtu()), number(status.queues()),
                number(receive.packets()), ratio(receive.packets() - receive.dropped(), receive.writes()),
                number(port.statistics().transmit().datagrams()), number(receive.sequence().gaps().opened()),
                number(Rates.drops(port.statistics())), text(status.lastError())));
        });
        return new Table("", List.of(Column.text("Port"), Column.text("Status"), Column.text("Endpoint"),
            Column.number("VNI"), Column.number("MTU (bytes)"), Column.number("Queues"),
            Column.number("In (packets)"), Column.number("Ratio (packets/write)"), Column.number("Out (packets)"),
            Column.number("Gaps"), Column.number("Drops (packets)"), Column.text("Last error")), rows);
    }

    /** What one port is configured to be, what it is, and what became of its offloads. */
    static List<Table> detail(final PortStatus status) {
        final var applied = status.applied();
        final var device = applied.device();
        final List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("description", text(applied.description())));
        rows.add(List.of("enabled", yesNo(applied.enabled())));
        rows.add(List.of("oper-status", word(status.operStatus())));
        rows.add(List.of("last-change", status.lastChange().toString()));
        rows.add(List.of("last-error", text(status.lastError())));
        rows.add(List.of("if-index", Integer.toString(status.ifIndex())));
        rows.add(List.of("mtu (bytes)", number(status.mtu())));
        rows.add(List.of("queues", number(status.queues())));
        rows.add(List.of("network-namespace", text(device.networkNamespace())));
        device.addresses().forEach(address -> rows.add(List.of("address", address.toString())));
        rows.add(List.of("endpoint", applied.tunnel().endpoint()));
        rows.add(List.of("vni", Integer.toString(applied.tunnel().vni())));
        applied.tunnel().peers().forEach(peer -> rows.add(List.of("peer", peer(peer))));
        return List.of(
            new Table("Port " + applied.name(), List.of(Column.text("Leaf"), Column.text("Value")), rows),
            new Table("Offloads", List.of(Column.text("Capability"), Column.text("Direction"),
                Column.text("Requested"), Column.text("Negotiated"), Column.text("Active"), Column.text("Reason")),
                status.offloads().stream().map(PortViews::offload).toList()));
    }

    /** A line for each check, in the order given. */
    static Table selfTest(final List<SelfTestCheck> checks) {
        return new Table("", List.of(Column.text("Subject"), Column.text("Works"), Column.text("Reason")),
            checks.stream().map(check -> List.of(word(check.subject()), yesNo(check.working()), text(check.reason())))
                .toList());
    }

    private static String peer(final PeerConfiguration peer) {
        return peer.name() + " at " + Notation.socket(peer.address(), peer.port()) + ", sources "
            + peer.allowedPrefixes().stream().map(IpPrefix::toString).collect(Collectors.joining(", "));
    }

    private static List<String> offload(final OffloadStatus offload) {
        return List.of(word(offload.capability()), word(offload.direction()), yesNo(offload.requested()),
            yesNo(offload.negotiated()), yesNo(offload.active()), text(offload.reason()));
    }
}
