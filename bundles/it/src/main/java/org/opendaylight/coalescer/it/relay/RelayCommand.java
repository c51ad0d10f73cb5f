/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.relay;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.opendaylight.coalescer.it.lab.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The relay as a program. It says {@code ready}, then works until its standard input ends; on each line of that, and in
 * the end when its log is whole, it says what it did as a line of JSON.
 */
@Command(name = "relay", description = "Passes the datagrams of an underlay on, and does harm to some of them by plan",
    mixinStandardHelpOptions = true)
public final class RelayCommand implements Callable<Integer> {
    private static final String RATES = "RATES";

    @Option(names = "--near", required = true, paramLabel = "ADDRESS",
        description = "own address on the side of the controller's endpoint")
    private InetAddress near = InetAddress.getLoopbackAddress();

    @Option(names = "--near-peer", required = true, paramLabel = "ADDRESS",
        description = "address of the controller's endpoint")
    private InetAddress nearPeer = InetAddress.getLoopbackAddress();

    @Option(names = "--far", required = true, paramLabel = "ADDRESS", description = "own address on the other side")
    private InetAddress far = InetAddress.getLoopbackAddress();

    @Option(names = "--far-peer", required = true, paramLabel = "ADDRESS",
        description = "address of the other endpoint")
    private InetAddress farPeer = InetAddress.getLoopbackAddress();

    @Option(names = "--port", paramLabel = "N", defaultValue = "4790",
        description = "UDP port of the tunnel everywhere, default ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--in", paramLabel = RATES, defaultValue = "",
        description = "harm on the way to the controller's endpoint, such as drop=0.01,flip=0.001; there are drop, "
            + "duplicate, reorder, delay and flip")
    private String in = "";

    @Option(names = "--out", paramLabel = RATES, defaultValue = "",
        description = "harm on the way from the controller's endpoint")
    private String out = "";

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "the same seed does the same harm to the same datagrams, default ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--log", required = true, paramLabel = "FILE",
        description = "gets a line of JSON for each datagram sent or dropped")
    private Path log = Path.of("");

    /**
     * Runs the program.
     *
     * @param args see the options
     */
    public static void main(final String[] args) {
        System.exit(new CommandLine(new RelayCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        final var faults = new Relay.Faults(seed,
            Map.of(Direction.IN, FaultRates.parse(in), Direction.OUT, FaultRates.parse(out)));
        final JsonObject summary;
        try (var writer = RelayLog.create(log)) {
            final var relay = Relay.start(side(near, nearPeer), side(far, farPeer), faults, writer);
            try (relay) {
                Console.line("ready");
                answer(relay);
            }
            summary = relay.summary();
        }
        Console.line(summary.toString());
        return 0;
    }

    private static void answer(final Relay relay) {
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).lines()
            .forEach(line -> Console.line(relay.summary().toString()));
    }

    private Relay.Side side(final InetAddress here, final InetAddress peer) {
        return new Relay.Side(new InetSocketAddress(here, port), new InetSocketAddress(peer, port));
    }
}
