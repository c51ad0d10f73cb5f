/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sizes and offsets as a C compiler says them: {@code sizeof} and {@code offsetof} of the structures in the kernel's
 * user-space headers, the same on x86-64 and aarch64 but for {@code epoll_event}.
 */
class StructureLayoutTest {
    @ParameterizedTest
    @CsvSource({ "IFREQ_BYTES, 40", "IFREQ_NAME, 0", "IFREQ_FLAGS, 16", "IFREQ_INDEX, 16", "VNET_FLAGS, 0",
        "VNET_GSO_TYPE, 1", "VNET_HDR_LEN, 2", "VNET_GSO_SIZE, 4", "VNET_CSUM_START, 6", "VNET_CSUM_OFFSET, 8",
        "VNET_NUM_BUFFERS, 10", "VNET_HASH_VALUE, 12", "VNET_OUTER_TH_OFFSET, 20", "VNET_INNER_NH_OFFSET, 22",
        "VNET_BYTES, 24" })
    void tunStructures(final String constant, final int expected) throws ReflectiveOperationException {
        assertEquals(expected, TunLayout.class.getDeclaredField(constant).getInt(null));
    }

    @ParameterizedTest
    @CsvSource({ "IOVEC_BYTES, 16", "IOVEC_LEN, 8", "MSGHDR_BYTES, 56", "MSG_NAME, 0", "MSG_NAMELEN, 8",
        "MSG_IOV, 16", "MSG_IOVLEN, 24", "MSG_CONTROL, 32", "MSG_CONTROLLEN, 40", "MSG_FLAGS, 48",
        "MMSGHDR_BYTES, 64", "MMSG_LEN, 56", "CMSG_LEVEL, 8", "CMSG_TYPE, 12", "CMSG_DATA, 16", "CMSG_SPACE, 24",
        "SOCKADDR_IN_BYTES, 16", "SIN_PORT, 2", "SIN_ADDR, 4", "SOCKADDR_IN6_BYTES, 28", "SIN6_ADDR, 8",
        "SIN6_SCOPE_ID, 24", "TIMEVAL_BYTES, 16" })
    void socketStructures(final String constant, final int expected) throws ReflectiveOperationException {
        assertEquals(expected, SocketLayout.class.getDeclaredField(constant).getInt(null));
    }

    @ParameterizedTest
    @CsvSource({ "NLMSGHDR_BYTES, 16", "NLMSG_TYPE, 4", "NLMSG_FLAGS, 6", "NLMSG_SEQ, 8", "NLMSGERR_BYTES, 20",
        "RTATTR_BYTES, 4", "IFINFOMSG_BYTES, 16", "IFI_INDEX, 4", "IFI_FLAGS, 8", "IFI_CHANGE, 12",
        "IFADDRMSG_BYTES, 8", "IFA_PREFIXLEN, 1", "IFA_FLAGS8, 2", "IFA_INDEX, 4", "RTMSG_BYTES, 12", "RTM_DST_LEN, 1",
        "RTM_SRC_LEN, 2", "RTM_TABLE, 4", "RTM_PROTOCOL, 5", "RTM_SCOPE, 6", "RTM_TYPE, 7", "RTM_FLAGS, 8" })
    void netlinkStructures(final String constant, final int expected) throws ReflectiveOperationException {
        assertEquals(expected, NetlinkLayout.class.getDeclaredField(constant).getInt(null));
    }

    @ParameterizedTest
    @CsvSource({ "TUNSETIFF, 54CA, 40", "TUNGETIFF, 54D2, 80", "TUNSETOFFLOAD, 54D0, 40", "TUNSETQUEUE, 54D9, 40",
        "TUNSETVNETHDRSZ, 54D8, 40", "TUNGETVNETHDRSZ, 54D7, 80" })
    void requestsEncodeDirectionSizeAndNumber(final String constant, final String number, final String direction)
            throws ReflectiveOperationException {
        // _IOC: direction in the 2 high bits, 14 bits of size (an int), type 'T', number
        final long expected = Long.parseLong(direction, 16) << 24 | Integer.BYTES << 16 | Long.parseLong(number, 16);
        assertEquals(expected, TunLayout.class.getDeclaredField(constant).getLong(null));
    }

    @ParameterizedTest
    @CsvSource({ "amd64, 12, 4", "x86_64, 12, 4", "aarch64, 16, 8" })
    void epollEventIsPackedOnX86(final String arch, final int bytes, final int data) {
        if (arch.equals(System.getProperty("os.arch"))) {
            assertEquals(bytes, Epoll.EVENT_BYTES);
            assertEquals(data, Epoll.EVENT_DATA);
        }
    }
}
