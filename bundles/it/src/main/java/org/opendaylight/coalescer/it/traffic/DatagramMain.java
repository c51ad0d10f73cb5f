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
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.opendaylight.coalescer.it.lab.Console;

/**
 * Sends datagrams as they are told on the standard input and reports those that come back: a tunnel peer whose every
 * bit is chosen by the caller. A process of its own, since it has to be in another network namespace. Ends with its
 * standard input.
 *
 * <p>Arguments: address and port to send to, port to send from. A line {@code send SOURCE TOS HEX} sends a datagram
 * from an address of this machine, a line {@code mark TEXT} is answered by the same line when everything before it is
 * sent. What arrives is reported by {@code got SOURCE HEX}, SOURCE being the address that it came to.
 */
public final class DatagramMain {
    private static final int MAX_LENGTH = 1 << 16;

    private final Map<String, DatagramSocket> sockets = new HashMap<>();
    private final InetSocketAddress target;
    private final int sourcePort;

    private DatagramMain(final InetSocketAddress target, final int sourcePort) {
        this.target = target;
        this.sourcePort = sourcePort;
    }

    /**
     * Begins here.
     *
     * @param args address and port to send to, port to send from
     * @throws IOException if a datagram can't be sent
     */
    public static void main(final String[] args) throws IOException {
        final var target = new InetSocketAddress(InetAddress.getByName(args[0]), Integer.parseInt(args[1]));
        new DatagramMain(target, Integer.parseInt(args[2])).run();
    }

    private void run() throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                final var words = line.split(" ");
                if ("send".equals(words[0])) {
                    send(words[1], Integer.parseInt(words[2]), words.length > 3 ? words[3] : "");
                } else {
                    Console.line(line);
                }
            }
        } finally {
            sockets.values().forEach(DatagramSocket::close);
        }
    }

    private void send(final String source, final int tos, final String hex) throws IOException {
        var socket = sockets.get(source);
        if (socket == null) {
            final var opened = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(source), sourcePort));
            Thread.ofPlatform().daemon().name("receives at " + source).start(() -> report(source, opened));
            sockets.put(source, opened);
            socket = opened;
        }
        final var bytes = HexFormat.of().parseHex(hex);
        socket.setOption(StandardSocketOptions.IP_TOS, tos);
        socket.send(new DatagramPacket(bytes, bytes.length, target));
    }

    private static void report(final String source, final DatagramSocket socket) {
        final var packet = new DatagramPacket(new byte[MAX_LENGTH], MAX_LENGTH);
        while (!socket.isClosed()) {
            try {
                packet.setLength(MAX_LENGTH);
                socket.receive(packet);
                Console.line("got " + source + ' '
                    + HexFormat.of().formatHex(packet.getData(), 0, packet.getLength()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    Console.error("Receiving at " + source + ": " + e.getMessage());
                }
            }
        }
    }
}
