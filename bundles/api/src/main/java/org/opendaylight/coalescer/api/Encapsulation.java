/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

/** How inner packets are carried in UDP datagrams. */
public enum Encapsulation {
    /** VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe), IPv4 and IPv6 without an inner Ethernet header. */
    VXLAN_GPE
}
