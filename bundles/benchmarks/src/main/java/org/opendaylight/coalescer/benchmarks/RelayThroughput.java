/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.control.RelayingPort;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.traffic.TcpTransfer;
import org.openjdk.jmh.util.ListStatistics;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a port that relays is worth: TCP from one peer to another, both the VXLAN-GPE of the kernel, sent on by the port
 * itself, or by the kernel behind its device as without {@code tunnel/relay}. Every offload and coalescing leaf has its
 * default, checksums are verified. Rounds alternate, and so does which way comes first; the first round is for the
 * compiler. What the controller takes of the processors is compared as well: what the kernel forwards, it does in the
 * controller's calls. As root:
 *
 * <pre>
 *   java -cp 'bundles/benchmarks/target/coalescer-benchmarks-0.1.0.jar:bundles/benchmarks/target/lib/*' \
 *     org.opendaylight.coalescer.benchmarks.RelayThroughput --distribution karaf-distro/distribution/target/assembly
 * </pre>
 */
@Command(name = "relay-throughput", mixinStandardHelpOptions = true,
    description = "Measures TCP from peer to peer through a port that relays, and through the kernel behind the port")
public final class RelayThroughput implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SETTLING_TIME = Duration.ofSeconds(1);
    private static final List<Load> LOADS = List.of(new Load(LabAddresses.SPARE_IPV4, 1),
        new Load(LabAddresses.SPARE_IPV4, 4), new Load(LabAddresses.SPARE_IPV6, 1),
        new Load(LabAddresses.SPARE_IPV6, 4));

    @Option(names = "--distribution", required = true, paramLabel = "DIR",
        description = "folder of the packed distribution, left as it is: a copy of it runs")
    private Path distribution = Path.of("");

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5",
        description = "number of measurements of each kind, default ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "4",
        description = "how long each takes, default ${DEFAULT-VALUE}")
    private int seconds;

    /** So many connections from the first peer to an address of the second. */
    private record Load(String address, int flows) {
        @Override
        public String toString() {
            return (address.contains(":") ? "IPv6, " : "IPv4, ") + flows + (flows == 1 ? " flow" : " flows");
        }
    }

    /** One measurement: data at the receivers, and what the controller took of the processors for 10^9 bytes of it. */
    private record Sample(double gigabits, double secondsPerGigabyte) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%5.2f Gbit/s %4.2f s/GB", gigabits, secondsPerGigabyte);
        }
    }

    /** All measurements of a load. */
    private record Figures(Way device, Way relay, ListStatistics ratios) {
        Figures() {
            this(new Way(), new Way(), new ListStatistics());
        }

        void add(final Sample byDevice, final Sample byRelay) {
            device.add(byDevice);
            relay.add(byRelay);
            ratios.addValue(byRelay.gigabits() / byDevice.gigabits());
        }

        @Override
        public String toString() {
            return "device " + device + "; relay " + relay + "; ratio " + spread(ratios);
        }
    }

    /** All measurements of a load one way. */
    private record Way(ListStatistics gigabits, ListStatistics secondsPerGigabyte) {
        Way() {
            this(new ListStatistics(), new ListStatistics());
        }

        void add(final Sample sample) {
            gigabits.addValue(sample.gigabits());
            secondsPerGigabyte.addValue(sample.secondsPerGigabyte());
        }

        @Override
        public String toString() {
            return spread(gigabits) + " Gbit/s, " + spread(secondsPerGigabyte) + " s/GB";
        }
    }

    /**
     * Runs the benchmark.
     *
     * @param args see the options
     */
    public static void main(final String... args) {
        System.exit(new CommandLine(new RelayThroughput()).execute(args));
    }

    @Override
    public Integer call() {
        final Map<Load, Figures> figures = new LinkedHashMap<>();
        try (var site = BootedSite.open(distribution, "relay-throughput")) {
            final var port = RelayingPort.open(site.lab().portName(), NetworkNamespace.here(), site.cleanup());
            configure(site, port);
            for (int round = 0; round <= rounds; round++) {
                for (var load : LOADS) {
                    final boolean relayFirst = round % 2 != 0;
                    final var one = measure(site, port, load, relayFirst);
                    final var other = measure(site, port, load, !relayFirst);
                    final var device = relayFirst ? other : one;
                    final var relay = relayFirst ? one : other;
                    Console.line(String.format(Locale.ROOT, "round %d, %s: device %s, relay %s, ratio %4.2f", round,
                        load, device, relay, relay.gigabits() / device.gigabits()));
                    if (round > 0) {
                        figures.computeIfAbsent(load, key -> new Figures()).add(device, relay);
                    }
                }
            }
        }
        Console.line("Medians of " + rounds + " rounds, least and greatest in brackets:");
        figures.forEach((load, figure) -> Console.line(load + ": " + figure));
        return 0;
    }

    private static void configure(final BootedSite site, final RelayingPort relaying) {
        final var port = relaying.port();
        site.client().put(CoalescerModel.ROOT, relaying.configuration(false, false));
        ObjectState.await(site.client(), CoalescerModel.endpointPath(CoalescerModel.ENDPOINT), "up", PATIENCE);
        ObjectState.await(site.client(), CoalescerModel.portPath(port), "up", PATIENCE);
        // Switches of the device, which vanish with it; the one of IPv6 is there since Linux 6.17
        for (var name : List.of("ipv4/conf/" + port + "/forwarding", "ipv6/conf/" + port + "/force_forwarding")) {
            try {
                Files.writeString(Path.of("/proc/sys/net").resolve(name), "1");
            } catch (IOException e) {
                throw new LabException("The kernel can't be made to forward by " + name, e);
            }
        }
    }

    private Sample measure(final BootedSite site, final RelayingPort port, final Load load, final boolean relay) {
        port.relay(site.client(), relay);
        final var transfers = new ArrayList<TcpTransfer>();
        try {
            for (int flow = 0; flow < load.flows(); flow++) {
                transfers.add(TcpTransfer.start(new TcpTransfer.Order(port.first().namespace(),
                    port.second().namespace(), load.address(), TcpTransfer.Amount.during(Duration.ofHours(1)), flow)));
            }
            if (!Poll.until(PATIENCE, () -> transfers.stream().allMatch(transfer -> transfer.bytesReceived() > 0))) {
                throw new LabException("Not all connections move data: " + load);
            }
            pass(SETTLING_TIME);
            final var sample = watch(site, transfers, relay);
            transfers.forEach(TcpTransfer::finish);
            for (var transfer : transfers) {
                final var result = transfer.await(PATIENCE);
                if (!result.isIntact()) {
                    throw new LabException("Data differ: " + result.summary());
                }
            }
            return sample;
        } finally {
            transfers.forEach(TcpTransfer::close);
        }
    }

    private Sample watch(final BootedSite site, final List<TcpTransfer> transfers, final boolean relay) {
        final long relayedBefore = relayed(site);
        final var before = processorTime(site);
        final long from = System.nanoTime();
        pass(Duration.ofSeconds(seconds));
        final long until = System.nanoTime();
        final var taken = processorTime(site).minus(before);
        final long relayed = relayed(site) - relayedBefore;
        if (relayed > 0 != relay) {
            throw new LabException("With relay " + relay + " the port relayed " + relayed + " packets");
        }
        final double bitsPerSecond = transfers.stream()
            .mapToDouble(transfer -> transfer.bitsPerSecond(from, until)).sum();
        return new Sample(bitsPerSecond / 1e9, taken.toNanos() * 8.0 / (bitsPerSecond / 1e9 * (until - from)));
    }

    private static long relayed(final BootedSite site) {
        return Statistics.live(site.client(), site.lab().portName()).at("relay/packets");
    }

    private static Duration processorTime(final BootedSite site) {
        return ProcessHandle.of(site.controller().pid()).flatMap(process -> process.info().totalCpuDuration())
            .orElseThrow(() -> new LabException("The controller has ended\n" + site.controller().logTail()));
    }

    private static void pass(final Duration time) {
        Poll.until(time, () -> false);
    }

    private static String spread(final ListStatistics values) {
        return String.format(Locale.ROOT, "%.2f (%.2f..%.2f)", values.getPercentile(50), values.getMin(),
            values.getMax());
    }
}
