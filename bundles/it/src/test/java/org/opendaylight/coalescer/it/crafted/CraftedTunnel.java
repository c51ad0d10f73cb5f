/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.crafted;

import static org.opendaylight.coalescer.it.lab.LabAddresses.VNI;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Encapsulations that datagrams are crafted in, by the names of the model. */
public enum CraftedTunnel {
    /** IP behind VXLAN with a protocol field. */
    VXLAN_GPE("vxlan-gpe", VNI, 8) {
        @Override
        byte[] header(final boolean ipv4) {
            return words(0x0c00_0000 | (ipv4 ? 1 : 2), VNI << 8);
        }
    },
    /** IP behind Geneve without options. */
    GENEVE("geneve", VNI, 8) {
        @Override
        byte[] header(final boolean ipv4) {
            return words(ipv4 ? 0x0800 : 0x86dd, VNI << 8);
        }
    },
    /** IP behind version 0 of Generic UDP Encapsulation. */
    GUE("gue", 0, 4) {
        @Override
        byte[] header(final boolean ipv4) {
            return words((ipv4 ? 4 : 41) << 16);
        }
    },
    /** Ethernet behind VXLAN: the frame is from one station to another, neither of which is here. */
    VXLAN("vxlan", VNI, 22) {
        @Override
        byte[] header(final boolean ipv4) {
            return words(0x0800_0000, VNI << 8, 0x0000_5e00, 0x5301_0000, 0x5e00_5302, (ipv4 ? 0x0800 : 0x86dd) << 16);
        }
    };

    private final String identity;
    private final int vni;
    private final int length;

    CraftedTunnel(final String identity, final int vni, final int length) {
        this.identity = identity;
        this.vni = vni;
        this.length = length;
    }

    /** What is in front of a packet, and perhaps more. */
    abstract byte[] header(boolean ipv4);

    /**
     * Puts a packet behind a header that the port accepts.
     *
     * @param packet an IP packet
     * @return the datagram
     */
    public byte[] wrap(final byte[] packet) {
        return ByteBuffer.allocate(length + packet.length)
            .put(header(Checksums.isIpv4(packet)), 0, length).put(packet).array();
    }

    /**
     * What is in front of a packet.
     *
     * @return bytes that {@link #wrap} adds
     */
    public int length() {
        return length;
    }

    /**
     * The network.
     *
     * @return its number, 0 if the headers name none
     */
    public int vni() {
        return vni;
    }

    String identity() {
        return "odl-coalescer:" + identity;
    }

    boolean isFramed() {
        return this == VXLAN;
    }

    private static byte[] words(final int... words) {
        final var bytes = ByteBuffer.allocate(words.length * Integer.BYTES);
        Arrays.stream(words).forEach(bytes::putInt);
        return bytes.array();
    }
}
