/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.wire;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.opendaylight.coalescer.it.crafted.Checksums;
import org.opendaylight.coalescer.it.wire.HeaderJudge.Header;

/**
 * Says what has to become of a datagram, by the rules of the data path: the tunnel header first, then the IP header,
 * who sent it, and what is inside. Shares no code with the data path. Immutable.
 */
public final class DatagramJudge {
    private static final int ETHERNET_HEADER = 14;
    private static final Set<Integer> EXTENSION_HEADERS = Set.of(0, 43, 50, 51, 60, 135, 139, 140);
    private static final int IPV6_FRAGMENT = 44;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int IPV6_HEADER = 40;
    private static final int FIN = 1;
    private static final int SYN_RST_URG_CWR = 2 | 4 | 32 | 128;
    private static final int ACK = 16;

    private final HeaderJudge headers;
    private final boolean framed;
    private final int vni;
    private final byte[] ownAddress;
    private final List<String> prefixes;

    /**
     * Makes a judge of what one peer sends in VXLAN-GPE.
     *
     * @param vni network of the port
     * @param ownAddress address of the endpoint
     * @param prefixes what inner sources the peer may use; none if it is no peer
     */
    public DatagramJudge(final int vni, final String ownAddress, final List<String> prefixes) {
        this(HeaderJudge.VXLAN_GPE, vni, ownAddress, prefixes);
    }

    /**
     * Makes a judge of what one peer sends.
     *
     * @param headers judge of the tunnel headers
     * @param vni network of the port, 0 if the headers name none
     * @param ownAddress address of the endpoint
     * @param prefixes what inner sources the peer may use; none if it is no peer
     */
    public DatagramJudge(final HeaderJudge headers, final int vni, final String ownAddress,
            final List<String> prefixes) {
        this.headers = headers;
        this.vni = vni;
        this.ownAddress = address(ownAddress);
        this.prefixes = List.copyOf(prefixes);
        framed = headers == HeaderJudge.VXLAN;
    }

    /**
     * Judges a datagram that came with an outer codepoint of Not-ECT.
     *
     * @param datagram payload of UDP
     * @return what has to become of it
     */
    public Verdict judge(final byte[] datagram) {
        final var header = headers.judge(datagram);
        if (!header.wrong().isEmpty()) {
            return Verdict.endpointDrop(header.wrong());
        }
        final byte[] inner = Arrays.copyOfRange(datagram, header.length(), datagram.length);
        final var wrong = header.content() == Header.ETHERNET ? inner.length < ETHERNET_HEADER ? "short" : ""
            : wrongIp(inner, header.content());
        if (!wrong.isEmpty()) {
            return Verdict.endpointDrop(wrong);
        }
        if (header.vni() != vni) {
            return Verdict.endpointDrop("unknown-vni");
        }
        if (header.content() != Header.ETHERNET) {
            return judgeInner(inner, header.content() == 4);
        }
        return framed ? judgeFrame(inner) : Verdict.portDrop("wrong-next-protocol");
    }

    /**
     * What is behind the tunnel header and the Ethernet header, if there is one.
     *
     * @param datagram one that reaches the device
     * @return the packet
     */
    public byte[] packet(final byte[] datagram) {
        return Arrays.copyOfRange(datagram, headers.judge(datagram).length() + (framed ? ETHERNET_HEADER : 0),
            datagram.length);
    }

    /**
     * Whether the checksum of ICMPv6 in a datagram that reaches the device is good.
     *
     * @param datagram payload of UDP
     * @return whether it is; empty if there is no ICMPv6, or its length is not that of the packet, so that nobody looks
     */
    public Optional<Boolean> isIcmpv6Good(final byte[] datagram) {
        final byte[] inner = packet(datagram);
        if (inner[0] >> 4 != 6 || inner[6] != Checksums.ICMPV6 || inner.length < IPV6_HEADER + 4
                || word(inner, 4) != inner.length - IPV6_HEADER) {
            return Optional.empty();
        }
        return Optional.of(Checksums.fold(Checksums.sum(inner, 8, inner.length) + Checksums.ICMPV6 + inner.length
            - IPV6_HEADER) == 0xffff);
    }

    /** What is wrong with an IP header as far as a tunnel looks at it, empty if nothing is. */
    private static String wrongIp(final byte[] inner, final int announced) {
        if (inner.length == 0) {
            return "short";
        }
        final int version = inner[0] >> 4 & 0xf;
        if (version != 4 && version != 6) {
            return "not-ip";
        }
        if (inner.length < (version == 4 ? 20 : 40)) {
            return "short";
        }
        if (inner[version == 4 ? 8 : 7] == 0) {
            return "ttl-zero";
        }
        return version == announced ? "" : "version-mismatch";
    }

    /** Of a port whose stations may be anybody's. */
    private Verdict judgeFrame(final byte[] frame) {
        final int type = word(frame, ETHERNET_HEADER - 2);
        final int version = type == 0x0800 ? 4 : type == 0x86dd ? 6 : 0;
        final byte[] inner = Arrays.copyOfRange(frame, ETHERNET_HEADER, frame.length);
        return version == 0 || inner.length < (version == 4 ? 20 : 40) || inner[0] >> 4 != version
            ? Verdict.verbatim("not-tcp-udp") : judgePacket(inner, version == 4);
    }

    private Verdict judgeInner(final byte[] inner, final boolean ipv4) {
        final int size = ipv4 ? 4 : 16;
        final int source = ipv4 ? 12 : 8;
        if (prefixes.isEmpty()) {
            return Verdict.portDrop("unknown-peer");
        }
        final byte[] from = Arrays.copyOfRange(inner, source, source + size);
        if (prefixes.stream().noneMatch(prefix -> holds(prefix, from))) {
            return Verdict.portDrop("spoofed-inner-source");
        }
        if (Arrays.equals(ownAddress, Arrays.copyOfRange(inner, source + size, source + 2 * size))) {
            return Verdict.portDrop("loop");
        }
        return judgePacket(inner, ipv4);
    }

    private static Verdict judgePacket(final byte[] inner, final boolean ipv4) {
        final int protocol = inner[ipv4 ? 9 : 6] & 0xff;
        if (ipv4 && inner[0] != 0x45) {
            return Verdict.verbatim(inner[0] < 0x45 ? "malformed" : "ip-options");
        }
        if (ipv4 ? (ByteBuffer.wrap(inner).getShort(6) & 0x3fff) != 0 : protocol == IPV6_FRAGMENT) {
            return Verdict.verbatim("fragment");
        }
        if (!ipv4 && EXTENSION_HEADERS.contains(protocol)) {
            return Verdict.verbatim("extension-header");
        }
        return protocol == TCP || protocol == UDP ? judgeTransport(inner, ipv4, protocol == TCP)
            : Verdict.verbatim("not-tcp-udp");
    }

    private static Verdict judgeTransport(final byte[] inner, final boolean ipv4, final boolean tcp) {
        final int l4 = ipv4 ? 20 : 40;
        final int length = ipv4 ? word(inner, 2) : l4 + word(inner, 4);
        if (length < l4 || length > inner.length || length < l4 + 4) {
            return Verdict.verbatim("malformed");
        }
        if (length < inner.length) {
            return Verdict.verbatim("trailing-bytes");
        }
        return tcp ? judgeTcp(inner, ipv4) : judgeUdp(inner, ipv4);
    }

    private static Verdict judgeTcp(final byte[] inner, final boolean ipv4) {
        final int l4 = ipv4 ? 20 : 40;
        if (inner.length < l4 + 20) {
            return Verdict.verbatim("malformed");
        }
        final int payload = l4 + (inner[l4 + 12] >> 2 & 0x3c);
        if (payload < l4 + 20 || payload > inner.length) {
            return Verdict.verbatim("malformed");
        }
        final int flags = inner[l4 + 13];
        final boolean usual = (flags & ACK) != 0 && (flags & SYN_RST_URG_CWR) == 0;
        if (payload == inner.length) {
            return Verdict.verbatim(usual && (flags & FIN) == 0 ? "pure-ack" : "flag-not-admissible");
        }
        final var wrong = judgeChecksums(inner, ipv4, l4 + 16);
        if (!wrong.isEmpty()) {
            return Verdict.verbatim(wrong);
        }
        return usual ? Verdict.DATA : Verdict.verbatim("flag-not-admissible");
    }

    private static Verdict judgeUdp(final byte[] inner, final boolean ipv4) {
        final int l4 = ipv4 ? 20 : 40;
        if (inner.length < l4 + 8 || word(inner, l4 + 4) != inner.length - l4) {
            return Verdict.verbatim("malformed");
        }
        if (inner.length == l4 + 8) {
            return Verdict.verbatim("no-payload");
        }
        if (word(inner, l4 + 6) == 0) {
            return Verdict.verbatim("zero-udp-checksum");
        }
        final var wrong = judgeChecksums(inner, ipv4, l4 + 6);
        return wrong.isEmpty() ? Verdict.DATA : Verdict.verbatim(wrong);
    }

    /** Name of the verbatim reason, empty if both are good. */
    private static String judgeChecksums(final byte[] inner, final boolean ipv4, final int field) {
        final int l4 = ipv4 ? 20 : 40;
        if (ipv4 && (Checksums.fold(Checksums.sum(inner, 0, l4)) != 0xffff
            || word(inner, 10) == 0xffff && (inner[6] & 0x40) == 0)) {
            return "bad-ip-checksum";
        }
        final long pseudo = Checksums.sum(inner, ipv4 ? 12 : 8, l4) + (inner[ipv4 ? 9 : 6] & 0xff) + inner.length - l4;
        final int there = word(inner, field);
        // the field itself counts as 0
        final int wanted = ~Checksums.fold(pseudo + Checksums.sum(inner, l4, inner.length) - there) & 0xffff;
        if (there == (wanted == 0 && field == l4 + 6 ? 0xffff : wanted)) {
            return "";
        }
        return there == Checksums.fold(pseudo) ? "unfinished-checksum" : "bad-l4-checksum";
    }

    private static int word(final byte[] bytes, final int at) {
        return ByteBuffer.wrap(bytes).getShort(at) & 0xffff;
    }

    private static boolean holds(final String prefix, final byte[] address) {
        final var sides = prefix.split("/");
        final byte[] network = address(sides[0]);
        final int rest = network.length * Byte.SIZE - Integer.parseInt(sides[1]);
        return network.length == address.length
            && new BigInteger(1, network).shiftRight(rest).equals(new BigInteger(1, address).shiftRight(rest));
    }

    private static byte[] address(final String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
