/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

/**
 * Kernel structures and numbers of sockets, each beside its C declaration. The values are those of the generic headers,
 * the same on x86-64 and aarch64.
 */
final class SocketLayout {
    // asm-generic/fcntl.h, linux/net.h
    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int F_DUPFD_CLOEXEC = 1030;

    // linux/socket.h, linux/net.h
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int AF_NETLINK = 16;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_NONBLOCK = O_NONBLOCK;
    static final int SOCK_CLOEXEC = O_CLOEXEC;
    static final int MSG_CTRUNC = 0x08;
    static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;

    // asm-generic/socket.h
    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_NO_CHECK = 11;
    static final int SO_REUSEPORT = 15;
    static final int SO_RCVTIMEO = 20;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_MEMINFO = 55;

    // uapi/linux/sock_diag.h: enum { SK_MEMINFO_RMEM_ALLOC, ..., SK_MEMINFO_DROPS, SK_MEMINFO_VARS }, each a __u32
    static final int SO_MEMINFO_BYTES = 9 * Integer.BYTES;
    static final int SK_MEMINFO_DROPS = 8 * Integer.BYTES;

    // linux/in.h
    static final int SOL_IP = 0;
    static final int IP_TOS = 1;
    static final int IP_TTL = 2;
    static final int IP_MTU_DISCOVER = 10;
    static final int IP_RECVTOS = 13;

    // linux/in6.h
    static final int SOL_IPV6 = 41;
    static final int IPV6_UNICAST_HOPS = 16;
    static final int IPV6_MTU_DISCOVER = 23;
    static final int IPV6_V6ONLY = 26;
    static final int IPV6_RECVTCLASS = 66;
    static final int IPV6_TCLASS = 67;

    // linux/udp.h
    static final int SOL_UDP = 17;
    static final int UDP_NO_CHECK6_TX = 101;
    static final int UDP_NO_CHECK6_RX = 102;
    static final int UDP_SEGMENT = 103;
    static final int UDP_GRO = 104;

    /*
     * struct iovec { void *iov_base; __kernel_size_t iov_len; };          linux/uio.h
     */
    static final int IOVEC_BASE = 0;
    static final int IOVEC_LEN = 8;
    static final int IOVEC_BYTES = 16;

    /*
     * struct msghdr {                                                     linux/socket.h (user_msghdr)
     *     void *msg_name; int msg_namelen; struct iovec *msg_iov; __kernel_size_t msg_iovlen;
     *     void *msg_control; __kernel_size_t msg_controllen; unsigned int msg_flags;
     * };
     * struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };
     */
    static final int MSG_NAME = 0;
    static final int MSG_NAMELEN = 8;
    static final int MSG_IOV = 16;
    static final int MSG_IOVLEN = 24;
    static final int MSG_CONTROL = 32;
    static final int MSG_CONTROLLEN = 40;
    static final int MSG_FLAGS = 48;
    static final int MSGHDR_BYTES = 56;
    static final int MMSG_LEN = 56;
    static final int MMSGHDR_BYTES = 64;

    /*
     * struct cmsghdr { __kernel_size_t cmsg_len; int cmsg_level; int cmsg_type; };    linux/socket.h
     * Data follow the header; the next header starts at a multiple of 8.
     */
    static final int CMSG_LEN = 0;
    static final int CMSG_LEVEL = 8;
    static final int CMSG_TYPE = 12;
    static final int CMSG_DATA = 16;
    /** {@code CMSG_SPACE} of anything up to 8 bytes: one control message of ours. */
    static final int CMSG_SPACE = 24;

    /*
     * struct sockaddr_in {                                                linux/in.h
     *     __kernel_sa_family_t sin_family; __be16 sin_port; struct in_addr sin_addr; unsigned char __pad[8];
     * };
     */
    static final int SIN_FAMILY = 0;
    static final int SIN_PORT = 2;
    static final int SIN_ADDR = 4;
    static final int SOCKADDR_IN_BYTES = 16;

    /*
     * struct sockaddr_in6 {                                               linux/in6.h
     *     unsigned short sin6_family; __be16 sin6_port; __be32 sin6_flowinfo; struct in6_addr sin6_addr;
     *     __u32 sin6_scope_id;
     * };
     */
    static final int SIN6_ADDR = 8;
    static final int SIN6_SCOPE_ID = 24;
    static final int SOCKADDR_IN6_BYTES = 28;

    /** Room for either address, a multiple of 8. */
    static final int SOCKADDR_SPACE = 32;

    /*
     * struct __kernel_old_timeval { __kernel_long_t tv_sec; __kernel_long_t tv_usec; };     linux/time_types.h
     */
    static final int TIMEVAL_BYTES = 16;

    private SocketLayout() {
        // constants only
    }
}
