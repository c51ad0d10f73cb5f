/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;

/**
 * Bursts of datagrams through many ports, each of which is sent back. A thread of its own sends and receives; the
 * methods are for the one that started it.
 */
public final class Chatter implements AutoCloseable {
    private static final int UDP_PORT = 9100;
    private static final int LENGTH = 1000;
    private static final int BURST = 8;
    private static final long INTERVAL_NS = 20_000_000;

    private final List<Line> lines = new ArrayList<>();
    private final Conversation echo;
    private volatile boolean running = true;

    private Chatter(final Conversation echo) {
        this.echo = echo;
    }

    /**
     * One pair of addresses.
     *
     * @param near address of this side, which is there already
     * @param far address of the other side
     */
    public record Pair(String near, String far) {
    }

    private record Line(DatagramChannel channel, InetSocketAddress far, AtomicLong sent, AtomicLong received) {
    }

    /**
     * Starts it.
     *
     * @param namespace namespace of the other side
     * @param pairs who talks with whom
     * @return the chatter
     * @throws LabException if one end can't be started
     */
    public static Chatter start(final NetworkNamespace namespace, final List<Pair> pairs) {
        final var chatter = new Chatter(Conversation.start("echo", namespace.inside(List.of(
            ProcessHandle.current().info().command().orElse("java"), "-XX:+UseSerialGC", "-Xmx64m", "-cp",
            System.getProperty("java.class.path"), EchoMain.class.getName(), String.valueOf(UDP_PORT)))));
        try {
            for (var pair : pairs) {
                final var channel = DatagramChannel.open().bind(new InetSocketAddress(pair.near(), 0));
                channel.configureBlocking(false);
                chatter.lines.add(new Line(channel, new InetSocketAddress(pair.far(), UDP_PORT), new AtomicLong(),
                    new AtomicLong()));
            }
        } catch (IOException e) {
            chatter.close();
            throw new LabException("An end of the chatter can't be had", e);
        }
        Thread.ofPlatform().daemon().name("chatter").start(chatter::talk);
        return chatter;
    }

    /**
     * The share that came back, of the pair that had least.
     *
     * @return from 0 to 1, more if datagrams were doubled
     */
    public double leastShare() {
        return lines.stream()
            .mapToDouble(line -> (double) line.received().get() / Math.max(1, line.sent().get())).min().orElse(0);
    }

    /**
     * How many were sent.
     *
     * @return number of datagrams of all pairs
     */
    public long sent() {
        return lines.stream().mapToLong(line -> line.sent().get()).sum();
    }

    private void talk() {
        final var packet = ByteBuffer.allocateDirect(LENGTH);
        while (running) {
            for (var line : lines) {
                for (int i = 0; i < BURST; i++) {
                    send(line, packet);
                }
                receive(line, packet);
            }
            LockSupport.parkNanos(INTERVAL_NS);
        }
    }

    /** What the device refuses at the moment is lost, and counted as sent. */
    private static void send(final Line line, final ByteBuffer packet) {
        line.sent().incrementAndGet();
        try {
            line.channel().send(packet.clear(), line.far());
        } catch (IOException e) {
            return;
        }
    }

    /** An error is that of a datagram sent before. */
    private static void receive(final Line line, final ByteBuffer packet) {
        try {
            while (line.channel().receive(packet.clear()) != null) {
                line.received().incrementAndGet();
            }
        } catch (IOException e) {
            return;
        }
    }

    /** Ends it. Idempotent. */
    @Override
    public void close() {
        running = false;
        echo.close();
        for (var line : lines) {
            try {
                line.channel().close();
            } catch (IOException e) {
                throw new LabException("An end of the chatter can't be closed", e);
            }
        }
    }
}
