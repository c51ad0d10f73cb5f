/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

/** How inner packets are carried in UDP datagrams: IPv4 and IPv6 without an inner Ethernet header. */
public enum Encapsulation {
    /** Generic Protocol Extension for VXLAN (draft-ietf-nvo3-vxlan-gpe). */
    VXLAN_GPE("vxlan-gpe", 4790, true),
    /** Generic Network Virtualization Encapsulation (RFC 8926). */
    GENEVE("geneve", 6081, true),
    /** Generic UDP Encapsulation (draft-ietf-intarea-gue): sends version 0, receives 0 and 1. */
    GUE("gue", 6080, false),
    /** Generic UDP Encapsulation: sends version 1, receives 0 and 1. */
    GUE_1("gue-1", 6080, false),
    /** IP right behind the UDP header. */
    IP_IN_UDP("ip-in-udp", 0, false);

    private final String word;
    private final int defaultPort;
    private final boolean hasVni;

    Encapsulation(final String word, final int defaultPort, final boolean hasVni) {
        this.word = requireNonNull(word);
        this.defaultPort = defaultPort;
        this.hasVni = hasVni;
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
}
