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

/** The far end of a {@link Chatter}: sends every datagram back. Arguments: the UDP port. It ends when it is killed. */
public final class EchoMain {
    private EchoMain() {
        // only a program
    }

    /**
     * Runs the program.
     *
     * @param args see the class
     * @throws IOException if the port can't be had
     */
    public static void main(final String[] args) throws IOException {
        try (var channel = DatagramChannel.open().bind(new InetSocketAddress(Integer.parseInt(args[0])))) {
            final var packet = ByteBuffer.allocateDirect(1 << 16);
            while (true) {
                packet.clear();
                final var from = channel.receive(packet);
                channel.send(packet.flip(), from);
            }
        }
    }
}
