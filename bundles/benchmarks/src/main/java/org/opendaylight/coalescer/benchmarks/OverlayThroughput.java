/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.traffic.TcpTransfer;

/**
 * Throughput of one TCP flow through two data planes: device, process, UDP over veth, process, device. Rounds with
 * every offload and coalescing leaf off alternate with rounds where all are on; checksums are verified in both. As
 * root:
 *
 * <pre>
 *   java --enable-native-access=ALL-UNNAMED \
 *     -cp 'bundles/benchmarks/target/coalescer-benchmarks-0.1.0.jar:bundles/benchmarks/target/lib/*' \
 *     org.opendaylight.coalescer.benchmarks.OverlayThroughput [rounds [seconds]]
 * </pre>
 */
public final class OverlayThroughput {
    private static final String NEAR_UNDERLAY = "198.18.1.1";
    private static final String FAR_UNDERLAY = "198.18.1.2";
    private static final String NEAR = "198.18.2.1";
    private static final String FAR = "198.18.2.2";
    private static final String NETWORK = "198.18.2.0/24";

    private OverlayThroughput() {
        // Hidden on purpose
    }

    /**
     * Runs the bench and prints every round, the medians and their ratio.
     *
     * @param args number of rounds of each kind, default 5; seconds of each round, default 4
     */
    @SuppressWarnings("checkstyle:regexpSinglelineJava")
    public static void main(final String... args) {
        final int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        final var time = Duration.ofSeconds(args.length > 1 ? Integer.parseInt(args[1]) : 4);
        try (var cleanup = new Cleanup()) {
            final long pid = ProcessHandle.current().pid();
            final var near = NetworkNamespace.create("coalescer-bench-a-" + pid);
            cleanup.add("near namespace", near::close);
            final var far = NetworkNamespace.create("coalescer-bench-b-" + pid);
            cleanup.add("far namespace", far::close);
            connect(near, far);
            final var nodes = List.of(node(near, NEAR_UNDERLAY, FAR_UNDERLAY, NEAR),
                node(far, FAR_UNDERLAY, NEAR_UNDERLAY, FAR));
            cleanup.add("nodes", () -> nodes.forEach(Node::close));
            final var off = new ArrayList<Double>();
            final var on = new ArrayList<Double>();
            // The first round of each kind is for the compiler
            for (int round = 0; round <= rounds; round++) {
                final double slow = round(nodes, "off", near, far, time);
                final double fast = round(nodes, "on", near, far, time);
                if (round > 0) {
                    off.add(slow);
                    on.add(fast);
                    System.out.printf("round %d: off %6.2f Gbit/s, on %6.2f Gbit/s, ratio %5.2f%n", round, slow, fast,
                        fast / slow);
                }
            }
            System.out.printf("median:  off %6.2f Gbit/s, on %6.2f Gbit/s, ratio %5.2f%n", median(off), median(on),
                median(on) / median(off));
        }
    }

    private static double round(final List<Node> nodes, final String mode, final NetworkNamespace near,
            final NetworkNamespace far, final Duration time) {
        nodes.forEach(node -> node.say(mode));
        // A congestion control that paces would measure the scheduler of a small machine
        near.run("ip", "route", "replace", FAR + "/32", "dev", OverlayNode.PORT, "congctl", "cubic");
        try (var transfer = TcpTransfer.start(new TcpTransfer.Order(near, far, FAR,
                TcpTransfer.Amount.during(time), 42))) {
            final var result = transfer.await(time.plusSeconds(30));
            if (!result.isIntact()) {
                throw new IllegalStateException("Data differ: " + result.summary());
            }
            return result.bitsPerSecond() / 1e9;
        }
    }

    private static void connect(final NetworkNamespace near, final NetworkNamespace far) {
        near.run("ip", "link", "add", "under0", "type", "veth", "peer", "name", "under0", "netns", far.name());
        near.run("ip", "address", "add", NEAR_UNDERLAY + "/24", "dev", "under0");
        far.run("ip", "address", "add", FAR_UNDERLAY + "/24", "dev", "under0");
        for (var namespace : List.of(near, far)) {
            namespace.run("ethtool", "-K", "under0", "gro", "on");
            // Without a queue the pair drops what exceeds its ring of 256 packets
            namespace.run("tc", "qdisc", "add", "dev", "under0", "root", "pfifo", "limit", "10000");
            namespace.run("ip", "link", "set", "under0", "up");
        }
    }

    private static Node node(final NetworkNamespace where, final String own, final String peer, final String inner) {
        final var words = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
            OverlayNode.class.getName(), own, peer, inner + "/24", NETWORK);
        try {
            final var process = new ProcessBuilder(where.inside(words))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
            return new Node(process, new BufferedReader(new InputStreamReader(process.getInputStream(),
                StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double median(final List<Double> values) {
        final var sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    /** A data plane in a process of its own. */
    private record Node(Process process, BufferedReader answers) {
        void say(final String command) {
            try {
                process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
                final var answer = answers.readLine();
                if (answer == null || !answer.startsWith("UP")) {
                    throw new IllegalStateException("Node answers " + answer);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() {
            process.destroy();
            process.onExit().join();
        }
    }
}
