/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.nio.charset.StandardCharsets;

/**
 * Kernel structures and numbers of the TUN driver, each beside its C declaration.
 */
final class TunLayout {
    static final String CLONE_DEVICE = "/dev/net/tun";

    // _IOW('T', 202, int) and so on, linux/if_tun.h: the generic encoding of x86-64 and aarch64
    static final long TUNSETIFF = 0x400454caL;
    static final long TUNGETIFF = 0x800454d2L;
    static final long TUNSETOFFLOAD = 0x400454d0L;
    static final long TUNSETQUEUE = 0x400454d9L;
    static final long TUNSETVNETHDRSZ = 0x400454d8L;
    static final long TUNGETVNETHDRSZ = 0x800454d7L;
    /** {@code linux/sockios.h}. */
    static final long SIOCGIFINDEX = 0x8933L;

    // linux/if_tun.h
    static final int IFF_TUN = 0x0001;
    static final int IFF_TAP = 0x0002;
    static final int IFF_MULTI_QUEUE = 0x0100;
    static final int IFF_DETACH_QUEUE = 0x0400;
    static final int IFF_NO_PI = 0x1000;
    static final int IFF_VNET_HDR = 0x4000;
    static final int IFF_TUN_EXCL = 0x8000;

    /*
     * struct ifreq {                                              linux/if.h
     *     union { char ifrn_name[IFNAMSIZ]; } ifr_ifrn;           IFNAMSIZ 16
     *     union { short ifru_flags; int ifru_ivalue; struct ifmap ifru_map; ... } ifr_ifru;
     * };
     */
    static final int IFREQ_NAME = 0;
    static final int IFREQ_FLAGS = 16;
    static final int IFREQ_INDEX = 16;
    static final int IFREQ_BYTES = 40;
    static final int IFNAMSIZ = 16;

    /*
     * struct virtio_net_hdr_v1 {                                  linux/virtio_net.h
     *     __u8 flags; __u8 gso_type; __virtio16 hdr_len; __virtio16 gso_size;
     *     __virtio16 csum_start; __virtio16 csum_offset; __virtio16 num_buffers;
     * };
     * struct virtio_net_hdr_v1_hash {
     *     struct virtio_net_hdr_v1 hdr; __le32 hash_value; __le16 hash_report; __le16 padding;
     * };
     * struct virtio_net_hdr_v1_hash_tunnel {
     *     struct virtio_net_hdr_v1_hash hash_hdr; __le16 outer_th_offset; __le16 inner_nh_offset;
     * };
     */
    static final int VNET_FLAGS = 0;
    static final int VNET_GSO_TYPE = 1;
    static final int VNET_HDR_LEN = 2;
    static final int VNET_GSO_SIZE = 4;
    static final int VNET_CSUM_START = 6;
    static final int VNET_CSUM_OFFSET = 8;
    static final int VNET_NUM_BUFFERS = 10;
    static final int VNET_HASH_VALUE = 12;
    static final int VNET_OUTER_TH_OFFSET = 20;
    static final int VNET_INNER_NH_OFFSET = 22;
    static final int VNET_BYTES = 24;

    static final int VIRTIO_NET_HDR_F_NEEDS_CSUM = 1;
    static final int VIRTIO_NET_HDR_GSO_TCPV4 = 1;
    static final int VIRTIO_NET_HDR_GSO_TCPV6 = 4;
    static final int VIRTIO_NET_HDR_GSO_UDP_L4 = 5;
    static final int VIRTIO_NET_HDR_F_UDP_TUNNEL_CSUM = 8;
    static final int VIRTIO_NET_HDR_GSO_UDP_TUNNEL_IPV4 = 0x20;

    private TunLayout() {
        // constants only
    }

    /** Fills a {@code struct ifreq} with a device name and the integer behind it. */
    static void putIfreq(final NativeBlock ifreq, final String name, final int flags) {
        final var bytes = name.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < IFREQ_BYTES; i++) {
            ifreq.buffer().put(i, i < bytes.length ? bytes[i] : 0);
        }
        ifreq.buffer().putShort(IFREQ_FLAGS, (short) flags);
    }

    /** The device name in a {@code struct ifreq}. */
    static String ifreqName(final NativeBlock ifreq) {
        final var bytes = new byte[IFNAMSIZ];
        ifreq.buffer().get(IFREQ_NAME, bytes);
        int length = 0;
        while (length < IFNAMSIZ && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
}
