/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.traffic;

import java.time.Duration;
import java.util.List;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;

/**
 * Numbered datagrams in both directions between two addresses, so that each that is lost is noticed. Two processes; not
 * for concurrent use.
 */
public final class DatagramStream implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** What is still under way after a pause arrives sooner. */
    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final int UDP_PORT = 9099;
    private static final int BURSTS_PER_SECOND = 100;

    private final Conversation near;
    private final Conversation far;

    private DatagramStream(final Conversation near, final Conversation far) {
        this.near = near;
        this.far = far;
    }

    /**
     * One end.
     *
     * @param namespace where it is
     * @param address its address
     */
    public record End(NetworkNamespace namespace, String address) {
    }

    /**
     * What was lost.
     *
     * @param inward datagrams from the far end that did not arrive
     * @param outward datagrams to the far end that did not arrive
     */
    public record Loss(long inward, long outward) {
        /**
         * What was lost since an earlier time.
         *
         * @param before what had been lost then
         * @return the difference
         */
        public Loss since(final Loss before) {
            return new Loss(inward - before.inward, outward - before.outward);
        }
    }

    private record Count(long sent, long received, long copies) {
    }

    /**
     * Starts both ends; nothing is sent yet.
     *
     * @param near one end
     * @param far the other
     * @return the stream
     * @throws LabException if one can't be started
     */
    public static DatagramStream open(final End near, final End far) {
        final var here = start(near, far);
        try {
            final var there = start(far, near);
            here.await(0, "ready"::equals, PATIENCE);
            there.await(0, "ready"::equals, PATIENCE);
            return new DatagramStream(here, there);
        } catch (LabException e) {
            here.close();
            throw e;
        }
    }

    private static Conversation start(final End own, final End other) {
        return Conversation.start("stream at " + own.address(), own.namespace().inside(List.of(
            ProcessHandle.current().info().command().orElse("java"), "-XX:+UseSerialGC", "-Xmx64m", "-cp",
            System.getProperty("java.class.path"), DatagramStreamMain.class.getName(), own.address(),
            String.valueOf(UDP_PORT), other.address(), String.valueOf(UDP_PORT),
            String.valueOf(BURSTS_PER_SECOND))));
    }

    /** Sends in both directions. */
    public void run() {
        near.tell(List.of("run"));
        far.tell(List.of("run"));
    }

    /** Waits until so many more have arrived at both ends. */
    public void awaitArrivals(final int count) {
        final var nearBefore = count(near);
        final var farBefore = count(far);
        if (!Poll.until(PATIENCE, () -> count(near).received() >= nearBefore.received() + count
                && count(far).received() >= farBefore.received() + count)) {
            throw new LabException("Datagrams do not arrive: near " + nearBefore + ", then " + count(near) + ", far "
                + farBefore + ", then " + count(far));
        }
    }

    /**
     * Stops sending, waits for what is under way, and counts.
     *
     * @return what has been lost since the stream was opened
     */
    public Loss pause() {
        for (var end : List.of(near, far)) {
            final int place = end.place();
            end.tell(List.of("pause"));
            end.await(place, "paused"::equals, PATIENCE);
        }
        Poll.until(SETTLING, () -> loss().equals(new Loss(0, 0)));
        return loss();
    }

    /**
     * Numbers that came more than once.
     *
     * @return at both ends
     */
    public long copies() {
        return count(near).copies() + count(far).copies();
    }

    private Loss loss() {
        final var here = count(near);
        final var there = count(far);
        return new Loss(there.sent() - here.received(), here.sent() - there.received());
    }

    private static Count count(final Conversation end) {
        final int place = end.place();
        end.tell(List.of("report"));
        final var words = end.await(place, line -> line.startsWith("sent "), PATIENCE).getLast().split(" ");
        return new Count(Long.parseLong(words[1]), Long.parseLong(words[3]), Long.parseLong(words[5]));
    }

    @Override
    public void close() {
        near.close();
        far.close();
    }
}
