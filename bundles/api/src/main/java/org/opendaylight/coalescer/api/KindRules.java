/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.Findings.Subject;

/** Rules about what a port carries, and how its peers are told apart by that. Stateless. */
final class KindRules {
    private KindRules() {
        // Hidden on purpose
    }

    static void check(final PortConfiguration port, final @Nullable EndpointConfiguration endpoint,
            final Subject subject) {
        final DeviceKind kind = port.device().kind();
        if (endpoint != null && !endpoint.encapsulation().carries(kind)) {
            subject.refuse("kind", "must be one that the encapsulation of endpoint '" + endpoint.name() + "' carries,"
                + " but " + endpoint.encapsulation().word() + " carries no " + content(kind),
                "Name an endpoint with one of " + Arrays.stream(Encapsulation.values())
                    .filter(each -> each.carries(kind)).map(Encapsulation::word).collect(Collectors.joining(", "))
                + ", or choose the other kind.");
        }
        if (kind == DeviceKind.TAP && port.tunnel().relay()) {
            subject.refuse("tunnel/relay", "must be false on a port of kind tap, as Ethernet frames have no hop limit:"
                + " where peers relay for each other, they would go round for ever",
                "Set it to false and forward with a bridge in front of the port, or set kind to tun.");
        }
        final Map<MacAddress, String> stations = new HashMap<>();
        for (PeerConfiguration peer : port.tunnel().peers()) {
            if (kind == DeviceKind.TAP) {
                peer.allowedPrefixes().forEach(prefix -> subject.refuse(
                    TunnelRules.path(peer, "allowed-prefix[.='" + prefix + "']"),
                    "must be left out of a port of kind tap, whose frames are sent by their stations, not by prefixes",
                    "Delete it; name the stations behind the peer with mac, if there are several peers."));
            }
            peer.macs().forEach(mac -> checkMac(kind, peer, mac, stations, subject));
        }
    }

    private static void checkMac(final DeviceKind kind, final PeerConfiguration peer, final MacAddress mac,
            final Map<MacAddress, String> stations, final Subject subject) {
        final String where = TunnelRules.path(peer, "mac[.='" + mac + "']");
        if (kind != DeviceKind.TAP) {
            subject.refuse(where, "must be left out of a port of kind tun, whose packets have no stations",
                "Delete it, or set kind to tap.");
        } else if (mac.isGroup() || mac.value() == 0) {
            subject.refuse(where, "must be the address of one station, but is " + (mac.isGroup() ? "that of a group"
                : "that of none"), "Name the station's own address; frames to groups go to all peers anyway.");
        }
        final String other = stations.putIfAbsent(mac, peer.name());
        if (other != null) {
            subject.refuse(where, "must be behind one peer of the port, but peer '" + other + "' has it too",
                "Leave it with the peer that the station is behind.");
        }
    }

    private static String content(final DeviceKind kind) {
        return switch (kind) {
            case TUN -> "IP packets without an Ethernet header (kind tun)";
            case TAP -> "Ethernet frames (kind tap)";
        };
    }
}
