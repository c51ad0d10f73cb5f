/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.traffic;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;

/**
 * Numbered datagrams in both directions between two addresses, so that each that is lost is noticed. A process at each
 * end, and one more wherever the near end moves; not for concurrent use.
 */
public final class DatagramStream implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Nothing is under way any more if nothing arrives for so long. */
    private static final Duration SILENCE = Duration.ofMillis(1500);
    private static final Loss NOTHING = new Loss(0, 0);
    private static final int UDP_PORT = 9099;
    private static final int BURSTS_PER_SECOND = 100;

    /** Processes at the near end by name of their namespace; one of them sends. */
    private final Map<String, Conversation> nears = new HashMap<>();
    private final Conversation far;
    private final End nearEnd;
    private final End farEnd;
    private Conversation near;

    private DatagramStream(final End nearEnd, final Conversation near, final End farEnd, final Conversation far) {
        this.nearEnd = nearEnd;
        this.near = near;
        this.farEnd = farEnd;
        this.far = far;
        nears.put(nearEnd.namespace().name(), near);
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
        private Count plus(final Count more) {
            return new Count(sent + more.sent, received + more.received, copies + more.copies);
        }
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
            return new DatagramStream(near, here, far, there);
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

    /**
     * Moves the near end to another namespace, where it has the same address. What arrives where it was is counted all
     * the same. The new end sends, the old one does not.
     *
     * @param namespace where to; it lets processes bind to addresses that are not there
     */
    public void moveNear(final NetworkNamespace namespace) {
        pause(near);
        near = nears.computeIfAbsent(namespace.name(), name -> {
            final var end = start(new End(namespace, nearEnd.address()), farEnd);
            end.await(0, "ready"::equals, PATIENCE);
            return end;
        });
        near.tell(List.of("run"));
    }

    /** Waits until so many more have arrived at both ends. */
    public void awaitArrivals(final int count) {
        final var nearBefore = countNear();
        final var farBefore = count(far);
        if (!Poll.until(PATIENCE, () -> countNear().received() >= nearBefore.received() + count
                && count(far).received() >= farBefore.received() + count)) {
            throw new LabException("Datagrams do not arrive: near " + nearBefore + ", then " + countNear() + ", far "
                + farBefore + ", then " + count(far));
        }
    }

    /**
     * Stops sending, waits for what is under way, and counts.
     *
     * @return what has been lost since the stream was opened
     */
    public Loss pause() {
        pause(near);
        pause(far);
        while (true) {
            final var seen = loss();
            if (seen.equals(NOTHING) || !Poll.until(SILENCE, () -> !loss().equals(seen))) {
                return seen;
            }
        }
    }

    private static void pause(final Conversation end) {
        final int place = end.place();
        end.tell(List.of("pause"));
        end.await(place, "paused"::equals, PATIENCE);
    }

    /**
     * Numbers that came more than once.
     *
     * @return at both ends
     */
    public long copies() {
        return countNear().copies() + count(far).copies();
    }

    private Count countNear() {
        return nears.values().stream().map(DatagramStream::count).reduce(new Count(0, 0, 0), Count::plus);
    }

    private Loss loss() {
        final var here = countNear();
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
        nears.values().forEach(Conversation::close);
        far.close();
    }
}
