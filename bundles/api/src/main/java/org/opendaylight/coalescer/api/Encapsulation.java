/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/** How inner packets are carried in UDP datagrams. */
public enum Encapsulation {
    /** Generic Protocol Extension for VXLAN (draft-ietf-nvo3-vxlan-gpe). */
    VXLAN_GPE("vxlan-gpe", 4790, true, DeviceKind.TUN),
    /** Virtual eXtensible Local Area Network (RFC 7348). */
    VXLAN("vxlan", 4789, true, DeviceKind.TAP),
    /** Generic Network Virtualization Encapsulation (RFC 8926). */
    GENEVE("geneve", 6081, true, DeviceKind.TUN, DeviceKind.TAP),
    /** Generic UDP Encapsulation (draft-ietf-intarea-gue): sends version 0, receives 0 and 1. */
    GUE("gue", 6080, false, DeviceKind.TUN),
    /** Generic UDP Encapsulation: sends version 1, receives 0 and 1. */
    GUE_1("gue-1", 6080, false, DeviceKind.TUN),
    /** IP right behind the UDP header. */
    IP_IN_UDP("ip-in-udp", 0, false, DeviceKind.TUN);

    private final String word;
    private final int defaultPort;
    private final boolean hasVni;
    private final Set<DeviceKind> kinds;

    Encapsulation(final String word, final int defaultPort, final boolean hasVni, final DeviceKind... kinds) {
        this.word = requireNonNull(word);
        this.defaultPort = defaultPort;
        this.hasVni = hasVni;
        this.kinds = Set.of(kinds);
    }

    /** Name as in the model, such as {@code vxlan-gpe}. */
    public String word() {
        return word;
    }

    /** UDP port that is meant where none is given, 0 if there is no such port. */
    public int defaultPort() {
        return defaultPort;
    }

    /** Whether a VNI tells the ports of an endpoint apart. If not, one port has the endpoint to itself. */
    public boolean hasVni() {
        return hasVni;
    }

    /** Whether it can carry what a device of a kind has. */
    public boolean carries(final DeviceKind kind) {
        return kinds.contains(kind);
    }
}
