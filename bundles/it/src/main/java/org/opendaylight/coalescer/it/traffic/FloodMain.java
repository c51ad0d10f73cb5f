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
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.opendaylight.coalescer.it.lab.Console;

/**
 * Sends {@link HostileDatagrams} as fast as it can, from some addresses in turn. Arguments: address and port to send
 * to, port to send from, seed, addresses to send from. Standard input: the templates as hexadecimal digits, one a line,
 * and an empty line; it floods from then on until the input ends, and says how many datagrams it sent.
 */
public final class FloodMain {
    /** Datagrams between two changes of the sender's address, so that the receiver can take some of them together. */
    private static final int TURN = 32;

    private FloodMain() {
        // main only
    }

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws IOException if a socket can't be opened
     */
    public static void main(final String[] args) throws IOException {
        final var target = new InetSocketAddress(InetAddress.getByName(args[0]), Integer.parseInt(args[1]));
        final var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        final var templates = new ArrayList<byte[]>();
        for (var line = input.readLine(); line != null && !line.isEmpty(); line = input.readLine()) {
            templates.add(HexFormat.of().parseHex(line));
        }
        final var sockets = new ArrayList<DatagramChannel>();
        for (int i = 4; i < args.length; i++) {
            sockets.add(DatagramChannel.open().bind(
                new InetSocketAddress(InetAddress.getByName(args[i]), Integer.parseInt(args[2]))));
        }
        final var flood = Thread.ofPlatform().name("flood").unstarted(
            () -> flood(sockets, target, new HostileDatagrams(Long.parseLong(args[3]), templates)));
        flood.start();
        input.transferTo(Writer.nullWriter());
        flood.interrupt();
    }

    private static void flood(final List<DatagramChannel> sockets, final InetSocketAddress target,
            final HostileDatagrams datagrams) {
        final var buffer = ByteBuffer.allocateDirect(HostileDatagrams.MAX_LENGTH + Long.BYTES);
        long sent = 0;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                datagrams.next(buffer);
                sockets.get((int) (sent / TURN % sockets.size())).send(buffer, target);
                sent++;
            }
        } catch (IOException e) {
            // an interrupt closes the socket that is being used
            if (!Thread.currentThread().isInterrupted()) {
                Console.error("Flooding: " + e.getMessage());
                return;
            }
        }
        Console.line("sent " + sent);
    }
}
