/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.wire;

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
 * What the counters of endpoint, port and kernels have to be, by the log of a relay. All TCP is over IPv4. Not for
 * several threads.
 */
public final class RelayReckoning {
    private static final int TUNNEL_HEADER = 8;
    private static final int TCP_HEADER = TUNNEL_HEADER + 20;
    private static final int MIN_TCP_HEADER = 20;
    /** As good as 0, which is what most write, but not what comes out when a superpacket is cut. */
    private static final int ODD_CHECKSUM = 0xffff;

    private final Map<Fate, Map<String, Long>> flips = new TreeMap<>();
    private final Map<Direction, KernelErrors> errors = new TreeMap<>();
    private final SequenceModel sequence;
    private final DatagramJudge judge;
    private long goodData;
    private long odd;
    private long received;
    private long sent;

    /**
     * What the kernel that receives the inner packets counts.
     *
     * @param ip packets dropped for their IPv4 header
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
            errors.put(direction, new KernelErrors(0, 0));
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
            }
            if (!verdict.isWritten()) {
                return;
            }
        }
        takeByKernel(event.direction(), flip.bit() / Byte.SIZE, data);
    }

    private void takeGood(final RelayEvent event) {
        final var segment = Objects.requireNonNull(event.content().segment(), event::toString);
        if (segment.payload() > 0 && segment.checksum() == ODD_CHECKSUM) {
            odd++;
        }
        goodData += segment.payload() > 0 ? 1 : 0;
        sequence.take(event, segment);
    }

    /** A flipped bit at some place, in a datagram that gets to the kernel. */
    private void takeByKernel(final Direction direction, final int place, final byte[] data) {
        final int length = data[TCP_HEADER + 12] >> 2 & 0x3c;
        if (place >= TUNNEL_HEADER && place < TCP_HEADER) {
            errors.merge(direction, new KernelErrors(1, 0), KernelErrors::plus);
        } else if (place >= TCP_HEADER && (length < MIN_TCP_HEADER || TCP_HEADER + length <= data.length)) {
            // a header that claims to be longer than the packet is dropped without being counted
            errors.merge(direction, new KernelErrors(0, 1), KernelErrors::plus);
        }
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
