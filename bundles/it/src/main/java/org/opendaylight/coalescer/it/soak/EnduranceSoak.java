/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.Controller;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.control.ProcessFootprint;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.control.RestconfException;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.control.ThreadTime;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.RelayLab;
import org.opendaylight.coalescer.it.lab.UdpCounters;
import org.opendaylight.coalescer.it.lab.UnderlayLab;
import org.opendaylight.coalescer.it.relay.Direction;
import org.opendaylight.coalescer.it.relay.FaultRates;
import org.opendaylight.coalescer.it.relay.Relay;
import org.opendaylight.coalescer.it.relay.RelayProcess;
import org.opendaylight.coalescer.it.traffic.Chatter;
import org.opendaylight.coalescer.it.traffic.TcpTransfer;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;

/**
 * Keeps a controller busy for long: 200 ports, ten of them with traffic through an underlay that does harm, counters
 * published every second, and the configuration changed several times a second. Each minute everything is judged, with
 * the same configuration. Owned by one thread.
 */
public final class EnduranceSoak implements AutoCloseable {
    /** All ports. */
    public static final int PORTS = 200;
    /** What one PUT of all of them may take until they work. */
    public static final Duration PUT_TIME = Duration.ofSeconds(15);
    /** What reading all their statistics may take. */
    public static final Duration READ_TIME = Duration.ofSeconds(1);
    /** What a tick of the publisher may take of a processor. */
    public static final Duration TICK_TIME = Duration.ofMillis(50);

    private static final int BUSY = 9;
    private static final FaultRates HARM = FaultRates.parse("drop=0.002,duplicate=0.001,reorder=0.003,flip=0.001");
    private static final Path NO_LOG = Path.of("/dev/null");
    private static final String PUBLISHER = "coalescer-publisher";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration EDIT_PAUSE = Duration.ofMillis(150);
    private static final Duration HALF = Duration.ofSeconds(25);
    /** On a busy machine buffers of the far end's socket overflow, too. What the port loses is judged by counters. */
    private static final double LEAST_SHARE = 0.5;

    private final Cleanup cleanup;
    private final Trend trend = new Trend();
    private final Controller controller;
    private final UnderlayLab lab;
    private final RestconfClient client;
    /** Takes requests of any size: the current RESTCONF server of OpenDaylight refuses bodies above 16 KiB. */
    private final RestconfClient bulkClient;
    private final RelayLab relayLab;
    private final RelayProcess relay;
    private final NetworkNamespace namespace;
    private final Fleet fleet;
    private final RandomEdits edits;
    private final Judge judge;
    private final long seed;
    private Intent intent;
    private @Nullable Chatter chatter;
    private int minute;

    private EnduranceSoak(final Controller controller, final UnderlayLab lab, final long seed, final Cleanup cleanup) {
        this.cleanup = cleanup;
        this.controller = controller;
        this.lab = lab;
        this.seed = seed;
        client = controller.client();
        cleanup.add("close a client", client::close);
        bulkClient = controller.client(RestconfClient.OLDER_ROOT);
        cleanup.add("close a client", bulkClient::close);
        namespace = NetworkNamespace.create(UnderlayLab.namespaceName('s'));
        cleanup.add("remove the namespace", namespace::close);
        relayLab = RelayLab.open(lab);
        cleanup.add("take down the way through the relay", relayLab::close);
        relay = RelayProcess.start(relayLab.namespace(),
            new Relay.Faults(seed, Map.of(Direction.IN, HARM, Direction.OUT, HARM)), NO_LOG);
        cleanup.add("stop the relay", relay::close);
        fleet = new Fleet(lab, BUSY, PORTS - BUSY - 1);
        fleet.join(LabAddresses.RELAY_FAR);
        edits = new RandomEdits(lab.portName(), fleet.spareNames(), namespace.name(), new Random(seed));
        judge = new Judge(new Agreement(Set.of("namespace " + lab.far().name(), "namespace " + namespace.name(),
            "namespace " + relayLab.namespace().name(), "device " + lab.nearDevice(),
            "device " + relayLab.nearDevice())), controller, this::look, PATIENCE);
        intent = edits.all(fleet.addBusy(Intent.of(CoalescerModel.relayed(lab.portName()))));
    }

    /**
     * Sets everything up around a controller that runs and has no configuration.
     *
     * @param controller the controller
     * @param lab its far end
     * @param seed what the edits and the harm follow from
     * @return the soak, nothing being configured yet; closing it leaves the configuration as it is then
     * @throws LabException if it can't be set up; nothing is left then
     */
    public static EnduranceSoak open(final Controller controller, final UnderlayLab lab, final long seed) {
        final var cleanup = new Cleanup();
        try {
            return new EnduranceSoak(controller, lab, seed, cleanup);
        } catch (LabException e) {
            cleanup.close();
            throw e;
        }
    }

    /**
     * Configures all ports by one request and starts the traffic of all but the lab's.
     *
     * @return what it came to
     */
    public Round begin() {
        final long begin = System.nanoTime();
        bulkClient.put(CoalescerModel.ROOT, intent.body());
        final long answered = millisSince(begin);
        final var problems = new ArrayList<>(judge.disagreements(intent, bulkClient));
        final long settled = millisSince(begin);
        final var excesses = new ArrayList<String>();
        if (settled > PUT_TIME.toMillis()) {
            excesses.add(PORTS + " ports took " + settled + " ms");
        }
        lab.steerPort();
        final var talk = Chatter.start(lab.far(), fleet.pairs());
        cleanup.add("stop the chatter", talk::close);
        chatter = talk;
        return new Round(PORTS + " ports by one PUT: answered after " + answered + " ms, all up after " + settled
            + " ms; " + read(problems, excesses), problems, excesses);
    }

    /**
     * Reads the statistics of all ports as they were published last.
     *
     * @return what it came to
     */
    public Round readStatistics() {
        final var problems = new ArrayList<String>();
        final var excesses = new ArrayList<String>();
        return new Round(read(problems, excesses), problems, excesses);
    }

    /**
     * Moves data both ways for a time, with the configuration as it is.
     *
     * @param time how long
     * @return what it came to, and what publishing took of a processor
     */
    public Round exchange(final Duration time) {
        minute++;
        final var problems = new ArrayList<String>();
        final var excesses = new ArrayList<String>();
        final var ticks = ticks();
        final long bytes = moveData(() -> LockSupport.parkNanos(time.toNanos()), problems);
        return new Round((bytes >> 20) + " MiB by TCP, " + ticks.judge(excesses), problems, excesses);
    }

    /**
     * Works for about a minute and judges.
     *
     * @return what it came to
     * @throws LabException if it can't go on after this
     */
    public Round next() {
        minute++;
        final var problems = new ArrayList<String>();
        final var excesses = new ArrayList<String>();
        final var tally = new Tally();
        final var ticks = ticks();
        final long bytes = moveData(() -> edit(HALF, tally, problems), problems);
        edit(HALF, tally, problems);
        final var published = ticks.judge(excesses);
        intent = edits.all(intent);
        send(new RandomEdits.Edit("PUT of all", to -> to.put(CoalescerModel.ROOT, intent.body()), intent), tally,
            problems);
        problems.addAll(judge.disagreements(intent, bulkClient));
        final var reading = read(problems, excesses);
        final var footprint = ProcessFootprint.of(controller.pid());
        trend.add(footprint);
        return new Round(tally + ", " + (bytes >> 20) + " MiB by TCP, " + published + ", " + reading + "; "
            + (footprint.liveBytes() >> 10) + " KiB of objects, " + (footprint.nativeBytes() >> 20)
            + " MiB outside of the heap, " + footprint.threads() + " threads, " + footprint.descriptors()
            + " descriptors", problems, excesses);
    }

    /** Has data move both ways while something else is done; returns how many bytes. */
    private long moveData(final Runnable meanwhile, final List<String> problems) {
        long bytes = 0;
        lab.steerPort();
        try (var inward = transfer(true); var outward = transfer(false)) {
            meanwhile.run();
            for (var transfer : List.of(inward, outward)) {
                transfer.finish();
            }
            for (var transfer : List.of(inward, outward)) {
                final var result = transfer.await(PATIENCE);
                bytes += result.received();
                if (!result.isIntact() || result.received() == 0) {
                    problems.add(result.summary());
                }
            }
        } catch (LabException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return bytes;
    }

    /**
     * Ends the traffic and judges the whole: growth, and whether every datagram and every packet is accounted for.
     *
     * @return what it came to
     */
    public Round end() {
        final var problems = new ArrayList<>(trend.growth());
        final var excesses = new ArrayList<String>();
        var story = "";
        final var talk = chatter;
        if (talk != null) {
            story = talk.sent() + " datagrams, of which " + Math.round(100 * talk.leastShare())
                + " % came back at least; ";
            if (talk.leastShare() < LEAST_SHARE) {
                excesses.add("only " + talk.leastShare() + " of a port's datagrams came back");
            }
            talk.close();
        }
        if (!Poll.until(PATIENCE, () -> uncounted().isEmpty())) {
            problems.addAll(uncounted());
        }
        return new Round(story + relay.summary(), problems, excesses);
    }

    /** What publishing takes of a processor from now on. */
    private Ticks ticks() {
        return new Ticks(controller.pid(), ThreadTime.of(controller.pid(), PUBLISHER), System.nanoTime());
    }

    private record Ticks(long pid, Duration before, long begin) {
        private String judge(final List<String> excesses) {
            final double tickMs = ThreadTime.of(pid, PUBLISHER).minus(before).toMillis() * 1000.0
                / Math.max(1, millisSince(begin));
            if (tickMs > TICK_TIME.toMillis()) {
                excesses.add("the publisher takes " + tickMs + " ms a second");
            }
            return Math.round(tickMs) + " ms a second for publishing";
        }
    }

    /** How many requests, and the slowest. */
    private static final class Tally {
        private int requests;
        private long slowest;

        private void add(final long millis) {
            requests++;
            slowest = Math.max(slowest, millis);
        }

        @Override
        public String toString() {
            return requests + " requests of at most " + slowest + " ms";
        }
    }

    private void edit(final Duration time, final Tally tally, final List<String> problems) {
        final long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Console.progress("Minute " + minute + ": " + tally);
            send(edits.next(intent), tally, problems);
            LockSupport.parkNanos(EDIT_PAUSE.toNanos());
        }
    }

    private void send(final RandomEdits.Edit edit, final Tally tally, final List<String> problems) {
        final long begin = System.nanoTime();
        try {
            edit.request().accept(bulkClient);
            intent = edit.result();
        } catch (RestconfException e) {
            problems.add(edit.name() + " failed: " + e.getMessage());
        }
        tally.add(millisSince(begin));
    }

    private Machine look() {
        return Machine.look(controller, lab, LabAddresses.RELAYED_NEAR, List.of(namespace));
    }

    private String read(final List<String> problems, final List<String> excesses) {
        final long begin = System.nanoTime();
        final long ports = Published.read(bulkClient).ports().values().stream()
            .filter(port -> port.has("statistics")).count();
        final long millis = millisSince(begin);
        if (ports != PORTS) {
            problems.add("statistics of " + ports + " ports instead of " + PORTS);
        }
        if (millis > READ_TIME.toMillis()) {
            excesses.add("reading the statistics of " + ports + " ports took " + millis + " ms");
        }
        return "statistics of " + ports + " ports read in " + millis + " ms";
    }

    /** What has not been counted by somebody, once nothing is under way; nothing if all is well. */
    private List<String> uncounted() {
        final var problems = new ArrayList<String>();
        final var passed = relay.summary();
        final var endpoint = Statistics.published(client, CoalescerModel.endpointPath(CoalescerModel.ENDPOINT));
        final long sent = passed.getAsJsonObject(Direction.IN.word()).get("sent").getAsLong();
        if (endpoint.at("receive/datagrams") + endpoint.at("receive/socket-drops") != sent) {
            problems.add("the relay sent " + sent + " datagrams, and the endpoint counts " + endpoint);
        }
        final long received = passed.getAsJsonObject(Direction.OUT.word()).get("received").getAsLong();
        final long overflows = UdpCounters.read(relayLab.namespace()).overflows();
        if (endpoint.at("transmit/datagrams") > received + overflows
                || endpoint.at("transmit/datagrams") < received) {
            problems.add("the relay received " + received + " datagrams, has lost " + overflows
                + ", and the endpoint counts " + endpoint);
        }
        final var names = new HashSet<>(intent.ports().keySet());
        names.removeAll(fleet.spareNames());
        for (var name : names) {
            final var port = Statistics.live(client, name);
            if (port.at("receive/packets") != port.at("receive/segments") + port.at("receive/verbatim-packets")
                    + port.at("receive/dropped") || port.at("receive/packets") == 0) {
                problems.add("port " + name + " does not account for every packet: " + port);
            }
        }
        return problems;
    }

    /** Inward over IPv4, outward over IPv6. */
    private TcpTransfer transfer(final boolean inward) {
        return TcpTransfer.start(
            TcpTransfer.Order.across(lab, inward, !inward, Amount.untilFinished(), seed + minute));
    }

    private static long millisSince(final long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    /** Takes away what the soak has made, but for the configuration. Idempotent. */
    @Override
    public void close() {
        cleanup.close();
    }
}
