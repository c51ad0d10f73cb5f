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
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;

/**
 * A tunnel peer in the far namespace whose datagrams are made here: {@link DatagramMain} at work. Not for concurrent
 * use.
 */
public final class DatagramPeer implements AutoCloseable {
    /** UDP port that it sends from and listens on. */
    public static final int PORT = 4791;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> pending = new ArrayList<>();
    private final Conversation process;
    private int marks;

    private DatagramPeer(final Conversation process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param namespace where the underlay addresses are that it sends from
     * @return the peer; it sends to the endpoint of the lab
     */
    public static DatagramPeer start(final NetworkNamespace namespace) {
        final var peer = new DatagramPeer(Conversation.start("datagram peer", namespace.inside(List.of(
            ProcessHandle.current().info().command().orElse("java"), "-XX:+UseSerialGC", "-Xmx64m", "-cp",
            System.getProperty("java.class.path"), DatagramMain.class.getName(), LabAddresses.NEAR_UNDERLAY,
            String.valueOf(LabAddresses.TUNNEL_PORT), String.valueOf(PORT)))));
        peer.flush();
        return peer;
    }

    /**
     * Adds a datagram to those that are sent next.
     *
     * @param source underlay address that it comes from
     * @param tos its TOS
     * @param payload its payload
     */
    public void add(final String source, final int tos, final byte[] payload) {
        pending.add("send " + source + ' ' + tos + ' ' + HexFormat.of().formatHex(payload));
    }

    /** Sends what was added, in order, and waits until the kernel has taken it. */
    public void flush() {
        final var mark = "mark " + marks++;
        final int place = process.place();
        pending.add(mark);
        process.tell(pending);
        pending.clear();
        process.await(place, mark::equals, PATIENCE);
    }

    /**
     * How much has been received.
     *
     * @return a place for {@link #received}
     */
    public int place() {
        return process.place();
    }

    /**
     * Waits for a datagram.
     *
     * @param from where to begin
     * @param wanted what it has to be like
     * @return its payload
     */
    public byte[] received(final int from, final Predicate<byte[]> wanted) {
        return payload(process.await(from, line -> line.startsWith("got ") && wanted.test(payload(line)), PATIENCE)
            .getLast());
    }

    @Override
    public void close() {
        process.close();
    }

    private static byte[] payload(final String line) {
        return HexFormat.of().parseHex(line.substring(line.lastIndexOf(' ') + 1));
    }
}
