/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.opendaylight.coalescer.core.coalesce.SlowChecksum.get;
import static org.opendaylight.coalescer.core.coalesce.SlowChecksum.getInt;

import java.util.Arrays;
import java.util.Set;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.packet.ChecksumState;

/**
 * One packet as rules 2, 3, 5 and 6 see it, parsed in the plainest way, for {@link ReferenceCoalescer}. Shares nothing
 * with the code under test but the names of reasons.
 */
final class ReferencePacket {
    /** What a packet's being verbatim ends. */
    enum Scope { FLOW, ADDRESS_PAIR, NOTHING }

    /**
     * A packet and what its metadata says.
     *
     * @param bytes from the IP header on
     * @param state of its checksum
     * @param csumStart for {@link ChecksumState#PARTIAL}
     * @param csumOffset for {@link ChecksumState#PARTIAL}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Input(byte[] bytes, ChecksumState state, int csumStart, int csumOffset) {
        static Input of(final byte[] bytes) {
            return new Input(bytes, ChecksumState.NONE, 0, 0);
        }
    }

    private static final Set<Integer> HIDING_HEADERS = Set.of(0, 43, 44, 50, 51, 60, 135, 139, 140);

    final Input input;
    final byte[] bytes;
    /** Why it can't be a segment; null if it can. */
    @Nullable VerbatimReason verbatim;
    Scope scope = Scope.NOTHING;
    /** Addresses and family, where there are any. */
    String pair = "";
    /** Pair, protocol and ports, where there are any. */
    String flow = "";
    boolean ipv6;
    boolean udp;
    int ipHeader;
    int headers;
    int payload;
    /** A segment that may only end a chain. */
    boolean fin;

    ReferencePacket(final Input input, final CoalescerOptions options, final OutputCapabilities output) {
        this.input = input;
        bytes = input.bytes();
        verbatim = parse(options, output);
    }

    private @Nullable VerbatimReason parse(final CoalescerOptions options, final OutputCapabilities output) {
        final int version = (bytes[0] & 0xf0) >> 4;
        ipv6 = version == 6;
        ipHeader = ipv6 ? 40 : 20;
        if (version != 4 && version != 6) {
            return VerbatimReason.NOT_TCP_UDP;
        }
        if (bytes.length < ipHeader) {
            return VerbatimReason.MALFORMED;
        }
        pair = version + ":" + Arrays.toString(Arrays.copyOfRange(bytes, ipv6 ? 8 : 12, ipHeader));
        final int protocol = bytes[ipv6 ? 6 : 9] & 0xff;
        scope = Scope.ADDRESS_PAIR;
        if (ipv6) {
            if (HIDING_HEADERS.contains(protocol)) {
                return protocol == 44 ? VerbatimReason.FRAGMENT : VerbatimReason.EXTENSION_HEADER;
            }
        } else if (bytes[0] != 0x45) {
            return (bytes[0] & 15) > 5 ? VerbatimReason.IP_OPTIONS : VerbatimReason.MALFORMED;
        } else if ((get(bytes, 6) & 0x3fff) != 0) {
            return VerbatimReason.FRAGMENT;
        }
        scope = Scope.NOTHING;
        udp = protocol == 17;
        if (protocol != 6 && !udp) {
            return VerbatimReason.NOT_TCP_UDP;
        }
        final int length = ipv6 ? 40 + get(bytes, 4) : get(bytes, 2);
        // A length shorter than the IP header says nothing about the ports
        if (Math.min(length < ipHeader ? bytes.length : length, bytes.length) < ipHeader + 4) {
            return VerbatimReason.MALFORMED;
        }
        scope = Scope.FLOW;
        flow = pair + protocol + ":" + get(bytes, ipHeader) + ":" + get(bytes, ipHeader + 2);
        if (length > bytes.length || length < ipHeader) {
            return VerbatimReason.MALFORMED;
        }
        if (length < bytes.length) {
            return VerbatimReason.TRAILING_BYTES;
        }
        return udp ? parseUdp(options, output) : parseTcp(options, output);
    }

    private @Nullable VerbatimReason parseUdp(final CoalescerOptions options, final OutputCapabilities output) {
        headers = ipHeader + 8;
        if (bytes.length < headers || get(bytes, ipHeader + 4) != bytes.length - ipHeader) {
            return VerbatimReason.MALFORMED;
        }
        payload = bytes.length - headers;
        if (payload == 0) {
            return VerbatimReason.NO_PAYLOAD;
        }
        if (get(bytes, ipHeader + 6) == 0) {
            return VerbatimReason.ZERO_UDP_CHECKSUM;
        }
        return obstacle(options, output);
    }

    private @Nullable VerbatimReason parseTcp(final CoalescerOptions options, final OutputCapabilities output) {
        if (bytes.length < ipHeader + 20) {
            return VerbatimReason.MALFORMED;
        }
        headers = ipHeader + ((bytes[ipHeader + 12] & 0xf0) >> 2);
        if (headers < ipHeader + 20 || headers > bytes.length) {
            return VerbatimReason.MALFORMED;
        }
        payload = bytes.length - headers;
        final boolean plain = (flags() & ~(TcpPackets.PSH | TcpPackets.ECE)) == TcpPackets.ACK;
        fin = (flags() & ~(TcpPackets.PSH | TcpPackets.ECE)) == (TcpPackets.ACK | TcpPackets.FIN);
        if (payload == 0) {
            return plain ? VerbatimReason.PURE_ACK : VerbatimReason.FLAG_NOT_ADMISSIBLE;
        }
        final VerbatimReason obstacle = obstacle(options, output);
        if (obstacle != null) {
            return obstacle;
        }
        return plain || fin ? null : VerbatimReason.FLAG_NOT_ADMISSIBLE;
    }

    /** What keeps any data packet from merging, most telling first. */
    private @Nullable VerbatimReason obstacle(final CoalescerOptions options, final OutputCapabilities output) {
        final VerbatimReason bad = checksums(options);
        if (bad != null) {
            return bad;
        }
        if (bytes.length > options.maxBytes() || payload > options.maxSegmentSize()) {
            return VerbatimReason.TOO_LARGE;
        }
        if (!(udp ? options.udp() : options.tcp())) {
            return VerbatimReason.COALESCING_OFF;
        }
        // Linux switches USO of both IP versions together
        final boolean offload = udp ? output.uso4() && output.uso6() : ipv6 ? output.tso6() : output.tso4();
        return output.checksum() && offload ? null : VerbatimReason.NO_OFFLOAD;
    }

    /** Rule 6. */
    private @Nullable VerbatimReason checksums(final CoalescerOptions options) {
        if (!ipv6) {
            final byte[] good = bytes.clone();
            SlowChecksum.finishIpv4(good);
            final boolean exact = get(good, 10) == get(bytes, 10);
            final boolean verifies = SlowChecksum.fold(SlowChecksum.add(0, bytes, 0, 20)) == 0xffff;
            if (!exact && !(dontFragment() && verifies)) {
                return VerbatimReason.BAD_IP_CHECKSUM;
            }
        }
        final int field = ipHeader + (udp ? 6 : 16);
        switch (input.state()) {
            case PARTIAL -> {
                return input.csumStart() == ipHeader && input.csumOffset() == field - ipHeader
                    && get(bytes, field) == SlowChecksum.fold(SlowChecksum.pseudo(bytes, udp ? 17 : 6)) ? null
                    : VerbatimReason.UNFINISHED_CHECKSUM;
            }
            case BAD -> {
                return VerbatimReason.BAD_L4_CHECKSUM;
            }
            default -> {
                // The field itself decides
            }
        }
        final int value = get(bytes, field);
        if (input.state() == ChecksumState.UNNECESSARY
                || options.checksumValidation() == ChecksumValidation.TRUST) {
            return null;
        }
        final int protocol = udp ? 17 : 6;
        final byte[] good = bytes.clone();
        SlowChecksum.finishL4(good, protocol);
        if (value == get(good, field)) {
            return null;
        }
        if (value == 0xffff && get(good, field) == 0) {
            return VerbatimReason.ODD_CHECKSUM;
        }
        return value == SlowChecksum.fold(SlowChecksum.pseudo(bytes, protocol)) ? VerbatimReason.UNFINISHED_CHECKSUM
            : VerbatimReason.BAD_L4_CHECKSUM;
    }

    /** Whether start and offset of the checksum to finish are those of TCP or UDP right behind the IP header. */
    boolean isPlain() {
        return !flow.isEmpty() && input.csumStart() == ipHeader && input.csumOffset() == (udp ? 6 : 16);
    }

    int flags() {
        return bytes[ipHeader + 13] & 0xff;
    }

    boolean push() {
        return !udp && (flags() & TcpPackets.PSH) != 0;
    }

    int seq() {
        return udp ? 0 : getInt(bytes, ipHeader + 4);
    }

    int tos() {
        return ipv6 ? get(bytes, 0) >> 4 & 0xff : bytes[1] & 0xff;
    }

    int ecn() {
        return tos() & 3;
    }

    boolean dontFragment() {
        return (bytes[6] & 0x40) != 0;
    }

    byte[] options() {
        return udp ? new byte[0] : Arrays.copyOfRange(bytes, ipHeader + 20, headers);
    }

    byte[] payloadBytes() {
        return Arrays.copyOfRange(bytes, headers, bytes.length);
    }

    /** The value of the timestamp option, found by walking all of them; null if there is none or they are malformed. */
    @Nullable Integer timestamp() {
        final byte[] options = options();
        Integer found = null;
        int at = 0;
        while (at < options.length && options[at] != 0) {
            if (options[at] == 1) {
                at++;
                continue;
            }
            if (at + 1 >= options.length) {
                return null;
            }
            final int length = options[at + 1] & 0xff;
            if (length < 2 || at + length > options.length) {
                return null;
            }
            if (options[at] == 8) {
                if (length != 10) {
                    return null;
                }
                found = getInt(options, at + 2);
            }
            at += length;
        }
        return found;
    }
}
