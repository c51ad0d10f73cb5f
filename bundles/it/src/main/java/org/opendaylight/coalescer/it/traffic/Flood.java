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
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;

/** A {@link FloodMain} in a namespace of the lab, against the endpoint of the lab. Not for several threads. */
public final class Flood implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Conversation process;

    private Flood(final Conversation process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param namespace where the addresses are
     * @param seed what the datagrams depend on
     * @param sources underlay addresses to send from
     * @param templates good datagrams
     * @return the flood under way
     */
    public static Flood start(final NetworkNamespace namespace, final long seed, final List<String> sources,
            final List<byte[]> templates) {
        final var words = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC", "-Xmx64m", "-cp", System.getProperty("java.class.path"), FloodMain.class.getName(),
            LabAddresses.NEAR_UNDERLAY, String.valueOf(LabAddresses.TUNNEL_PORT), String.valueOf(DatagramPeer.PORT),
            String.valueOf(seed)));
        words.addAll(sources);
        final var flood = new Flood(Conversation.start("flood", namespace.inside(words)));
        final var lines = new ArrayList<>(templates.stream().map(HexFormat.of()::formatHex).toList());
        lines.add("");
        flood.process.tell(lines);
        return flood;
    }

    /**
     * Ends it.
     *
     * @return how many datagrams it has sent
     */
    public long finish() {
        final int place = process.place();
        process.endInput();
        return Long.parseLong(process.await(place, line -> line.startsWith("sent "), PATIENCE).getLast()
            .substring("sent ".length()));
    }

    @Override
    public void close() {
        process.close();
    }
}
