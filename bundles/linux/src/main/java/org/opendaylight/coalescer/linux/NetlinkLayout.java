/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

/**
 * Kernel structures and numbers of rtnetlink, each beside its C declaration. Attributes are
 * {@code struct rtattr { unsigned short rta_len; unsigned short rta_type; }} and data, aligned to 4 bytes.
 */
final class NetlinkLayout {
    /*
     * struct nlmsghdr {                                                   linux/netlink.h
     *     __u32 nlmsg_len; __u16 nlmsg_type; __u16 nlmsg_flags; __u32 nlmsg_seq; __u32 nlmsg_pid;
     * };
     */
    static final int NLMSG_LEN = 0;
    static final int NLMSG_TYPE = 4;
    static final int NLMSG_FLAGS = 6;
    static final int NLMSG_SEQ = 8;
    static final int NLMSGHDR_BYTES = 16;

    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;
    static final int NLM_F_REQUEST = 0x01;
    static final int NLM_F_ACK = 0x04;
    static final int NLM_F_DUMP_INTR = 0x10;
    static final int NLM_F_REPLACE = 0x100;
    static final int NLM_F_EXCL = 0x200;
    static final int NLM_F_DUMP = 0x300;
    static final int NLM_F_CREATE = 0x400;
    static final int NLM_F_ACK_TLVS = 0x200;

    /*
     * struct nlmsgerr { int error; struct nlmsghdr msg; };                linux/netlink.h; attributes follow
     */
    static final int NLMSGERR_BYTES = 20;
    static final int NLMSGERR_ATTR_MSG = 1;

    static final int NETLINK_ROUTE = 0;
    static final int SOL_NETLINK = 270;
    static final int NETLINK_CAP_ACK = 10;
    static final int NETLINK_EXT_ACK = 11;
    static final int NETLINK_GET_STRICT_CHK = 12;

    static final int RTATTR_BYTES = 4;
    /** Without NLA_F_NESTED and NLA_F_NET_BYTEORDER. */
    static final int NLA_TYPE_MASK = 0x3fff;
    static final int NLA_F_NESTED = 0x8000;

    // linux/rtnetlink.h
    static final int RTM_NEWLINK = 16;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;
    static final int RTM_NEWROUTE = 24;
    static final int RTM_DELROUTE = 25;
    static final int RTM_GETROUTE = 26;

    /*
     * struct ifinfomsg {                                                  linux/rtnetlink.h
     *     unsigned char ifi_family; unsigned char __ifi_pad; unsigned short ifi_type;
     *     int ifi_index; unsigned ifi_flags; unsigned ifi_change;
     * };
     */
    static final int IFI_INDEX = 4;
    static final int IFI_FLAGS = 8;
    static final int IFI_CHANGE = 12;
    static final int IFINFOMSG_BYTES = 16;
    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_TXQLEN = 13;
    static final int IFLA_OPERSTATE = 16;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_STATS64 = 23;
    /** {@code struct rtnl_link_stats64}, {@code linux/if_link.h}: eighth of its __u64. */
    static final int STATS64_TX_DROPPED = 56;
    static final int IFLA_INFO_KIND = 1;
    static final int IFF_UP = 1;

    /*
     * struct ifaddrmsg {                                                  linux/if_addr.h
     *     __u8 ifa_family; __u8 ifa_prefixlen; __u8 ifa_flags; __u8 ifa_scope; __u32 ifa_index;
     * };
     */
    static final int IFA_FAMILY = 0;
    static final int IFA_PREFIXLEN = 1;
    static final int IFA_FLAGS8 = 2;
    static final int IFA_INDEX = 4;
    static final int IFADDRMSG_BYTES = 8;
    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int IFA_FLAGS = 8;
    static final int IFA_F_NODAD = 0x02;

    /*
     * struct rtmsg {                                                      linux/rtnetlink.h
     *     unsigned char rtm_family; unsigned char rtm_dst_len; unsigned char rtm_src_len; unsigned char rtm_tos;
     *     unsigned char rtm_table; unsigned char rtm_protocol; unsigned char rtm_scope; unsigned char rtm_type;
     *     unsigned rtm_flags;
     * };
     */
    static final int RTM_FAMILY = 0;
    static final int RTM_DST_LEN = 1;
    static final int RTM_SRC_LEN = 2;
    static final int RTM_TABLE = 4;
    static final int RTM_PROTOCOL = 5;
    static final int RTM_SCOPE = 6;
    static final int RTM_TYPE = 7;
    static final int RTM_FLAGS = 8;
    static final int RTMSG_BYTES = 12;
    static final int RTA_DST = 1;
    static final int RTA_SRC = 2;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_PREFSRC = 7;
    static final int RTA_METRICS = 8;
    static final int RTAX_MTU = 2;
    static final int RT_TABLE_MAIN = 254;
    static final int RTPROT_STATIC = 4;
    static final int RT_SCOPE_UNIVERSE = 0;
    static final int RT_SCOPE_LINK = 253;
    static final int RTN_UNICAST = 1;
    static final int RTN_LOCAL = 2;
    static final int RTM_F_CLONED = 0x200;
    static final int RTM_F_FIB_MATCH = 0x2000;

    private NetlinkLayout() {
        // constants only
    }

    static int align(final int length) {
        return length + 3 & ~3;
    }
}
