/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.traffic;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.it.lab.Console;

/**
 * One end of a TCP connection that carries {@link DataPattern}. A process of its own, since it runs in the network
 * namespace of its end. The receiver compares every byte with what belongs there; SHA-256 is made on demand, since it
 * costs more than everything else.
 *
 * <p>Arguments: {@code receive} or {@code send}, then pairs of words: {@code address}, {@code port} (sender),
 * {@code seed}, {@code bytes} or {@code milliseconds} (sender), {@code digest} (true or false). It writes lines of
 * JSON: the receiver {@code {"port":N}} when it listens, both {@code {"time":N,"bytes":N}} about ten times a second,
 * with the time of {@link System#nanoTime()} that all processes of a machine share, and at the end the same with
 * {@code "end":true}, {@code "elapsed"} in nanoseconds from the first byte, {@code "sha256"} and {@code "wrongAt"}, the
 * position of the first wrong byte or -1.
 */
public final class TcpTransferMain {
    private static final long REPORT_NS = 100_000_000;

    private final Map<String, String> options;
    private final @Nullable MessageDigest digest;
    private final DataPattern pattern;
    private long started;
    private long reported;
    private long bytes;
    private long wrongAt = -1;
    private volatile boolean enough;

    private TcpTransferMain(final Map<String, String> options) {
        this.options = options;
        digest = Boolean.parseBoolean(options.get("digest")) ? sha256() : null;
        pattern = new DataPattern(Long.parseLong(options.get("seed")));
    }

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws IOException if the connection fails
     */
    public static void main(final String[] args) throws IOException {
        final var options = new HashMap<String, String>();
        for (int i = 1; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        final var transfer = new TcpTransferMain(options);
        Thread.ofPlatform().daemon().name("parent").start(transfer::obeyParent);
        if ("send".equals(args[0])) {
            transfer.send();
        } else {
            transfer.receive();
        }
    }

    /** Standard input is a pipe from the parent: a byte asks the sender to finish, its end is the end of the parent. */
    private void obeyParent() {
        try {
            enough = System.in.read() >= 0;
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            Console.error("Lost the parent: " + e.getMessage());
        }
        Runtime.getRuntime().halt(1);
    }

    private void receive() throws IOException {
        try (var listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(options.get("address"), 0));
            Console.line("{\"port\":" + ((InetSocketAddress) listener.getLocalAddress()).getPort() + '}');
            try (var channel = listener.accept()) {
                receive(channel);
            }
        }
        reportEnd();
    }

    private void receive(final SocketChannel channel) throws IOException {
        final var buffer = ByteBuffer.allocateDirect(DataPattern.BLOCK);
        boolean open = true;
        while (open) {
            buffer.clear();
            while (buffer.hasRemaining() && open) {
                open = channel.read(buffer) >= 0;
                if (started == 0) {
                    start();
                }
            }
            take(buffer.flip());
        }
    }

    private void take(final ByteBuffer received) {
        final var expected = pattern.block(bytes / DataPattern.BLOCK).limit(received.limit());
        final int wrong = expected.mismatch(received);
        if (wrong >= 0 && wrongAt < 0) {
            wrongAt = bytes + wrong;
        }
        count(received.duplicate(), received.limit());
    }

    private void send() throws IOException {
        final long limit = Long.parseLong(options.getOrDefault("bytes", String.valueOf(Long.MAX_VALUE)));
        final long lifetime = Duration.ofMillis(
            Long.parseLong(options.getOrDefault("milliseconds", String.valueOf(Integer.MAX_VALUE)))).toNanos();
        try (var channel = SocketChannel.open(
                new InetSocketAddress(options.get("address"), Integer.parseInt(options.get("port"))))) {
            start();
            while (bytes < limit && !enough && System.nanoTime() - started < lifetime) {
                final var block = pattern.block(bytes / DataPattern.BLOCK);
                block.limit((int) Math.min(DataPattern.BLOCK, limit - bytes));
                final var sent = block.duplicate();
                while (block.hasRemaining()) {
                    channel.write(block);
                }
                count(sent, sent.limit());
            }
            channel.shutdownOutput();
            // the receiver says nothing; its end of the connection says that it has all
            channel.read(ByteBuffer.allocate(1));
        }
        reportEnd();
    }

    private void start() {
        started = System.nanoTime();
        reported = started;
    }

    private void count(final ByteBuffer data, final int length) {
        final var sum = digest;
        if (sum != null) {
            sum.update(data);
        }
        bytes += length;
        final long now = System.nanoTime();
        if (now - reported >= REPORT_NS) {
            reported = now;
            Console.line("{\"time\":" + now + ",\"bytes\":" + bytes + '}');
        }
    }

    private void reportEnd() {
        final long now = System.nanoTime();
        final var sum = digest;
        Console.line("{\"time\":" + now + ",\"bytes\":" + bytes + ",\"end\":true,\"elapsed\":" + (now - started)
            + ",\"sha256\":\"" + (sum == null ? "" : HexFormat.of().formatHex(sum.digest()))
            + "\",\"wrongAt\":" + wrongAt + '}');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
