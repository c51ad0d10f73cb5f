/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A UDP socket of the underlay, IPv4 or IPv6, that never blocks. It always reports the traffic class with what it
 * receives. Moving data is the business of {@link UdpReceiveBatch} and {@link UdpSendBatch}.
 *
 * <p>Made and configured on a set-up thread in the network namespace it shall live in, then handed to one worker, which
 * owns it until close.
 */
public final class UdpSocket implements Pollable, AutoCloseable {
    /** The outer "don't fragment" bit and path MTU discovery. {@code IP_PMTUDISC_*}, {@code linux/in.h}. */
    public enum PathMtu {
        /** DF clear, routers and we may fragment. {@code IP_PMTUDISC_DONT}. */
        FRAGMENT(0),
        /**
         * DF set, and what the kernel learned about the path is obeyed: a datagram that is too big fails with EMSGSIZE
         * here, where it can be counted. The state after open. {@code IP_PMTUDISC_DO}.
         */
        DISCOVER(2),
        /**
         * DF set, path MTU ignored: only the device's MTU limits. For underlays where anybody could forge the ICMP that
         * lowers the path MTU. {@code IP_PMTUDISC_PROBE}.
         */
        IGNORE(3);

        private final int value;

        PathMtu(final int value) {
            this.value = value;
        }
    }

    private final boolean ipv6;
    private final CallState state = new CallState();
    private final NativeBlock option = new NativeBlock(Integer.BYTES);
    private final NativeBlock optionLength = new NativeBlock(Integer.BYTES);
    private final NativeBlock meminfo = new NativeBlock(SocketLayout.SO_MEMINFO_BYTES);
    private final NativeBlock meminfoLength = new NativeBlock(Integer.BYTES);
    private String name = "unbound";
    private int fd;
    private long drops;

    private UdpSocket(final boolean ipv6) throws LinuxException {
        this.ipv6 = ipv6;
        fd = LinuxException.check(Libc.socket(state, ipv6 ? SocketLayout.AF_INET6 : SocketLayout.AF_INET,
            SocketLayout.SOCK_DGRAM | SocketLayout.SOCK_NONBLOCK | SocketLayout.SOCK_CLOEXEC, 0),
            "socket", ipv6 ? "UDP over IPv6" : "UDP over IPv4");
    }

    /**
     * Opens a socket in the network namespace of the calling thread.
     *
     * @param ipv6 true for IPv6 alone, false for IPv4
     * @return the socket, with {@link PathMtu#DISCOVER}
     * @throws LinuxException if the kernel refuses
     */
    public static UdpSocket open(final boolean ipv6) throws LinuxException {
        final var socket = new UdpSocket(ipv6);
        try {
            if (ipv6) {
                socket.set(SocketLayout.SOL_IPV6, SocketLayout.IPV6_V6ONLY, 1, "IPV6_V6ONLY");
                socket.set(SocketLayout.SOL_IPV6, SocketLayout.IPV6_RECVTCLASS, 1, "IPV6_RECVTCLASS");
            } else {
                socket.set(SocketLayout.SOL_IP, SocketLayout.IP_RECVTOS, 1, "IP_RECVTOS");
            }
            socket.setPathMtu(PathMtu.DISCOVER);
        } catch (LinuxException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    /**
     * Lets several sockets share one address and port; to be set on each before {@link #bind}.
     *
     * @throws LinuxException if the kernel refuses
     */
    public void shareAddress() throws LinuxException {
        set(SocketLayout.SOL_SOCKET, SocketLayout.SO_REUSEPORT, 1, "SO_REUSEPORT");
    }

    /**
     * Binds the socket.
     *
     * @param address local address of the socket's family
     * @param port 0 for an ephemeral one
     * @throws LinuxException if the kernel refuses: EADDRNOTAVAIL when no device has the address, EADDRINUSE
     */
    public void bind(final InetAddress address, final int port) throws LinuxException {
        final var local = UdpAddress.of(address, port);
        LinuxException.check(Libc.bind(state, fd, local.nativeAddress(), local.nativeLength()), "bind",
            local.toString());
        name = local.toString();
        name = UdpAddress.of(address, localAddress().getPort()).toString();
    }

    /**
     * Asks the kernel for the address.
     *
     * @return local address and port
     * @throws LinuxException if the kernel refuses
     */
    public InetSocketAddress localAddress() throws LinuxException {
        final var block = new NativeBlock(SocketLayout.SOCKADDR_SPACE);
        final var length = NativeBlock.ofInt(block.size());
        LinuxException.check(Libc.getsockname(state, fd, block.address(), length.address()), "getsockname", name);
        return UdpAddress.decode(block);
    }

    public boolean isIpv6() {
        return ipv6;
    }

    /**
     * Sets the size of the receive buffer, beyond {@code net.core.rmem_max} if we are privileged.
     *
     * @param bytes wanted size
     * @return the size in force; the kernel doubles what is asked for, to pay for its own structures, and caps it
     * @throws LinuxException if the kernel refuses
     */
    public int setReceiveBuffer(final int bytes) throws LinuxException {
        return setBuffer(SocketLayout.SO_RCVBUFFORCE, SocketLayout.SO_RCVBUF, bytes, "SO_RCVBUF");
    }

    /**
     * Sets the size of the send buffer, beyond {@code net.core.wmem_max} if we are privileged.
     *
     * @param bytes wanted size
     * @return the size in force, see {@link #setReceiveBuffer}
     * @throws LinuxException if the kernel refuses
     */
    public int setSendBuffer(final int bytes) throws LinuxException {
        return setBuffer(SocketLayout.SO_SNDBUFFORCE, SocketLayout.SO_SNDBUF, bytes, "SO_SNDBUF");
    }

    /**
     * Switches UDP_GRO: with it one receive slot gets many datagrams of one sender.
     *
     * @param wanted whether it shall be on
     * @return what came of it; a kernel without it is not an error
     */
    public CapabilityResult setGro(final boolean wanted) {
        final int result = trySet(SocketLayout.SOL_UDP, SocketLayout.UDP_GRO, wanted ? 1 : 0);
        if (!wanted) {
            return CapabilityResult.unwanted(Capability.UDP_GRO);
        }
        return result >= 0 ? CapabilityResult.granted(Capability.UDP_GRO)
            : CapabilityResult.missing(Capability.UDP_GRO, "setsockopt(UDP_GRO): " + Errno.describe(-result));
    }

    /**
     * Finds out whether this kernel has UDP_SEGMENT. That a given path takes it shows only when sending.
     *
     * @return the result; the socket is left as it was
     */
    public CapabilityResult probeSegmentation() {
        // 0 is the initial state: each message says its own segment size
        final int result = trySet(SocketLayout.SOL_UDP, SocketLayout.UDP_SEGMENT, 0);
        return result >= 0 ? CapabilityResult.granted(Capability.UDP_SEGMENT)
            : CapabilityResult.missing(Capability.UDP_SEGMENT, "setsockopt(UDP_SEGMENT): " + Errno.describe(-result));
    }

    /**
     * Switches the UDP checksum of what is sent, and over IPv6 also whether datagrams without one are taken (RFC 6935).
     * Sending with segmentation needs the checksum: without it the kernel answers EINVAL.
     *
     * @param enabled true, the state after open, computes it
     * @throws LinuxException if the kernel refuses
     */
    public void setChecksum(final boolean enabled) throws LinuxException {
        final int off = enabled ? 0 : 1;
        if (ipv6) {
            set(SocketLayout.SOL_UDP, SocketLayout.UDP_NO_CHECK6_TX, off, "UDP_NO_CHECK6_TX");
            set(SocketLayout.SOL_UDP, SocketLayout.UDP_NO_CHECK6_RX, off, "UDP_NO_CHECK6_RX");
        } else {
            set(SocketLayout.SOL_SOCKET, SocketLayout.SO_NO_CHECK, off, "SO_NO_CHECK");
        }
    }

    /**
     * Sets the policy for the outer "don't fragment" bit.
     *
     * @param policy the policy
     * @throws LinuxException if the kernel refuses
     */
    public void setPathMtu(final PathMtu policy) throws LinuxException {
        if (ipv6) {
            set(SocketLayout.SOL_IPV6, SocketLayout.IPV6_MTU_DISCOVER, policy.value, "IPV6_MTU_DISCOVER");
        } else {
            set(SocketLayout.SOL_IP, SocketLayout.IP_MTU_DISCOVER, policy.value, "IP_MTU_DISCOVER");
        }
    }

    /**
     * Sets the outer TTL or hop limit.
     *
     * @param ttl 1 to 255
     * @throws LinuxException if the kernel refuses
     */
    public void setTtl(final int ttl) throws LinuxException {
        if (ipv6) {
            set(SocketLayout.SOL_IPV6, SocketLayout.IPV6_UNICAST_HOPS, ttl, "IPV6_UNICAST_HOPS");
        } else {
            set(SocketLayout.SOL_IP, SocketLayout.IP_TTL, ttl, "IP_TTL");
        }
    }

    /**
     * Asks how many datagrams the kernel dropped for lack of room in the receive buffer since open
     * ({@code SO_MEMINFO}). Hot path, owner only.
     *
     * <p>A control message with each datagram ({@code SO_RXQ_OVFL}) would tell as well. But Linux 6.18 copies it
     * straight out of the socket buffer, and with hardened user copies that is a kernel fault, which ends the calling
     * thread, if the datagram came from a TCP connection of this very machine through a tunnel device.
     *
     * @return 0 to 2^32 - 1, wraps around; what was known before if the kernel does not say
     */
    public long drops() {
        meminfoLength.buffer().putInt(0, SocketLayout.SO_MEMINFO_BYTES);
        if (Libc.getsockopt(state, fd, SocketLayout.SOL_SOCKET, SocketLayout.SO_MEMINFO, meminfo.address(),
                meminfoLength.address()) >= 0) {
            drops = Integer.toUnsignedLong(meminfo.buffer().getInt(SocketLayout.SK_MEMINFO_DROPS));
        }
        return drops;
    }

    int receive(final long messages, final int count) {
        return Libc.recvmmsg(state, fd, messages, count, SocketLayout.MSG_DONTWAIT);
    }

    int send(final long messages, final int count) {
        return Libc.sendmmsg(state, fd, messages, count, SocketLayout.MSG_DONTWAIT);
    }

    @Override
    public int fd() {
        return fd;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Libc.close(state, fd);
            fd = -1;
        }
    }

    @Override
    public String toString() {
        return "UDP socket " + name;
    }

    private int setBuffer(final int forced, final int normal, final int bytes, final String what)
            throws LinuxException {
        if (trySet(SocketLayout.SOL_SOCKET, forced, bytes) < 0) {
            set(SocketLayout.SOL_SOCKET, normal, bytes, what);
        }
        optionLength.buffer().putInt(0, Integer.BYTES);
        LinuxException.check(Libc.getsockopt(state, fd, SocketLayout.SOL_SOCKET, normal, option.address(),
            optionLength.address()), "getsockopt(" + what + ")", name);
        return option.buffer().getInt(0);
    }

    private int trySet(final int level, final int which, final int value) {
        option.buffer().putInt(0, value);
        return Libc.setsockopt(state, fd, level, which, option.address(), Integer.BYTES);
    }

    private void set(final int level, final int which, final int value, final String what) throws LinuxException {
        LinuxException.check(trySet(level, which, value), "setsockopt(" + what + ")", name);
    }
}
