/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.opendaylight.coalescer.it.relay.FaultPlan.Fault;
import org.opendaylight.coalescer.it.relay.RelayEvent.Content;
import org.opendaylight.coalescer.it.relay.RelayEvent.Flip;

/**
 * One direction of a relay. Every sender of the one side gets a socket of its own on the other, so that flows which
 * came from different ports leave from different ports. Runs on a thread of its own; only {@link #close} and the
 * counts are for others.
 */
final class RelayLane implements Runnable, AutoCloseable {
    private static final int MAX_LENGTH = 1 << 16;
    private static final int SOCKET_BUFFER = 8 << 20;
    /** A datagram is held no longer than this for others to overtake it. */
    private static final long MAX_HOLD_NS = Duration.ofMillis(3).toNanos();

    private final Direction direction;
    private final FaultPlan plan;
    private final RelayLog log;
    private final long startNs;
    private final InetSocketAddress source;
    private final InetSocketAddress target;
    private final DatagramChannel receiver;
    private final Selector selector;
    private final Map<SocketAddress, DatagramChannel> senders = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private final Map<Action, Long> counts = new ConcurrentHashMap<>();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean closed;

    /** A datagram that has to wait, until some number were sent and, at the latest, some time. */
    private record Held(RelayEvent event, byte[] data, DatagramChannel sender, long dueSent, long dueNs) {
    }

    /**
     * Opens the socket that receives.
     *
     * @param direction which way
     * @param entry where datagrams are received
     * @param exit where they leave: the address to send from, and where to send
     * @param plan what happens to them
     * @param log where that is said
     * @throws IOException if the socket can't be opened
     */
    RelayLane(final Direction direction, final InetSocketAddress entry, final Relay.Side exit, final FaultPlan plan,
            final RelayLog log) throws IOException {
        this.direction = direction;
        this.plan = plan;
        this.log = log;
        startNs = System.nanoTime();
        source = new InetSocketAddress(exit.here().getAddress(), 0);
        target = exit.peer();
        selector = Selector.open();
        receiver = DatagramChannel.open();
        receiver.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        receiver.bind(entry);
        receiver.configureBlocking(false);
        receiver.register(selector, SelectionKey.OP_READ);
    }

    @Override
    public void run() {
        final var buffer = ByteBuffer.allocateDirect(MAX_LENGTH);
        try {
            while (!closed) {
                selector.select(patienceMs());
                selector.selectedKeys().clear();
                for (var from = receiver.receive(buffer); from != null; from = receiver.receive(buffer)) {
                    final byte[] data = new byte[buffer.flip().remaining()];
                    buffer.get(data).clear();
                    take(data, sender(from));
                    release();
                }
                release();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Relaying " + direction.word() + "wards", e);
        } finally {
            closeSockets();
        }
    }

    /** Ends the loop. What is still held is lost. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    /** How many datagrams were received. */
    long received() {
        return received.get();
    }

    /** How many datagrams were sent. */
    long sent() {
        return sent.get();
    }

    /** How often each action was taken. */
    Map<Action, Long> counts() {
        return Map.copyOf(counts);
    }

    private void take(final byte[] data, final DatagramChannel sender) throws IOException {
        final long index = received.getAndIncrement();
        final var fault = plan.next(data.length);
        final var content = new Content(data.length, InnerSegment.read(data), null);
        switch (fault.action()) {
            case FORWARD -> send(event(index, Action.FORWARD, content), data, sender);
            case DROP -> note(event(index, Action.DROP, content));
            case DUPLICATE -> {
                send(event(index, Action.FORWARD, content), data, sender);
                hold(event(index, Action.DUPLICATE, content), data, sender, fault);
            }
            case REORDER, DELAY -> hold(event(index, fault.action(), content), data, sender, fault);
            default -> {
                // FLIP
                final int bit = fault.bit();
                data[bit / Byte.SIZE] ^= (byte) (0x80 >> bit % Byte.SIZE);
                send(event(index, Action.FLIP, new Content(data.length, content.segment(),
                    new Flip(bit, HexFormat.of().formatHex(data)))), data, sender);
            }
        }
    }

    private RelayEvent event(final long index, final Action action, final Content content) {
        return new RelayEvent(System.nanoTime() - startNs, direction, index, action, content);
    }

    private void hold(final RelayEvent event, final byte[] data, final DatagramChannel sender, final Fault fault) {
        final boolean timed = event.action() == Action.DELAY;
        held.add(new Held(event, data, sender, timed ? Long.MAX_VALUE : sent.get() + fault.overtaking(),
            System.nanoTime() + (timed ? fault.delayNs() : MAX_HOLD_NS)));
    }

    /** Sends what has waited long enough. */
    private void release() throws IOException {
        if (held.isEmpty()) {
            return;
        }
        final long now = System.nanoTime();
        for (int i = 0; i < held.size();) {
            final var waiting = held.get(i);
            if (sent.get() >= waiting.dueSent() || now - waiting.dueNs() >= 0) {
                held.remove(i);
                final var event = waiting.event();
                send(event(event.index(), event.action(), event.content()), waiting.data(), waiting.sender());
            } else {
                i++;
            }
        }
    }

    private void send(final RelayEvent event, final byte[] data, final DatagramChannel sender) throws IOException {
        sender.send(ByteBuffer.wrap(data), target);
        sent.incrementAndGet();
        note(event);
    }

    private void note(final RelayEvent event) {
        counts.merge(event.action(), 1L, Long::sum);
        log.write(event);
    }

    /** How long to wait for a datagram: 0 is for ever. */
    private long patienceMs() {
        if (held.isEmpty()) {
            return 0;
        }
        final long now = System.nanoTime();
        final long left = held.stream().mapToLong(waiting -> waiting.dueNs() - now).min().orElse(0);
        return Math.max(1, Duration.ofNanos(left + 999_999).toMillis());
    }

    private DatagramChannel sender(final SocketAddress from) throws IOException {
        var channel = senders.get(from);
        if (channel == null) {
            channel = DatagramChannel.open().bind(source);
            senders.put(from, channel);
        }
        return channel;
    }

    private void closeSockets() {
        try (selector; receiver) {
            for (var sender : senders.values()) {
                sender.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Closing the sockets of the relay", e);
        }
    }
}
