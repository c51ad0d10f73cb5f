/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.opendaylight.coalescer.it.lab.Console;

/**
 * One end of a stream of numbered datagrams: sends bursts at a steady rate and notes which numbers come from the other
 * end. Arguments: own address, own port, address of the other end, its port, bursts per second. Lines of the standard
 * input: {@code run}, {@code pause}, {@code report}; the last is answered by {@code sent N received M copies C}, where
 * M counts each number once. A pause is answered when nothing is sent any more. Ends with its standard input.
 */
public final class DatagramStreamMain {
    /** Datagrams of a burst: enough to be coalesced. */
    private static final int BURST = 5;
    private static final int LENGTH = 400;
    private static final int BUFFER = 4 << 20;

    private final AtomicLong sent = new AtomicLong();
    private final BitSet seen = new BitSet();
    private final DatagramChannel channel;
    private final InetSocketAddress other;
    private final long intervalNs;
    private long copies;
    private boolean running;

    private DatagramStreamMain(final DatagramChannel channel, final InetSocketAddress other, final long intervalNs) {
        this.channel = channel;
        this.other = other;
        this.intervalNs = intervalNs;
    }

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws IOException if the socket can't be opened
     */
    public static void main(final String[] args) throws IOException {
        try (var channel = DatagramChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
            channel.bind(new InetSocketAddress(args[0], Integer.parseInt(args[1])));
            final var end = new DatagramStreamMain(channel, new InetSocketAddress(args[2], Integer.parseInt(args[3])),
                1_000_000_000L / Integer.parseInt(args[4]));
            Thread.ofPlatform().daemon().name("receives").start(end::receive);
            Thread.ofPlatform().daemon().name("sends").start(end::send);
            Console.line("ready");
            end.obey();
        }
    }

    private void obey() throws IOException {
        final var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            switch (line) {
                case "run" -> setRunning(true);
                case "pause" -> {
                    setRunning(false);
                    Console.line("paused");
                }
                default -> Console.line(report());
            }
        }
    }

    private synchronized void setRunning(final boolean wanted) {
        running = wanted;
    }

    private synchronized String report() {
        return "sent " + sent.get() + " received " + seen.cardinality() + " copies " + copies;
    }

    /** The far side may not be reachable for a moment: that datagram is lost, and counted as sent. */
    private void send() {
        final var packet = ByteBuffer.allocateDirect(LENGTH);
        while (true) {
            synchronized (this) {
                for (int i = 0; running && i < BURST; i++) {
                    packet.clear().putLong(0, sent.getAndIncrement());
                    try {
                        channel.send(packet, other);
                    } catch (IOException e) {
                        Console.error("Sending: " + e.getMessage());
                    }
                }
            }
            LockSupport.parkNanos(intervalNs);
        }
    }

    private void receive() {
        final var packet = ByteBuffer.allocateDirect(LENGTH + 1);
        while (channel.isOpen()) {
            try {
                packet.clear();
                channel.receive(packet);
                note((int) packet.getLong(0));
            } catch (IOException e) {
                if (channel.isOpen()) {
                    Console.error("Receiving: " + e.getMessage());
                }
            }
        }
    }

    private synchronized void note(final int number) {
        if (seen.get(number)) {
            copies++;
        }
        seen.set(number);
    }
}
