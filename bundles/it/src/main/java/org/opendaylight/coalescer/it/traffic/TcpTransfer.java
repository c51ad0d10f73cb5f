/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.UnderlayLab;

/**
 * One TCP connection that carries known data from one namespace to another, by a process at each end. Owned by the
 * thread that starts it, which may watch it while it runs.
 */
public final class TcpTransfer implements AutoCloseable {
    private final TransferProcess receiver;
    private final TransferProcess sender;

    private TcpTransfer(final TransferProcess receiver, final TransferProcess sender) {
        this.receiver = receiver;
        this.sender = sender;
    }

    /**
     * What to move where.
     *
     * @param from where the sender runs
     * @param to where the receiver runs
     * @param address address of the receiver
     * @param amount how much
     * @param seed seed of the data
     */
    public record Order(NetworkNamespace from, NetworkNamespace to, String address, Amount amount, long seed) {
        /**
         * Between the port of a lab, in this namespace, and its far end.
         *
         * @param lab the lab
         * @param inward from the far end to the port, or the other way
         * @param ipv6 over IPv6 or IPv4
         * @param amount how much
         * @param seed seed of the data
         * @return the order
         */
        public static Order across(final UnderlayLab lab, final boolean inward, final boolean ipv6,
                final Amount amount, final long seed) {
            final var here = NetworkNamespace.here();
            return inward
                ? new Order(lab.far(), here, ipv6 ? LabAddresses.NEAR_IPV6 : LabAddresses.NEAR_IPV4, amount, seed)
                : new Order(here, lab.far(), ipv6 ? LabAddresses.FAR_IPV6 : LabAddresses.FAR_IPV4, amount, seed);
        }
    }

    /**
     * How much to move.
     *
     * @param bytes bytes at most
     * @param time time at most; the sender stops at what comes first
     * @param digest make SHA-256 digests at both ends
     */
    public record Amount(long bytes, Duration time, boolean digest) {
        /**
         * A number of bytes, with digests.
         *
         * @param bytes how many
         * @return the amount
         */
        public static Amount bytes(final long bytes) {
            return new Amount(bytes, Duration.ofHours(1), true);
        }

        /**
         * What can be sent in a time, compared byte by byte but not digested.
         *
         * @param time how long
         * @return the amount
         */
        public static Amount during(final Duration time) {
            return new Amount(Long.MAX_VALUE, time, false);
        }

        /**
         * As much as can be sent until {@link TcpTransfer#finish()}, with digests.
         *
         * @return the amount
         */
        public static Amount untilFinished() {
            return bytes(Long.MAX_VALUE);
        }
    }

    /**
     * Starts receiver and sender.
     *
     * @param order what to move where
     * @return the transfer under way
     * @throws LabException if one of them can't be started
     */
    public static TcpTransfer start(final Order order) {
        final var common = List.of("address", order.address(), "seed", String.valueOf(order.seed()),
            "digest", String.valueOf(order.amount().digest()));
        final var receiver = TransferProcess.start("receiver at " + order.address(), order.to(),
            words("receive", common, List.of()));
        try {
            return new TcpTransfer(receiver, TransferProcess.start("sender to " + order.address(), order.from(),
                words("send", common, List.of("port", String.valueOf(receiver.port()),
                    "bytes", String.valueOf(order.amount().bytes()),
                    "milliseconds", String.valueOf(order.amount().time().toMillis())))));
        } catch (LabException e) {
            receiver.close();
            throw e;
        }
    }

    /**
     * Waits for the end.
     *
     * @param patience how long at most
     * @return what it came to
     * @throws LabException if one end failed, or is not done by then
     */
    public TransferResult await(final Duration patience) {
        final var sent = sender.end(patience);
        final var received = receiver.end(patience);
        return new TransferResult(sent.bytes(), received.bytes(), sent.sha256(), received.sha256(),
            new TransferResult.Progress(received.wrongAt(), received.elapsedNs()));
    }

    /**
     * Asks the sender to send no more, so that the transfer comes to its end in order.
     *
     * @throws LabException if the sender has ended already
     */
    public void finish() {
        sender.finish();
    }

    /**
     * How far the receiver is.
     *
     * @return bytes received by its last report
     */
    public long bytesReceived() {
        final var last = receiver.bytesAt().lastEntry();
        return last == null ? 0 : last.getValue();
    }

    /**
     * Rate at the receiver between two moments.
     *
     * @param from when it begins, of {@link System#nanoTime()}
     * @param until when it ends
     * @return bits per second of data, 0 if there are not two reports in that time
     */
    public double bitsPerSecond(final long from, final long until) {
        final var reports = receiver.bytesAt().subMap(from, true, until, true);
        if (reports.size() < 2) {
            return 0;
        }
        final var first = reports.firstEntry();
        final var last = reports.lastEntry();
        return (last.getValue() - first.getValue()) * 8e9 / (last.getKey() - first.getKey());
    }

    /** Ends both processes at once, whatever they are doing. Idempotent. */
    @Override
    public void close() {
        sender.close();
        receiver.close();
    }

    private static List<String> words(final String verb, final List<String> common, final List<String> more) {
        final var all = new ArrayList<String>();
        all.add(verb);
        all.addAll(common);
        all.addAll(more);
        return all;
    }
}
