/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.capture;

import java.nio.ByteBuffer;

/**
 * Finds the IP packet in a frame ({@code https://www.tcpdump.org/linktypes.html}). Stateless.
 */
public final class LinkLayer {
    /** There is no IP packet. */
    public static final int NOT_IP = -1;

    private static final int NULL = 0;
    private static final int ETHERNET = 1;
    private static final int RAW_BSD = 12;
    private static final int RAW_OPENBSD = 14;
    private static final int RAW = 101;
    private static final int LOOP = 108;
    private static final int LINUX_SLL = 113;
    private static final int IPV4 = 228;
    private static final int IPV6 = 229;
    private static final int LINUX_SLL2 = 276;

    private static final int ETHERNET_TYPE = 12;
    private static final int SLL_TYPE = 14;
    private static final int SLL2_HEADER = 20;
    private static final int VLAN_TAG = 4;

    private LinkLayer() {
        // Hidden on purpose
    }

    /**
     * Names a link type.
     *
     * @param linkType its number
     * @return the name that libpcap gives it, or the number of one that is not known
     */
    public static String name(final int linkType) {
        return switch (linkType) {
            case NULL -> "NULL";
            case ETHERNET -> "EN10MB";
            case RAW, RAW_BSD, RAW_OPENBSD -> "RAW";
            case LOOP -> "LOOP";
            case LINUX_SLL -> "LINUX_SLL";
            case IPV4 -> "IPV4";
            case IPV6 -> "IPV6";
            case LINUX_SLL2 -> "LINUX_SLL2";
            default -> Integer.toString(linkType);
        };
    }

    /**
     * Looks for the IP packet.
     *
     * @param frame a frame
     * @return bytes in front of the packet, or {@link #NOT_IP}
     * @throws CaptureException if the link type is not known
     */
    public static int ipOffset(final CapturedFrame frame) throws CaptureException {
        final ByteBuffer data = frame.data();
        final int off = frame.dataOffset();
        final int len = frame.length();
        return switch (frame.linkType()) {
            case ETHERNET -> behindType(data, off, len, ETHERNET_TYPE);
            case RAW, RAW_BSD, RAW_OPENBSD -> len == 0 || isVersion(data.get(off), 4) || isVersion(data.get(off), 6)
                ? 0 : NOT_IP;
            case IPV4, IPV6 -> 0;
            case LINUX_SLL -> behindType(data, off, len, SLL_TYPE);
            case LINUX_SLL2 -> len < SLL2_HEADER ? NOT_IP
                : behindTags(data, off, len, new Place(word(data, off), SLL2_HEADER));
            case NULL, LOOP -> len >= Integer.BYTES && isIpFamily(data, off) ? Integer.BYTES : NOT_IP;
            default -> throw new CaptureException(frame.offset(), "link type " + frame.linkType()
                + " is not known; known are NULL, EN10MB, RAW, LOOP, LINUX_SLL, LINUX_SLL2, IPV4 and IPV6");
        };
    }

    /** An Ethernet type and what follows it, counted from the start of the frame. */
    private record Place(int type, int next) {
        // Nothing but its components
    }

    private static int behindType(final ByteBuffer data, final int off, final int len, final int typeOff) {
        final int next = typeOff + Short.BYTES;
        return len < next ? NOT_IP : behindTags(data, off, len, new Place(word(data, off + typeOff), next));
    }

    /** Passes over tags of 802.1Q and 802.1ad. */
    private static int behindTags(final ByteBuffer data, final int off, final int len, final Place first) {
        int type = first.type;
        int next = first.next;
        while ((type == 0x8100 || type == 0x88a8 || type == 0x9100) && len >= next + VLAN_TAG) {
            type = word(data, off + next + Short.BYTES);
            next += VLAN_TAG;
        }
        return type == 0x0800 || type == 0x86dd ? next : NOT_IP;
    }

    /** Address family in the byte order of a machine: AF_INET, or what the systems have for AF_INET6. */
    private static boolean isIpFamily(final ByteBuffer data, final int off) {
        final int first = word(data, off);
        final int second = word(data, off + Short.BYTES);
        if (first != 0 && second != 0) {
            return false;
        }
        return switch (first == 0 ? second : Short.toUnsignedInt(Short.reverseBytes((short) first))) {
            case 2, 10, 23, 24, 28, 30 -> true;
            default -> false;
        };
    }

    private static boolean isVersion(final byte first, final int version) {
        return (first >>> 4 & 0xf) == version;
    }

    private static int word(final ByteBuffer data, final int off) {
        return (data.get(off) & 0xff) << 8 | data.get(off + 1) & 0xff;
    }
}
