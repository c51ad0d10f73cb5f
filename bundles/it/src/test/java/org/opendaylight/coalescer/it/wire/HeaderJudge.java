/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.wire;

import java.nio.ByteBuffer;

/** Says what a tunnel header leads to, by its specification. Shares no code with the data path. */
@FunctionalInterface
public interface HeaderJudge {
    /** Reserved bits have to be 0; the B bit means nothing here (draft-ietf-nvo3-vxlan-gpe section 3.1). */
    HeaderJudge VXLAN_GPE = datagram -> {
        if (datagram.length < 8) {
            return Header.wrong("short");
        }
        if ((datagram[0] & 1) != 0) {
            return Header.wrong("oam");
        }
        if ((datagram[0] & ~2) != 0x0c || datagram[1] != 0 || datagram[2] != 0 || datagram[7] != 0) {
            return Header.wrong("bad-flags");
        }
        return switch (datagram[3]) {
            case 1 -> new Header("", 8, 4, vni(datagram));
            case 2 -> new Header("", 8, 6, vni(datagram));
            default -> Header.wrong("wrong-next-protocol");
        };
    };

    /** One flag, everything else has to be 0 (RFC 7348 section 5). */
    HeaderJudge VXLAN = datagram -> {
        if (datagram.length < 8) {
            return Header.wrong("short");
        }
        return datagram[0] != 8 || datagram[1] != 0 || datagram[2] != 0 || datagram[3] != 0 || datagram[7] != 0
            ? Header.wrong("bad-flags") : new Header("", 8, Header.ETHERNET, vni(datagram));
    };

    /** Options are skipped, but none that is critical; reserved bits mean nothing (RFC 8926 sections 3.4 and 3.5). */
    HeaderJudge GENEVE = datagram -> {
        if (datagram.length < 8) {
            return Header.wrong("short");
        }
        if ((datagram[0] & 0xc0) != 0) {
            return Header.wrong("bad-flags");
        }
        final int length = 8 + (datagram[0] & 0x3f) * 4;
        if (datagram.length < length) {
            return Header.wrong("short");
        }
        if ((datagram[1] & 0x80) != 0) {
            return Header.wrong("oam");
        }
        int option = 8;
        while (option < length) {
            if (datagram[option + 2] < 0) {
                return Header.wrong("critical-option");
            }
            option += 4 + (datagram[option + 3] & 0x1f) * 4;
        }
        if (option > length) {
            return Header.wrong("malformed-options");
        }
        return switch (ByteBuffer.wrap(datagram).getShort(2) & 0xffff) {
            case 0x0800 -> new Header("", length, 4, vni(datagram));
            case 0x86dd -> new Header("", length, 6, vni(datagram));
            case 0x6558 -> new Header("", length, Header.ETHERNET, vni(datagram));
            default -> Header.wrong("wrong-next-protocol");
        };
    };

    /** Both versions; optional fields and private data are not known (draft-ietf-intarea-gue sections 3 and 4). */
    HeaderJudge GUE = datagram -> {
        if (datagram.length < 4) {
            return Header.wrong("short");
        }
        return switch (datagram[0] >> 6 & 3) {
            case 0 -> ofGue(datagram);
            case 1 -> new Header("", 0, datagram[0] >> 4, 0);
            default -> Header.wrong("bad-flags");
        };
    };

    /**
     * What a header says.
     *
     * @param wrong reason to drop the datagram, empty if there is none
     * @param length bytes of the header
     * @param content version of IP that follows, or {@link #ETHERNET}
     * @param vni network, 0 if the header names none
     */
    record Header(String wrong, int length, int content, int vni) {
        /** An Ethernet frame follows. */
        public static final int ETHERNET = 0;

        static Header wrong(final String reason) {
            return new Header(reason, 0, ETHERNET, 0);
        }
    }

    /**
     * Judges the header of a datagram.
     *
     * @param datagram payload of UDP
     * @return what its header says
     */
    Header judge(byte[] datagram);

    private static Header ofGue(final byte[] datagram) {
        if ((datagram[0] & 0x20) != 0) {
            return Header.wrong("oam");
        }
        if ((datagram[0] & 0x1f) != 0 || datagram[2] != 0 || datagram[3] != 0) {
            return Header.wrong("bad-flags");
        }
        return switch (datagram[1]) {
            case 4 -> new Header("", 4, 4, 0);
            case 41 -> new Header("", 4, 6, 0);
            default -> Header.wrong("wrong-next-protocol");
        };
    }

    private static int vni(final byte[] datagram) {
        return ByteBuffer.wrap(datagram).getInt(4) >>> 8;
    }
}
