/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.opendaylight.coalescer.it.relay.Action;
import org.opendaylight.coalescer.it.relay.Direction;
import org.opendaylight.coalescer.it.relay.RelayEvent;
import org.opendaylight.coalescer.it.wire.Verdict.Fate;

/**
 * What the counters of endpoint, port and kernels have to be, by the log of a relay. Not for several
 * threads.
 */
public final class RelayReckoning {
    private static final int TUNNEL_HEADER = 8;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    /** Fields of the IPv6 header that TCP depends on; a packet to another destination gets to no TCP. */
    private static final int IPV6_PAYLOAD_LENGTH = 4;
    private static final int IPV6_SOURCE = 8;
    private static final int IPV6_DESTINATION = 24;
    private static final int MIN_TCP_HEADER = 20;
    /** As good as 0, which is what most write, but not what comes out when a superpacket is cut. */
    private static final int ODD_CHECKSUM = 0xffff;

    private static final KernelErrors NO_ERRORS = new KernelErrors(0, 0);

    private final Map<Fate, Map<String, Long>> flips = new TreeMap<>();
    private final Map<Direction, KernelErrors> errors = new TreeMap<>();
    private final SequenceModel sequence;
    private final DatagramJudge judge;
    private long goodData;
    private long odd;
    private long others;
    private long goodIcmpv6;
    private long badIcmpv6;
    private long received;
    private long sent;

    /**
     * What the kernel that receives the inner packets counts.
     *
     * @param ip packets dropped for their IP header
     * @param tcp segments dropped for their checksum or header
     */
    public record KernelErrors(long ip, long tcp) {
        private KernelErrors plus(final KernelErrors more) {
            return new KernelErrors(ip + more.ip, tcp + more.tcp);
        }
    }

    private RelayReckoning(final DatagramJudge judge, final SequenceModel sequence) {
        this.judge = judge;
        this.sequence = sequence;
        for (var direction : Direction.values()) {
            errors.put(direction, NO_ERRORS);
        }
    }

    /**
     * Goes through a log.
     *
     * @param log the lines
     * @param judge knows the port
     * @param sequence gets all good segments for the port
     * @return what has to be
     */
    public static RelayReckoning of(final List<RelayEvent> log, final DatagramJudge judge,
            final SequenceModel sequence) {
        final var reckoning = new RelayReckoning(judge, sequence);
        for (var event : log) {
            reckoning.take(event);
        }
        return reckoning;
    }

    private void take(final RelayEvent event) {
        final boolean in = event.direction() == Direction.IN;
        if (!in && event.action() != Action.DUPLICATE) {
            received++;
        }
        if (!event.isSent()) {
            return;
        }
        sent += in ? 1 : 0;
        final var flip = event.content().flip();
        if (flip == null) {
            if (in) {
                takeGood(event);
            }
            return;
        }
        final byte[] data = HexFormat.of().parseHex(flip.data());
        if (in) {
            final var verdict = judge.judge(data);
            flips.computeIfAbsent(verdict.fate(), fate -> new TreeMap<>()).merge(verdict.reason(), 1L, Long::sum);
            if (verdict.fate() == Fate.DATA) {
                takeGood(event);
            } else if (verdict.fate() == Fate.VERBATIM) {
                judge.isIcmpv6Good(data).ifPresent(this::takeIcmpv6);
            }
            if (!verdict.isWritten()) {
                return;
            }
        }
        final var segment = event.content().segment();
        final int place = flip.bit() / Byte.SIZE - TUNNEL_HEADER;
        if (segment != null && place >= 0) {
            final byte[] inner = Arrays.copyOfRange(data, TUNNEL_HEADER, data.length);
            errors.merge(event.direction(), segment.flow().indexOf(':') < 0 ? errorsOfIpv4(place, inner)
                : errorsOfIpv6(place, inner), KernelErrors::plus);
        }
    }

    private void takeGood(final RelayEvent event) {
        final var segment = event.content().segment();
        if (segment == null) {
            // ICMPv6: there is no header checksum, and the kernel complains about headers that make no sense to it
            others++;
            goodIcmpv6++;
            return;
        }
        if (segment.payload() > 0 && segment.checksum() == ODD_CHECKSUM) {
            odd++;
        }
        goodData += segment.payload() > 0 ? 1 : 0;
        sequence.take(event, segment);
    }

    private void takeIcmpv6(final boolean isGood) {
        if (isGood) {
            goodIcmpv6++;
        } else {
            badIcmpv6++;
        }
    }

    /** What the kernel counts for a flipped bit at some place of a packet that gets to it. */
    private static KernelErrors errorsOfIpv4(final int place, final byte[] packet) {
        return place < IPV4_HEADER ? new KernelErrors(1, 0) : errorsOfTcp(packet, IPV4_HEADER, packet.length);
    }

    /** There is no header checksum: what is wrong with the addresses or the length is found by that of TCP. */
    private static KernelErrors errorsOfIpv6(final int place, final byte[] packet) {
        if (place == 0 && packet[0] >> 4 != 6) {
            return new KernelErrors(1, 0);
        }
        if (place >= IPV6_HEADER || place >= IPV6_SOURCE && place < IPV6_DESTINATION) {
            return errorsOfTcp(packet, IPV6_HEADER, packet.length);
        }
        final int end = IPV6_HEADER + (ByteBuffer.wrap(packet).getShort(IPV6_PAYLOAD_LENGTH) & 0xffff);
        return end < packet.length ? errorsOfTcp(packet, IPV6_HEADER, end) : NO_ERRORS;
    }

    /** Packets too short for the header that they claim to have are dropped without being counted. */
    private static KernelErrors errorsOfTcp(final byte[] packet, final int header, final int end) {
        final int length = packet[header + 12] >> 2 & 0x3c;
        return end - header >= MIN_TCP_HEADER && (length < MIN_TCP_HEADER || header + length <= end)
            ? new KernelErrors(0, 1) : NO_ERRORS;
    }

    /**
     * Reasons that flipped datagrams on their way to the port have come to.
     *
     * @param fate where they ended
     * @return how many by reason
     */
    public Map<String, Long> flips(final Fate fate) {
        return Map.copyOf(flips.getOrDefault(fate, Map.of()));
    }

    /** Flipped datagrams on their way to the port. */
    public long flips() {
        return flips.values().stream().flatMap(reasons -> reasons.values().stream()).mapToLong(Long::longValue).sum();
    }

    /** What the kernel at the end of a direction drops of what was flipped. */
    public KernelErrors errors(final Direction direction) {
        return Objects.requireNonNull(errors.get(direction));
    }

    /** Segments with data whose good checksum is not the one that the port would write. */
    public long odd() {
        return odd;
    }

    /** Unharmed packets for the port that are no TCP. */
    public long others() {
        return others;
    }

    /** Packets of ICMPv6 for the port whose checksum is good, flipped ones among them. */
    public long goodIcmpv6() {
        return goodIcmpv6;
    }

    /** Packets of ICMPv6 for the port whose checksum is wrong. */
    public long badIcmpv6() {
        return badIcmpv6;
    }

    /** Good segments with data that reached the port. */
    public long goodData() {
        return goodData;
    }

    /** Datagrams that the relay sent to the endpoint. */
    public long sent() {
        return sent;
    }

    /** Datagrams that the relay received from the endpoint. */
    public long received() {
        return received;
    }

    @Override
    public String toString() {
        return "to the endpoint " + sent + ", of them good data " + goodData + ", odd " + odd + ", flipped " + flips
            + "; from it " + received + "; errors of kernels " + errors;
    }
}
