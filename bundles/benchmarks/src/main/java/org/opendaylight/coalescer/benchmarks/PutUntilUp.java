/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Time from a PUT of an endpoint and a port to the port's oper-status being up, as a client of RESTCONF sees it. The
 * first round is that of a controller that has just booted. Other ports may be there before. Exit code 1 if the median
 * is above one second, or 95 of 100 rounds are not below 300 ms while other ports are there. As root:
 *
 * <pre>
 *   java -cp 'bundles/benchmarks/target/coalescer-benchmarks-0.1.0.jar:bundles/benchmarks/target/lib/*' \
 *     org.opendaylight.coalescer.benchmarks.PutUntilUp --distribution karaf-distro/distribution/target/assembly
 * </pre>
 */
@Command(name = "put-until-up", description = "Measures the time from a PUT to oper-status up")
public final class PutUntilUp implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final double LIMIT_MS = 1000;
    private static final double LIMIT_P95_MS = 300;

    @Option(names = "--distribution", required = true, paramLabel = "DIR",
        description = "folder of the packed distribution, left as it is: a copy of it runs")
    private Path distribution = Path.of("");

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "10",
        description = "number of measurements, default ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--ports", paramLabel = "N", defaultValue = "0",
        description = "other ports that are there before the first round, default ${DEFAULT-VALUE}")
    private int ports;

    /** What one round took, in milliseconds: until the PUT was answered, and until the port was up. */
    private record Round(double answered, double up) {
    }

    /**
     * Runs the benchmark.
     *
     * @param args see the options
     */
    public static void main(final String... args) {
        System.exit(new CommandLine(new PutUntilUp()).execute(args));
    }

    @Override
    public Integer call() {
        try (var site = BootedSite.open(distribution, "put-until-up")) {
            return report(measure(site.client(), site.lab().portName()));
        }
    }

    private List<Round> measure(final RestconfClient client, final String port) {
        final var measured = new ArrayList<Round>();
        if (ports > 0) {
            addPorts(client, port);
        }
        for (int round = 1; round <= rounds; round++) {
            final long begin = System.nanoTime();
            put(client, port);
            final double answered = millisecondsSince(begin);
            ObjectState.await(client, CoalescerModel.portPath(port), "up", PATIENCE);
            measured.add(new Round(answered, millisecondsSince(begin)));
            Console.line(String.format(Locale.ROOT, "round %2d: PUT answered after %6.1f ms, up after %6.1f ms", round,
                answered, measured.getLast().up()));
            client.delete(ports > 0 ? CoalescerModel.portPath(port) : CoalescerModel.ROOT);
            awaitGone(client, port);
        }
        return measured;
    }

    /** With other ports, the endpoint is there already. */
    private void put(final RestconfClient client, final String port) {
        final var all = CoalescerModel.lab(port, true);
        if (ports > 0) {
            final var one = new JsonObject();
            one.add("odl-coalescer:port", all.getAsJsonObject(CoalescerModel.ROOT).get("port"));
            client.put(CoalescerModel.portPath(port), one);
        } else {
            client.put(CoalescerModel.ROOT, all);
        }
    }

    private void addPorts(final RestconfClient client, final String port) {
        final var all = CoalescerModel.lab(port, true);
        final var list = new JsonArray();
        for (int i = 0; i < ports; i++) {
            list.add(JsonParser.parseString("{ 'name': '" + otherPort(i) + "', 'address': [ '198.18.2." + (i + 2)
                + "/32' ], 'tunnel': { 'endpoint': '" + CoalescerModel.ENDPOINT + "', 'vni': " + i + ", 'peer': [ { "
                + "'name': 'far', 'address': '198.18.1.2', 'allowed-prefix': [ '198.18.0." + i + "/32' ] } ] } }"));
        }
        all.getAsJsonObject(CoalescerModel.ROOT).add("port", list);
        final long begin = System.nanoTime();
        client.put(CoalescerModel.ROOT, all);
        for (int i = 0; i < ports; i++) {
            ObjectState.await(client, CoalescerModel.portPath(otherPort(i)), "up", PATIENCE);
        }
        Console.line(String.format(Locale.ROOT, "%d other ports up after %.1f ms", ports, millisecondsSince(begin)));
    }

    private static String otherPort(final int index) {
        return "cz" + ProcessHandle.current().pid() + "o" + index;
    }

    private static void awaitGone(final RestconfClient client, final String port) {
        if (!Poll.until(PATIENCE, () -> !Files.exists(Path.of("/proc/sys/net/ipv4/conf", port))
                && ObjectState.read(client, CoalescerModel.portPath(port)).operStatus().isEmpty())) {
            throw new LabException("Port " + port + " is still there " + PATIENCE.toSeconds() + " s after DELETE");
        }
    }

    private int report(final List<Round> measured) {
        final var sorted = new ArrayList<>(measured.stream().map(Round::up).toList());
        Collections.sort(sorted);
        final double median = (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
        final double p95 = sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1);
        Console.line(String.format(Locale.ROOT, "PUT until oper-status up, %d other ports, %d rounds: median %.1f ms, "
            + "95th percentile %.1f ms, max %.1f ms, first %.1f ms", ports, sorted.size(), median, p95,
            sorted.getLast(), measured.getFirst().up()));
        return median <= LIMIT_MS && (ports == 0 || p95 <= LIMIT_P95_MS) ? 0 : 1;
    }

    private static double millisecondsSince(final long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }
}
